//! The types of the standard library and of well-known crates.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Map, Number, Value};

use super::super::nullable::Nullable;
use super::by_serde::read_by_serde;
use super::node::{Kind, Node};
use super::{Fault, Faults, FromJson};

/// The text of a string, or that it is none.
pub(crate) fn text<'j>(
    json: Node<'j>,
    expected: &str,
    faults: &mut Faults,
) -> Option<Cow<'j, str>> {
    let text = faults.keep(json.text())?;
    if text.is_none() {
        faults.add(|| Fault::invalid_type(json, expected));
    }
    text
}

impl FromJson for String {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        if json.kind() == Kind::Text {
            return json.quoted().to_owned();
        }
        let text = text(json, "a string", faults);
        text.map(Cow::into_owned).unwrap_or_default()
    }
}

impl FromJson for bool {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        let read = match json.kind() {
            Kind::True => return true,
            Kind::False => return false,
            Kind::Word => json.word().parse().map_err(|_| Fault::no(json, "bool")),
            _ => Err(Fault::invalid_type(json, "a boolean")),
        };
        faults.keep(read).unwrap_or_default()
    }
}

impl FromJson for () {
    fn from_json(json: Node<'_>, faults: &mut Faults) {
        if !json.is_null() {
            faults.add(|| Fault::invalid_type(json, "unit"));
        }
    }
}

/// An integer of up to eight digits without a sign. They are looked at all at once, and so it does
/// not matter how many there are, which the processor would have to guess.
#[inline]
fn short_integer(json: Node<'_>) -> Option<u32> {
    let length = json.word().len();
    if json.kind() != Kind::Integer || length > 8 {
        return None;
    }
    let word = u64::from_le_bytes(json.eight_bytes()?);
    if word & 0xff == u64::from(b'-') {
        return None;
    }
    // What is behind the number goes out above, and zeros come in below, before its first digit.
    let ones = (word & 0x0f0f_0f0f_0f0f_0f0f) << (64 - 8 * length);
    let pairs = (ones * 10 + (ones >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    u32::try_from((fours * 10_000 + (fours >> 32)) & 0xffff_ffff).ok()
}

macro_rules! integers {
    ($($integer:ty),*) => {
        $(impl FromJson for $integer {
            fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
                let short = short_integer(json);
                if let Some(integer) = short.and_then(|short| Self::try_from(short).ok()) {
                    return integer;
                }
                let integer = || json.word().parse();
                let read = match json.kind() {
                    Kind::Word => integer().map_err(|_| Fault::no(json, stringify!($integer))),
                    // For its words, if it is none.
                    Kind::Integer => integer().or_else(|_| read_by_serde(json)),
                    _ => read_by_serde(json),
                };
                faults.keep(read).unwrap_or_default()
            }
        })*
    };
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);

macro_rules! floats {
    ($($float:ty),*) => {
        $(impl FromJson for $float {
            fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
                let float = || json.word().parse();
                let read = match json.kind() {
                    Kind::Word => float().map_err(|_| Fault::no(json, stringify!($float))),
                    Kind::Integer | Kind::Number => match float() {
                        Ok(float) if <$float>::is_finite(float) => return float,
                        // For its words.
                        _ => read_by_serde(json),
                    },
                    _ => read_by_serde(json),
                };
                faults.keep(read).unwrap_or_default()
            }
        })*
    };
}

floats!(f32, f64);

/// Types that are written as a text which they parse, with what stands for one that is none.
macro_rules! parsed {
    ($($parsed:ty: $expected:literal, $blank:expr;)*) => {
        $(impl FromJson for $parsed {
            fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
                let parsed = text(json, $expected, faults).and_then(|text| {
                    faults.keep(text.parse().map_err(|error| Fault::new(json, error)))
                });
                parsed.unwrap_or($blank)
            }
        })*
    };
}

parsed! {
    jiff::Timestamp: "a timestamp string", Self::UNIX_EPOCH;
    jiff::civil::Date: "a date string", Self::ZERO;
    Ipv4Addr: "IPv4 address", Self::UNSPECIFIED;
    Ipv6Addr: "IPv6 address", Self::UNSPECIFIED;
}

#[cfg(feature = "uuid")]
parsed!(uuid::Uuid: "a UUID string", Self::nil(););

#[cfg(feature = "chrono")]
parsed! {
    chrono::DateTime<chrono::FixedOffset>: "an RFC 3339 formatted date and time string", Self::default();
    chrono::NaiveDate: "a formatted date string", Self::default();
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        Self::new(T::from_json(json, faults))
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        match json.is_null() {
            true => None,
            false => Some(T::from_json(json, faults)),
        }
    }
}

impl<T: FromJson> FromJson for Nullable<T> {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        match json.is_null() {
            true => Self::Null,
            false => Self::Value(T::from_json(json, faults)),
        }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        let Some(items) = faults.keep(json.list("a sequence")) else {
            return Self::new();
        };
        let mut list = Self::with_capacity(items.count());
        for item in items {
            list.push(T::from_json(item, faults));
            if !faults.is_empty() {
                break;
            }
        }
        list
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        if json.kind() != Kind::Object {
            faults.add(|| Fault::invalid_type(json, "a map"));
        }
        let members = json.members();
        // A map is built from a list in one go.
        let mut list = Vec::with_capacity(members.count());
        for (name, value) in members {
            list.push((String::from_json(name, faults), T::from_json(value, faults)));
            if !faults.is_empty() {
                break;
            }
        }
        list.into_iter().collect()
    }
}

impl FromJson for Value {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        match json.kind() {
            Kind::Null => Self::Null,
            Kind::True => Self::Bool(true),
            Kind::False => Self::Bool(false),
            Kind::Integer | Kind::Number => {
                faults.keep(number(json)).map_or(Self::Null, Self::Number)
            }
            Kind::Text | Kind::EscapedText | Kind::Word => {
                Self::String(String::from_json(json, faults))
            }
            Kind::Array => Self::Array(Vec::from_json(json, faults)),
            Kind::Object => Self::Object(Map::from_json(json, faults)),
        }
    }
}

/// A number as it is written.
fn number(json: Node<'_>) -> Result<Number, Fault> {
    match short_integer(json) {
        Some(integer) => Ok(integer.into()),
        // What is negative may be -0, which is no integer.
        None => match json.word().parse::<u64>() {
            Ok(integer) if json.kind() == Kind::Integer => Ok(integer.into()),
            _ => read_by_serde(json),
        },
    }
}

impl FromJson for Map<String, Value> {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        if json.kind() != Kind::Object {
            faults.add(|| Fault::invalid_type(json, "a map"));
        }
        let members = json.members();
        let mut map = Self::with_capacity(members.count());
        for (name, value) in members {
            map.insert(
                String::from_json(name, faults),
                Value::from_json(value, faults),
            );
            if !faults.is_empty() {
                break;
            }
        }
        map
    }
}
