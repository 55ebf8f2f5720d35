//! Jobs, to each of their ends.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json as value};
use specwright_runtime::v1::json_struct;
use specwright_runtime::{
    Client, Job, JobState, Operation, Request, TransportErrorKind, Wait, WaitError, decode,
};
use tokio::time::Instant;

use crate::mock::{JSON, Mock, OPERATION, POST, Reply, fails, hangs, json, reply};

#[derive(Debug)]
struct Started {
    job_id: Option<String>,
}
json_struct!(Started { job_id: optional "job_id" });

#[derive(Debug)]
struct Status {
    status: Option<String>,
    url: Option<String>,
}
json_struct!(Status { status: optional "status", url: optional "url" });

static JOB: Job<Started, Status> = Job {
    id: |started| started.job_id.clone(),
    state: |status| match status.status.as_deref() {
        Some("COMPLETED") => JobState::Done,
        Some("FAILED") => JobState::Failed,
        _ => JobState::Running,
    },
    result: |status| status.url.is_some(),
};

static START: Operation = Operation {
    path: "/jobs",
    ..POST
};
static POLL: Operation = Operation {
    id: "getJob",
    path: "/jobs/{id}",
    ..OPERATION
};

fn poll(client: &Client) -> impl Fn(&str) -> Request + Send + Sync + use<> {
    let client = client.clone();
    move |id| client.request(&POLL).path("id", id)
}

fn wait(client: &Client) -> Wait<Status, Value> {
    let start = client.request(&START).json(&value!({}));
    start.wait(&JOB, decode::json, JSON, poll(client), decode::json)
}

/// Starts a job `j/1`, then answers each question in turn.
fn mock(answers: Vec<fn() -> Reply>) -> Mock {
    let next = AtomicUsize::new(0);
    Mock::new(move |seen| {
        if seen.url.path() == "/v1/jobs" {
            return json(200, value!({"job_id": "j/1"}));
        }
        assert_eq!(seen.url.path(), "/v1/jobs/j%2F1");
        let index = next.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
        answers[index]()
    })
}

fn status(status: &str) -> Reply {
    json(200, value!({ "status": status }))
}

fn done() -> Reply {
    json(200, value!({"status": "COMPLETED", "url": "https://x"}))
}

type Failure = WaitError<Status, Value>;

#[tokio::test(start_paused = true)]
async fn waits_until_it_is_done() {
    let mock = mock(vec![
        || status("QUEUED"),
        || status("SOMETHING_NEW"),
        || json(200, value!({})),
        || fails(TransportErrorKind::Broken),
        || reply(429).with_header("retry-after", "700"),
        done,
    ]);
    let begun = Instant::now();
    let last = wait(&mock.client()).await.unwrap();
    assert_eq!(last.url.as_deref(), Some("https://x"));
    assert!(
        begun.elapsed() >= Duration::from_secs(700),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(mock.count_to("/v1/jobs"), 1, "it is started once");
}

#[tokio::test(start_paused = true)]
async fn waits_grow_up_to_the_longest() {
    let mock = mock(vec![|| status("RUNNING")]);
    let waiting = wait(&mock.client())
        .first_wait(Duration::from_secs(2))
        .longest_wait(Duration::from_secs(10))
        .deadline(Duration::from_secs(300));
    let begun = Instant::now();
    let error = waiting.await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 300);
    // Between 5 and 10 s each, but for the first ones.
    let polls = mock.count() - 1;
    assert!((30..=70).contains(&polls), "{polls}");
    let Failure::DeadlinePassed { job_id, last } = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (job_id.as_str(), last.unwrap().status.as_deref()),
        ("j/1", Some("RUNNING"))
    );
}

#[tokio::test(start_paused = true)]
async fn tells_failures_apart() {
    let failed = wait(&mock(vec![|| status("RUNNING"), || status("FAILED")]).client());
    let error = failed.await.unwrap_err();
    assert!(matches!(&error, Failure::Failed { job_id, .. } if job_id == "j/1"));
    assert_eq!(error.last().unwrap().status.as_deref(), Some("FAILED"));
    assert_eq!(error.to_string(), "job j/1 failed");

    let incomplete = wait(&mock(vec![|| status("COMPLETED")]).client())
        .await
        .unwrap_err();
    assert!(matches!(incomplete, Failure::MissingResult { .. }));
    assert_eq!(
        incomplete.last().unwrap().status.as_deref(),
        Some("COMPLETED")
    );

    let gone = wait(&mock(vec![|| status("RUNNING"), || reply(404)]).client()).await;
    let error = gone.unwrap_err();
    assert_eq!(error.job_id(), Some("j/1"));
    assert_eq!(error.last().unwrap().status.as_deref(), Some("RUNNING"));
    let Failure::Poll { source, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(source.status(), Some(http::StatusCode::NOT_FOUND));
    assert_eq!(source.operation(), Some("getJob"));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test(start_paused = true)]
async fn a_start_without_a_job() {
    for body in [value!({}), value!({"job_id": ""})] {
        let mock = Mock::new(move |_| json(200, body.clone()));
        assert!(matches!(
            wait(&mock.client()).await,
            Err(Failure::MissingJobId)
        ));
    }
    let mock = Mock::new(|_| reply(500));
    let error = wait(&mock.client()).await.unwrap_err();
    assert!(matches!(error, Failure::Start(_)));
    assert_eq!(mock.count(), 1, "a start is not repeated");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_holds_while_a_question_hangs_and_while_errors_pass() {
    for answer in [hangs as fn() -> Reply, || reply(503)] {
        let begun = Instant::now();
        let waiting = wait(&mock(vec![answer]).client()).deadline(Duration::from_secs(30));
        let error = waiting.await.unwrap_err();
        assert!(
            matches!(error, Failure::DeadlinePassed { last: None, .. }),
            "{error:?}"
        );
        assert_eq!(begun.elapsed().as_secs(), 30);
    }
}

#[tokio::test(start_paused = true)]
async fn resumes_elsewhere() {
    let mock = mock(vec![|| status("RUNNING"), done]);
    let client = mock.client();
    let waiting: Wait<Status, Value> = Wait::resume(&JOB, "j/1", poll(&client), decode::json, JSON);
    assert!(waiting.await.unwrap().url.is_some());
    assert_eq!(mock.count_to("/v1/jobs"), 0);
}

#[test]
fn a_wait_can_move_between_threads() {
    fn check<T: Send + 'static>() {}
    check::<Wait<Status, Value>>();
    check::<<Wait<Status, Value> as IntoFuture>::IntoFuture>();
}
