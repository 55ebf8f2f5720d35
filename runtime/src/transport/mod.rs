//! What carries a request to a server and its response back.

mod connect;
mod over_hyper;
mod over_reqwest;
mod proxy;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderMap, Response};
use url::Url;

use crate::error::{TransportError, TransportErrorKind};
use crate::send::read_body;
use crate::stream::ByteStream;

pub(crate) use over_hyper::Hyper;
pub(crate) use over_reqwest::{ReqwestSettings, from_reqwest};

/// A future on the heap, that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

type BoxError = Box<dyn StdError + Send + Sync>;

/// What carries a request to a server and its response back: `hyper`'s client, `reqwest`,
/// or something in their place, for tests without a network.
///
/// A transport sends once and does as it is told: retries, redirects and
/// credentials are above it.
///
/// ```
/// use specwright_runtime::{BoxFuture, ByteStream, Client, Method};
/// use specwright_runtime::{Transport, TransportError, TransportRequest};
///
/// /// Answers with what it was sent, and knows no other path than `/echo`.
/// struct Echo;
///
/// impl Transport for Echo {
///     fn send(
///         &self,
///         request: TransportRequest,
///     ) -> BoxFuture<'static, Result<http::Response<ByteStream>, TransportError>> {
///         Box::pin(async move {
///             let is_known = request.url.path() == "/echo";
///             let body = request.body.collect(1024).await?;
///             let mut response = http::Response::new(ByteStream::once(body));
///             if !is_known {
///                 *response.status_mut() = http::StatusCode::NOT_FOUND;
///             }
///             Ok(response)
///         })
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let client = Client::builder(Some("https://api.example"), "test/1")
///     .transport(Echo)
///     .build()?;
/// let answer = client.raw(Method::Post, "/echo").body("text/plain", "hello").await?;
/// assert_eq!(answer.into_inner(), "hello");
/// assert!(client.raw(Method::Get, "/other").await.is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends one request. The future ends with the headers of the response;
    /// its body comes in pieces.
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'static, Result<Response<ByteStream>, TransportError>>;
}

/// One request as it goes out.
#[non_exhaustive]
pub struct TransportRequest {
    /// The method.
    pub method: http::Method,
    /// The URL, with secrets in its query if an API wants them there.
    pub url: Url,
    /// The headers. Those that carry secrets are marked sensitive.
    pub headers: HeaderMap,
    /// The body.
    pub body: TransportBody,
}

/// The body of a request as it goes out.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransportBody {
    /// None.
    Empty,
    /// All of it.
    Bytes(Bytes),
    /// In pieces, once.
    Stream(ByteStream),
}

impl TransportBody {
    /// All of it, as a mock wants it.
    ///
    /// # Errors
    ///
    /// If a stream breaks, or there are more than `limit` bytes.
    pub async fn collect(self, limit: usize) -> Result<Bytes, TransportError> {
        match self {
            Self::Empty => Ok(Bytes::new()),
            Self::Bytes(bytes) if bytes.len() <= limit => Ok(bytes),
            Self::Bytes(_) => Err(TransportError::new(TransportErrorKind::TooLarge { limit })),
            Self::Stream(chunks) => read_body(chunks, limit).await,
        }
    }
}

impl TransportRequest {
    pub(crate) fn new(
        method: http::Method,
        url: Url,
        headers: HeaderMap,
        body: TransportBody,
    ) -> Self {
        Self {
            method,
            url,
            headers,
            body,
        }
    }
}

impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().map(|name| name.as_str()).collect();
        f.debug_struct("TransportRequest")
            .field("method", &self.method)
            .field("url", &format_args!("{}", Bare(&self.url)))
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

/// A URL without what may be secret in it: user, query and fragment.
pub(crate) struct Bare<'a>(pub(crate) &'a Url);

impl fmt::Display for Bare<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}",
            self.0.origin().ascii_serialization(),
            self.0.path()
        )
    }
}

/// Whether secrets may travel to this URL: over TLS, or without leaving the
/// machine.
pub(crate) fn is_confidential(url: &Url) -> bool {
    if url.scheme() == "https" {
        return true;
    }
    url.host_str().is_some_and(is_this_machine)
}

/// Whether a host, as URLs have it, is this machine.
fn is_this_machine(host: &str) -> bool {
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    match address.unwrap_or(host).parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        // RFC 6761 § 6.3: names under `localhost` are the loopback address.
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_stay_on_the_machine_or_under_tls() {
        for (url, confidential) in [
            ("https://api.example", true),
            ("http://127.0.0.1:8080", true),
            ("http://127.8.0.1", true),
            ("http://[::1]:1", true),
            ("http://localhost", true),
            ("http://api.localhost", true),
            ("http://localhost.example", false),
            ("http://api.example", false),
            ("http://10.0.0.1", false),
            ("http://[::ffff:8.8.8.8]", false),
        ] {
            let parsed = Url::parse(url).unwrap_or_else(|error| unreachable!("{url}: {error}"));
            assert_eq!(is_confidential(&parsed), confidential, "{url}");
        }
    }
}
