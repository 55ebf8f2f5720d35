//! A page that contradicts the pages before it.

use std::fmt;

use super::call::{Call, describe};
use crate::page::Position;

/// What is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageErrorKind {
    /// The page has no array of items.
    MissingItems,
    /// The list ended before its own total was reached.
    EndedEarly {
        /// The total that the server last told.
        total: u64,
    },
    /// The total became smaller while the list was read, so that items may
    /// have moved to pages that were already read.
    TotalShrank {
        /// The total before.
        from: u64,
        /// The total now.
        to: u64,
    },
    /// A cursor or link that was followed before: the list goes in a circle.
    Repeated,
    /// The link to the next page leads to another origin.
    ForeignLink,
    /// The link to the next page is no URL.
    BadLink,
    /// The position to resume at belongs to another kind of list.
    WrongPosition,
}

/// A page that contradicts the pages before it, so that going on could lose
/// or repeat items. What was handed out before it is sound.
pub struct PageError(Box<Inner>);

struct Inner {
    kind: PageErrorKind,
    position: Position,
    items_before: u64,
    call: Option<Call>,
}

impl PageError {
    pub(crate) fn new(
        kind: PageErrorKind,
        position: Position,
        items_before: u64,
        call: Call,
    ) -> Self {
        Self(Box::new(Inner {
            kind,
            position,
            items_before,
            call: Some(call),
        }))
    }

    /// What is wrong.
    pub fn kind(&self) -> &PageErrorKind {
        &self.0.kind
    }

    /// Where the page is that was refused: resuming here asks for it again.
    pub fn position(&self) -> &Position {
        &self.0.position
    }

    /// How many items this stream received before that page.
    pub fn items_before(&self) -> u64 {
        self.0.items_before
    }

    pub(crate) fn call(&self) -> Option<&Call> {
        self.0.call.as_ref()
    }
}

impl fmt::Display for PageErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingItems => f.write_str("the page has no array of items"),
            Self::EndedEarly { total } => {
                write!(f, "the list ended before its total of {total} items")
            }
            Self::TotalShrank { from, to } => {
                write!(
                    f,
                    "the total shrank from {from} to {to} while the list was read"
                )
            }
            Self::Repeated => f.write_str("the page leads back to a page that was read before"),
            Self::ForeignLink => f.write_str("the link to the next page leads to another origin"),
            Self::BadLink => f.write_str("the link to the next page is not a URL"),
            Self::WrongPosition => f.write_str("the position is not one of this list"),
        }
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            position,
            items_before,
            ..
        } = &*self.0;
        describe(
            f,
            self.call(),
            format_args!("{kind}; at {position}, after {items_before} items"),
        )
    }
}

impl fmt::Debug for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageError")
            .field("kind", &self.0.kind)
            .field("position", &self.0.position)
            .field("items_before", &self.0.items_before)
            .field("call", &self.0.call)
            .finish()
    }
}

impl std::error::Error for PageError {}
