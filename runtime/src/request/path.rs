//! Paths that stay what they are, whatever is put into them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use super::style::{StyleKind, encode, path as styled};
use super::value::Value;
use super::{Content, Entry, Location};
use crate::error::RequestError;

/// What is encoded in the text of a template: all that RFC 3986 § 3.3 does not
/// let a path have. A `%` is looked at by itself.
const NOT_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// The path of a template, and the query that some documents write behind it. A `?` in
/// the name of a parameter is part of the name.
pub(super) fn split_query(template: &str) -> (&str, Option<&str>) {
    let mut inside = false;
    for (index, byte) in template.bytes().enumerate() {
        match byte {
            b'{' => inside = true,
            b'}' => inside = false,
            b'?' if !inside => {
                let (path, query) = template.split_at(index);
                return (path, query.strip_prefix('?'));
            }
            _ => {}
        }
    }
    (template, None)
}

/// Fills the path parameters into a template.
pub(super) fn expand(template: &str, entries: &[Entry]) -> Result<String, RequestError> {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        encode_text(&mut out, text);
        let entry = entries.iter().find(|entry| entry.is(Location::Path, name));
        let entry = entry.ok_or_else(|| RequestError::parameter(name, "has no value"))?;
        out.push_str(&parameter(entry)?);
        rest = after;
    }
    encode_text(&mut out, rest);
    // Two parameters in one segment can be a dot each.
    if out.split('/').any(is_dot_segment) {
        return Err(RequestError::new(
            "its path parameters make a segment `.` or `..`",
        ));
    }
    Ok(out)
}

fn parameter(entry: &Entry) -> Result<String, RequestError> {
    let wrong = |reason: &str| RequestError::parameter(entry.name.as_ref(), reason);
    match &entry.value {
        Content::Segments(Value::Scalar(text), max) => {
            let segments: Vec<_> = text.split('/').collect();
            if segments.len() > *max {
                return Err(wrong(&format!("has more than {max} segments")));
            }
            for segment in &segments {
                check(segment).map_err(wrong)?;
            }
            let segments: Vec<_> = segments.into_iter().map(encode).collect();
            Ok(segments.join("/"))
        }
        Content::Segments(..) => Err(wrong("is not a single value")),
        Content::Value(value) => {
            if let Value::Scalar(text) = value {
                check(text).map_err(wrong)?;
            }
            let text = styled(&entry.name, value, entry.style)
                .map_err(|error| wrong(&error.to_string()))?;
            let bare = matches!(entry.style.kind, StyleKind::Matrix | StyleKind::Label);
            if text.is_empty() {
                return Err(wrong("is empty"));
            }
            if !bare {
                check(&text).map_err(wrong)?;
            }
            Ok(text)
        }
    }
}

/// A segment that would change the route.
fn check(segment: &str) -> Result<(), &'static str> {
    match segment {
        "" => Err("is empty, or has an empty segment"),
        "." | ".." => Err("is a path segment `.` or `..`, which would change the route"),
        _ => Ok(()),
    }
}

/// `.` or `..`, also as `%2e`, which the URL standard treats alike.
fn is_dot_segment(segment: &str) -> bool {
    segment.len() <= "%2e%2e".len()
        && matches!(
            &*percent_decode_str(segment).collect::<Vec<u8>>(),
            b"." | b".."
        )
}

/// Encodes what a path cannot have and leaves what is encoded already.
fn encode_text(out: &mut String, text: &str) {
    for (index, piece) in text.split('%').enumerate() {
        if index > 0 {
            let encoded = piece
                .as_bytes()
                .get(..2)
                .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
            out.push_str(if encoded { "%" } else { "%25" });
        }
        out.extend(utf8_percent_encode(piece, NOT_IN_PATH));
    }
}

/// The path and query of a raw request, below a base URL.
pub(super) fn raw(path: &str) -> Result<(String, Option<&str>), RequestError> {
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    if path.contains('#') || query.is_some_and(|query| query.contains('#')) {
        return Err(RequestError::new("the path has a fragment"));
    }
    if path.starts_with("//") || path.contains("://") {
        return Err(RequestError::new(
            "the path names another host; it goes under the base URL",
        ));
    }
    if path.contains('\\') || path.split('/').any(is_dot_segment) {
        return Err(RequestError::new(
            "the path has a segment `.` or `..`, or a backslash",
        ));
    }
    let mut encoded = String::new();
    encode_text(&mut encoded, path);
    Ok((encoded, query))
}

/// `base` with `path` after its own. The last line of defence: if the URL
/// parser would read the path in another way, the request is refused.
pub(super) fn join(base: &Url, path: &str) -> Result<Url, RequestError> {
    let mut full = String::with_capacity(base.path().len() + path.len() + 1);
    full.push_str(base.path().trim_end_matches('/'));
    full.push('/');
    full.push_str(path.trim_start_matches('/'));
    let mut url = base.clone();
    url.set_path(&full);
    if url.path() != full {
        return Err(RequestError::new("the path would be read as another path"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn template_text_is_made_fit_for_a_url() {
        let mut encoded = String::new();
        encode_text(&mut encoded, "/a b/ü/%2F/%zz");
        assert_eq!(encoded, "/a%20b/%C3%BC/%2F/%25zz");
    }

    #[test]
    fn a_path_ends_where_its_query_begins() {
        assert_eq!(split_query("/a/{b}"), ("/a/{b}", None));
        assert_eq!(split_query("/a?x=1&y={y}"), ("/a", Some("x=1&y={y}")));
        assert_eq!(split_query("/a/{b?}"), ("/a/{b?}", None));
    }

    #[test]
    fn dot_segments_in_every_spelling() {
        for segment in [".", "..", "%2e", "%2E%2e", ".%2e", "%2e."] {
            assert!(is_dot_segment(segment), "{segment}");
        }
        for segment in ["", "...", "a.", "%252e", ".a"] {
            assert!(!is_dot_segment(segment), "{segment}");
        }
    }
}
