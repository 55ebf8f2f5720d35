//! The transport over `hyper`'s client, below `reqwest`.
//!
//! What `reqwest` adds, redirects and retries, is the send loop's here; without
//! it a request costs a fifth less. `reqwest` is taken where it does something:
//! for settings of its own, and for proxies.

use std::error::Error as StdError;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response, Uri};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_service::Service;

use super::{BoxFuture, Transport, TransportBody, TransportRequest};
use crate::error::{BuildError, TransportError, TransportErrorKind};
use crate::stream::ByteStream;

type BoxError = Box<dyn StdError + Send + Sync>;

/// As `reqwest` has them.
const POOL_IDLE: Duration = Duration::from_secs(90);
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_RETRIES: u32 = 3;
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

/// The transport over `hyper`.
pub(crate) struct Hyper(Client<Timed, Outgoing>);

impl Hyper {
    /// Whether it is enough in this environment: it knows no proxies.
    pub(crate) fn is_enough() -> bool {
        const PROXIES: [&str; 6] = [
            "http_proxy",
            "HTTP_PROXY",
            "https_proxy",
            "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY",
        ];
        PROXIES.iter().all(|name| std::env::var_os(name).is_none())
    }

    pub(crate) fn new(connect: Duration) -> Result<Self, BuildError> {
        let mut http = HttpConnector::new();
        http.set_nodelay(true);
        http.set_keepalive(Some(KEEPALIVE));
        http.set_keepalive_interval(Some(KEEPALIVE));
        http.set_keepalive_retries(Some(KEEPALIVE_RETRIES));
        #[cfg(target_os = "linux")]
        http.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
        // An address that does not answer leaves time for the next.
        http.set_connect_timeout(Some(connect));
        let timed = Timed {
            connector: connector(http)?,
            limit: connect,
        };
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE)
            .build(timed);
        Ok(Self(client))
    }
}

#[cfg(feature = "rustls")]
type Connector = hyper_rustls::HttpsConnector<HttpConnector>;
#[cfg(not(feature = "rustls"))]
type Connector = HttpConnector;

/// TLS by rustls, with the authorities of the system.
#[cfg(feature = "rustls")]
fn connector(mut http: HttpConnector) -> Result<Connector, BuildError> {
    use rustls::crypto::{CryptoProvider, aws_lc_rs};
    use rustls_platform_verifier::BuilderVerifierExt;

    let failed = |error: rustls::Error| BuildError::Transport(error.to_string());
    let provider = CryptoProvider::get_default().cloned();
    let provider = provider.unwrap_or_else(|| aws_lc_rs::default_provider().into());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_platform_verifier()
        .map_err(failed)?
        .with_no_client_auth();
    http.enforce_http(false);
    Ok(hyper_rustls::HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_or_http()
        .enable_all_versions()
        .wrap_connector(http))
}

#[cfg(not(feature = "rustls"))]
fn connector(http: HttpConnector) -> Result<Connector, BuildError> {
    Ok(http)
}

/// A connector whose whole work, TLS too, has a time limit.
#[derive(Clone)]
struct Timed {
    connector: Connector,
    limit: Duration,
}

impl Service<Uri> for Timed {
    type Response = <Connector as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(cx).map_err(Into::into)
    }

    #[allow(clippy::useless_conversion, reason = "it is none without TLS")]
    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.connector.call(to);
        let limit = self.limit;
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(connected) => connected.map_err(Into::into),
                Err(_) => Err("no connection in time".into()),
            }
        })
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
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        let pending = self.0.request(request);
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
