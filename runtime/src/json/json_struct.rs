//! Objects with named members.

use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::{Nullable, members::Rest};

/// Writes [`FromJson`](crate::json::FromJson), `Serialize` and `Deserialize` for a struct whose JSON
/// is an object.
///
/// # Grammar
///
/// ```text
/// json_struct!(Name { "tag" = "value", field: kind "member", …, ..rest });
/// ```
///
/// `"tag" = "value"`, at the beginning and at most once, is a member without a field that always has
/// this value: it is written, and another value is an error.
///
/// Each field of the struct is named once, with its kind and the name of its member. The types
/// are those of the struct. A kind followed by `(serde)` is of a type that is no `FromJson` and is
/// read by `serde`. With `fallible` behind the name of the struct, a `required` one may be of such a
/// type; the struct is then no `FromJson` itself.
///
/// | kind | type | missing | `null` | written |
/// |---|---|---|---|---|
/// | `required` | `T` | an error | as `T` has it | always |
/// | `optional` | `Option<T>` | `None` | `None` | when there is a value |
/// | `optional_json` | `Option<T>` | `None` | as `T` has it | when there is a value |
/// | `nullable` | [`Nullable<T>`](crate::json::Nullable) | `Absent` | `Null` | unless it is `Absent` |
/// | `required_nullable` | `Option<T>` | `None` | `None` | always; `None` as `null` |
///
/// `..rest`, at the end and at most once, names a field that takes the members without a field:
/// a `BTreeMap<String, T>` or [`Members`](crate::json::Members). Without it they are skipped.
///
/// # Behaviour
///
/// As `serde_derive` has it with `rename`, `skip_serializing_if`, `default` and `flatten`, and
/// with the same words in errors, but for this:
///
/// - An array is refused. `serde_derive` reads one as the fields by position.
/// - An error inside `..rest` says its line and column: nothing is buffered.
/// - Of several faults the one is told that comes first by the fields, not by the members.
/// - To write a member of `..rest` that has the name of a field is an error. `serde_derive`
///   writes the member twice.
///
/// A member with a field that comes twice is an error. Of members without a field that have the
/// same name the last is kept.
///
/// # Example
///
/// ```
/// use specwright_runtime::{json::{Members, Nullable}, v1::json_struct};
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct Pattern {
///     pub id: String,
///     pub r#type: Option<i64>,
///     pub note: Nullable<String>,
///     pub parent: Option<String>,
///     pub unknown: Members,
/// }
/// json_struct!(Pattern {
///     id: required "id",
///     r#type: optional "type",
///     note: nullable "note",
///     parent: required_nullable "parentId",
///     ..unknown
/// });
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let pattern: Pattern = serde_json::from_str(r#"{"id": "p1", "note": null, "new": 1}"#)?;
/// assert_eq!(pattern.note, Nullable::Null);
/// assert_eq!(
///     serde_json::to_string(&pattern)?,
///     r#"{"id":"p1","note":null,"parentId":null,"new":1}"#,
/// );
///
/// let error = serde_json::from_str::<Pattern>("{}").unwrap_err();
/// assert_eq!(error.to_string(), "missing field `id`");
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __json_struct_v1 {
    ($name:ident {
        $($tag:literal = $value:literal,)?
        $($field:ident: $kind:ident $(($how:ident))? $key:literal),* $(,)?
        $(..$rest:ident $(($rest_how:ident))? $(,)?)?
    }) => {
        #[automatically_derived]
        impl $crate::__json::FromJson for $name {
            fn from_json(
                json: $crate::__json::Node<'_>,
                faults: &mut $crate::__json::Faults,
            ) -> Self {
                let mut object = $crate::__json::Object::of(
                    json,
                    faults,
                    $crate::__json::stringify!($name),
                    &[$($tag,)? $($key),*],
                );
                $(object.tag($tag, $value);)?
                Self {
                    $($field: object$(.$how())?.$kind($key),)*
                    $($rest: object$(.$rest_how())?.rest($crate::__json::stringify!($rest)),)?
                }
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize(deserializer)
            }
        }

        #[automatically_derived]
        impl $crate::__json::Serialize for $name {
            fn serialize<__S: $crate::__json::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::__json::Result<__S::Ok, __S::Error> {
                $crate::__json::ObjectWriter::new(serializer)
                    $(.before_rest(&self.$rest))?
                    $(.required($tag, $value))?
                    $(.$kind($key, &self.$field))*
                    $(.rest(&self.$rest))?
                    .end()
            }
        }
    };
    ($name:ident fallible {
        $($tag:literal = $value:literal,)?
        $($field:ident: $kind:ident $(($how:ident))? $key:literal),* $(,)?
        $(..$rest:ident $(($rest_how:ident))? $(,)?)?
    }) => {
        #[automatically_derived]
        impl<'de> $crate::__json::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__json::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::__json::Result<Self, __D::Error> {
                $crate::__json::deserialize_fallible(deserializer, |json, faults| {
                    let mut object = $crate::__json::Object::of(
                        json,
                        faults,
                        $crate::__json::stringify!($name),
                        &[$($tag,)? $($key),*],
                    );
                    $(object.tag($tag, $value);)?
                    $crate::__json::Some(Self {
                        $($field: object.fallible()$(.$how())?.$kind($key)?,)*
                        $($rest: object$(.$rest_how())?.rest($crate::__json::stringify!($rest)),)?
                    })
                })
            }
        }

        $crate::__json_struct_serialize_v1!($name {
            $($tag = $value,)? $($field: $kind $key,)* $(..$rest)?
        });
    };
}

/// Writes `Serialize` for a fallible struct. Others have it written where they are: expanding another macro
/// for each of them would take rustc longer.
#[macro_export]
#[doc(hidden)]
macro_rules! __json_struct_serialize_v1 {
    ($name:ident {
        $($tag:literal = $value:literal,)?
        $($field:ident: $kind:ident $key:literal,)*
        $(..$rest:ident)?
    }) => {
        #[automatically_derived]
        impl $crate::__json::Serialize for $name {
            fn serialize<__S: $crate::__json::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::__json::Result<__S::Ok, __S::Error> {
                $crate::__json::ObjectWriter::new(serializer)
                    $(.before_rest(&self.$rest))?
                    $(.required($tag, $value))?
                    $(.$kind($key, &self.$field))*
                    $(.rest(&self.$rest))?
                    .end()
            }
        }
    };
}

/// Writes the members of an object, and keeps the first error until the end.
///
/// It is handed on by value: a statement for each member takes rustc longer to check.
#[must_use]
pub struct ObjectWriter<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
    /// The names of the fields, if members without a field follow.
    fields: Option<Vec<&'static str>>,
}

impl<S: Serializer> ObjectWriter<S> {
    /// Begins an object.
    pub fn new(serializer: S) -> Self {
        Self {
            map: serializer.serialize_map(None),
            fields: None,
        }
    }

    /// Says that these members come behind those that have fields.
    pub fn before_rest<R: Rest>(mut self, rest: &R) -> Self {
        let follow = rest.members().is_some_and(|members| !members.is_empty());
        self.fields = follow.then(Vec::new);
        self
    }

    /// Writes a member.
    pub fn required<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.member(name, Some(value))
    }

    /// Writes a member, if there is one.
    pub fn optional<T: Serialize>(self, name: &'static str, value: &Option<T>) -> Self {
        self.member(name, value.as_ref())
    }

    /// Writes a member, if there is one.
    pub fn optional_json<T: Serialize>(self, name: &'static str, value: &Option<T>) -> Self {
        self.member(name, value.as_ref())
    }

    /// Writes a member, or `null`, or nothing.
    pub fn nullable<T: Serialize>(self, name: &'static str, value: &Nullable<T>) -> Self {
        self.member(name, (!value.is_absent()).then_some(value))
    }

    /// Writes a member or `null`.
    pub fn required_nullable<T: Serialize>(self, name: &'static str, value: &Option<T>) -> Self {
        self.member(name, Some(value))
    }

    fn member<T: Serialize + ?Sized>(mut self, name: &'static str, value: Option<&T>) -> Self {
        if let Some(fields) = &mut self.fields {
            fields.push(name);
        }
        if let (Some(value), Ok(map)) = (value, &mut self.map)
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.map = Err(error);
        }
        self
    }

    /// Writes the members that have no field. One that has the name of a field is an error, since
    /// the object would have two members of that name.
    pub fn rest<R: Rest<Value: Serialize>>(mut self, rest: &R) -> Self {
        let (Some(members), Ok(map)) = (rest.members(), &mut self.map) else {
            return self;
        };
        let fields = self.fields.as_deref().unwrap_or_default();
        let written = members.iter().try_for_each(|(name, value)| {
            if fields.contains(&name.as_str()) {
                return Err(S::Error::custom(format_args!(
                    "member `{name}` has a field of its own"
                )));
            }
            map.serialize_entry(name, value)
        });
        if let Err(error) = written {
            self.map = Err(error);
        }
        self
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// The first that there was.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.map?.end()
    }
}
