//! A body that is not what the API documents.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use serde::de::IgnoredAny;

use super::call::{Call, describe, excerpt};
use crate::decode::{at, place, position};
use crate::json::read::{Document, Fault, Problem};

/// What is wrong with the body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// It is not the JSON that is documented.
    Json {
        /// What was found and what was expected, in the words of `serde` and `serde_json`.
        message: String,
        /// Where in the document: `incidents[3].status`; empty at the top.
        path: String,
        /// The line in which the value begins, or up to which the text is JSON; from 1.
        line: usize,
        /// The byte in the line, from 1.
        column: usize,
    },
    /// It is empty, and JSON is documented.
    Empty,
    /// It is not UTF-8.
    NotText,
    /// It is of another media type than those that are documented, such as the page of a proxy.
    ContentType {
        /// The media type that the header has, without parameters.
        found: String,
        /// What is documented: media types, or `JSON`.
        expected: String,
    },
    /// The status is a success that is not documented, and the documented
    /// ones have different bodies.
    UndocumentedStatus,
    /// What a decoder of your own says.
    Other(String),
}

/// The body of a response is not what the API documents. The raw body is kept.
#[derive(Clone)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: DecodeErrorKind,
    status: Option<StatusCode>,
    raw: Bytes,
    call: Option<Call>,
}

/// What a decoder says, without the text that it stumbled over: that may be a
/// secret which the API has echoed, and the raw body has it.
fn without_text(message: &str) -> String {
    let quoted = message
        .split_once('"')
        .and_then(|(before, rest)| Some((before, rest.rsplit_once('"')?.1)));
    match quoted {
        Some((before, after)) => format!("{before}\"…\"{after}"),
        None => message.to_owned(),
    }
}

impl DecodeError {
    /// An error of this kind. The status and the body are added by whoever
    /// called the decoder.
    pub fn new(kind: DecodeErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            status: None,
            raw: Bytes::new(),
            call: None,
        }))
    }

    pub(crate) fn json(error: &serde_json::Error, body: &[u8]) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        // `serde_json` ends its text with the place, which is said apart here.
        let end = format!(" at line {line} column {column}");
        let message = without_text(text.strip_suffix(&end).unwrap_or(&text));
        let message = excerpt(&message);
        let path = place(body, line, column);
        Self::new(DecodeErrorKind::Json {
            message,
            path,
            line,
            column,
        })
    }

    /// A value of a JSON document is not as documented.
    #[cold]
    pub(crate) fn fault(fault: &Fault, document: &Document<'_>) -> Self {
        let start = fault.start();
        let (line, column) = position(document.text().as_bytes(), start);
        Self::new(DecodeErrorKind::Json {
            message: excerpt(&without_text(&fault.to_string())),
            path: at(document, start),
            line,
            column,
        })
    }

    /// The body is no JSON.
    #[cold]
    pub(crate) fn not_json(problem: Problem, body: &[u8]) -> Self {
        let (message, start) = match problem {
            Problem::Syntax => match serde_json::from_slice::<IgnoredAny>(body) {
                Err(error) => return Self::json(&error, body),
                Ok(_) => ("it is not JSON", 0),
            },
            Problem::Encoding(start) => ("invalid unicode code point", start),
            Problem::Depth(start) => ("recursion limit exceeded", start),
            Problem::Length => ("it is longer than 4 GiB", 0),
        };
        let (line, column) = position(body, start);
        Self::new(DecodeErrorKind::Json {
            message: message.to_owned(),
            path: place(body, line, column),
            line,
            column,
        })
    }

    /// What is wrong with the body.
    pub fn kind(&self) -> &DecodeErrorKind {
        &self.0.kind
    }

    /// The status of the response.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The body as it came.
    pub fn raw(&self) -> &Bytes {
        &self.0.raw
    }

    /// Where in the body: `incidents[3].status`. `None` if it is no JSON error.
    pub fn path(&self) -> Option<&str> {
        match &self.0.kind {
            DecodeErrorKind::Json { path, .. } => Some(path),
            _ => None,
        }
    }

    pub(crate) fn call(&self) -> Option<&Call> {
        self.0.call.as_ref()
    }

    pub(crate) fn with_raw(mut self, raw: Bytes) -> Self {
        self.0.raw = raw;
        self
    }

    pub(crate) fn of(mut self, call: Option<Call>, status: StatusCode, raw: Bytes) -> Self {
        self.0.call = call;
        self.0.status = Some(status);
        self.0.raw = raw;
        self
    }
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json {
                message,
                path,
                line,
                column,
            } if path.is_empty() => {
                write!(f, "{message}, at line {line} column {column}")
            }
            Self::Json {
                message,
                path,
                line,
                column,
            } => {
                write!(f, "{message}, at `{path}`, line {line} column {column}")
            }
            Self::Empty => f.write_str("it is empty, and JSON was expected"),
            Self::NotText => f.write_str("it is not UTF-8"),
            Self::ContentType { found, expected } => {
                write!(f, "it is `{found}`, and {expected} was expected")
            }
            Self::UndocumentedStatus => f.write_str("the status is not documented"),
            Self::Other(message) => f.write_str(message),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = &self.0.kind;
        match self.0.status {
            Some(status) => describe(
                f,
                self.call(),
                format_args!(
                    "the body of the response ({}) is not as documented: {kind}",
                    status.as_u16()
                ),
            ),
            None => describe(
                f,
                self.call(),
                format_args!("the body is not as documented: {kind}"),
            ),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("kind", &self.0.kind)
            .field("status", &self.0.status)
            .field("raw", &format_args!("{} bytes", self.0.raw.len()))
            .field("call", &self.0.call)
            .finish()
    }
}

impl std::error::Error for DecodeError {}
