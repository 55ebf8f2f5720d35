//! One token for many calls.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::provider::Token;
use crate::error::{AuthError, AuthErrorKind};
use crate::send::spread;
use crate::transport::BoxFuture;

/// A fetched token and when to ask for the next.
pub(super) struct Fetched {
    pub(super) token: Token,
    pub(super) renew_at: Instant,
    pub(super) expires_at: Instant,
}

/// How long before its end a token is renewed: a tenth of its life, but not
/// more than this.
const LONGEST_MARGIN: Duration = Duration::from_secs(60);
/// How long a token is used at most: the clock does not count up to any duration.
const LONGEST_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

impl Fetched {
    /// A token that is good for a time. When it is renewed differs from one to the next, so that
    /// clients that were started together do not stay together.
    pub(super) fn lasting(token: Token, asked_at: Instant, lifetime: Duration) -> Self {
        let lifetime = lifetime.min(LONGEST_LIFETIME);
        let margin = (lifetime / 10).min(LONGEST_MARGIN);
        let expires_at = asked_at + lifetime;
        Self {
            token: token.with_expiry(expires_at),
            // Between one margin and two before the end.
            renew_at: asked_at + lifetime.saturating_sub(spread(margin * 2)),
            expires_at,
        }
    }
}

/// After a renewal that failed while the old token is still good, how long to
/// leave the token endpoint alone.
const PAUSE_AFTER_FAILED_RENEWAL: Duration = Duration::from_secs(5);

type Outcome = Result<Token, AuthError>;

/// Keeps a token, and sees to it that at most one fetch is under way. Clones are the same one.
#[derive(Default, Clone)]
pub(super) struct Cache(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    current: Option<Fetched>,
    /// The fetch under way; everyone who needs its token waits on it.
    fetch: Option<watch::Receiver<Option<Outcome>>>,
}

impl Cache {
    /// The token at hand, or one from `fetch`. A token that is due for renewal
    /// but still good is given at once, and renewed in the background.
    pub(super) async fn token<F>(&self, fetch: F) -> Outcome
    where
        F: FnOnce() -> BoxFuture<'static, Result<Fetched, AuthError>> + Send,
    {
        let (mut result, begun) = {
            let mut state = lock(&self.0);
            let now = Instant::now();
            let good = state
                .current
                .as_ref()
                .filter(|current| now < current.expires_at);
            if let Some(current) = good {
                let token = current.token.clone();
                let due = now >= current.renew_at && state.fetch.is_none();
                let begun = due.then(|| self.begin(&mut state));
                drop(state);
                if let Some((_, running)) = begun {
                    running.spawn(fetch());
                }
                return Ok(token);
            }
            match &state.fetch {
                Some(running) => (running.clone(), None),
                None => {
                    let (receiver, running) = self.begin(&mut state);
                    (receiver, Some(running))
                }
            }
        };
        if let Some(running) = begun {
            running.spawn(fetch());
        }
        let outcome = match result.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone(),
            Err(_) => None,
        };
        // The sender goes without a word only when the fetch panicked or its
        // runtime was shut down.
        outcome.unwrap_or_else(|| Err(AuthError::new(AuthErrorKind::Unavailable { status: None })))
    }

    /// Notes that a fetch is under way. It is spawned once the lock is free: a
    /// runtime that is shutting down drops it at once, and that takes the lock.
    fn begin(&self, state: &mut State) -> (watch::Receiver<Option<Outcome>>, Running) {
        let (sender, receiver) = watch::channel(None);
        state.fetch = Some(receiver.clone());
        let running = Running {
            state: self.0.clone(),
            sender: Some(sender),
        };
        (receiver, running)
    }

    /// Forgets the token if it is the one that was refused: another call may
    /// have renewed it meanwhile.
    pub(super) fn invalidate(&self, refused: &Token) {
        let mut state = lock(&self.0);
        let same = |current: &Fetched| current.token.secret().expose() == refused.secret().expose();
        if state.current.as_ref().is_some_and(same) {
            state.current = None;
        }
    }
}

/// A fetch under way. However it ends, the next call can begin another.
struct Running {
    state: Arc<Mutex<State>>,
    /// Taken when the fetch is done.
    sender: Option<watch::Sender<Option<Outcome>>>,
}

impl Running {
    /// The fetch is a task of its own, so that it lives on when the call that
    /// began it is dropped: others may wait for it.
    fn spawn(self, fetch: BoxFuture<'static, Result<Fetched, AuthError>>) {
        tokio::spawn(async move { self.finish(fetch.await) });
    }

    fn finish(mut self, fetched: Result<Fetched, AuthError>) {
        let outcome = {
            let mut state = lock(&self.state);
            state.fetch = None;
            match fetched {
                Ok(fetched) => {
                    let token = fetched.token.clone();
                    state.current = Some(fetched);
                    Ok(token)
                }
                Err(error) => {
                    if let Some(current) = &mut state.current {
                        current.renew_at = Instant::now() + PAUSE_AFTER_FAILED_RENEWAL;
                    }
                    Err(error)
                }
            }
        };
        if let Some(sender) = self.sender.take() {
            // Nobody waits for a renewal in the background.
            let _ = sender.send(Some(outcome));
        }
    }
}

impl Drop for Running {
    /// A fetch that panicked, or whose runtime was shut down.
    fn drop(&mut self) {
        if self.sender.is_some() {
            lock(&self.state).fetch = None;
        }
    }
}

/// Nothing panics while the lock is held, and the state is whole at every
/// step, so a poisoned lock is as good as another.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
