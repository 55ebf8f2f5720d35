//! A server that is down for a while, and many who go on calling.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::server::Server;

/// How often each of the callers calls.
const PERIOD: Duration = Duration::from_secs(1);
/// The budget of retries of a client (`RetryPolicy`).
pub const BUDGET: u64 = 100;

/// What became of an outage.
#[derive(Debug)]
pub struct Report {
    /// How many called all the time.
    pub callers: u64,
    /// How long the server was down.
    pub outage: Duration,
    /// Calls that began within the outage.
    pub calls: u64,
    /// Requests that the server saw within it.
    pub requests: u64,
    /// From the server's return until every caller has succeeded again.
    pub recovery: Duration,
    /// Requests for tokens at a time, at most.
    pub most_tokens_at_once: usize,
}

impl Report {
    /// How many requests there were for those that there may be: a tenth more than calls, and the
    /// budget.
    pub fn is_gentle(&self) -> bool {
        self.requests as f64 <= 1.1 * self.calls as f64 + BUDGET as f64
    }
}

/// Takes the server away for some time.
pub async fn run(callers: u64, outage: Duration) -> Report {
    let server = Server::start(None).await;
    let client = super::client(&server);
    let calls = Arc::new(AtomicU64::new(0));
    let is_over = Arc::new(AtomicBool::new(false));
    let callers_of: Vec<_> = (0..callers)
        .map(|caller| {
            let (client, calls, is_over) = (client.clone(), calls.clone(), is_over.clone());
            tokio::spawn(async move {
                // Not all at the same moment.
                tokio::time::sleep(PERIOD.mul_f64(caller as f64 / callers as f64)).await;
                loop {
                    let was_over = is_over.load(Ordering::SeqCst);
                    calls.fetch_add(1, Ordering::SeqCst);
                    let result = client.list_incidents().limit(1).send().await;
                    if was_over && result.is_ok() {
                        return;
                    }
                    tokio::time::sleep(PERIOD).await;
                }
            })
        })
        .collect();
    // All have called, and the budget is full.
    tokio::time::sleep(PERIOD * 2).await;
    server.set_down(true);
    let (calls_before, requests_before) = (calls.load(Ordering::SeqCst), server.requests());
    tokio::time::sleep(outage).await;
    let calls = calls.load(Ordering::SeqCst) - calls_before;
    let requests = server.requests() - requests_before;
    server.set_down(false);
    is_over.store(true, Ordering::SeqCst);
    let begin = Instant::now();
    for caller in callers_of {
        caller.await.unwrap();
    }
    Report {
        callers,
        outage,
        calls,
        requests,
        recovery: begin.elapsed(),
        most_tokens_at_once: server.most_tokens_at_once(),
    }
}
