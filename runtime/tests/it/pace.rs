//! Limits of the client's own, and quotas that the server tells of. All time is tokio's, paused.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use serde_json::json as value;
use specwright_runtime::{Client, Pace, RequestOptions as _, RetryPolicy};
use tokio::time::Instant;

use crate::mock::{GET, JSON, Mock, POST, call, json, reply};

fn client(mock: &Mock, pace: Pace) -> Client {
    mock.builder().pace(pace).build().unwrap()
}

/// How long some calls take that begin together.
async fn time_of(client: &Client, calls: usize) -> Duration {
    let begin = Instant::now();
    let calls = (0..calls).map(|_| call(client, &GET));
    for result in join_all(calls).await {
        result.unwrap();
    }
    begin.elapsed()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Timers have a resolution of a millisecond.
fn about(time: Duration, expected: Duration, slack: Duration) -> bool {
    time >= expected && time <= expected + slack
}

const TICK: Duration = Duration::from_millis(5);
/// What is spread over after a pause.
const SPREAD: Duration = Duration::from_millis(260);

#[tokio::test(start_paused = true)]
async fn no_more_requests_than_allowed_are_under_way() {
    let mock = Mock::new(|_| json(200, value!({})).after(seconds(1)));
    let limited = client(&mock, Pace::default().with_concurrency(4));
    let time = time_of(&limited, 20).await;
    assert!(about(time, seconds(5), TICK), "{time:?}");
    let free = client(&mock, Pace::default());
    let time = time_of(&free, 20).await;
    assert!(about(time, seconds(1), TICK), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_makes_room() {
    let mock = Mock::new(|_| json(200, value!({})).after(seconds(1)));
    let client = client(&mock, Pace::default().with_concurrency(1));
    let dropped = tokio::time::timeout(Duration::from_millis(1), call(&client, &GET)).await;
    assert!(dropped.is_err());
    let time = time_of(&client, 1).await;
    assert!(about(time, seconds(1), TICK), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn requests_begin_at_a_rate() {
    let mock = Mock::new(|_| json(200, value!({})));
    let client = client(&mock, Pace::default().with_rate(10, seconds(10)));
    // Ten at once, then one a second.
    let time = time_of(&client, 25).await;
    assert!(about(time, seconds(15), TICK), "{time:?}");
    // What was not used is not saved up beyond one period.
    tokio::time::advance(seconds(1000)).await;
    let time = time_of(&client, 11).await;
    assert!(about(time, seconds(1), TICK), "{time:?}");
}

/// Answers that nothing is left, the first time.
fn used_up(reset: &'static str) -> Mock {
    let count = AtomicUsize::new(0);
    Mock::new(move |_| {
        let left = match count.fetch_add(1, Ordering::SeqCst) {
            0 => "0",
            _ => "99",
        };
        json(200, value!({})).with_header("ratelimit", format!("\"default\";r={left};t={reset}"))
    })
}

#[tokio::test(start_paused = true)]
async fn what_the_server_tells_ahead_of_time_is_obeyed() {
    let mock = used_up("30");
    let client = client(&mock, Pace::default());
    call(&client, &GET).await.unwrap();
    // All who come wait, and then go together.
    let time = time_of(&client, 5).await;
    assert!(about(time, seconds(30), SPREAD), "{time:?}");
    assert!(time_of(&client, 5).await <= TICK);
    assert_eq!(mock.count(), 11);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_has_no_time_to_wait_goes_ahead() {
    let mock = used_up("30");
    let client = client(&mock, Pace::default());
    call(&client, &GET).await.unwrap();
    let begin = Instant::now();
    let request = client.request(&GET).with_timeout(seconds(10));
    request.send(JSON, JSON).await.unwrap();
    assert!(begin.elapsed() <= TICK);
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_any_is_not_obeyed() {
    let mock = used_up("3600");
    let client = client(&mock, Pace::default());
    call(&client, &GET).await.unwrap();
    assert!(time_of(&client, 1).await <= TICK);
}

#[tokio::test(start_paused = true)]
async fn the_user_may_want_to_hear_it_from_the_server() {
    let mock = used_up("30");
    let client = client(&mock, Pace::default().without_obeying_server());
    call(&client, &GET).await.unwrap();
    assert!(time_of(&client, 1).await <= TICK);
}

/// The fields are public: what the setters do not let through can be written all the same.
#[tokio::test(start_paused = true)]
async fn a_pace_of_nothing_is_the_slowest_there_is() {
    let mock = Mock::new(|_| json(200, value!({})));
    let mut pace = Pace::default();
    pace.concurrency = Some(0);
    pace.rate = Some((0, seconds(1)));
    let time = time_of(&client(&mock, pace), 3).await;
    assert!(about(time, seconds(2), TICK), "{time:?}");
    let mut pace = Pace::default();
    pace.rate = Some((1, Duration::MAX));
    call(&client(&mock, pace), &GET).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn retries_keep_the_pace_too() {
    let mock = Mock::new(|_| reply(503).with_header("retry-after", "0"));
    let pace = Pace::default().with_rate(1, seconds(60));
    let client = mock
        .builder()
        .pace(pace)
        .timeouts(specwright_runtime::Timeouts::default().with_total(None));
    let client = client.build().unwrap();
    let begin = Instant::now();
    call(&client, &GET).await.unwrap_err();
    assert_eq!(mock.count(), 4);
    let time = begin.elapsed();
    assert!(about(time, seconds(180), TICK), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn what_may_be_tried_again_is_the_policys() {
    let policy = RetryPolicy::default()
        .with_attempts(2)
        .with_statuses([425, 500]);
    for (status, attempts) in [(425, 2), (500, 2), (502, 1)] {
        let mock = Mock::new(move |_| reply(status));
        let client = mock.builder().retry(policy.clone()).build().unwrap();
        call(&client, &GET).await.unwrap_err();
        assert_eq!(mock.count(), attempts, "{status}");
    }
    // What is not safe to repeat is only sent again when the server did not act.
    let mock = Mock::new(|_| reply(500));
    let client = mock.builder().retry(policy).build().unwrap();
    call(&client, &POST).await.unwrap_err();
    assert_eq!(mock.count(), 1);
}
