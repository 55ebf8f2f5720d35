//! Spans and events of the crate `tracing`.

use std::future::Future;
use std::time::Duration;

use http::Response;
use tracing::field::Empty;
use tracing::{Instrument, Span, debug, info_span};

use super::{Outgoing, error_type, error_type_of, name};
use crate::error::{Call, TransportError, request_id};
use crate::send::{Failure, Received};
use crate::stream::ByteStream;

/// The span of a request: that of an HTTP client.
pub(super) fn outgoing(
    outgoing: &Outgoing<'_>,
    sending: impl Future<Output = Result<Response<ByteStream>, TransportError>>,
) -> impl Future<Output = Result<Response<ByteStream>, TransportError>> {
    let span = info_span!(
        "http.request",
        otel.name = name(outgoing.method, outgoing.call),
        otel.kind = "client",
        http.request.method = outgoing.method.as_str(),
        http.request.resend_count = (outgoing.resend > 0).then_some(outgoing.resend),
        url.scheme = outgoing.url.scheme(),
        url.template = outgoing.call.map(|call| call.path.as_ref()),
        server.address = outgoing.url.host_str(),
        server.port = outgoing.url.port_or_known_default(),
        http.response.status_code = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    );
    async move {
        let result = sending.await;
        let span = Span::current();
        if let Ok(response) = &result {
            span.record("http.response.status_code", response.status().as_u16());
        }
        if let Some(error) = error_type_of(&result) {
            span.record("error.type", error.as_ref());
            span.record("otel.status_code", "ERROR");
        }
        result
    }
    .instrument(span)
}

/// The span of a call.
pub(super) fn call(
    call: &Call,
    calling: impl Future<Output = (Result<Received, Failure>, u32)>,
) -> impl Future<Output = (Result<Received, Failure>, u32)> {
    let span = info_span!(
        "call",
        otel.name = match call.operation() {
            Some(operation) => operation.to_owned(),
            None => call.method.to_string(),
        },
        otel.kind = "internal",
        operation = call.operation(),
        http.request.method = tracing::field::display(call.method),
        url.template = call.path.as_ref(),
        attempts = Empty,
        request_id = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    );
    async move {
        let (result, attempts) = calling.await;
        let span = Span::current();
        span.record("attempts", attempts);
        if let Ok(received) = &result
            && !span.is_disabled()
            && let Some(id) = request_id(&received.head.headers)
        {
            span.record("request_id", id);
        }
        if let Some(error) = error_type(&result) {
            span.record("error.type", error.as_ref());
            span.record("otel.status_code", "ERROR");
        }
        (result, attempts)
    }
    .instrument(span)
}

pub(super) fn waits(attempt: u32, wait: Duration, reason: &Result<Received, Failure>) {
    debug!(
        attempt,
        wait_ms = milliseconds(wait),
        error.type = error_type(reason).as_deref(),
        "waits before the next attempt"
    );
}

pub(super) fn held(wait: Duration) {
    debug!(
        wait_ms = milliseconds(wait),
        "is held back to keep the pace"
    );
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
