//! The numbers a client works with: how long, how much.

use std::time::Duration;

/// How long to wait for what.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// For a connection to be made. Default: 10 s.
    pub connect: Duration,
    /// For one attempt: the request out, the whole response in (of a streamed
    /// response: its headers). Default: 60 s.
    pub attempt: Option<Duration>,
    /// For the whole call: sign-in, attempts and the waits between them (of a
    /// streamed response: until its headers). Default: 180 s.
    pub total: Option<Duration>,
    /// Between two chunks of a streamed body. Default: 60 s.
    pub stall: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Some(Duration::from_secs(60)),
            total: Some(Duration::from_secs(180)),
            stall: Some(Duration::from_secs(60)),
        }
    }
}

impl Timeouts {
    /// The time for a connection to be made.
    pub fn with_connect(mut self, connect: Duration) -> Self {
        self.connect = connect;
        self
    }

    /// The time for one attempt; `None` for no limit.
    pub fn with_attempt(mut self, attempt: impl Into<Option<Duration>>) -> Self {
        self.attempt = attempt.into();
        self
    }

    /// The time for the whole call; `None` for no limit.
    pub fn with_total(mut self, total: impl Into<Option<Duration>>) -> Self {
        self.total = total.into();
        self
    }

    /// The time between two chunks of a streamed body; `None` for no limit.
    pub fn with_stall(mut self, stall: impl Into<Option<Duration>>) -> Self {
        self.stall = stall.into();
        self
    }
}

/// How much to take in.
///
/// The headers of an answer are limited below, by `hyper`: to a hundred, and 400 kB, in HTTP/1 and to 16
/// KiB in HTTP/2, unless settings of [`reqwest`](crate::ClientBuilder::reqwest) say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a body that is decoded, unpacked if it came compressed. More is an error. Default: 64 MiB.
    /// Streamed bodies have no limit.
    ///
    /// Reading JSON takes eight bytes more for each value and each name in it, until it is decoded.
    pub body: usize,
    /// Bytes kept of the body of an error. More is cut off. Default: 1 MiB.
    pub error_body: usize,
    /// Redirects followed in one attempt. Default: 10.
    pub redirects: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 64 << 20,
            error_body: 1 << 20,
            redirects: 10,
        }
    }
}

impl Limits {
    /// Bytes of a body that is decoded.
    pub fn with_body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Bytes kept of the body of an error.
    pub fn with_error_body(mut self, bytes: usize) -> Self {
        self.error_body = bytes;
        self
    }

    /// Redirects followed in one attempt; 0 follows none.
    pub fn with_redirects(mut self, redirects: u32) -> Self {
        self.redirects = redirects;
        self
    }
}
