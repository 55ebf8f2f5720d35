//! The tree of a document, from whichever parser reads it.
//!
//! Values could decode themselves, as `serde_json`'s do, but in silence: of two members
//! with one name the first is gone, and an integer of 70 bits is an error. This
//! visitor builds the same tree, in which what is said twice is there once, and keeps a
//! list of what it had to decide.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess};
use serde::de::{VariantAccess, Visitor};

use crate::json::{Map, Number, Text, Texts, Value};

use super::{Pointer, limits, wide};

/// What the text of a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
}

/// Something that the text says and the tree cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) at: Pointer,
    pub(super) what: Oddity,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A second member of the same name; it took the place of the first.
    Duplicate,
    /// A number that JSON's usual 64 bits cannot hold, rounded.
    Wide(Number),
    /// Infinity, or not a number at all.
    NotFinite,
    /// A YAML tag of somebody's own.
    Tag(String),
    /// `<<` with something that cannot be merged.
    Merge,
}

/// What is known while a tree is built.
#[derive(Debug)]
pub(super) struct Builder {
    format: Format,
    left: Cell<usize>,
    overflow: Cell<bool>,
    texts: RefCell<Texts>,
    findings: RefCell<Vec<Finding>>,
}

impl Builder {
    /// A builder for a text of so many bytes.
    pub(super) fn new(format: Format, bytes: usize) -> Self {
        Self {
            format,
            left: Cell::new(limits::nodes(bytes)),
            overflow: Cell::new(false),
            texts: RefCell::default(),
            findings: RefCell::default(),
        }
    }

    /// The seed that decodes the whole tree.
    pub(super) fn root(&self) -> Node<'_> {
        Node {
            builder: self,
            path: Path::Root,
        }
    }

    /// Whether decoding stopped because the aliases of the text expand to too much.
    pub(super) fn overflowed(&self) -> bool {
        self.overflow.get()
    }

    /// What was found on the way.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }

    fn count<E: Error>(&self) -> Result<(), E> {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => {
                self.overflow.set(true);
                return Err(E::custom("the document expands to too many nodes"));
            }
        }
        Ok(())
    }

    fn text(&self, text: &str) -> Text {
        self.texts.borrow_mut().of(text)
    }

    fn find(&self, path: &Path<'_>, what: Oddity) {
        let at = path.pointer();
        self.findings.borrow_mut().push(Finding { at, what });
    }
}

/// The way from the root to the node being decoded; made into a pointer only when
/// something is found there.
#[derive(Clone, Copy)]
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(parent, key) => parent.pointer().child(key),
            Self::Index(parent, index) => parent.pointer().index(*index),
        }
    }
}

/// Decodes one node.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    builder: &'a Builder,
    path: Path<'a>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.builder.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        // The nearest number that `serde_json` can hold, as its own parser has it.
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let Some(number) = Number::from_f64(value) else {
            self.builder.find(&self.path, Oddity::NotFinite);
            let spelling = match value {
                f64::INFINITY => ".inf",
                f64::NEG_INFINITY => "-.inf",
                _ => ".nan",
            };
            return Ok(Value::from(spelling));
        };
        // An integer above 2^63 comes here rounded; so does `1e30`, which is told
        // apart by its spelling when it is reported.
        if value.abs() >= wide::LEAST {
            self.builder.find(&self.path, Oddity::Wide(number.clone()));
        }
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(self.builder.text(value)))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(Node {
            builder: self.builder,
            path: Path::Index(&self.path, items.len()),
        })? {
            items.push(item);
        }
        // There is room for four, and most have one or two.
        items.shrink_to_fit();
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        let mut merged = None;
        while let Some(key) = access.next_key_seed(Key(self.builder))? {
            let path = Path::Key(&self.path, &key);
            let value = access.next_value_seed(Node {
                builder: self.builder,
                path,
            })?;
            if self.builder.format == Format::Yaml && key == "<<" {
                merged = Some(value);
                continue;
            }
            read.push((key, value));
        }
        let (mut members, mut repeated) = Map::of_read(read);
        // Once for each name, however often it is there.
        repeated.sort_unstable();
        repeated.dedup();
        for key in &repeated {
            self.builder
                .find(&Path::Key(&self.path, key), Oddity::Duplicate);
        }
        if let Some(merged) = merged {
            self.merge(&mut members, merged);
        }
        Ok(Value::Object(members))
    }

    /// Only YAML comes here, and only for a tag such as `!Ref`.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (tag, content) = access.variant_seed(Key(self.builder))?;
        self.builder.find(&self.path, Oddity::Tag(tag.to_string()));
        content.newtype_variant_seed(self)
    }
}

impl Node<'_> {
    /// Merge keys (<https://yaml.org/type/merge.html>): members that are there win
    /// over merged ones, and of several mappings the earlier wins.
    fn merge(&self, members: &mut Map, merged: Value) {
        let mappings = match merged {
            Value::Array(mappings) => mappings,
            other => vec![other],
        };
        for mapping in mappings {
            let Value::Object(mapping) = mapping else {
                self.builder
                    .find(&Path::Key(&self.path, "<<"), Oddity::Merge);
                continue;
            };
            for (key, value) in mapping {
                members.entry(key).or_insert(value);
            }
        }
    }
}

/// Decodes a key as the text that it is written as: `200:` is `"200"`.
struct Key<'a>(&'a Builder);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Text;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text, D::Error> {
        self.0.count()?;
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text, a number, a boolean or null")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Text, E> {
        Ok(self.0.text(key))
    }
}
