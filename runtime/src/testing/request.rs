//! What was sent.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde::de::DeserializeOwned;
use url::Url;

use crate::transport::Bare;

/// A request as a server would have seen it, credentials included. `Debug` shows no query, no values
/// of headers and no body, since each may be a secret.
#[derive(Clone)]
#[non_exhaustive]
pub struct MockRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: Url,
    /// All headers that the client sets; `Host` and `Content-Length` are the HTTP library's.
    pub headers: HeaderMap,
    /// The body; of a stream, all of it.
    pub body: Bytes,
}

impl MockRequest {
    /// The path with the query, as it is sent.
    pub fn target(&self) -> Cow<'_, str> {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()).into(),
            None => self.url.path().into(),
        }
    }

    /// The first query parameter of this name, decoded.
    pub fn query(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut pairs = self.url.query_pairs();
        pairs
            .find(|(other, _)| other == name)
            .map(|(_, value)| value)
    }

    /// The first header of this name, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body, decoded.
    ///
    /// # Errors
    ///
    /// If it is not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

impl fmt::Debug for MockRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().map(|name| name.as_str()).collect();
        f.debug_struct("MockRequest")
            .field("method", &self.method)
            .field("url", &format_args!("{}", Bare(&self.url)))
            .field("headers", &names)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
