//! The members of an object that a struct has no field for.

use std::{
    collections::{BTreeMap, btree_map},
    iter::Flatten,
    option,
};

use serde_json::Value;

/// The members that a type of this version of the crate does not know, kept so that they go back
/// out when the value is sent.
///
/// As large as one pointer while it is empty, which it nearly always is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::box_collection,
    reason = "a map is three words, and nearly always empty here"
)]
pub struct Members(Option<Box<BTreeMap<String, Value>>>);

impl Members {
    /// No members.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.as_map().is_none_or(BTreeMap::is_empty)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.as_map().map_or(0, BTreeMap::len)
    }

    /// The value of the member `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_map()?.get(name)
    }

    /// All members, in the order of their names.
    pub fn iter(&self) -> MembersIter<'_> {
        MembersIter(self.as_map().map(BTreeMap::iter).into_iter().flatten())
    }

    /// Sets the member `name`, and returns the value that it had.
    ///
    /// A name that the struct has a field for cannot be written twice: serializing the struct is
    /// then an error.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0
            .get_or_insert_default()
            .insert(name.into(), value.into())
    }

    /// Removes the member `name`, and returns the value that it had.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let map = self.0.as_mut()?;
        let value = map.remove(name);
        if map.is_empty() {
            // Equality must not see that there has been a map.
            self.0 = None;
        }
        value
    }

    fn as_map(&self) -> Option<&BTreeMap<String, Value>> {
        self.0.as_deref()
    }
}

impl<'m> IntoIterator for &'m Members {
    type Item = (&'m String, &'m Value);
    type IntoIter = MembersIter<'m>;

    fn into_iter(self) -> MembersIter<'m> {
        self.iter()
    }
}

/// An iterator over [`Members`], in the order of their names.
#[derive(Debug, Clone)]
pub struct MembersIter<'m>(Flatten<option::IntoIter<btree_map::Iter<'m, String, Value>>>);

impl<'m> Iterator for MembersIter<'m> {
    type Item = (&'m String, &'m Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// What `..rest` of [`v1::json_struct`](crate::v1::json_struct) can be: it takes the members that
/// have no field.
pub trait Rest: Default {
    /// The type of a member's value.
    type Value;

    /// Keeps a member. Of several with one name the last is kept.
    fn put(&mut self, name: String, value: Self::Value);

    /// The members kept, if there are any.
    fn members(&self) -> Option<&BTreeMap<String, Self::Value>>;
}

impl<T> Rest for BTreeMap<String, T> {
    type Value = T;

    fn put(&mut self, name: String, value: T) {
        self.insert(name, value);
    }

    fn members(&self) -> Option<&BTreeMap<String, T>> {
        Some(self)
    }
}

impl Rest for Members {
    type Value = Value;

    fn put(&mut self, name: String, value: Value) {
        self.insert(name, value);
    }

    fn members(&self) -> Option<&BTreeMap<String, Value>> {
        self.as_map()
    }
}
