//! Dates by chrono keep their offset, wherever they go and come from.

mod wire;

use dates_chrono::headers;
use dates_chrono::types::Event;
use specwright_runtime::testing::{MockResponse, MockTransport};
use wire::{client, only};

const AT: &str = "2026-01-01T10:00:00.120+02:00";

#[tokio::test]
async fn an_offset_is_kept_in_parameters_bodies_and_headers() {
    let body = format!(r#"[{{"at":"{AT}","day":"2026-01-01"}}]"#);
    let answer = MockResponse::body(200, "application/json", body.clone());
    let mock = MockTransport::new()
        .answer(answer.with_header("X-Until", AT))
        .answer(MockResponse::new(204));
    let client = client!(dates_chrono, mock);

    let days = ["2026-01-01".parse().unwrap(), "2026-01-02".parse().unwrap()];
    let events = client.list_events(AT.parse().unwrap()).days(&days).send().await.unwrap();
    let until = headers::X_UNTIL.get(events.headers()).unwrap().unwrap();
    assert_eq!(until.to_rfc3339(), AT);
    assert_eq!(until.offset().local_minus_utc(), 7200);
    let [event]: [Event; 1] = events.into_inner().try_into().unwrap();
    assert_eq!(event.at, until);
    client.add_event(&event).send().await.unwrap();

    let seen = mock.requests();
    let asked = seen[0].query("since").unwrap();
    assert_eq!(asked, AT);
    assert_eq!(seen[0].query("days").unwrap(), "2026-01-01");
    assert_eq!(format!("[{}]", seen[1].text()), body);
}

#[tokio::test]
async fn utc_is_written_as_z() {
    let mock = MockTransport::new().answer(MockResponse::new(204));
    let client = client!(dates_chrono, mock);
    let event = Event::new("2026-01-01T10:00:00Z".parse().unwrap());
    client.add_event(&event).send().await.unwrap();
    assert_eq!(only(&mock).text(), r#"{"at":"2026-01-01T10:00:00Z"}"#);
}
