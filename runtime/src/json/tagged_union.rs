//! One of several types, told apart by a member that names it.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

use super::{UnrecognizedJson, union::Payload};

/// Writes `Serialize` and `Deserialize` for a union whose objects have a member that says which
/// variant they are: the discriminator of OpenAPI.
///
/// # Grammar
///
/// ```text
/// tagged_union!(Name, "tag" { Variant = "value" | "other value", … });
/// ```
///
/// Each variant holds its payload. The payload has the tag among its own members: it is read from
/// the whole object, and writes the tag itself. One more variant is called `Unrecognized` and
/// holds an [`UnrecognizedJson`](crate::json::UnrecognizedJson).
///
/// # Behaviour
///
/// The value of the tag picks the variant, wherever the tag stands in the object. A tag that is a
/// number or a boolean is compared as it is written. If the payload
/// cannot be read, that is the error. Without a tag, with one that is not listed, and for JSON
/// that is not an object, the variant is `Unrecognized`, which is written as it came.
///
/// The JSON is held as a [`serde_json::Value`] until its variant is known. So a member that comes
/// twice is not an error here (the last counts), and an integer beyond 64 bits becomes a float.
///
/// # Example
///
/// ```
/// use specwright_runtime::{json::UnrecognizedJson, v1::{json_struct, tagged_union}};
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Cat {
///     pub pet_type: String,
///     pub lives: Option<i64>,
/// }
/// json_struct!(Cat { pet_type: required "petType", lives: optional "lives" });
///
/// #[derive(Debug, Clone, PartialEq)]
/// #[non_exhaustive]
/// pub enum Pet {
///     Cat(Box<Cat>),
///     Unrecognized(UnrecognizedJson),
/// }
/// tagged_union!(Pet, "petType" { Cat = "cat" | "kitty" });
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let pet: Pet = serde_json::from_str(r#"{"lives": 9, "petType": "kitty"}"#)?;
/// assert!(matches!(pet, Pet::Cat(cat) if cat.lives == Some(9)));
///
/// let pet: Pet = serde_json::from_str(r#"{"petType": "bird"}"#)?;
/// assert_eq!(serde_json::to_string(&pet)?, r#"{"petType":"bird"}"#);
///
/// let error = serde_json::from_str::<Pet>(r#"{"petType": "cat", "lives": "many"}"#).unwrap_err();
/// assert_eq!(error.to_string(), "invalid type: string \"many\", expected i64");
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __tagged_union_v1 {
    ($name:ident, $tag:literal { $($variant:ident = $($value:literal)|+),* $(,)? }) => {
        impl<'de> $crate::json::__private::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::json::__private::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::json::__private::Result<Self, __D::Error> {
                const VARIANTS: &[$crate::json::__private::Tagged<$name>] = &[
                    $($crate::json::__private::Tagged {
                        values: &[$($value),+],
                        payload: |json| $crate::json::__private::payload(json, $name::$variant),
                    },)*
                ];
                $crate::json::__private::deserialize_tagged(
                    deserializer,
                    $tag,
                    VARIANTS,
                    $name::Unrecognized,
                )
            }
        }

        $crate::__union_serialize_v1!($name { $($variant)* });
    };
}

/// A variant of a tagged union.
pub struct Tagged<U> {
    /// The values of the tag that mean this variant.
    pub values: &'static [&'static str],
    /// Reads the payload.
    pub payload: Payload<U>,
}

/// Reads the variant that the tag names. What has no tag that is known is kept as it is.
pub fn deserialize_tagged<'de, U, D: Deserializer<'de>>(
    deserializer: D,
    tag: &str,
    variants: &[Tagged<U>],
    unrecognized: fn(UnrecognizedJson) -> U,
) -> Result<U, D::Error> {
    let json = Value::deserialize(deserializer)?;
    let named = match json.get(tag) {
        Some(Value::String(text)) => Some(Cow::Borrowed(text.as_str())),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Some(Cow::Owned(value.to_string())),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => None,
    };
    let variant = named.and_then(|named| {
        variants
            .iter()
            .find(|variant| variant.values.contains(&&*named))
    });
    match variant {
        Some(variant) => (variant.payload)(json).map_err(D::Error::custom),
        None => Ok(unrecognized(UnrecognizedJson::new(json))),
    }
}
