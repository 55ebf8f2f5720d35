//! What a newer version of an API may send and this version of a crate has no name for.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::read::{Faults, FromJson, Node};

/// A string that is not among the known values of an enum.
///
/// Only parsing makes one, and never from a value that the enum knows: two values of an enum are
/// equal when their strings are.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnrecognizedValue(Box<str>);

impl UnrecognizedValue {
    pub(super) fn new(value: impl Into<Box<str>>) -> Self {
        Self(value.into())
    }

    /// The string as it was received.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnrecognizedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for UnrecognizedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// An integer that is not among the known values of an enum.
///
/// Only parsing makes one, and never from a value that the enum knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnrecognizedInteger(i64);

impl UnrecognizedInteger {
    pub(super) const fn new(value: i64) -> Self {
        Self(value)
    }

    /// The integer as it was received.
    pub const fn as_i64(&self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnrecognizedInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for UnrecognizedInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// JSON that matches no variant of a union; it is written back as it came.
///
/// Only parsing makes one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnrecognizedJson(Value);

impl UnrecognizedJson {
    pub(super) const fn new(value: Value) -> Self {
        Self(value)
    }

    /// The value as it was received.
    pub const fn as_value(&self) -> &Value {
        &self.0
    }

    /// The value as it was received.
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl fmt::Debug for UnrecognizedJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for UnrecognizedJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromJson for UnrecognizedJson {
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self {
        Self(Value::from_json(json, faults))
    }
}

impl Serialize for UnrecognizedJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
