//! The value of a parameter, as far as a style can write it.

use std::fmt;

use serde::ser::{self, Serialize};

/// A value: scalars as their text, objects in the order of their members.
///
/// Not `serde_json::Value`, which sorts members, rounds large integers, and
/// writes an `f32` of 0.1 with seventeen digits.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Scalar(String),
    Array(Vec<Value>),
    Object(Vec<(String, Value)>),
}

/// Why a value cannot be a parameter.
#[derive(Debug)]
pub(crate) struct Error(String);

impl Error {
    pub(super) fn new(reason: &str) -> Self {
        Self(reason.to_owned())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

pub(super) fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, Error> {
    value.serialize(Writer)
}

struct Writer;

macro_rules! scalars {
    ($($method:ident: $type:ty),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<Value, Error> {
            Ok(Value::Scalar(value.to_string()))
        })*
    };
}

impl ser::Serializer for Writer {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Members;

    scalars! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_u128: u128,
    }

    fn serialize_f32(self, value: f32) -> Result<Value, Error> {
        finite(value.is_finite(), value)
    }

    fn serialize_f64(self, value: f64) -> Result<Value, Error> {
        finite(value.is_finite(), value)
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value, Error> {
        Ok(Value::Array(
            bytes
                .iter()
                .map(|byte| Value::Scalar(byte.to_string()))
                .collect(),
        ))
    }

    fn serialize_none(self) -> Result<Value, Error> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Error> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Error> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value, Error> {
        Ok(Value::Scalar(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Error> {
        Ok(Value::Object(vec![(variant.to_owned(), to_value(value)?)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Error> {
        Ok(Items {
            variant: None,
            items: Vec::new(),
        })
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items, Error> {
        Ok(Items {
            variant: Some(variant),
            items: Vec::new(),
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members, Error> {
        Ok(Members {
            variant: None,
            key: None,
            members: Vec::new(),
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, Error> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members, Error> {
        Ok(Members {
            variant: Some(variant),
            key: None,
            members: Vec::new(),
        })
    }
}

fn finite(is_finite: bool, value: impl fmt::Display) -> Result<Value, Error> {
    if is_finite {
        Ok(Value::Scalar(value.to_string()))
    } else {
        Err(Error::new("a number that is not finite"))
    }
}

fn tagged(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => Value::Object(vec![(variant.to_owned(), value)]),
        None => value,
    }
}

struct Items {
    variant: Option<&'static str>,
    items: Vec<Value>,
}

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.items.push(to_value(value)?);
        Ok(())
    }

    fn done(self) -> Result<Value, Error> {
        Ok(tagged(self.variant, Value::Array(self.items)))
    }
}

macro_rules! items {
    ($($trait:ident: $method:ident),* $(,)?) => {
        $(impl ser::$trait for Items {
            type Ok = Value;
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.push(value)
            }

            fn end(self) -> Result<Value, Error> {
                self.done()
            }
        })*
    };
}

items! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
}

struct Members {
    variant: Option<&'static str>,
    key: Option<String>,
    members: Vec<(String, Value)>,
}

impl Members {
    fn push<T: Serialize + ?Sized>(&mut self, key: String, value: &T) -> Result<(), Error> {
        self.members.push((key, to_value(value)?));
        Ok(())
    }

    fn done(mut self) -> Result<Value, Error> {
        if let [(name, _)] = self.members.as_slice()
            && name == RAW_VALUE
            && let Some((_, text)) = self.members.pop()
        {
            return Ok(text);
        }
        Ok(tagged(self.variant, Value::Object(self.members)))
    }
}

/// How `serde_json::value::RawValue` tells a serializer that a text is JSON already. A test holds
/// it to that.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

impl ser::SerializeMap for Members {
    type Ok = Value;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        match to_value(key)? {
            Value::Scalar(text) => self.key = Some(text),
            _ => return Err(Error::new("a map whose keys are not text")),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = self
            .key
            .take()
            .ok_or_else(|| Error::new("a map value without its key"))?;
        self.push(key, value)
    }

    fn end(self) -> Result<Value, Error> {
        self.done()
    }
}

macro_rules! members {
    ($($trait:ident),*) => {
        $(impl ser::$trait for Members {
            type Ok = Value;
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.push(key.to_owned(), value)
            }

            fn end(self) -> Result<Value, Error> {
                self.done()
            }
        })*
    };
}

members!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn scalar(text: &str) -> Value {
        Value::Scalar(text.to_owned())
    }

    #[test]
    fn scalars_keep_their_digits() -> Result<(), Error> {
        assert_eq!(to_value(&0.1f32)?, scalar("0.1"));
        assert_eq!(
            to_value(&u128::MAX)?,
            scalar("340282366920938463463374607431768211455")
        );
        assert_eq!(to_value(&-3)?, scalar("-3"));
        assert_eq!(to_value("ü")?, scalar("ü"));
        assert_eq!(to_value(&None::<i32>)?, Value::Null);
        assert!(to_value(&f64::NAN).is_err());
        Ok(())
    }

    #[test]
    fn a_decimal_number_keeps_its_digits() -> Result<(), Box<dyn std::error::Error>> {
        let number: crate::text::DecimalNumber = "0.10".parse()?;
        assert_eq!(to_value(&number)?, scalar("0.10"));
        Ok(())
    }

    #[test]
    fn containers() -> Result<(), Error> {
        assert_eq!(
            to_value(&(1, true))?,
            Value::Array(vec![scalar("1"), scalar("true")])
        );
        let map = BTreeMap::from([(1, "a")]);
        assert_eq!(
            to_value(&map)?,
            Value::Object(vec![("1".to_owned(), scalar("a"))])
        );
        assert!(to_value(&BTreeMap::from([([1], 2)])).is_err());
        Ok(())
    }
}
