//! Bodies that come compressed (RFC 9110 § 8.4.1.3, RFC 1952).

use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use flate2::write::MultiGzDecoder;
use futures_core::Stream;

use crate::error::{TransportError, TransportErrorKind};
use crate::stream::ByteStream;

/// How much is unpacked at once, in bytes of what came: a thousand times that, at
/// most, is in memory before anybody can say that it is too much.
const PIECE: usize = 4 * 1024;

/// A body unpacked as it comes. One that breaks off, is no gzip, or has a wrong
/// checksum ends with an error.
pub(crate) struct Gunzip {
    /// `None` after the end or an error.
    packed: Option<ByteStream>,
    /// What came and is not unpacked.
    chunk: Bytes,
    decoder: MultiGzDecoder<Vec<u8>>,
    is_empty: bool,
}

impl Gunzip {
    pub(crate) fn stream(packed: ByteStream) -> ByteStream {
        ByteStream::new(Self {
            packed: Some(packed),
            chunk: Bytes::new(),
            decoder: MultiGzDecoder::new(Vec::new()),
            is_empty: true,
        })
    }

    /// Unpacks a piece of what came.
    fn piece(&mut self) -> std::io::Result<Bytes> {
        let length = self.chunk.len().min(PIECE);
        let piece = self.chunk.split_to(length);
        self.decoder.write_all(&piece)?;
        Ok(std::mem::take(self.decoder.get_mut()).into())
    }

    /// What is left in the decoder once all of it came.
    fn rest(&mut self) -> std::io::Result<Bytes> {
        // A body that has nothing is nothing, however it is called.
        if !self.is_empty {
            self.decoder.try_finish()?;
        }
        Ok(std::mem::take(self.decoder.get_mut()).into())
    }
}

impl Stream for Gunzip {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let Some(packed) = this.packed.as_mut() else {
                return Poll::Ready(None);
            };
            let unpacked = if this.chunk.has_remaining() {
                this.piece()
            } else {
                match ready!(Pin::new(packed).poll_next(cx)) {
                    Some(Ok(chunk)) => {
                        this.is_empty &= chunk.is_empty();
                        this.chunk = chunk;
                        continue;
                    }
                    Some(Err(error)) => {
                        this.packed = None;
                        return Poll::Ready(Some(Err(error)));
                    }
                    None => {
                        this.packed = None;
                        this.rest()
                    }
                }
            };
            match unpacked {
                Ok(unpacked) if unpacked.is_empty() => continue,
                Ok(unpacked) => return Poll::Ready(Some(Ok(unpacked))),
                Err(error) => {
                    this.packed = None;
                    let broken = TransportError::new(TransportErrorKind::BrokenBody);
                    return Poll::Ready(Some(Err(broken.with_source(error))));
                }
            }
        }
    }
}
