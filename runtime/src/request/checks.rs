//! What an operation's document limits, held against the request that is about to be sent.

use super::value::Value;
use super::{Body, Content, Location, Request};
use crate::check::{Broken, In, Seen, walk};
use crate::error::RequestError;

/// What errors call the body.
const BODY: &str = "body";

impl Request {
    /// Checks the parameters and a body of JSON or text, as they are now: pagination may have
    /// changed them.
    pub(super) fn check(&self) -> Result<(), RequestError> {
        let Some(checks) = self.0.checks else {
            return Ok(());
        };
        for parameter in checks.parameters {
            let location = match parameter.location {
                In::Path => Location::Path,
                In::Query => Location::Query,
                In::Header => Location::Header,
                In::Cookie => Location::Cookie,
                // A part was checked before it became text.
                In::Part => continue,
            };
            let mut entries = self.0.entries.iter();
            let Some(entry) = entries.find(|entry| entry.is(location, parameter.name)) else {
                continue;
            };
            let (Content::Value(value) | Content::Segments(value, _)) = &entry.value;
            walk(Seen::Parameter(value), parameter.checks)
                .map_err(|broken| refused(parameter.name, broken))?;
        }
        if checks.body.0.is_empty() {
            return Ok(());
        }
        let checked = match self.body() {
            Body::Json(_, bytes) => {
                // It was written by a serializer, so it can only be too deep to be read.
                let body: serde_json::Value = serde_json::from_slice(bytes)
                    .map_err(|_| RequestError::parameter(BODY, "nests too deep to be checked"))?;
                walk(Seen::Json(&body), checks.body)
            }
            Body::Text(_, bytes) => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                walk(Seen::Parameter(&Value::Scalar(text)), checks.body)
            }
            // A form was checked before it became text.
            Body::Empty | Body::Bytes(..) | Body::Upload(..) | Body::Parts(_) => Ok(()),
        };
        checked.map_err(|broken| refused(BODY, broken))
    }

    /// Checks the members of a form, before they become text.
    pub(super) fn check_form(&self, form: &Value) -> Result<(), RequestError> {
        match self.0.checks {
            Some(checks) => {
                walk(Seen::Parameter(form), checks.body).map_err(|broken| refused(BODY, broken))
            }
            None => Ok(()),
        }
    }
}

impl Request {
    /// Checks a part, before it becomes text.
    pub(super) fn check_part(&self, name: &str, part: Seen<'_>) -> Result<(), RequestError> {
        let parts = self
            .0
            .checks
            .into_iter()
            .flat_map(|checks| checks.parameters);
        let mut parts = parts.filter(|part| part.location == In::Part);
        match parts.find(|part| part.name == name) {
            Some(found) => walk(part, found.checks).map_err(|broken| refused(name, broken)),
            None => Ok(()),
        }
    }

    /// Checks a part of JSON.
    pub(super) fn check_part_json(&self, name: &str, json: &[u8]) -> Result<(), RequestError> {
        if self.0.checks.is_none() {
            return Ok(());
        }
        let value: serde_json::Value = serde_json::from_slice(json)
            .map_err(|_| RequestError::parameter(name, "nests too deep to be checked"))?;
        self.check_part(name, Seen::Json(&value))
    }
}

fn refused(name: &str, broken: Broken) -> RequestError {
    let Broken { place, reason } = broken;
    RequestError::parameter(name, reason).at(place)
}
