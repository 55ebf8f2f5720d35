//! The tree as lines of Markdown.

use pulldown_cmark::Alignment;

use super::phrase::{Place, Word, words};
use super::tree::{Block, Document, Inline, Item, List, Table};

/// Comments are wrapped here, not counting `///`.
pub(super) const WIDTH: usize = 96;
/// However deep a list nests, this much is left for its text.
const LEAST_WIDTH: usize = 40;
/// The highest heading a description may have: rustdoc's own sections, and those
/// that the generator writes, are above it.
const TOP_HEADING: u8 = 4;
const LOWEST_HEADING: u8 = 6;
/// Past this a number does not start an item (CommonMark 5.2).
const LARGEST_NUMBER: u64 = 999_999_999;

/// The whole description.
pub(super) fn document(document: &Document) -> String {
    let demotion = TOP_HEADING.saturating_sub(document.top_heading.unwrap_or(TOP_HEADING));
    let writer = Writer { demotion };
    join(writer.blocks(&document.blocks, WIDTH), false).join("\n")
}

/// Running text on one line, as it stands at the start of a paragraph, with
/// punctuation put to its end.
pub(super) fn line(content: &[Inline], ending: &str) -> String {
    let mut words = words(content, Place::Heading);
    if let Some(Word::Text(last)) = words.last_mut() {
        last.push_str(ending);
    }
    fill(&words, usize::MAX, 0).join(" ")
}

/// A block as it is written.
struct Written {
    lines: Vec<String>,
    kind: Kind,
}

/// What a block has to do with what stands before and after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    /// `interrupts` is whether it may follow a paragraph without a blank line.
    List {
        delimiter: char,
        interrupts: bool,
    },
    Other,
}

struct Writer {
    /// How many levels headings go down.
    demotion: u8,
}

impl Writer {
    fn blocks(&self, blocks: &[Block], width: usize) -> Vec<Written> {
        let mut written: Vec<Written> = Vec::new();
        for block in blocks {
            let before = written.last().map(|before| before.kind);
            let block = self.block(block, width.max(LEAST_WIDTH), before);
            if !block.lines.is_empty() {
                written.push(block);
            }
        }
        written
    }

    /// No lines where the block turns out to say nothing.
    fn block(&self, block: &Block, width: usize, before: Option<Kind>) -> Written {
        let (lines, kind) = match block {
            Block::Paragraph(content) => (
                fill(&words(content, Place::Paragraph), width, 0),
                Kind::Paragraph,
            ),
            Block::Heading { level, content } => (self.heading(*level, content), Kind::Other),
            Block::Quote(blocks) => {
                let lines = join(self.blocks(blocks, width - 2), false);
                (
                    lines.iter().map(|line| prefixed("> ", line)).collect(),
                    Kind::Other,
                )
            }
            Block::List(list) => return self.list(list, width, before),
            Block::Code { language, lines } => (code(language, lines), Kind::Other),
            Block::Rule => (vec!["***".to_owned()], Kind::Other),
            Block::Table(table) => (rows(table), Kind::Other),
        };
        Written { lines, kind }
    }

    fn heading(&self, level: u8, content: &[Inline]) -> Vec<String> {
        let words = words(content, Place::Heading);
        if words.is_empty() {
            return Vec::new();
        }
        let level = level.saturating_add(self.demotion).min(LOWEST_HEADING);
        let mut line = "#".repeat(usize::from(level));
        for word in &words {
            if let Word::Text(word) = word {
                line.push(' ');
                line.push_str(word);
            }
        }
        vec![line]
    }

    fn list(&self, list: &List, width: usize, before: Option<Kind>) -> Written {
        let ordinary = if list.start.is_some() { '.' } else { '-' };
        let other = if list.start.is_some() { ')' } else { '+' };
        // Two lists in a row that look the same would be one list.
        let delimiter = match before {
            Some(Kind::List { delimiter, .. }) if delimiter == ordinary => other,
            Some(Kind::List { .. } | Kind::Paragraph | Kind::Other) | None => ordinary,
        };
        let length = u64::try_from(list.items.len()).unwrap_or(u64::MAX);
        let first = list.start.map(|start| {
            if start.saturating_add(length) > LARGEST_NUMBER {
                1
            } else {
                start
            }
        });

        let mut items: Vec<(String, &Item, Vec<Written>)> = Vec::new();
        for item in &list.items {
            let marker = match (first, u64::try_from(items.len())) {
                (Some(first), Ok(nth)) => format!("{}{delimiter} ", first.saturating_add(nth)),
                (Some(_), Err(_)) | (None, _) => format!("{delimiter} "),
            };
            let blocks = self.item(item, width.saturating_sub(marker.len()));
            if !blocks.is_empty() {
                items.push((marker, item, blocks));
            }
        }

        let loose = list.loose || items.iter().any(|(_, _, blocks)| !is_tight(blocks));
        let mut lines = Vec::new();
        for (marker, _, blocks) in items {
            if loose && !lines.is_empty() {
                lines.push(String::new());
            }
            let indent = " ".repeat(marker.len());
            for (nth, line) in join(blocks, !loose).iter().enumerate() {
                lines.push(prefixed(if nth == 0 { &marker } else { &indent }, line));
            }
        }
        let kind = Kind::List {
            delimiter,
            interrupts: first.is_none_or(|first| first == 1),
        };
        Written { lines, kind }
    }

    fn item(&self, item: &Item, width: usize) -> Vec<Written> {
        let mut blocks = item.blocks.as_slice();
        let mut written = Vec::new();
        if let Some(done) = item.done
            && let Some((Block::Paragraph(content), rest)) = blocks.split_first()
        {
            let marker = if done { "[x] " } else { "[ ] " };
            let mut lines = fill(
                &words(content, Place::Paragraph),
                width.max(LEAST_WIDTH),
                marker.len(),
            );
            if let Some(first) = lines.first_mut() {
                first.insert_str(0, marker);
                written.push(Written {
                    lines,
                    kind: Kind::Paragraph,
                });
            }
            blocks = rest;
        }
        written.extend(self.blocks(blocks, width));
        written
    }
}

/// Whether an item's blocks can follow each other without blank lines.
fn is_tight(blocks: &[Written]) -> bool {
    let mut kinds = blocks.iter().map(|block| block.kind);
    match (kinds.next(), kinds.next(), kinds.next()) {
        (Some(_), None, _) => true,
        (Some(Kind::Paragraph), Some(Kind::List { interrupts, .. }), None) => interrupts,
        _ => false,
    }
}

fn join(blocks: Vec<Written>, tight: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        if !tight && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(block.lines);
    }
    lines
}

fn prefixed(prefix: &str, line: &str) -> String {
    let mut prefixed = format!("{prefix}{line}");
    prefixed.truncate(prefixed.trim_end().len());
    prefixed
}

/// A fence longer than any in it, and a language, so that it is never a doctest.
fn code(language: &str, lines: &[String]) -> Vec<String> {
    let longest = lines
        .iter()
        .flat_map(|line| line.split(|c| c != '`'))
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let opening = format!("{fence}{language}");
    std::iter::once(opening)
        .chain(lines.iter().cloned())
        .chain(std::iter::once(fence.clone()))
        .collect()
}

fn rows(table: &Table) -> Vec<String> {
    let row = |cells: &Vec<Vec<Inline>>| {
        let mut line = "|".to_owned();
        for cell in cells {
            for word in words(cell, Place::Cell) {
                if let Word::Text(word) = word {
                    line.push(' ');
                    line.push_str(&word);
                }
            }
            line.push_str(" |");
        }
        line
    };
    let delimiters = table.alignments.iter().map(|alignment| match alignment {
        Alignment::None => " --- |",
        Alignment::Left => " :--- |",
        Alignment::Center => " :---: |",
        Alignment::Right => " ---: |",
    });
    let mut lines: Vec<String> = table.rows.iter().map(row).collect();
    if !lines.is_empty() {
        lines.insert(1, std::iter::once("|").chain(delimiters).collect());
    }
    lines
}

/// Lines of at most `width` characters where words allow it; `taken` of them are
/// not free on the first line.
fn fill(words: &[Word], width: usize, taken: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut column = taken;
    for word in words {
        let word = match word {
            Word::Text(word) => word,
            Word::Break => {
                line.push('\\');
                lines.push(std::mem::take(&mut line));
                column = 0;
                continue;
            }
        };
        let length = word.chars().count();
        if !line.is_empty() && column + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            column = 0;
        }
        if line.is_empty() {
            line = at_line_start(word);
            column += line.chars().count();
        } else {
            line.push(' ');
            line.push_str(word);
            column += 1 + length;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Escapes a word that would start a block where it starts a line: a quote, a list,
/// a heading, a rule, the row of dashes that makes a table.
fn at_line_start(word: &str) -> String {
    let number = word.trim_end_matches(['.', ')']);
    let all = |set: &str| word.chars().all(|c| set.contains(c));
    let escaped = if word.len() == number.len() + 1
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        number.len()
    } else if word.starts_with(['>', '|']) || all("-|:") || all("=") || all("#") || word == "+" {
        0
    } else {
        return word.to_owned();
    };
    let mut out = word.to_owned();
    out.insert(escaped, '\\');
    out
}
