//! Tokens from a file that something else keeps up to date.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::cache::{Cache, Fetched};
use super::provider::{CredentialProvider, Token};
use crate::error::{AuthError, AuthErrorKind};
use crate::secret::zeroized;
use crate::transport::{BoxFuture, Transport};

/// How long what was read is used. What writes such files — a sidecar, `systemd`, Kubernetes with
/// its projected tokens — changes them minutes before the old token ends.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(10);
/// How long it is used while the file cannot be read: it may be about to be replaced.
const USED_AT_MOST: Duration = Duration::from_secs(60);
/// A large JWT is some tens of kilobytes.
pub(super) const LARGEST_TOKEN: u64 = 256 << 10;

/// A bearer token in a file, without the white space around it. The file is read again after ten
/// seconds, and at once when the API refuses the token.
///
/// ```
/// use specwright_runtime::auth::{BearerToken, TokenFile};
///
/// let token: BearerToken = TokenFile::new("/run/secrets/api-token").into();
/// # let _ = token;
/// ```
#[derive(Clone)]
pub struct TokenFile(Arc<Shared>);

struct Shared {
    path: PathBuf,
    cache: Cache,
}

impl TokenFile {
    /// The file is read when a token is needed, so that what is wrong with it comes out of a call.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Shared {
            path: path.into(),
            cache: Cache::default(),
        }))
    }
}

impl CredentialProvider for TokenFile {
    fn token<'a>(&'a self, _: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Token, AuthError>> {
        let path = self.0.path.clone();
        let fetch = move || -> BoxFuture<'static, Result<Fetched, AuthError>> {
            Box::pin(async move {
                let read_at = Instant::now();
                let reading = tokio::task::spawn_blocking(move || read(&path));
                let token = reading.await.map_err(AuthError::provider)??;
                Ok(Fetched {
                    token,
                    renew_at: read_at + READ_AGAIN_AFTER,
                    expires_at: read_at + USED_AT_MOST,
                })
            })
        };
        Box::pin(self.0.cache.token(fetch))
    }

    fn invalidate(&self, refused: &Token) {
        self.0.cache.invalidate(refused);
    }
}

impl fmt::Debug for TokenFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TokenFile").field(&self.0.path).finish()
    }
}

fn read(path: &Path) -> Result<Token, AuthError> {
    let wrong = |error: std::io::Error| {
        AuthError::provider(format!("`{}` cannot be read: {error}", path.display()))
    };
    let file = std::fs::File::open(path).map_err(wrong)?;
    let mut bytes = zeroized();
    // A device or a pipe has no end.
    file.take(LARGEST_TOKEN + 1)
        .read_to_end(&mut bytes)
        .map_err(wrong)?;
    token(&bytes)
}

/// The text as a token, without the white space around it.
pub(super) fn token(bytes: &[u8]) -> Result<Token, AuthError> {
    let bad = |reason| AuthError::new(AuthErrorKind::BadToken(reason));
    if bytes.len() as u64 > LARGEST_TOKEN {
        return Err(bad("it is too long"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| bad("it is not text"))?;
    match text.trim() {
        "" => Err(bad("it is empty")),
        // Not seen by the calls' own check, which would blame it on the request.
        text if text.contains(char::is_whitespace) => Err(bad("it has white space inside")),
        text => Ok(Token::new(text)),
    }
}
