//! Media types: which of them can be sent and read, and as what.

use crate::ir::Framing;

/// What a media type is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Format {
    /// JSON (RFC 8259), and the types built on it (RFC 6839).
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Text that is not taken apart.
    Text,
    /// Bytes that are not taken apart.
    Bytes,
    /// XML, which is not taken apart.
    Xml,
    /// `multipart/*`.
    Multipart,
    /// A stream of events or of JSON texts.
    Stream,
}

/// The format of a media type; `*/*` is JSON, which is what it mostly means in an API.
pub(super) fn format(media_type: &str) -> Format {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    match (kind, subtype) {
        ("text", "event-stream")
        | (
            "application",
            "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines"
            | "json-lines" | "json-seq" | "stream+json" | "x-json-stream" | "geo+json-seq",
        ) => Format::Stream,
        ("application" | "text", "json") | ("*", "*") | ("application", "*") => Format::Json,
        (_, subtype) if subtype.ends_with("+json") => Format::Json,
        ("application", "x-www-form-urlencoded") => Format::Form,
        ("multipart", _) => Format::Multipart,
        ("application" | "text", "xml") => Format::Xml,
        (_, subtype) if subtype.ends_with("+xml") => Format::Xml,
        ("text", _) | ("application", "yaml" | "x-yaml" | "javascript" | "jwt" | "graphql") => {
            Format::Text
        }
        _ => Format::Bytes,
    }
}

/// How the items of a stream are told apart.
pub(super) fn framing(media_type: &str) -> Framing {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "text/event-stream" => Framing::Events,
        "application/json-seq" => Framing::Records,
        other if other.ends_with("+json-seq") => Framing::Records,
        _ => Framing::Lines,
    }
}

/// The media type to write into a header: no header can say `*/*` of a body.
pub(super) fn sent(media_type: &str) -> String {
    if media_type.contains('*') {
        "application/json".to_owned()
    } else {
        media_type.to_owned()
    }
}

/// Whether a media type is the one that a format mostly has.
pub(super) fn is_usual(format: Format, media_type: &str) -> bool {
    let usual = match format {
        Format::Json => "application/json",
        Format::Form => "application/x-www-form-urlencoded",
        Format::Text => "text/plain",
        Format::Bytes => "application/octet-stream",
        Format::Xml => "application/xml",
        Format::Multipart => "multipart/form-data",
        Format::Stream => "text/event-stream",
    };
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(usual)
}
