//! Hooks, raw responses and idempotency keys.

use std::sync::{Arc, Mutex};

use serde_json::json as value;
use specwright_runtime::{
    Error, Limits, Method, Operation, RequestOptions, RetryPolicy, TransportBody, auth::Credential,
    decode,
};

use crate::mock::{GET, JSON, Mock, call, fails, json, reply};

static POST: Operation = Operation {
    id: "createThing",
    method: Method::Post,
    repeatable: false,
    ..GET
};

static SIGNED_IN: Operation = Operation {
    security: &[&["bearerAuth"]],
    ..GET
};

#[tokio::test]
async fn a_hook_sees_each_attempt_as_it_goes_out_and_may_sign_it() {
    let mock = Mock::script(vec![|| reply(503), || json(200, value!({}))]);
    let count = Arc::new(Mutex::new(0));
    let client = mock
        .builder()
        .credential("bearerAuth", Credential::bearer("token"))
        .before_request(move |request| {
            let mut count = count.lock().unwrap();
            *count += 1;
            assert!(request.headers.contains_key("authorization"));
            assert!(matches!(request.body, TransportBody::Empty));
            let value = format!("{} {}", request.url.path(), *count);
            request
                .headers
                .insert("x-signature", value.parse().unwrap());
            request.url.query_pairs_mut().append_pair("signed", "1");
        })
        .build()
        .unwrap();
    call(&client, &SIGNED_IN).await.unwrap();
    let signatures: Vec<_> = mock
        .seen()
        .iter()
        .map(|seen| seen.header("x-signature").unwrap().to_owned())
        .collect();
    assert_eq!(signatures, ["/v1/thing 1", "/v1/thing 2"]);
    assert_eq!(mock.last().query("signed").as_deref(), Some("1"));
}

#[tokio::test]
async fn what_a_hook_sets_does_not_go_to_another_origin() {
    let mock = Mock::script(vec![
        || reply(302).with_header("location", "https://other.example/x"),
        || json(200, value!({})),
    ]);
    let client = mock
        .builder()
        .before_request(|request| {
            request.headers.insert("x-signature", "s".parse().unwrap());
        })
        .build()
        .unwrap();
    call(&client, &GET).await.unwrap();
    let seen = mock.seen();
    assert_eq!(seen[0].header("x-signature"), Some("s"));
    assert_eq!(seen[1].header("x-signature"), None);
}

#[tokio::test]
async fn a_hook_cannot_send_a_request_elsewhere() {
    let mock = Mock::new(|_| json(200, value!({})));
    let client = mock
        .builder()
        .before_request(|request| request.url.set_host(Some("other.example")).unwrap())
        .build()
        .unwrap();
    assert!(matches!(
        call(&client, &GET).await,
        Err(Error::Transport(_))
    ));
    assert_eq!(mock.count(), 0);
}

#[tokio::test]
async fn a_download_from_elsewhere_sees_no_hook() {
    let mock = Mock::new(|_| reply(200).with_chunk("rows"));
    let client = mock
        .builder()
        .before_request(|request| {
            request.headers.insert("x-signature", "s".parse().unwrap());
        })
        .idempotency_keys(|| "k".to_owned())
        .build()
        .unwrap();
    let _ = client.download("https://bucket.example/x").await.unwrap();
    let names: Vec<_> = mock.last().headers.keys().cloned().collect();
    assert_eq!(names, ["user-agent", "accept"]);
}

#[tokio::test]
async fn a_hook_sees_each_response() {
    let mock = Mock::script(vec![|| reply(503), || json(200, value!({}))]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let client = mock
        .builder()
        .after_response(move |response| {
            let line = format!(
                "{:?} {} {} {} {}",
                response.operation,
                response.method,
                response.path,
                response.attempt,
                response.status.as_u16()
            );
            log.lock().unwrap().push(line);
        })
        .build()
        .unwrap();
    call(&client, &GET).await.unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "Some(\"getThing\") GET /thing 1 503",
            "Some(\"getThing\") GET /thing 2 200"
        ]
    );
}

#[tokio::test]
async fn the_raw_response_is_there_whatever_the_status() {
    for status in [200, 404, 302] {
        let mock = Mock::new(move |_| reply(status).with_header("x-a", "b").with_chunk("not json"));
        let response = mock.client().request(&GET).send_raw().await.unwrap();
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["x-a"], "b");
        assert_eq!(response.into_inner(), "not json");
    }
}

#[tokio::test]
async fn the_raw_response_is_whole_however_long_and_of_whatever_type() {
    let limits = Limits::default().with_body(64).with_error_body(4);
    for (status, body, is_whole) in [
        (200, "<html>a page", true),
        (500, "<html>a page", true),
        (500, "x".repeat(65).leak(), false),
    ] {
        let body: &'static str = body;
        let mock = Mock::new(move |_| {
            reply(status)
                .with_header("content-type", "text/html")
                .with_chunk(body)
        });
        let client = mock.builder().limits(limits.clone()).build().unwrap();
        let request = client.request(&POST).expecting(&["text/csv"]);
        match request.send_raw().await {
            Ok(response) => assert_eq!(response.into_inner(), body),
            Err(error) => assert!(!is_whole, "{error}"),
        }
    }
}

#[tokio::test]
async fn a_client_can_give_each_call_a_key_of_its_own() {
    let mock = Mock::new(|_| reply(500));
    let made = Arc::new(Mutex::new(0));
    let client = mock
        .builder()
        .retry(RetryPolicy::default().with_attempts(2))
        .idempotency_keys(move || {
            let mut made = made.lock().unwrap();
            *made += 1;
            format!("key {made}")
        })
        .build()
        .unwrap();
    call(&client, &POST).await.unwrap_err();
    call(&client, &POST).await.unwrap_err();
    // What is safe to repeat needs none, and the caller's own stays.
    call(&client, &GET).await.unwrap_err();
    let own = client.request(&POST).header("X-Idempotency-Key", "own");
    own.send(decode::empty, JSON).await.unwrap_err();
    let key = |seen: &crate::mock::Seen| {
        ["idempotency-key", "x-idempotency-key"]
            .iter()
            .find_map(|name| seen.header(name))
            .unwrap_or("none")
            .to_owned()
    };
    let keys: Vec<_> = mock.seen().iter().map(key).collect();
    assert_eq!(
        keys,
        [
            "key 1", "key 1", "key 2", "key 2", "none", "none", "own", "own"
        ]
    );
}

#[tokio::test]
async fn with_an_idempotency_key_a_post_is_sent_again_under_the_same_key() {
    for (key, attempts) in [(None, 1), (Some("k-1"), 2)] {
        let mock = Mock::script(vec![
            || fails(specwright_runtime::TransportErrorKind::Broken),
            || json(200, value!({})),
        ]);
        let mut request = mock.client().request(&POST).json(&value!({"a": 1}));
        if let Some(key) = key {
            request = request.with_idempotency_key(key);
        }
        let result = request.send(decode::empty, JSON).await;
        assert_eq!(result.is_ok(), key.is_some());
        assert_eq!(mock.count(), attempts);
        for seen in mock.seen() {
            assert_eq!(seen.header("idempotency-key"), key);
        }
    }
    // So does a header that the document names, when it is there.
    for (key, attempts) in [("k-3", 2), ("", 1)] {
        let mock = Mock::new(|_| reply(500));
        let request = mock
            .client()
            .request(&POST)
            .header("PayPal-Request-Id", key);
        let request = request.repeatable_by("PayPal-Request-Id");
        let request = request.with_retry(RetryPolicy::default().with_attempts(2));
        request.send(decode::empty, JSON).await.unwrap_err();
        assert_eq!(mock.count(), attempts);
    }
    // The header of an operation that declares it does the same.
    let mock = Mock::script(vec![|| reply(500), || json(200, value!({}))]);
    let request = mock
        .client()
        .request(&POST)
        .header("idempotency-key", "k-2");
    request.send(decode::empty, JSON).await.unwrap();
    assert_eq!(mock.count(), 2);
}
