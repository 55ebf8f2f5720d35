//! A request or response that was lost on the way.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::call::{Call, describe};

/// What happened on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: the name did not resolve, the port refused, the
    /// certificate was not trusted. Nothing was sent.
    Connect,
    /// The connection broke before the response was there.
    Broken,
    /// The body of the response broke off.
    BrokenBody,
    /// The body of the response is not as long as `Content-Length` says.
    WrongLength {
        /// What the header says.
        expected: u64,
        /// What came.
        received: u64,
    },
    /// One attempt took too long.
    AttemptTimeout(Duration),
    /// The whole call took too long.
    TotalTimeout(Duration),
    /// A streamed body stopped for too long.
    Stalled(Duration),
    /// The body of the response is longer than [`Limits`](crate::Limits) allow.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// More redirects than [`Limits`](crate::Limits) allow.
    TooManyRedirects {
        /// The limit.
        limit: u32,
    },
    /// A redirect that is not followed: to a less safe scheme, to no web
    /// address, or with a body that cannot be sent twice.
    BadRedirect(&'static str),
    /// A file of the caller's that is to be sent cannot be read. Nothing more of the request was
    /// sent.
    UnreadableBody,
    /// The file that a download goes to cannot be written.
    UnwritableFile,
    /// Something else, told by the source.
    Other,
}

#[cfg(any(feature = "tracing", feature = "metrics"))]
impl TransportErrorKind {
    /// The kind in a word, which does not change.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Broken => "broken",
            Self::BrokenBody => "broken_body",
            Self::WrongLength { .. } => "wrong_length",
            Self::AttemptTimeout(_) | Self::TotalTimeout(_) => "timeout",
            Self::Stalled(_) => "stalled",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyRedirects { .. } => "too_many_redirects",
            Self::BadRedirect(_) => "bad_redirect",
            Self::UnreadableBody => "unreadable_body",
            Self::UnwritableFile => "unwritable_file",
            Self::Other => "_OTHER",
        }
    }
}

/// The request or the response was lost on the way. Its source never holds a
/// URL, since URLs can carry secrets.
#[derive(Clone)]
pub struct TransportError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: TransportErrorKind,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    call: Option<Call>,
}

impl TransportError {
    /// An error of this kind, without a source.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            source: None,
            call: None,
        }))
    }

    /// The error underneath. It must not show a URL or a secret.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// What happened.
    pub fn kind(&self) -> TransportErrorKind {
        self.0.kind
    }

    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            TransportErrorKind::TotalTimeout(_) => true,
            _ => self.is_transient(),
        }
    }

    /// Whether some time limit was reached.
    pub fn is_timeout(&self) -> bool {
        use TransportErrorKind as Kind;
        matches!(
            self.0.kind,
            Kind::AttemptTimeout(_) | Kind::TotalTimeout(_) | Kind::Stalled(_)
        )
    }

    /// Whether it is certain that the server saw nothing of the request.
    pub(crate) fn is_unsent(&self) -> bool {
        self.0.kind == TransportErrorKind::Connect
    }

    /// Whether another attempt within the same call can help.
    pub(crate) fn is_transient(&self) -> bool {
        use TransportErrorKind as Kind;
        match self.0.kind {
            Kind::Connect
            | Kind::Broken
            | Kind::BrokenBody
            | Kind::WrongLength { .. }
            | Kind::AttemptTimeout(_)
            | Kind::Stalled(_) => true,
            Kind::TotalTimeout(_)
            | Kind::TooLarge { .. }
            | Kind::TooManyRedirects { .. }
            | Kind::BadRedirect(_)
            | Kind::UnreadableBody
            | Kind::UnwritableFile
            | Kind::Other => false,
        }
    }

    pub(crate) fn call(&self) -> Option<&Call> {
        self.0.call.as_ref()
    }

    pub(crate) fn with_call(mut self, call: Call) -> Self {
        self.0.call = Some(call);
        self
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect => f.write_str("no connection could be made"),
            Self::Broken => f.write_str("the connection broke before the response came"),
            Self::BrokenBody => f.write_str("the body of the response broke off"),
            Self::WrongLength { expected, received } => {
                write!(
                    f,
                    "the body has {received} bytes, and its header says {expected}"
                )
            }
            Self::AttemptTimeout(limit) => write!(f, "no response within {limit:?}"),
            Self::TotalTimeout(limit) => write!(f, "the call was not done within {limit:?}"),
            Self::Stalled(limit) => write!(f, "nothing more of the body came for {limit:?}"),
            Self::TooLarge { limit } => {
                write!(
                    f,
                    "the body of the response is longer than the limit of {limit} bytes"
                )
            }
            Self::TooManyRedirects { limit } => write!(f, "redirected more than {limit} times"),
            Self::BadRedirect(reason) => write!(f, "a redirect was not followed: {reason}"),
            Self::UnreadableBody => f.write_str("what is to be sent cannot be read"),
            Self::UnwritableFile => f.write_str("the file cannot be written"),
            Self::Other => f.write_str("the transport failed"),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, self.call(), format_args!("{}", self.0.kind))
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.0.kind)
            .field("source", &self.0.source)
            .field("call", &self.0.call)
            .finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
