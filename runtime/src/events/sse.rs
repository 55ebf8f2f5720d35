//! Server-sent events (WHATWG HTML § 9.2).

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::StatusCode;
use tokio::time::Sleep;

use crate::decode::{self, Decoder, Head};
use crate::error::{Call, Error, TransportError, TransportErrorKind, Untyped};
use crate::request::{Request, RequestOptions};
use crate::send::{Backoff, ResponseFuture};
use crate::stream::ByteStream;

/// An event that a server has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What it carries.
    pub data: T,
    /// Its type: `message` if the server does not say.
    pub event: String,
    /// The last ID that the server has given, with this event or before; empty if none.
    pub id: String,
}

/// The events of an answer of `text/event-stream`, each when it comes.
///
/// An event whose data is not as documented is an error with the data, and the next event comes
/// after it. Data that is just `[DONE]`, where JSON is documented, ends the stream.
///
/// When the connection breaks, and the operation is safe to repeat and the server has given an
/// ID, the request is sent again with `Last-Event-ID`, after the time that the server asked for
/// with `retry`: no event is lost or comes twice, as far as the server keeps to that. Otherwise it
/// is an error, and the stream ends. With [`reconnect`](Self::reconnect) the same is done when
/// the server ends the answer, as browsers do, until it answers 204.
#[must_use = "streams do nothing unless polled"]
pub struct EventStream<T> {
    state: State,
    parser: Parser,
    decode: Decoder<T>,
    limit: usize,
    head: Head,
    call: Call,
    /// What is sent to go on.
    request: Request,
    /// Whether the request may be sent again.
    is_repeatable: bool,
    /// Whether it is sent again when the answer ends.
    at_end: bool,
    /// How often it was sent again since an event came.
    failures: u32,
}

enum State {
    Reading(ByteStream),
    Waiting(Pin<Box<Sleep>>),
    Connecting(ResponseFuture<ByteStream, Untyped>),
    Over,
}

/// How long to wait before going on where the server does not say.
const PAUSE: Duration = Duration::from_secs(1);

/// The longest wait that a server can ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

impl<T> EventStream<T> {
    pub(crate) fn new(
        chunks: ByteStream,
        request: Request,
        decode: Decoder<T>,
        head: Head,
        call: Call,
    ) -> Self {
        let limit = request.client().shared().limits.body;
        Self {
            state: State::Reading(chunks),
            parser: Parser::default(),
            decode,
            limit,
            head,
            call,
            is_repeatable: request.operation().repeatable && request.body().is_replayable(),
            request,
            at_end: false,
            failures: 0,
        }
    }

    /// Has the request sent again when the server ends the answer, too.
    pub fn reconnect(mut self) -> Self {
        self.at_end = true;
        self
    }

    /// The last ID that the server has given; empty if it has given none.
    pub fn last_event_id(&self) -> &str {
        &self.parser.id
    }

    /// Goes on after the connection broke, or ends with the error.
    fn broken(&mut self, error: TransportError) -> Option<Error> {
        let policy = self.request.options().retry.as_ref();
        let policy = policy.unwrap_or(&self.request.client().shared().retry);
        let can_go_on = self.is_repeatable
            && !self.parser.id.is_empty()
            && error.is_transient()
            && self.failures + 1 < policy.attempts;
        if !can_go_on {
            self.state = State::Over;
            return Some(Error::Transport(error.with_call(self.call.clone())));
        }
        self.pause();
        None
    }

    fn pause(&mut self) {
        self.failures += 1;
        let base = self.parser.retry.unwrap_or(PAUSE).min(LONGEST_PAUSE);
        let longer = Backoff {
            base,
            longest: LONGEST_PAUSE,
        };
        // The first time as the server asks, then longer and longer.
        let wait = match self.failures {
            1 => base,
            more => longer.wait(more).max(base),
        };
        self.state = State::Waiting(Box::pin(tokio::time::sleep(wait)));
    }

    fn connect(&mut self) {
        let mut request = self.request.clone();
        if !self.parser.id.is_empty() {
            request = request.with_header("Last-Event-ID", &self.parser.id);
        }
        self.state = State::Connecting(request.send_stream(decode::untyped));
    }

    /// The event, an error, or `None` at the end that the data says.
    fn event(&mut self, raw: RawEvent) -> Option<Result<Event<T>, Error>> {
        self.failures = 0;
        let text = Bytes::from(raw.data);
        match (self.decode)(&self.head, text.clone()) {
            Ok(data) => Some(Ok(Event {
                data,
                event: raw.event,
                id: raw.id,
            })),
            // JSON it is not, and a text would have been decoded.
            Err(_) if text.trim_ascii() == b"[DONE]" => {
                self.parser.begin();
                self.state = State::Over;
                None
            }
            Err(error) => {
                let call = Some(self.call.clone());
                Some(Err(Error::Decode(error.of(call, self.head.status, text))))
            }
        }
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match this.parser.next(this.limit) {
                Ok(Some(raw)) => return Poll::Ready(this.event(raw)),
                Ok(None) => {}
                Err(TooLong) => {
                    this.state = State::Over;
                    this.parser.begin();
                    let kind = TransportErrorKind::TooLarge { limit: this.limit };
                    let error = TransportError::new(kind).with_call(this.call.clone());
                    return Poll::Ready(Some(Err(Error::Transport(error))));
                }
            }
            match &mut this.state {
                State::Over => return Poll::Ready(None),
                State::Reading(chunks) => match Pin::new(chunks).poll_next(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Some(Ok(chunk))) => this.parser.push(&chunk),
                    Poll::Ready(Some(Err(error))) => {
                        if let Some(error) = this.broken(error) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    Poll::Ready(None) if this.at_end && this.is_repeatable => this.pause(),
                    Poll::Ready(None) => this.state = State::Over,
                },
                State::Waiting(sleep) => match sleep.as_mut().poll(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(()) => this.connect(),
                },
                State::Connecting(answer) => match Pin::new(answer).poll(cx) {
                    Poll::Pending => return Poll::Pending,
                    // It has nothing more to send (WHATWG HTML § 9.2.3).
                    Poll::Ready(Ok(answer)) if answer.status() == StatusCode::NO_CONTENT => {
                        this.state = State::Over;
                    }
                    Poll::Ready(Ok(answer)) => {
                        this.parser.begin();
                        this.state = State::Reading(answer.into_inner());
                    }
                    Poll::Ready(Err(error)) => {
                        this.state = State::Over;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
            }
        }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}

/// An event is longer than it may be.
#[derive(Debug, PartialEq, Eq)]
struct TooLong;

#[derive(Debug, PartialEq, Eq)]
struct RawEvent {
    event: String,
    data: String,
    id: String,
}

/// The interpretation of an event stream (WHATWG HTML § 9.2.6).
#[derive(Default)]
struct Parser {
    buffer: BytesMut,
    /// How much of the buffer has no end of a line in it.
    searched: usize,
    /// Whether the beginning of the stream, where a byte order mark may be, was read.
    begun: bool,
    /// The last line ended in a CR, so a LF that comes now belongs to it.
    after_cr: bool,
    event: String,
    data: String,
    has_data: bool,
    id: String,
    retry: Option<Duration>,
}

impl Parser {
    /// A new answer: what was not whole is lost, what the server has told stays.
    fn begin(&mut self) {
        *self = Self {
            id: std::mem::take(&mut self.id),
            retry: self.retry,
            ..Self::default()
        };
    }

    fn push(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    fn next(&mut self, limit: usize) -> Result<Option<RawEvent>, TooLong> {
        while let Some(line) = self.line() {
            let line = String::from_utf8_lossy(&line).into_owned();
            let line = match self.begun {
                true => line.as_str(),
                false => line.trim_start_matches('\u{feff}'),
            };
            self.begun = true;
            if line.is_empty() {
                if let Some(event) = self.dispatch() {
                    return Ok(Some(event));
                }
                continue;
            }
            self.field(line);
            if self.data.len() > limit {
                return Err(TooLong);
            }
        }
        match self.buffer.len() > limit {
            true => Err(TooLong),
            false => Ok(None),
        }
    }

    /// The next whole line: it ends in CR, LF or both.
    fn line(&mut self) -> Option<BytesMut> {
        if self.after_cr && !self.buffer.is_empty() {
            if self.buffer.first() == Some(&b'\n') {
                let _ = self.buffer.split_to(1);
            }
            self.after_cr = false;
        }
        let rest = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(at) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched + at;
        self.searched = 0;
        let mut line = self.buffer.split_to(end + 1);
        self.after_cr = line.last() == Some(&b'\r');
        line.truncate(end);
        Some(line)
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.has_data = true;
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // A comment, whose name is empty, or a field that means nothing.
            _ => {}
        }
    }

    /// The event that a blank line ends; one without data is none.
    fn dispatch(&mut self) -> Option<RawEvent> {
        let event = std::mem::take(&mut self.event);
        let data = std::mem::take(&mut self.data);
        let has_data = std::mem::take(&mut self.has_data);
        has_data.then(|| RawEvent {
            event: match event.as_str() {
                "" => "message".to_owned(),
                _ => event,
            },
            data,
            id: self.id.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Event type, data and ID of each event, with the stream cut into pieces of this size.
    fn events(stream: &str, size: usize) -> Vec<(String, String, String)> {
        let mut parser = Parser::default();
        let mut found = Vec::new();
        for chunk in stream.as_bytes().chunks(size) {
            parser.push(chunk);
            while let Ok(Some(event)) = parser.next(1000) {
                found.push((event.event, event.data, event.id));
            }
        }
        found
    }

    fn event(event: &str, data: &str, id: &str) -> (String, String, String) {
        (event.to_owned(), data.to_owned(), id.to_owned())
    }

    /// The examples of WHATWG HTML § 9.2.6, and what else a server may send.
    #[test]
    fn streams_are_understood_as_browsers_do() {
        let cases = [
            (
                "data: This is the first message.\n\ndata: This is the second message, it\n\
                 data: has two lines.\n\n",
                vec![
                    event("message", "This is the first message.", ""),
                    event(
                        "message",
                        "This is the second message, it\nhas two lines.",
                        "",
                    ),
                ],
            ),
            (
                "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n",
                vec![event("add", "73857293", ""), event("remove", "2153", "")],
            ),
            (
                ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\n\
                 data:  third event\n\n",
                vec![
                    event("message", "first event", "1"),
                    event("message", "second event", ""),
                    event("message", " third event", ""),
                ],
            ),
            (
                "data\n\ndata\ndata\n\ndata:",
                vec![event("message", "", ""), event("message", "\n", "")],
            ),
            (
                "data:test\n\ndata: test\n\n",
                vec![event("message", "test", ""), event("message", "test", "")],
            ),
            (
                "\u{feff}data: ü\r\rid: 7\r\ndata: b\r\n\r\ndata: c\r\n\r\n",
                vec![
                    event("message", "ü", ""),
                    event("message", "b", "7"),
                    event("message", "c", "7"),
                ],
            ),
            (
                "id: a\u{0}b\nretry: x\nunknown: y\ndata: d\n\n",
                vec![event("message", "d", "")],
            ),
        ];
        for (stream, expected) in cases {
            for size in 1..=stream.len() {
                assert_eq!(
                    events(stream, size),
                    expected,
                    "{stream:?} in pieces of {size}"
                );
            }
        }
    }

    #[test]
    fn what_has_no_end_is_refused() {
        let mut parser = Parser::default();
        parser.push(b"data: 1234567890");
        assert_eq!(parser.next(8), Err(TooLong));
        let mut parser = Parser::default();
        for _ in 0..4 {
            parser.push(b"data: 12\n");
        }
        assert_eq!(parser.next(8), Err(TooLong));
    }
}
