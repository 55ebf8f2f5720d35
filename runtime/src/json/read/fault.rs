//! What is wrong with a value.

use std::fmt;

use super::node::Node;

/// Why a value could not be read: where it begins in the text, and what is wrong with it, in
/// `serde`'s words. They may quote the value.
#[derive(Debug)]
pub struct Fault(Box<(usize, String)>);

impl Fault {
    /// That something is wrong with a value.
    #[cold]
    pub fn new(json: Node<'_>, message: impl fmt::Display) -> Self {
        Self(Box::new((json.start(), message.to_string())))
    }

    /// That a value is of another type.
    #[cold]
    pub fn invalid_type(json: Node<'_>, expected: impl fmt::Display) -> Self {
        let found = json.described();
        Self::new(
            json,
            format_args!("invalid type: {found}, expected {expected}"),
        )
    }

    /// That a word of a header is nothing that the type parses.
    #[cold]
    pub(super) fn no(json: Node<'_>, name: &str) -> Self {
        Self::new(json, format_args!("it is no {name}"))
    }

    /// That an object lacks a member.
    #[cold]
    pub fn missing(json: Node<'_>, name: &str) -> Self {
        Self::new(json, format_args!("missing field `{name}`"))
    }

    /// Whether it is the type of the outermost value that is another.
    pub(crate) fn is_of_the_whole(&self) -> bool {
        self.0.0 == 0
    }

    /// Where the value begins in the text, in bytes.
    pub(crate) fn start(&self) -> usize {
        self.0.0
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.1)
    }
}
