//! What media types are called in names.

/// A media type in a word or a few: `json`, `form`, `text`, `merge patch json`.
pub(crate) fn word(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    match (kind, subtype) {
        ("application", "x-www-form-urlencoded") => "form".to_owned(),
        ("multipart", "form-data") => "multipart".to_owned(),
        ("multipart", other) => format!("multipart {other}"),
        ("text", "plain") => "text".to_owned(),
        ("application", "octet-stream") | ("*", _) => "bytes".to_owned(),
        (kind, "*") => kind.to_owned(),
        (_, subtype) => {
            let subtype = subtype.trim_start_matches("x-").trim_start_matches("vnd.");
            subtype.replace(['+', '.', '-'], " ")
        }
    }
}
