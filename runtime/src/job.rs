//! Jobs that a request starts and others ask about until they are done.

use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use crate::decode::Decoder;
use crate::error::Error;
use crate::request::Request;
use crate::send::{retry_after, spread};
use crate::transport::BoxFuture;

/// What the status of a job means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Not done, or a status that the crate does not know: ask again.
    Running,
    /// Done.
    Done,
    /// It failed, and will not be done.
    Failed,
}

/// What a generated crate knows about a job: a response of type `Start` begins
/// it, one of type `Status` tells how far it is.
#[derive(Debug)]
pub struct Job<Start, Status> {
    /// The job's ID.
    pub id: fn(&Start) -> Option<String>,
    /// How far it is.
    pub state: fn(&Status) -> JobState,
    /// Whether what a finished job must carry is there.
    pub result: fn(&Status) -> bool,
}

/// Called with each status.
type OnStatus<S> = Box<dyn FnMut(&S) + Send>;

/// Waits for a job: starts it, unless it was started elsewhere, and asks about
/// it until it is done. It gives the last status.
///
/// Between two questions it waits, a little at first and then longer;
/// `Retry-After` is obeyed. A question that fails in a way that may pass is
/// asked again, until the deadline.
///
/// Dropping it stops the asking and not the job.
#[must_use = "it does nothing until it is awaited"]
pub struct Wait<S, E> {
    start: Start<E>,
    poll: Arc<dyn Fn(&str) -> Request + Send + Sync>,
    state: fn(&S) -> JobState,
    result: fn(&S) -> bool,
    status: Decoder<S>,
    error: Decoder<E>,
    deadline: Duration,
    first_wait: Duration,
    longest_wait: Duration,
    told: Option<OnStatus<S>>,
}

/// Where the job's ID comes from.
enum Start<E> {
    Started(String),
    ToStart(BoxFuture<'static, Result<Option<String>, Error<E>>>),
}

const DEADLINE: Duration = Duration::from_secs(60 * 60);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

impl Request {
    /// Sends this request, which starts a job, and waits until it is done.
    /// `poll` makes the request that asks about a job.
    pub fn wait<A, S, E>(
        self,
        job: &'static Job<A, S>,
        start: Decoder<A>,
        error: Decoder<E>,
        poll: impl Fn(&str) -> Request + Send + Sync + 'static,
        status: Decoder<S>,
    ) -> Wait<S, E>
    where
        A: 'static,
        E: 'static,
    {
        let started = self.send(start, error);
        let id = job.id;
        let start = Start::ToStart(Box::pin(async move { Ok(id(&*started.await?)) }));
        Wait::new(start, job, poll, status, error)
    }
}

impl<S, E> Wait<S, E> {
    /// Waits for a job that was started elsewhere.
    pub fn resume<A>(
        job: &'static Job<A, S>,
        job_id: impl Into<String>,
        poll: impl Fn(&str) -> Request + Send + Sync + 'static,
        status: Decoder<S>,
        error: Decoder<E>,
    ) -> Self {
        Self::new(Start::Started(job_id.into()), job, poll, status, error)
    }

    fn new<A>(
        start: Start<E>,
        job: &'static Job<A, S>,
        poll: impl Fn(&str) -> Request + Send + Sync + 'static,
        status: Decoder<S>,
        error: Decoder<E>,
    ) -> Self {
        Self {
            start,
            poll: Arc::new(poll),
            state: job.state,
            result: job.result,
            status,
            error,
            deadline: DEADLINE,
            first_wait: FIRST_WAIT,
            longest_wait: LONGEST_WAIT,
            told: None,
        }
    }

    /// How long to ask about the job. Starting it takes its own time, which the
    /// request's timeout bounds. Default: one hour.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long to wait between the first two questions. Default: 1 s.
    pub fn first_wait(mut self, first_wait: Duration) -> Self {
        self.first_wait = first_wait;
        self
    }

    /// How long to wait between two questions at most. Default: 30 s.
    pub fn longest_wait(mut self, longest_wait: Duration) -> Self {
        self.longest_wait = longest_wait;
        self
    }

    /// Calls `told` with each status, the last one too.
    pub fn on_status(mut self, told: impl FnMut(&S) + Send + 'static) -> Self {
        self.told = Some(Box::new(told));
        self
    }

    async fn run(mut self) -> Result<S, WaitError<S, E>> {
        let (job_id, just_started) = match self.start {
            Start::Started(job_id) => (job_id, false),
            Start::ToStart(start) => {
                let job_id = start.await.map_err(WaitError::Start)?;
                let job_id = job_id.filter(|id| !id.is_empty());
                (job_id.ok_or(WaitError::MissingJobId)?, true)
            }
        };
        let begun = Instant::now();
        // As good as no deadline, where the sum does not fit.
        let far = Duration::from_secs(60 * 60 * 24 * 365);
        let deadline = begun.checked_add(self.deadline).unwrap_or(begun + far);
        let mut wait = self.first_wait.min(self.longest_wait);
        let mut next = if just_started {
            after(spread(wait), deadline)
        } else {
            begun
        };
        let mut last = None;
        loop {
            if next >= deadline {
                sleep_until(deadline).await;
                return Err(WaitError::DeadlinePassed { job_id, last });
            }
            sleep_until(next).await;
            let asking = (self.poll)(&job_id).send(self.status, self.error);
            let asked_to_wait = match timeout_at(deadline, asking).await {
                Err(_) => return Err(WaitError::DeadlinePassed { job_id, last }),
                Ok(Ok(response)) => {
                    let asked_to_wait = retry_after(response.headers());
                    let status = response.into_inner();
                    if let Some(told) = &mut self.told {
                        told(&status);
                    }
                    match (self.state)(&status) {
                        JobState::Running => last = Some(status),
                        JobState::Failed => {
                            return Err(WaitError::Failed {
                                job_id,
                                last: status,
                            });
                        }
                        JobState::Done if (self.result)(&status) => return Ok(status),
                        JobState::Done => {
                            return Err(WaitError::MissingResult {
                                job_id,
                                last: status,
                            });
                        }
                    }
                    asked_to_wait
                }
                Ok(Err(source)) if source.is_retryable() => match &source {
                    Error::Api(error) => retry_after(error.headers()),
                    _ => None,
                },
                Ok(Err(source)) => {
                    return Err(WaitError::Poll {
                        job_id,
                        last,
                        source,
                    });
                }
            };
            let pause = spread(wait).max(asked_to_wait.unwrap_or_default());
            next = after(pause, deadline);
            wait = wait.saturating_mul(2).min(self.longest_wait);
        }
    }
}

/// The moment after a pause. One that the clock cannot tell is past the
/// deadline.
fn after(pause: Duration, deadline: Instant) -> Instant {
    Instant::now().checked_add(pause).unwrap_or(deadline)
}

impl<S, E> IntoFuture for Wait<S, E>
where
    S: Send + 'static,
    E: Send + 'static,
{
    type Output = Result<S, WaitError<S, E>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<S, E> fmt::Debug for Wait<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let job_id = match &self.start {
            Start::Started(job_id) => Some(job_id),
            Start::ToStart(_) => None,
        };
        f.debug_struct("Wait")
            .field("job_id", &job_id)
            .field("deadline", &self.deadline)
            .field("first_wait", &self.first_wait)
            .field("longest_wait", &self.longest_wait)
            .finish_non_exhaustive()
    }
}

/// Why a job has no result.
#[non_exhaustive]
pub enum WaitError<S, E> {
    /// The job was not started.
    Start(Error<E>),
    /// The response that should have started the job names none.
    MissingJobId,
    /// Asking about the job failed in a way that does not pass.
    Poll {
        /// The job.
        job_id: String,
        /// The last status that was seen.
        last: Option<S>,
        /// What went wrong.
        source: Error<E>,
    },
    /// The job failed.
    Failed {
        /// The job.
        job_id: String,
        /// Its last status.
        last: S,
    },
    /// The job is done, and its status lacks what it should carry.
    MissingResult {
        /// The job.
        job_id: String,
        /// Its last status.
        last: S,
    },
    /// The job was not done by the deadline. It may still be, and can be
    /// waited for again by its ID.
    DeadlinePassed {
        /// The job.
        job_id: String,
        /// The last status that was seen.
        last: Option<S>,
    },
}

impl<S, E> WaitError<S, E> {
    /// The job, if it is known.
    pub fn job_id(&self) -> Option<&str> {
        match self {
            Self::Start(_) | Self::MissingJobId => None,
            Self::Poll { job_id, .. }
            | Self::Failed { job_id, .. }
            | Self::MissingResult { job_id, .. }
            | Self::DeadlinePassed { job_id, .. } => Some(job_id),
        }
    }

    /// The last status that was seen.
    pub fn last(&self) -> Option<&S> {
        match self {
            Self::Start(_) | Self::MissingJobId => None,
            Self::Poll { last, .. } | Self::DeadlinePassed { last, .. } => last.as_ref(),
            Self::Failed { last, .. } | Self::MissingResult { last, .. } => Some(last),
        }
    }

    fn call(&self) -> Option<&Error<E>> {
        match self {
            Self::Start(source) | Self::Poll { source, .. } => Some(source),
            Self::MissingJobId
            | Self::Failed { .. }
            | Self::MissingResult { .. }
            | Self::DeadlinePassed { .. } => None,
        }
    }
}

impl<S, E> fmt::Display for WaitError<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(_) => f.write_str("the job was not started"),
            Self::MissingJobId => f.write_str("the job was started, and the response names no ID"),
            Self::Poll { job_id, .. } => write!(f, "job {job_id}: its status could not be had"),
            Self::Failed { job_id, .. } => write!(f, "job {job_id} failed"),
            Self::MissingResult { job_id, .. } => {
                write!(f, "job {job_id} is done, and its status lacks the result")
            }
            Self::DeadlinePassed { job_id, .. } => {
                write!(f, "job {job_id} was not done by the deadline")
            }
        }
    }
}

/// The last status is left out: a result can be a signed URL.
impl<S, E> fmt::Debug for WaitError<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitError")
            .field("message", &format_args!("{self}"))
            .field("source", &self.call())
            .finish_non_exhaustive()
    }
}

impl<S, E: 'static> std::error::Error for WaitError<S, E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.call()
            .map(|error| error as &(dyn std::error::Error + 'static))
    }
}
