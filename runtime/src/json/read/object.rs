//! The members of an object, as the fields of a struct ask for them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::super::members::ReadRest;
use super::super::nullable::Nullable;
use super::FromJson;
use super::by_serde::BySerde;
use super::fault::Fault;
use super::node::{Kind, Members, Node, letters_of};

/// An object that is read into a struct.
///
/// A field asks for its member by name. Most APIs send members in the order in which they document
/// them, so that the next one is looked at first; which it is gets found in any order.
pub struct Object<'j> {
    json: Node<'j>,
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
    /// What was wrong first. Nothing is read after it.
    fault: Option<Fault>,
}

impl<'j> Object<'j> {
    /// The members of an object, of which these have a field.
    pub fn of(json: Node<'j>, name: &str, fields: &'static [&'static str]) -> Self {
        let is_object = json.kind() == Kind::Object;
        let fault = (!is_object).then(|| Fault::invalid_type(json, format_args!("struct {name}")));
        Self {
            json,
            fields,
            next: json.members(),
            ordinal: 0,
            taken: 0,
            count: 0,
            letters: 0,
            ended: false,
            fault,
        }
    }

    /// What is read; or keeps what is wrong.
    #[inline]
    fn keep<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(fault) => {
                self.keep_fault(fault);
                None
            }
        }
    }

    #[cold]
    fn keep_fault(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    /// What was wrong.
    #[cold]
    pub fn fault(self) -> Fault {
        let fault = self.fault;
        fault.unwrap_or_else(|| Fault::new(self.json, "it cannot be read"))
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

    /// A member that has to be there, and to have this value.
    pub fn tag(&mut self, name: &'static str, value: &str) {
        if self.fault.is_some() {
            return;
        }
        let fault = match self.find(name) {
            Some(json) if json.is_text(value) => return,
            Some(json) if !matches!(json.kind(), Kind::Text | Kind::EscapedText) => {
                Fault::invalid_type(json, "a string")
            }
            Some(json) => Fault::new(
                json,
                format_args!(
                    "unknown variant `{}`, expected `{value}`",
                    json.raw().trim_matches('"')
                ),
            ),
            None => Fault::missing(self.json, name),
        };
        self.fault.get_or_insert(fault);
    }

    /// A member that has to be there.
    pub fn required<T: FromJson>(&mut self, name: &'static str) -> Option<T> {
        if self.fault.is_some() {
            return None;
        }
        let read = match self.find(name) {
            Some(json) => T::from_json(json),
            None => Err(Fault::missing(self.json, name)),
        };
        self.keep(read)
    }

    /// A member that can be absent or `null`, which are the same.
    pub fn optional<T: FromJson>(&mut self, name: &'static str) -> Option<Option<T>> {
        if self.fault.is_some() {
            return None;
        }
        match self.find(name) {
            Some(json) if !json.is_null() => self.keep(T::from_json(json)).map(Some),
            _ => Some(None),
        }
    }

    /// A member that can be absent, and `null` is a value like any other.
    pub fn optional_json<T: FromJson>(&mut self, name: &'static str) -> Option<Option<T>> {
        if self.fault.is_some() {
            return None;
        }
        match self.find(name) {
            Some(json) => self.keep(T::from_json(json)).map(Some),
            None => Some(None),
        }
    }

    /// A member that can be absent or `null`, which are not the same.
    pub fn nullable<T: FromJson>(&mut self, name: &'static str) -> Option<Nullable<T>> {
        if self.fault.is_some() {
            return None;
        }
        match self.find(name) {
            Some(json) => self.keep(Nullable::from_json(json)),
            None => Some(Nullable::Absent),
        }
    }

    /// A member that should be there and can be `null`; an absent one counts as `null`.
    pub fn required_nullable<T: FromJson>(&mut self, name: &'static str) -> Option<Option<T>> {
        self.optional(name)
    }

    /// The same for members of types that are not generated.
    pub fn serde(&mut self) -> ObjectBySerde<'_, 'j> {
        ObjectBySerde(self)
    }

    /// All members that have no field, for the field of this name.
    pub fn rest<R: ReadRest>(&mut self, _field: &'static str) -> Option<R> {
        if self.fault.is_some() {
            return None;
        }
        let read = R::read(self);
        self.keep(read)
    }

    /// That it is an object, and no member that has a field is there twice.
    pub fn end(&mut self) -> Option<()> {
        // There is one of a struct that has not asked for anything.
        if self.fault.is_some() {
            return None;
        }
        if self.ended {
            return Some(());
        }
        // Names have to be texts all the same.
        let read = self.others(|name, _| name.text().map(drop));
        self.keep(read)
    }

    /// Gives out the members that have no field.
    ///
    /// # Errors
    ///
    /// If one of the others is there twice; or what is returned for a member.
    pub(crate) fn others(
        &mut self,
        mut give: impl FnMut(Node<'j>, Node<'j>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.ended = true;
        // All members were asked for, and each of another name.
        if self.count == self.ordinal && self.next.is_empty() {
            return Ok(());
        }
        // Of members behind the first 64 it is not known which were asked for.
        let mut twice = 0;
        let mut first = None;
        for (ordinal, (own, value)) in self.json.members().enumerate() {
            if self.taken & mark(ordinal) != 0 {
                continue;
            }
            match self.fields.iter().find(|field| own.is_text(field)) {
                Some(field) if ordinal < 64 => return Err(duplicate(self.json, field)),
                Some(field) => {
                    twice += 1;
                    first = Some(field);
                }
                None => {
                    give(own, value)?;
                }
            }
        }
        match first {
            Some(field) if twice + self.taken.count_ones() as usize > self.count => {
                Err(duplicate(self.json, field))
            }
            _ => Ok(()),
        }
    }
}

fn duplicate(json: Node<'_>, name: &str) -> Fault {
    Fault::new(json, format_args!("duplicate field `{name}`"))
}

/// The bit of a member.
#[inline]
fn mark(ordinal: usize) -> u64 {
    u32::try_from(ordinal).map_or(0, |bit| 1u64.checked_shl(bit).unwrap_or(0))
}

/// The members of an object whose types are not generated: `serde` reads them.
pub struct ObjectBySerde<'o, 'j>(&'o mut Object<'j>);

macro_rules! by_serde {
    ($($kind:ident -> $read:ty;)*) => {
        $(
            #[doc = concat!("As [`Object::", stringify!($kind), "`].")]
            pub fn $kind<T: DeserializeOwned>(self, name: &'static str) -> Option<$read> {
                Some(self.0.$kind::<BySerde<T>>(name)?.map(BySerde::into_inner))
            }
        )*
    };
}

impl ObjectBySerde<'_, '_> {
    by_serde! {
        optional -> Option<T>;
        optional_json -> Option<T>;
        nullable -> Nullable<T>;
        required_nullable -> Option<T>;
    }

    /// As [`Object::required`].
    pub fn required<T: DeserializeOwned>(self, name: &'static str) -> Option<T> {
        self.0.required(name).map(BySerde::into_inner)
    }

    /// As [`Object::rest`], into a map.
    pub fn rest<T: DeserializeOwned>(self, field: &'static str) -> Option<BTreeMap<String, T>> {
        let rest: BTreeMap<String, BySerde<T>> = self.0.rest(field)?;
        let rest = rest.into_iter();
        Some(
            rest.map(|(name, value)| (name, value.into_inner()))
                .collect(),
        )
    }
}
