//! A request that could not be built.

use std::fmt;

use super::call::{Call, describe, excerpt};

/// A request that could not be built; nothing was sent. It names the
/// parameter and never its value.
pub struct RequestError(Box<Inner>);

struct Inner {
    /// The parameter, if it is one that is wrong.
    parameter: Option<String>,
    /// Where in it the value is that breaks a limit of the API.
    place: Option<String>,
    reason: String,
    call: Option<Call>,
}

impl RequestError {
    /// About one parameter, for a provider or generated code that checks one.
    pub fn parameter(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            parameter: Some(name.into()),
            place: None,
            reason: reason.into(),
            call: None,
        }))
    }

    /// About the request as a whole.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            parameter: None,
            place: None,
            reason: reason.into(),
            call: None,
        }))
    }

    /// A value that failed to serialize. Its own words are kept short: they
    /// can quote the value.
    pub(crate) fn serialize(name: &str, error: &dyn fmt::Display) -> Self {
        Self::parameter(name, excerpt(&format!("does not serialize: {error}")))
    }

    /// The name of the parameter that is wrong.
    pub fn parameter_name(&self) -> Option<&str> {
        self.0.parameter.as_deref()
    }

    /// Where in the parameter or the body the value is that breaks a limit of the API:
    /// `$.users[3].name`, or `$` for the whole. `None` if no limit is broken, or none is checked
    /// (see [`check`](crate::check)).
    pub fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    pub(crate) fn at(mut self, place: String) -> Self {
        self.0.place = Some(place);
        self
    }

    pub(crate) fn call(&self) -> Option<&Call> {
        self.0.call.as_ref()
    }

    pub(crate) fn with_call(mut self, call: Call) -> Self {
        self.0.call = Some(call);
        self
    }
}

impl Clone for RequestError {
    fn clone(&self) -> Self {
        Self(Box::new(Inner {
            parameter: self.0.parameter.clone(),
            place: self.0.place.clone(),
            reason: self.0.reason.clone(),
            call: self.0.call.clone(),
        }))
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = &self.0.reason;
        let place = self.place().filter(|place| *place != "$");
        match (&self.0.parameter, place) {
            (Some(name), Some(place)) => describe(
                f,
                self.call(),
                format_args!("the request was not sent: `{place}` of `{name}` {reason}"),
            ),
            (Some(name), None) => describe(
                f,
                self.call(),
                format_args!("the request was not sent: `{name}` {reason}"),
            ),
            (None, _) => describe(
                f,
                self.call(),
                format_args!("the request was not sent: {reason}"),
            ),
        }
    }
}

impl fmt::Debug for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestError")
            .field("parameter", &self.0.parameter)
            .field("place", &self.0.place)
            .field("reason", &self.0.reason)
            .field("call", &self.0.call)
            .finish()
    }
}

impl std::error::Error for RequestError {}
