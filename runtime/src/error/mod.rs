//! What can go wrong with a call, each with what a person needs to know: which
//! operation, which status, where in the body, and whether trying again can
//! help. No error shows a secret, in `Debug`, `Display` or its sources.

mod api;
mod auth;
mod build;
mod call;
mod decode;
mod page;
mod progenitor;
mod request;
mod transport;

use std::fmt;

use http::StatusCode;

pub use api::{ApiError, Untyped};
pub use auth::{AuthError, AuthErrorKind};
pub use build::{BuildError, MissingSetting};
pub use decode::{DecodeError, DecodeErrorKind};
pub use page::{PageError, PageErrorKind};
pub use request::RequestError;
pub use transport::{TransportError, TransportErrorKind};

pub(crate) use api::ApiParts;
#[cfg(feature = "tracing")]
pub(crate) use api::request_id;
pub(crate) use call::{Call, excerpt};

/// A call that did not succeed. `E` is the documented body of the API's
/// errors; [`into_untyped`](Error::into_untyped) does without it.
#[non_exhaustive]
pub enum Error<E = Untyped> {
    /// The request could not be built: a path parameter that would change the
    /// route, a value that does not serialize. Nothing was sent.
    Request(RequestError),
    /// There is no credential for the operation, or none could be fetched.
    Auth(AuthError),
    /// The request or the response was lost on the way, or took too long.
    Transport(TransportError),
    /// The API answered with an error.
    Api(ApiError<E>),
    /// The API answered with success and a body that is not as documented.
    Decode(DecodeError),
    /// A page that contradicts the pages before it.
    Page(PageError),
}

impl<E> Error<E> {
    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request(_) | Self::Auth(_) | Self::Transport(_) | Self::Page(_) => None,
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => error.status(),
        }
    }

    /// Whether the same call may succeed when it is made again later: a
    /// connection that broke, a timeout, 408, 429 and most 5xx. It does not
    /// say that the first call had no effect.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Request(_) | Self::Decode(_) | Self::Page(_) => false,
            Self::Auth(error) => error.is_retryable(),
            Self::Transport(error) => error.is_retryable(),
            Self::Api(error) => crate::send::is_transient(error.status()),
        }
    }

    /// The `operationId` of what was called; `None` for a raw request.
    pub fn operation(&self) -> Option<&str> {
        self.call().and_then(Call::operation)
    }

    /// How often the request was sent, or begun to be sent.
    pub fn attempts(&self) -> u32 {
        self.call().map_or(0, |call| call.attempts)
    }

    /// The same error without the type of the API's error body, for code that
    /// calls many operations. The raw body stays.
    pub fn into_untyped(self) -> Error {
        match self {
            Self::Request(error) => Error::Request(error),
            Self::Auth(error) => Error::Auth(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Api(error) => Error::Api(error.into_untyped()),
            Self::Decode(error) => Error::Decode(error),
            Self::Page(error) => Error::Page(error),
        }
    }

    fn call(&self) -> Option<&Call> {
        match self {
            Self::Request(error) => error.call(),
            Self::Auth(error) => error.call(),
            Self::Transport(error) => error.call(),
            Self::Api(error) => error.call(),
            Self::Decode(error) => error.call(),
            Self::Page(error) => error.call(),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Auth(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Page(error) => error.fmt(f),
        }
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => fmt::Debug::fmt(error, f),
            Self::Auth(error) => fmt::Debug::fmt(error, f),
            Self::Transport(error) => fmt::Debug::fmt(error, f),
            Self::Api(error) => fmt::Debug::fmt(error, f),
            Self::Decode(error) => fmt::Debug::fmt(error, f),
            Self::Page(error) => fmt::Debug::fmt(error, f),
        }
    }
}

impl<E> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(_) | Self::Page(_) => None,
            Self::Auth(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Decode(error) => error.source(),
        }
    }
}

impl<E> From<RequestError> for Error<E> {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl<E> From<AuthError> for Error<E> {
    fn from(error: AuthError) -> Self {
        Self::Auth(error)
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl<E> From<ApiError<E>> for Error<E> {
    fn from(error: ApiError<E>) -> Self {
        Self::Api(error)
    }
}

impl<E> From<DecodeError> for Error<E> {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl<E> From<PageError> for Error<E> {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}
