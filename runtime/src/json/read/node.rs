//! A value of a document.

use std::borrow::Cow;
use std::fmt;

use super::document::Entry;
use super::fault::Fault;
use super::scan;

/// The kinds of values, as far as they are told apart by how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// A number without a fraction and an exponent.
    Integer,
    /// Any other number.
    Number,
    /// A string that is as it is written.
    Text,
    /// A string with escapes.
    EscapedText,
    /// An array.
    Array,
    /// An object.
    Object,
    /// No JSON: a word of a header, which is what it is asked for.
    Word,
}

impl Kind {
    /// The kind of this number, as `as` gives it.
    pub(super) const fn of(number: u32) -> Self {
        match number {
            1 => Self::True,
            2 => Self::False,
            3 => Self::Integer,
            4 => Self::Number,
            5 => Self::Text,
            6 => Self::EscapedText,
            7 => Self::Array,
            8 => Self::Object,
            9 => Self::Word,
            _ => Self::Null,
        }
    }
}

/// A value of a text of JSON.
#[derive(Clone, Copy)]
pub struct Node<'j> {
    /// All of the text.
    text: &'j str,
    entry: Entry,
    /// The entries of what is in it.
    inside: &'j [Entry],
}

impl<'j> Node<'j> {
    /// The first of some entries, with what is in it.
    #[inline]
    pub(super) fn new(text: &'j str, entries: &'j [Entry]) -> Self {
        match entries.split_first() {
            Some((entry, inside)) => Self {
                text,
                entry: *entry,
                inside: inside.get(..entry.width() - 1).unwrap_or_default(),
            },
            None => Self {
                text: "null",
                entry: Entry::NULL,
                inside: &[],
            },
        }
    }

    /// Where it begins in the text, in bytes.
    pub(crate) fn start(self) -> usize {
        self.entry.start()
    }

    /// Where it ends.
    pub(crate) fn end(self) -> usize {
        if !matches!(self.kind(), Kind::Array | Kind::Object) {
            return self.entry.start() + self.entry.length();
        }
        let last = self.inside().last();
        let before = last.map_or(self.start() + 1, Node::end);
        // The bracket.
        scan::space(self.text.as_bytes(), before) + 1
    }

    /// Whether it is written around this byte.
    pub(crate) fn spans(self, byte: usize) -> bool {
        (self.start()..self.end()).contains(&byte)
    }

    /// Its kind.
    #[inline]
    pub fn kind(self) -> Kind {
        self.entry.kind()
    }

    /// As it is written.
    pub fn raw(self) -> &'j str {
        self.text.get(self.start()..self.end()).unwrap_or_default()
    }

    /// A number or a word, as it is written.
    #[inline]
    pub(super) fn word(self) -> &'j str {
        let start = self.start();
        let end = start + self.entry.length();
        self.text.get(start..end).unwrap_or_default()
    }

    /// What is between the quotes of a string.
    #[inline]
    pub(super) fn quoted(self) -> &'j str {
        let start = self.start();
        let end = start + self.entry.length();
        self.text.get(start + 1..end - 1).unwrap_or_default()
    }

    /// Whether it is `null`.
    #[inline]
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The text of a string; `None` if it is none.
    ///
    /// # Errors
    ///
    /// If half of a surrogate pair is escaped in it.
    pub fn text(self) -> Result<Option<Cow<'j, str>>, Fault> {
        match self.kind() {
            Kind::Text => Ok(Some(Cow::Borrowed(self.quoted()))),
            Kind::EscapedText => match serde_json::from_str(self.word()) {
                Ok(text) => Ok(Some(Cow::Owned(text))),
                Err(error) => Err(Fault::new(self, without_place(&error))),
            },
            Kind::Word => Ok(Some(Cow::Borrowed(self.word()))),
            _ => Ok(None),
        }
    }

    /// Whether it is this string.
    pub fn is_text(self, text: &str) -> bool {
        is_text(self.text, self.entry, text)
    }

    /// The items of an array.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn list(self, expected: &str) -> Result<List<'j>, Fault> {
        match self.kind() {
            Kind::Array => Ok(self.inside()),
            _ => Err(Fault::invalid_type(self, expected)),
        }
    }

    /// What is directly in an array or an object, where names and values take turns.
    pub fn inside(self) -> List<'j> {
        List {
            text: self.text,
            entries: self.inside,
        }
    }

    /// The members of an object; of anything else none.
    pub fn members(self) -> Members<'j> {
        let is_object = self.kind() == Kind::Object;
        Members {
            text: self.text,
            entries: if is_object { self.inside } else { &[] },
        }
    }

    /// The value of a member of an object; the last of that name.
    pub fn member(self, name: &str) -> Option<Node<'j>> {
        let mut members = self.members();
        let mut last = None;
        while let Some(value) = members.find(name) {
            last = Some(value);
        }
        last
    }

    /// Whether an object has a member of this name.
    pub fn has(self, name: &str) -> bool {
        self.members().find(name).is_some()
    }

    /// What it is, for errors: `string "x"`.
    pub(super) fn described(self) -> impl fmt::Display {
        let raw = self.word();
        match self.kind() {
            Kind::Null => "null".to_owned(),
            Kind::True | Kind::False => format!("boolean `{raw}`"),
            Kind::Integer => format!("integer `{raw}`"),
            Kind::Number => format!("floating point `{raw}`"),
            Kind::Text | Kind::EscapedText | Kind::Word => match self.text() {
                Ok(Some(text)) => format!("string {text:?}"),
                _ => "string".to_owned(),
            },
            Kind::Array => "sequence".to_owned(),
            Kind::Object => "map".to_owned(),
        }
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may be a secret.
        f.debug_tuple("Node").field(&self.kind()).finish()
    }
}

/// `serde_json` ends its text with a place, which is one in the value alone.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

/// Whether a string is this one.
#[inline]
fn is_text(all: &str, entry: Entry, text: &str) -> bool {
    if entry.kind() != Kind::Text {
        return is_other_text(all, entry, text);
    }
    let start = entry.start() + 1;
    // The lengths are told apart first, without a look at the text.
    entry.length() == text.len() + 2
        && all.as_bytes().get(start..start + text.len()) == Some(text.as_bytes())
}

#[cold]
fn is_other_text(all: &str, entry: Entry, text: &str) -> bool {
    let node = Node {
        text: all,
        entry,
        inside: &[],
    };
    node.text().is_ok_and(|own| own.as_deref() == Some(text))
}

/// The items of an array.
#[derive(Clone, Copy)]
pub struct List<'j> {
    text: &'j str,
    entries: &'j [Entry],
}

impl<'j> Iterator for List<'j> {
    type Item = Node<'j>;

    #[inline]
    fn next(&mut self) -> Option<Node<'j>> {
        let first = self.entries.first()?;
        let node = Node::new(self.text, self.entries);
        self.entries = self.entries.get(first.width()..).unwrap_or_default();
        Some(node)
    }

    fn count(self) -> usize {
        let mut count = 0;
        let mut entries = self.entries;
        while let Some(first) = entries.first() {
            count += 1;
            entries = entries.get(first.width()..).unwrap_or_default();
        }
        count
    }
}

/// The members of an object: names and values.
#[derive(Clone, Copy)]
pub struct Members<'j> {
    text: &'j str,
    /// A name comes first.
    entries: &'j [Entry],
}

impl<'j> Members<'j> {
    /// Whether there is none.
    pub(super) fn is_empty(self) -> bool {
        self.entries.is_empty()
    }

    /// Passes the next member; its value if that is its name. `None` behind the last.
    #[inline]
    pub(super) fn next_if(&mut self, name: &str) -> Option<Option<Node<'j>>> {
        let (own, values) = self.entries.split_first()?;
        let width = values.first()?.width();
        self.entries = values.get(width..)?;
        Some(is_text(self.text, *own, name).then(|| Node::new(self.text, values)))
    }

    /// Passes members until one has the name.
    pub(super) fn find(&mut self, name: &str) -> Option<Node<'j>> {
        loop {
            if let Some(value) = self.next_if(name)? {
                return Some(value);
            }
        }
    }
}

impl<'j> Iterator for Members<'j> {
    type Item = (Node<'j>, Node<'j>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, values) = self.entries.split_at_checked(1)?;
        let width = values.first()?.width();
        self.entries = values.get(width..)?;
        Some((Node::new(self.text, name), Node::new(self.text, values)))
    }
}
