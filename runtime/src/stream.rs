//! A body that comes or goes in pieces.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, Sleep};

use crate::error::{TransportError, TransportErrorKind};
use crate::transport::from_reqwest;

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The bytes of a body, in pieces. A broken one ends with an `Err`: a stream
/// that ends without one is whole.
#[must_use = "streams do nothing unless polled"]
pub struct ByteStream(Chunks);

impl ByteStream {
    /// From any stream of chunks.
    pub fn new<S>(chunks: S) -> Self
    where
        S: Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    {
        Self(Box::pin(chunks))
    }

    /// All of it at once.
    pub fn once(bytes: impl Into<Bytes>) -> Self {
        Self::new(Once(Some(bytes.into())))
    }

    /// A stream that fails when nothing comes for `stall`, and when it ends
    /// with another length than `expected`.
    pub(crate) fn guarded(self, expected: Option<u64>, stall: Option<Duration>) -> Self {
        if expected.is_none() && stall.is_none() {
            return self;
        }
        let timer = stall.map(|limit| (Box::pin(tokio::time::sleep(limit)), limit));
        Self::new(Guarded {
            chunks: Some(self),
            expected,
            received: 0,
            timer,
            idle: true,
        })
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream")
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self::once(bytes)
    }
}

impl From<progenitor_client::ByteStream> for ByteStream {
    fn from(stream: progenitor_client::ByteStream) -> Self {
        Self::new(Foreign(stream.into_inner()))
    }
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let bytes = self.0.take().filter(|bytes| !bytes.is_empty());
        Poll::Ready(bytes.map(Ok))
    }
}

/// A stream of `reqwest`, with its errors made ours.
pub(crate) struct Foreign<S>(pub(crate) S);

impl<S> Stream for Foreign<S>
where
    S: Stream<Item = reqwest::Result<Bytes>> + Unpin,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0).poll_next(cx).map(|chunk| {
            chunk.map(|result| {
                result.map_err(|error| from_reqwest(error, TransportErrorKind::BrokenBody))
            })
        })
    }
}

struct Guarded {
    /// `None` after the end or an error.
    chunks: Option<ByteStream>,
    expected: Option<u64>,
    received: u64,
    timer: Option<(Pin<Box<Sleep>>, Duration)>,
    /// The timer runs only while somebody waits, not while the reader is busy
    /// with the chunk before.
    idle: bool,
}

impl Guarded {
    fn ended(&self) -> Option<TransportErrorKind> {
        let expected = self.expected?;
        let received = self.received;
        (expected != received).then_some(TransportErrorKind::WrongLength { expected, received })
    }
}

impl Stream for Guarded {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(chunks) = this.chunks.as_mut() else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(next) = Pin::new(chunks).poll_next(cx) {
            this.idle = true;
            let result = match next {
                Some(Ok(chunk)) => {
                    this.received = this.received.saturating_add(chunk.len() as u64);
                    return Poll::Ready(Some(Ok(chunk)));
                }
                Some(Err(error)) => Some(Err(error)),
                None => this.ended().map(|kind| Err(TransportError::new(kind))),
            };
            this.chunks = None;
            return Poll::Ready(result);
        }
        let Some((timer, limit)) = this.timer.as_mut() else {
            return Poll::Pending;
        };
        if this.idle {
            // A limit beyond what the clock can tell is no limit.
            let Some(end) = Instant::now().checked_add(*limit) else {
                return Poll::Pending;
            };
            timer.as_mut().reset(end);
            this.idle = false;
        }
        if timer.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        let error = TransportError::new(TransportErrorKind::Stalled(*limit));
        this.chunks = None;
        Poll::Ready(Some(Err(error)))
    }
}
