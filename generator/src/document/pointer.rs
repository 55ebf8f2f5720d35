//! JSON pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use crate::json::Value;

/// A step from a node to one inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step<'a> {
    /// To the member of this name.
    Key(Cow<'a, str>),
    /// To the item at this position.
    Index(usize),
}

/// Where a node stands in a tree, as a JSON pointer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The whole tree.
    pub fn root() -> Self {
        Self::default()
    }

    /// The member of this name.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut child = Self(String::with_capacity(self.0.len() + 1 + key.len()));
        child.0.push_str(&self.0);
        child.push(key);
        child
    }

    /// The item at this position.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Goes into the member of this name.
    pub fn push(&mut self, key: &str) {
        self.0.push('/');
        if !key.contains(['~', '/']) {
            self.0.push_str(key);
            return;
        }
        for char in key.chars() {
            match char {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                other => self.0.push(other),
            }
        }
    }

    /// Goes into the item at this position.
    pub fn push_index(&mut self, index: usize) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.0, "/{index}");
    }

    /// Goes back to where the pointer had this length, before a step was pushed.
    pub(crate) fn truncate(&mut self, length: usize) {
        if self.0.is_char_boundary(length) {
            self.0.truncate(length);
        }
    }

    /// The node around this one; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// The last step, unescaped; `None` for the root.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.0.rsplit_once('/').map(|(_, step)| unescape(step))
    }

    /// The steps from the root, unescaped.
    pub fn steps(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescape)
    }

    /// The pointer as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What remains of it below another; `None` if it is not there or inside.
    pub fn below(&self, ancestor: &Self) -> Option<&str> {
        let rest = self.0.strip_prefix(&ancestor.0)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// The same place below another node; `rest` is what [`Pointer::below`] gives.
    #[must_use]
    pub fn join(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// The node in a tree.
    pub fn get<'a>(&self, tree: &'a Value) -> Option<&'a Value> {
        if !self.0.is_empty() && !self.0.starts_with('/') {
            return None;
        }
        self.steps().try_fold(tree, |node, step| match node {
            Value::Object(members) => members.get(&step),
            Value::Array(items) => items.get(position(&step)?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
    }

    /// The same, to be changed.
    pub fn get_mut<'a>(&self, tree: &'a mut Value) -> Option<&'a mut Value> {
        if !self.0.is_empty() && !self.0.starts_with('/') {
            return None;
        }
        self.steps().try_fold(tree, |node, step| match node {
            Value::Object(members) => members.get_mut(&step),
            Value::Array(items) => items.get_mut(position(&step)?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
    }

    /// Reads the fragment of a reference (`#/a/b`), percent-decoded (RFC 6901 § 6).
    pub fn from_fragment(reference: &str) -> Option<Self> {
        let fragment = reference.strip_prefix('#')?;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return None;
        }
        Some(Self(percent_decode(fragment).into_owned()))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Pointer {
    fn from(pointer: String) -> Self {
        Self(pointer)
    }
}

impl From<&str> for Pointer {
    fn from(pointer: &str) -> Self {
        Self(pointer.to_owned())
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.0
    }
}

/// The position that a step means: digits, the first of several no zero (RFC 6901 § 4).
fn position(step: &str) -> Option<usize> {
    let is_refused = step.starts_with('+') || (step.starts_with('0') && step.len() > 1);
    step.parse().ok().filter(|_| !is_refused)
}

fn unescape(step: &str) -> Cow<'_, str> {
    if step.contains('~') {
        Cow::Owned(step.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(step)
    }
}

/// Decodes `%2F` and its like; what is not an escape, or not UTF-8, stays as it is.
pub(crate) fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digits = (byte == b'%').then(|| (hex(ahead.next()), hex(ahead.next())));
        if let Some((Some(high), Some(low))) = digits {
            decoded.push(high << 4 | low);
            bytes = ahead;
        } else {
            decoded.push(byte);
        }
    }
    match String::from_utf8(decoded) {
        Ok(decoded) => Cow::Owned(decoded),
        Err(_) => Cow::Borrowed(text),
    }
}

fn hex(byte: Option<u8>) -> Option<u8> {
    let digit = char::from(byte?).to_digit(16)?;
    u8::try_from(digit).ok()
}
