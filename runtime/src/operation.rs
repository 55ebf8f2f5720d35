//! What a generated crate knows about an operation before it is called.

use http::StatusCode;

/// An HTTP method that can stand in a `static`.
///
/// `http::Method` cannot be matched on or built in a constant for a method
/// that is not one of its own; this one can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
    /// Any other method, as it is written on the wire.
    Other(&'static str),
}

impl Method {
    /// The method as it is written on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Other(name) => name,
        }
    }

    /// Whether sending twice has the effect of sending once
    /// (RFC 9110 § 9.2.2). `QUERY` is defined as safe; other methods that are unknown are taken to
    /// be unsafe.
    pub const fn is_idempotent(self) -> bool {
        match self {
            Self::Get | Self::Put | Self::Delete | Self::Options | Self::Head | Self::Trace => true,
            Self::Post | Self::Patch => false,
            Self::Other(name) => matches!(name.as_bytes(), b"QUERY"),
        }
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Method {
    /// `None` if the name is no token (RFC 9110 § 5.6.2).
    pub(crate) fn to_http(self) -> Option<http::Method> {
        http::Method::from_bytes(self.as_str().as_bytes()).ok()
    }
}

/// Names of the security schemes that together let a request in.
pub type SecurityAlternative = &'static [&'static str];

/// One operation of an API: everything about it that does not change from
/// call to call. Generated crates have a constant for each.
///
/// ```
/// use specwright_runtime::{Method, Operation};
///
/// static LIST_INCIDENTS: Operation = Operation {
///     id: "listIncidents",
///     method: Method::Get,
///     path: "/incidents",
///     security: &[&["bearerAuth"]],
///     repeatable: true,
///     accept: "application/json",
///     success: &[200],
///     errors: &[400, 401, 4, 0],
///     server: None,
/// };
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Its `operationId`, for errors and traces.
    pub id: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path template, relative to the base URL: `/incidents/{incident_id}`.
    pub path: &'static str,
    /// Alternatives, each a set of scheme names. `&[]`: needs none. `&[&[]]`
    /// among them: may be called without.
    pub security: &'static [SecurityAlternative],
    /// Whether it may be sent again when it is not known if it was received.
    pub repeatable: bool,
    /// The `Accept` header; `""` for none.
    pub accept: &'static str,
    /// Documented statuses of success. A number below 10 is a range: `2` is
    /// `2XX`. Empty: any 2xx. A redirect among them is followed if it comes
    /// without content that `accept` asks for.
    pub success: &'static [u16],
    /// Documented statuses of errors. `4` is `4XX`, `0` is `default`.
    pub errors: &'static [u16],
    /// The operation's own server, which takes the place of the client's base
    /// URL unless the caller has set one. May be relative to it.
    pub server: Option<&'static str>,
}

/// What a status means to an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    Success,
    DocumentedError,
    UndocumentedError,
}

impl Operation {
    /// An undocumented 2xx counts as success: the server did what was asked,
    /// and the decoder says whether the body is the documented one.
    pub(crate) fn meaning(&self, status: StatusCode) -> Meaning {
        if documents(self.success, status) {
            Meaning::Success
        } else if self.errors.contains(&status.as_u16()) {
            Meaning::DocumentedError
        } else if status.is_success() {
            Meaning::Success
        } else if documents(self.errors, status) || self.errors.contains(&0) {
            Meaning::DocumentedError
        } else {
            Meaning::UndocumentedError
        }
    }

    /// Whether this very status is documented.
    pub(crate) fn names(&self, status: StatusCode) -> bool {
        let code = status.as_u16();
        self.success.contains(&code) || self.errors.contains(&code)
    }
}

fn documents(list: &[u16], status: StatusCode) -> bool {
    let code = status.as_u16();
    list.iter()
        .any(|&entry| entry == code || (entry > 0 && entry < 10 && entry == code / 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(success: &'static [u16], errors: &'static [u16]) -> Operation {
        Operation {
            id: "op",
            method: Method::Get,
            path: "/",
            security: &[],
            repeatable: true,
            accept: "",
            success,
            errors,
            server: None,
        }
    }

    #[test]
    fn statuses_mean_what_is_documented() {
        let op = operation(&[200], &[404, 5]);
        assert_eq!(op.meaning(StatusCode::OK), Meaning::Success);
        assert_eq!(op.meaning(StatusCode::CREATED), Meaning::Success);
        assert_eq!(op.meaning(StatusCode::NOT_FOUND), Meaning::DocumentedError);
        assert_eq!(
            op.meaning(StatusCode::BAD_GATEWAY),
            Meaning::DocumentedError
        );
        assert_eq!(
            op.meaning(StatusCode::BAD_REQUEST),
            Meaning::UndocumentedError
        );
    }

    #[test]
    fn default_covers_what_is_left_but_not_success() {
        let op = operation(&[2], &[0]);
        assert_eq!(op.meaning(StatusCode::ACCEPTED), Meaning::Success);
        assert_eq!(
            op.meaning(StatusCode::IM_A_TEAPOT),
            Meaning::DocumentedError
        );
        let op = operation(&[], &[0]);
        assert_eq!(op.meaning(StatusCode::OK), Meaning::Success);
    }

    #[test]
    fn a_documented_redirect_is_named() {
        let op = operation(&[302], &[]);
        assert!(op.names(StatusCode::FOUND));
        assert_eq!(op.meaning(StatusCode::FOUND), Meaning::Success);
        assert!(!op.names(StatusCode::SEE_OTHER));
    }
}
