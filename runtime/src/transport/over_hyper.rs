//! The transport over `hyper`'s client, below `reqwest`.
//!
//! What `reqwest` adds, redirects and retries, is the send loop's here; without
//! it a request costs a fifth less, and a program has a megabyte less. `reqwest`
//! is taken for settings of its own.

use std::error::Error as StdError;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::PROXY_AUTHORIZATION;
use http::{Request, Response, Uri};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::connect::Connect;
use super::proxy::Proxies;
use super::{BoxFuture, Transport, TransportBody, TransportRequest};
use crate::error::{BuildError, TransportError, TransportErrorKind};
use crate::stream::ByteStream;

/// As `reqwest` has it.
const POOL_IDLE: Duration = Duration::from_secs(90);

/// The transport over `hyper`.
pub(crate) struct Hyper {
    client: Client<Connect, Outgoing>,
    proxies: Option<Proxies>,
}

impl Hyper {
    /// With the authorities of the system, and the proxies of the environment.
    pub(crate) fn new(connect: Duration) -> Result<Self, BuildError> {
        let proxies = Proxies::of_environment()?;
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE)
            .build(Connect::new(connect, proxies.clone())?);
        Ok(Self { client, proxies })
    }
}

impl Transport for Hyper {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'static, Result<Response<ByteStream>, TransportError>> {
        let TransportRequest {
            method,
            url,
            headers,
            body,
        } = request;
        let Ok(uri) = Uri::try_from(url.as_str()) else {
            // Its words would quote the URL.
            let error = TransportError::new(TransportErrorKind::Other);
            let error = error.with_source("the URL has characters that cannot be sent");
            return Box::pin(async { Err(error) });
        };
        let mut request = Request::new(Outgoing(body));
        *request.method_mut() = method;
        *request.headers_mut() = headers;
        // A request that a proxy passes on in a tunnel tells it nothing.
        if let Some(proxies) = &self.proxies
            && let Some(authorization) = proxies.authorization(&uri)
        {
            let headers = request.headers_mut();
            headers.insert(PROXY_AUTHORIZATION, authorization);
        }
        *request.uri_mut() = uri;
        let pending = self.client.request(request);
        Box::pin(async move {
            let response = pending.await.map_err(failed)?;
            Ok(response.map(|body| ByteStream::new(Arriving(body))))
        })
    }
}

fn failed(error: legacy::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else {
        TransportErrorKind::Broken
    };
    // What is wrong with a body of the caller's, it has said itself.
    let mut source: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(error) = source {
        if let Some(own) = error.downcast_ref::<TransportError>() {
            return own.clone();
        }
        source = error.source();
    }
    TransportError::new(kind).with_source(error)
}

/// The body of a request.
struct Outgoing(TransportBody);

impl Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let chunk = match &mut self.0 {
            TransportBody::Empty => None,
            TransportBody::Bytes(_) => match std::mem::replace(&mut self.0, TransportBody::Empty) {
                TransportBody::Bytes(bytes) if !bytes.is_empty() => Some(Ok(bytes)),
                _ => None,
            },
            TransportBody::Stream(stream) => ready!(Pin::new(stream).poll_next(cx)),
        };
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            TransportBody::Empty => true,
            TransportBody::Bytes(bytes) => bytes.is_empty(),
            TransportBody::Stream(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            TransportBody::Empty => SizeHint::with_exact(0),
            TransportBody::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            TransportBody::Stream(_) => SizeHint::default(),
        }
    }
}

/// The body of a response.
struct Arriving(Incoming);

impl Stream for Arriving {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => None,
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(chunk) => Some(Ok(chunk)),
                    // Trailers, which nobody asked for.
                    Err(_) => continue,
                },
                Some(Err(error)) => {
                    let broken = TransportError::new(TransportErrorKind::BrokenBody);
                    Some(Err(broken.with_source(error)))
                }
            });
        }
    }
}
