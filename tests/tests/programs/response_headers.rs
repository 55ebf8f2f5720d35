//! Headers of responses are typed and reachable, of successes and of errors.

mod wire;

use response_headers::types::ListThingsXKinds;
use response_headers::{Error, RequestOptions, headers, runtime::RetryPolicy};
use specwright_runtime::testing::{MockResponse, MockTransport};
use wire::client;

/// One answer with these headers.
fn answer(status: u16, headers: &[(&str, &str)], body: &'static str) -> MockTransport {
    let response = MockResponse::new(status).with_chunk(body);
    let headers = headers.iter();
    let response = headers.fold(response, |response, (name, value)| response.with_header(name, value));
    MockTransport::new().answer(response)
}

#[tokio::test]
async fn each_has_its_type() {
    let mock = answer(
        200,
        &[
            ("content-type", "application/json"),
            ("X-Total", "3"),
            ("X-Kinds", "big, new"),
            ("X-Range", "from=1,to=2"),
            ("X-Filter", r#"{"a":"b"}"#),
        ],
        "[]",
    );
    let answer = client!(response_headers, mock).list_things().await.unwrap();
    let seen = answer.headers();
    assert_eq!(headers::X_TOTAL_2.get(seen).unwrap(), Some(3));
    let kinds = headers::X_KINDS.get(seen).unwrap().unwrap();
    assert_eq!(kinds[0], ListThingsXKinds::Big);
    assert_eq!(kinds[1].as_str(), "new");
    let range = headers::X_RANGE.get(seen).unwrap().unwrap();
    assert_eq!((range.from, range.to), (Some(1), Some(2)));
    let filter = headers::X_FILTER.get(seen).unwrap().unwrap();
    assert_eq!(filter.get("a").map(String::as_str), Some("b"));
    assert_eq!(headers::RETRY_AFTER.get(seen).unwrap(), None);
}

#[tokio::test]
async fn those_of_an_error_are_there_and_a_wrong_one_is_told() {
    let headers_of = [("X-Total", "many"), ("Retry-After", "30")];
    let client = client!(response_headers, answer(429, &headers_of, ""));
    match client.list_things().with_retry(RetryPolicy::none()).send().await.unwrap_err() {
        Error::Api(error) => {
            assert_eq!(headers::RETRY_AFTER.get(error.headers()).unwrap(), Some(30));
            let wrong = headers::X_TOTAL_2.get(error.headers()).unwrap_err();
            assert!(wrong.to_string().contains("X-Total"), "{wrong}");
        }
        other => panic!("{other:?}"),
    }
}
