//! Members of an object, in their order.

mod way;

use std::mem;

use super::{Text, Value};
use crate::hash::IndexMap;

pub use way::{Iter, IterMut, Owned};

/// How many members an object has at most that are looked at one by one, which takes less time than a
/// hash. Few objects have more.
const FEW: usize = 16;

/// The members of an object, in the order in which they came.
#[derive(Clone)]
pub struct Map(Members);

#[derive(Clone)]
enum Members {
    /// No more than [`FEW`]; the list has no room for another.
    Few(Box<[(Text, Value)]>),
    /// More, or a map that was of more once.
    Many(Box<IndexMap<Text, Value>>),
}

impl Map {
    /// No members.
    pub fn new() -> Self {
        Self(Members::Few(Box::default()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Members::Few(few) => few.len(),
            Members::Many(many) => many.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn position(&self, name: &str) -> Option<usize> {
        match &self.0 {
            Members::Few(few) => few.iter().position(|(own, _)| own == name),
            Members::Many(many) => many.get_index_of(name),
        }
    }

    /// What the member of this name says.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match &self.0 {
            Members::Few(few) => few
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, value)| value),
            Members::Many(many) => many.get(name),
        }
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        match &mut self.0 {
            Members::Few(few) => few
                .iter_mut()
                .find(|(own, _)| own == name)
                .map(|(_, value)| value),
            Members::Many(many) => many.get_mut(name),
        }
    }

    /// Whether there is a member of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Puts a member at the end, or in the place of the one of this name, whose value comes back.
    pub fn insert(&mut self, name: impl Into<Text>, value: Value) -> Option<Value> {
        let name = name.into();
        match self.get_mut(&name) {
            Some(own) => Some(mem::replace(own, value)),
            None => {
                self.insert_at(self.len(), name, value);
                None
            }
        }
    }

    /// Puts a member before all others; one of this name is gone.
    pub fn insert_first(&mut self, name: impl Into<Text>, value: Value) {
        let name = name.into();
        self.shift_remove(&name);
        self.insert_at(0, name, value);
    }

    /// Puts a member of a new name where it is wanted, no further than the end.
    fn insert_at(&mut self, index: usize, name: Text, value: Value) {
        match &mut self.0 {
            Members::Few(few) if few.len() < FEW => {
                let mut members = mem::take(few).into_vec();
                members.reserve_exact(1);
                members.insert(index, (name, value));
                *few = members.into_boxed_slice();
            }
            Members::Few(few) => {
                let mut many: IndexMap<_, _> = mem::take(few).into_iter().collect();
                many.shift_insert(index, name, value);
                self.0 = Members::Many(Box::new(many));
            }
            Members::Many(many) => {
                many.shift_insert(index, name, value);
            }
        }
    }

    /// Removes the member of this name; the others keep their order.
    pub fn shift_remove(&mut self, name: &str) -> Option<Value> {
        match &mut self.0 {
            Members::Few(few) => {
                let index = few.iter().position(|(own, _)| own == name)?;
                let mut members = mem::take(few).into_vec();
                let (_, value) = members.remove(index);
                *few = members.into_boxed_slice();
                Some(value)
            }
            Members::Many(many) => many.shift_remove(name),
        }
    }

    /// The place of the member of this name.
    pub fn entry(&mut self, name: impl Into<Text>) -> Entry<'_> {
        let name = name.into();
        let index = self.position(&name);
        Entry {
            members: self,
            name,
            index,
        }
    }

    /// Keeps the members of which this is true.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&str, &mut Value) -> bool) {
        match &mut self.0 {
            Members::Few(few) => {
                let mut members = mem::take(few).into_vec();
                members.retain_mut(|(name, value)| is_kept(name, value));
                *few = members.into_boxed_slice();
            }
            Members::Many(many) => many.retain(|name, value| is_kept(name, value)),
        }
    }

    /// Moves all members of the other to the end of this one.
    pub fn append(&mut self, other: &mut Self) {
        self.extend(mem::take(other));
    }

    /// Names and values.
    pub fn iter(&self) -> Iter<'_> {
        Iter::of(self)
    }

    /// The same, with values to be changed.
    pub fn iter_mut(&mut self) -> IterMut<'_> {
        IterMut::of(self)
    }

    /// Names.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }

    /// Values.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.iter().map(|(_, value)| value)
    }

    /// The members that were read one after the other, and the names of those that came again, which
    /// take the place of the ones before. All names are of the same [`Texts`](super::Texts): those that
    /// say the same are the same.
    pub(crate) fn of_read(mut members: Vec<(Text, Value)>) -> (Self, Vec<Text>) {
        let mut repeated = Vec::new();
        if members.len() > FEW {
            let mut many = IndexMap::with_capacity_and_hasher(members.len(), Default::default());
            for (name, value) in members {
                if let (index, Some(_)) = many.insert_full(name, value) {
                    repeated.extend(many.get_index(index).map(|(name, _)| name.clone()));
                }
            }
            return (Self(Members::Many(Box::new(many))), repeated);
        }
        let mut index = 1;
        while let Some((name, _)) = members.get(index) {
            // Equal names are one text, which need not be read.
            match members.iter().take(index).position(|(own, _)| own.is(name)) {
                Some(before) => {
                    let (name, value) = members.remove(index);
                    if let Some(member) = members.get_mut(before) {
                        member.1 = value;
                    }
                    repeated.push(name);
                }
                None => index += 1,
            }
        }
        (Self(Members::Few(members.into_boxed_slice())), repeated)
    }
}

impl Default for Map {
    fn default() -> Self {
        Self::new()
    }
}

/// In whichever order they are.
impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        let is_there = |(name, value): (&str, _)| other.get(name) == Some(value);
        self.len() == other.len() && self.iter().all(is_there)
    }
}

impl Eq for Map {}

/// The place of a member that is there or not.
#[derive(Debug)]
pub struct Entry<'a> {
    members: &'a mut Map,
    name: Text,
    index: Option<usize>,
}

impl<'a> Entry<'a> {
    /// What it says; this, if it is not there.
    pub fn or_insert(self, value: Value) -> &'a mut Value {
        self.or_insert_with(|| value)
    }

    /// What it says; what this makes, if it is not there.
    pub fn or_insert_with(self, value: impl FnOnce() -> Value) -> &'a mut Value {
        let index = self.index.unwrap_or_else(|| {
            let end = self.members.len();
            self.members.insert_at(end, self.name, value());
            end
        });
        #[expect(clippy::indexing_slicing, reason = "it was found there, or put there")]
        match &mut self.members.0 {
            Members::Few(few) => &mut few[index].1,
            Members::Many(many) => &mut many[index],
        }
    }
}

impl<N: Into<Text>> Extend<(N, Value)> for Map {
    fn extend<I: IntoIterator<Item = (N, Value)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl<N: Into<Text>> FromIterator<(N, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(members: I) -> Self {
        let mut map = Self::new();
        map.extend(members);
        map
    }
}
