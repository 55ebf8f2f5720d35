//! The members of an object that a struct has no field for.

use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::iter::Flatten;
use std::option;
use std::sync::OnceLock;

use serde_json::Value;

use super::FromJson;
use super::read::Object;

/// The members that a type of this version of the crate does not know, kept so that they go back
/// out when the value is sent.
///
/// As large as one pointer while it is empty, which it nearly always is. Members that were received
/// are kept as text until somebody asks for one: most answers are read without a look at them.
#[derive(Clone, Default)]
pub struct Members(Option<Box<Kept>>);

/// There is at least one member.
#[derive(Clone)]
struct Kept {
    /// The members as they were received, without the braces around them. It can be read without
    /// an error, and is of no use once there is a map.
    text: Box<str>,
    map: OnceLock<BTreeMap<String, Value>>,
}

impl Kept {
    fn map(&self) -> &BTreeMap<String, Value> {
        self.map.get_or_init(|| parse(&self.text))
    }
}

fn parse(text: &str) -> BTreeMap<String, Value> {
    // What could be an error was read before it was kept.
    serde_json::from_str(&format!("{{{text}}}")).unwrap_or_default()
}

impl Members {
    /// No members.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
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
        let mut map = self.take_map();
        let before = map.insert(name.into(), value.into());
        *self = Self::of_map(map);
        before
    }

    /// Removes the member `name`, and returns the value that it had.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let mut map = self.take_map();
        let value = map.remove(name);
        *self = Self::of_map(map);
        value
    }

    fn as_map(&self) -> Option<&BTreeMap<String, Value>> {
        self.0.as_deref().map(Kept::map)
    }

    fn take_map(&mut self) -> BTreeMap<String, Value> {
        let Some(kept) = self.0.take() else {
            return BTreeMap::new();
        };
        let Kept { text, map } = *kept;
        map.into_inner().unwrap_or_else(|| parse(&text))
    }

    fn of_map(map: BTreeMap<String, Value>) -> Self {
        if map.is_empty() {
            return Self::new();
        }
        Self(Some(Box::new(Kept {
            text: Box::default(),
            map: OnceLock::from(map),
        })))
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.as_map() == other.as_map()
    }
}

impl Eq for Members {}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Members").field(&self.as_map()).finish()
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

/// What `..rest` of [`v1::json_struct`](crate::v1::json_struct) can be: it has the members that have
/// no field.
pub trait Rest {
    /// The type of a member's value.
    type Value;

    /// The members kept, if there are any.
    fn members(&self) -> Option<&BTreeMap<String, Self::Value>>;
}

/// [`Rest`] that can be read. Of several members with one name the last is kept.
pub trait ReadRest: Sized {
    /// Takes the members that have no field. One that cannot be read is a fault.
    fn read(object: &mut Object<'_, '_>) -> Self;
}

impl<T> Rest for BTreeMap<String, T> {
    type Value = T;

    fn members(&self) -> Option<&BTreeMap<String, T>> {
        Some(self)
    }
}

impl<T: FromJson> ReadRest for BTreeMap<String, T> {
    fn read(object: &mut Object<'_, '_>) -> Self {
        let mut map = Self::new();
        object.others(|name, value, faults| {
            let name = String::from_json(name, faults);
            map.insert(name, T::from_json(value, faults));
        });
        map
    }
}

impl Rest for Members {
    type Value = Value;

    fn members(&self) -> Option<&BTreeMap<String, Value>> {
        self.as_map()
    }
}

impl ReadRest for Members {
    fn read(object: &mut Object<'_, '_>) -> Self {
        let mut text = String::new();
        object.others(|name, value, faults| {
            // What is wrong is told here, and not kept for whoever asks for a member.
            faults.keep(name.text());
            if !value.is_sure() {
                Value::from_json(value, faults);
            }
            match text.is_empty() {
                // What is too much is given back at the end.
                true => text.reserve(128),
                false => text.push(','),
            }
            name.write(&mut text);
            text.push(':');
            value.write(&mut text);
        });
        if text.is_empty() {
            return Self::new();
        }
        Self(Some(Box::new(Kept {
            text: text.into_boxed_str(),
            map: OnceLock::new(),
        })))
    }
}
