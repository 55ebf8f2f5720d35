//! An error that the API answered with.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::DecodeError;
use super::call::{Call, describe};
use crate::operation::Method;

/// The error body of an operation that documents none, and of an
/// [`Error`](super::Error) whose type was given up. It has no values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untyped {}

/// The API answered with an error. `Display` and `Debug` say which, and leave
/// out the body, which may hold anything: see [`body`](Self::body) and
/// [`text`](Self::text).
pub struct ApiError<E = Untyped>(Box<Inner<E>>);

struct Inner<E> {
    parts: ApiParts,
    body: Option<E>,
    body_error: Option<DecodeError>,
}

/// What an API error is apart from its decoded body.
pub(crate) struct ApiParts {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Bytes,
    pub(crate) truncated: bool,
    pub(crate) documented: bool,
    pub(crate) call: Option<Call>,
}

impl<E> ApiError<E> {
    pub(crate) fn new(parts: ApiParts, body: Option<Result<E, DecodeError>>) -> Self {
        let (body, body_error) = match body {
            Some(Ok(body)) => (Some(body), None),
            Some(Err(error)) => {
                let error = error.of(parts.call.clone(), parts.status, parts.raw.clone());
                (None, Some(error))
            }
            None => (None, None),
        };
        Self(Box::new(Inner {
            parts,
            body,
            body_error,
        }))
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.parts.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.parts.headers
    }

    /// The body, decoded. `None` if the status is not documented, or if the
    /// body is not what is documented: then see [`body_error`](Self::body_error).
    pub fn body(&self) -> Option<&E> {
        self.0.body.as_ref()
    }

    /// The body, decoded, by value.
    pub fn into_body(self) -> Option<E> {
        self.0.body
    }

    /// Why a documented error has no [`body`](Self::body).
    pub fn body_error(&self) -> Option<&DecodeError> {
        self.0.body_error.as_ref()
    }

    /// The body as it came, up to [`Limits::error_body`](crate::Limits).
    pub fn raw(&self) -> &Bytes {
        &self.0.parts.raw
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0.parts.raw)
    }

    /// Whether [`raw`](Self::raw) was cut off at the limit, or broke off.
    pub fn is_truncated(&self) -> bool {
        self.0.parts.truncated
    }

    /// Whether the operation documents this status.
    pub fn is_documented(&self) -> bool {
        self.0.parts.documented
    }

    /// What the server calls the request in its own logs, for a question to its support: the first of
    /// the usual headers (`X-Request-Id`, `Request-Id`, `X-Correlation-Id`, …) that holds what may be
    /// an ID.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// The `operationId` of what was called; `None` for a raw request.
    pub fn operation(&self) -> Option<&str> {
        self.call().and_then(Call::operation)
    }

    /// The method of the request.
    pub fn method(&self) -> Option<Method> {
        self.call().map(|call| call.method)
    }

    /// The path template of the request.
    pub fn path(&self) -> Option<&str> {
        self.call().map(|call| call.path.as_ref())
    }

    pub(crate) fn call(&self) -> Option<&Call> {
        self.0.parts.call.as_ref()
    }

    /// The same error without the type of its body. The raw body stays.
    pub fn into_untyped(self) -> ApiError {
        let Inner {
            parts,
            body: _,
            body_error,
        } = *self.0;
        ApiError(Box::new(Inner {
            parts,
            body: None,
            body_error,
        }))
    }
}

/// The ID of a request, of its response's headers. A server may send anything: what is long or has
/// other characters than an ID is none.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [&str; 7] = [
        "x-request-id",
        "request-id",
        "x-amzn-requestid",
        "x-ms-request-id",
        "x-github-request-id",
        "x-correlation-id",
        "cf-ray",
    ];
    let is_id = |text: &&str| {
        let mut bytes = text.bytes();
        let may_be = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/=+".contains(&byte);
        (1..=64).contains(&text.len()) && bytes.all(may_be)
    };
    let mut values = NAMES.iter().filter_map(|name| headers.get(*name));
    values.find_map(|value| value.to_str().ok().filter(is_id))
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = if self.is_documented() {
            ""
        } else {
            ", which is not documented"
        };
        let status = self.status();
        match self.request_id() {
            None => describe(
                f,
                self.call(),
                format_args!("the API answered {status}{known}"),
            ),
            Some(id) => describe(
                f,
                self.call(),
                format_args!("the API answered {status}{known} (request ID {id})"),
            ),
        }
    }
}

impl<E> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status())
            .field("documented", &self.is_documented())
            .field("raw", &format_args!("{} bytes", self.raw().len()))
            .field("truncated", &self.is_truncated())
            .field("body_error", &self.0.body_error)
            .field("call", &self.call())
            .finish()
    }
}

impl<E> std::error::Error for ApiError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .body_error
            .as_ref()
            .map(|error| error as &(dyn std::error::Error + 'static))
    }
}
