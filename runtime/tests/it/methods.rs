//! Methods beyond the five, as a server on loopback sees them.

use std::sync::{Arc, Mutex};

use serde_json::json as value;
use specwright_runtime::{Method, Operation, RequestOptions, decode};
use tokio::io::AsyncReadExt;

use crate::mock::{JSON, OPERATION};
use crate::server::{Server, ok, read_head, write};

static HEAD: Operation = Operation {
    method: Method::Head,
    ..OPERATION
};
static OPTIONS: Operation = Operation {
    method: Method::Options,
    ..OPERATION
};
static TRACE: Operation = Operation {
    method: Method::Trace,
    ..OPERATION
};
static QUERY: Operation = Operation {
    method: Method::Other("QUERY"),
    ..OPERATION
};
static COPY: Operation = Operation {
    method: Method::Other("COPY"),
    repeatable: false,
    ..OPERATION
};

/// What the server saw: the first line of each request, and its body.
type Log = Arc<Mutex<Vec<(String, String)>>>;

/// Answers as the function says, by the number of the request.
async fn server(answer: fn(usize) -> String) -> (Server, Log) {
    let log = Log::default();
    let seen = log.clone();
    let server = Server::new(move |number, mut stream| {
        let seen = seen.clone();
        async move {
            let head = read_head(&mut stream).await;
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is_length = name.eq_ignore_ascii_case("content-length");
                is_length.then(|| value.trim().parse::<usize>().unwrap())
            });
            let mut body = vec![0; length.unwrap_or(0)];
            stream.read_exact(&mut body).await.unwrap();
            let line = head.lines().next().unwrap_or_default().to_owned();
            let body = String::from_utf8(body).unwrap();
            seen.lock().unwrap().push((line, body));
            write(&mut stream, &answer(number)).await;
        }
    })
    .await;
    (server, log)
}

fn line(method: &str) -> (String, String) {
    (format!("{method} /thing HTTP/1.1"), String::new())
}

#[tokio::test]
async fn head_has_headers_and_no_body() {
    let (server, log) = server(|_| {
        "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\nx-total: 7\r\nconnection: close\r\n\r\n"
            .to_owned()
    })
    .await;
    let client = server.client();
    let answer = client.request(&HEAD).send(decode::empty, JSON).await;
    assert_eq!(answer.unwrap().headers()["x-total"], "7");
    let raw = client.request(&HEAD).send_raw().await.unwrap();
    assert_eq!(raw.headers()["content-length"], "1000");
    assert!(raw.into_inner().is_empty());
    assert_eq!(*log.lock().unwrap(), [line("HEAD"), line("HEAD")]);
}

#[tokio::test]
async fn options_trace_and_methods_of_the_document_have_no_body() {
    let (server, log) = server(|_| ok("as it came")).await;
    for operation in [&OPTIONS, &TRACE, &COPY] {
        let request = server.client().request(operation);
        let answer = request.send(decode::text, JSON).await.unwrap();
        assert_eq!(answer.into_inner(), "as it came");
    }
    assert_eq!(
        *log.lock().unwrap(),
        [line("OPTIONS"), line("TRACE"), line("COPY")]
    );
}

/// QUERY is safe (OAS 3.2, draft-ietf-httpbis-safe-method-w-body): it is sent again, with its body.
#[tokio::test]
async fn query_is_sent_again_with_its_body() {
    const FAILS: &str = "HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (server, log) = server(|number| match number {
        0 | 2 | 4 => FAILS.to_owned(),
        _ => ok("{}"),
    })
    .await;
    let client = server.client();
    let body = value!({"text": "a"});
    client
        .request(&QUERY)
        .json(&body)
        .send(JSON, JSON)
        .await
        .unwrap();
    client
        .raw(Method::Other("QUERY"), "/thing")
        .json(&body)
        .await
        .unwrap();
    // Of another method nothing is known.
    client.request(&COPY).send(JSON, JSON).await.unwrap_err();
    let query = (line("QUERY").0, r#"{"text":"a"}"#.to_owned());
    assert_eq!(
        *log.lock().unwrap(),
        [
            query.clone(),
            query.clone(),
            query.clone(),
            query,
            line("COPY")
        ]
    );
}
