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
        // One comparison is enough of all but the longest texts.
        if start | length > LONGEST && (length > LONGEST || u32::try_from(start).is_err()) {
            return None;
        }
        Some(Self {
            start: start as u32,
            what: (kind as u32) << KIND | length as u32,
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

    /// Whether it is a string without escapes of so many bytes, its quotes among them.
    #[inline]
    pub(super) fn is_text_of(self, length: usize) -> bool {
        self.what as usize == (Kind::Text as usize) << KIND | length
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
            // What most APIs send has a value or a name in each eight bytes or more.
            entries: Vec::with_capacity(text.len() / 8 + 1),
            open: Vec::new(),
            problem: Problem::Syntax,
        };
        match reading.value() {
            Some(()) => Ok(Self {
                text,
                entries: reading.entries,
            }),
            None => Err(reading.problem),
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
    #[inline]
    pub(crate) fn text(&self) -> &'j str {
        self.text
    }

    /// The value that all others are in.
    pub(crate) fn root(&self) -> Node<'_> {
        Node::new(self, 0)
    }

    /// The entry at a place, in the order in which values begin.
    #[inline]
    pub(super) fn entry(&self, at: usize) -> Entry {
        self.entries.get(at).copied().unwrap_or(Entry::NULL)
    }
}

struct Reading<'j> {
    text: &'j [u8],
    entries: Vec<Entry>,
    /// The arrays and objects that have not ended, by their entries.
    open: Vec<usize>,
    /// What is told if it ends before its time.
    problem: Problem,
}

impl Reading<'_> {
    /// Reads one value, and that there is nothing behind it.
    ///
    /// Places are passed on by value: in a field they would be written to memory at each step.
    fn value(&mut self) -> Option<()> {
        let mut at = 0;
        // What the value is in: an array, an object or nothing.
        let mut around = None;
        loop {
            at = scan::space(self.text, at);
            at = match self.text.get(at)? {
                b'"' => self.string(at)?,
                b'{' => {
                    let inside = self.begin(at, Kind::Object)?;
                    around = Some(Kind::Object);
                    if self.text.get(inside) != Some(&b'}') {
                        at = self.name(inside)?;
                        continue;
                    }
                    inside
                }
                b'[' => {
                    let inside = self.begin(at, Kind::Array)?;
                    around = Some(Kind::Array);
                    if self.text.get(inside) != Some(&b']') {
                        at = inside;
                        continue;
                    }
                    inside
                }
                b't' => self.word(at, "true", Kind::True)?,
                b'f' => self.word(at, "false", Kind::False)?,
                b'n' => self.word(at, "null", Kind::Null)?,
                _ => {
                    let (end, integer) = scan::number(self.text, at)?;
                    let kind = if integer { Kind::Integer } else { Kind::Number };
                    self.push(at, kind, end - at)?;
                    end
                }
            };
            // Behind a value, or in an array or object without any.
            loop {
                at = scan::space(self.text, at);
                match (self.text.get(at), around) {
                    (Some(b','), Some(Kind::Object)) => {
                        at = self.name(scan::space(self.text, at + 1))?;
                    }
                    (Some(b','), Some(_)) => at += 1,
                    (Some(b'}'), Some(Kind::Object)) | (Some(b']'), Some(Kind::Array)) => {
                        self.end()?;
                        around = self.open.last().map(|open| self.kind(*open));
                        at += 1;
                        continue;
                    }
                    (None, None) => return Some(()),
                    _ => return None,
                }
                break;
            }
        }
    }

    /// The name of a member, and the colon.
    #[inline]
    fn name(&mut self, at: usize) -> Option<usize> {
        if self.text.get(at) != Some(&b'"') {
            return None;
        }
        let end = self.string(at)?;
        let colon = scan::space(self.text, end);
        (self.text.get(colon) == Some(&b':')).then_some(colon + 1)
    }

    #[inline(always)]
    fn string(&mut self, at: usize) -> Option<usize> {
        let (end, escaped) = scan::string(self.text, at + 1)?;
        let kind = if escaped {
            Kind::EscapedText
        } else {
            Kind::Text
        };
        self.push(at, kind, end - at)?;
        Some(end)
    }

    fn word(&mut self, at: usize, word: &str, kind: Kind) -> Option<usize> {
        if !self.text.get(at..)?.starts_with(word.as_bytes()) {
            return None;
        }
        self.push(at, kind, word.len())?;
        Some(at + word.len())
    }

    fn kind(&self, index: usize) -> Kind {
        self.entries
            .get(index)
            .map_or(Kind::Null, |entry| entry.kind())
    }

    /// Where what is in it begins.
    #[inline]
    fn begin(&mut self, at: usize, kind: Kind) -> Option<usize> {
        self.open.push(self.entries.len());
        if self.open.len() > DEEPEST {
            self.problem = Problem::Depth(at);
            return None;
        }
        self.push(at, kind, 0)?;
        Some(scan::space(self.text, at + 1))
    }

    #[inline]
    fn end(&mut self) -> Option<()> {
        let index = self.open.pop()?;
        let width = self.entries.len() - index;
        let open = self.entries.get_mut(index)?;
        match Entry::new(open.start(), open.kind(), width) {
            Some(ended) => *open = ended,
            None => return self.too_long(),
        }
        Some(())
    }

    #[inline]
    fn push(&mut self, at: usize, kind: Kind, length: usize) -> Option<()> {
        match Entry::new(at, kind, length) {
            Some(entry) => self.entries.push(entry),
            None => return self.too_long(),
        }
        Some(())
    }

    #[cold]
    fn too_long(&mut self) -> Option<()> {
        self.problem = Problem::Length;
        None
    }
}
