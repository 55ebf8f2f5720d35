//! A credential that is missing or could not be had.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::TransportError;
use super::call::{Call, describe};

/// Why there is no credential.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The client has no credential for any of the alternatives that the
    /// operation accepts: the names of their security schemes.
    Missing(Vec<Vec<&'static str>>),
    /// A credential would have gone over plain HTTP to another machine.
    Insecure,
    /// The token endpoint does not know the client or its secret
    /// (`invalid_client`, `unauthorized_client`, or a bare 401).
    WrongClient,
    /// The token endpoint does not grant the scope (`invalid_scope`).
    WrongScope,
    /// The token endpoint refused for another reason: the error code of
    /// RFC 6749 § 5.2 if it is one of these, and the status.
    Refused {
        /// `invalid_request`, `invalid_grant` or `unsupported_grant_type`.
        code: Option<&'static str>,
        /// The status of the response.
        status: u16,
    },
    /// The token endpoint could not be reached, or had trouble of its own; the
    /// status if it answered.
    Unavailable {
        /// The status of the response, if there was one.
        status: Option<u16>,
    },
    /// The token endpoint answered with success and without a usable token.
    BadToken(&'static str),
    /// The provider of the caller failed; its error is the source.
    Provider,
}

/// There is no credential for the operation, or none could be fetched.
/// Everyone who waited for the same token gets the same error.
#[derive(Clone)]
pub struct AuthError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: AuthErrorKind,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    call: Option<Call>,
}

impl AuthError {
    /// An error of a [`CredentialProvider`](crate::auth::CredentialProvider) of
    /// your own. The source must not show a secret.
    pub fn provider(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let mut error = Self::new(AuthErrorKind::Provider);
        error.0.source = Some(Arc::from(source.into()));
        error
    }

    /// An error of this kind, without a source.
    pub fn new(kind: AuthErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            source: None,
            call: None,
        }))
    }

    pub(crate) fn unreachable(source: TransportError) -> Self {
        let mut error = Self::new(AuthErrorKind::Unavailable { status: None });
        error.0.source = Some(Arc::new(source));
        error
    }

    /// Why there is no credential.
    pub fn kind(&self) -> &AuthErrorKind {
        &self.0.kind
    }

    /// Whether it is the other side's trouble, which may pass.
    pub fn is_retryable(&self) -> bool {
        matches!(self.0.kind, AuthErrorKind::Unavailable { .. })
    }

    pub(crate) fn call(&self) -> Option<&Call> {
        self.0.call.as_ref()
    }

    pub(crate) fn with_call(mut self, call: Call) -> Self {
        self.0.call = Some(call);
        self
    }
}

impl fmt::Display for AuthErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(alternatives) => {
                f.write_str("the client has no credential for ")?;
                for (index, schemes) in alternatives.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", or for ")?;
                    }
                    f.write_str(&schemes.join(" with "))?;
                }
                Ok(())
            }
            Self::Insecure => f.write_str(
                "a credential does not go over plain HTTP to another machine; use https, or \
                 `allow_insecure_http`",
            ),
            Self::WrongClient => {
                f.write_str("the token endpoint refused the client: check its ID and secret")
            }
            Self::WrongScope => f.write_str("the token endpoint does not grant the scope"),
            Self::Refused {
                code: Some(code),
                status,
            } => {
                write!(f, "the token endpoint refused with {status}: {code}")
            }
            Self::Refused { code: None, status } => {
                write!(f, "the token endpoint refused with {status}")
            }
            Self::Unavailable {
                status: Some(status),
            } => {
                write!(f, "the token endpoint is in trouble: it answers {status}")
            }
            Self::Unavailable { status: None } => {
                f.write_str("the token endpoint could not be reached")
            }
            Self::BadToken(reason) => write!(f, "the token endpoint gave no token: {reason}"),
            Self::Provider => f.write_str("the credential provider failed"),
        }
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, self.call(), format_args!("{}", self.0.kind))
    }
}

impl fmt::Debug for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthError")
            .field("kind", &self.0.kind)
            .field("source", &self.0.source)
            .field("call", &self.0.call)
            .finish()
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
