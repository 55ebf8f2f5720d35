//! From the bytes of a response to a value.

mod bad_value;
mod place;
mod tree;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::error::{DecodeError, DecodeErrorKind, Untyped, excerpt};
use crate::json::FromJson;
use crate::json::read::{BySerde, Document, read};

pub use bad_value::BadValue;

pub(crate) use bad_value::{Mended, Report, mend};
pub(crate) use place::{at, follow, place, position, steps};

/// The head of a response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Head {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
}

impl Head {
    /// From its parts.
    pub fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers }
    }
}

/// What makes a value of the body of a response. Generated code has one of its
/// own where the type depends on the status.
pub type Decoder<T> = fn(&Head, Bytes) -> Result<T, DecodeError>;

/// JSON.
///
/// Whatever the header says of it: many servers call JSON text. Where it cannot be read and the
/// header says that it is something else, that is the error.
pub fn json<T: FromJson>(head: &Head, body: Bytes) -> Result<T, DecodeError> {
    read_text(&body).map_err(|error| json_error(head, error, &body))
}

/// JSON of a type that is not generated, as [`json`].
pub fn json_by_serde<T: DeserializeOwned>(head: &Head, body: Bytes) -> Result<T, DecodeError> {
    json::<BySerde<T>>(head, body).and_then(by_serde)
}

/// A text of JSON.
fn read_text<T: FromJson>(text: &[u8]) -> Result<T, DecodeError> {
    let document =
        Document::of_bytes(text).map_err(|problem| DecodeError::not_json(problem, text))?;
    read(document.root()).map_err(|fault| DecodeError::fault(&fault, &document))
}

/// What `serde` has read. There is a value where nothing was wrong.
fn by_serde<T>(read: BySerde<T>) -> Result<T, DecodeError> {
    let wrong = || DecodeError::new(DecodeErrorKind::Other("it cannot be read".to_owned()));
    read.into_inner().ok_or_else(wrong)
}

/// Apart from `json`, so that it is compiled once and not for each type.
#[cold]
fn json_error(head: &Head, error: DecodeError, body: &[u8]) -> DecodeError {
    if body.trim_ascii().is_empty() {
        return DecodeError::new(DecodeErrorKind::Empty);
    }
    if let Some(found) = other_than_json(&head.headers) {
        let expected = "JSON".to_owned();
        return DecodeError::new(DecodeErrorKind::ContentType { found, expected });
    }
    error
}

/// XML, as a table says.
///
/// # Errors
///
/// If it is no XML, or not of the documented type.
#[cfg(feature = "xml")]
pub fn xml<T: FromJson>(body: &Bytes, root: &crate::xml::Root) -> Result<T, DecodeError> {
    let wrong = |message: String| DecodeError::new(DecodeErrorKind::Other(excerpt(&message)));
    let value = crate::xml::read(root, body).map_err(|error| wrong(error.0))?;
    // Its words may quote a value, which may be a secret.
    read_text(value.to_string().as_bytes()).map_err(|error| match error.kind() {
        DecodeErrorKind::Json { message, .. } => {
            let words = message.split(['"', '`']).next();
            wrong(words.unwrap_or_default().to_owned())
        }
        _ => error,
    })
}

/// The same of a type that is not generated.
///
/// # Errors
///
/// As [`xml`].
#[cfg(feature = "xml")]
pub fn xml_by_serde<T: DeserializeOwned>(
    body: &Bytes,
    root: &crate::xml::Root,
) -> Result<T, DecodeError> {
    xml::<BySerde<T>>(body, root).and_then(by_serde)
}

/// The media type in the header, if it is one that is no JSON by any name.
fn other_than_json(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    // Servers that do not know better call everything text or bytes.
    let may_be = essence.contains("json")
        || matches!(
            essence.as_str(),
            "" | "text/plain"
                | "text/javascript"
                | "application/octet-stream"
                | "text/event-stream"
        );
    (!may_be).then(|| excerpt(&essence))
}

/// JSON that the API has sent to a server of the user's: a webhook or a callback.
///
/// # Errors
///
/// If it is not the documented JSON. The error keeps the body.
pub fn payload<T: FromJson>(body: &[u8]) -> Result<T, DecodeError> {
    read_text(body).map_err(|error| error.with_raw(Bytes::copy_from_slice(body)))
}

/// The same of a type that is not generated.
///
/// # Errors
///
/// As [`payload`].
pub fn payload_by_serde<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    payload::<BySerde<T>>(body).and_then(by_serde)
}

/// A member of such JSON, which is a text that tells what the rest is.
///
/// # Errors
///
/// If it is no object with such a member.
pub fn member(body: &[u8], name: &str) -> Result<String, DecodeError> {
    let object: std::collections::BTreeMap<String, serde_json::Value> = payload(body)?;
    match object.get(name) {
        Some(serde_json::Value::String(text)) => Ok(text.clone()),
        _ => {
            let message = format!("there is no text in the member `{name}`");
            let error = DecodeError::new(DecodeErrorKind::Other(message));
            Err(error.with_raw(Bytes::copy_from_slice(body)))
        }
    }
}

/// Text in UTF-8.
pub fn text(_: &Head, body: Bytes) -> Result<String, DecodeError> {
    String::from_utf8(body.into()).map_err(|_| DecodeError::new(DecodeErrorKind::NotText))
}

/// The bytes as they are.
pub fn bytes(_: &Head, body: Bytes) -> Result<Bytes, DecodeError> {
    Ok(body)
}

/// Nothing: whatever came is left aside.
pub fn empty(_: &Head, _: Bytes) -> Result<(), DecodeError> {
    Ok(())
}

/// For a status that none of the documented ones stands for, in decoders that
/// go by the status.
pub fn undocumented(_: &Head) -> DecodeError {
    DecodeError::new(DecodeErrorKind::UndocumentedStatus)
}

/// For an operation that documents no error body.
pub fn untyped(_: &Head, _: Bytes) -> Result<Untyped, DecodeError> {
    Err(DecodeError::new(DecodeErrorKind::UndocumentedStatus))
}
