//! The body of a request, kept so that it can be sent again or patched.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::multipart::Parts;
use crate::error::{RequestError, TransportError};
use crate::transport::TransportBody;
use crate::upload::{Opened, Upload};

/// The body of a request.
#[derive(Clone)]
pub(crate) enum Body {
    Empty,
    /// JSON, which pagination can patch, and its content type.
    Json(&'static str, Bytes),
    /// Text in UTF-8, and its content type.
    Text(&'static str, Bytes),
    /// Of this content type.
    Bytes(Cow<'static, str>, Bytes),
    /// From wherever it comes, under one of these media types.
    Upload(&'static [&'static str], Upload),
    /// In parts.
    Parts(Box<Parts>),
}

impl Body {
    pub(crate) fn content_type(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Empty => None,
            Self::Json(content_type, _) | Self::Text(content_type, _) => {
                Some(Cow::Borrowed(content_type))
            }
            Self::Bytes(content_type, _) => Some(Cow::Borrowed(content_type)),
            Self::Upload(content_types, upload) => {
                Some(Cow::Borrowed(upload_type(content_types, upload)))
            }
            Self::Parts(parts) if parts.is_empty() => None,
            Self::Parts(parts) => Some(Cow::Owned(parts.content_type())),
        }
    }

    /// Whether it can be sent again.
    pub(crate) fn is_replayable(&self) -> bool {
        match self {
            Self::Empty | Self::Json(..) | Self::Text(..) | Self::Bytes(..) => true,
            Self::Upload(_, upload) => upload.is_replayable(),
            Self::Parts(parts) => parts.is_replayable(),
        }
    }

    /// The body to send, and its length in bytes where only we know it; `None` if it was sent
    /// before and cannot be again.
    pub(crate) async fn open(
        &self,
    ) -> Result<Option<(TransportBody, Option<u64>)>, TransportError> {
        let opened = match self {
            Self::Empty => return Ok(Some((TransportBody::Empty, None))),
            Self::Json(_, bytes) | Self::Text(_, bytes) | Self::Bytes(_, bytes) => {
                Some(Opened::Bytes(bytes.clone()))
            }
            Self::Upload(_, upload) => upload.open().await?,
            Self::Parts(parts) if parts.is_empty() => {
                return Ok(Some((TransportBody::Empty, None)));
            }
            Self::Parts(parts) => parts.open().await?,
        };
        Ok(opened.map(|opened| match opened {
            Opened::Bytes(bytes) => (TransportBody::Bytes(bytes), None),
            Opened::Stream(stream, length) => (TransportBody::Stream(stream), length),
        }))
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Parts(parts) => parts.is_empty(),
            Self::Json(..) | Self::Text(..) | Self::Bytes(..) | Self::Upload(..) => false,
        }
    }

    /// The first thing that went wrong with a part.
    pub(crate) fn error(&self) -> Option<&RequestError> {
        match self {
            Self::Parts(parts) => parts.error(),
            Self::Empty | Self::Json(..) | Self::Text(..) | Self::Bytes(..) | Self::Upload(..) => {
                None
            }
        }
    }

    pub(crate) fn is_json(&self) -> bool {
        matches!(self, Self::Json(..))
    }

    /// The text or number at a JSON pointer.
    pub(crate) fn scalar(&self, pointer: &str) -> Option<String> {
        let Self::Json(_, bytes) = self else {
            return None;
        };
        let body: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        match body.pointer(pointer)? {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// Sets the value at a JSON pointer (RFC 6901), making objects on the way.
    /// All else stays byte for byte.
    pub(crate) fn patch(&mut self, pointer: &str, value: Patch<'_>) -> Result<(), &'static str> {
        let Self::Json(_, bytes) = self else {
            return Err(NO_JSON);
        };
        let value = match value {
            Patch::Number(number) => RawValue::from_string(number.to_string()),
            Patch::Text(text) => serde_json::value::to_raw_value(text),
        };
        let value = value.map_err(|_| "the value does not serialize")?;
        let tokens: Vec<String> = pointer
            .split('/')
            .skip(1)
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
            .collect();
        let text = std::str::from_utf8(bytes).map_err(|_| "the body is not UTF-8")?;
        let patched = patched(text, &tokens, &value)?;
        *bytes = patched.get().to_owned().into();
        Ok(())
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::Json(_, bytes) => write!(f, "{} bytes of JSON", bytes.len()),
            Self::Text(_, bytes) => write!(f, "{} bytes of text", bytes.len()),
            Self::Bytes(content_type, bytes) => {
                write!(f, "{} bytes of {content_type}", bytes.len())
            }
            Self::Upload(content_types, upload) => {
                write!(f, "{upload:?} of {}", upload_type(content_types, upload))
            }
            Self::Parts(parts) => write!(f, "{} parts", parts.len()),
        }
    }
}

/// The media type of an upload: what it says itself, else the first that is one and no range.
fn upload_type<'u>(content_types: &[&'static str], upload: &'u Upload) -> &'u str {
    let documented = content_types.iter().find(|known| !known.contains('*'));
    upload
        .content_type()
        .or(documented.copied())
        .unwrap_or("application/octet-stream")
}

/// A list that is paged in its body needs one.
pub(crate) const NO_JSON: &str = "is in a JSON body, and the request has none";

/// What a patch writes.
pub(crate) enum Patch<'a> {
    Number(u64),
    Text(&'a str),
}

fn patched(json: &str, tokens: &[String], value: &RawValue) -> Result<Box<RawValue>, &'static str> {
    let Some((token, rest)) = tokens.split_first() else {
        return Ok(value.to_owned());
    };
    let json = if json.trim() == "null" { "{}" } else { json };
    let mut members: Members<'_> =
        serde_json::from_str(json).map_err(|_| "the body has no object where it is paged")?;
    let inner = members
        .0
        .iter()
        .find(|(name, _)| name == token)
        .map(|(_, raw)| raw.get());
    let inner = patched(inner.unwrap_or("{}"), rest, value)?;
    match members.0.iter_mut().find(|(name, _)| name == token) {
        Some((_, member)) => *member = Cow::Owned(inner),
        None => members
            .0
            .push((Cow::Borrowed(token.as_str()), Cow::Owned(inner))),
    }
    serde_json::value::to_raw_value(&members).map_err(|_| "the body does not serialize")
}

/// The members of an object in their order, each as it was written.
struct Members<'a>(Vec<(Cow<'a, str>, Cow<'a, RawValue>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Vec<(Cow<'de, str>, Cow<'de, RawValue>)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, raw)) = map.next_entry::<String, &'de RawValue>()? {
                    members.push((Cow::Owned(name), Cow::Borrowed(raw)));
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Object).map(Members)
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, raw) in &self.0 {
            map.serialize_entry(name, &**raw)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(json: &'static str, pointer: &str, value: Patch<'_>) -> Result<String, &'static str> {
        let mut body = Body::Json("application/json", Bytes::from_static(json.as_bytes()));
        body.patch(pointer, value)?;
        match body {
            Body::Json(_, bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            other => Ok(format!("{other:?}")),
        }
    }

    #[test]
    fn patches_in_place_and_leaves_the_rest_as_it_was() {
        let json = r#"{"z":1e400,"page":{"limit": 5,"offset":0},"a":123456789012345678901234}"#;
        assert_eq!(
            patch(json, "/page/offset", Patch::Number(500)).as_deref(),
            Ok(r#"{"z":1e400,"page":{"limit":5,"offset":500},"a":123456789012345678901234}"#)
                .map(|text: &str| text.to_owned())
                .as_deref()
        );
    }

    #[test]
    fn makes_what_is_not_there() {
        assert_eq!(
            patch(r#"{"q":null}"#, "/q/after", Patch::Text("x\"y")),
            Ok(r#"{"q":{"after":"x\"y"}}"#.to_owned())
        );
        assert_eq!(
            patch("{}", "/a~1b", Patch::Number(1)),
            Ok(r#"{"a/b":1}"#.to_owned())
        );
    }

    #[test]
    fn refuses_what_is_no_object() {
        assert!(patch("[1]", "/0", Patch::Number(1)).is_err());
        assert!(patch(r#"{"a":3}"#, "/a/b", Patch::Number(1)).is_err());
    }
}
