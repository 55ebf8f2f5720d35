//! The members of an object, as the fields of a struct ask for them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::super::members::ReadRest;
use super::super::nullable::Nullable;
use super::FromJson;
use super::by_serde::BySerde;
use super::fault::{Fault, Faults};
use super::node::{Kind, Members, Node, letters_of};

/// An object that is read into a struct.
///
/// A field asks for its member by name. Most APIs send members in the order in which they document
/// them, so that the next one is looked at first; which it is gets found in any order.
pub struct Object<'f, 'j> {
    json: Node<'j>,
    /// What was wrong. Nothing is read after it.
    faults: &'f mut Faults,
    /// The members that have a field.
    fields: &'static [&'static str],
    /// Where the next member is expected: behind the one that was asked for last.
    next: Members<'j>,
    /// How many members it is there.
    ordinal: usize,
    /// Which of the first 64 members have been asked for.
    taken: u64,
    /// How many members have been asked for.
    count: usize,
    /// The letters of all names, once a member is not the next; zero before.
    letters: u64,
    /// Whether the members without a field were given out.
    ended: bool,
}

impl<'f, 'j> Object<'f, 'j> {
    /// The members of an object, of which these have a field.
    pub fn of(
        json: Node<'j>,
        faults: &'f mut Faults,
        name: &str,
        fields: &'static [&'static str],
    ) -> Self {
        if json.kind() != Kind::Object {
            faults.add(|| Fault::invalid_type(json, format_args!("struct {name}")));
        }
        Self {
            json,
            faults,
            fields,
            next: json.members(),
            ordinal: 0,
            taken: 0,
            count: 0,
            letters: 0,
            ended: false,
        }
    }

    /// The value of a member, which is then taken.
    fn find(&mut self, name: &str) -> Option<Node<'j>> {
        match self.next.next_if(name) {
            Some(value) => {
                self.take(self.ordinal);
                Some(value)
            }
            // All members were taken: what is absent is asked for behind them, mostly.
            None if self.next.is_empty() && self.count == self.ordinal => None,
            // It may be anywhere, or nowhere.
            None => self.find_elsewhere(name),
        }
    }

    fn find_elsewhere(&mut self, name: &str) -> Option<Node<'j>> {
        if self.letters == 0 {
            self.letters = self.json.members().letters();
        }
        if self.letters & letters_of(&[name]) == 0 {
            return None;
        }
        // Behind the last one, and then before it.
        self.find_from(self.next, self.ordinal..usize::MAX, name)
            .or_else(|| self.find_from(self.json.members(), 0..self.ordinal, name))
    }

    /// The value of a member that is among these, of which the first is at the first of the ordinals.
    fn find_from(
        &mut self,
        mut members: Members<'j>,
        ordinals: Range<usize>,
        name: &str,
    ) -> Option<Node<'j>> {
        for ordinal in ordinals {
            if let Some(value) = members.next_if(name) {
                self.next = members;
                self.take(ordinal);
                return Some(value);
            }
            members.next()?;
        }
        None
    }

    /// Goes on behind the member at this ordinal.
    #[inline]
    fn take(&mut self, ordinal: usize) {
        self.ordinal = ordinal + 1;
        self.taken |= mark(ordinal);
        self.count += 1;
    }

    /// The value of a member, unless something is wrong.
    #[inline]
    fn read(&mut self, name: &str) -> Option<Node<'j>> {
        match self.faults.is_empty() {
            true => self.find(name),
            false => None,
        }
    }

    /// A member that has to be there, and to have this value.
    pub fn tag(&mut self, name: &'static str, value: &str) {
        let json = self.json;
        match self.read(name) {
            Some(json) if json.is_text(value) => {}
            Some(json) => self.faults.add(|| match json.kind() {
                Kind::Text | Kind::EscapedText => Fault::new(
                    json,
                    format_args!(
                        "unknown variant `{}`, expected `{value}`",
                        json.raw().trim_matches('"')
                    ),
                ),
                _ => Fault::invalid_type(json, "a string"),
            }),
            None => self.faults.add(|| Fault::missing(json, name)),
        }
    }

    /// A member that has to be there.
    pub fn required<T: FromJson>(&mut self, name: &'static str) -> T {
        match self.read(name) {
            Some(json) => T::from_json(json, self.faults),
            None => self.missing(name),
        }
    }

    #[cold]
    fn missing<T: FromJson>(&mut self, name: &'static str) -> T {
        let json = self.json;
        self.faults.add(|| Fault::missing(json, name));
        T::from_json(json.nothing(), self.faults)
    }

    /// A member that can be absent or `null`, which are the same.
    pub fn optional<T: FromJson>(&mut self, name: &'static str) -> Option<T> {
        match self.read(name) {
            Some(json) if !json.is_null() => Some(T::from_json(json, self.faults)),
            _ => None,
        }
    }

    /// A member that can be absent, and `null` is a value like any other.
    pub fn optional_json<T: FromJson>(&mut self, name: &'static str) -> Option<T> {
        let json = self.read(name)?;
        Some(T::from_json(json, self.faults))
    }

    /// A member that can be absent or `null`, which are not the same.
    pub fn nullable<T: FromJson>(&mut self, name: &'static str) -> Nullable<T> {
        match self.read(name) {
            Some(json) => Nullable::from_json(json, self.faults),
            None => Nullable::Absent,
        }
    }

    /// A member that should be there and can be `null`; an absent one counts as `null`.
    pub fn required_nullable<T: FromJson>(&mut self, name: &'static str) -> Option<T> {
        self.optional(name)
    }

    /// The same for members of types that are not generated.
    pub fn serde(&mut self) -> ObjectBySerde<'_, 'f, 'j> {
        ObjectBySerde(self)
    }

    /// The same for structs of which there is no value when something is wrong.
    pub fn fallible(&mut self) -> FallibleObject<'_, 'f, 'j> {
        FallibleObject(self)
    }

    /// All members that have no field, for the field of this name.
    pub fn rest<R: ReadRest>(&mut self, _field: &'static str) -> R {
        R::read(self)
    }

    /// Gives out all members that have no field. One with a field that is there twice is a fault.
    pub(crate) fn others(&mut self, mut give: impl FnMut(Node<'j>, Node<'j>, &mut Faults)) {
        self.ended = true;
        // All members were asked for, and each of another name.
        if self.count == self.ordinal && self.next.is_empty() {
            return;
        }
        // Of members behind the first 64 it is not known which were asked for.
        let mut twice = 0;
        let mut first = None;
        for (ordinal, (own, value)) in self.json.members().enumerate() {
            if !self.faults.is_empty() {
                return;
            }
            if self.taken & mark(ordinal) != 0 {
                continue;
            }
            match self.fields.iter().find(|field| own.is_text(field)) {
                Some(field) if ordinal < 64 => return self.duplicate(field),
                Some(field) => {
                    twice += 1;
                    first = Some(field);
                }
                None => give(own, value, self.faults),
            }
        }
        match first {
            Some(field) if twice + self.taken.count_ones() as usize > self.count => {
                self.duplicate(field);
            }
            _ => {}
        }
    }

    #[cold]
    fn duplicate(&mut self, name: &str) {
        let json = self.json;
        self.faults
            .add(|| Fault::new(json, format_args!("duplicate field `{name}`")));
    }
}

/// When all fields have asked, what is left is looked at: a member that has a field must not be there twice,
/// and names have to be texts. A call for it behind the fields would be a twentieth of what rustc has to
/// check of their reading.
impl Drop for Object<'_, '_> {
    fn drop(&mut self) {
        if !self.ended {
            self.others(|name, _, faults| drop(faults.keep(name.text())));
        }
    }
}

/// The bit of a member.
#[inline]
fn mark(ordinal: usize) -> u64 {
    u32::try_from(ordinal).map_or(0, |bit| 1u64.checked_shl(bit).unwrap_or(0))
}

/// The members of an object whose types are not generated: `serde` reads them.
pub struct ObjectBySerde<'o, 'f, 'j>(&'o mut Object<'f, 'j>);

impl ObjectBySerde<'_, '_, '_> {
    /// As [`Object::optional`].
    pub fn optional<T: DeserializeOwned>(self, name: &'static str) -> Option<T> {
        self.0.optional(name).and_then(BySerde::into_inner)
    }

    /// As [`Object::optional_json`].
    pub fn optional_json<T: DeserializeOwned>(self, name: &'static str) -> Option<T> {
        self.0.optional_json(name).and_then(BySerde::into_inner)
    }

    /// As [`Object::nullable`].
    pub fn nullable<T: DeserializeOwned>(self, name: &'static str) -> Nullable<T> {
        match self.0.nullable(name).map(BySerde::into_inner) {
            Nullable::Value(Some(value)) => Nullable::Value(value),
            Nullable::Value(None) | Nullable::Absent => Nullable::Absent,
            Nullable::Null => Nullable::Null,
        }
    }

    /// As [`Object::required_nullable`].
    pub fn required_nullable<T: DeserializeOwned>(self, name: &'static str) -> Option<T> {
        self.optional(name)
    }

    /// As [`Object::rest`], into a map.
    pub fn rest<T: DeserializeOwned>(self, field: &'static str) -> BTreeMap<String, T> {
        let rest: BTreeMap<String, BySerde<T>> = self.0.rest(field);
        let rest = rest.into_iter();
        rest.filter_map(|(name, value)| Some((name, value.into_inner()?)))
            .collect()
    }
}

/// The members of an object of which no struct can be made when something is wrong: one of them is
/// required and of a type that has no value of which nothing is known.
pub struct FallibleObject<'o, 'f, 'j>(&'o mut Object<'f, 'j>);

macro_rules! fallible {
    ($($object:ident: $bound:ident { $($kind:ident -> $read:ty;)* })*) => {
        $(impl<'o, 'f, 'j> $object<'o, 'f, 'j> {$(
            #[doc = concat!("As [`Object::", stringify!($kind), "`].")]
            pub fn $kind<T: $bound>(self, name: &'static str) -> Option<$read> {
                Some(self.0.$kind(name))
            }
        )*})*
    };
}

fallible! {
    FallibleObject: FromJson {
        required -> T;
        optional -> Option<T>;
        optional_json -> Option<T>;
        nullable -> Nullable<T>;
        required_nullable -> Option<T>;
    }
    FallibleObjectBySerde: DeserializeOwned {
        optional -> Option<T>;
        optional_json -> Option<T>;
        nullable -> Nullable<T>;
        required_nullable -> Option<T>;
    }
}

impl<'o, 'f, 'j> FallibleObject<'o, 'f, 'j> {
    /// As [`Object::serde`].
    pub fn serde(self) -> FallibleObjectBySerde<'o, 'f, 'j> {
        FallibleObjectBySerde(self.0.serde())
    }
}

/// [`FallibleObject`] of members whose types are not generated.
pub struct FallibleObjectBySerde<'o, 'f, 'j>(ObjectBySerde<'o, 'f, 'j>);

impl FallibleObjectBySerde<'_, '_, '_> {
    /// As [`Object::required`].
    pub fn required<T: DeserializeOwned>(self, name: &'static str) -> Option<T> {
        self.0.0.required::<BySerde<T>>(name).into_inner()
    }
}
