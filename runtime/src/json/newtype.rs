//! A type under a name of its own.

/// Writes what a struct around one value needs: JSON sees the value alone.
///
/// # Grammar
///
/// ```text
/// newtype!(Name: Type);
/// ```
///
/// `Name` is a tuple struct of one `Type`. The macro writes `From<Type>`,
/// [`FromJson`](crate::json::FromJson), `Serialize` and `Deserialize`. `serde` behind the type, after a
/// comma: `serde` reads it.
///
/// # Example
///
/// ```
/// use specwright_runtime::v1::newtype;
///
/// /// A list of nothing but such lists.
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Nested(pub Vec<Nested>);
/// newtype!(Nested: Vec<Nested>);
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let nested: Nested = serde_json::from_str("[[],[[]]]")?;
/// assert_eq!(nested.0.len(), 2);
/// assert_eq!(serde_json::to_string(&nested)?, "[[],[[]]]");
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __newtype_v1 {
    ($name:ident: $inner:ty) => {
        impl $crate::__json::FromJson for $name {
            fn from_json(
                json: $crate::__json::Node<'_>,
                faults: &mut $crate::__json::Faults,
            ) -> Self {
                Self($crate::__json::FromJson::from_json(json, faults))
            }
        }

        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize(deserializer)
            }
        }

        $crate::__newtype_serialize_v1!($name: $inner);
    };
    ($name:ident: $inner:ty, serde) => {
        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                <$inner as $crate::__json::Deserialize<'de>>::deserialize(deserializer).map(Self)
            }
        }

        $crate::__newtype_serialize_v1!($name: $inner);
    };
}

/// Writes what a newtype has whoever reads it.
#[macro_export]
#[doc(hidden)]
macro_rules! __newtype_serialize_v1 {
    ($name:ident: $inner:ty) => {
        impl $crate::__json::From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl $crate::__json::Serialize for $name {
            fn serialize<__S: $crate::__json::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::__json::Result<__S::Ok, __S::Error> {
                $crate::__json::Serialize::serialize(&self.0, serializer)
            }
        }
    };
}
