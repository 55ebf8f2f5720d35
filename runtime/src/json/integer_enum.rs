//! Sets of integers that may grow.

use serde::de::{Deserialize, Deserializer};

use super::UnrecognizedInteger;

/// Writes everything for an open enum of integers.
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

        impl $crate::json::__private::IntegerEnum for $name {
            fn known(value: i64) -> $crate::json::__private::Option<Self> {
                $crate::json::__private::Some(match value {
                    $($value => Self::$variant,)*
                    _ => return $crate::json::__private::None,
                })
            }

            fn unrecognized(value: $crate::json::UnrecognizedInteger) -> Self {
                Self::Unrecognized(value)
            }
        }

        impl $crate::json::__private::Display for $name {
            fn fmt(
                &self,
                f: &mut $crate::json::__private::Formatter<'_>,
            ) -> $crate::json::__private::FmtResult {
                $crate::json::__private::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::json::__private::From<i64> for $name {
            fn from(value: i64) -> Self {
                $crate::json::__private::parse_integer(value)
            }
        }

        impl<'de> $crate::json::__private::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::json::__private::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::json::__private::Result<Self, __D::Error> {
                $crate::json::__private::deserialize_integer_enum(deserializer)
            }
        }

        impl $crate::json::__private::Serialize for $name {
            fn serialize<__S: $crate::json::__private::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::json::__private::Result<__S::Ok, __S::Error> {
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
pub fn deserialize_integer_enum<'de, T: IntegerEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    i64::deserialize(deserializer).map(parse_integer)
}
