//! The pages of a list, one after the other.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use http::StatusCode;
use progenitor_client::ResponseValue;

use super::items::Items;
use super::position::{Place, Position};
use super::progress::{Facts, Progress, Refusal};
use super::{Paging, Strategy, link};
use crate::decode::Decoder;
use crate::error::{DecodeError, DecodeErrorKind, Error};
use crate::request::Request;
use crate::send::ResponseFuture;

/// The pages of a list, as a stream. It ends after the last page or the first
/// error; [`position`](Self::position) then says where, and
/// [`resume_at`](Self::resume_at) goes on from there.
///
/// A page is asked for when the stream is polled for it, unless
/// [`in_flight`](Self::in_flight) has others asked for ahead of it.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<P, I, E> {
    progress: Progress,
    paging: Paging<P, I>,
    success: Decoder<P>,
    error: Decoder<E>,
    /// The page that is waited for.
    fetch: Option<ResponseFuture<P, E>>,
    /// Those after it that were asked for, or the next ones if none is.
    ahead: VecDeque<Ahead<P, E>>,
    in_flight: usize,
    /// The indices of the items that were left out of the last page, in order.
    left_out: Vec<u64>,
}

/// A page that was asked for before its time.
struct Ahead<P, E> {
    place: Place,
    response: ResponseFuture<P, E>,
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
            ahead: VecDeque::new(),
            in_flight: 1,
            left_out: Vec::new(),
        }
    }

    /// Has up to `pages` pages asked for at once or held until they are handed
    /// out, in the background, on the Tokio runtime that polls the stream. They
    /// come in order all the same. Default: 1, which asks for a page when the
    /// stream is polled for it.
    ///
    /// It goes ahead as far as pages can be told beforehand: by offset or by
    /// number, all of them, once the first is there; by cursor or link, the next
    /// one, while its reader is busy with the last. Where a page is shorter than
    /// the one before it, those after it are asked for again from where it
    /// ended. Without a total, some are asked for behind the end of the list:
    /// what comes of them is left aside.
    pub fn in_flight(mut self, pages: usize) -> Self {
        self.in_flight = pages.max(1);
        self
    }

    /// Where the next page is: what was handed out is before it.
    pub fn position(&self) -> Position {
        self.progress.position().clone()
    }

    /// Goes on at a position of the same list. One from within a page, which
    /// [`Items::position`] can be, gives that page whole.
    pub fn resume_at(mut self, position: Position) -> Self {
        self.fetch = None;
        self.ahead.clear();
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

    /// How many items of the last page are before the one that comes after so
    /// many were handed out.
    pub(super) fn served(&self, handed: u64) -> u64 {
        self.left_out
            .iter()
            .fold(handed, |served, index| served + u64::from(*index <= served))
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The next page: one that was asked for before its time, or a request for it.
    fn next(&mut self) -> Result<ResponseFuture<P, E>, Error<E>> {
        if let Some(page) = self.ahead.pop_front() {
            return Ok(page.response);
        }
        match self.progress.request() {
            Ok(request) => Ok(request.send(self.success, self.error)),
            Err(Refusal::Request(error)) => Err(error.into()),
            Err(Refusal::Page(error)) => Err(error.into()),
        }
    }

    /// Asks for pages ahead of the reader, and forgets those that turned out to
    /// be none of the list.
    fn go_ahead(&mut self) {
        if self.progress.is_over() {
            return self.ahead.clear();
        }
        if self.in_flight == 1 {
            return;
        }
        let next = &self.progress.position().place;
        if self.ahead.front().is_some_and(|page| page.place != *next) {
            self.ahead.clear();
        }
        while self.ahead.len() < self.in_flight {
            // What is wrong with a request is told when its page is due.
            let place = self.progress.upcoming(self.ahead.len() as u64);
            let Some(Ok(request)) = place.as_ref().map(|place| self.progress.request_at(place))
            else {
                break;
            };
            self.ahead.extend(place.map(|place| Ahead {
                place,
                response: request.send(self.success, self.error).begun(),
            }));
        }
    }

    fn accept(
        &mut self,
        page: &mut ResponseValue<P>,
        left_out: Vec<(String, usize)>,
    ) -> Result<(), Error<E>> {
        let items = left_out.into_iter();
        let items = items.filter(|(list, _)| list == self.paging.items_at);
        self.left_out = items.map(|(_, index)| index as u64).collect();
        let count = (self.paging.items)(page).map(|items| items.len());
        let facts = Facts {
            // The server has sent those that were left out, too.
            count: count.map(|count| count + self.left_out.len()),
            total: self.paging.total.and_then(|total| total(page)),
            next: match self.paging.strategy {
                Strategy::LinkHeader => link::next(page.headers()),
                Strategy::Cursor { .. } | Strategy::NextLink => {
                    self.paging.next.and_then(|next| next(page))
                }
                Strategy::Offset { .. } | Strategy::PageNumber { .. } => None,
            },
        };
        self.progress.accept(facts).map_err(Error::Page)
    }
}

fn is_no_content(error: &DecodeError) -> bool {
    error.status() == Some(StatusCode::NO_CONTENT) && *error.kind() == DecodeErrorKind::Empty
}

impl<P, I, E> Stream for Pages<P, I, E> {
    type Item = Result<ResponseValue<P>, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let fetch = match &mut this.fetch {
            Some(fetch) => fetch,
            None if this.progress.is_over() => return Poll::Ready(None),
            None => match this.next() {
                Ok(fetch) => this.fetch.insert(fetch),
                Err(error) => return Poll::Ready(Some(Err(error))),
            },
        };
        let Poll::Ready(result) = Pin::new(&mut *fetch).poll(cx) else {
            return Poll::Pending;
        };
        let left_out = fetch.left_out();
        this.fetch = None;
        let result = match result {
            Ok(mut page) => this.accept(&mut page, left_out).map(|()| page),
            // Where nothing is left, some servers say so without a body.
            Err(Error::Decode(error)) if is_no_content(&error) => {
                this.left_out.clear();
                match this.progress.accept(Facts::NOTHING) {
                    Ok(()) => {
                        this.go_ahead();
                        return Poll::Ready(None);
                    }
                    Err(error) => Err(Error::Page(error)),
                }
            }
            Err(error) => {
                this.progress.end();
                Err(error)
            }
        };
        this.go_ahead();
        Poll::Ready(Some(result))
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
