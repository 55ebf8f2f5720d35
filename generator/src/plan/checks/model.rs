//! The tables of `src/checks.rs`, decided.

use crate::ir::Location;
use crate::json::{Number, Value};
use crate::plan::model::Looks;

/// All tables of a crate. Empty if its settings do not ask for checks, or nothing is limited.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Those of operations.
    pub operations: Vec<OperationTable>,
    /// Those of types, by name.
    pub types: Vec<TypeTable>,
    /// Whether there are regular expressions among the checks.
    pub patterns: bool,
}

/// What an operation's parameters and body must keep to.
#[derive(Debug, Clone)]
pub struct OperationTable {
    /// The static.
    pub ident: String,
    /// Where it goes, its name on the wire, and what it must keep to.
    pub parameters: Vec<(Checked, String, Vec<Check>)>,
    /// What the body must keep to.
    pub body: Vec<Check>,
}

impl OperationTable {
    /// Whether there is nothing to keep to.
    pub fn is_empty(&self) -> bool {
        self.parameters.is_empty() && self.body.is_empty()
    }
}

/// Where a value goes that is held against a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// Where a parameter goes.
    At(Location),
    /// Into a part of the body.
    Part,
}

/// What the values of a type must keep to.
#[derive(Debug, Clone)]
pub struct TypeTable {
    /// The static.
    pub ident: String,
    /// The checks.
    pub checks: Vec<Check>,
}

/// Something that a value must keep to.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// A text's least length.
    MinLength(u64),
    /// A text's greatest length.
    MaxLength(u64),
    /// A regular expression, as the runtime's engine takes it.
    Pattern(String),
    /// A number's least.
    AtLeast(Number),
    /// A number's greatest.
    AtMost(Number),
    /// What a number is more than.
    MoreThan(Number),
    /// What a number is less than.
    LessThan(Number),
    /// What a number is a multiple of.
    MultipleOf(Number),
    /// The values that there are.
    OneOf(Vec<Value>),
    /// A list's least length.
    MinItems(u64),
    /// A list's greatest length.
    MaxItems(u64),
    /// No item twice.
    UniqueItems,
    /// An object's least number of members.
    MinMembers(u64),
    /// An object's greatest number of members.
    MaxMembers(u64),
    /// What each item of a list, or value of a map, must keep to.
    Each(Vec<Check>),
    /// What the item at this position must keep to.
    Item(usize, Vec<Check>),
    /// What the items from this position on must keep to.
    Rest(usize, Vec<Check>),
    /// What the member of this name must keep to.
    Member(String, Vec<Check>),
    /// What members that have none of these names must keep to.
    Others(Vec<String>, Vec<Check>),
    /// The table of a type, by its static.
    Type(String),
    /// What a value must keep to, by what it looks like.
    Cases(Vec<(Looks, Vec<Check>)>),
    /// What is inside a text of JSON must keep to.
    Json(Vec<Check>),
}
