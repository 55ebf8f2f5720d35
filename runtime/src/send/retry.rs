//! When to try again, how long to wait before, and when to stop.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

use super::{Failure, Received};
use crate::date::{http_date, now_by};
use crate::operation::Meaning;

/// How often and when to try again.
///
/// Tried again is what is safe to repeat — an idempotent method, an operation
/// marked as safe, or a call with an idempotency key — when the connection or the body breaks, an
/// attempt takes too long, or the status is one of `statuses`.
/// Other operations are tried again when the server did not act: the
/// connection was refused, or the status is 429, or 503 with `Retry-After`. A
/// body that comes as a stream is never sent again.
///
/// Between two attempts is a random wait of up to `base`, doubled with each,
/// but not more than `longest`; `Retry-After` is obeyed where it asks for
/// more, and ends the call at once where it asks for more than is left of the
/// total time, or more than `longest_retry_after`.
///
/// All calls of a client share a budget of 100 retries. Every call that
/// succeeds at once gives a tenth of a retry back, and one that succeeds after
/// a retry gives one back, so that an outage is not made worse.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first included. Default: 4.
    pub attempts: u32,
    /// The longest wait before the second attempt. Default: 250 ms.
    pub base: Duration,
    /// The longest wait before any. Default: 20 s.
    pub longest: Duration,
    /// The longest `Retry-After` that is obeyed. Default: 10 min.
    pub longest_retry_after: Duration,
    /// The statuses that may be others a moment later. Default: 408, 429, 500, 502, 503 and 504.
    pub statuses: Cow<'static, [u16]>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            base: Duration::from_millis(250),
            longest: Duration::from_secs(20),
            longest_retry_after: Duration::from_secs(600),
            statuses: Cow::Borrowed(&TRANSIENT),
        }
    }
}

const TRANSIENT: [u16; 6] = [408, 429, 500, 502, 503, 504];

impl RetryPolicy {
    /// One attempt.
    pub fn none() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }

    /// Attempts in all, the first included.
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The longest wait before the second attempt, and before any.
    pub fn with_backoff(mut self, base: Duration, longest: Duration) -> Self {
        self.base = base;
        self.longest = longest;
        self
    }

    /// The longest `Retry-After` that is obeyed.
    pub fn with_longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// The statuses that may be others a moment later, in the place of those by default. They count
    /// for what is safe to repeat.
    pub fn with_statuses(mut self, statuses: impl Into<Vec<u16>>) -> Self {
        self.statuses = Cow::Owned(statuses.into());
        self
    }

    /// How long to wait before this retry, counted from 1; `None` to give up.
    pub(crate) fn wait(&self, retry: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if retry >= self.attempts {
            return None;
        }
        let backoff = Backoff {
            base: self.base,
            longest: self.longest,
        };
        match retry_after {
            Some(wait) if wait > self.longest_retry_after => None,
            // Everyone was told the same moment: not all should come at once.
            Some(wait) => Some(wait.saturating_add(jitter(self.base))),
            None => Some(backoff.wait(retry)),
        }
    }
}

/// Exponential backoff with full jitter.
pub(crate) struct Backoff {
    pub(crate) base: Duration,
    pub(crate) longest: Duration,
}

impl Backoff {
    /// How long to wait before this retry, counted from 1.
    pub(crate) fn wait(&self, retry: u32) -> Duration {
        let doubled = 2u32.saturating_pow(retry.saturating_sub(1));
        jitter(self.base.saturating_mul(doubled).min(self.longest))
    }
}

/// A random part of `longest`. The keys of a fresh `RandomState` are random
/// and differ from one to the next, which is all that jitter needs, without a
/// crate for it.
pub(crate) fn jitter(longest: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    let part = (random >> 11) as f64 / (1u64 << 53) as f64;
    longest.mul_f64(part)
}

/// A random wait between half of `wait` and the whole.
pub(crate) fn spread(wait: Duration) -> Duration {
    wait / 2 + jitter(wait / 2)
}

/// Whether the status may be another one a moment later.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    TRANSIENT.contains(&status.as_u16())
}

/// `Retry-After` in seconds or as a date (RFC 9110 § 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = SystemTime::from(http_date(text)?);
    Some(at.duration_since(now_by(headers)).unwrap_or_default())
}

/// Whether an outcome is final.
pub(super) enum Verdict {
    Done { success: bool },
    Again { retry_after: Option<Duration> },
}

impl Verdict {
    pub(super) fn of(
        result: &Result<Received, Failure>,
        policy: &RetryPolicy,
        repeatable: bool,
        replayable: bool,
    ) -> Self {
        let again = match result {
            Ok(received) if received.meaning == Meaning::Success => {
                return Self::Done { success: true };
            }
            Ok(received) => {
                let status = received.head.status;
                let after = retry_after(&received.head.headers);
                let did_not_act = status == StatusCode::TOO_MANY_REQUESTS
                    || (status == StatusCode::SERVICE_UNAVAILABLE && after.is_some());
                let again = if repeatable {
                    policy.statuses.contains(&status.as_u16())
                } else {
                    did_not_act
                };
                (again && replayable).then_some(after)
            }
            Err(Failure::Transport(error)) => {
                let again = if repeatable {
                    error.is_transient()
                } else {
                    error.is_unsent()
                };
                (again && replayable).then_some(None)
            }
            // Providers try again by themselves.
            Err(Failure::Auth(_) | Failure::Request(_)) => None,
        };
        match again {
            Some(retry_after) => Self::Again { retry_after },
            None => Self::Done { success: false },
        }
    }
}

/// How many retries the calls of a client may still make, in tenths.
pub(crate) struct Budget(AtomicU32);

const FULL: u32 = 1000;
const RETRY: u32 = 10;

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    /// Takes what a retry costs, if it is there.
    pub(super) fn withdraw(&self) -> bool {
        let take = |left: u32| left.checked_sub(RETRY);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .is_ok()
    }

    /// Gives back after a success.
    pub(super) fn deposit(&self, after_retry: bool) {
        let amount = if after_retry { RETRY } else { 1 };
        let give = |left: u32| (left < FULL).then(|| left.saturating_add(amount).min(FULL));
        // A full budget stays as it is.
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_bounded() {
        let backoff = Backoff {
            base: Duration::from_millis(100),
            longest: Duration::from_secs(1),
        };
        for _ in 0..1000 {
            assert!(backoff.wait(1) <= Duration::from_millis(100));
            assert!(backoff.wait(3) <= Duration::from_millis(400));
            assert!(backoff.wait(u32::MAX) <= Duration::from_secs(1));
        }
    }

    #[test]
    fn jitter_spreads_over_the_whole() {
        let waits: Vec<_> = (0..1000).map(|_| jitter(Duration::from_secs(1))).collect();
        for tenth in 0..10 {
            let range =
                Duration::from_millis(tenth * 100)..Duration::from_millis(tenth * 100 + 100);
            assert!(waits.iter().any(|wait| range.contains(wait)), "{tenth}");
        }
    }

    #[test]
    fn the_budget_runs_out_and_fills_up() {
        let budget = Budget::default();
        for _ in 0..100 {
            assert!(budget.withdraw());
        }
        assert!(!budget.withdraw());
        for _ in 0..9 {
            budget.deposit(false);
        }
        assert!(!budget.withdraw());
        budget.deposit(false);
        assert!(budget.withdraw());
        budget.deposit(true);
        assert!(budget.withdraw());
        for _ in 0..10_000 {
            budget.deposit(true);
        }
        assert_eq!(budget.0.load(Ordering::Relaxed), FULL);
    }
}
