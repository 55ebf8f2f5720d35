//! Values for the parameters and bodies of a document, made by a tool that is not ours.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::Failure;
use crate::workspace::absolute;

use super::tools::Tools;

/// Values by operation: `GET /pets/{id}`.
pub(super) type Samples = BTreeMap<String, Sample>;

/// Values for an operation.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sample {
    parameters: Vec<Parameter>,
    bodies: BTreeMap<String, Body>,
}

#[derive(Debug, Deserialize)]
struct Parameter {
    r#in: String,
    name: String,
    value: Value,
}

#[derive(Debug, Deserialize)]
struct Body {
    all: Option<Value>,
    required: Option<Value>,
}

impl Sample {
    /// The value of a parameter. The last of its name counts, as that of an operation goes before
    /// that of its path.
    pub(super) fn parameter(&self, place: &str, name: &str) -> Option<&Value> {
        let mut parameters = self.parameters.iter().rev();
        let found = parameters.find(|parameter| {
            let same = match place {
                "header" => parameter.name.eq_ignore_ascii_case(name),
                _ => parameter.name == name,
            };
            parameter.r#in == place && same
        });
        found.map(|parameter| &parameter.value)
    }

    /// The value of a body, with everything in it or only with what is required.
    pub(super) fn body(&self, media_type: &str, all: bool) -> Option<&Value> {
        let body = self.bodies.get(media_type);
        let body = body.or_else(|| self.bodies.values().next())?;
        match all {
            true => body.all.as_ref(),
            false => body.required.as_ref().or(body.all.as_ref()),
        }
    }
}

/// Has the values made; or why they cannot be.
pub(super) fn make(tools: &Tools, document: &Path) -> Result<Result<Samples, String>, Failure> {
    let document = absolute(document)?;
    let output = Command::new("node")
        .arg(tools.sampler())
        .arg(&document)
        .output()
        .map_err(|error| Failure(format!("node cannot be started, install Node 20: {error}")))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        let last = words
            .lines()
            .find(|line| line.contains("Error"))
            .unwrap_or("it failed");
        return Ok(Err(format!("no values can be made for it: {last}")));
    }
    serde_json::from_slice(&output.stdout)
        .map(Ok)
        .map_err(|error| Failure(format!("what the sampler says cannot be read: {error}")))
}
