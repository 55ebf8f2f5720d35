//! The future of a response.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use progenitor_client::ResponseValue;
use tokio::task::JoinHandle;

use super::receive::{Payload, Received, Unexpected};
use super::{Failure, Receive, send};
use crate::decode::{Decoder, Head, Mended, Report, mend};
use crate::error::{
    ApiError, ApiParts, Call, DecodeError, DecodeErrorKind, Error, TransportError,
    TransportErrorKind,
};
use crate::events::{EventStream, Framing, ItemStream};
use crate::observe;
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
    bad_values: Option<Report>,
    left_out: Vec<(String, usize)>,
}

/// How a success becomes a value.
enum Success<T> {
    Decode(Decoder<T>),
    /// Of the body as it comes; `None` once it was.
    Stream(Option<Box<Wrap<T>>>),
}

/// What makes a value of a body that is still to come.
type Wrap<T> = dyn FnOnce(ByteStream, &Head, Call) -> T + Send;

impl<T, E> ResponseFuture<T, E> {
    pub(crate) fn new(request: Request, success: Decoder<T>, error: Decoder<E>) -> Self {
        let bad_values = request.client().shared().bad_values.clone();
        Self {
            bad_values,
            ..Self::of(request, Receive::Whole, Success::Decode(success), error)
        }
    }

    fn of(request: Request, receive: Receive, success: Success<T>, error: Decoder<E>) -> Self {
        Self {
            sending: Box::pin(send(request, receive)),
            success,
            error,
            bad_values: None,
            left_out: Vec::new(),
        }
    }

    /// Items that were left out of the answer: the JSON pointer of the list, and
    /// the index in it.
    pub(crate) fn left_out(&mut self) -> Vec<(String, usize)> {
        std::mem::take(&mut self.left_out)
    }
}

impl<E> ResponseFuture<ByteStream, E> {
    pub(crate) fn stream(request: Request, error: Decoder<E>) -> Self {
        ResponseFuture::wrapped(request, Box::new(|stream, _, _| stream), error)
    }
}

impl<T: 'static, E> ResponseFuture<EventStream<T>, E> {
    pub(crate) fn events(request: Request, data: Decoder<T>, error: Decoder<E>) -> Self {
        let again = request.clone();
        let wrap: Box<Wrap<_>> = Box::new(move |stream, head, call| {
            EventStream::new(stream, again, data, head.clone(), call)
        });
        Self::wrapped(request, wrap, error)
    }
}

impl<T: 'static, E> ResponseFuture<ItemStream<T>, E> {
    pub(crate) fn items(
        request: Request,
        framing: Framing,
        item: Decoder<T>,
        error: Decoder<E>,
    ) -> Self {
        let limit = request.client().shared().limits.body;
        let wrap: Box<Wrap<_>> = Box::new(move |stream, head, call| {
            ItemStream::new(stream, framing, limit, item, head.clone(), call)
        });
        Self::wrapped(request, wrap, error)
    }
}

impl<T, E> ResponseFuture<T, E> {
    /// Has the request sent from now on, whether or not anybody polls; dropping
    /// the future stops it. It needs a Tokio runtime.
    pub(crate) fn begun(self) -> Self {
        let sending = tokio::spawn(observe::in_background(self.sending));
        Self {
            sending: Box::pin(Begun(sending)),
            ..self
        }
    }

    fn wrapped(request: Request, wrap: Box<Wrap<T>>, error: Decoder<E>) -> Self {
        Self::of(request, Receive::Stream, Success::Stream(Some(wrap)), error)
    }
}

/// A request that is sent in the background.
struct Begun(JoinHandle<Result<Received, Failure>>);

impl Future for Begun {
    type Output = Result<Received, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map(|joined| match joined {
            Ok(result) => result,
            // A hook or a transport of the caller's: as if it were polled here.
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // The Tokio runtime is shutting down.
            Err(_) => Err(TransportError::new(TransportErrorKind::Broken).into()),
        })
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The response that is to come, whatever its status, with its body as it is.
#[must_use = "futures do nothing unless awaited"]
pub struct RawFuture(BoxFuture<'static, Result<Received, Failure>>);

impl RawFuture {
    pub(crate) fn new(request: Request) -> Self {
        Self(Box::pin(send(request, Receive::Raw)))
    }
}

impl Future for RawFuture {
    type Output = Result<ResponseValue<Bytes>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let received = match self.0.as_mut().poll(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(received)) => received,
            Poll::Ready(Err(failure)) => return Poll::Ready(Err(failure.into())),
        };
        let Received {
            head, body, call, ..
        } = received;
        Poll::Ready(match body {
            Payload::Whole(bytes) => Ok(ResponseValue::new(bytes, head.status, head.headers)),
            // Of an error there may be more than is kept.
            Payload::CutOff(_) | Payload::Stream(_) => {
                let error = TransportError::new(TransportErrorKind::BrokenBody);
                Err(Error::Transport(error.with_call(call)))
            }
        })
    }
}

impl fmt::Debug for RawFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawFuture")
    }
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(error) => error.into(),
            Failure::Auth(error) => error.into(),
            Failure::Transport(error) => error.into(),
        }
    }
}

impl<T, E> Future for ResponseFuture<T, E> {
    type Output = Result<ResponseValue<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let received = match self.sending.as_mut().poll(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(received)) => received,
            Poll::Ready(Err(failure)) => return Poll::Ready(Err(failure.into())),
        };
        let this = &mut *self;
        Poll::Ready(this.finish(received))
    }
}

/// What came, as far as it can be told without its type: what is known then is compiled once, and not
/// for each operation that a program calls.
enum Answer {
    /// The whole body of a success.
    Whole(Head, Bytes, Call),
    /// That of a success as it comes.
    Stream(Head, ByteStream, Call),
    /// An error, whose body may be documented.
    Error(Head, Box<ApiParts>),
    /// It is of no use.
    Wrong(DecodeError),
}

impl Answer {
    /// Of a call whose value is one of a stream, or not.
    fn of(received: Received, streams: bool) -> Self {
        let Received {
            head,
            meaning,
            body,
            call,
            unexpected,
            ..
        } = received;
        let (raw, truncated) = match body {
            Payload::Stream(stream) if streams => return Self::Stream(head, stream, call),
            // Streams are only made where they are asked for.
            Payload::Stream(_) => (Bytes::new(), true),
            Payload::Whole(bytes) => (bytes, false),
            Payload::CutOff(bytes) => (bytes, true),
        };
        if let Some(Unexpected { found, expected }) = unexpected {
            let expected = expected.join(", ");
            let error = DecodeError::new(DecodeErrorKind::ContentType { found, expected });
            return Self::Wrong(error.of(Some(call), head.status, raw));
        }
        match meaning {
            Meaning::Success if streams => Self::Stream(head, ByteStream::once(raw), call),
            Meaning::Success => Self::Whole(head, raw, call),
            Meaning::DocumentedError | Meaning::UndocumentedError => {
                let parts = ApiParts {
                    status: head.status,
                    headers: HeaderMap::new(),
                    raw,
                    truncated,
                    documented: meaning == Meaning::DocumentedError,
                    call: Some(call),
                };
                Self::Error(head, Box::new(parts))
            }
        }
    }
}

impl<T, E> ResponseFuture<T, E> {
    fn finish(&mut self, received: Received) -> Result<ResponseValue<T>, Error<E>> {
        let streams = matches!(self.success, Success::Stream(_));
        match Answer::of(received, streams) {
            Answer::Whole(head, raw, call) => self.decoded(head, raw, call),
            Answer::Stream(head, stream, call) => self.wrap(head, stream, call),
            Answer::Error(head, parts) => {
                let documented = parts.documented;
                let body = documented.then(|| (self.error)(&head, parts.raw.clone()));
                let headers = head.headers;
                Err(ApiError::new(ApiParts { headers, ..*parts }, body).into())
            }
            Answer::Wrong(error) => Err(error.into()),
        }
    }

    fn decoded(
        &mut self,
        head: Head,
        raw: Bytes,
        call: Call,
    ) -> Result<ResponseValue<T>, Error<E>> {
        let Success::Decode(decode) = self.success else {
            return Err(DecodeError::new(DecodeErrorKind::Empty).into());
        };
        let value = match decode(&head, raw.clone()) {
            Ok(value) => value,
            Err(error) => match self.mended(decode, &head, &raw, &call, error) {
                Ok(value) => value,
                Err(error) => return Err(error.of(Some(call), head.status, raw).into()),
            },
        };
        Ok(ResponseValue::new(value, head.status, head.headers))
    }

    fn wrap(
        &mut self,
        head: Head,
        stream: ByteStream,
        call: Call,
    ) -> Result<ResponseValue<T>, Error<E>> {
        // A future is not polled again once it was ready.
        let Success::Stream(Some(wrap)) =
            std::mem::replace(&mut self.success, Success::Stream(None))
        else {
            return Err(DecodeError::new(DecodeErrorKind::Empty).into());
        };
        let value = wrap(stream, &head, call);
        Ok(ResponseValue::new(value, head.status, head.headers))
    }

    /// The value of a body without its bad values, if that is wanted and can be.
    #[cold]
    fn mended(
        &mut self,
        decode: Decoder<T>,
        head: &Head,
        raw: &Bytes,
        call: &Call,
        error: DecodeError,
    ) -> Result<T, DecodeError> {
        let Some(report) = &self.bad_values else {
            return Err(error);
        };
        let mut value = None;
        let mended = mend(raw, &error, call, &mut |body| match decode(head, body) {
            Ok(decoded) => {
                value = Some(decoded);
                None
            }
            Err(error) => Some(error),
        });
        // The last that was decoded is the whole.
        let (Some(Mended { bad, items }), Some(value)) = (mended, value) else {
            return Err(error);
        };
        bad.iter().for_each(|bad| report(bad));
        self.left_out = items;
        Ok(value)
    }
}

impl<T, E> fmt::Debug for ResponseFuture<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture")
    }
}
