//! What an API's document limits, checked before a request is sent.
//!
//! A generated crate that asks for it (`validate = true` in its `codegen.toml`) has tables of
//! [`Check`]s, which are data: nothing is compiled for each type. One walk over the parameters
//! and the body that are about to be sent holds them against the table; what breaks a limit
//! is not sent, and comes back as a [`RequestError`](crate::RequestError) that names the
//! [place](crate::RequestError::place) and the limit, never the value. What an API answers is not
//! checked.
//!
//! ```
//! use specwright_runtime::check::{Check, Checks, In, Number, ParameterChecks, RequestChecks};
//!
//! static CREATE_FOLDER: RequestChecks = RequestChecks {
//!     parameters: &[ParameterChecks {
//!         location: In::Query,
//!         name: "depth",
//!         checks: &Checks(&[Check::AtMost(Number::Whole(8))]),
//!     }],
//!     body: &FOLDER,
//! };
//!
//! // A type that holds itself refers to its own table.
//! static FOLDER: Checks = Checks(&[
//!     Check::Member("name", &Checks(&[Check::MinLength(1), Check::MaxLength(255)])),
//!     Check::Member("folders", &Checks(&[Check::Each(&FOLDER)])),
//! ]);
//! # let _ = &CREATE_FOLDER;
//! ```

mod number;
#[cfg(feature = "patterns")]
mod pattern;
mod seen;
mod walk;

pub use number::Number;

pub(crate) use seen::Seen;
pub(crate) use walk::{Broken, walk};

/// What the parameters and the body of an operation must keep to.
#[derive(Debug, Clone, Copy)]
pub struct RequestChecks {
    /// The parameters that have limits.
    pub parameters: &'static [ParameterChecks],
    /// The body: as JSON, as a text, or the members of a form.
    pub body: &'static Checks,
}

/// What a parameter must keep to.
#[derive(Debug, Clone, Copy)]
pub struct ParameterChecks {
    /// Where it goes.
    pub location: In,
    /// Its name on the wire.
    pub name: &'static str,
    /// What its value must keep to.
    pub checks: &'static Checks,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum In {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
    /// Into a part of the body.
    Part,
}

/// What a value must keep to: all of these.
#[derive(Debug, Clone, Copy)]
pub struct Checks(pub &'static [Check]);

/// Something that a value must keep to. As in JSON Schema, it says nothing of values of another
/// kind: a number has no length, and `null` keeps to everything.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Check {
    /// A text has at least so many characters (Unicode code points).
    MinLength(u64),
    /// A text has at most so many characters (Unicode code points).
    MaxLength(u64),
    /// Some part of a text matches this regular expression, in the syntax of `regex-lite`.
    #[cfg(feature = "patterns")]
    Pattern(&'static str),
    /// A number is this or more.
    AtLeast(Number),
    /// A number is this or less.
    AtMost(Number),
    /// A number is more than this.
    MoreThan(Number),
    /// A number is less than this.
    LessThan(Number),
    /// A number is a multiple of this one.
    MultipleOf(Number),
    /// A value is one of these, each as JSON.
    OneOf(&'static [&'static str]),
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
    /// The items of a list, or the values of a map, keep to these.
    Each(&'static Checks),
    /// The item at this position, if it is there, keeps to these.
    Item(usize, &'static Checks),
    /// The items from this position on keep to these.
    Rest(usize, &'static Checks),
    /// The member of this name, if it is there, keeps to these.
    Member(&'static str, &'static Checks),
    /// The members that have none of these names keep to these checks.
    Others(&'static [&'static str], &'static Checks),
    /// The value keeps to this table too.
    Like(&'static Checks),
    /// The value keeps to the checks of one of those cases that it looks like. If it looks like
    /// none, nothing is known of it.
    Cases(&'static [Case]),
    /// A text is JSON that keeps to these.
    Json(&'static Checks),
}

/// One of the things that a value can be.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// How it is told from the others.
    pub looks: Looks,
    /// What it keeps to.
    pub checks: &'static Checks,
}

/// How a value is told from values of other types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Looks {
    /// An object.
    Object {
        /// It has all of these members.
        required: &'static [&'static str],
        /// Those of these members that it has are one of these texts, or a number or boolean
        /// that is written so.
        texts: &'static [(&'static str, &'static [&'static str])],
    },
    /// A list.
    List,
    /// A text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Anything.
    Any,
}
