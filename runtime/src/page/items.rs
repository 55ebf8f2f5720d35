//! The items of a list, one after the other.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::IntoIter;

use futures_core::Stream;
use futures_core::stream::FusedStream;

use super::position::Position;
use super::stream::Pages;
use crate::error::Error;

/// The items of a list, as a stream over all its pages. It ends after the last
/// item or the first error; [`position`](Self::position) then says where, and
/// [`resume_at`](Self::resume_at) goes on from there. It holds one page, and
/// those that [`in_flight`](Self::in_flight) asks for ahead.
#[must_use = "streams do nothing unless polled"]
pub struct Items<P, I, E> {
    pages: Pages<P, I, E>,
    page: IntoIter<I>,
    /// How many items of `page` were handed out or skipped.
    handed: u64,
}

/// Nothing in it is pinned, whatever the types of pages and items.
impl<P, I, E> Unpin for Items<P, I, E> {}

impl<P, I, E> Items<P, I, E> {
    pub(super) fn new(pages: Pages<P, I, E>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
            handed: 0,
        }
    }

    /// Has up to `pages` pages asked for at once: see [`Pages::in_flight`].
    pub fn in_flight(mut self, pages: usize) -> Self {
        self.pages = self.pages.in_flight(pages);
        self
    }

    /// Where the next item is: resuming here repeats nothing that was handed
    /// out and leaves nothing out.
    pub fn position(&self) -> Position {
        if self.page.len() > 0 {
            let served = self.pages.served(self.handed);
            self.pages.progress().within(self.handed, served)
        } else {
            self.pages.position()
        }
    }

    /// Goes on at a position of the same list.
    pub fn resume_at(self, position: Position) -> Self {
        Self::new(self.pages.resume_at(position))
    }
}

impl<P, I, E> Stream for Items<P, I, E> {
    type Item = Result<I, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.page.next() {
                this.handed += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            let skip = this.pages.progress().skip();
            let mut page = match Pin::new(&mut this.pages).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(page))) => page,
            };
            // A page without items was refused by `Pages`.
            let items = (this.pages.paging().items)(&mut page).map(std::mem::take);
            this.page = items.unwrap_or_default().into_iter();
            this.handed = skip.min(this.page.len() as u64);
            let skipped = usize::try_from(this.handed).unwrap_or(usize::MAX);
            this.page.by_ref().take(skipped).for_each(drop);
        }
    }
}

impl<P, I, E> FusedStream for Items<P, I, E> {
    fn is_terminated(&self) -> bool {
        self.page.len() == 0 && self.pages.is_terminated()
    }
}

impl<P, I, E> fmt::Debug for Items<P, I, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}
