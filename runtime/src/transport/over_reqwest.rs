//! The transport over `reqwest`.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use http::Response;

use super::{BoxFuture, Transport, TransportBody, TransportRequest};
use crate::error::{BuildError, TransportError, TransportErrorKind, excerpt};
use crate::stream::{ByteStream, Foreign};

/// A setting of `reqwest`.
type Configure = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// Makes a transport that connects within a time.
type Make = fn(Duration, &[Arc<Configure>]) -> Result<Arc<dyn Transport>, BuildError>;

/// Settings of `reqwest`, and what makes a transport of them.
///
/// Nothing else names that function, so that a program without such settings has no `reqwest` in it.
#[derive(Clone)]
pub(crate) struct ReqwestSettings {
    all: Vec<Arc<Configure>>,
    make: Make,
}

impl ReqwestSettings {
    /// None yet. To be named by generic code alone, which is compiled where it is called.
    pub(crate) fn new() -> Self {
        Self {
            all: Vec::new(),
            make: Reqwest::make,
        }
    }

    /// Adds to those before.
    pub(crate) fn push(&mut self, configure: Arc<Configure>) {
        self.all.push(configure);
    }

    /// Makes the transport, which connects within this time.
    pub(crate) fn transport(&self, connect: Duration) -> Result<Arc<dyn Transport>, BuildError> {
        (self.make)(connect, &self.all)
    }
}

/// The transport over `reqwest`, which only sends: redirects, retries and
/// `Referer` are the send loop's, since `reqwest` would carry API keys along.
struct Reqwest(reqwest::Client);

impl Reqwest {
    fn make(
        connect: Duration,
        settings: &[Arc<Configure>],
    ) -> Result<Arc<dyn Transport>, BuildError> {
        let builder = reqwest::Client::builder().connect_timeout(connect);
        let configured = settings.iter().fold(builder, |builder, one| one(builder));
        let client = configured
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .map_err(|error| BuildError::Transport(innermost(&error.without_url())))?;
        Ok(Arc::new(Self(client)))
    }
}

impl Transport for Reqwest {
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
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = match body {
            TransportBody::Empty => None,
            TransportBody::Bytes(bytes) => Some(bytes.into()),
            TransportBody::Stream(stream) => Some(reqwest::Body::wrap_stream(stream)),
        };
        let pending = self.0.execute(request);
        Box::pin(async move {
            let mut response = pending
                .await
                .map_err(|error| from_reqwest(error, TransportErrorKind::Broken))?;
            let headers = std::mem::take(response.headers_mut());
            let status = response.status();
            let body = ByteStream::new(Foreign(Box::pin(response.bytes_stream())));
            let mut ours = Response::new(body);
            *ours.status_mut() = status;
            *ours.headers_mut() = headers;
            Ok(ours)
        })
    }
}

/// An error of `reqwest`, without the URL it would print.
pub(crate) fn from_reqwest(error: reqwest::Error, otherwise: TransportErrorKind) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_builder() || error.is_redirect() {
        TransportErrorKind::Other
    } else {
        otherwise
    };
    TransportError::new(kind).with_source(error.without_url())
}

/// The last source, which says what is wrong with a certificate or a proxy.
fn innermost(error: &dyn StdError) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    excerpt(&error.to_string())
}
