//! Sets of values of several types that may grow.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::UnrecognizedJson;

/// Writes what an open enum of texts, numbers and booleans needs.
///
/// # Grammar
///
/// ```text
/// scalar_enum!(Name { Variant = text "value", Variant = integer 1, Variant = number 0.5,
///     Variant = boolean true, … });
/// ```
///
/// The enum has one variant without fields for each value, and one that is called `Unrecognized`
/// and holds an [`UnrecognizedJson`](crate::json::UnrecognizedJson).
///
/// # What it writes
///
/// `to_value()`; `Display`, which writes a text without quotes; `From<&str>`, `From<i64>`,
/// `From<bool>`, `From<serde_json::Value>`, `Serialize` and `Deserialize`.
///
/// A value that is not listed becomes `Unrecognized`, and is written as it came. A listed value
/// never does.
///
/// # Example
///
/// ```
/// use specwright_runtime::{json::UnrecognizedJson, v1::scalar_enum};
///
/// #[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// #[non_exhaustive]
/// pub enum Limit {
///     Auto,
///     Value100,
///     Unrecognized(UnrecognizedJson),
/// }
/// scalar_enum!(Limit { Auto = text "auto", Value100 = integer 100 });
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let limits: Vec<Limit> = serde_json::from_str(r#"["auto", 100, 250]"#)?;
/// assert_eq!(limits, [Limit::Auto, Limit::Value100, Limit::from(250)]);
/// assert_eq!(serde_json::to_string(&limits)?, r#"["auto",100,250]"#);
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __scalar_enum_v1 {
    ($name:ident { $($variant:ident = $kind:ident $value:literal),* $(,)? }) => {
        impl $name {
            /// The JSON that stands for this value.
            pub fn to_value(&self) -> $crate::__json::Value {
                match self {
                    $(Self::$variant => $crate::__json::scalar::$kind($value),)*
                    Self::Unrecognized(json) => {
                        $crate::__json::Clone::clone(json.as_value())
                    }
                }
            }
        }

        impl $crate::__json::From<$crate::__json::Value> for $name {
            fn from(value: $crate::__json::Value) -> Self {
                $(if value == $crate::__json::scalar::$kind($value) {
                    return Self::$variant;
                })*
                Self::Unrecognized($crate::__json::unrecognized(value))
            }
        }

        impl $crate::__json::From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::from($crate::__json::Value::from(value))
            }
        }

        impl $crate::__json::From<i64> for $name {
            fn from(value: i64) -> Self {
                Self::from($crate::__json::Value::from(value))
            }
        }

        impl $crate::__json::From<bool> for $name {
            fn from(value: bool) -> Self {
                Self::from($crate::__json::Value::from(value))
            }
        }

        impl $crate::__json::Display for $name {
            fn fmt(
                &self,
                f: &mut $crate::__json::Formatter<'_>,
            ) -> $crate::__json::FmtResult {
                $crate::__json::show(&self.to_value(), f)
            }
        }

        impl $crate::__json::FromJson for $name {
            fn from_json(
                json: $crate::__json::Node<'_>,
                faults: &mut $crate::__json::Faults,
            ) -> Self {
                let value =
                    <$crate::__json::Value as $crate::__json::FromJson>::from_json(json, faults);
                <Self as $crate::__json::From<$crate::__json::Value>>::from(value)
            }
        }

        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::value(deserializer).map(Self::from)
            }
        }

        impl $crate::__json::Serialize for $name {
            fn serialize<__S: $crate::__json::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::__json::Result<__S::Ok, __S::Error> {
                $crate::__json::Serialize::serialize(&self.to_value(), serializer)
            }
        }
    };
}

/// Values, by the word that the macro has for their kind.
pub mod scalar {
    use serde_json::Value;

    /// A string.
    pub fn text(value: &str) -> Value {
        Value::from(value)
    }

    /// A whole number.
    pub fn integer(value: i64) -> Value {
        Value::from(value)
    }

    /// A number with a fraction.
    pub fn number(value: f64) -> Value {
        Value::from(value)
    }

    /// True or false.
    pub fn boolean(value: bool) -> Value {
        Value::from(value)
    }
}

/// A value that is not listed.
pub fn unrecognized(value: Value) -> UnrecognizedJson {
    UnrecognizedJson::new(value)
}

/// Reads any JSON.
pub fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Value::deserialize(deserializer)
}

/// Writes a value for people: a string without quotes.
pub fn show(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::String(text) => f.pad(text),
        other => write!(f, "{other}"),
    }
}
