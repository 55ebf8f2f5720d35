//! What a user has done before each request and after each response.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use url::Url;

use crate::error::{Call, TransportError, TransportErrorKind};
use crate::operation::Method;
use crate::request::Request;
use crate::transport::{Bare, TransportRequest};

/// A response as a hook sees it: when its headers have come, before its body.
///
/// `Debug` shows the names of its headers, no values.
#[non_exhaustive]
pub struct Responded<'a> {
    /// The `operationId`; `None` of a raw request.
    pub operation: Option<&'a str>,
    /// The method of the operation.
    pub method: Method,
    /// The path template of the operation, without values.
    pub path: &'a str,
    /// Which attempt of the call it was, from 1.
    pub attempt: u32,
    /// The status.
    pub status: StatusCode,
    /// The headers, of which some may hold secrets.
    pub headers: &'a HeaderMap,
    /// How long it took from the request to the headers of the response.
    pub elapsed: Duration,
}

impl fmt::Debug for Responded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().map(|name| name.as_str()).collect();
        f.debug_struct("Responded")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("attempt", &self.attempt)
            .field("status", &self.status)
            .field("headers", &names)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

type Before = dyn Fn(&mut TransportRequest) + Send + Sync;
type After = dyn Fn(&Responded<'_>) + Send + Sync;
type MakeKey = dyn Fn() -> String + Send + Sync;

/// The hooks of a client, in the order in which they were given.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    before: Vec<Arc<Before>>,
    after: Vec<Arc<After>>,
    /// Makes the idempotency key of a call that has none.
    key: Option<Arc<MakeKey>>,
}

impl Hooks {
    pub(crate) fn add_before(
        &mut self,
        hook: impl Fn(&mut TransportRequest) + Send + Sync + 'static,
    ) {
        self.before.push(Arc::new(hook));
    }

    pub(crate) fn add_after(&mut self, hook: impl Fn(&Responded<'_>) + Send + Sync + 'static) {
        self.after.push(Arc::new(hook));
    }

    pub(crate) fn set_key(&mut self, make: impl Fn() -> String + Send + Sync + 'static) {
        self.key = Some(Arc::new(make));
    }

    /// Lets a call have a key that all of its attempts carry.
    pub(crate) fn give_key(&self, request: &mut Request) {
        if let Some(make) = &self.key {
            request.add_idempotency_key(|| make());
        }
    }

    /// Lets the hooks at a request that goes to the API. It has to go there still.
    pub(crate) fn before(&self, request: &mut TransportRequest) -> Result<(), TransportError> {
        if self.before.is_empty() {
            return Ok(());
        }
        let origin = |url: &Url| url.origin();
        let was = origin(&request.url);
        for hook in &self.before {
            hook(request);
        }
        if origin(&request.url) == was {
            return Ok(());
        }
        let message = format!(
            "a hook has sent the request elsewhere: {}",
            Bare(&request.url)
        );
        Err(TransportError::new(TransportErrorKind::Other).with_source(message))
    }

    /// Whether there is one that looks at answers.
    pub(crate) fn look(&self) -> bool {
        !self.after.is_empty()
    }

    pub(crate) fn after(
        &self,
        call: &Call,
        attempt: u32,
        status: StatusCode,
        headers: &HeaderMap,
        elapsed: Duration,
    ) {
        for hook in &self.after {
            hook(&Responded {
                operation: call.operation(),
                method: call.method,
                path: &call.path,
                attempt,
                status,
                headers,
                elapsed,
            });
        }
    }
}
