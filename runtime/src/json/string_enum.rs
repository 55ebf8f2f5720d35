//! Sets of strings that may grow.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::de::{Deserializer, Error, Visitor};

use super::UnrecognizedValue;
use super::read::{Fault, Node};

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

        impl $crate::json::__private::StringEnum for $name {
            fn known(
                value: &str,
            ) -> $crate::json::__private::Result<Self, fn($crate::json::UnrecognizedValue) -> Self>
            {
                match value {
                    $($value => $crate::json::__private::Ok(Self::$variant),)*
                    _ => $crate::json::__private::Err(Self::Unrecognized),
                }
            }
        }

        impl $crate::json::__private::Debug for $name {
            fn fmt(
                &self,
                f: &mut $crate::json::__private::Formatter<'_>,
            ) -> $crate::json::__private::FmtResult {
                let variant = match self {
                    $(Self::$variant => {
                        $crate::json::__private::Ok($crate::json::__private::stringify!($variant))
                    })*
                    Self::Unrecognized(value) => $crate::json::__private::Err(value),
                };
                $crate::json::__private::debug_string_enum(variant, f)
            }
        }

        impl $crate::json::__private::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl $crate::json::__private::Eq for $name {}

        impl $crate::json::__private::Hash for $name {
            fn hash<__H: $crate::json::__private::Hasher>(&self, state: &mut __H) {
                $crate::json::__private::Hash::hash(self.as_str(), state);
            }
        }

        impl $crate::json::__private::Display for $name {
            fn fmt(
                &self,
                f: &mut $crate::json::__private::Formatter<'_>,
            ) -> $crate::json::__private::FmtResult {
                f.pad(self.as_str())
            }
        }

        impl $crate::json::__private::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::json::__private::From<&str> for $name {
            fn from(value: &str) -> Self {
                $crate::json::__private::parse_borrowed(value)
            }
        }

        impl $crate::json::__private::From<$crate::json::__private::String> for $name {
            fn from(value: $crate::json::__private::String) -> Self {
                $crate::json::__private::parse_owned(value)
            }
        }

        impl $crate::json::__private::FromStr for $name {
            type Err = $crate::json::__private::Infallible;

            fn from_str(value: &str) -> $crate::json::__private::Result<Self, Self::Err> {
                $crate::json::__private::Ok($crate::json::__private::parse_borrowed(value))
            }
        }

        impl $crate::json::__private::FromJson for $name {
            fn from_json(
                json: $crate::json::__private::Node<'_>,
            ) -> $crate::json::__private::Result<Self, $crate::json::__private::Fault> {
                $crate::json::__private::read_string_enum(json)
            }
        }

        impl<'de> $crate::json::__private::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::json::__private::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::json::__private::Result<Self, __D::Error> {
                $crate::json::__private::deserialize_string_enum(deserializer)
            }
        }

        impl $crate::json::__private::Serialize for $name {
            fn serialize<__S: $crate::json::__private::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::json::__private::Result<__S::Ok, __S::Error> {
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
pub fn read_string_enum<T: StringEnum>(json: Node<'_>) -> Result<T, Fault> {
    match json.text()? {
        Some(Cow::Borrowed(text)) => Ok(parse_borrowed(text)),
        Some(Cow::Owned(text)) => Ok(parse_owned(text)),
        None => Err(Fault::invalid_type(json, "a string")),
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
