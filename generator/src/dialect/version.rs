//! Which version of OpenAPI a document is written in.

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::{Pointer, SourceMap};
use crate::json::Value;

use super::original::leave_version;

/// A version of OpenAPI, without its patch, which never changes the meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    V2_0,
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::V2_0 => "2.0",
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

/// Reads the version, and leaves the canonical one in its place.
pub(super) fn detect(
    tree: &mut Value,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Version, Reported> {
    let (name, written) = match (tree.get("openapi"), tree.get("swagger")) {
        (Some(written), _) => ("openapi", written),
        (None, Some(written)) => ("swagger", written),
        (None, None) => {
            return Err(diagnostics.error(
                Diagnostic::new(
                    Code::NotOpenApi,
                    "the document has neither `openapi` nor `swagger` at its top",
                )
                .at(sources.origin(&Pointer::root())),
            ));
        }
    };
    let at = Pointer::root().child(name);
    let origin = sources.origin(&at);
    let text = match written {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => {
            // `3.10` is 3.1 as a number: what counts is how it is written.
            let text = sources
                .written(&at)
                .map_or_else(|| number.to_string(), str::to_owned);
            let message =
                format!("`{name}: {text}` is a number; it is read as the text \"{text}\"");
            diagnostics.push(Diagnostic::new(Code::VersionNotText, message).at(origin.clone()));
            text
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    };
    let mut parts = text
        .split(['.', '-', '+'])
        .map(|part| part.parse::<u32>().ok());
    let version = match (name, parts.next().flatten(), parts.next().flatten()) {
        ("swagger", Some(2), Some(0) | None) => Version::V2_0,
        ("openapi", Some(3), Some(0) | None) => Version::V3_0,
        ("openapi", Some(3), Some(1)) => Version::V3_1,
        ("openapi", Some(3), Some(2)) => Version::V3_2,
        ("openapi", Some(3), Some(_)) => {
            let message = format!("OpenAPI {text} is newer than 3.2, the last version known");
            diagnostics.push(Diagnostic::new(Code::NewerVersion, message).at(origin.clone()));
            Version::V3_2
        }
        _ => {
            let message = format!(
                "`{name}` is `{}`; a version from 3.0 to 3.2, or `swagger: \"2.0\"`, was expected",
                if text.is_empty() {
                    "not a version"
                } else {
                    &text
                }
            );
            return Err(
                diagnostics.error(Diagnostic::new(Code::UnsupportedVersion, message).at(origin))
            );
        }
    };
    if let Value::Object(root) = tree {
        leave_version(root);
    }
    Ok(version)
}
