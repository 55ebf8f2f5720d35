//! Lists that come in pages.
//!
//! [`Pages`] is a stream of pages, [`Items`] one of their items. Both are
//! lazy: a page is fetched when it is asked for, and no more than one is held,
//! unless [`Pages::in_flight`] has more of them fetched ahead.
//!
//! A list never ends early in silence. Offsets advance by the items received,
//! whatever the server says it sent; a list ends when its total is reached, or
//! without a total at an empty page or a 204, or where there is no further
//! cursor or link. A page that contradicts the others is an error that says where.
//!
//! Where items are inserted or removed while a list is read by offset or page
//! number, others move between pages, and can be missed or come twice. A total
//! that shrinks shows some of that, and is an error; the rest cannot be seen
//! from outside. Sort by something that does not change, where the API lets
//! you.

mod items;
mod link;
mod position;
mod progress;
mod stream;

pub use items::Items;
pub use position::Position;
pub use stream::Pages;

/// How an API says which page comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// The number of items before the page.
    Offset {
        /// Where the offset is sent.
        offset: At,
    },
    /// The number of the page.
    PageNumber {
        /// Where the number is sent.
        page: At,
        /// The number of the first page.
        first: u64,
    },
    /// A token from the page before.
    Cursor {
        /// Where the cursor is sent.
        cursor: At,
    },
    /// A URL in the page before.
    NextLink,
    /// A URL in the `Link` header of the page before (RFC 8288), `rel="next"`.
    LinkHeader,
}

/// Where a request says which page it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// In this query parameter.
    Query(&'static str),
    /// In the JSON body, at this JSON pointer.
    Body(&'static str),
}

/// What a generated crate knows about a list: how to ask for a page of type
/// `P`, and where in it the items of type `I` are.
pub struct Paging<P, I> {
    /// How to ask for the next page.
    pub strategy: Strategy,
    /// Where in a page the items are, as a JSON pointer (RFC 6901).
    pub items_at: &'static str,
    /// The items; `None` if the page has no array of them, which is an error.
    pub items: fn(&mut P) -> Option<&mut Vec<I>>,
    /// How many items the whole list has, where the API says so.
    pub total: Option<fn(&P) -> Option<u64>>,
    /// The cursor or the link of the next page, where it is in the page.
    pub next: Option<fn(&P) -> Option<String>>,
}

/// Not derived: pages and items need not be `Copy` for their paging to be.
impl<P, I> Clone for Paging<P, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, I> Copy for Paging<P, I> {}

impl<P, I> std::fmt::Debug for Paging<P, I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paging")
            .field("strategy", &self.strategy)
            .finish_non_exhaustive()
    }
}
