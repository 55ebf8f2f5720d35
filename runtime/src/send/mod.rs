//! The one way a request goes out: attempts, waits, sign-in and redirects, in
//! one loop that is compiled once, for all operations.

mod attempt;
mod deadline;
mod future;
mod receive;
mod redirect;
mod retry;

use std::pin::pin;

use tokio::time::Instant;

use crate::error::{AuthError, Call, RequestError, TransportError};
use crate::observe;
use crate::request::Request;

use attempt::Attempt;
use deadline::Deadline;
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
    // Pinned here: a future that goes into another by value is there twice, and this one is large.
    let calling = pin!(async {
        let mut attempts = 0;
        let deadline = Deadline::of_call(limit);
        let result = attempt_until(&request, receive, &deadline, &mut attempts).await;
        (result, attempts)
    });
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
    deadline: &Deadline,
    attempts: &mut u32,
) -> Result<Received, Failure> {
    let attempt = Attempt::prepare(request, receive);
    let shared = request.client().shared();
    let policy = request.options().retry.as_ref().unwrap_or(&shared.retry);
    let replayable = request.body().is_replayable();
    let mut retries = 0;
    let mut signed_in_again = false;
    loop {
        let entered = if shared.gate.is_open() {
            None
        } else {
            let entering = shared.gate.enter(deadline.at(), policy.longest_retry_after);
            deadline.bound(entering).await?
        };
        *attempts += 1;
        let (result, used) = attempt.run(*attempts, deadline).await;
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
            .at()
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
