//! What values must keep to beside their type.

use crate::json::{Number, Value};
/// What a value of some type must keep to, where it is used.
///
/// What holds of every value of a type with a name stands at its [`TypeDef`](super::TypeDef);
/// this is what is said beside it.
#[derive(Clone, Default, PartialEq)]
pub struct Limits {
    /// Of the value itself.
    pub own: Vec<Limit>,
    /// Of the first items of a list, by position.
    pub first: Vec<Limits>,
    /// Of the items of a list, the first apart, or of the values of a map.
    pub inner: Option<Box<Limits>>,
}

impl Limits {
    /// Whether nothing is limited.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.first.is_empty() && self.inner.is_none()
    }
}

impl std::fmt::Debug for Limits {
    /// Most values have no limits: that is said in one word.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.own.as_slice(), self.first.as_slice(), &self.inner) {
            ([], [], None) => f.write_str("None"),
            (own, [], None) => f.debug_list().entries(own).finish(),
            (own, [], Some(inner)) => f
                .debug_struct("Limits")
                .field("own", &own)
                .field("inner", inner)
                .finish(),
            (own, first, inner) => f
                .debug_struct("Limits")
                .field("own", &own)
                .field("first", &first)
                .field("inner", inner)
                .finish(),
        }
    }
}

/// The JSON pointer, in the canonical document, of where something is said. It is no part of what is
/// said, so any two are equal.
#[derive(Clone)]
pub struct Said(pub String);

impl PartialEq for Said {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Something that a value must keep to. It says nothing of values of another kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// A text has at least so many characters.
    MinLength(u64),
    /// A text has at most so many characters.
    MaxLength(u64),
    /// A part of a text matches a regular expression.
    Pattern {
        /// The expression, in the syntax of ECMA-262.
        pattern: String,
        /// Where it is said.
        pointer: Said,
    },
    /// A number is not less.
    AtLeast(Number),
    /// A number is not more.
    AtMost(Number),
    /// A number is more.
    MoreThan(Number),
    /// A number is less.
    LessThan(Number),
    /// A number is a multiple.
    MultipleOf(Number),
    /// A value is one of these.
    OneOf(Vec<Value>),
    /// A list has at least so many items.
    MinItems(u64),
    /// A list has at most so many items.
    MaxItems(u64),
    /// A list has no item twice.
    UniqueItems,
    /// An object has at least so many members.
    MinMembers(u64),
    /// An object has at most so many members.
    MaxMembers(u64),
    /// A value keeps to all of one of these.
    AnyOf(Vec<Limits>),
    /// What is said of a value, its type apart, may not hold of it: a request is held against none
    /// of it.
    OfSomeOnly {
        /// Where it is said what tells them apart.
        pointer: Said,
    },
    /// Something that a request is not held against.
    NotChecked {
        /// What it is, and why.
        reason: &'static str,
        /// Where it is said.
        pointer: Said,
    },
}
