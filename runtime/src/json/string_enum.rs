//! Sets of strings that may grow.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::de::{Deserializer, Error, Visitor};

use super::UnrecognizedValue;
use super::read::values::text;
use super::read::{Faults, Node};

/// Writes what an open enum of strings needs.
///
/// # Grammar
///
/// ```text
/// string_enum!(Name { Variant = "value", … });
/// ```
///
/// The enum has one variant without fields for each value, and one that is called `Unrecognized`
/// and holds an [`UnrecognizedValue`](crate::json::UnrecognizedValue). It derives `Clone`.
///
/// # What it writes
///
/// `KNOWN`, the values in the order they are listed; `as_str()`; `Display`, `AsRef<str>`,
/// `From<&str>`, `From<String>`, `FromStr`, `Serialize` and `Deserialize`; and `Debug`, `PartialEq`,
/// `Eq` and `Hash`, which do as derived ones would: those of an enum whose variants can be told by
/// their strings take a compiler a third of the time.
///
/// Parsing never fails: a value that is not listed becomes `Unrecognized`, and is written as it
/// came. A listed value never does. JSON that is not a string is an error. Only unknown values
/// are copied.
///
/// # Example
///
/// ```
/// use specwright_runtime::{json::UnrecognizedValue, v1::string_enum};
///
/// #[derive(Clone)]
/// #[non_exhaustive]
/// pub enum Status {
///     Open,
///     InReview,
///     Unrecognized(UnrecognizedValue),
/// }
/// string_enum!(Status { Open = "open", InReview = "in_review" });
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let status: Status = serde_json::from_str(r#""in_review""#)?;
/// assert_eq!(status, Status::InReview);
///
/// let status: Status = serde_json::from_str(r#""parked""#)?;
/// assert_eq!(status.as_str(), "parked");
/// assert_eq!(serde_json::to_string(&status)?, r#""parked""#);
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __string_enum_v1 {
    ($name:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $name {
            /// The values that this version of the crate knows.
            pub const KNOWN: &'static [&'static str] = &[$($value),*];

            /// The string that stands for this value.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        impl $crate::__json::StringEnum for $name {
            fn known(
                value: &str,
            ) -> $crate::__json::Result<Self, fn($crate::json::UnrecognizedValue) -> Self>
            {
                match value {
                    $($value => $crate::__json::Ok(Self::$variant),)*
                    _ => $crate::__json::Err(Self::Unrecognized),
                }
            }
        }

        impl $crate::__json::Debug for $name {
            fn fmt(
                &self,
                f: &mut $crate::__json::Formatter<'_>,
            ) -> $crate::__json::FmtResult {
                let variant = match self {
                    $(Self::$variant => {
                        $crate::__json::Ok($crate::__json::stringify!($variant))
                    })*
                    Self::Unrecognized(value) => $crate::__json::Err(value),
                };
                $crate::__json::debug_string_enum(variant, f)
            }
        }

        impl $crate::__json::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl $crate::__json::Eq for $name {}

        impl $crate::__json::Hash for $name {
            fn hash<__H: $crate::__json::Hasher>(&self, state: &mut __H) {
                $crate::__json::Hash::hash(self.as_str(), state);
            }
        }

        impl $crate::__json::Display for $name {
            fn fmt(
                &self,
                f: &mut $crate::__json::Formatter<'_>,
            ) -> $crate::__json::FmtResult {
                f.pad(self.as_str())
            }
        }

        impl $crate::__json::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::__json::From<&str> for $name {
            fn from(value: &str) -> Self {
                $crate::__json::parse_borrowed(value)
            }
        }

        impl $crate::__json::From<$crate::__json::String> for $name {
            fn from(value: $crate::__json::String) -> Self {
                $crate::__json::parse_owned(value)
            }
        }

        impl $crate::__json::FromStr for $name {
            type Err = $crate::__json::Infallible;

            fn from_str(value: &str) -> $crate::__json::Result<Self, Self::Err> {
                $crate::__json::Ok($crate::__json::parse_borrowed(value))
            }
        }

        impl $crate::__json::FromJson for $name {
            fn from_json(
                json: $crate::__json::Node<'_>,
                faults: &mut $crate::__json::Faults,
            ) -> Self {
                $crate::__json::read_string_enum(json, faults)
            }
        }

        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize_string_enum(deserializer)
            }
        }

        impl $crate::__json::Serialize for $name {
            fn serialize<__S: $crate::__json::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::__json::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// What [`string_enum!`](crate::v1::string_enum) writes for an enum.
pub trait StringEnum: Sized {
    /// The variant for a value that has one.
    ///
    /// # Errors
    ///
    /// The variant of all others, for any other.
    fn known(value: &str) -> Result<Self, fn(UnrecognizedValue) -> Self>;
}

/// The variant for a string, which is copied only if it is not a known one.
pub fn parse_borrowed<T: StringEnum>(value: &str) -> T {
    T::known(value).unwrap_or_else(|unrecognized| unrecognized(UnrecognizedValue::new(value)))
}

/// The variant for a string, which is kept if it is not a known one.
pub fn parse_owned<T: StringEnum>(value: String) -> T {
    T::known(&value).unwrap_or_else(|unrecognized| unrecognized(UnrecognizedValue::new(value)))
}

/// Shows a variant by its name, or the string that is not a known one, as `derive` does.
pub fn debug_string_enum(
    variant: Result<&str, &UnrecognizedValue>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match variant {
        Ok(name) => f.write_str(name),
        Err(value) => f.debug_tuple("Unrecognized").field(value).finish(),
    }
}

/// Reads a string.
pub fn read_string_enum<T: StringEnum>(json: Node<'_>, faults: &mut Faults) -> T {
    match text(json, "a string", faults) {
        Some(Cow::Borrowed(text)) => parse_borrowed(text),
        Some(Cow::Owned(text)) => parse_owned(text),
        None => parse_borrowed(""),
    }
}

/// Reads a string.
pub fn deserialize_string_enum<'de, T: StringEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(StringEnumVisitor(PhantomData))
}

struct StringEnumVisitor<T>(PhantomData<T>);

impl<T: StringEnum> Visitor<'_> for StringEnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok(parse_borrowed(value))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
        Ok(parse_owned(value))
    }
}
