//! Streams are typed, come as they are sent, and go on where they broke off.

mod wire;

use futures::TryStreamExt;
use streams::types::{Delta, Question};
use streams::{Error, runtime::Event};
use wire::{client, wire};

#[tokio::test]
async fn an_operation_answers_at_once_or_as_it_comes() {
    let mock = wire(&[
        (200, "application/json", &[r#"{"text":"all of it"}"#]),
        // Cut where a server and a network cut: anywhere.
        (200, "text/event-stream", &["data: {\"del", "ta\":\"a\"}\n\ndata: {\"delta\":", "\"b\"}\r\n\r\n"]),
    ]);
    let client = client!(streams, mock);
    let question = Question::new("Why?");
    let whole = client.create_answer(&question).await.unwrap();
    assert_eq!(whole.text.as_deref(), Some("all of it"));
    let events = client.create_answer(&question).send_as_event_stream().await.unwrap();
    let deltas: Vec<Delta> =
        events.into_inner().map_ok(|event| event.data).try_collect().await.unwrap();
    assert_eq!(deltas, [Delta::new("a"), Delta::new("b")]);

    let seen = mock.requests();
    let accepted = |form: &str| Some(format!("{form}, application/problem+json"));
    assert_eq!(seen[0].header("accept"), accepted("application/json").as_deref());
    assert_eq!(seen[1].header("accept"), accepted("text/event-stream").as_deref());
    assert!(seen.iter().all(|request| request.text() == r#"{"text":"Why?"}"#));
}

#[tokio::test]
async fn a_stream_that_breaks_off_goes_on_after_its_last_event() {
    let mock = wire(&[
        (200, "text/event-stream", &["retry: 1\n\nid: 7\ndata: {\"at\":\"2026-01-01T00:00:00Z\"}\n\n"]),
        (200, "text/event-stream", &["event: tick\nid: 8\ndata: {\"at\":\"2026-01-01T00:00:01Z\"}\n\n"]),
        // The server asks for an end (WHATWG HTML, 9.2.3).
        (204, "", &[]),
    ]);
    let client = client!(streams, mock);
    let ticks = client.watch_ticks().await.unwrap().into_inner().reconnect();
    let ticks: Vec<Event<_>> = ticks.try_collect().await.unwrap();
    let said: Vec<_> = ticks.iter().map(|tick| (tick.event.as_str(), tick.id.as_str())).collect();
    assert_eq!(said, [("message", "7"), ("tick", "8")]);
    let last: Vec<_> =
        mock.requests().iter().map(|seen| seen.header("last-event-id").map(str::to_owned)).collect();
    assert_eq!(last, [None, Some("7".to_owned()), Some("8".to_owned())]);
}

#[tokio::test]
async fn one_answer_is_read_in_each_of_its_forms() {
    let mock = wire(&[
        // Another name of the documented `application/x-ndjson`.
        (200, "application/jsonl", &["{\"n\":1}\n{\"n\"", ":2}\n\n", "{\"n\":3}"]),
        (200, "application/json-seq", &["\u{1e}{\"delta\":\"a\"}\n\u{1e}{\"delta\":\"b\"}\n"]),
        (200, "text/csv", &["n\n1\n"]),
        (200, "image/png", &["\u{1}\u{2}"]),
    ]);
    let client = client!(streams, mock);
    let rows = client.export_rows().send_as_ndjson().await.unwrap().into_inner();
    let rows: Vec<Option<i64>> = rows.map_ok(|row| row.n).try_collect().await.unwrap();
    assert_eq!(rows, [Some(1), Some(2), Some(3)]);
    let deltas = client.export_rows().send_as_json_seq().await.unwrap().into_inner();
    let deltas: Vec<Delta> = deltas.try_collect().await.unwrap();
    assert_eq!(deltas, [Delta::new("a"), Delta::new("b")]);
    assert_eq!(*client.export_rows().await.unwrap(), "n\n1\n");
    let image = client.export_rows().send_as_png().await.unwrap().into_inner();
    let image: Vec<_> = image.try_collect().await.unwrap();
    assert_eq!(image.concat(), b"\x01\x02");
}

#[tokio::test]
async fn what_is_no_stream_is_an_error_with_its_body() {
    let mock = wire(&[(200, "text/html", &["<p>Sign in</p>"])]);
    let error = client!(streams, mock).follow_log().await.unwrap_err();
    match error {
        Error::Decode(error) => assert_eq!(error.raw()[..], *b"<p>Sign in</p>"),
        other => panic!("{other:?}"),
    }
    let mock = wire(&[(422, "application/problem+json", &[r#"{"title":"No."}"#])]);
    let error = client!(streams, mock).create_answer(&Question::new("?")).send_as_event_stream().await;
    match error.unwrap_err() {
        Error::Api(error) => assert_eq!(error.body().unwrap().title.as_deref(), Some("No.")),
        other => panic!("{other:?}"),
    }
}
