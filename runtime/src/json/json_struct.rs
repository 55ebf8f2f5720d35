//! Objects with named members.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
    ser::{Error as _, SerializeMap},
};

use super::{Nullable, member_name::MemberName, members::Rest};

/// Writes `Serialize` and `Deserialize` for a struct whose JSON is an object.
///
/// # Grammar
///
/// ```text
/// json_struct!(Name { field: kind "member", …, ..rest });
/// ```
///
/// Each field of the struct is named once, with its kind and the name of its member. The types
/// are those of the struct.
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
/// assert_eq!(error.to_string(), "missing field `id` at line 1 column 2");
/// # Ok(())
/// # }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __json_struct_v1 {
    ($name:ident {
        $($field:ident: $kind:ident $key:literal),* $(,)?
        $(..$rest:ident $(,)?)?
    }) => {
        impl $crate::json::__private::Struct for $name {
            const EXPECTED: &'static str =
                $crate::json::__private::concat!("struct ", $crate::json::__private::stringify!($name));

            const MEMBERS: &'static [&'static str] = &[$($key),*];

            // Two things here are for the compiler. The struct is built before the members are
            // matched, so that the type of every slot is known by then; and all slots are taken
            // apart by one pattern, not each by a `?`. Together they nearly halve the time that
            // rustc takes to check the types.
            #[allow(irrefutable_let_patterns, unreachable_patterns, unused_mut, unused_variables)]
            fn read<'de, __A: $crate::json::__private::MapAccess<'de>>(
                mut map: __A,
            ) -> $crate::json::__private::Result<Self, __A::Error> {
                $(let mut $field = $crate::json::__private::None;)*
                $(let mut $rest = $crate::json::__private::Default::default();)?
                let mut buffer = $crate::json::__private::String::new();
                loop {
                    let $crate::json::__private::Some(key) =
                        $crate::json::__private::next(&mut map, &mut buffer)?
                    else {
                        let mut missing = $crate::json::__private::None;
                        let ($($crate::json::__private::Some($field),)*) = ($(
                            $crate::json::__private::finish::$kind($field, $key, &mut missing),
                        )*) else {
                            return $crate::json::__private::missing_member(missing);
                        };
                        return $crate::json::__private::Ok(Self { $($field,)* $($rest,)? });
                    };
                    match key {
                        $($key => $crate::json::__private::member(&mut map, $key, &mut $field),)*
                        $(_ => $crate::json::__private::rest(&mut map, key, &mut $rest),)?
                        _ => $crate::json::__private::ignore(&mut map),
                    }?
                }
            }
        }

        impl<'de> $crate::json::__private::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::json::__private::Deserializer<'de>>(
                deserializer: __D,
            ) -> $crate::json::__private::Result<Self, __D::Error> {
                $crate::json::__private::deserialize_struct(deserializer)
            }
        }

        impl $crate::json::__private::Serialize for $name {
            fn serialize<__S: $crate::json::__private::Serializer>(
                &self,
                serializer: __S,
            ) -> $crate::json::__private::Result<__S::Ok, __S::Error> {
                let mut object = $crate::json::__private::ObjectWriter::new(serializer);
                $(object.$kind($key, &self.$field);)*
                $(object.rest(&self.$rest, <Self as $crate::json::__private::Struct>::MEMBERS);)?
                object.end()
            }
        }
    };
}

/// What [`json_struct!`](crate::v1::json_struct) writes for a struct.
pub trait Struct: Sized {
    /// What an error says was expected.
    const EXPECTED: &'static str;

    /// The members that have a field.
    const MEMBERS: &'static [&'static str];

    /// Reads the members of an object.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Reads an object.
pub fn deserialize_struct<'de, T: Struct, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_map(StructVisitor(PhantomData))
}

struct StructVisitor<T>(PhantomData<T>);

impl<'de, T: Struct> Visitor<'de> for StructVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(map)
    }
}

/// Reads the name of the next member.
pub fn next<'de: 'n, 'n, A: MapAccess<'de>>(
    map: &mut A,
    buffer: &'n mut String,
) -> Result<Option<&'n str>, A::Error> {
    map.next_key_seed(MemberName(buffer))
}

/// Reads the value of a member that has a field.
pub fn member<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    map: &mut A,
    name: &'static str,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Skips the value of a member that has no field.
pub fn ignore<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Keeps the value of a member that has no field.
pub fn rest<'de, R: Rest<Value: Deserialize<'de>>, A: MapAccess<'de>>(
    map: &mut A,
    name: &str,
    rest: &mut R,
) -> Result<(), A::Error> {
    rest.put(name, map.next_value()?);
    Ok(())
}

/// What a field is when all members have been read, by the kind of the field. `None` is a member
/// that should have been there; the first such name goes into `missing`.
pub mod finish {
    use crate::json::Nullable;

    /// The member has to be there.
    pub fn required<T>(
        slot: Option<T>,
        name: &'static str,
        missing: &mut Option<&'static str>,
    ) -> Option<T> {
        if slot.is_none() {
            missing.get_or_insert(name);
        }
        slot
    }

    /// The member can be absent or `null`, which are the same.
    pub fn optional<T>(
        slot: Option<Option<T>>,
        _: &'static str,
        _: &mut Option<&'static str>,
    ) -> Option<Option<T>> {
        Some(slot.flatten())
    }

    /// The member can be absent, and `null` is a value like any other.
    pub fn optional_json<T>(
        slot: Option<T>,
        _: &'static str,
        _: &mut Option<&'static str>,
    ) -> Option<Option<T>> {
        Some(slot)
    }

    /// The member can be absent or `null`, which are not the same.
    pub fn nullable<T>(
        slot: Option<Nullable<T>>,
        _: &'static str,
        _: &mut Option<&'static str>,
    ) -> Option<Nullable<T>> {
        Some(slot.unwrap_or_default())
    }

    /// The member should be there and can be `null`; an absent one counts as `null`.
    pub fn required_nullable<T>(
        slot: Option<Option<T>>,
        _: &'static str,
        _: &mut Option<&'static str>,
    ) -> Option<Option<T>> {
        Some(slot.flatten())
    }
}

/// The error for a member that should have been there.
pub fn missing_member<T, E: Error>(missing: Option<&'static str>) -> Result<T, E> {
    Err(E::missing_field(missing.unwrap_or_default()))
}

/// Writes the members of an object, and keeps the first error until the end.
pub struct ObjectWriter<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> ObjectWriter<S> {
    /// Begins an object.
    pub fn new(serializer: S) -> Self {
        Self(serializer.serialize_map(None))
    }

    /// Writes a member.
    pub fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
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
