//! Between [`FromJson`] and `serde`, both ways.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{StrDeserializer, StringDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::value::RawValue;

use super::document::{Document, Problem};
use super::node::{Kind, Node, without_place};
use super::{Fault, Faults, FromJson};
use crate::decode::{follow, steps};

/// Reads a value of a type that is `Deserialize`.
pub(super) fn read_by_serde<T: DeserializeOwned>(json: Node<'_>) -> Result<T, Fault> {
    if json.kind() == Kind::Word {
        let word = StrDeserializer::<serde_json::Error>::new(json.word());
        return T::deserialize(word).map_err(|error| Fault::new(json, error));
    }
    serde_json::from_str(json.raw()).map_err(|error| {
        let steps = steps(json.raw().as_bytes(), error.line(), error.column());
        Fault::new(follow(json, &steps), without_place(&error))
    })
}

/// A type of another crate, which `serde` reads. Such a value cannot be made up.
pub struct BySerde<T>(Option<T>);

impl<T> BySerde<T> {
    /// The value; `None` if it was wrong.
    pub fn into_inner(self) -> Option<T> {
        self.0
    }
}

impl<T: DeserializeOwned> FromJson for BySerde<T> {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        Self(match faults.is_empty() {
            true => faults.keep(read_by_serde(json)),
            false => None,
        })
    }
}

/// Reads a type that is [`FromJson`] from any format that `serde` knows: what the macros write for
/// `Deserialize`.
///
/// Of `serde_json` it is the text as it came, digit by digit; what another format has is written as
/// JSON first.
pub fn deserialize<'de, T: FromJson, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserialize_fallible(deserializer, |json, faults| {
        Some(T::from_json(json, faults))
    })
}

/// The same for a struct of which there is no value when something is wrong.
pub fn deserialize_fallible<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    read: fn(Node<'_>, &mut Faults) -> Option<T>,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(AnyFormat(deserializer))?;
    match Document::of(raw.get()) {
        Ok(document) => {
            let json = document.root();
            let mut faults = Faults::default();
            let read = read(json, &mut faults);
            let read = faults.end(read).map_err(D::Error::custom)?;
            read.ok_or_else(|| D::Error::custom("it cannot be read"))
        }
        Err(Problem::Depth(_)) => Err(D::Error::custom("recursion limit exceeded")),
        Err(Problem::Length) => Err(D::Error::custom("it is longer than 4 GiB")),
        Err(Problem::Syntax | Problem::Encoding(_)) => Err(D::Error::custom("it is not JSON")),
    }
}

/// A deserializer of any format that can be asked for a [`RawValue`].
///
/// That asks for a newtype struct, whose name says that it wants raw text. `serde_json` knows the
/// name, and answers with a map that has the text under the same name. For every other format the
/// name means nothing, and it gives what it has.
struct AnyFormat<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for AnyFormat<D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let mut text = Vec::new();
        let writer = Text {
            text: &mut text,
            raw: Some(name),
        };
        self.0.deserialize_newtype_struct(name, writer)?;
        visitor.visit_map(RawText {
            name: Some(name),
            text: String::from_utf8(text).map_err(D::Error::custom)?,
            error: PhantomData,
        })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The map that `serde_json` gives to a [`RawValue`].
struct RawText<E> {
    name: Option<&'static str>,
    text: String,
    error: PhantomData<E>,
}

impl<'de, E: Error> MapAccess<'de> for RawText<E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        let Some(name) = self.name.take() else {
            return Ok(None);
        };
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        seed.deserialize(StringDeserializer::new(std::mem::take(&mut self.text)))
    }
}

/// Writes what a format has as JSON.
struct Text<'t> {
    text: &'t mut Vec<u8>,
    /// The name under which there may be raw text.
    raw: Option<&'static str>,
}

impl<'t> Text<'t> {
    fn of(text: &'t mut Vec<u8>) -> Self {
        Self { text, raw: None }
    }

    fn write<E: Error>(self, value: impl serde::Serialize) -> Result<(), E> {
        serde_json::to_writer(self.text, &value).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.write(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.write(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(Text::of(self.text))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(Text::of(self.text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.write(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.write(value)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.write(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.write(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let text = self.text;
        text.push(b'[');
        let begin = text.len();
        loop {
            let before = text.len();
            if before > begin {
                text.push(b',');
            }
            if items.next_element_seed(Text::of(text))?.is_none() {
                text.truncate(before);
                text.push(b']');
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let text = self.text;
        let mut name = members.next_key::<String>()?;
        if self.raw.is_some() && self.raw == name.as_deref() {
            text.extend_from_slice(members.next_value::<String>()?.as_bytes());
            return Ok(());
        }
        text.push(b'{');
        let begin = text.len();
        while let Some(own) = name {
            if text.len() > begin {
                text.push(b',');
            }
            Text::of(text).write(own)?;
            text.push(b':');
            members.next_value_seed(Text::of(text))?;
            name = members.next_key()?;
        }
        text.push(b'}');
        Ok(())
    }
}
