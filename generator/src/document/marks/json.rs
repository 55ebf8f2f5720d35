//! Marks of a JSON text.
//!
//! A YAML parser would do, but takes seconds for the largest documents, and JSON
//! needs no more than this page.

use std::borrow::Cow;

use super::{Content, Marks, Reader};

/// The nodes of a text; `None` if it is not JSON.
///
/// The text is known to be well formed or to be YAML, so that the scanner looks for
/// the borders of tokens and not for every way to be wrong.
pub(super) fn marks(text: &str) -> Option<Marks> {
    let bytes = text.as_bytes();
    let mut reader = Reader::default();
    let mut at = 0;
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let Some(byte) = bytes.get(at) else {
            break;
        };
        let start = at;
        match byte {
            b',' | b':' => at += 1,
            b'}' | b']' => {
                reader.close()?;
                at += 1;
            }
            b'{' | b'[' => {
                at += 1;
                let content = if *byte == b'{' {
                    Content::Object
                } else {
                    Content::List
                };
                if reader.wants_key() {
                    return None;
                }
                reader.open(&(start..at), content);
            }
            b'"' => {
                at = string_end(bytes, start)?;
                if reader.wants_key() {
                    reader.key(&unquote(text.get(start..at)?)?, &(start..at));
                } else {
                    reader.node(&(start..at), Content::Scalar);
                }
            }
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                while bytes
                    .get(at)
                    .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'))
                {
                    at += 1;
                }
                if reader.wants_key() {
                    return None;
                }
                reader.node(&(start..at), Content::Scalar);
            }
            _ => return None,
        }
    }
    reader.open.is_empty().then(|| reader.finish())
}

fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn unquote(quoted: &str) -> Option<Cow<'_, str>> {
    if quoted.contains('\\') {
        serde_json::from_str(quoted).ok().map(Cow::Owned)
    } else {
        let inside = quoted.strip_prefix('"')?.strip_suffix('"')?;
        Some(Cow::Borrowed(inside))
    }
}
