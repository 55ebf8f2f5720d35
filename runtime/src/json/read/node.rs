//! A value of a document.

use std::borrow::Cow;
use std::fmt;

use super::document::{Document, Entry};
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
///
/// Two words, which are passed in registers.
#[derive(Clone, Copy)]
pub struct Node<'j> {
    document: &'j Document<'j>,
    /// Which of the entries it is; those of what is in it are behind it.
    at: usize,
}

impl<'j> Node<'j> {
    /// The value at a place among the entries.
    #[inline]
    pub(super) fn new(document: &'j Document<'j>, at: usize) -> Self {
        Self { document, at }
    }

    /// What is read of a document where there is nothing: `null`.
    pub(crate) fn nothing(self) -> Self {
        // No text is so long.
        let at = usize::MAX / 2;
        Self { at, ..self }
    }

    #[inline]
    fn entry(self) -> Entry {
        self.document.entry(self.at)
    }

    /// Where it begins in the text, in bytes.
    pub(crate) fn start(self) -> usize {
        self.entry().start()
    }

    /// Where it ends.
    pub(crate) fn end(self) -> usize {
        if !matches!(self.kind(), Kind::Array | Kind::Object) {
            return self.start() + self.entry().length();
        }
        let last = self.inside().last();
        let before = last.map_or(self.start() + 1, Node::end);
        // The bracket.
        scan::space(self.document.text().as_bytes(), before) + 1
    }

    /// Whether it is written around this byte.
    pub(crate) fn spans(self, byte: usize) -> bool {
        (self.start()..self.end()).contains(&byte)
    }

    /// Its kind.
    #[inline]
    pub fn kind(self) -> Kind {
        self.entry().kind()
    }

    /// As it is written.
    pub fn raw(self) -> &'j str {
        let text = self.document.text().get(self.start()..self.end());
        text.unwrap_or_default()
    }

    /// A number or a word, as it is written.
    #[inline]
    pub(super) fn word(self) -> &'j str {
        let entry = self.entry();
        let text = self.document.text();
        text.get(entry.start()..entry.start() + entry.length())
            .unwrap_or_default()
    }

    /// The eight bytes from its beginning on, if the text has so many.
    #[inline]
    pub(super) fn eight_bytes(self) -> Option<[u8; 8]> {
        let text = self.document.text().as_bytes();
        text.get(self.start()..)?.first_chunk().copied()
    }

    /// What is between the quotes of a string.
    #[inline]
    pub(super) fn quoted(self) -> &'j str {
        let entry = self.entry();
        let text = self.document.text();
        text.get(entry.start() + 1..entry.start() + entry.length() - 1)
            .unwrap_or_default()
    }

    /// The same as bytes, without a look at where characters begin.
    #[inline]
    fn quoted_bytes(self) -> &'j [u8] {
        let entry = self.entry();
        let text = self.document.text().as_bytes();
        text.get(entry.start() + 1..entry.start() + entry.length() - 1)
            .unwrap_or_default()
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
        is_text(self.document, self.at, text)
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
            document: self.document,
            at: self.at + 1,
            end: self.at + self.entry().width(),
        }
    }

    /// The members of an object; of anything else none.
    pub fn members(self) -> Members<'j> {
        let entry = self.entry();
        let width = match entry.kind() {
            Kind::Object => entry.width(),
            _ => 1,
        };
        Members {
            document: self.document,
            at: self.at + 1,
            end: self.at + width,
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

    /// Whether it can be told from its words alone that it can be read: no half of a surrogate pair
    /// is escaped in it, and no number is too large.
    pub(crate) fn is_sure(self) -> bool {
        let mut all = self.at..self.at + self.entry().width();
        all.all(|at| {
            let own = Node::new(self.document, at);
            match own.kind() {
                Kind::EscapedText => false,
                // A `f64` has some 308 digits before its point.
                Kind::Integer => own.word().len() < 300,
                Kind::Number => own.word().len() < 300 && !own.word().contains(['e', 'E']),
                _ => true,
            }
        })
    }

    /// Appends it to a text of JSON.
    pub(crate) fn write(self, text: &mut String) {
        match self.kind() {
            Kind::Word => text.push_str(&serde_json::Value::from(self.word()).to_string()),
            _ => text.push_str(self.raw()),
        }
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

/// Whether an entry is this string.
#[inline]
fn is_text(document: &Document<'_>, at: usize, text: &str) -> bool {
    let entry = document.entry(at);
    let start = entry.start() + 1;
    // Kind and length are compared first, without a look at the text.
    match entry.is_text_of(text.len() + 2) {
        true => document.text().as_bytes().get(start..start + text.len()) == Some(text.as_bytes()),
        false => entry.kind() != Kind::Text && is_other_text(Node { document, at }, text),
    }
}

#[cold]
fn is_other_text(json: Node<'_>, text: &str) -> bool {
    json.text().is_ok_and(|own| own.as_deref() == Some(text))
}

/// The items of an array.
#[derive(Clone, Copy)]
pub struct List<'j> {
    document: &'j Document<'j>,
    /// The entry of the next.
    at: usize,
    end: usize,
}

impl<'j> Iterator for List<'j> {
    type Item = Node<'j>;

    #[inline]
    fn next(&mut self) -> Option<Node<'j>> {
        if self.at >= self.end {
            return None;
        }
        let node = Node::new(self.document, self.at);
        self.at += node.entry().width();
        Some(node)
    }
}

/// The members of an object: names and values.
#[derive(Clone, Copy)]
pub struct Members<'j> {
    document: &'j Document<'j>,
    /// The entry of the next name, which is before that of its value.
    at: usize,
    end: usize,
}

impl<'j> Members<'j> {
    /// Whether there is none.
    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.at >= self.end
    }

    /// The letters of all names. They tell of most names that none of the members has, and at no
    /// cost: names are looked for that are not there as often as those that are.
    pub(crate) fn letters(self) -> u64 {
        let letters = self.map(|(name, _)| match name.kind() {
            Kind::Text => letter(name.quoted_bytes()),
            _ => u64::MAX,
        });
        letters.fold(0, |all, letter| all | letter)
    }

    /// Passes the next member, if that is its name.
    #[inline]
    pub(crate) fn next_if(&mut self, name: &str) -> Option<Node<'j>> {
        if self.is_empty() || !is_text(self.document, self.at, name) {
            return None;
        }
        self.next().map(|(_, value)| value)
    }

    /// Passes members until one has the name.
    pub(super) fn find(&mut self, name: &str) -> Option<Node<'j>> {
        while !self.is_empty() {
            if let Some(value) = self.next_if(name) {
                return Some(value);
            }
            self.next();
        }
        None
    }
}

/// The [`letters`](Members::letters) of names. Where one of them is not among those of an object, it does
/// not have all of the names.
pub(crate) const fn letters_of(names: &[&str]) -> u64 {
    let mut letters = 0;
    let mut rest = names;
    while let [name, others @ ..] = rest {
        letters |= letter(name.as_bytes());
        rest = others;
    }
    letters
}

/// One of 64 bits for a name, by its length and its first and last bytes.
#[inline]
const fn letter(name: &[u8]) -> u64 {
    let ends = match (name.first(), name.last()) {
        (Some(first), Some(last)) => 5 * *first as usize + 11 * *last as usize,
        _ => 0,
    };
    1 << ((name.len() + ends) % 64)
}

impl<'j> Iterator for Members<'j> {
    type Item = (Node<'j>, Node<'j>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.is_empty() {
            return None;
        }
        let name = Node::new(self.document, self.at);
        let value = Node::new(self.document, self.at + 1);
        self.at += 1 + value.entry().width();
        Some((name, value))
    }
}
