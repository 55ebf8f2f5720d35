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

/// What was found to be wrong while a value was read. The first is kept; after it nothing is read
/// any more, and what is made up for the rest is seen by nobody.
#[derive(Debug, Default)]
pub struct Faults(Option<Fault>);

impl Faults {
    /// Whether there are none.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Keeps what is wrong, if nothing was before.
    #[cold]
    pub(crate) fn add(&mut self, fault: impl FnOnce() -> Fault) {
        if self.is_empty() {
            self.0 = Some(fault());
        }
    }

    /// What was read; or keeps what is wrong.
    #[inline]
    pub(crate) fn keep<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(fault) => {
                self.add(|| fault);
                None
            }
        }
    }

    /// The value that was read, if nothing was wrong.
    pub(crate) fn end<T>(self, value: T) -> Result<T, Fault> {
        match self.0 {
            None => Ok(value),
            Some(fault) => Err(fault),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.1)
    }
}
