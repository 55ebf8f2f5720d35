//! Signing in: one token for all who wait for it, renewed when it has to be.

use std::time::Duration;

use futures::future::{join_all, poll_immediate};
use palo_alto_dlp::runtime::AuthErrorKind;
use palo_alto_dlp::runtime::auth::ClientCredentials;
use palo_alto_dlp::{Client, Error};
use serde_json::json;
use specwright_tests::sase::{CLIENT_ID, CLIENT_SECRET, Sase, TSG_ID, token};
use specwright_tests::wire;
use wiremock::matchers::{any, header};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{Dlp, builder};

const CALLS: usize = 1000;
/// Long enough for a thousand calls to begin.
const SLOW: Duration = Duration::from_millis(300);

/// A client whose token has just expired.
async fn with_an_expired_token() -> Dlp {
    let mut dlp = Dlp::with_json(200, json!({})).await;
    dlp.client = builder(&dlp.server, &dlp.sase)
        // One connection for all: some systems let no process have 2,000 sockets.
        .configure(|settings| settings.reqwest(|client| client.http2_prior_knowledge()))
        .configure(|settings| settings.reqwest(|client| client.no_proxy()))
        .build()
        .unwrap();
    dlp.sase.gives_tokens_for(0);
    dlp.client.get_incident("first").await.unwrap();
    assert_eq!(dlp.sase.asked(), 1);
    dlp.sase.gives_tokens_for(900).takes(SLOW);
    dlp
}

#[tokio::test]
async fn the_token_request_is_what_sase_wants() {
    let dlp = Dlp::with_json(200, json!({})).await;
    dlp.client.get_incident("1").await.unwrap();
    // The endpoint has checked it, and gives no token otherwise.
    let requests = dlp.sase.requests().await;
    assert_eq!(requests.len(), 1);
    assert_eq!(wire::line(&requests[0]), "POST /oauth2/access_token");
    assert_eq!(
        String::from_utf8_lossy(&requests[0].body),
        "grant_type=client_credentials&scope=tsg_id%3A1234567890"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_at_once_make_one_token_request() {
    let dlp = with_an_expired_token().await;
    let calls = (0..CALLS).map(|number| {
        let request = dlp.client.get_incident(&number.to_string());
        tokio::spawn(request.into_future())
    });
    for call in join_all(calls).await {
        call.unwrap().unwrap();
    }
    assert_eq!(dlp.sase.asked(), 2);
    let requests = dlp.requests().await;
    assert_eq!(requests.len(), 1 + CALLS);
    let bearer = format!("Bearer {}", token(2));
    for request in &requests[1..] {
        assert_eq!(wire::header(request, "authorization"), Some(&*bearer));
    }
}

#[tokio::test]
async fn also_when_the_call_that_began_it_is_dropped() {
    let dlp = with_an_expired_token().await;
    let mut first = dlp.client.get_incident("0").into_future();
    assert!(poll_immediate(&mut first).await.is_none());
    let mut others: Vec<_> = (1..CALLS)
        .map(|number| dlp.client.get_incident(&number.to_string()).into_future())
        .collect();
    for other in &mut others {
        assert!(poll_immediate(other).await.is_none());
    }
    drop(first);
    for result in join_all(others).await {
        result.unwrap();
    }
    assert_eq!(dlp.sase.asked(), 2);
    assert_eq!(dlp.requests().await.len(), CALLS);
}

#[tokio::test]
async fn also_when_it_is_dropped_after_the_request_went_out() {
    let dlp = with_an_expired_token().await;
    let first = tokio::spawn(dlp.client.get_incident("0").into_future());
    while dlp.sase.asked() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let others = (1..CALLS).map(|number| dlp.client.get_incident(&number.to_string()));
    for result in join_all(others.map(IntoFuture::into_future)).await {
        result.unwrap();
    }
    assert_eq!(dlp.sase.asked(), 2);
}

#[tokio::test]
async fn a_failed_fetch_fails_all_who_waited_and_the_next_call_tries_anew() {
    let dlp = with_an_expired_token().await;
    dlp.sase.refuses(401, "invalid_client");
    let mut calls: Vec<_> = (0..CALLS)
        .map(|number| dlp.client.get_incident(&number.to_string()).into_future())
        .collect();
    // The fetch ends in another task, which has not had its turn yet.
    for call in &mut calls {
        assert!(poll_immediate(call).await.is_none());
    }
    for result in join_all(calls).await {
        let Err(Error::Auth(error)) = result else {
            panic!("{result:?}");
        };
        assert_eq!(*error.kind(), AuthErrorKind::WrongClient);
    }
    assert_eq!(dlp.sase.asked(), 2);
    assert_eq!(dlp.requests().await.len(), 1);

    dlp.sase.accepts().takes(Duration::ZERO);
    dlp.client.get_incident("1").await.unwrap();
    assert_eq!(dlp.sase.asked(), 3);
}

#[tokio::test]
async fn an_endpoint_in_trouble_is_asked_again_and_one_that_refuses_is_not() {
    let dlp = Dlp::with_json(200, json!({})).await;
    dlp.sase.refuses(503, "unavailable");
    let error = dlp.client.get_incident("1").await.unwrap_err();
    assert!(error.is_retryable());
    let asked = dlp.sase.asked();
    assert!((2..=5).contains(&asked), "{asked}");

    for (status, code, kind) in [
        (400, "invalid_scope", AuthErrorKind::WrongScope),
        (401, "invalid_client", AuthErrorKind::WrongClient),
    ] {
        let before = dlp.sase.refuses(status, code).asked();
        let error = dlp.client.get_incident("1").await.unwrap_err();
        assert!(!error.is_retryable());
        let Error::Auth(error) = error else {
            panic!("{error}");
        };
        assert_eq!(*error.kind(), kind);
        assert_eq!(dlp.sase.asked(), before + 1);
    }
    assert!(dlp.requests().await.is_empty());
}

#[tokio::test]
async fn after_a_401_one_renewal_and_one_more_attempt() {
    let (server, sase) = (MockServer::builder().start().await, Sase::start().await);
    let second = format!("Bearer {}", token(2));
    Mock::given(header("authorization", second.as_str()))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"incident_id": "1"})))
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(401).set_body_json(json!({"error": "expired"})))
        .mount(&server)
        .await;
    let client = builder(&server, &sase).build().unwrap();
    let incident = client.get_incident("1").await.unwrap();
    assert_eq!(incident.incident_id.as_deref(), Some("1"));
    assert_eq!(sase.asked(), 2);
    assert_eq!(wire::all(&server).await.len(), 2);
}

#[tokio::test]
async fn a_second_401_is_the_answer() {
    let dlp = Dlp::with_json(401, json!({"error": "expired", "message": "sign in"})).await;
    let error = dlp.client.get_incident("1").await.unwrap_err();
    let Error::Api(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.status(), 401);
    assert_eq!(error.body().unwrap().error.as_deref(), Some("expired"));
    assert_eq!(dlp.sase.asked(), 2);
    assert_eq!(dlp.requests().await.len(), 2);
}

#[tokio::test]
async fn a_fixed_token_is_sent_as_it_is_and_never_renewed() {
    let dlp = Dlp::with_json(401, json!({})).await;
    let base_url = format!("{}/v4", dlp.server.uri());
    let variables = dlp.sase.variables(&[
        ("PALO_ALTO_DLP_BASE_URL", &base_url),
        ("PALO_ALTO_DLP_TOKEN", "from-elsewhere"),
    ]);
    let client = Client::from_vars(variables).unwrap();
    client.get_incident("1").await.unwrap_err();
    let requests = dlp.requests().await;
    assert!(!requests.is_empty() && requests.len() <= 2);
    for request in &requests {
        let bearer = Some("Bearer from-elsewhere");
        assert_eq!(wire::header(request, "authorization"), bearer);
    }
    assert_eq!(dlp.sase.asked(), 0);
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let dlp = Dlp::with_json(200, json!({})).await;
    let client = Client::builder()
        .base_url(&dlp.server.uri())
        .build()
        .unwrap();
    let error = client.get_incident("1").await.unwrap_err();
    assert!(matches!(error, Error::Auth(_)), "{error}");
    assert!(dlp.requests().await.is_empty());
}

#[test]
fn what_is_missing_is_named_all_at_once() {
    let error = Client::from_vars(|_| None).unwrap_err();
    insta::assert_snapshot!(error, @"the client cannot be built: the environment variables SASE_CLIENT_ID, SASE_CLIENT_SECRET, SASE_TSG_ID are not set");
    let some = |name: &str| (name != "SASE_TSG_ID").then(|| "https://x.example".to_owned());
    let some = |name: &str| some(name).filter(|_| name != "PALO_ALTO_DLP_TOKEN");
    let error = Client::from_vars(some).unwrap_err();
    insta::assert_snapshot!(error, @"the client cannot be built: the environment variable SASE_TSG_ID is not set");
}

#[test]
fn the_sign_in_of_the_crate_is_at_sase() {
    let sign_in: ClientCredentials = Client::sign_in(CLIENT_ID, CLIENT_SECRET, TSG_ID).unwrap();
    let shown = format!("{sign_in:?}");
    assert!(
        shown.contains("https://auth.apps.paloaltonetworks.com/"),
        "{shown}"
    );
    Client::sign_in(CLIENT_ID, "", TSG_ID).unwrap_err();
    Client::builder()
        .client_credentials("", CLIENT_SECRET, TSG_ID)
        .build()
        .unwrap_err();
}
