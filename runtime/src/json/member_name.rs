//! Reading the name of an object's member without allocating for each.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// Reads a member's name: borrowed from the input where that is possible, else put into a buffer
/// that serves all names of the object.
pub(super) struct MemberName<'n>(pub(super) &'n mut String);

impl<'de: 'n, 'n> DeserializeSeed<'de> for MemberName<'n> {
    type Value = &'n str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'n str, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de: 'n, 'n> Visitor<'de> for MemberName<'n> {
    type Value = &'n str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // serde_derive's words.
        f.write_str("field identifier")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<&'n str, E> {
        Ok(name)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<&'n str, E> {
        self.0.clear();
        self.0.push_str(name);
        Ok(self.0)
    }

    fn visit_string<E: Error>(self, name: String) -> Result<&'n str, E> {
        *self.0 = name;
        Ok(self.0)
    }
}
