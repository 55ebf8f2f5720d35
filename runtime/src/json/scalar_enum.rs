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
            pub fn to_value(&self) -> $crate::json::__private::Value {
                match self {
                    $(Self::$variant => $crate::json::__private::scalar::$kind($value),)*
                    Self::Unrecognized(json) => {
                        $crate::json::__private::Clone::clone(json.as_value())
                    }
                }
            }
        }

        impl $crate::json::__private::From<$crate::json::__private::Value> for $name {
            fn from(value: $crate::json::__private::Value) -> Self {
                $(if value == $crate::json::__private::scalar::$kind($value) {
                    return Self::$variant;
                })*
                Self::Unrecognized($crate::json::__private::unrecognized(value))
            }
        }

        impl $crate::json::__private::From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::from($crate::json::__private::Value::from(value))
            }
        }

        impl $crate::json::__private::From<i64> for $name {
            fn from(value: i64) -> Self {
                Self::from($crate::json::__private::Value::from(value))
            }
        }

        impl $crate::json::__private::From<bool> for $name {
            fn from(value: bool) -> Self {
                Self::from($crate::json::__private::Value::from(value))
            }
        }

        impl $crate::json::__private::Display for $name {
            fn fmt(
                &self,
                f: &mut $crate::json::__private::Formatter<'_>,
            ) -> $crate::json::__private::FmtResult {
                $crate::json::__private::show(&self.to_value(), f)
            }
        }

        impl $crate::json::__private::FromJson for $name {
            fn from_json(
                json: $crate::json::__private::Node<'_>,
            ) -> $crate::json::__private::Result<Self, $crate::json::__private::Fault> {
                <$crate::json::__private::Value as $crate::json::__private::FromJson>::from_json(json)
                    .map(Self::from)
            }
        }

        impl<'de> $crate::json::__private::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::json::__private::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::json::__private::Result<Self, __D::Error> {
                $crate::json::__private::value(deserializer).map(Self::from)
            }
        }

        impl $crate::json::__private::Serialize for $name {
            fn serialize<__S: $crate::json::__private::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::json::__private::Result<__S::Ok, __S::Error> {
                $crate::json::__private::Serialize::serialize(&self.to_value(), serializer)
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
