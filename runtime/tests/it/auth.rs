//! OAuth 2.0 client credentials: one fetch for all, renewal, refusal.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use futures::FutureExt;
use futures::future::join_all;
use serde_json::json as value;
use specwright_runtime::auth::{
    ClientAuthentication, ClientCredentials, Credential, CredentialProvider as _,
};
use specwright_runtime::{
    AuthErrorKind, BuildError, Client, Error, RequestOptions as _, Transport, TransportErrorKind,
    decode,
};

use crate::mock::{Mock, POST, Reply, SIGNED, Seen, call, fails, json, reply};

const TOKEN_URL: &str = "https://auth.example/oauth2/token";

fn sign_in() -> ClientCredentials {
    ClientCredentials::builder(TOKEN_URL, "id", "secret")
        .build()
        .unwrap()
}

fn client(mock: &Mock) -> Client {
    client_with(mock, sign_in())
}

fn client_with(mock: &Mock, sign_in: ClientCredentials) -> Client {
    mock.builder()
        .credential("auth", Credential::client_credentials(sign_in))
        .build()
        .unwrap()
}

fn is_token_request(seen: &Seen) -> bool {
    seen.url.as_str() == TOKEN_URL
}

/// A token endpoint that counts, beside an API that takes any token.
fn counting(token: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Mock {
    let count = AtomicUsize::new(0);
    Mock::new(move |seen| {
        if is_token_request(seen) {
            token(count.fetch_add(1, Ordering::SeqCst) + 1)
        } else {
            json(200, value!({}))
        }
    })
}

fn token(number: usize, expires_in: u64) -> Reply {
    json(
        200,
        value!({"access_token": format!("token-{number}"), "token_type": "Bearer", "expires_in": expires_in}),
    )
}

fn tokens(mock: &Mock) -> usize {
    mock.count_to("/oauth2/token")
}

fn kind(error: Error<serde_json::Value>) -> AuthErrorKind {
    match error {
        Error::Auth(error) => error.kind().clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn signs_in_as_rfc_6749_says() {
    let mock = counting(|number| token(number, 900));
    let sign_in = ClientCredentials::builder(TOKEN_URL, "my id", "s:e%c/ü")
        .scope("tsg_id:1 read")
        .audience("https://api.example")
        .parameter("resource", "r")
        .build()
        .unwrap();
    call(&client_with(&mock, sign_in), &SIGNED).await.unwrap();

    let seen = mock.seen();
    assert_eq!(seen[0].method, http::Method::POST);
    let pair = base64::engine::general_purpose::STANDARD.encode("my id:s%3Ae%25c/%C3%BC");
    assert_eq!(
        seen[0].header("authorization"),
        Some(format!("Basic {pair}").as_str())
    );
    assert_eq!(
        seen[0].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        seen[0].text(),
        "grant_type=client_credentials&scope=tsg_id%3A1+read\
         &audience=https%3A%2F%2Fapi.example&resource=r"
    );
    assert_eq!(seen[1].header("authorization"), Some("Bearer token-1"));
    assert!(seen[1].headers["authorization"].is_sensitive());
}

#[tokio::test]
async fn names_itself_in_the_body_where_that_is_wanted() {
    let mock = counting(|number| token(number, 900));
    let sign_in = ClientCredentials::builder(TOKEN_URL, "id", "s&=")
        .authentication(ClientAuthentication::Body)
        .build()
        .unwrap();
    call(&client_with(&mock, sign_in), &SIGNED).await.unwrap();
    let seen = &mock.seen()[0];
    assert_eq!(seen.header("authorization"), None);
    let expected = "grant_type=client_credentials&client_id=id&client_secret=s%26%3D";
    assert_eq!(seen.text(), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_make_one_token_request() {
    let mock = counting(|number| token(number, 900).after(Duration::from_millis(50)));
    let client = client(&mock);
    let calls = (0..1000).map(|_| tokio::spawn(call(&client, &SIGNED)));
    for result in join_all(calls).await {
        result.unwrap().unwrap();
    }
    assert_eq!(tokens(&mock), 1);
    assert_eq!(mock.count_to("/v1/signed"), 1000);
}

#[tokio::test(start_paused = true)]
async fn the_fetch_outlives_the_call_that_began_it() {
    let mock = counting(|number| token(number, 900).after(Duration::from_secs(5)));
    let client = client(&mock);
    let first = tokio::time::timeout(Duration::from_secs(1), call(&client, &SIGNED)).await;
    assert!(
        first.is_err(),
        "it was dropped while it waited for its token"
    );
    assert_eq!(tokens(&mock), 1);

    let results = join_all((0..999).map(|_| call(&client, &SIGNED))).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(tokens(&mock), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failed_fetch_fails_those_who_waited_and_no_one_else() {
    let mock = counting(|number| match number {
        1 => json(401, value!({"error": "invalid_client"})).after(Duration::from_secs(1)),
        _ => token(number, 900),
    });
    let client = client(&mock);
    // The one that begins the fetch is dropped: the others get its error.
    assert!(call(&client, &SIGNED).now_or_never().is_none());
    for result in join_all((0..999).map(|_| call(&client, &SIGNED))).await {
        assert_eq!(kind(result.unwrap_err()), AuthErrorKind::WrongClient);
    }
    assert_eq!(tokens(&mock), 1);
    assert_eq!(mock.count_to("/v1/signed"), 0);

    call(&client, &SIGNED).await.unwrap();
    assert_eq!(tokens(&mock), 2);
}

#[tokio::test(start_paused = true)]
async fn renews_in_the_background_before_the_end() {
    let mock = counting(|number| token(number, 100).after(Duration::from_secs(2)));
    let client = client(&mock);
    call(&client, &SIGNED).await.unwrap();
    tokio::time::advance(Duration::from_secs(85)).await;
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(tokens(&mock), 1);

    // A tenth of its life before the end, no call waits for the next token.
    tokio::time::advance(Duration::from_secs(5)).await;
    let before = tokio::time::Instant::now();
    for _ in 0..10 {
        call(&client, &SIGNED).await.unwrap();
        assert_eq!(mock.last().header("authorization"), Some("Bearer token-1"));
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
    tokio::time::sleep(Duration::from_secs(3)).await;
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(mock.last().header("authorization"), Some("Bearer token-2"));
    assert_eq!(tokens(&mock), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_harms_nobody_while_the_token_is_good() {
    let mock = counting(|number| match number {
        2 => json(400, value!({"error": "invalid_request"})),
        _ => token(number, 100),
    });
    let client = client(&mock);
    call(&client, &SIGNED).await.unwrap();
    tokio::time::advance(Duration::from_secs(91)).await;
    for _ in 0..20 {
        call(&client, &SIGNED).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(tokens(&mock), 2, "the endpoint is left alone for a while");
    tokio::time::advance(Duration::from_secs(5)).await;
    call(&client, &SIGNED).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(tokens(&mock), 3);
}

#[tokio::test(start_paused = true)]
async fn an_expired_token_is_not_sent() {
    let mock = counting(|number| token(number, 100));
    let client = client(&mock);
    call(&client, &SIGNED).await.unwrap();
    tokio::time::advance(Duration::from_secs(101)).await;
    let results = join_all((0..1000).map(|_| call(&client, &SIGNED))).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(tokens(&mock), 2);
    assert_eq!(mock.last().header("authorization"), Some("Bearer token-2"));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_lives_for_no_time_serves_who_waited() {
    let mock = counting(|number| token(number, 0));
    let client = client(&mock);
    call(&client, &SIGNED).await.unwrap();
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(tokens(&mock), 2);
}

/// An API that takes only the newest token, at an endpoint that gives a new one
/// each time.
fn revoking() -> (Mock, Arc<AtomicUsize>) {
    let newest = Arc::new(AtomicUsize::new(0));
    let (given, accepted) = (newest.clone(), Arc::new(AtomicUsize::new(1)));
    let accepts = accepted.clone();
    let mock = Mock::new(move |seen| {
        if is_token_request(seen) {
            return token(given.fetch_add(1, Ordering::SeqCst) + 1, 900);
        }
        let wanted = format!("Bearer token-{}", accepts.load(Ordering::SeqCst));
        if seen.header("authorization") == Some(&wanted) {
            json(200, value!({})).after(Duration::from_millis(10))
        } else {
            json(401, value!({})).after(Duration::from_millis(10))
        }
    });
    (mock, accepted)
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_fetched_again_once() {
    let (mock, accepted) = revoking();
    let client = client(&mock);
    call(&client, &SIGNED).await.unwrap();
    accepted.store(2, Ordering::SeqCst);
    let results = join_all((0..100).map(|_| call(&client, &SIGNED))).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(
        tokens(&mock),
        2,
        "a hundred refusals of one token are one fetch"
    );
}

#[tokio::test(start_paused = true)]
async fn a_second_refusal_is_the_answer() {
    let (mock, accepted) = revoking();
    accepted.store(99, Ordering::SeqCst);
    let error = call(&client(&mock), &SIGNED).await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(error.attempts(), 2);
    assert_eq!(tokens(&mock), 2);
    assert_eq!(mock.count_to("/v1/signed"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_cannot_be_sent_twice_is_not() {
    static UPLOAD: specwright_runtime::Operation = specwright_runtime::Operation {
        security: &[&["auth"]],
        path: "/up",
        ..POST
    };
    let (mock, accepted) = revoking();
    accepted.store(2, Ordering::SeqCst);
    let body = specwright_runtime::ByteStream::once("x");
    let upload = client(&mock).request(&UPLOAD).upload(&["text/plain"], body);
    let error = upload
        .send(crate::mock::JSON, crate::mock::JSON)
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::UNAUTHORIZED));
    assert_eq!(mock.count_to("/v1/up"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_fixed_token_is_not_tried_twice() {
    let mock = Mock::new(|_| json(401, value!({})));
    let client = mock
        .builder()
        .credential("auth", Credential::bearer("t"))
        .build()
        .unwrap();
    let error = call(&client, &SIGNED).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn refusals_of_the_token_endpoint_are_told_apart() {
    type Case = (u16, &'static str, AuthErrorKind, usize);
    let cases: Vec<Case> = vec![
        (
            401,
            r#"{"error":"invalid_client"}"#,
            AuthErrorKind::WrongClient,
            1,
        ),
        (401, "no json", AuthErrorKind::WrongClient, 1),
        (
            400,
            r#"{"error":"unauthorized_client"}"#,
            AuthErrorKind::WrongClient,
            1,
        ),
        (
            400,
            r#"{"error":"invalid_scope"}"#,
            AuthErrorKind::WrongScope,
            1,
        ),
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            AuthErrorKind::Refused {
                code: Some("invalid_grant"),
                status: 400,
            },
            1,
        ),
        (
            400,
            r#"{"error":"echo"}"#,
            AuthErrorKind::Refused {
                code: None,
                status: 400,
            },
            1,
        ),
        (
            302,
            "",
            AuthErrorKind::Refused {
                code: None,
                status: 302,
            },
            1,
        ),
        (500, "", AuthErrorKind::Unavailable { status: Some(500) }, 3),
        (429, "", AuthErrorKind::Unavailable { status: Some(429) }, 3),
        (
            200,
            "[]",
            AuthErrorKind::BadToken("the response is not a JSON object"),
            1,
        ),
        (
            200,
            "{}",
            AuthErrorKind::BadToken("the response has no `access_token`"),
            1,
        ),
        (
            200,
            r#"{"access_token":"a\nb"}"#,
            AuthErrorKind::BadToken("the token has characters that cannot be sent"),
            1,
        ),
        (
            200,
            r#"{"access_token":"a","token_type":"mac"}"#,
            AuthErrorKind::BadToken("its `token_type` is not `Bearer`"),
            1,
        ),
    ];
    for (status, body, expected, requests) in cases {
        let mock = counting(move |_| {
            reply(status)
                .with_header("location", "https://evil.example/")
                .with_chunk(body)
        });
        let error = call(&client(&mock), &SIGNED).await.unwrap_err();
        assert_eq!(error.is_retryable(), requests > 1, "{status} {body}");
        assert_eq!(error.operation(), Some("getSigned"));
        assert_eq!(kind(error), expected, "{status} {body}");
        assert_eq!(mock.count(), requests, "{status} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_token_endpoint_may_be_slow_to_answer_and_not_too_long() {
    let mock = counting(|number| match number {
        1 => fails(TransportErrorKind::Connect),
        2 => reply(503).with_header("retry-after", "3"),
        _ => token(number, 900),
    });
    let before = tokio::time::Instant::now();
    call(&client(&mock), &SIGNED).await.unwrap();
    assert!(before.elapsed() >= Duration::from_secs(3));
    assert_eq!(tokens(&mock), 3);

    let mock = counting(|_| reply(200).with_chunk(vec![b' '; 300 << 10]));
    let error = call(&client(&mock), &SIGNED).await.unwrap_err();
    assert_eq!(
        kind(error),
        AuthErrorKind::BadToken("the response is too large")
    );

    let mock = counting(|_| crate::mock::hangs());
    let error = call(&client(&mock), &SIGNED).await.unwrap_err();
    assert_eq!(kind(error), AuthErrorKind::Unavailable { status: None });
}

#[tokio::test(start_paused = true)]
async fn the_calls_own_deadline_holds_while_it_waits_for_a_token() {
    use specwright_runtime::RequestOptions;
    let mock = counting(|_| crate::mock::hangs());
    let request = client(&mock)
        .request(&SIGNED)
        .with_timeout(Duration::from_secs(2));
    let error = request
        .send(crate::mock::JSON, crate::mock::JSON)
        .await
        .unwrap_err();
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        error.kind(),
        TransportErrorKind::TotalTimeout(Duration::from_secs(2))
    );
}

#[tokio::test]
async fn clients_share_a_provider_and_operations_may_need_none() {
    let mock = counting(|number| token(number, 900));
    let sign_in = sign_in();
    let (one, other) = (
        client_with(&mock, sign_in.clone()),
        client_with(&mock, sign_in),
    );
    call(&one, &crate::mock::GET).await.unwrap();
    assert_eq!(mock.last().header("authorization"), None);
    assert_eq!(tokens(&mock), 0);
    call(&one, &SIGNED).await.unwrap();
    call(&other, &SIGNED).await.unwrap();
    assert_eq!(tokens(&mock), 1);
}

#[tokio::test]
async fn expires_in_may_be_missing() {
    let mock = counting(|_| json(200, value!({"access_token": "token-1"})));
    let client = client(&mock);
    call(&client, &SIGNED).await.unwrap();
    call(&client, &SIGNED).await.unwrap();
    assert_eq!(tokens(&mock), 1);
}

#[test]
fn a_token_url_that_would_leak_is_refused() {
    let build = |url: &str| ClientCredentials::builder(url, "id", "secret").build();
    for url in [
        "http://auth.example/t",
        "ftp://a/",
        "nothing",
        "https://u:p@a.example/",
        "https://a/#f",
    ] {
        assert!(
            matches!(build(url), Err(BuildError::ClientCredentials(_))),
            "{url}"
        );
    }
    build("http://127.0.0.1/t").unwrap();
    let insecure = ClientCredentials::builder("http://auth.example/t", "id", "secret");
    insecure.allow_insecure_http().build().unwrap();
    assert!(
        ClientCredentials::builder(TOKEN_URL, "id", "")
            .build()
            .is_err()
    );
}

#[test]
fn a_fetch_whose_runtime_is_shut_down_leaves_the_next_call_a_chance() {
    // On a runtime of its own each time: the first is shut down in mid-fetch.
    let count = Arc::new(Mutex::new(0));
    let counter = count.clone();
    let mock = counting(move |number| {
        *counter.lock().unwrap() = number;
        let wait = if number == 1 { 1_000_000 } else { 0 };
        token(number, 900).after(Duration::from_secs(wait))
    });
    let client = client(&mock);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let first = runtime();
    let waiting = async {
        tokio::time::timeout(Duration::from_millis(20), call(&client, &SIGNED))
            .await
            .is_err()
    };
    assert!(first.block_on(waiting));
    drop(first);
    runtime().block_on(async { call(&client, &SIGNED).await.unwrap() });
    assert_eq!(*count.lock().unwrap(), 2);
}

/// A program that ends while calls are under way must end.
#[test]
fn a_fetch_on_a_runtime_that_is_gone_is_an_error() {
    let (done, result) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .unwrap();
        let handle = runtime.handle().clone();
        drop(runtime);
        let transport: Arc<dyn Transport> = Arc::new(counting(|number| token(number, 900)));
        let token = handle.block_on(sign_in().token(&transport));
        done.send(token.map(|_| ())).unwrap();
    });
    let token = result.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(token.unwrap_err().is_retryable());
}

#[tokio::test]
async fn a_header_of_the_callers_own_costs_no_token() {
    let mock = counting(|number| token(number, 900));
    let client = client(&mock);
    call(&client, &SIGNED).await.unwrap();
    let own = client
        .request(&SIGNED)
        .with_header("Authorization", "Bearer mine");
    own.send::<serde_json::Value, serde_json::Value>(decode::json, decode::json)
        .await
        .unwrap();
    assert_eq!(tokens(&mock), 1);
    let last = mock.seen().pop().unwrap();
    assert_eq!(last.header("authorization"), Some("Bearer mine"));
}
