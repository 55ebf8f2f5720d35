//! Marks of a YAML text, from the events of `saphyr-parser`.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::{Content, Member, Node, NodeId};
use crate::document::limits;

/// A list or an object that is still being read.
struct Open {
    id: NodeId,
    key: Option<(String, Range<usize>)>,
}

struct Reader {
    nodes: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, NodeId>,
}

/// The nodes of a text, up to the place where it ends or cannot be followed.
///
/// `saphyr-parser` keeps to YAML 1.2 where libyaml is lenient: it refuses tabs as
/// indentation within brackets. A blank in the place of a tab moves nothing.
pub(super) fn marks(text: &str) -> Vec<Node> {
    let (nodes, whole) = follow(text, text);
    if whole || !text.contains('\t') {
        return nodes;
    }
    let (without_tabs, _) = follow(&text.replace('\t', " "), text);
    if without_tabs.len() > nodes.len() {
        without_tabs
    } else {
        nodes
    }
}

/// The nodes of a text, and whether they are all; `text` is what it was made from, byte
/// by byte.
fn follow(parsed: &str, text: &str) -> (Vec<Node>, bool) {
    let offsets = Offsets::of(text);
    let mut reader = Reader {
        nodes: Vec::new(),
        open: Vec::new(),
        anchors: HashMap::new(),
    };
    let mut parser = Parser::new_from_str(parsed);
    loop {
        let (event, span) = match parser.next_event() {
            Some(Ok(next)) => next,
            Some(Err(_)) => return (reader.nodes, false),
            None => return (reader.nodes, true),
        };
        let span = offsets.bytes(span);
        match event {
            Event::Scalar(value, _, anchor, _) => {
                let span = without_properties(text, span);
                reader.node(anchor, span.clone(), Content::Scalar, Some((&value, span)));
            }
            Event::Alias(anchor) => {
                let target = reader.anchors.get(&anchor).copied();
                reader.node(0, span, Content::Alias(target), None);
            }
            Event::SequenceStart(anchor, _) => {
                let id = reader.node(anchor, span, Content::List(Vec::new()), None);
                reader.open.push(Open { id, key: None });
            }
            Event::MappingStart(anchor, _) => {
                let id = reader.node(anchor, span, Content::Object(Vec::new()), None);
                reader.open.push(Open { id, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                reader.open.pop();
            }
            // The tree is that of the first document.
            Event::DocumentEnd => return (reader.nodes, true),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
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

impl Reader {
    /// Adds a node to the list or object around it. A scalar comes with its text, since
    /// it can be a key.
    fn node(
        &mut self,
        anchor: usize,
        span: Range<usize>,
        content: Content,
        scalar: Option<(&str, Range<usize>)>,
    ) -> NodeId {
        let id = self.nodes.len();
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        if let Some(around) = self.open.last_mut()
            && let Some(parent) = self.nodes.get_mut(around.id)
        {
            match &mut parent.content {
                Content::List(items) => items.push(id),
                Content::Object(members) => match around.key.take() {
                    Some((name, key)) => members.push(Member {
                        name,
                        key,
                        value: id,
                    }),
                    // A key that is not a scalar has no name, and `serde_yaml` refuses it.
                    None => {
                        let (name, key) = scalar.unwrap_or(("", span.clone()));
                        around.key = Some((name.to_owned(), key));
                    }
                },
                Content::Scalar | Content::Alias(_) => {}
            }
        }
        self.nodes.push(Node { span, content });
        id
    }
}

/// From characters, which the parser counts, to bytes.
struct Offsets {
    /// The byte at which each character begins; empty if all are one byte long.
    starts: Vec<usize>,
    end: usize,
}

impl Offsets {
    fn of(text: &str) -> Self {
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(start, _)| start).collect()
        };
        Self {
            starts,
            end: text.len(),
        }
    }

    fn byte(&self, char: usize) -> usize {
        if self.starts.is_empty() {
            char.min(self.end)
        } else {
            self.starts.get(char).copied().unwrap_or(self.end)
        }
    }

    fn bytes(&self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }
}
