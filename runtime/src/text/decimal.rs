//! `decimal`: numbers whose digits count.

use std::fmt;
use std::num::ParseFloatError;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use serde_json::value::RawValue;

use super::kept::kept;
use crate::json::FromJson;
use crate::json::read::{Fault, Faults, Kind, Node};

kept! {
    /// A number that goes as a string, so that nobody rounds it: `"0.10"`.
    Decimal
}

impl Decimal {
    /// The number in a decimal type of your choice: `price.parse::<rust_decimal::Decimal>()`.
    pub fn parse<N: FromStr>(&self) -> Result<N, N::Err> {
        self.as_str().parse()
    }

    /// The nearest float.
    pub fn to_f64(&self) -> Result<f64, ParseFloatError> {
        self.parse()
    }
}

/// A number of JSON with all its digits: `0.10` stays that, where an `f64` would be `0.1`.
///
/// Two numbers are equal if they are written alike.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecimalNumber(String);

impl DecimalNumber {
    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number in a decimal type of your choice: `price.parse::<rust_decimal::Decimal>()`.
    pub fn parse<N: FromStr>(&self) -> Result<N, N::Err> {
        self.0.parse()
    }

    /// The nearest float. It is infinite if the number is beyond its range.
    pub fn to_f64(&self) -> f64 {
        // Every number of JSON is one of Rust (RFC 8259 § 6).
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Debug for DecimalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for DecimalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for DecimalNumber {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A text that is not a number of JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecimalNumberError(());

impl fmt::Display for DecimalNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not a number as JSON writes it (RFC 8259, section 6)")
    }
}

impl std::error::Error for DecimalNumberError {}

impl FromStr for DecimalNumber {
    type Err = DecimalNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // `RawValue` takes all of JSON's grammar, white space around the value as well.
        let is_number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
            && text.ends_with(|c: char| c.is_ascii_digit())
            && serde_json::from_str::<&RawValue>(text).is_ok();
        match is_number {
            true => Ok(Self(text.to_owned())),
            false => Err(DecimalNumberError(())),
        }
    }
}

impl TryFrom<&str> for DecimalNumber {
    type Error = DecimalNumberError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// Fails for what is not finite, for JSON has no word for it.
impl TryFrom<f64> for DecimalNumber {
    type Error = DecimalNumberError;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        number.to_string().parse()
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for DecimalNumber {
            fn from(number: $integer) -> Self {
                Self(number.to_string())
            }
        })*
    };
}

from_integers!(i32, i64, u32, u64);

impl FromJson for DecimalNumber {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        let read = match json.kind() {
            Kind::Integer | Kind::Number => Ok(Self(json.raw().to_owned())),
            Kind::Word => json.raw().parse().map_err(|error| Fault::new(json, error)),
            _ => Err(Fault::invalid_type(json, "a number")),
        };
        faults.keep(read).unwrap_or_else(|| Self::from(0))
    }
}

impl<'de> Deserialize<'de> for DecimalNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        raw.get().parse().map_err(|_| {
            D::Error::custom(format_args!(
                "invalid type: {}, expected a number",
                kind(&raw)
            ))
        })
    }
}

/// What JSON is, without its text: that may be a secret.
fn kind(json: &RawValue) -> &'static str {
    match json.get().bytes().next() {
        Some(b'"') => "string",
        Some(b'[') => "sequence",
        Some(b'{') => "map",
        Some(b'n') => "null",
        _ => "boolean",
    }
}

/// Only `serde_json`, and the parameters of a request, can write a number digit by digit.
impl Serialize for DecimalNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = serde_json::from_str::<&RawValue>(&self.0).map_err(ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
