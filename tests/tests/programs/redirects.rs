//! What a redirect leads to is the answer of an operation that has no other.

mod wire;

use futures::TryStreamExt;
use redirects::runtime::testing::{MockResponse, MockTransport};
use redirects::types::{GetExportResponse, Task};
use wire::client;

fn to(status: u16) -> MockResponse {
    MockResponse::new(status).with_header("location", "https://files.example.com/it")
}

fn content(response: MockResponse, media_type: &str, body: &'static str) -> MockResponse {
    response.with_header("content-type", media_type).with_chunk(body)
}

#[tokio::test]
async fn a_file_is_had_through_the_redirect_to_it() {
    let file = content(MockResponse::new(200), "application/gzip", "bytes");
    let mock = MockTransport::new().answer(to(302)).answer(file);
    let answer = client!(redirects, mock).get_archive().send().await.unwrap();
    let pieces: Vec<_> = answer.into_inner().try_collect().await.unwrap();
    assert_eq!(pieces.concat(), b"bytes");
    let urls: Vec<String> = mock.requests().iter().map(|seen| seen.url.to_string()).collect();
    assert_eq!(urls, ["https://api.example.com/v1/archive", "https://files.example.com/it"]);
}

#[tokio::test]
async fn a_redirect_with_the_documented_content_is_the_answer() {
    let redirect = content(to(307), "application/json", r#"{"redirect_to":"there"}"#);
    let mock = MockTransport::new().answer(redirect);
    let answer = client!(redirects, mock).get_export("2026-01-01").await.unwrap();
    let location = redirects::headers::LOCATION.get(answer.headers()).unwrap();
    assert_eq!(location.as_deref(), Some("https://files.example.com/it"));
    let GetExportResponse { redirect_to, .. } = answer.into_inner();
    assert_eq!(redirect_to.as_deref(), Some("there"));
}

#[tokio::test]
async fn a_redirect_without_it_leads_to_it() {
    let task = content(MockResponse::new(200), "application/json", r#"{"status":"RUNNING"}"#);
    let mock = MockTransport::new().answer(to(303)).answer(task);
    let task: Task = client!(redirects, mock).delete_field("1").await.unwrap().into_inner();
    assert_eq!(task.status.as_deref(), Some("RUNNING"));
    let methods: Vec<String> = mock.requests().iter().map(|seen| seen.method.to_string()).collect();
    assert_eq!(methods, ["DELETE", "GET"]);
}
