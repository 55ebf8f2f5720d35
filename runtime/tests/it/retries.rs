//! What is tried again, when, and how often.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use futures::future::join_all;
use serde_json::json as value;
use specwright_runtime::{
    ByteStream, Error, RequestOptions, RetryPolicy, Timeouts, TransportErrorKind,
};
use tokio::time::Instant;

use crate::mock::{GET, JSON, Mock, POST, Reply, call, fails, hangs, json, reply};

fn ok() -> Reply {
    json(200, value!({}))
}

#[tokio::test(start_paused = true)]
async fn what_is_safe_to_repeat_is_repeated() {
    let failures: Vec<fn() -> Reply> = vec![
        || reply(408),
        || reply(429),
        || reply(500),
        || reply(502),
        || reply(503),
        || reply(504),
        || fails(TransportErrorKind::Connect),
        || fails(TransportErrorKind::Broken),
        || ok().broken(),
        || ok().with_header("content-length", "7"),
        hangs,
    ];
    for (index, failure) in failures.into_iter().enumerate() {
        let mock = Mock::script(vec![failure, failure, ok]);
        call(&mock.client(), &GET)
            .await
            .unwrap_or_else(|error| panic!("{index}: {error}"));
        assert_eq!(mock.count(), 3, "{index}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_is_repeated_only_if_the_server_did_not_act() {
    let repeated: Vec<fn() -> Reply> = vec![
        || reply(429),
        || reply(503).with_header("retry-after", "1"),
        || fails(TransportErrorKind::Connect),
    ];
    for failure in repeated {
        let mock = Mock::script(vec![failure, ok]);
        call(&mock.client(), &POST).await.unwrap();
        assert_eq!(mock.count(), 2);
    }
    let final_ones: Vec<fn() -> Reply> = vec![
        || reply(408),
        || reply(500),
        || reply(502),
        || reply(503),
        || reply(504),
        || fails(TransportErrorKind::Broken),
        || ok().broken(),
        hangs,
    ];
    for failure in final_ones {
        let mock = Mock::script(vec![failure, ok]);
        let error = call(&mock.client(), &POST).await.unwrap_err();
        assert_eq!(mock.count(), 1, "{error}");
        assert!(error.is_retryable(), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_errors_are_final() {
    for status in [400, 401, 403, 404, 409, 410, 501] {
        let mock = Mock::new(move |_| json(status, value!({})));
        let error = call(&mock.client(), &GET).await.unwrap_err();
        assert_eq!(mock.count(), 1);
        assert!(!error.is_retryable());
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_are_counted_and_told() {
    let mock = Mock::new(|_| reply(503));
    let error = call(&mock.client(), &GET).await.unwrap_err();
    assert_eq!((mock.count(), error.attempts()), (4, 4));
    let expected = "getThing (GET /thing): the API answered 503 Service Unavailable, which is not \
                    documented, after 4 attempts";
    assert_eq!(error.to_string(), expected);

    let once = mock.client().request(&GET).with_retry(RetryPolicy::none());
    let error = once.send(JSON, JSON).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert!(!error.to_string().contains("attempts"));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_a_stream_is_never_sent_again() {
    for failure in [|| reply(429), || fails(TransportErrorKind::Connect)] as [fn() -> Reply; 2] {
        let mock = Mock::script(vec![failure, ok]);
        let request = mock
            .client()
            .request(&GET)
            .upload(&["text/plain"], ByteStream::once("x"));
        request.send(JSON, JSON).await.unwrap_err();
        assert_eq!(mock.count(), 1);
        assert_eq!(mock.last().text(), "x");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_of_bytes_is_sent_again_whole() {
    let mock = Mock::script(vec![|| reply(429), ok]);
    let request = mock.client().request(&POST).json(&value!({"a": 1}));
    request.send(JSON, JSON).await.unwrap();
    for seen in mock.seen() {
        assert_eq!(seen.text(), r#"{"a":1}"#);
        assert_eq!(seen.header("content-type"), Some("application/json"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_raw_post_is_repeated_if_the_caller_says_so() {
    let mock = Mock::script(vec![|| reply(500), ok]);
    let post = specwright_runtime::Method::Post;
    mock.client().raw(post, "/search").send().await.unwrap_err();
    let mock = Mock::script(vec![|| reply(500), ok]);
    mock.client()
        .raw(post, "/search")
        .repeatable()
        .send()
        .await
        .unwrap();
    assert_eq!(mock.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn limits_without_an_end_are_no_limits() {
    let mock = Mock::new(|_| ok());
    let timeouts = Timeouts::default().with_stall(Duration::MAX);
    let client = mock.builder().timeouts(timeouts).build().unwrap();
    let request = client.request(&GET).with_timeout(Duration::MAX);
    request
        .with_attempt_timeout(Duration::MAX)
        .send(JSON, JSON)
        .await
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_json_body_of_another_content_type() {
    let mock = Mock::new(|_| ok());
    let patch = "application/merge-patch+json";
    let request = mock
        .client()
        .request(&POST)
        .json_as(patch, &value!({"a": null}));
    request.send(JSON, JSON).await.unwrap();
    assert_eq!(mock.last().header("content-type"), Some(patch));
    let form = mock
        .client()
        .request(&POST)
        .form(&value!({"a": [1, 2], "b": "x y"}));
    form.send(JSON, JSON).await.unwrap();
    assert_eq!(mock.last().text(), "a=1&a=2&b=x%20y");
}

#[tokio::test(start_paused = true)]
async fn retry_after_in_seconds_is_obeyed() {
    let mock = Mock::script(vec![|| reply(503).with_header("retry-after", "7"), ok]);
    let before = Instant::now();
    call(&mock.client(), &GET).await.unwrap();
    let waited = before.elapsed();
    assert!(
        waited >= Duration::from_secs(7) && waited < Duration::from_secs(8),
        "{waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn retry_after_as_a_date_is_obeyed() {
    let date = |offset: i64| {
        let at = jiff::Timestamp::try_from(SystemTime::now()).unwrap();
        let at = at + jiff::SignedDuration::from_secs(offset);
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&at)
            .unwrap()
    };
    let waits = async |offset| {
        let first = AtomicUsize::new(0);
        let date = date(offset);
        let mock = Mock::new(move |_| match first.fetch_add(1, Ordering::SeqCst) {
            0 => reply(429).with_header("retry-after", date.clone()),
            _ => ok(),
        });
        let before = Instant::now();
        call(&mock.client(), &GET).await.unwrap();
        before.elapsed()
    };
    let waited = waits(40).await;
    assert!(
        waited > Duration::from_secs(35) && waited < Duration::from_secs(41),
        "{waited:?}"
    );
    let waited = waits(-40).await;
    assert!(waited < Duration::from_secs(1), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_whose_clock_is_another_is_asked_after_its_own_time() {
    for (day, year) in [("Tue", 1970), ("Fri", 2226)] {
        let first = AtomicUsize::new(0);
        let mock = Mock::new(move |_| match first.fetch_add(1, Ordering::SeqCst) {
            0 => reply(429)
                .with_header("date", format!("{day}, 20 Oct {year} 07:28:00 GMT"))
                .with_header("retry-after", format!("{day}, 20 Oct {year} 07:28:30 GMT")),
            _ => ok(),
        });
        let before = Instant::now();
        call(&mock.client(), &GET).await.unwrap();
        let waited = before.elapsed();
        assert!(waited >= Duration::from_secs(30), "{year}: {waited:?}");
        assert!(waited < Duration::from_secs(31), "{year}: {waited:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_what_is_left_ends_the_call_at_once() {
    let mock = Mock::new(|_| reply(503).with_header("retry-after", "10"));
    let before = Instant::now();
    let request = mock
        .client()
        .request(&GET)
        .with_timeout(Duration::from_secs(9));
    let error = request.send(JSON, JSON).await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!((mock.count(), before.elapsed()), (1, Duration::ZERO));

    let patient = mock
        .builder()
        .timeouts(Timeouts::default().with_total(None));
    let policy = RetryPolicy::default().with_longest_retry_after(Duration::from_secs(9));
    let error = call(&patient.retry(policy).build().unwrap(), &GET)
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn waits_grow_and_stay_under_their_bounds() {
    let mock = Mock::new(|_| reply(500));
    let policy = RetryPolicy::default()
        .with_attempts(6)
        .with_backoff(Duration::from_secs(1), Duration::from_secs(3));
    let before = Instant::now();
    let request = mock.client().request(&GET).with_retry(policy);
    request.send(JSON, JSON).await.unwrap_err();
    let waited = before.elapsed();
    assert!(
        waited <= Duration::from_secs(1 + 2 + 3 + 3 + 3),
        "{waited:?}"
    );
    assert!(waited > Duration::ZERO);
    assert_eq!(mock.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn the_total_time_ends_whatever_is_under_way() {
    let mock = Mock::new(|_| hangs());
    let limit = Duration::from_secs(100);
    let before = Instant::now();
    let request = mock.client().request(&GET).with_timeout(limit);
    let error = request.send(JSON, JSON).await.unwrap_err();
    assert_eq!(before.elapsed().as_secs(), 100);
    assert_eq!(error.attempts(), 2, "an attempt has 60 s");
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::TotalTimeout(limit));
    assert!(error.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_its_own_time() {
    let mock = Mock::new(|_| ok().stalled());
    let limit = Duration::from_secs(3);
    let request = mock.client().request(&GET).with_attempt_timeout(limit);
    let error = request.send(JSON, JSON).await.unwrap_err();
    assert_eq!(mock.count(), 4);
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::AttemptTimeout(limit));
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_not_made_worse() {
    let mock = Mock::new(|_| reply(503));
    let client = mock.client();
    for _ in 0..10 {
        join_all((0..100).map(|_| call(&client, &GET))).await;
    }
    assert_eq!(
        mock.count(),
        1000 + 100,
        "the calls themselves, and the budget"
    );

    // Other clients are not concerned.
    let before = mock.count();
    call(&mock.client(), &GET).await.unwrap_err();
    assert_eq!(mock.count(), before + 4);
}

#[tokio::test(start_paused = true)]
async fn successes_refill_the_budget() {
    let failing = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let fails = failing.clone();
    let mock = Mock::new(move |_| {
        if fails.load(Ordering::SeqCst) {
            reply(503)
        } else {
            ok()
        }
    });
    let client = mock.client();
    join_all((0..100).map(|_| call(&client, &GET))).await;
    call(&client, &GET).await.unwrap_err();
    failing.store(false, Ordering::SeqCst);
    for _ in 0..30 {
        call(&client, &GET).await.unwrap();
    }
    failing.store(true, Ordering::SeqCst);
    let before = mock.count();
    call(&client, &GET).await.unwrap_err();
    assert_eq!(
        mock.count() - before,
        4,
        "thirty successes are three retries"
    );
}
