//! How fast a client goes: limits of its user's, and those that the server tells ahead of time.

mod gate;
mod told;

use std::time::Duration;

pub(crate) use gate::Gate;

/// How fast a client may go. All its calls, and those of its clones, share it.
///
/// Unless said otherwise there is no limit of the client's own, but what the server says ahead of
/// time is obeyed: when the headers of an answer say that nothing is left of a quota, the next
/// requests wait until it is renewed, rather than be refused. Known are `RateLimit`,
/// `RateLimit-Remaining` with `RateLimit-Reset` (draft-ietf-httpapi-ratelimit-headers, in its
/// several states), and the same with `X-` before, whose reset may be a date. A call whose time
/// ends before, or whose [`RetryPolicy`](crate::RetryPolicy) obeys no wait that long, goes ahead,
/// and the server has its say.
///
/// ```
/// use std::time::Duration;
/// use specwright_runtime::{Client, Pace};
///
/// // At most eight requests at a time, and a hundred a minute.
/// let pace = Pace::default().with_concurrency(8).with_rate(100, Duration::from_secs(60));
/// let builder = Client::builder(Some("https://api.example/v1"), "example/1.0").pace(pace);
/// # let _ = builder;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pace {
    /// Requests under way at a time: until the body is read, or the headers if it comes as a
    /// stream. Default: any number.
    pub concurrency: Option<usize>,
    /// Requests that begin within a time, retries among them; they may begin together. Default: any
    /// number.
    pub rate: Option<(u32, Duration)>,
    /// Whether what the server tells ahead of time is obeyed. Default: it is.
    pub obeys_server: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            concurrency: None,
            rate: None,
            obeys_server: true,
        }
    }
}

impl Pace {
    /// At most so many requests at a time; at least one.
    pub fn with_concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests.max(1));
        self
    }

    /// At most so many requests within a time; at least one.
    pub fn with_rate(mut self, requests: u32, time: Duration) -> Self {
        self.rate = Some((requests.max(1), time));
        self
    }

    /// What the server tells ahead of time is not waited for; what it refuses still is, by
    /// `Retry-After`.
    pub fn without_obeying_server(mut self) -> Self {
        self.obeys_server = false;
        self
    }
}
