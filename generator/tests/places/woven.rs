//! Texts put together of pieces of another, each byte with where it is from.

use std::ops::Range;

use specwright::document::{Pointer, marks::Marks};

/// A member in block style.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) key: Range<usize>,
    /// What follows the colon, to the end of the last line of it.
    pub(crate) value: Range<usize>,
    /// Where the next line begins.
    pub(crate) end: usize,
    pub(crate) indent: usize,
}

impl Member {
    pub(crate) fn find(text: &str, at: &Pointer) -> Option<Self> {
        let key = Marks::of(text).spot(at)?.key?;
        let line = text[..key.start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let indent = key.start - line;
        let colon = key.end + text[key.end..].find(':')? + 1;
        let mut end = colon + text[colon..].find('\n')? + 1;
        for line in text[end..].split_inclusive('\n') {
            if indent_of(line) <= indent {
                break;
            }
            end += line.len();
        }
        (text[line..key.start].trim().is_empty()).then_some(Self {
            key,
            value: colon..end - 1,
            end,
            indent,
        })
    }

    /// Where its first line begins.
    pub(crate) fn line(&self) -> usize {
        self.key.start - self.indent
    }

    pub(crate) fn has_only(&self, member: &Self, text: &str) -> bool {
        let before = &text[self.value.start..member.line()];
        before.trim().is_empty() && self.end == member.end
    }

    /// How far the value is indented; nothing if it begins beside its key.
    pub(crate) fn inner_indent(&self, text: &str) -> usize {
        match text[self.value.clone()].strip_prefix('\n') {
            Some(lines) => indent_of(lines),
            None => 0,
        }
    }

    /// Writes it with its lines so far in.
    pub(crate) fn whole(&self, woven: &mut Woven, text: &str, indent: usize) {
        woven.take(text, self.key.start..self.value.start);
        self.value(woven, text, indent as isize - self.indent as isize);
    }

    /// Writes its value with each line moved by so many columns.
    pub(crate) fn value(&self, woven: &mut Woven, text: &str, by: isize) {
        let mut at = self.value.start;
        for (number, line) in text[self.value.clone()].split_inclusive('\n').enumerate() {
            let end = at + line.len();
            if number > 0 {
                let indent = indent_of(line);
                woven.add(&" ".repeat(indent.saturating_add_signed(by)));
                at += indent;
            }
            woven.take(text, at..end);
            at = end;
        }
        // A file has no key in front of its value.
        if woven.text.starts_with(['\n', ' ']) {
            woven.text.remove(0);
            woven.from.remove(0);
        }
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A text put together of words and of pieces of another.
#[derive(Debug, Default)]
pub(crate) struct Woven {
    pub(crate) text: String,
    /// For each byte where it is from.
    pub(crate) from: Vec<Option<usize>>,
}

impl Woven {
    pub(crate) fn add(&mut self, words: &str) {
        self.text.push_str(words);
        self.from.resize(self.text.len(), None);
    }

    pub(crate) fn take(&mut self, text: &str, piece: Range<usize>) {
        self.text.push_str(&text[piece.clone()]);
        self.from.extend(piece.map(Some));
    }

    /// Puts words in, so many bytes into each place that there is of a pattern.
    pub(crate) fn insert(&mut self, pattern: &str, into: usize, words: &str) {
        let places: Vec<usize> = self.text.match_indices(pattern).map(|it| it.0).collect();
        for place in places.into_iter().rev() {
            let at = place + into;
            self.text.insert_str(at, words);
            self.from.splice(at..at, words.bytes().map(|_| None));
        }
    }
}
