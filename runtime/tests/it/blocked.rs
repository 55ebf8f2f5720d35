//! Calls from programs that are not async.

use std::io::{BufRead, Read};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json as value;
use specwright_runtime::blocking::{Block, BlockIter};
use specwright_runtime::testing::MockResponse;
use specwright_runtime::{Client, Error, Method, RequestOptions, TransportErrorKind};

use crate::mock::{GET, Mock, call, json, reply};
use crate::pages::{OFFSET, items, number, slice};

#[test]
fn a_call_is_waited_for_over_a_real_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        for _ in 0..2 {
            let mut lines = std::io::BufReader::new(&stream).lines();
            while !lines.next().unwrap().unwrap().is_empty() {}
            std::thread::sleep(Duration::from_millis(20));
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
            std::io::Write::write_all(&mut stream, answer.as_bytes()).unwrap();
        }
    });
    let client = Client::builder(None, "test/1")
        .base_url(&url)
        .build()
        .unwrap();
    let answer = call(&client, &GET).block().unwrap();
    assert_eq!(answer.into_inner(), value!({"a": 1}));
    // The connection is kept, as it is elsewhere.
    let answer = client.raw(Method::Get, "/x").block().unwrap();
    assert_eq!(&answer.into_inner()[..], b"{\"a\":1}");
    server.join().unwrap();
}

#[test]
fn a_list_is_an_iterator_that_goes_on_after_an_error() {
    let mock = Mock::new(|seen| match number(seen, "offset").unwrap_or(0) {
        offset @ 0..30 => json(200, value!({"items": slice(offset, 10, 50), "total": 50})),
        _ => reply(500),
    });
    let mut list = items(&mock.client(), &OFFSET).in_flight(2).block_iter();
    let found: Vec<u64> = list.by_ref().take(30).map(Result::unwrap).collect();
    assert_eq!(found, slice(0, 30, 50));
    assert!(list.next().unwrap().is_err());
    assert!(list.next().is_none());
    assert_eq!(list.get_ref().position().to_string(), "offset 30 of 50");
    let position = list.into_inner().position();

    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        json(200, value!({"items": slice(offset, 10, 50), "total": 50}))
    });
    let list = items(&mock.client(), &OFFSET).resume_at(position);
    let rest: Vec<u64> = list.block_iter().map(Result::unwrap).collect();
    assert_eq!(rest, slice(30, 20, 50));
}

#[test]
fn waits_and_time_limits_hold() {
    let mock = Mock::new(|_| reply(200).after(Duration::from_secs(60)));
    let begin = Instant::now();
    let hurried = mock
        .client()
        .raw(Method::Get, "/x")
        .with_timeout(Duration::from_millis(50));
    let error = hurried.block().unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.is_timeout()),
        "{error}"
    );
    assert!(begin.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_body_is_read() {
    let body = || reply(200).with_chunk("ab").with_chunk("").with_chunk("cde");
    let read = |answer: fn() -> MockResponse| {
        let mock = Mock::new(move |_| answer());
        let sent = mock
            .client()
            .raw(Method::Get, "/x")
            .send_stream()
            .block()
            .unwrap();
        let mut text = String::new();
        let read = sent.into_inner().block_read().read_to_string(&mut text);
        (read.map_err(|error| error.to_string()), text)
    };
    assert_eq!(read(body), (Ok(5), "abcde".to_owned()));
    let (broken, text) = read(|| reply(200).with_chunk("ab").broken());
    assert_eq!(text, "ab");
    let words = TransportErrorKind::BrokenBody.to_string();
    assert!(broken.unwrap_err().contains(&words));
}

#[test]
fn threads_wait_side_by_side() {
    let mock = Mock::new(|_| reply(200).after(Duration::from_millis(200)));
    let client = mock.client();
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| client.raw(Method::Get, "/x").block().unwrap());
        }
    });
    assert!(
        begin.elapsed() < Duration::from_secs(2),
        "{:?}",
        begin.elapsed()
    );
}

#[tokio::test]
async fn within_an_async_program_it_holds_up_its_thread_and_no_more() {
    let mock = Mock::new(|_| reply(200).after(Duration::from_millis(20)));
    mock.client().raw(Method::Get, "/x").block().unwrap();
}
