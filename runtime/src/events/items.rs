//! A stream of JSON texts.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::frames::{Frames, Framing, TooLong};
use crate::decode::{Decoder, Head};
use crate::error::{Call, DecodeError, Error, TransportError, TransportErrorKind};
use crate::stream::ByteStream;

/// The items of an answer in lines of JSON (`application/jsonl`, `application/x-ndjson`) or in a
/// sequence of JSON texts (`application/json-seq`, RFC 7464), each when it comes.
///
/// An item that is not as documented is an error with its text, and the next item comes after it.
/// A connection that breaks is an error too, and then the stream ends: one that ends without an
/// error is whole. An item may be as long as a body ([`Limits::body`](crate::Limits)).
#[must_use = "streams do nothing unless polled"]
pub struct ItemStream<T> {
    /// `None` after the end.
    chunks: Option<ByteStream>,
    frames: Frames,
    limit: usize,
    decode: Decoder<T>,
    head: Head,
    call: Call,
}

impl<T> ItemStream<T> {
    pub(crate) fn new(
        chunks: ByteStream,
        framing: Framing,
        limit: usize,
        decode: Decoder<T>,
        head: Head,
        call: Call,
    ) -> Self {
        Self {
            chunks: Some(chunks),
            frames: Frames::new(framing),
            limit,
            decode,
            head,
            call,
        }
    }

    fn item(&self, text: Bytes) -> Result<T, Error> {
        (self.decode)(&self.head, text.clone()).map_err(|error: DecodeError| {
            let call = Some(self.call.clone());
            Error::Decode(error.of(call, self.head.status, text))
        })
    }

    fn end(&mut self, error: TransportError) -> Error {
        self.chunks = None;
        Error::Transport(error.with_call(self.call.clone()))
    }
}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match this.frames.next(this.limit) {
                Ok(Some(text)) => return Poll::Ready(Some(this.item(text))),
                Ok(None) => {}
                Err(TooLong) => {
                    let kind = TransportErrorKind::TooLarge { limit: this.limit };
                    return Poll::Ready(Some(Err(this.end(TransportError::new(kind)))));
                }
            }
            let Some(chunks) = &mut this.chunks else {
                return Poll::Ready(None);
            };
            match Pin::new(chunks).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(chunk))) => this.frames.push(&chunk),
                Poll::Ready(Some(Err(error))) => {
                    return Poll::Ready(Some(Err(this.end(error))));
                }
                Poll::Ready(None) => {
                    this.chunks = None;
                    let last = this.frames.last();
                    return Poll::Ready(last.map(|text| this.item(text)));
                }
            }
        }
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ItemStream")
    }
}
