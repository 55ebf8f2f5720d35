//! The transport that answers.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Response;

use super::request::MockRequest;
use super::response::MockResponse;
use crate::error::{TransportError, TransportErrorKind};
use crate::stream::ByteStream;
use crate::transport::{Bare, BoxFuture, Transport, TransportRequest};

/// What is kept of a body that is sent, at most. More is an error.
const LARGEST_BODY: usize = 1 << 30;

/// A transport that answers without a network, and keeps what was sent. Clones are the same one: give
/// one to a client, and ask the other.
///
/// It answers by a list, which [`answer`](Self::answer) fills, and when that is used up by a function,
/// if it has one. A request without an answer is an error of the transport, which names it.
#[derive(Clone, Default)]
pub struct MockTransport {
    answers: Arc<Mutex<VecDeque<MockResponse>>>,
    otherwise: Option<Arc<Answer>>,
    seen: Arc<Mutex<Vec<MockRequest>>>,
}

type Answer = dyn Fn(&MockRequest) -> MockResponse + Send + Sync;

impl MockTransport {
    /// Without an answer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers each request by a function.
    pub fn from_fn(answer: impl Fn(&MockRequest) -> MockResponse + Send + Sync + 'static) -> Self {
        Self {
            otherwise: Some(Arc::new(answer)),
            ..Self::default()
        }
    }

    /// Another answer, after those that are there.
    pub fn answer(self, response: MockResponse) -> Self {
        lock(&self.answers).push_back(response);
        self
    }

    /// All requests so far, in order: each attempt, each redirect and each fetch of a token is one.
    pub fn requests(&self) -> Vec<MockRequest> {
        lock(&self.seen).clone()
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'static, Result<Response<ByteStream>, TransportError>> {
        let this = self.clone();
        Box::pin(async move {
            let request = MockRequest {
                method: request.method,
                url: request.url,
                headers: request.headers,
                body: request.body.collect(LARGEST_BODY).await?,
            };
            lock(&this.seen).push(request.clone());
            let listed = lock(&this.answers).pop_front();
            let answer = listed.or_else(|| Some(this.otherwise.as_ref()?(&request)));
            match answer {
                Some(answer) => answer.send().await,
                None => {
                    let (method, url) = (&request.method, Bare(&request.url));
                    let none = format!("the mock has no answer left for {method} {url}");
                    Err(TransportError::new(TransportErrorKind::Other).with_source(none))
                }
            }
        })
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport")
            .field("requests", &lock(&self.seen).len())
            .finish_non_exhaustive()
    }
}

/// A test that panicked elsewhere takes nothing from this one.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
