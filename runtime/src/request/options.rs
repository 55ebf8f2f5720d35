//! What a caller can set for one request, whatever the operation.

use std::time::Duration;

use super::style::Style;
use super::value::Value;
use super::{Location, Request};
use crate::send::{RawFuture, RetryPolicy};

/// What a caller can set for one request. Every generated builder has it; a
/// setter of the builder's own of the same name goes before.
pub trait RequestOptions: Sized {
    /// The request behind the builder.
    fn request_mut(&mut self) -> &mut Request;

    /// A header, in the place of one of the same name.
    fn with_header(mut self, name: &str, value: &str) -> Self {
        let request = self.request_mut();
        let value = Value::Scalar(value.to_owned());
        request.set(
            Location::Header,
            name.to_owned().into(),
            Ok(value),
            Style::SIMPLE,
        );
        self
    }

    /// A query parameter, in the place of one of the same name.
    fn with_query(mut self, name: &str, value: &str) -> Self {
        let request = self.request_mut();
        let value = Value::Scalar(value.to_owned());
        request.set(
            Location::Query,
            name.to_owned().into(),
            Ok(value),
            Style::FORM,
        );
        self
    }

    /// The time for the whole call; of a list, for each page.
    fn with_timeout(mut self, total: Duration) -> Self {
        self.request_mut().0.options.timeout = Some(total);
        self
    }

    /// The time for one attempt.
    fn with_attempt_timeout(mut self, attempt: Duration) -> Self {
        self.request_mut().0.options.attempt_timeout = Some(attempt);
        self
    }

    /// The key by which the server tells that a request which comes again is the same one
    /// (`Idempotency-Key`, draft-ietf-httpapi-idempotency-key-header). The call is then tried
    /// again like one that is safe to repeat, with the same key. It has to be a new key for each
    /// call, such as a UUID, and the API has to know the header.
    fn with_idempotency_key(self, key: &str) -> Self {
        self.with_header("Idempotency-Key", key)
    }

    /// Sends the request and hands out the response as it came, whatever its status: nothing is
    /// decoded, and an error of the API is no error here. It is retried like any other.
    fn send_raw(mut self) -> RawFuture {
        RawFuture::new(self.request_mut().clone())
    }

    /// How often and when to try again.
    fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.request_mut().0.options.retry = Some(policy);
        self
    }
}

impl RequestOptions for Request {
    fn request_mut(&mut self) -> &mut Request {
        self
    }
}
