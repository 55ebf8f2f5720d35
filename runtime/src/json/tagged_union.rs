//! One of several types, told apart by a member that names it.

use std::borrow::Cow;

use super::read::{Kind, Node};

/// Writes [`FromJson`](crate::json::FromJson), `Serialize` and `Deserialize` for a union whose
/// objects have a member that says which variant they are: the discriminator of OpenAPI.
///
/// # Grammar
///
/// ```text
/// tagged_union!(Name, "tag" { Variant = "value" | "other value", … });
/// ```
///
/// Each variant holds its payload. The payload has the tag among its own members: it is read from
/// the whole object, and writes the tag itself. `(serde)` behind its name: `serde` reads it. One more variant is called `Unrecognized` and
/// holds an [`UnrecognizedJson`](crate::json::UnrecognizedJson).
///
/// # Behaviour
///
/// The value of the tag picks the variant, wherever the tag stands in the object. A tag that is a
/// number or a boolean is compared as it is written. If the payload
/// cannot be read, that is the error. Without a tag, with one that is not listed, and for JSON
/// that is not an object, the variant is `Unrecognized`, which is written as it came.
///
/// The variant is picked by a look at the JSON, which is then read as its payload: nothing is held
/// in between, and errors say where in the payload they are.
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
    ($name:ident, $tag:literal { $($variant:ident $(($how:ident))? = $($value:literal)|+),* $(,)? }) => {
        impl $crate::__json::FromJson for $name {
            fn from_json(
                json: $crate::__json::Node<'_>,
                faults: &mut $crate::__json::Faults,
            ) -> Self {
                let read = match $crate::__json::tag(json, $tag).as_deref() {
                    $($($crate::__json::Some($value))|+ => {
                        $crate::__json::Reader$(.$how())?.read(json, faults, Self::$variant)
                    })*
                    _ => $crate::__json::None,
                };
                $crate::__json::or_unrecognized(read, json, faults, Self::Unrecognized)
            }
        }

        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize(deserializer)
            }
        }

        $crate::__union_serialize_v1!($name { $($variant)* });
    };
}

/// The value of the member that names the variant: a text, or a number or a boolean as it is
/// written.
pub fn tag<'j>(json: Node<'j>, name: &str) -> Option<Cow<'j, str>> {
    let tag = json.member(name)?;
    match tag.kind() {
        Kind::Text | Kind::EscapedText => tag.text().ok()?,
        Kind::Null | Kind::Array | Kind::Object => None,
        Kind::True | Kind::False | Kind::Integer | Kind::Number | Kind::Word => {
            Some(Cow::Borrowed(tag.raw()))
        }
    }
}
