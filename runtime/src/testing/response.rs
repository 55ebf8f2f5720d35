//! What is answered.

use std::collections::VecDeque;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;
use tokio::time::Sleep;

use crate::error::{TransportError, TransportErrorKind};
use crate::stream::ByteStream;

/// An answer, or how there is none.
#[derive(Debug, Clone)]
#[must_use]
pub struct MockResponse {
    status: StatusCode,
    headers: HeaderMap,
    pieces: VecDeque<Piece>,
    after: Duration,
    fails: Option<TransportErrorKind>,
    /// What of the answer itself could not be made.
    wrong: Option<String>,
}

#[derive(Debug, Clone)]
enum Piece {
    Bytes(Bytes),
    Pause(Duration),
    Fails(TransportErrorKind),
    Never,
}

impl MockResponse {
    /// A status without a body.
    pub fn new(status: u16) -> Self {
        let valid = StatusCode::from_u16(status);
        Self {
            wrong: valid.is_err().then(|| format!("{status} is no status")),
            status: valid.unwrap_or_default(),
            headers: HeaderMap::new(),
            pieces: VecDeque::new(),
            after: Duration::ZERO,
            fails: None,
        }
    }

    /// A status with JSON.
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Self {
        let response = Self::new(status).with_header(CONTENT_TYPE.as_str(), "application/json");
        match serde_json::to_vec(body) {
            Ok(json) => response.with_chunk(json),
            Err(error) => Self {
                wrong: Some(format!("the body cannot be JSON: {error}")),
                ..response
            },
        }
    }

    /// A status with text, or any bytes, of a media type.
    pub fn body(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        let response = Self::new(status).with_header(CONTENT_TYPE.as_str(), media_type);
        response.with_chunk(body)
    }

    /// No answer: the connection is refused, breaks, or whatever else.
    pub fn fails(kind: TransportErrorKind) -> Self {
        Self {
            fails: Some(kind),
            ..Self::new(200)
        }
    }

    /// A header; a second one of a name stands beside the first.
    pub fn with_header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let value = HeaderValue::from_str(value.as_ref());
        match (HeaderName::try_from(name), value) {
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
            }
            _ => self.wrong = Some(format!("`{name}` cannot be sent as it is")),
        }
        self
    }

    /// More of the body, in a piece of its own.
    pub fn with_chunk(mut self, chunk: impl Into<Bytes>) -> Self {
        self.pieces.push_back(Piece::Bytes(chunk.into()));
        self
    }

    /// A wait within the body.
    pub fn with_pause(mut self, pause: Duration) -> Self {
        self.pieces.push_back(Piece::Pause(pause));
        self
    }

    /// The body breaks off here.
    pub fn broken(mut self) -> Self {
        let broken = TransportErrorKind::BrokenBody;
        self.pieces.push_back(Piece::Fails(broken));
        self
    }

    /// The body stops here, and the connection stays.
    pub fn stalled(mut self) -> Self {
        self.pieces.push_back(Piece::Never);
        self
    }

    /// The answer comes after this time.
    pub fn after(mut self, wait: Duration) -> Self {
        self.after = wait;
        self
    }

    pub(super) async fn send(self) -> Result<Response<ByteStream>, TransportError> {
        if let Some(wrong) = self.wrong {
            return Err(TransportError::new(TransportErrorKind::Other).with_source(wrong));
        }
        if !self.after.is_zero() {
            tokio::time::sleep(self.after).await;
        }
        if let Some(kind) = self.fails {
            return Err(TransportError::new(kind));
        }
        let mut response = Response::new(ByteStream::new(Pieces {
            pieces: self.pieces,
            pause: None,
        }));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        Ok(response)
    }
}

/// A body, piece by piece.
struct Pieces {
    pieces: VecDeque<Piece>,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(pause) = &mut self.pause {
                if pause.as_mut().poll(cx).is_pending() {
                    return Poll::Pending;
                }
                self.pause = None;
            }
            match self.pieces.pop_front() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Piece::Fails(kind)) => {
                    self.pieces.clear();
                    return Poll::Ready(Some(Err(TransportError::new(kind))));
                }
                Some(Piece::Pause(pause)) => {
                    self.pause = Some(Box::pin(tokio::time::sleep(pause)));
                }
                Some(Piece::Never) => {
                    self.pieces.push_front(Piece::Never);
                    return Poll::Pending;
                }
            }
        }
    }
}
