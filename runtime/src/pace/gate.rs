//! What each attempt passes through.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use super::{Pace, told};
use crate::date::now_by;
use crate::observe;
use crate::send::jitter;

/// After a pause, not all who waited should come at once.
const SPREAD: Duration = Duration::from_millis(250);

/// The state of a [`Pace`].
pub(crate) struct Gate {
    pace: Pace,
    permits: Option<Semaphore>,
    /// Whether there is anything to wait for, or ever was: without it nothing is locked.
    may_hold: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When the requests so far would have gone out, one after the other, at an even pace.
    even: Option<Instant>,
    /// Until when the server wants none.
    paused_until: Option<Instant>,
}

impl Gate {
    pub(crate) fn new(pace: Pace) -> Self {
        // The fields are public, and none of them may be nothing.
        let permits = pace.concurrency;
        let permits = permits.map(|permits| permits.clamp(1, Semaphore::MAX_PERMITS));
        Self {
            may_hold: AtomicBool::new(permits.is_some() || pace.rate.is_some()),
            pace,
            permits: permits.map(Semaphore::new),
            state: Mutex::default(),
        }
    }

    /// Whether nothing is to be waited for.
    pub(crate) fn is_open(&self) -> bool {
        !self.may_hold.load(Ordering::Relaxed)
    }

    /// Waits until a request may begin; what is returned is held until it is done. A pause that ends
    /// after `deadline`, or is longer than `longest`, is not waited for.
    pub(crate) async fn enter(
        &self,
        deadline: Option<Instant>,
        longest: Duration,
    ) -> Option<SemaphorePermit<'_>> {
        let permit = match &self.permits {
            // It is never closed.
            Some(permits) => permits.acquire().await.ok(),
            None => None,
        };
        while let Some(until) = self.paused_until() {
            let now = Instant::now();
            let is_late = deadline.is_some_and(|deadline| until >= deadline);
            if until <= now || until - now > longest || is_late {
                break;
            }
            let until = until.checked_add(jitter(SPREAD)).unwrap_or(until);
            observe::held(until - now);
            sleep_until(until).await;
        }
        if let Some(turn) = self.turn() {
            observe::held(turn.saturating_duration_since(Instant::now()));
            sleep_until(turn).await;
        }
        permit
    }

    /// When the next request may begin by the rate, if not now. It is counted: who asks has to come.
    fn turn(&self) -> Option<Instant> {
        let (requests, time) = self.pace.rate?;
        let interval = time / requests.max(1);
        let now = Instant::now();
        let mut state = self.lock();
        let even = state.even.map_or(now, |even| even.max(now));
        state.even = even.checked_add(interval);
        // As many as are allowed may begin together, which is up to `time` before their turns.
        let early = time.saturating_sub(interval);
        let turn = even.checked_sub(early)?;
        (turn > now).then_some(turn)
    }

    fn paused_until(&self) -> Option<Instant> {
        self.lock().paused_until
    }

    /// Takes note of what an answer says of the requests to come.
    pub(crate) fn learn(&self, headers: &HeaderMap) {
        if !self.pace.obeys_server {
            return;
        }
        let Some(pause) = told::pause(headers, || now_by(headers)) else {
            return;
        };
        self.may_hold.store(true, Ordering::Relaxed);
        let until = Instant::now().checked_add(pause);
        let mut state = self.lock();
        // Of answers that overtake one another the last word is the longest.
        state.paused_until = state.paused_until.max(until);
    }

    /// Each step leaves the state whole, so a poisoned lock is as good as another.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
