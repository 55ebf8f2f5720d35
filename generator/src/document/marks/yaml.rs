//! Marks of a YAML text, from the events of `saphyr-parser`.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::{Content, Marks, NodeId, Reader};
use crate::document::limits;

/// The nodes of a text, up to the place where it ends or cannot be followed.
///
/// `saphyr-parser` keeps to YAML 1.2 where libyaml is lenient: it refuses tabs as
/// indentation within brackets. A blank in the place of a tab moves nothing.
pub(super) fn marks(text: &str) -> Marks {
    let (marks, whole) = follow(text, text);
    if whole || !text.contains('\t') {
        return marks;
    }
    let (without_tabs, _) = follow(&text.replace('\t', " "), text);
    if without_tabs.nodes.len() > marks.nodes.len() {
        without_tabs
    } else {
        marks
    }
}

/// The nodes of a text, and whether they are all; `text` is what it was made from, byte
/// by byte.
fn follow(parsed: &str, text: &str) -> (Marks, bool) {
    let offsets = Offsets::of(text);
    let mut reader = Reader::default();
    let mut anchors = Anchors::default();
    let mut parser = Parser::new_from_str(parsed);
    loop {
        let (event, span) = match parser.next_event() {
            Some(Ok(next)) => next,
            Some(Err(_)) => return (reader.finish(), false),
            None => return (reader.finish(), true),
        };
        let span = offsets.bytes(span);
        match event {
            Event::Scalar(value, _, anchor, _) => {
                let span = without_properties(text, span);
                let is_key = reader.wants_key();
                if !is_key || anchor != 0 {
                    anchors.add(anchor, reader.node(&span, Content::Scalar));
                }
                if is_key {
                    reader.key(&value, &span);
                }
            }
            Event::Alias(anchor) => {
                let target = anchors.0.get(&anchor).copied();
                let is_key = reader.wants_key();
                reader.node(&span, Content::Alias(target));
                if is_key {
                    reader.key("", &span);
                }
            }
            Event::SequenceStart(anchor, _) => {
                anchors.add(anchor, reader.open(&span, Content::List));
            }
            Event::MappingStart(anchor, _) => {
                anchors.add(anchor, reader.open(&span, Content::Object));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                reader.close();
            }
            // The tree is that of the first document.
            Event::DocumentEnd => return (reader.finish(), true),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
}

/// The nodes that have anchors, by the numbers that the parser gives them.
#[derive(Default)]
struct Anchors(HashMap<usize, NodeId>);

impl Anchors {
    /// Adds a node; zero is no anchor.
    fn add(&mut self, anchor: usize, id: NodeId) {
        if anchor != 0 {
            self.0.insert(anchor, id);
        }
    }
}

/// A scalar's own bytes: the parser counts its anchor and its tag in.
fn without_properties(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start;
    while let Some(rest) = text.get(start..span.end)
        && rest.starts_with(['&', '!'])
    {
        let property = rest.split(char::is_whitespace).next().unwrap_or_default();
        let after = rest.get(property.len()..).unwrap_or_default();
        start += rest.len() - after.trim_start().len();
    }
    start..span.end
}

/// Where lists and objects nest deeper than any parser here reads them, if they do.
///
/// libyaml takes time that grows with the square of the depth in flow style before
/// `serde_yaml` counts it. So texts with thousands of brackets that are not closed,
/// which real documents do not have, are followed here first, to the limit and no
/// further.
pub(in crate::document) fn nests_too_deep(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let suspect = text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > SUSPECT
    });
    if !suspect {
        return None;
    }
    let byte = |char: usize| Offsets::of(text).byte(char);
    let mut depth = 0_usize;
    let mut parser = Parser::new_from_str(text);
    loop {
        match parser.next_event()? {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), span)) => {
                depth += 1;
                if depth > limits::DEPTH {
                    return Some(byte(span.start.index()));
                }
            }
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => depth = depth.saturating_sub(1),
            Ok(_) => {}
            // The parser has a limit of its own, twice as deep as ours.
            Err(error) => {
                let too_deep = error.info().contains("recursion limit");
                return too_deep.then(|| byte(error.marker().index()));
            }
        }
    }
}

/// Where the second document of a stream begins.
pub(in crate::document) fn second_document(text: &str) -> Option<usize> {
    let mut starts = Parser::new_from_str(text)
        .map_while(Result::ok)
        .filter(|(event, _)| matches!(event, Event::DocumentStart(_)));
    let (_, span) = starts.nth(1)?;
    Some(Offsets::of(text).byte(span.start.index()))
}

/// The number of open brackets from which on a text is suspect.
const SUSPECT: usize = 1000;

/// From characters, which the parser counts, to bytes.
struct Offsets<'t> {
    text: &'t str,
    /// The byte at which every [`STRIDE`]th character begins; empty if all are one byte long.
    starts: Vec<u32>,
}

/// How many characters are counted at most to find one.
const STRIDE: usize = 16;

impl<'t> Offsets<'t> {
    fn of(text: &'t str) -> Self {
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            let starts = text.char_indices().step_by(STRIDE);
            starts
                .map(|(start, _)| u32::try_from(start).unwrap_or(u32::MAX))
                .collect()
        };
        Self { text, starts }
    }

    fn byte(&self, char: usize) -> usize {
        let end = self.text.len();
        if self.starts.is_empty() {
            return char.min(end);
        }
        let before = self.starts.get(char / STRIDE).map(|start| *start as usize);
        before
            .and_then(|start| {
                let mut chars = self.text.get(start..)?.char_indices();
                Some(start + chars.nth(char % STRIDE)?.0)
            })
            .unwrap_or(end)
    }

    fn bytes(&self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }
}
