//! A text of JSON, as the list of its values.

use std::ops::Range;

use super::node::{Kind, Node};
use super::scan;

/// How deep values can be in each other, as `serde_json` has it.
const DEEPEST: usize = 127;

/// The values of a text, in the order in which they begin; names of members are among them, each
/// before its value.
pub(crate) struct Document<'j> {
    text: &'j str,
    entries: Vec<Entry>,
}

/// A value or a name: where it begins, what it is and how long, in eight bytes. Most of the memory
/// that reading takes are these.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// Where it begins in the text, in bytes.
    start: u32,
    /// Its kind in the highest bits. In the others how long it is: in bytes; or of an array or
    /// object how many entries are its own and of what is in it.
    what: u32,
}

/// How long a string or a number can be, in bytes, and how many values can be in another: 256 Mi.
const LONGEST: usize = (1 << KIND) - 1;

/// The bits of a length.
const KIND: u32 = 28;

impl Entry {
    /// What there is where there is nothing.
    pub(super) const NULL: Self = Self { start: 0, what: 4 };

    /// `None` if it is too long, or begins behind 4 GiB.
    fn new(start: usize, kind: Kind, length: usize) -> Option<Self> {
        let start = u32::try_from(start).ok()?;
        let length = u32::try_from(length).ok().filter(|_| length <= LONGEST)?;
        Some(Self {
            start,
            what: (kind as u32) << KIND | length,
        })
    }

    #[inline]
    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    #[inline]
    pub(super) fn kind(self) -> Kind {
        Kind::of(self.what >> KIND)
    }

    /// How many bytes a string, a number or a word has.
    #[inline]
    pub(super) fn length(self) -> usize {
        self.what as usize & LONGEST
    }

    /// How many entries are its own and of what is in it.
    #[inline]
    pub(super) fn width(self) -> usize {
        match self.kind() {
            Kind::Array | Kind::Object => self.length(),
            _ => 1,
        }
    }
}

/// Why a text has no values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It is not JSON.
    Syntax,
    /// It is not UTF-8 behind so many bytes.
    Encoding(usize),
    /// A value is in too many others; it begins behind so many bytes.
    Depth(usize),
    /// It is longer than 4 GiB, or a value in it than 256 MiB.
    Length,
}

impl<'j> Document<'j> {
    /// The values of bytes, which have to be UTF-8 (RFC 8259 § 8.1).
    pub(crate) fn of_bytes(bytes: &'j [u8]) -> Result<Self, Problem> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::of(text),
            Err(error) => Err(Problem::Encoding(error.valid_up_to())),
        }
    }

    /// The values of a text.
    pub(crate) fn of(text: &'j str) -> Result<Self, Problem> {
        let mut reading = Reading {
            text: text.as_bytes(),
            at: 0,
            // What most APIs send has a value or a name in each ten bytes or so.
            entries: Vec::with_capacity(text.len() / 12 + 1),
            open: Vec::new(),
            too_long: false,
        };
        match reading.value() {
            Some(()) => Ok(Self {
                text,
                entries: reading.entries,
            }),
            None if reading.open.len() > DEEPEST => Err(Problem::Depth(reading.at)),
            None if reading.too_long => Err(Problem::Length),
            None => Err(Problem::Syntax),
        }
    }

    /// One word, which is no JSON.
    pub(crate) fn word(text: &'j str) -> Self {
        Self::words(
            text,
            None,
            &[Range {
                start: 0,
                end: text.len(),
            }],
        )
    }

    /// Words in a list.
    pub(crate) fn list(text: &'j str, words: &[Range<usize>]) -> Self {
        Self::words(text, Some(Kind::Array), words)
    }

    /// Words in an object, where names and values take turns.
    pub(crate) fn members(text: &'j str, words: &[Range<usize>]) -> Self {
        Self::words(text, Some(Kind::Object), words)
    }

    fn words(text: &'j str, around: Option<Kind>, words: &[Range<usize>]) -> Self {
        let around = around.and_then(|kind| Entry::new(0, kind, words.len() + 1));
        let words = words.iter();
        let words = words.filter_map(|word| Entry::new(word.start, Kind::Word, word.len()));
        Self {
            text,
            entries: around.into_iter().chain(words).collect(),
        }
    }

    /// All of the text.
    pub(crate) fn text(&self) -> &'j str {
        self.text
    }

    /// The value that all others are in.
    pub(crate) fn root(&self) -> Node<'_> {
        Node::new(self.text, &self.entries)
    }
}

struct Reading<'j> {
    text: &'j [u8],
    at: usize,
    entries: Vec<Entry>,
    /// The arrays and objects that have not ended, by their entries.
    open: Vec<usize>,
    too_long: bool,
}

impl Reading<'_> {
    /// Reads one value, and that there is nothing behind it.
    fn value(&mut self) -> Option<()> {
        loop {
            self.at = scan::space(self.text, self.at);
            match self.text.get(self.at)? {
                b'"' => self.string()?,
                b'{' => {
                    self.begin(Kind::Object)?;
                    if self.byte() != Some(b'}') {
                        self.name()?;
                        continue;
                    }
                }
                b'[' => {
                    self.begin(Kind::Array)?;
                    if self.byte() != Some(b']') {
                        continue;
                    }
                }
                b't' => self.word("true", Kind::True)?,
                b'f' => self.word("false", Kind::False)?,
                b'n' => self.word("null", Kind::Null)?,
                _ => {
                    let (end, integer) = scan::number(self.text, self.at)?;
                    self.scalar(end, if integer { Kind::Integer } else { Kind::Number })?;
                }
            }
            // Behind a value, or in an array or object without any.
            loop {
                let next = self.byte();
                let Some(open) = self.open.last().and_then(|open| self.entries.get(*open)) else {
                    return next.is_none().then_some(());
                };
                match (open.kind(), next?) {
                    (Kind::Array, b',') => self.at += 1,
                    (_, b',') => {
                        self.at += 1;
                        self.byte();
                        self.name()?;
                    }
                    (Kind::Array, b']') | (Kind::Object, b'}') => {
                        self.at += 1;
                        self.end()?;
                        continue;
                    }
                    _ => return None,
                }
                break;
            }
        }
    }

    /// The next byte that is not white space.
    fn byte(&mut self) -> Option<u8> {
        self.at = scan::space(self.text, self.at);
        self.text.get(self.at).copied()
    }

    /// The name of a member, and the colon.
    fn name(&mut self) -> Option<()> {
        if self.text.get(self.at) != Some(&b'"') {
            return None;
        }
        self.string()?;
        if self.byte()? != b':' {
            return None;
        }
        self.at += 1;
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let (end, escaped) = scan::string(self.text, self.at + 1)?;
        self.scalar(
            end,
            if escaped {
                Kind::EscapedText
            } else {
                Kind::Text
            },
        );
        Some(())
    }

    fn word(&mut self, word: &str, kind: Kind) -> Option<()> {
        if !self.text.get(self.at..)?.starts_with(word.as_bytes()) {
            return None;
        }
        self.scalar(self.at + word.len(), kind)
    }

    fn scalar(&mut self, end: usize, kind: Kind) -> Option<()> {
        self.push(kind, end - self.at)?;
        self.at = end;
        Some(())
    }

    fn begin(&mut self, kind: Kind) -> Option<()> {
        self.open.push(self.entries.len());
        if self.open.len() > DEEPEST {
            return None;
        }
        self.push(kind, 0)?;
        self.at += 1;
        Some(())
    }

    fn end(&mut self) -> Option<()> {
        let index = self.open.pop()?;
        let width = self.entries.len() - index;
        let open = self.entries.get_mut(index)?;
        let ended = Entry::new(open.start(), open.kind(), width);
        self.too_long |= ended.is_none();
        *open = ended?;
        Some(())
    }

    fn push(&mut self, kind: Kind, length: usize) -> Option<()> {
        let entry = Entry::new(self.at, kind, length);
        self.too_long |= entry.is_none();
        self.entries.push(entry?);
        Some(())
    }
}
