//! What a caller can set for one request, whatever the operation.

use std::time::Duration;

use super::style::Style;
use super::value::Value;
use super::{Location, Request};
use crate::send::RetryPolicy;

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
