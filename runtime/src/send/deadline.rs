//! When to stop waiting, and what to say then.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::error::{TransportError, TransportErrorKind};

/// The end of a call or of an attempt.
pub(super) struct Deadline {
    /// `None`: never.
    at: Option<Instant>,
    over: TransportErrorKind,
}

impl Deadline {
    /// The end of a call that begins now.
    pub(super) fn of_call(limit: Option<Duration>) -> Self {
        let limit = limit.unwrap_or(Duration::MAX);
        Self {
            // A limit beyond what the clock can tell is none.
            at: Instant::now().checked_add(limit),
            over: TransportErrorKind::TotalTimeout(limit),
        }
    }

    /// The end of an attempt that begins now, if that is before the end of the call.
    pub(super) fn or_attempt(&self, limit: Option<Duration>) -> Self {
        let attempt = limit.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit)));
        match attempt {
            Some((at, limit)) if self.at.is_none_or(|end| at < end) => Self {
                at: Some(at),
                over: TransportErrorKind::AttemptTimeout(limit),
            },
            _ => Self {
                at: self.at,
                over: self.over,
            },
        }
    }

    pub(super) fn at(&self) -> Option<Instant> {
        self.at
    }

    /// Does something until then. What is ready at once costs no timer.
    pub(super) async fn bound<T>(
        &self,
        future: impl Future<Output = T>,
    ) -> Result<T, TransportError> {
        match self.at {
            Some(at) => timeout_at(at, future)
                .await
                .map_err(|_| TransportError::new(self.over)),
            None => Ok(future.await),
        }
    }
}
