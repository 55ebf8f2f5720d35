//! Texts that hold something else: `contentEncoding`, `contentMediaType` (3.1).

use crate::dialect::extension;
use crate::dialect::walk::Walk;
use crate::json::Value;

use super::{Keywords, newer};

/// What 3.0 has formats for becomes one; the keywords are kept beside it.
pub(super) fn content(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    for (keyword, extension) in [
        ("contentEncoding", extension::CONTENT_ENCODING),
        ("contentMediaType", extension::CONTENT_MEDIA_TYPE),
        ("contentSchema", extension::CONTENT_SCHEMA),
    ] {
        if let Some(value) = keywords.shift_remove(keyword) {
            newer(walk, keyword, &format!("`{keyword}`"));
            walk.moved(&format!("/{keyword}"), &format!("/{extension}"));
            keywords.insert(extension.to_owned(), value);
        }
    }
    let text = |name: &str| match keywords.get(name) {
        Some(Value::String(text)) => Some(text.to_ascii_lowercase()),
        _ => None,
    };
    let format = match (
        text(extension::CONTENT_ENCODING),
        text(extension::CONTENT_MEDIA_TYPE),
    ) {
        (Some(encoding), _) if encoding == "base64" => "byte",
        (Some(_), _) => return,
        // Without an encoding the bytes are there as they are (OAS 3.1, § 4.8.14.3).
        (None, Some(media_type)) if is_binary(&media_type) => "binary",
        (None, _) => return,
    };
    let is_text = match keywords.get("type") {
        Some(Value::String(ty)) => ty == "string",
        Some(_) => false,
        None => true,
    };
    if is_text && !keywords.contains_key("format") {
        keywords.insert("type", Value::from("string"));
        keywords.insert("format", Value::from(format));
    }
}

fn is_binary(media_type: &str) -> bool {
    let (kind, subtype) = media_type.split_once('/').unwrap_or((media_type, ""));
    match kind {
        "image" => !subtype.starts_with("svg"),
        "audio" | "video" | "font" => true,
        "application" => {
            let subtype = subtype.split(';').next().unwrap_or_default().trim();
            matches!(subtype, "octet-stream" | "pdf" | "zip" | "gzip" | "x-tar")
        }
        _ => false,
    }
}
