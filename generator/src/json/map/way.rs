//! Ways through the members of an object, be they a list or a map.

use std::{slice, vec};

use indexmap::map;

use crate::json::{Text, Value};

use super::{Map, Members};

/// Names and values.
#[derive(Debug, Clone)]
pub struct Iter<'a>(Way<slice::Iter<'a, (Text, Value)>, map::Iter<'a, Text, Value>>);

/// Names, and values to be changed.
#[derive(Debug)]
pub struct IterMut<'a>(Way<slice::IterMut<'a, (Text, Value)>, map::IterMut<'a, Text, Value>>);

/// Members by themselves.
#[derive(Debug)]
pub struct Owned(Way<vec::IntoIter<(Text, Value)>, map::IntoIter<Text, Value>>);

#[derive(Debug, Clone)]
enum Way<F, M> {
    Few(F),
    Many(M),
}

impl<'a> Iter<'a> {
    pub(super) fn of(members: &'a Map) -> Self {
        Self(match &members.0 {
            Members::Few(few) => Way::Few(few.iter()),
            Members::Many(many) => Way::Many(many.iter()),
        })
    }
}

impl<'a> IterMut<'a> {
    pub(super) fn of(members: &'a mut Map) -> Self {
        Self(match &mut members.0 {
            Members::Few(few) => Way::Few(few.iter_mut()),
            Members::Many(many) => Way::Many(many.iter_mut()),
        })
    }
}

impl Owned {
    fn of(members: Map) -> Self {
        Self(match members.0 {
            Members::Few(few) => Way::Few(few.into_vec().into_iter()),
            Members::Many(many) => Way::Many(many.into_iter()),
        })
    }
}

/// A member, as a list has it and as a map has it.
trait Member {
    type Pair;

    fn pair(self) -> Self::Pair;
}

impl<'a> Member for &'a (Text, Value) {
    type Pair = (&'a str, &'a Value);

    fn pair(self) -> Self::Pair {
        (&self.0, &self.1)
    }
}

impl<'a> Member for (&'a Text, &'a Value) {
    type Pair = (&'a str, &'a Value);

    fn pair(self) -> Self::Pair {
        (self.0, self.1)
    }
}

impl<'a> Member for &'a mut (Text, Value) {
    type Pair = (&'a str, &'a mut Value);

    fn pair(self) -> Self::Pair {
        (&self.0, &mut self.1)
    }
}

impl<'a> Member for (&'a Text, &'a mut Value) {
    type Pair = (&'a str, &'a mut Value);

    fn pair(self) -> Self::Pair {
        (self.0, self.1)
    }
}

impl Member for (Text, Value) {
    type Pair = Self;

    fn pair(self) -> Self {
        self
    }
}

impl<P, F, M> Iterator for Way<F, M>
where
    F: Iterator<Item: Member<Pair = P>>,
    M: Iterator<Item: Member<Pair = P>>,
{
    type Item = P;

    fn next(&mut self) -> Option<P> {
        match self {
            Self::Few(few) => few.next().map(Member::pair),
            Self::Many(many) => many.next().map(Member::pair),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Few(few) => few.size_hint(),
            Self::Many(many) => many.size_hint(),
        }
    }
}

impl<P, F, M> DoubleEndedIterator for Way<F, M>
where
    F: DoubleEndedIterator<Item: Member<Pair = P>>,
    M: DoubleEndedIterator<Item: Member<Pair = P>>,
{
    fn next_back(&mut self) -> Option<P> {
        match self {
            Self::Few(few) => few.next_back().map(Member::pair),
            Self::Many(many) => many.next_back().map(Member::pair),
        }
    }
}

macro_rules! ways {
    ($($name:ident $(<$life:lifetime>)? through $members:ty, of $item:ty;)*) => {$(
        impl $(<$life>)? Iterator for $name $(<$life>)? {
            type Item = $item;

            fn next(&mut self) -> Option<Self::Item> {
                self.0.next()
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl $(<$life>)? DoubleEndedIterator for $name $(<$life>)? {
            fn next_back(&mut self) -> Option<Self::Item> {
                self.0.next_back()
            }
        }

        impl $(<$life>)? ExactSizeIterator for $name $(<$life>)? {}

        impl $(<$life>)? IntoIterator for $members {
            type Item = $item;
            type IntoIter = $name $(<$life>)?;

            fn into_iter(self) -> Self::IntoIter {
                $name::of(self)
            }
        }
    )*};
}

ways! {
    Iter<'a> through &'a Map, of (&'a str, &'a Value);
    IterMut<'a> through &'a mut Map, of (&'a str, &'a mut Value);
    Owned through Map, of (Text, Value);
}
