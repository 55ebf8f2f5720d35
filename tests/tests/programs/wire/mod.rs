//! A transport that answers from a list and keeps what was sent.

#![allow(dead_code, reason = "no program needs all of it")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use specwright_runtime::{
    BoxFuture, ByteStream, Transport, TransportError, TransportRequest, bytes::Bytes, http,
};

/// A request as a server would have seen it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub host: String,
    pub headers: http::HeaderMap,
    pub body: String,
}

impl Seen {
    /// A header of the request.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// What is answered: a status, a media type and a body in pieces.
pub type Answer = (u16, &'static str, &'static [&'static str]);

#[derive(Clone)]
pub struct Wire {
    answers: Arc<Mutex<VecDeque<http::Response<Vec<Bytes>>>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Wire {
    /// Answers one request after another.
    pub fn new(answers: &[Answer]) -> Self {
        Self::of(answers.iter().map(|(status, media_type, body)| {
            let mut builder = http::Response::builder().status(*status);
            if !media_type.is_empty() {
                builder = builder.header("content-type", *media_type);
            }
            let body = body.iter().map(|piece| Bytes::from_static(piece.as_bytes())).collect();
            builder.body(body).unwrap()
        }))
    }

    /// Answers that have headers, too.
    pub fn of(answers: impl IntoIterator<Item = http::Response<Vec<Bytes>>>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            seen: Arc::default(),
        }
    }

    /// All requests, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The only request.
    #[track_caller]
    pub fn only(&self) -> Seen {
        let mut seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'static, Result<http::Response<ByteStream>, TransportError>> {
        let wire = self.clone();
        Box::pin(async move {
            let body = request.body.collect(1 << 20).await?;
            let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
            wire.seen.lock().unwrap().push(Seen {
                method: request.method.to_string(),
                target: format!("{}{query}", request.url.path()),
                host: request.url.host_str().unwrap_or_default().to_owned(),
                headers: request.headers,
                body: String::from_utf8_lossy(&body).into_owned(),
            });
            let answer = wire.answers.lock().unwrap().pop_front();
            let answer = answer.expect("a request more than there are answers");
            Ok(answer.map(|pieces| ByteStream::new(futures::stream::iter(pieces.into_iter().map(Ok)))))
        })
    }
}

/// A client of a generated crate over a wire.
#[macro_export]
macro_rules! client {
    ($krate:ident, $wire:expr $(, $setting:ident($($argument:expr),*))* $(,)?) => {{
        let wire = $wire.clone();
        $krate::Client::builder()
            $(.$setting($($argument),*))*
            .configure(|runtime| runtime.transport(wire))
            .build()
            .unwrap()
    }};
}
