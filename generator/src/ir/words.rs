//! What a document says in prose.
//!
//! The same words stand in many places: an error that all operations have, a member of many types. Each
//! are there once, and so is what the docs of a crate make of them, which costs more than anything else
//! about them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::hash::HashMap;
use crate::json::Text;

/// A description or a summary, in CommonMark (OAS 3.1 § 4.5, "Rich Text Formatting"), which is copied by
/// being counted.
#[derive(Clone)]
pub struct Words(Arc<Inner>);

struct Inner {
    text: Text,
    written: OnceLock<String>,
    line: OnceLock<String>,
}

impl Words {
    /// What `write` makes of them for docs, which has been done before if they were written before,
    /// wherever they stand.
    pub(crate) fn written(&self, write: impl FnOnce(&str) -> String) -> &str {
        self.0.written.get_or_init(|| write(self))
    }

    /// What `sum_up` makes of them where there is room for one line, in the same way.
    pub(crate) fn line(&self, sum_up: impl FnOnce(&str) -> String) -> &str {
        self.0.line.get_or_init(|| sum_up(self))
    }
}

/// All that a document says, each words once.
#[derive(Clone, Default)]
pub struct AllWords {
    descriptions: HashMap<Text, Words>,
    lines: HashMap<Text, Words>,
}

impl AllWords {
    /// Words that are shown as they are.
    pub(crate) fn description(&mut self, text: Text) -> Words {
        once(&mut self.descriptions, text)
    }

    /// Words of which one line is shown.
    pub(crate) fn line(&mut self, text: Text) -> Words {
        once(&mut self.lines, text)
    }

    /// Those that are shown as they are, in no order.
    pub(crate) fn descriptions(&self) -> impl Iterator<Item = &Words> {
        self.descriptions.values()
    }

    /// Those of which one line is shown, in no order.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Words> {
        self.lines.values()
    }
}

/// How many there are.
impl fmt::Debug for AllWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} words", self.descriptions.len() + self.lines.len())
    }
}

fn once(said: &mut HashMap<Text, Words>, text: Text) -> Words {
    let words = said.entry(text);
    words.or_insert_with_key(|text| text.clone().into()).clone()
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        Self(Arc::new(Inner {
            text,
            written: OnceLock::new(),
            line: OnceLock::new(),
        }))
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Text::from(text).into()
    }
}

impl Default for Words {
    fn default() -> Self {
        Text::default().into()
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for Words {}

impl PartialOrd for Words {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Words {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for Words {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

/// As a text of Rust.
impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
