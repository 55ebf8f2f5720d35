//! Nodes of the canonical tree, and their decoding one at a time.

use serde::de::DeserializeOwned;

use crate::document::Pointer;
use crate::json::{Map, Text, Value};

/// A node and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    /// What it says.
    pub(super) value: &'a Value,
    /// Where it stands in the canonical tree.
    pub(super) pointer: Pointer,
}

/// What tells one node from another: the tree is borrowed as a whole, so an address is one node.
pub(super) type Identity = *const Value;

impl<'a> Node<'a> {
    pub(super) fn root(document: &'a Value) -> Self {
        Self {
            value: document,
            pointer: Pointer::root(),
        }
    }

    pub(super) fn identity(&self) -> Identity {
        std::ptr::from_ref(self.value)
    }

    /// What the member of this name says.
    pub(super) fn member(&self, key: &str) -> Option<&'a Value> {
        self.value.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.member(key).is_some()
    }

    /// Whether it is composed of other schemas.
    pub(super) fn is_composed(&self) -> bool {
        ["allOf", "oneOf", "anyOf"].iter().any(|key| self.has(key))
    }

    /// The member of this name.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.member(key)?;
        Some(Self {
            value,
            pointer: self.pointer.child(key),
        })
    }

    /// The member of this name, if it is a text.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.member(key)?.as_str()
    }

    /// The member of this name, if it is a text that says something.
    pub(super) fn prose(&self, key: &str) -> Option<Text> {
        let Value::String(text) = self.member(key)? else {
            return None;
        };
        match text.trim() {
            "" => None,
            said if said.len() == text.len() => Some(text.clone()),
            said => Some(said.into()),
        }
    }

    /// Whether the member of this name is `true`.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.member(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// What is said of the node that this one leads to: beside the reference (OAS 3.1
    /// § 4.8.23), else where it is defined.
    pub(super) fn description_of(&self, resolved: &Self) -> Option<Text> {
        let beside = self.prose("description");
        beside.or_else(|| resolved.prose("description"))
    }

    /// The reference that stands in place of the node.
    pub(super) fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }

    /// The members of the node, in the document's order; none if it is not an object.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let pointer = self.pointer.clone();
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(move |(key, value)| {
                (
                    key,
                    Self {
                        value,
                        pointer: pointer.child(key),
                    },
                )
            })
    }

    /// The members of the member of this name.
    pub(super) fn members_of(&self, key: &str) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        self.get(key).into_iter().flat_map(|node| node.members())
    }

    /// The items of the member of this name; none if it is not a list.
    pub(super) fn items_of(&self, key: &str) -> impl Iterator<Item = Self> + use<'a> {
        self.get(key).into_iter().flat_map(|node| node.items())
    }

    /// The items of the node; none if it is not a list.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let pointer = self.pointer.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| Self {
            value,
            pointer: pointer.index(index),
        })
    }

    /// Decodes the members of these names, and nothing else of the node.
    ///
    /// What is inside a node is lowered as a node of its own, so that an error in it
    /// loses only itself, and a deep document is not decoded once a level.
    pub(super) fn decode<T: DeserializeOwned>(
        &self,
        keys: &[&str],
    ) -> Result<T, serde_json::Error> {
        T::deserialize(&Value::Object(self.pick(keys)))
    }

    /// Decodes the members of these names and these beside them.
    pub(super) fn decode_with<T: DeserializeOwned>(
        &self,
        keys: &[&str],
        beside: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Result<T, serde_json::Error> {
        let mut object = self.pick(keys);
        object.extend(beside);
        T::deserialize(&Value::Object(object))
    }

    fn pick(&self, keys: &[&str]) -> Map {
        let members = self.value.as_object().into_iter().flatten();
        members
            .filter(|(key, _)| keys.contains(key))
            .map(|(key, value)| (key, value.clone()))
            .collect()
    }
}
