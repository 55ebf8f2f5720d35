//! A transport that answers by a function, and operations to call over it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use http::HeaderMap;
use serde_json::Value;
use specwright_runtime::{
    BoxFuture, ByteStream, Client, ClientBuilder, Decoder, Method, Operation, ResponseFuture,
    Transport, TransportBody, TransportError, TransportErrorKind, TransportRequest, decode,
};
use url::Url;

/// A request that the mock saw.
#[derive(Clone)]
pub struct Seen {
    pub method: http::Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Seen {
    pub fn query(&self, name: &str) -> Option<String> {
        let found = self.url.query_pairs().find(|(other, _)| other == name);
        found.map(|(_, value)| value.into_owned())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// All of it as it would be on the wire.
    pub fn wire(&self) -> String {
        format!(
            "{} {} {:?} {}",
            self.method,
            self.url,
            plain(&self.headers),
            self.text()
        )
    }
}

fn plain(headers: &HeaderMap) -> Vec<(String, String)> {
    let pair = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (
            name.to_string(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    };
    headers.iter().map(pair).collect()
}

/// What the mock answers.
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    chunks: Vec<Result<Bytes, TransportErrorKind>>,
    after: Duration,
    fails: Option<TransportErrorKind>,
    hangs_at_end: bool,
}

pub fn reply(status: u16) -> Reply {
    Reply {
        status,
        headers: Vec::new(),
        chunks: Vec::new(),
        after: Duration::ZERO,
        fails: None,
        hangs_at_end: false,
    }
}

pub fn json(status: u16, body: Value) -> Reply {
    reply(status)
        .header("content-type", "application/json")
        .chunk(body.to_string())
}

pub fn fails(kind: TransportErrorKind) -> Reply {
    Reply {
        fails: Some(kind),
        ..reply(0)
    }
}

pub fn hangs() -> Reply {
    reply(200).after(Duration::from_secs(1_000_000))
}

impl Reply {
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn chunk(mut self, chunk: impl Into<Bytes>) -> Self {
        self.chunks.push(Ok(chunk.into()));
        self
    }

    pub fn breaks(mut self) -> Self {
        self.chunks.push(Err(TransportErrorKind::BrokenBody));
        self
    }

    pub fn stalls(mut self) -> Self {
        self.hangs_at_end = true;
        self
    }

    pub fn after(mut self, after: Duration) -> Self {
        self.after = after;
        self
    }
}

type Answer = dyn Fn(&Seen) -> Reply + Send + Sync;

/// A transport that keeps what it saw.
#[derive(Clone)]
pub struct Mock {
    answer: Arc<Answer>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Mock {
    pub fn new(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self {
            answer: Arc::new(answer),
            seen: Arc::default(),
        }
    }

    /// Answers one after the other; the last one again and again.
    pub fn script(answers: Vec<fn() -> Reply>) -> Self {
        let next = Mutex::new(0);
        Self::new(move |_| {
            let mut next = next.lock().unwrap();
            let answer = answers[(*next).min(answers.len() - 1)];
            *next += 1;
            answer()
        })
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    pub fn count_to(&self, path: &str) -> usize {
        self.seen()
            .iter()
            .filter(|seen| seen.url.path() == path)
            .count()
    }

    pub fn last(&self) -> Seen {
        self.seen().pop().expect("the mock saw nothing")
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder(Some("https://api.example/v1"), "test/1").transport(self.clone())
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

impl Transport for Mock {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'static, Result<http::Response<ByteStream>, TransportError>> {
        let this = self.clone();
        Box::pin(async move {
            let body = match request.body {
                TransportBody::Bytes(bytes) => bytes,
                TransportBody::Stream(chunks) => {
                    let chunks: Vec<Bytes> = chunks.try_collect().await?;
                    chunks.concat().into()
                }
                _ => Bytes::new(),
            };
            let seen = Seen {
                method: request.method,
                url: request.url,
                headers: request.headers,
                body,
            };
            let reply = (this.answer)(&seen);
            this.seen.lock().unwrap().push(seen);
            if !reply.after.is_zero() {
                tokio::time::sleep(reply.after).await;
            }
            if let Some(kind) = reply.fails {
                return Err(TransportError::new(kind));
            }
            let chunks = reply
                .chunks
                .into_iter()
                .map(|chunk| chunk.map_err(TransportError::new));
            let tail = if reply.hangs_at_end {
                stream::pending().boxed()
            } else {
                stream::empty().boxed()
            };
            let body = ByteStream::new(stream::iter(chunks).chain(tail));
            let mut response = http::Response::builder().status(reply.status);
            for (name, value) in reply.headers {
                response = response.header(name, value);
            }
            Ok(response.body(body).unwrap())
        })
    }
}

pub const OPERATION: Operation = Operation {
    id: "getThing",
    method: Method::Get,
    path: "/thing",
    security: &[],
    repeatable: true,
    accept: "application/json",
    success: &[200],
    errors: &[400, 404],
    server: None,
};

pub static GET: Operation = OPERATION;

pub static POST: Operation = Operation {
    id: "postThing",
    method: Method::Post,
    repeatable: false,
    ..OPERATION
};

/// An operation that needs the scheme `auth`.
pub static SIGNED: Operation = Operation {
    id: "getSigned",
    path: "/signed",
    security: &[&["auth"]],
    ..OPERATION
};

pub const JSON: Decoder<Value> = decode::json::<Value>;

/// Calls an operation, with raw JSON on both sides.
pub fn call(client: &Client, operation: &'static Operation) -> ResponseFuture<Value, Value> {
    client.request(operation).send(JSON, JSON)
}

/// Runs to the end on a runtime of its own.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(future)
}
