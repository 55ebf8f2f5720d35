//! Figures by the facade `metrics`.

use std::time::Duration;

use http::Response;
use metrics::{Label, counter, histogram};

use super::{Outgoing, error_type, error_type_of};
use crate::error::{Call, TransportError};
use crate::send::{Failure, Received};
use crate::stream::ByteStream;

/// `http.client.request.duration`: a histogram of seconds, from a request to the headers of its
/// answer.
pub(super) fn outgoing(
    outgoing: &Outgoing<'_>,
    result: &Result<Response<ByteStream>, TransportError>,
    took: Duration,
) {
    let mut labels = vec![
        Label::new("http.request.method", outgoing.method.to_string()),
        Label::new(
            "server.address",
            outgoing.url.host_str().unwrap_or_default().to_owned(),
        ),
    ];
    if let Some(port) = outgoing.url.port_or_known_default() {
        labels.push(Label::new("server.port", port.to_string()));
    }
    if let Some(call) = outgoing.call {
        labels.push(Label::new("url.template", call.path.to_string()));
    }
    if let Ok(response) = result {
        let status = response.status().as_str().to_owned();
        labels.push(Label::new("http.response.status_code", status));
    }
    if let Some(error) = error_type_of(result) {
        labels.push(Label::new("error.type", error));
    }
    histogram!("http.client.request.duration", labels).record(took.as_secs_f64());
}

/// `specwright.client.retries`: how many attempts were made again, and why.
pub(super) fn again(call: &Call, reason: &Result<Received, Failure>) {
    let mut labels = vec![Label::new("url.template", call.path.to_string())];
    if let Some(operation) = call.operation() {
        labels.push(Label::new("operation", operation.to_owned()));
    }
    if let Some(error) = error_type(reason) {
        labels.push(Label::new("error.type", error));
    }
    counter!("specwright.client.retries", labels).increment(1);
}
