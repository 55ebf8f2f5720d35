//! Bodies that come compressed.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json as value};
use specwright_runtime::{Error, Limits, Method, RequestOptions, RetryPolicy, TransportErrorKind};
use tokio::io::AsyncWriteExt;

use crate::mock::{GET, Mock, call, reply};
use crate::server::{Server, read_head};

fn packed(text: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
}

/// A server whose answers are these bytes, said to be compressed.
async fn server(body: Vec<u8>) -> Server {
    Server::new(move |_, mut stream| {
        let body = body.clone();
        async move {
            let head = read_head(&mut stream).await.to_ascii_lowercase();
            assert!(head.contains("accept-encoding: gzip\r\n"), "{head}");
            let length = body.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            // The end can come before all is read.
            let _ = stream.write_all(&body).await;
            let _ = stream.shutdown().await;
        }
    })
    .await
}

async fn get(body: Vec<u8>) -> Result<Value, TransportErrorKind> {
    let server = server(body).await;
    let builder = server
        .builder()
        .limits(Limits::default().with_body(1 << 20));
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    match call(&client, &GET).await {
        Ok(answer) => {
            assert!(!answer.headers().contains_key("content-encoding"));
            Ok(answer.into_inner())
        }
        Err(Error::Transport(error)) => Err(error.kind()),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn they_are_unpacked() {
    let list: Vec<u32> = (0..10_000).collect();
    let body = serde_json::to_vec(&list).unwrap();
    assert_eq!(get(packed(&body)).await, Ok(value!(list)));
    // RFC 1952 § 2.2: members one behind the other.
    let (left, right) = body.split_at(body.len() / 2);
    assert_eq!(
        get([packed(left), packed(right)].concat()).await,
        Ok(value!(list))
    );
}

#[tokio::test]
async fn what_is_broken_is_an_error() {
    let body = packed(&vec![b' '; 100_000]);
    let mut wrong = body.clone();
    let at = wrong.len() - 6;
    wrong[at] ^= 1;
    for body in [
        b"\x1f\x8b\x08 not at all".to_vec(),
        b"{}".to_vec(),
        body[..body.len() / 2].to_vec(),
        body[..body.len() - 1].to_vec(),
        wrong,
    ] {
        assert_eq!(get(body).await, Err(TransportErrorKind::BrokenBody));
    }
}

#[tokio::test]
async fn a_bomb_is_too_large_before_it_is_there() {
    // A hundred MiB in a hundred KiB.
    let bomb = packed(&vec![b' '; 100 << 20]);
    assert!(bomb.len() < 150_000);
    let limit = 1 << 20;
    assert_eq!(get(bomb).await, Err(TransportErrorKind::TooLarge { limit }));
}

#[tokio::test]
async fn an_error_is_unpacked_too_and_cut_where_it_is_too_long() {
    let body = packed(br#"{"message":"no"}"#);
    let mock = Mock::new(move |_| {
        reply(400)
            .with_header("content-encoding", "gzip")
            .with_chunk(body.clone())
    });
    let Err(Error::Api(error)) = call(&mock.client(), &GET).await else {
        panic!("it is an error");
    };
    assert_eq!(error.text(), r#"{"message":"no"}"#);

    let bomb = packed(&vec![b' '; 50 << 20]);
    let mock = Mock::new(move |_| {
        reply(400)
            .with_header("content-encoding", "gzip")
            .with_chunk(bomb.clone())
    });
    let Err(Error::Api(error)) = call(&mock.client(), &GET).await else {
        panic!("it is an error");
    };
    assert_eq!(error.raw().len(), Limits::default().error_body);
}

#[tokio::test]
async fn what_was_not_asked_for_stays_as_it_came() {
    let body = packed(b"{}");
    let length = body.len();
    let mock = Mock::new(move |_| {
        reply(200)
            .with_header("content-encoding", "gzip")
            .with_chunk(body.clone())
    });
    let client = mock.client();
    let own = client
        .raw(Method::Get, "/x")
        .with_header("Accept-Encoding", "gzip, br");
    assert_eq!(own.await.unwrap().len(), length);
    assert_eq!(mock.last().header("accept-encoding"), Some("gzip, br"));
    let stream = client.raw(Method::Get, "/x").send_stream().await.unwrap();
    assert!(stream.headers().contains_key("content-encoding"));
    assert_eq!(mock.last().header("accept-encoding"), None);
    let elsewhere = client.download("https://bucket.example/x").await.unwrap();
    assert!(elsewhere.headers().contains_key("content-encoding"));
    assert_eq!(mock.last().header("accept-encoding"), None);
}

#[tokio::test]
async fn a_body_that_is_not_there_is_none() {
    let mock = Mock::new(|_| reply(200).with_header("content-encoding", "gzip"));
    let answer = mock.client().raw(Method::Head, "/x").await.unwrap();
    assert!(answer.is_empty());
}
