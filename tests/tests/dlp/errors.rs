//! What the API answers instead of a success.

use palo_alto_dlp::Error;
use palo_alto_dlp::runtime::{ApiError, RetryPolicy, Untyped};
use palo_alto_dlp::types::ErrorResponse;
use serde_json::json;
use specwright_tests::sase::Sase;
use specwright_tests::wire;
use wiremock::{MockServer, ResponseTemplate};

use crate::{Dlp, builder};

async fn refusal(dlp: &Dlp) -> ApiError<ErrorResponse> {
    match dlp.client.get_incident("1").await.unwrap_err() {
        Error::Api(error) => error,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn errors_have_the_documented_type_and_the_raw_body() {
    let body = json!({"error": "not_found", "message": "no such incident", "trace": "t-1"});
    let answer = ResponseTemplate::new(404)
        .insert_header("x-request-id", "r-7")
        .set_body_json(&body);
    let dlp = Dlp::answering(answer).await;
    let error = refusal(&dlp).await;
    assert_eq!(error.status(), 404);
    let typed = error.body().unwrap();
    assert_eq!(typed.error.as_deref(), Some("not_found"));
    assert_eq!(typed.message.as_deref(), Some("no such incident"));
    // What the type does not know is in the body as it came.
    let raw: serde_json::Value = serde_json::from_slice(error.raw()).unwrap();
    assert_eq!(raw, body);
    assert!(error.is_documented() && error.body_error().is_none());
    assert_eq!(error.request_id(), Some("r-7"));
    insta::assert_snapshot!(error, @"getIncident (GET /incidents/{incident_id}): the API answered 404 Not Found (request ID r-7)");
}

#[tokio::test]
async fn an_error_page_of_a_proxy_is_kept_as_it_came() {
    let html = "<html><body><h1>403 Forbidden</h1>blocked by policy</body></html>";
    let answer = ResponseTemplate::new(403).set_body_raw(html, "text/html");
    let dlp = Dlp::answering(answer).await;
    let error = refusal(&dlp).await;
    assert_eq!(error.status(), 403);
    assert_eq!(error.body(), None);
    assert_eq!(error.text(), html);
    assert_eq!(&error.raw()[..], html.as_bytes());
    assert!(error.body_error().is_some());
}

#[tokio::test]
async fn an_undocumented_status_has_no_type_and_a_raw_body() {
    let dlp = Dlp::with_json(418, json!({"error": "teapot"})).await;
    let error = refusal(&dlp).await;
    assert_eq!(error.status(), 418);
    assert!(!error.is_documented());
    assert_eq!(error.body(), None);
    assert_eq!(error.text(), r#"{"error":"teapot"}"#);
}

#[tokio::test]
async fn an_empty_error_is_an_error() {
    let dlp = Dlp::answering(ResponseTemplate::new(404)).await;
    let error = refusal(&dlp).await;
    assert_eq!((error.status().as_u16(), error.text().len()), (404, 0));
    assert_eq!(error.body(), None);
}

#[tokio::test]
async fn one_call_gives_up_the_type() {
    async fn both(dlp: &Dlp) -> Result<(), Error> {
        // Operations of any crate, in one function.
        dlp.client
            .get_data_pattern("p")
            .await
            .map_err(Error::into_untyped)?;
        Ok(())
    }
    let dlp = Dlp::with_json(403, json!({"error": "forbidden"})).await;
    let error: Error<Untyped> = both(&dlp).await.unwrap_err();
    assert_eq!(error.operation(), Some("getDataPattern"));
    let Error::Api(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.text(), r#"{"error":"forbidden"}"#);
}

#[tokio::test]
async fn trouble_that_may_pass_is_tried_again_and_then_told() {
    let dlp = Dlp::with_json(500, json!({"error": "internal"})).await;
    let error = dlp.client.list_incidents().await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(error.attempts(), 4);
    assert_eq!(dlp.requests().await.len(), 4);
    insta::assert_snapshot!(error, @"listIncidents (GET /incidents): the API answered 500 Internal Server Error, after 4 attempts");

    let refused = Dlp::with_json(400, json!({"error": "bad"})).await;
    let error = refused.client.list_incidents().await.unwrap_err();
    assert!(!error.is_retryable());
    assert_eq!(refused.requests().await.len(), 1);
}

#[tokio::test]
async fn an_api_that_is_not_there() {
    let sase = Sase::start().await;
    let gone = MockServer::builder().start().await;
    let settings = builder(&gone, &sase);
    drop(gone);
    let client = settings
        .configure(|settings| settings.retry(RetryPolicy::none()))
        .build()
        .unwrap();
    let error = client.get_incident("1").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert!(error.is_retryable());
    assert_eq!(error.status(), None);
    insta::assert_snapshot!(error, @"getIncident (GET /incidents/{incident_id}): no connection could be made");
}

#[tokio::test]
async fn the_route_of_an_error_is_the_documented_one() {
    let dlp = Dlp::with_json(404, json!({})).await;
    let error = dlp
        .client
        .get_incident("someone@example.com")
        .await
        .unwrap_err();
    assert!(!error.to_string().contains("someone"), "{error}");
    let Error::Api(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.path(), Some("/incidents/{incident_id}"));
    assert_eq!(error.method(), Some(palo_alto_dlp::Method::Get));
    assert!(wire::line(&wire::only(&dlp.server).await).contains("someone"));
}
