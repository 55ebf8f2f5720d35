//! Marks of a JSON text.
//!
//! A YAML parser would do, but takes seconds for the largest documents, and JSON
//! needs no more than this page.

use std::ops::Range;

use super::{Content, Member, Node, NodeId};

/// A list or an object that is still being read.
struct Open {
    id: NodeId,
    key: Option<(String, Range<usize>)>,
}

/// The nodes of a text; `None` if it is not JSON.
///
/// The text is known to be well formed or to be YAML, so that the scanner looks for
/// the borders of tokens and not for every way to be wrong.
pub(super) fn marks(text: &str) -> Option<Vec<Node>> {
    let bytes = text.as_bytes();
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
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
                open.pop()?;
                at += 1;
            }
            b'{' | b'[' => {
                at += 1;
                let content = if *byte == b'{' {
                    Content::Object(Vec::new())
                } else {
                    Content::List(Vec::new())
                };
                let id = add(&mut nodes, &mut open, start..at, content)?;
                open.push(Open { id, key: None });
            }
            b'"' => {
                at = string_end(bytes, start)?;
                if let Some(around) = open.last_mut()
                    && around.key.is_none()
                    && matches!(nodes.get(around.id)?.content, Content::Object(_))
                {
                    around.key = Some((unquote(text.get(start..at)?)?, start..at));
                } else {
                    add(&mut nodes, &mut open, start..at, Content::Scalar)?;
                }
            }
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                while bytes
                    .get(at)
                    .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'))
                {
                    at += 1;
                }
                add(&mut nodes, &mut open, start..at, Content::Scalar)?;
            }
            _ => return None,
        }
    }
    open.is_empty().then_some(nodes)
}

fn add(
    nodes: &mut Vec<Node>,
    open: &mut [Open],
    span: Range<usize>,
    content: Content,
) -> Option<NodeId> {
    let id = nodes.len();
    if let Some(around) = open.last_mut() {
        match &mut nodes.get_mut(around.id)?.content {
            Content::List(items) => items.push(id),
            Content::Object(members) => {
                let (name, key) = around.key.take()?;
                members.push(Member {
                    name,
                    key,
                    value: id,
                });
            }
            Content::Scalar | Content::Alias(_) => return None,
        }
    }
    nodes.push(Node { span, content });
    Some(id)
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

fn unquote(quoted: &str) -> Option<String> {
    if quoted.contains('\\') {
        serde_json::from_str(quoted).ok()
    } else {
        let inside = quoted.strip_prefix('"')?.strip_suffix('"')?;
        Some(inside.to_owned())
    }
}
