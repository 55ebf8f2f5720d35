//! The one way a request goes out: attempts, waits, sign-in and redirects, in
//! one loop that is compiled once, for all operations.

mod attempt;
mod future;
mod receive;
mod redirect;
mod retry;

use tokio::time::{Instant, timeout_at};

use crate::error::{AuthError, Call, RequestError, TransportError, TransportErrorKind};
use crate::observe;
use crate::request::Request;

use attempt::Attempt;
use retry::Verdict;

pub use future::{RawFuture, ResponseFuture};
pub use retry::RetryPolicy;

pub(crate) use receive::{Received, read_body};
pub(crate) use retry::{Backoff, Budget, is_transient, jitter, retry_after, spread};

/// What to do with the body of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receive {
    /// That of a success is read whole; of an error, the beginning.
    Whole,
    /// That of a success comes as a stream; of an error, the beginning is read.
    Stream,
    /// It is read whole, whatever the status and the media type.
    Raw,
}

/// Why there is no response.
pub(crate) enum Failure {
    Request(RequestError),
    Auth(AuthError),
    Transport(TransportError),
}

impl Failure {
    fn with_call(self, call: Call) -> Self {
        match self {
            Self::Request(error) => Self::Request(error.with_call(call)),
            Self::Auth(error) => Self::Auth(error.with_call(call)),
            Self::Transport(error) => Self::Transport(error.with_call(call)),
        }
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Self {
        Self::Auth(error)
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// Sends a request until there is an answer that no further attempt would
/// better, or no time, or no budget.
pub(crate) async fn send(mut request: Request, receive: Receive) -> Result<Received, Failure> {
    let client = request.client().clone();
    let shared = client.shared();
    shared.hooks.give_key(&mut request);
    let limit = request.options().timeout.or(shared.timeouts.total);
    let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
    let calling = async {
        let mut attempts = 0;
        let sending = attempt_until(&request, receive, deadline, &mut attempts);
        let result = match (deadline, limit) {
            (Some(deadline), Some(limit)) => match timeout_at(deadline, sending).await {
                Ok(result) => result,
                Err(_) => Err(TransportError::new(TransportErrorKind::TotalTimeout(limit)).into()),
            },
            _ => sending.await,
        };
        (result, attempts)
    };
    let (result, attempts) = observe::call(&request, calling).await;
    let call = Call {
        attempts,
        ..request.call()
    };
    match result {
        Ok(received) => Ok(Received { call, ..received }),
        Err(failure) => Err(failure.with_call(call)),
    }
}

async fn attempt_until(
    request: &Request,
    receive: Receive,
    deadline: Option<Instant>,
    attempts: &mut u32,
) -> Result<Received, Failure> {
    let attempt = Attempt::prepare(request, receive)?;
    let shared = request.client().shared();
    let policy = request.options().retry.as_ref().unwrap_or(&shared.retry);
    let replayable = request.body().is_replayable();
    let mut retries = 0;
    let mut signed_in_again = false;
    loop {
        *attempts += 1;
        let entered = shared
            .gate
            .enter(deadline, policy.longest_retry_after)
            .await;
        let (result, used) = attempt.run(*attempts).await;
        drop(entered);

        let refused = matches!(&result, Ok(received) if received.refused_credentials);
        if refused && replayable && !signed_in_again && !used.is_empty() {
            signed_in_again = true;
            used.invalidate();
            continue;
        }

        let verdict = Verdict::of(
            &result,
            policy,
            request.operation().repeatable && replayable,
            replayable,
        );
        let wait = match verdict {
            Verdict::Done { success } => {
                if success {
                    shared.budget.deposit(retries > 0);
                }
                return result;
            }
            Verdict::Again { retry_after } => policy.wait(retries + 1, retry_after),
        };
        let Some(wait) = wait else { return result };
        // Waiting past the deadline would only hide why.
        let now = Instant::now();
        let is_late = deadline
            .is_some_and(|deadline| now.checked_add(wait).is_none_or(|begin| begin >= deadline));
        if is_late || !shared.budget.withdraw() {
            return result;
        }
        retries += 1;
        observe::waits(request, *attempts, wait, &result);
        drop(result);
        tokio::time::sleep(wait).await;
    }
}
