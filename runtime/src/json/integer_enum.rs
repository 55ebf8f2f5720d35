//! Sets of integers that may grow.

use serde::de::{Deserialize, Deserializer};

use super::UnrecognizedInteger;
use super::read::{Faults, FromJson, Node};

/// Writes what an open enum of integers needs.
///
/// # Grammar
///
/// ```text
/// integer_enum!(Name { Variant = 1, … });
/// ```
///
/// The enum has one variant without fields for each value, and one that is called `Unrecognized`
/// and holds an [`UnrecognizedInteger`](crate::json::UnrecognizedInteger). Values are `i64`.
///
/// # What it writes
///
/// `KNOWN`, the values in the order they are listed; `as_i64()`; `Display`, `From<i64>`,
/// `Serialize` and `Deserialize`.
///
/// A value that is not listed becomes `Unrecognized`, and is written as it came. A listed value
/// never does. JSON that is not an integer of 64 bits is an error, with the words that an `i64`
/// has for it.
///
/// # Example
///
/// ```
/// use specwright_runtime::{json::UnrecognizedInteger, v1::integer_enum};
///
/// #[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// #[non_exhaustive]
/// pub enum Level {
///     Low,
///     High,
///     Unrecognized(UnrecognizedInteger),
/// }
/// integer_enum!(Level { Low = 1, High = 2 });
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let levels: Vec<Level> = serde_json::from_str("[2, 3]")?;
/// assert_eq!(levels, [Level::High, Level::from(3)]);
/// assert_eq!(serde_json::to_string(&levels)?, "[2,3]");
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __integer_enum_v1 {
    ($name:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $name {
            /// The values that this version of the crate knows.
            pub const KNOWN: &'static [i64] = &[$($value),*];

            /// The integer that stands for this value.
            pub const fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unrecognized(value) => value.as_i64(),
                }
            }
        }

        impl $crate::__json::IntegerEnum for $name {
            fn known(value: i64) -> $crate::__json::Option<Self> {
                match value {
                    $($value => $crate::__json::Some(Self::$variant),)*
                    _ => $crate::__json::None,
                }
            }

            fn unrecognized(value: $crate::json::UnrecognizedInteger) -> Self {
                Self::Unrecognized(value)
            }
        }

        impl $crate::__json::Display for $name {
            fn fmt(
                &self,
                f: &mut $crate::__json::Formatter<'_>,
            ) -> $crate::__json::FmtResult {
                $crate::__json::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::__json::From<i64> for $name {
            fn from(value: i64) -> Self {
                $crate::__json::parse_integer(value)
            }
        }

        impl $crate::__json::FromJson for $name {
            fn from_json(
                json: $crate::__json::Node<'_>,
                faults: &mut $crate::__json::Faults,
            ) -> Self {
                $crate::__json::read_integer_enum(json, faults)
            }
        }

        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize_integer_enum(deserializer)
            }
        }

        impl $crate::__json::Serialize for $name {
            fn serialize<__S: $crate::__json::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::__json::Result<__S::Ok, __S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }
    };
}

/// What [`integer_enum!`](crate::v1::integer_enum) writes for an enum.
pub trait IntegerEnum: Sized {
    /// The variant for a value that has one.
    fn known(value: i64) -> Option<Self>;

    /// The variant for every other value.
    fn unrecognized(value: UnrecognizedInteger) -> Self;
}

/// The variant for an integer.
pub fn parse_integer<T: IntegerEnum>(value: i64) -> T {
    T::known(value).unwrap_or_else(|| T::unrecognized(UnrecognizedInteger::new(value)))
}

/// Reads an integer.
pub fn read_integer_enum<T: IntegerEnum>(json: Node<'_>, faults: &mut Faults) -> T {
    parse_integer(i64::from_json(json, faults))
}

/// Reads an integer.
pub fn deserialize_integer_enum<'de, T: IntegerEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    i64::deserialize(deserializer).map(parse_integer)
}
