//! Answers that come piece by piece.

use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use serde_json::{Value, json as value};
use specwright_runtime::{
    DecodeErrorKind, Error, EventStream, ItemStream, Operation, TransportErrorKind, decode,
};

use crate::mock::{GET, JSON, Mock, Reply, json, reply};

fn events(chunks: &[&'static str]) -> Reply {
    let start = reply(200).with_header("content-type", "text/event-stream");
    chunks
        .iter()
        .fold(start, |reply, chunk| reply.with_chunk(*chunk))
}

async fn subscribe(mock: &Mock) -> EventStream<Value> {
    let request = mock
        .client()
        .request(&GET)
        .expecting(&["text/event-stream"]);
    let answer = request.send_events(decode::json::<Value>, JSON).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn events_come_with_their_data_decoded() {
    let mock =
        Mock::new(|_| events(&["data: {\"n\":1}\n", "\nevent: end\ndata: 2\n\n", "data: 3"]));
    let all: Vec<_> = subscribe(&mock).await.try_collect().await.unwrap();
    let found: Vec<_> = all
        .iter()
        .map(|event| (event.event.as_str(), &event.data))
        .collect();
    // The last one was not ended, so it is none.
    assert_eq!(found, [("message", &value!({"n": 1})), ("end", &value!(2))]);
}

#[tokio::test]
async fn an_event_that_is_not_as_documented_is_an_error_and_the_next_comes() {
    let mock = Mock::new(|_| events(&["data: oops\n\ndata: 2\n\ndata: [DONE]\n\ndata: 4\n\n"]));
    let mut stream = subscribe(&mock).await;
    let Some(Err(Error::Decode(error))) = stream.next().await else {
        panic!("it has to fail")
    };
    assert_eq!(error.raw(), "oops");
    assert_eq!(stream.next().await.unwrap().unwrap().data, value!(2));
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_goes_on_with_the_last_id() {
    let mock = Mock::script(vec![
        || events(&["retry: 5000\nid: 7\ndata: 1\n\ndata: lost"]).broken(),
        || reply(503),
        || events(&["id: 8\ndata: 2\n\n"]),
    ]);
    let start = tokio::time::Instant::now();
    let all: Vec<_> = subscribe(&mock).await.try_collect().await.unwrap();
    let data: Vec<_> = all
        .iter()
        .map(|event| (&event.data, event.id.as_str()))
        .collect();
    assert_eq!(data, [(&value!(1), "7"), (&value!(2), "8")]);
    assert!(start.elapsed() >= Duration::from_secs(5));
    let seen = mock.seen();
    assert_eq!(seen[0].header("last-event-id"), None);
    assert_eq!(seen[1].header("last-event-id"), Some("7"));
    assert_eq!(seen[2].header("last-event-id"), Some("7"));
}

#[tokio::test(start_paused = true)]
async fn without_an_id_or_for_what_is_not_repeatable_a_break_is_an_error() {
    static POST: Operation = Operation {
        repeatable: false,
        ..GET
    };
    type Case = (&'static Operation, fn() -> Reply);
    let cases: [Case; 2] = [
        (&GET, || events(&["data: 1\n\n"]).broken()),
        (&POST, || events(&["id: 1\ndata: 1\n\n"]).broken()),
    ];
    for (operation, answer) in cases {
        let mock = Mock::new(move |_| answer());
        let request = mock.client().request(operation);
        let mut stream = request
            .send_events(decode::json::<Value>, JSON)
            .await
            .unwrap()
            .into_inner();
        stream.next().await.unwrap().unwrap();
        let Some(Err(Error::Transport(error))) = stream.next().await else {
            panic!("it has to fail")
        };
        assert_eq!(error.kind(), TransportErrorKind::BrokenBody);
        assert!(stream.next().await.is_none());
        assert_eq!(mock.count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_always_breaks_ends_in_an_error() {
    let mock = Mock::script(vec![|| events(&["id: 1\ndata: 1\n\n"]).broken(), || {
        events(&[]).broken()
    }]);
    let mut stream = subscribe(&mock).await;
    stream.next().await.unwrap().unwrap();
    assert!(stream.next().await.unwrap().is_err());
    assert!(stream.next().await.is_none());
    assert_eq!(mock.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_stream_goes_on_after_its_end_where_that_is_asked_for_until_204() {
    let mock = Mock::script(vec![
        || events(&["data: 1\n\n"]),
        || events(&["data: 2\n\n"]),
        || reply(204),
    ]);
    let stream = subscribe(&mock).await.reconnect();
    let all: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(mock.count(), 3);
}

async fn lines(mock: &Mock) -> ItemStream<Value> {
    let request = mock.client().request(&GET);
    let answer = request.send_lines(decode::json::<Value>, JSON).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn lines_come_one_by_one_and_a_wrong_one_is_an_error_of_its_own() {
    let mock = Mock::new(|_| reply(200).with_chunk("{\"n\":1}\nno").with_chunk("pe\n\n3"));
    let mut stream = lines(&mock).await;
    assert_eq!(stream.next().await.unwrap().unwrap(), value!({"n": 1}));
    let Some(Err(Error::Decode(error))) = stream.next().await else {
        panic!("it has to fail")
    };
    assert_eq!(error.raw(), "nope");
    assert_eq!(stream.next().await.unwrap().unwrap(), value!(3));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn records_come_one_by_one_and_a_break_is_an_error() {
    let mock = Mock::new(|_| reply(200).with_chunk("\x1e{\n}\n\x1e2\n\x1e3").broken());
    let request = mock.client().request(&GET);
    let mut stream = request
        .send_records(decode::json::<Value>, JSON)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(stream.next().await.unwrap().unwrap(), value!({}));
    assert_eq!(stream.next().await.unwrap().unwrap(), value!(2));
    assert!(stream.next().await.unwrap().is_err());
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn another_media_type_is_an_error_that_keeps_the_body() {
    let html = || {
        reply(200)
            .with_header("content-type", "text/html; charset=utf-8")
            .with_chunk("<html>")
    };
    let mock = Mock::new(move |_| html());
    let request = || {
        mock.client()
            .request(&GET)
            .expecting(&["image/*", "text/csv"])
    };
    let results = [
        request().send(decode::text, JSON).await.map(drop),
        request().send_stream(JSON).await.map(drop),
        // JSON is told by itself.
        mock.client()
            .request(&GET)
            .send(decode::json::<Value>, JSON)
            .await
            .map(drop),
    ];
    for (result, expected) in
        results
            .into_iter()
            .zip(["image/*, text/csv", "image/*, text/csv", "JSON"])
    {
        let Err(Error::Decode(error)) = result else {
            panic!("it has to fail")
        };
        let kind = DecodeErrorKind::ContentType {
            found: "text/html".to_owned(),
            expected: expected.to_owned(),
        };
        assert_eq!(*error.kind(), kind);
        assert_eq!(error.raw(), "<html>");
    }
    for content_type in ["image/png", "TEXT/CSV; header=present"] {
        let mock = Mock::new(move |_| {
            reply(200)
                .with_header("content-type", content_type)
                .with_chunk("x")
        });
        let request = mock
            .client()
            .request(&GET)
            .expecting(&["image/*", "text/csv"]);
        request.send(decode::text, JSON).await.unwrap();
    }
    // JSON by another name is JSON all the same.
    let mock = Mock::new(|_| {
        reply(200)
            .with_header("content-type", "text/html")
            .with_chunk("{}")
    });
    mock.client()
        .request(&GET)
        .send(decode::json::<Value>, JSON)
        .await
        .unwrap();
    let mock = Mock::new(|_| json(200, value!({})));
    mock.client().request(&GET).send_stream(JSON).await.unwrap();
}
