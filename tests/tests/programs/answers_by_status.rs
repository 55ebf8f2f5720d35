//! Answers and errors that differ by status.

mod wire;

use answers_by_status::types::{StartJobAnswer, StartJobError};
use answers_by_status::{Error, RequestOptions, runtime::RetryPolicy};
use wire::{Answer, client, wire};

async fn start(answer: Answer) -> Result<StartJobAnswer, Error<StartJobError>> {
    let client = client!(answers_by_status, wire(&[answer]));
    let answer = client.start_job().with_retry(RetryPolicy::none()).send().await?;
    Ok(answer.into_inner())
}

/// The documented error body of a status.
async fn refused(answer: Answer) -> StartJobError {
    match start(answer).await.unwrap_err() {
        Error::Api(error) => error.body().unwrap().clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_success_is_the_variant_of_its_status() {
    let json = "application/json";
    match start((200, json, &[r#"{"rows":3}"#])).await.unwrap() {
        StartJobAnswer::Ok(result) => assert_eq!(result.rows, Some(3)),
        other => panic!("{other:?}"),
    }
    match start((202, json, &[r#"{"id":"j"}"#])).await.unwrap() {
        StartJobAnswer::Accepted(job) => assert_eq!(job.id.as_deref(), Some("j")),
        other => panic!("{other:?}"),
    }
    let answer = start((204, "", &[])).await.unwrap();
    assert!(matches!(answer, StartJobAnswer::NoContent), "{answer:?}");
}

#[tokio::test]
async fn an_error_is_the_variant_of_its_status() {
    let json = "application/json";
    match refused((400, json, &[r#"{"title":"t"}"#])).await {
        StartJobError::BadRequest(problem) => assert_eq!(problem.title.as_deref(), Some("t")),
        other => panic!("{other:?}"),
    }
    match refused((429, json, &[r#"{"wait":2}"#])).await {
        StartJobError::TooManyRequests(error) => assert_eq!(error.wait, Some(2)),
        other => panic!("{other:?}"),
    }
    match refused((502, "text/plain", &["down"])).await {
        StartJobError::ServerError(text) => assert_eq!(text, "down"),
        other => panic!("{other:?}"),
    }
    match refused((409, json, &[r#"{"title":"other"}"#])).await {
        StartJobError::Default(problem) => assert_eq!(problem.title.as_deref(), Some("other")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_body_that_is_not_as_documented_is_kept() {
    match start((400, "text/html", &["<h1>Proxy</h1>"])).await.unwrap_err() {
        Error::Api(error) => {
            assert!(error.body().is_none());
            assert_eq!(error.raw()[..], *b"<h1>Proxy</h1>");
        }
        other => panic!("{other:?}"),
    }
    match start((200, "application/json", &[r#"{"rows":"three"}"#])).await.unwrap_err() {
        Error::Decode(error) => assert_eq!(error.raw()[..], *br#"{"rows":"three"}"#),
        other => panic!("{other:?}"),
    }
}
