//! A transport that answers by a function, and operations to call over it.

use std::sync::Mutex;
use std::time::Duration;

use http::HeaderMap;
use serde_json::Value;
use specwright_runtime::testing::{MockRequest, MockResponse, MockTransport};
use specwright_runtime::{
    BoxFuture, ByteStream, Client, ClientBuilder, Decoder, Method, Operation, ResponseFuture,
    Transport, TransportError, TransportErrorKind, TransportRequest, decode,
};

pub type Seen = MockRequest;
pub type Reply = MockResponse;

pub fn reply(status: u16) -> Reply {
    Reply::new(status)
}

pub fn json(status: u16, body: Value) -> Reply {
    Reply::json(status, &body)
}

pub fn fails(kind: TransportErrorKind) -> Reply {
    Reply::fails(kind)
}

pub fn hangs() -> Reply {
    reply(200).after(Duration::from_secs(1_000_000))
}

/// All of a request as it would be on the wire.
pub fn wire(seen: &Seen) -> String {
    let (headers, text) = (plain(&seen.headers), seen.text());
    format!("{} {} {headers:?} {text}", seen.method, seen.url)
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

/// A transport that keeps what it saw.
#[derive(Clone)]
pub struct Mock(MockTransport);

impl Mock {
    pub fn new(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self(MockTransport::from_fn(answer))
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
        self.0.requests()
    }

    pub fn count(&self) -> usize {
        self.seen().len()
    }

    pub fn count_to(&self, path: &str) -> usize {
        let seen = self.seen();
        seen.iter().filter(|seen| seen.url.path() == path).count()
    }

    pub fn last(&self) -> Seen {
        self.seen().pop().expect("the mock saw nothing")
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder(Some("https://api.example/v1"), "test/1").transport(self.0.clone())
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
        self.0.send(request)
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
