//! Dates as text come back as they were, odd ones too.

mod wire;

use dates_as_text::types::Event;
use specwright_runtime::testing::{MockResponse, MockTransport};
use wire::client;

#[tokio::test]
async fn what_is_no_date_is_kept_and_can_be_asked() {
    let body = r#"[{"at":"yesterday"},{"at":"2026-01-01T10:00+02:00","day":"1.1.2026"}]"#;
    let mock = MockTransport::new()
        .answer(MockResponse::body(200, "application/json", body))
        .answer(MockResponse::new(204));
    let client = client!(dates_as_text, mock);
    let since = "2026-01-01T00:00:00-05:00";
    let events = client.list_events(since).send().await.unwrap().into_inner();
    assert!(events[0].at.to_timestamp().is_err());
    let at = events[1].at.to_timestamp().unwrap();
    assert_eq!(at.to_string(), "2026-01-01T08:00:00Z");
    client.add_event(&events[1]).send().await.unwrap();

    let seen = mock.requests();
    assert_eq!(seen[0].query("since").unwrap(), since);
    assert_eq!(seen[1].text(), r#"{"at":"2026-01-01T10:00+02:00","day":"1.1.2026"}"#);
    assert_eq!(Event::new(at).at, "2026-01-01T08:00:00Z");
}
