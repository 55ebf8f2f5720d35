//! The future of a response.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use progenitor_client::ResponseValue;

use super::receive::{Payload, Received};
use super::{Failure, Receive, send};
use crate::decode::{Decoder, Head};
use crate::error::{ApiError, ApiParts, Error};
use crate::operation::Meaning;
use crate::request::Request;
use crate::stream::ByteStream;
use crate::transport::BoxFuture;

/// The response that is to come. The sending is the same code for all
/// operations; only the decoding is of its type.
#[must_use = "futures do nothing unless awaited"]
pub struct ResponseFuture<T, E> {
    sending: BoxFuture<'static, Result<Received, Failure>>,
    success: Success<T>,
    error: Decoder<E>,
}

/// How a success becomes a value.
enum Success<T> {
    Decode(Decoder<T>),
    Stream(fn(ByteStream) -> T),
}

impl<T, E> ResponseFuture<T, E> {
    pub(crate) fn new(request: Request, success: Decoder<T>, error: Decoder<E>) -> Self {
        let sending = Box::pin(send(request, Receive::Whole));
        Self {
            sending,
            success: Success::Decode(success),
            error,
        }
    }
}

impl<E> ResponseFuture<ByteStream, E> {
    pub(crate) fn stream(request: Request, error: Decoder<E>) -> Self {
        let sending = Box::pin(send(request, Receive::Stream));
        Self {
            sending,
            success: Success::Stream(|stream| stream),
            error,
        }
    }
}

impl<T, E> Future for ResponseFuture<T, E> {
    type Output = Result<ResponseValue<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let received = match self.sending.as_mut().poll(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(received)) => received,
            Poll::Ready(Err(Failure::Request(error))) => return Poll::Ready(Err(error.into())),
            Poll::Ready(Err(Failure::Auth(error))) => return Poll::Ready(Err(error.into())),
            Poll::Ready(Err(Failure::Transport(error))) => return Poll::Ready(Err(error.into())),
        };
        Poll::Ready(finish(received, &self.success, self.error))
    }
}

fn finish<T, E>(
    received: Received,
    success: &Success<T>,
    error: Decoder<E>,
) -> Result<ResponseValue<T>, Error<E>> {
    let Received {
        head,
        meaning,
        body,
        call,
        ..
    } = received;
    let (raw, truncated) = match (body, success) {
        (Payload::Stream(stream), Success::Stream(wrap)) => {
            return Ok(ResponseValue::new(wrap(stream), head.status, head.headers));
        }
        // Streams are only made where they are asked for.
        (Payload::Stream(_), Success::Decode(_)) => (Bytes::new(), true),
        (Payload::Whole(bytes), _) => (bytes, false),
        (Payload::CutOff(bytes), _) => (bytes, true),
    };
    match meaning {
        Meaning::Success => {
            let value = match success {
                Success::Decode(decode) => decode(&head, raw.clone()),
                Success::Stream(wrap) => Ok(wrap(ByteStream::once(raw.clone()))),
            };
            match value {
                Ok(value) => Ok(ResponseValue::new(value, head.status, head.headers)),
                Err(error) => Err(error.of(Some(call), head.status, raw).into()),
            }
        }
        Meaning::DocumentedError | Meaning::UndocumentedError => {
            let documented = meaning == Meaning::DocumentedError;
            let body = documented.then(|| error(&head, raw.clone()));
            let Head { status, headers } = head;
            let call = Some(call);
            let parts = ApiParts {
                status,
                headers,
                raw,
                truncated,
                documented,
                call,
            };
            Err(ApiError::new(parts, body).into())
        }
    }
}

impl<T, E> fmt::Debug for ResponseFuture<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture")
    }
}
