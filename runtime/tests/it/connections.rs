//! Connections that break, stall and lie, over the real transport.

use std::time::{Duration, Instant};

use futures::TryStreamExt;
use specwright_runtime::{Error, RequestOptions, RetryPolicy, Timeouts, TransportErrorKind};
use tokio::net::TcpListener;

use crate::mock::{GET, JSON, POST, call};
use crate::server::{Server, builder, ok, read_head, reset, write};

fn kind(error: Error<serde_json::Value>) -> TransportErrorKind {
    match error {
        Error::Transport(error) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_connection_that_is_reset_is_tried_again() {
    let server = Server::new(|number, mut stream| async move {
        read_head(&mut stream).await;
        match number {
            0 => reset(stream),
            1 => drop(stream),
            _ => write(&mut stream, &ok("{}")).await,
        }
    })
    .await;
    call(&server.client(), &GET).await.unwrap();
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn but_not_with_what_may_have_been_done() {
    let server = Server::new(|_, mut stream| async move {
        read_head(&mut stream).await;
        reset(stream);
    })
    .await;
    let error = call(&server.client(), &POST).await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(kind(error), TransportErrorKind::Broken);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_whatever_the_method() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for operation in [&GET, &POST] {
        let error = call(&builder(&url).build().unwrap(), operation)
            .await
            .unwrap_err();
        assert_eq!(error.attempts(), 4);
        assert_eq!(kind(error), TransportErrorKind::Connect);
    }
}

#[tokio::test]
async fn a_body_that_is_cut_is_fetched_again() {
    let server = Server::new(|number, mut stream| async move {
        read_head(&mut stream).await;
        match number {
            0 => {
                write(
                    &mut stream,
                    "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":",
                )
                .await
            }
            1 => {
                let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n";
                write(&mut stream, head).await;
            }
            _ => write(&mut stream, &ok("{}")).await,
        }
    })
    .await;
    call(&server.client(), &GET).await.unwrap();
    assert_eq!(server.connections(), 3);

    let error = {
        let server = Server::new(|_, mut stream| async move {
            read_head(&mut stream).await;
            write(
                &mut stream,
                "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":",
            )
            .await;
        })
        .await;
        call(&server.client(), &POST).await.unwrap_err()
    };
    assert_eq!(error.attempts(), 1);
    assert_eq!(kind(error), TransportErrorKind::BrokenBody);
}

#[tokio::test]
async fn what_is_not_http_is_an_error() {
    let server = Server::new(|_, mut stream| async move {
        read_head(&mut stream).await;
        write(&mut stream, "SSH-2.0-OpenSSH_9.6\r\n").await;
    })
    .await;
    let error = call(&server.client(), &POST).await.unwrap_err();
    assert_eq!(kind(error), TransportErrorKind::Broken);
}

/// A server that sends a body a byte at a time, and never all of it.
async fn slow() -> Server {
    Server::new(|_, mut stream| async move {
        read_head(&mut stream).await;
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n",
        )
        .await;
        for _ in 0..1000 {
            write(&mut stream, "1").await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
}

#[tokio::test]
async fn a_slow_body_has_the_time_of_an_attempt_and_no_more() {
    let server = slow().await;
    let limit = Duration::from_millis(200);
    let begun = Instant::now();
    let request = server.client().request(&GET).with_attempt_timeout(limit);
    let request = request.with_retry(RetryPolicy::none());
    let error = request.send(JSON, JSON).await.unwrap_err();
    assert_eq!(kind(error), TransportErrorKind::AttemptTimeout(limit));
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_streamed_body_may_be_slow_but_not_stand_still() {
    let server = slow().await;
    let stall = Duration::from_secs(2);
    let timeouts = Timeouts::default()
        .with_stall(stall)
        .with_attempt(Duration::from_secs(1));
    let client = server.builder().timeouts(timeouts.clone()).build().unwrap();
    let response = client.request(&GET).send_stream(JSON).await.unwrap();
    let mut stream = response.into_inner();
    let begun = Instant::now();
    let mut received = 0;
    while begun.elapsed() < Duration::from_millis(1300) {
        received += stream.try_next().await.unwrap().unwrap().len();
    }
    assert!(received > 0, "longer than an attempt, and no error");

    let server = Server::new(|_, mut stream| async move {
        read_head(&mut stream).await;
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345",
        )
        .await;
        tokio::time::sleep(Duration::from_secs(3600)).await;
    })
    .await;
    let client = server.builder().timeouts(timeouts).build().unwrap();
    let response = client.request(&GET).send_stream(JSON).await.unwrap();
    let mut stream = response.into_inner();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "12345");
    let error = stream.try_next().await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Stalled(stall));
    assert!(
        stream.try_next().await.unwrap().is_none(),
        "it is over after an error"
    );
}

#[tokio::test]
async fn a_streamed_body_that_is_cut_ends_in_an_error() {
    let server = Server::new(|_, mut stream| async move {
        read_head(&mut stream).await;
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345",
        )
        .await;
    })
    .await;
    let response = server
        .client()
        .request(&GET)
        .send_stream(JSON)
        .await
        .unwrap();
    let error = response
        .into_inner()
        .try_collect::<Vec<_>>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::BrokenBody);
}

#[tokio::test]
async fn a_stream_goes_up() {
    let server = wiremock::MockServer::builder().start().await;
    wiremock::Mock::given(wiremock::matchers::body_string("one two"))
        .respond_with(wiremock::ResponseTemplate::new(200).set_body_string("{}"))
        .mount(&server)
        .await;
    let chunks = futures::stream::iter(["one ", "two"].map(|chunk| Ok(chunk.into())));
    let body = specwright_runtime::ByteStream::new(chunks);
    let client = builder(&server.uri()).build().unwrap();
    client
        .request(&POST)
        .upload(&["text/plain"], body)
        .send(JSON, JSON)
        .await
        .unwrap();
}
