//! Bodies of parts (RFC 2046 § 5.1, RFC 7578).

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde_json::value::RawValue;

use super::value::{Error, Value};
use crate::error::{RequestError, TransportError};
use crate::stream::ByteStream;
use crate::upload::{Opened, Upload};

/// The parts of a body, for an operation whose document does not say which there are.
///
/// ```
/// use specwright_runtime::{Multipart, Upload};
///
/// let parts = Multipart::new()
///     .text("title", "October")
///     .json("tags", &["dlp", "report"])
///     .file("report", Upload::file("2026-10.pdf"));
/// # let _ = parts;
/// ```
#[derive(Clone, Default)]
#[must_use = "parts are sent by the operation that takes them"]
pub struct Multipart {
    parts: Vec<Part>,
    /// The first thing that went wrong, told by `send`.
    error: Option<RequestError>,
}

#[derive(Clone)]
struct Part {
    /// Without one, only its position tells what it is.
    name: Option<Cow<'static, str>>,
    content: Upload,
    is_file: bool,
}

impl Multipart {
    /// No part.
    pub fn new() -> Self {
        Self::default()
    }

    /// A part of text.
    pub fn text(self, name: impl Into<Cow<'static, str>>, text: impl Into<String>) -> Self {
        self.with(name.into(), Upload::bytes(text.into()), false)
    }

    /// A part of JSON.
    pub fn json<T>(mut self, name: impl Into<Cow<'static, str>>, value: &T) -> Self
    where
        T: Serialize + ?Sized,
    {
        let name = name.into();
        match serde_json::to_vec(value) {
            Ok(bytes) => self.with(name, json(bytes.into()), false),
            Err(error) => {
                let error = RequestError::serialize(&name, &error);
                self.error.get_or_insert(error);
                self
            }
        }
    }

    /// A part that is a file, or any bytes. In `multipart/form-data`, one without a file name is
    /// called `blob`, as browsers do: many servers take a part without one for text.
    pub fn file(self, name: impl Into<Cow<'static, str>>, file: impl Into<Upload>) -> Self {
        self.with(name.into(), as_file(file.into(), ""), true)
    }

    /// A part without a name, as in `multipart/mixed`.
    pub fn unnamed(mut self, content: impl Into<Upload>) -> Self {
        self.parts.push(Part {
            name: None,
            content: as_file(content.into(), ""),
            is_file: true,
        });
        self
    }

    fn with(mut self, name: Cow<'static, str>, content: Upload, is_file: bool) -> Self {
        self.parts.push(Part {
            name: Some(name),
            content,
            is_file,
        });
        self
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parts.iter().map(|part| &part.name).collect();
        f.debug_struct("Multipart").field("parts", &names).finish()
    }
}

fn json(bytes: Bytes) -> Upload {
    Upload::bytes(bytes).with_content_type("application/json")
}

/// A file always has a media type (RFC 7578 § 4.4): its own, else the documented one.
pub(super) fn as_file(upload: Upload, documented: &'static str) -> Upload {
    match upload.content_type() {
        Some(_) => upload,
        None if documented.is_empty() => upload.with_content_type("application/octet-stream"),
        None => upload.with_content_type(documented),
    }
}

/// The parts of a value: a text, or one for each item.
pub(super) fn texts(value: &Value, content_type: &'static str) -> Result<Vec<Upload>, Error> {
    let upload = |text: &String| match content_type {
        "" => Upload::bytes(text.clone()),
        content_type => Upload::bytes(text.clone()).with_content_type(content_type),
    };
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Scalar(text) => Ok(vec![upload(text)]),
        Value::Array(items) => {
            let texts = items.iter().map(|item| texts(item, content_type));
            Ok(texts.collect::<Result<Vec<_>, _>>()?.concat())
        }
        Value::Object(_) => Err(Error::new("is an object, which no part of text can be")),
    }
}

/// The parts of a value in JSON: one, or one for each item.
pub(super) fn texts_of_json(
    bytes: Vec<u8>,
    content_type: &'static str,
) -> Result<Vec<Upload>, serde_json::Error> {
    let upload = |bytes: Bytes| Upload::bytes(bytes).with_content_type(content_type);
    if bytes.first() != Some(&b'[') {
        return Ok(vec![upload(bytes.into())]);
    }
    let items: Vec<&RawValue> = serde_json::from_slice(&bytes)?;
    let items = items.into_iter();
    Ok(items
        .map(|item| upload(Bytes::copy_from_slice(item.get().as_bytes())))
        .collect())
}

/// A body of parts, in the making.
#[derive(Clone)]
pub(crate) struct Parts {
    multipart: Multipart,
    /// The subtype: `form-data`, `mixed`, `related`.
    subtype: &'static str,
    boundary: String,
    /// The names in the order in which they are sent, whatever order they are set in.
    order: &'static [&'static str],
    /// Whether a body is sent even if it has no part.
    required: bool,
}

impl Parts {
    pub(crate) fn new(
        media_type: &'static str,
        order: &'static [&'static str],
        required: bool,
    ) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        Self {
            multipart: Multipart::new(),
            subtype: essence
                .split_once('/')
                .map_or(essence, |(_, subtype)| subtype),
            boundary: boundary(),
            order,
            required,
        }
    }

    pub(crate) fn all(media_type: &'static str, multipart: Multipart) -> Self {
        Self {
            multipart,
            ..Self::new(media_type, &[], true)
        }
    }

    pub(crate) fn error(&self) -> Option<&RequestError> {
        self.multipart.error.as_ref()
    }

    /// Takes these in the place of all parts of this name.
    pub(crate) fn set(&mut self, name: &'static str, contents: Vec<Upload>, are_files: bool) {
        let parts = &mut self.multipart.parts;
        parts.retain(|part| part.name.as_deref() != Some(name));
        let new = contents.into_iter().map(|content| Part {
            name: Some(name.into()),
            content,
            is_file: are_files,
        });
        parts.extend(new);
        let place = |part: &Part| {
            let name = part.name.as_deref();
            self.order.iter().position(|known| Some(*known) == name)
        };
        parts.sort_by_key(|part| place(part).unwrap_or(usize::MAX));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.multipart.parts.is_empty() && !self.required
    }

    pub(crate) fn is_replayable(&self) -> bool {
        let mut parts = self.multipart.parts.iter();
        parts.all(|part| part.content.is_replayable())
    }

    pub(crate) fn len(&self) -> usize {
        self.multipart.parts.len()
    }

    pub(crate) fn content_type(&self) -> String {
        // RFC 2387 § 3.1: that of the first part, which the others are about.
        let root = match (self.subtype, self.multipart.parts.first()) {
            ("related", Some(root)) => {
                let root = root.content.content_type().unwrap_or("text/plain");
                format!("type=\"{}\"; ", root.replace(['"', '\\'], ""))
            }
            _ => String::new(),
        };
        format!(
            "multipart/{}; {root}boundary={}",
            self.subtype, self.boundary
        )
    }

    /// The bytes of the body; `None` if a part was sent before and cannot be again.
    pub(crate) async fn open(&self) -> Result<Option<Opened>, TransportError> {
        let mut pieces: VecDeque<Opened> = VecDeque::new();
        for part in &self.multipart.parts {
            let Some(content) = part.content.open().await? else {
                return Ok(None);
            };
            pieces.push_back(Opened::Bytes(self.head(part).into()));
            pieces.push_back(content);
            pieces.push_back(Opened::Bytes(Bytes::from_static(b"\r\n")));
        }
        let end = format!("--{}--\r\n", self.boundary);
        pieces.push_back(Opened::Bytes(end.into()));
        Ok(Some(joined(pieces)))
    }

    /// What stands before a part.
    fn head(&self, part: &Part) -> String {
        let mut head = format!("--{}\r\n", self.boundary);
        let file_name = match part.content.file_name() {
            // https://xhr.spec.whatwg.org/#create-an-entry
            None if part.is_file && self.subtype == "form-data" => Some("blob"),
            file_name => file_name,
        };
        let disposition = match self.subtype {
            "form-data" => Some("form-data"),
            // The parts of `related` are told by `Content-ID`.
            "related" => None,
            _ if part.name.is_some() || file_name.is_some() => Some("attachment"),
            _ => None,
        };
        if let Some(kind) = disposition {
            head.push_str(&format!("Content-Disposition: {kind}"));
            for (key, value) in [("name", part.name.as_deref()), ("filename", file_name)] {
                if let Some(value) = value {
                    head.push_str(&format!("; {key}=\"{}\"", quoted(value)));
                }
            }
            head.push_str("\r\n");
        } else if let Some(name) = &part.name {
            head.push_str(&format!("Content-ID: <{}>\r\n", quoted(name)));
        }
        if let Some(content_type) = part.content.content_type() {
            head.push_str(&format!("Content-Type: {}\r\n", line(content_type)));
        }
        for (name, value) in part.content.headers() {
            head.push_str(&format!("{}: {}\r\n", line(name), line(value)));
        }
        head.push_str("\r\n");
        head
    }
}

/// A quoted name as browsers write it (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(text: &str) -> String {
    text.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What stands in a line of its own cannot begin another one.
fn line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// One body of several pieces: in memory if they all are.
fn joined(pieces: VecDeque<Opened>) -> Opened {
    let mut length = Some(0u64);
    let mut in_memory = true;
    for piece in &pieces {
        let more = match piece {
            Opened::Bytes(bytes) => Some(bytes.len() as u64),
            Opened::Stream(_, length) => {
                in_memory = false;
                *length
            }
        };
        length = length
            .zip(more)
            .map(|(length, more)| length.saturating_add(more));
    }
    if !in_memory {
        return Opened::Stream(ByteStream::new(Chain(pieces)), length);
    }
    let mut all = Vec::new();
    for piece in pieces {
        if let Opened::Bytes(bytes) = piece {
            all.extend_from_slice(&bytes);
        }
    }
    Opened::Bytes(all.into())
}

/// Pieces one after another.
struct Chain(VecDeque<Opened>);

impl Stream for Chain {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.0.front_mut() {
                None => return Poll::Ready(None),
                Some(Opened::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.0.pop_front();
                    if !bytes.is_empty() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Some(Opened::Stream(stream, _)) => match Pin::new(stream).poll_next(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Some(chunk)) => return Poll::Ready(Some(chunk)),
                    Poll::Ready(None) => {
                        self.0.pop_front();
                    }
                },
            }
        }
    }
}

/// A boundary that no content has by accident: 128 random bits. The keys of a fresh `RandomState`
/// are random, which is all that is needed.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
