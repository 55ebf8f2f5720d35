//! One of several types, told apart by a member that names it.

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

use super::{UnrecognizedJson, union::Payload};

/// Writes `Serialize` and `Deserialize` for a union with a discriminator.
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
    let named = json.get(tag).and_then(Value::as_str);
    match named.and_then(|value| variants.iter().find(|variant| variant.values.contains(&value))) {
        Some(variant) => (variant.payload)(json).map_err(D::Error::custom),
        None => Ok(unrecognized(UnrecognizedJson::new(json))),
    }
}
