//! Tokens from a program that prints them.

use std::fmt;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Clock};

use tokio::time::Instant;
use zeroize::Zeroizing;

use super::cache::{Cache, Fetched};
use super::provider::{CredentialProvider, Token};
use super::token_file::{LARGEST_TOKEN, token};
use crate::error::AuthError;
use crate::secret::zeroized;
use crate::transport::{BoxFuture, Transport};

const DEFAULT_LIFETIME: Duration = Duration::from_secs(5 * 60);
/// A program may open a browser's sign-in; what takes longer does not end.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
/// How long the end of the output is waited for once the program has ended.
const GRACE: Duration = Duration::from_millis(500);
/// How often it is looked whether the program has ended.
const GLANCE: Duration = Duration::from_millis(10);

/// A bearer token that a program prints, as `gcloud auth print-access-token` does. It is run for the
/// first call, again before its token's life ends, and when the API refuses the token; never twice
/// at a time.
///
/// No shell comes between: the arguments are passed as they are.
///
/// ```
/// use std::time::Duration;
/// use specwright_runtime::auth::{BearerToken, TokenCommand};
///
/// let token: BearerToken = TokenCommand::new("gcloud")
///     .args(["auth", "print-access-token"])
///     .lifetime(Duration::from_secs(30 * 60))
///     .into();
/// # let _ = token;
/// ```
#[derive(Clone)]
pub struct TokenCommand(Arc<Shared>);

#[derive(Clone)]
struct Shared {
    program: String,
    arguments: Vec<String>,
    lifetime: Duration,
    timeout: Duration,
    cache: Cache,
}

impl TokenCommand {
    /// A program without arguments.
    pub fn new(program: impl Into<String>) -> Self {
        Self(Arc::new(Shared {
            program: program.into(),
            arguments: Vec::new(),
            lifetime: DEFAULT_LIFETIME,
            timeout: DEFAULT_TIMEOUT,
            cache: Cache::default(),
        }))
    }

    /// More arguments. They are visible to others on the machine, so no place for a secret.
    pub fn args<A: Into<String>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.with(|shared| {
            shared
                .arguments
                .extend(arguments.into_iter().map(Into::into))
        })
    }

    /// How long a token is used, at most a year. Default: 5 min.
    pub fn lifetime(self, lifetime: Duration) -> Self {
        self.with(|shared| shared.lifetime = lifetime)
    }

    /// How long the program may take before it is killed. Default: 60 s.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|shared| shared.timeout = timeout)
    }

    /// Another command, with a cache of its own.
    fn with(self, change: impl FnOnce(&mut Shared)) -> Self {
        let mut shared = Arc::unwrap_or_clone(self.0);
        shared.cache = Cache::default();
        change(&mut shared);
        Self(Arc::new(shared))
    }
}

impl CredentialProvider for TokenCommand {
    fn token<'a>(&'a self, _: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Token, AuthError>> {
        let shared = self.0.clone();
        let fetch = move || -> BoxFuture<'static, Result<Fetched, AuthError>> {
            Box::pin(async move {
                let begun_at = Instant::now();
                let lifetime = shared.lifetime;
                let running = tokio::task::spawn_blocking(move || run(&shared));
                let token = running.await.map_err(AuthError::provider)??;
                Ok(Fetched::lasting(token, begun_at, lifetime))
            })
        };
        Box::pin(self.0.cache.token(fetch))
    }

    fn invalidate(&self, refused: &Token) {
        self.0.cache.invalidate(refused);
    }
}

impl fmt::Debug for TokenCommand {
    /// The arguments are left out, in case one is a secret after all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCommand")
            .field("program", &self.0.program)
            .field("lifetime", &self.0.lifetime)
            .finish_non_exhaustive()
    }
}

fn run(shared: &Shared) -> Result<Token, AuthError> {
    let wrong = |why: &dyn fmt::Display| AuthError::provider(format!("`{}` {why}", shared.program));
    let mut child = Command::new(&shared.program)
        .args(&shared.arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        // What it complains of may hold what it prints.
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| wrong(&format_args!("cannot be started: {error}")))?;
    let printed = Arc::new(Mutex::new(zeroized()));
    let reader = child.stdout.take().map(|output| {
        let printed = printed.clone();
        // A program that prints more than a pipe holds waits for its reader.
        std::thread::spawn(move || read(output, &printed))
    });
    let status = wait(&mut child, shared.timeout)
        .map_err(|error| wrong(&format_args!("cannot be waited for: {error}")))?;
    let Some(status) = status else {
        let took = shared.timeout;
        return Err(wrong(&format_args!("took longer than {took:?}")));
    };
    if !status.success() {
        return Err(wrong(&format_args!("failed: {status}")));
    }
    // What it has left running in the background may hold the output open for ever.
    let begin = Clock::now();
    while reader.as_ref().is_some_and(|reader| !reader.is_finished()) && begin.elapsed() < GRACE {
        std::thread::sleep(GLANCE);
    }
    token(&lock(&printed))
}

/// Reads until the end, or until it is too long for a token.
fn read(mut output: impl Read, printed: &Mutex<Zeroizing<Vec<u8>>>) {
    let mut chunk = Zeroizing::new([0; 4096]);
    // Of what cannot be read there is less, and no token.
    while let Ok(length @ 1..) = output.read(&mut *chunk) {
        let mut printed = lock(printed);
        printed.extend_from_slice(chunk.get(..length).unwrap_or_default());
        if printed.len() as u64 > LARGEST_TOKEN {
            break;
        }
    }
}

fn lock(printed: &Mutex<Zeroizing<Vec<u8>>>) -> MutexGuard<'_, Zeroizing<Vec<u8>>> {
    printed.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for the end, or kills the program when its time is over.
fn wait(child: &mut Child, timeout: Duration) -> std::io::Result<Option<std::process::ExitStatus>> {
    let begin = Clock::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begin.elapsed() >= timeout {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(GLANCE);
    }
}
