//! Reading JSON into the types of generated crates.
//!
//! A text is scanned once, into a list of its values with their places ([`Document`]). Types are
//! read from that list ([`FromJson`]), whose values can be skipped, counted and looked up by name
//! at no cost. So a union sees what an object has before it is read, members that a struct has no
//! field for go straight into their map, a list knows its length, and where an error is gets found
//! only when there is one.
//!
//! None of this is generic over where the text comes from, as `serde` is. Most of the time that
//! rustc took for a generated crate went into such code, and this is a fifth of it. The types are
//! `Deserialize` too ([`by_serde`]), for all that is not an answer of the API.

mod by_serde;
mod document;
mod fault;
mod node;
mod object;
mod scan;
pub(super) mod values;

pub use by_serde::{BySerde, deserialize, deserialize_fallible};
pub(crate) use document::{Document, Problem};
pub use fault::{Fault, Faults};
pub(crate) use node::letters_of;
pub use node::{Kind, List, Members, Node};
pub use object::Object;

/// A type that can be read from JSON.
///
/// Generated types have it from the macros of [`v1`](crate::v1).
///
/// There is always a value, also of what is not of the type: then it is made up, and the faults
/// say what is wrong. A struct is so put together from its fields as they are. With a `Result` for
/// each field, taking these apart was a fifteenth of what rustc has to check of a generated crate.
pub trait FromJson: Sized {
    /// Reads a value. If it, or one in it, is not of the type, the faults have it.
    fn from_json(json: Node<'_>, faults: &mut Faults) -> Self;
}

/// Reads a value that is in no other.
///
/// # Errors
///
/// If it, or one in it, is not of the type.
pub(crate) fn read<T: FromJson>(json: Node<'_>) -> Result<T, Fault> {
    let mut faults = Faults::default();
    let value = T::from_json(json, &mut faults);
    faults.end(value)
}
