//! Where a credential that changes comes from.

use std::fmt;
use std::sync::Arc;

use tokio::time::Instant;

use crate::error::AuthError;
use crate::secret::Secret;
use crate::transport::{BoxFuture, Transport};

/// A token, and until when it can be used.
#[derive(Debug, Clone)]
pub struct Token {
    secret: Secret,
    expires_at: Option<Instant>,
}

impl Token {
    /// A token that is good until the API refuses it.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secret: secret.into(),
            expires_at: None,
        }
    }

    /// The same token with an end. The clock is the monotonic one, which does
    /// not jump.
    pub fn with_expiry(mut self, expires_at: Instant) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// The token itself.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Until when it can be used; `None`: until the API refuses it.
    pub fn expires_at(&self) -> Option<Instant> {
        self.expires_at
    }
}

/// Where a credential that changes comes from: a vault, a file, another
/// service.
///
/// It is asked before every attempt, so a provider that does work keeps what
/// it has. One provider may serve many clients.
///
/// ```
/// use std::sync::Arc;
/// use specwright_runtime::auth::{CredentialProvider, Token};
/// use specwright_runtime::{AuthError, BoxFuture, Transport};
///
/// struct FromFile(std::path::PathBuf);
///
/// impl CredentialProvider for FromFile {
///     fn token<'a>(
///         &'a self,
///         _transport: &'a Arc<dyn Transport>,
///     ) -> BoxFuture<'a, Result<Token, AuthError>> {
///         Box::pin(async {
///             let text = std::fs::read_to_string(&self.0).map_err(AuthError::provider)?;
///             Ok(Token::new(text.trim()))
///         })
///     }
/// }
/// ```
pub trait CredentialProvider: Send + Sync + 'static {
    /// A token that is good now. `transport` is that of the client that asks,
    /// for providers that fetch over HTTP.
    fn token<'a>(
        &'a self,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Token, AuthError>>;

    /// The API refused this token with 401: do not give it again. Called at
    /// most once a call, after which [`token`](Self::token) is asked again.
    fn invalidate(&self, refused: &Token) {
        let _ = refused;
    }
}

impl fmt::Debug for dyn CredentialProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialProvider")
    }
}
