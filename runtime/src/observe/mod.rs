//! What a client tells of its work, by OpenTelemetry's conventions for HTTP clients
//! (<https://opentelemetry.io/docs/specs/semconv/http/>).
//!
//! With the feature `tracing`: a span for each call, in it one for each request that goes out, and an
//! event for each wait. With the feature `metrics`: how long requests took, and how many were tried
//! again. Without them all of this is nothing. Neither tells a value of a path, a query, a header or
//! a body: each may be a secret.

use std::future::Future;
use std::time::Duration;

use http::{Method, Response};
use url::Url;

use crate::error::{Call, TransportError};
use crate::request::Request;
use crate::send::{Failure, Received};
use crate::stream::ByteStream;

#[cfg(feature = "metrics")]
mod figures;
#[cfg(feature = "tracing")]
mod spans;

/// Whether anything is told at all.
pub(crate) const IS_ON: bool = cfg!(any(feature = "tracing", feature = "metrics"));

/// A request that goes out.
#[cfg_attr(
    not(feature = "tracing"),
    expect(dead_code, reason = "figures need less, and without them nobody asks")
)]
pub(crate) struct Outgoing<'a> {
    /// `None`: for a token.
    pub(crate) call: Option<&'a Call>,
    pub(crate) method: &'a Method,
    pub(crate) url: &'a Url,
    /// How often it was sent before, redirects among them.
    pub(crate) resend: u32,
}

/// Watches one request, until the headers of its answer are there.
pub(crate) async fn outgoing(
    outgoing: Outgoing<'_>,
    sending: impl Future<Output = Result<Response<ByteStream>, TransportError>>,
) -> Result<Response<ByteStream>, TransportError> {
    #[cfg(feature = "metrics")]
    let begin = std::time::Instant::now();
    #[cfg(feature = "tracing")]
    let sending = spans::outgoing(&outgoing, sending);
    let result = sending.await;
    #[cfg(feature = "metrics")]
    figures::outgoing(&outgoing, &result, begin.elapsed());
    #[cfg(not(feature = "metrics"))]
    let _ = outgoing;
    result
}

/// Watches a call, all of its attempts, of which it says how many there were, and waits.
pub(crate) async fn call(
    request: &Request,
    calling: impl Future<Output = (Result<Received, Failure>, u32)>,
) -> (Result<Received, Failure>, u32) {
    #[cfg(feature = "tracing")]
    let call = request.call();
    #[cfg(feature = "tracing")]
    let calling = spans::call(&call, calling);
    #[cfg(not(feature = "tracing"))]
    let _ = request;
    calling.await
}

/// What is done in the background, under the span of whoever began it.
pub(crate) fn in_background<T>(work: impl Future<Output = T>) -> impl Future<Output = T> {
    #[cfg(feature = "tracing")]
    let work = tracing::Instrument::in_current_span(work);
    work
}

/// A wait before another attempt, and the outcome that is its reason.
pub(crate) fn waits(
    request: &Request,
    attempt: u32,
    wait: Duration,
    reason: &Result<Received, Failure>,
) {
    #[cfg(feature = "tracing")]
    spans::waits(attempt, wait, reason);
    #[cfg(feature = "metrics")]
    figures::again(&request.call(), reason);
    let _ = (request, attempt, wait, reason);
}

/// A request is held back, because the server or the pace wants it so.
pub(crate) fn held(wait: Duration) {
    #[cfg(feature = "tracing")]
    spans::held(wait);
    let _ = wait;
}

/// What went wrong, in a word of few (`error.type`).
#[cfg(any(feature = "tracing", feature = "metrics"))]
fn error_type(result: &Result<Received, Failure>) -> Option<std::borrow::Cow<'static, str>> {
    match result {
        Ok(received) if received.head.status.as_u16() < 400 => None,
        Ok(received) => Some(received.head.status.as_str().to_owned().into()),
        Err(Failure::Request(_)) => Some("request".into()),
        Err(Failure::Auth(_)) => Some("auth".into()),
        Err(Failure::Transport(error)) => Some(error.kind().word().into()),
    }
}

/// The same of one request.
#[cfg(any(feature = "tracing", feature = "metrics"))]
fn error_type_of(
    result: &Result<Response<ByteStream>, TransportError>,
) -> Option<std::borrow::Cow<'static, str>> {
    match result {
        Ok(response) if response.status().as_u16() < 400 => None,
        Ok(response) => Some(response.status().as_str().to_owned().into()),
        Err(error) => Some(error.kind().word().into()),
    }
}

/// `GET /incidents/{id}`, or the method alone where there is no template.
#[cfg(feature = "tracing")]
fn name(method: &Method, call: Option<&Call>) -> String {
    match call {
        Some(call) => format!("{method} {}", call.path),
        None => method.to_string(),
    }
}
