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
/// read by `serde`.
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
        impl $crate::json::__private::FromJson for $name {
            fn from_json(
                json: $crate::json::__private::Node<'_>,
            ) -> $crate::json::__private::Result<Self, $crate::json::__private::Fault> {
                let mut object = $crate::json::__private::Object::of(
                    json,
                    $crate::json::__private::stringify!($name),
                    &[$($tag,)? $($key),*],
                );
                $(object.tag($tag, $value);)?
                // All members are taken apart by one pattern, not each by a `?`: rustc takes half the
                // time to check it. The object has what is wrong.
                let (
                    $($crate::json::__private::Some($field),)*
                    $($crate::json::__private::Some($rest),)?
                    $crate::json::__private::Some(()),
                ) = (
                    $(object$(.$how())?.$kind($key),)*
                    $(object$(.$rest_how())?.rest($crate::json::__private::stringify!($rest)),)?
                    object.end(),
                ) else {
                    return $crate::json::__private::Err(object.fault());
                };
                $crate::json::__private::Ok(Self { $($field,)* $($rest,)? })
            }
        }

        impl<'de> $crate::json::__private::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::json::__private::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::json::__private::Result<Self, __D::Error> {
                $crate::json::__private::deserialize(deserializer)
            }
        }

        impl $crate::json::__private::Serialize for $name {
            fn serialize<__S: $crate::json::__private::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::json::__private::Result<__S::Ok, __S::Error> {
                #[allow(unused_variables)]
                let fields: &[&str] = &[$($tag,)? $($key),*];
                let mut object = $crate::json::__private::ObjectWriter::new(serializer);
                $(object.required($tag, $value);)?
                $(object.$kind($key, &self.$field);)*
                $(object.rest(&self.$rest, fields);)?
                object.end()
            }
        }
    };
}

/// Writes the members of an object, and keeps the first error until the end.
pub struct ObjectWriter<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> ObjectWriter<S> {
    /// Begins an object.
    pub fn new(serializer: S) -> Self {
        Self(serializer.serialize_map(None))
    }

    /// Writes a member.
    pub fn required<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.0 = Err(error);
        }
    }

    /// Writes a member, if there is one.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// Writes a member, if there is one.
    pub fn optional_json<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional(name, value);
    }

    /// Writes a member, or `null`, or nothing.
    pub fn nullable<T: Serialize>(&mut self, name: &'static str, value: &Nullable<T>) {
        if !value.is_absent() {
            self.required(name, value);
        }
    }

    /// Writes a member or `null`.
    pub fn required_nullable<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.required(name, value);
    }

    /// Writes the members that have no field. One that has the name of a field is an error, since
    /// the object would have two members of that name.
    pub fn rest<R: Rest<Value: Serialize>>(&mut self, rest: &R, fields: &[&'static str]) {
        let (Some(members), Ok(map)) = (rest.members(), &mut self.0) else {
            return;
        };
        let written = members.iter().try_for_each(|(name, value)| {
            if fields.contains(&name.as_str()) {
                return Err(S::Error::custom(format_args!(
                    "member `{name}` has a field of its own"
                )));
            }
            map.serialize_entry(name, value)
        });
        if let Err(error) = written {
            self.0 = Err(error);
        }
    }

    /// Ends the object.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}
