//! What comes back: the head, and as much of the body as there may be.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::decode::Head;
use crate::error::{Call, TransportError, TransportErrorKind};
use crate::operation::Meaning;
use crate::stream::ByteStream;

/// An answer of the server, before it is decoded.
pub(crate) struct Received {
    pub(crate) head: Head,
    pub(crate) meaning: Meaning,
    pub(crate) body: Payload,
    pub(crate) call: Call,
    /// The media type of a success, if it is none of those that were expected.
    pub(crate) unexpected: Option<Unexpected>,
    /// A 401 to a request that carried credentials.
    pub(crate) refused_credentials: bool,
}

/// A media type that nobody asked for.
pub(crate) struct Unexpected {
    pub(crate) found: String,
    pub(crate) expected: &'static [&'static str],
}

impl Unexpected {
    /// What is wrong with the media type of an answer; one that says none may be anything.
    pub(super) fn of(headers: &HeaderMap, expected: &'static [&'static str]) -> Option<Self> {
        if expected.is_empty() {
            return None;
        }
        let found = headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let fits = expected.iter().any(|range| covers(range, found));
        (!fits).then(|| Self {
            found: essence(found).to_ascii_lowercase(),
            expected,
        })
    }
}

/// Whether a response has content that `Accept` asks for; any will do if it asks for none.
pub(super) fn is_asked_for(accept: &str, headers: &HeaderMap) -> bool {
    let found = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let fits = |found| accept.split(',').any(|range| covers(range, found));
    accept.is_empty() || found.is_some_and(fits)
}

/// Whether a media type is in a range (RFC 9110 § 12.5.1), parameters apart.
fn covers(range: &str, media_type: &str) -> bool {
    let (range, media_type) = (one_name(essence(range)), one_name(essence(media_type)));
    match range.split_once('/') {
        Some(("*", "*")) => true,
        Some((kind, "*")) => media_type
            .split_once('/')
            .is_some_and(|(other, _)| other.eq_ignore_ascii_case(kind)),
        _ => range.eq_ignore_ascii_case(media_type),
    }
}

/// The same for all names of one thing.
fn one_name(essence: &str) -> &str {
    const NAMES: [&[&str]; 2] = [
        // RFC 7303 § 9.2.
        &["application/xml", "text/xml"],
        // None of them is registered.
        &[
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonl",
            "application/jsonlines",
            "application/x-jsonlines",
            "application/json-lines",
        ],
    ];
    let names = NAMES.iter().find(|names| {
        let mut names = names.iter();
        names.any(|name| name.eq_ignore_ascii_case(essence))
    });
    names.and_then(|names| names.first()).unwrap_or(&essence)
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// A body.
pub(crate) enum Payload {
    Whole(Bytes),
    /// The beginning of a long or broken one.
    CutOff(Bytes),
    Stream(ByteStream),
}

/// Reads a whole body; more than `limit` bytes are an error.
pub(crate) async fn read_body(body: ByteStream, limit: usize) -> Result<Bytes, TransportError> {
    match read(body, limit).await {
        (bytes, End::Reached) => Ok(bytes),
        (_, End::TooLarge) => Err(TransportError::new(TransportErrorKind::TooLarge { limit })),
        (_, End::Broken(error)) => Err(error),
    }
}

/// Reads the body of an error. What there is of it is worth having even if it
/// is too long or breaks off: the status alone says that the call failed.
pub(super) async fn read_error_body(body: ByteStream, limit: usize) -> Payload {
    match read(body, limit).await {
        (bytes, End::Reached) => Payload::Whole(bytes),
        (bytes, End::TooLarge | End::Broken(_)) => Payload::CutOff(bytes),
    }
}

enum End {
    Reached,
    TooLarge,
    Broken(TransportError),
}

async fn read(mut body: ByteStream, limit: usize) -> (Bytes, End) {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let end = loop {
        let chunk = match poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
            None => break End::Reached,
            Some(Err(error)) => break End::Broken(error),
            Some(Ok(chunk)) => chunk,
        };
        let room = limit.saturating_sub(first.len().max(all.len()));
        let too_large = chunk.len() > room;
        let chunk = if too_large {
            chunk.slice(..room)
        } else {
            chunk
        };
        // A body of one chunk, as most are, is not copied.
        if first.is_empty() && all.is_empty() {
            first = chunk;
        } else {
            if all.is_empty() {
                all.extend_from_slice(&first);
            }
            all.extend_from_slice(&chunk);
        }
        if too_large {
            break End::TooLarge;
        }
    };
    (if all.is_empty() { first } else { all.freeze() }, end)
}
