//! The pages of a list, one after the other.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use http::HeaderMap;
use progenitor_client::ResponseValue;

use super::items::Items;
use super::position::Position;
use super::progress::{Facts, Progress, Refusal};
use super::{Paging, Strategy, link};
use crate::decode::Decoder;
use crate::error::Error;
use crate::request::Request;
use crate::send::ResponseFuture;

/// The pages of a list, as a stream. It ends after the last page or the first
/// error; [`position`](Self::position) then says where, and
/// [`resume_at`](Self::resume_at) goes on from there.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<P, I, E> {
    progress: Progress,
    paging: Paging<P, I>,
    success: Decoder<P>,
    error: Decoder<E>,
    fetch: Option<ResponseFuture<P, E>>,
}

impl<P, I, E> Pages<P, I, E> {
    pub(crate) fn new(
        request: Request,
        paging: &'static Paging<P, I>,
        success: Decoder<P>,
        error: Decoder<E>,
    ) -> Self {
        let progress = Progress::new(request, paging.strategy);
        Self {
            progress,
            paging: *paging,
            success,
            error,
            fetch: None,
        }
    }

    /// Where the next page is: what was handed out is before it.
    pub fn position(&self) -> Position {
        self.progress.position().clone()
    }

    /// Goes on at a position of the same list. One from within a page, which
    /// [`Items::position`] can be, gives that page whole.
    pub fn resume_at(mut self, position: Position) -> Self {
        self.fetch = None;
        self.progress.resume_at(position);
        self
    }

    /// The items of the pages, one after the other.
    pub fn items(self) -> Items<P, I, E> {
        Items::new(self)
    }

    pub(super) fn paging(&self) -> Paging<P, I> {
        self.paging
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    fn accept(&mut self, page: &ResponseValue<P>) -> Result<(), Error<E>> {
        let facts = Facts {
            count: (self.paging.count)(page),
            total: (self.paging.total)(page),
            next: next(self.paging.strategy, page.headers(), || {
                (self.paging.next)(page)
            }),
        };
        self.progress.accept(facts).map_err(Error::Page)
    }
}

fn next(
    strategy: Strategy,
    headers: &HeaderMap,
    in_page: impl FnOnce() -> Option<String>,
) -> Option<String> {
    match strategy {
        Strategy::LinkHeader => link::next(headers),
        Strategy::Cursor { .. } | Strategy::NextLink => in_page(),
        Strategy::Offset { .. } | Strategy::PageNumber { .. } => None,
    }
}

impl<P, I, E> Stream for Pages<P, I, E> {
    type Item = Result<ResponseValue<P>, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let (success, error) = (this.success, this.error);
        let fetch = match &mut this.fetch {
            Some(fetch) => fetch,
            None if this.progress.is_over() => return Poll::Ready(None),
            None => match this.progress.request() {
                Ok(request) => this.fetch.insert(request.send(success, error)),
                Err(Refusal::Request(error)) => return Poll::Ready(Some(Err(error.into()))),
                Err(Refusal::Page(error)) => return Poll::Ready(Some(Err(error.into()))),
            },
        };
        let Poll::Ready(result) = Pin::new(fetch).poll(cx) else {
            return Poll::Pending;
        };
        this.fetch = None;
        Poll::Ready(Some(match result {
            Ok(page) => this.accept(&page).map(|()| page),
            Err(error) => {
                this.progress.end();
                Err(error)
            }
        }))
    }
}

impl<P, I, E> FusedStream for Pages<P, I, E> {
    fn is_terminated(&self) -> bool {
        self.fetch.is_none() && self.progress.is_over()
    }
}

impl<P, I, E> fmt::Debug for Pages<P, I, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("strategy", &self.paging.strategy)
            .field("position", self.progress.position())
            .finish_non_exhaustive()
    }
}
