//! A JSON document as a tree of spans, from which values can be taken out. What
//! is left is written byte by byte as it came.

use std::ops::Range;

use super::place::Step;

/// A value.
pub(super) struct Node {
    span: Range<usize>,
    inner: Inner,
    /// Not written.
    is_out: bool,
    /// Whether anything in it is out.
    is_mended: bool,
}

enum Inner {
    Scalar,
    /// Each with its name, and where that is.
    Members(Vec<(String, Range<usize>, Node)>),
    Items(Vec<Node>),
}

/// Deeper than `serde_json` goes.
const DEEPEST: usize = 200;
/// More values than any page of a list has. A tree of them takes some hundred MiB
/// at most, where the text of as many can be two.
const MOST: usize = 1 << 20;

impl Node {
    /// Of a document that is well-formed; `None` where it is not, too deep, or of
    /// too many values.
    pub(super) fn of(json: &[u8]) -> Option<Self> {
        // The reading below does not check what it passes over.
        serde_json::from_slice::<&serde_json::value::RawValue>(json).ok()?;
        let mut reader = Reader {
            json,
            at: 0,
            left: MOST,
        };
        reader.value(0)
    }

    /// The value as it came.
    pub(super) fn raw<'a>(&self, json: &'a [u8]) -> &'a [u8] {
        json.get(self.span.clone()).unwrap_or_default()
    }

    /// How many items it has, those that are out among them; `None` if it is no list.
    pub(super) fn len(&self) -> Option<usize> {
        match &self.inner {
            Inner::Items(items) => Some(items.len()),
            Inner::Scalar | Inner::Members(_) => None,
        }
    }

    /// The value at a path. Indices count what is out.
    pub(super) fn at(&self, path: &[Step]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        let child = match (first, &self.inner) {
            (Step::Index(index), Inner::Items(items)) => items.get(*index)?,
            (Step::Member(name), Inner::Members(members)) => {
                let mut members = members.iter();
                &members
                    .find(|(other, _, node)| other == name && !node.is_out)?
                    .2
            }
            _ => return None,
        };
        child.at(rest)
    }

    /// Takes the value at a path out; false if there is none.
    pub(super) fn take_out(&mut self, path: &[Step]) -> bool {
        let Some((first, rest)) = path.split_first() else {
            self.is_out = true;
            return true;
        };
        let child = match (first, &mut self.inner) {
            (Step::Index(index), Inner::Items(items)) => items.get_mut(*index),
            (Step::Member(name), Inner::Members(members)) => members
                .iter_mut()
                .find(|(other, _, node)| other == name && !node.is_out)
                .map(|(_, _, node)| node),
            _ => None,
        };
        let taken = child.is_some_and(|child| child.take_out(rest));
        self.is_mended |= taken;
        taken
    }

    /// A path in what is written as one in what came: without `only`, items that
    /// are out were not counted.
    pub(super) fn original(&self, written: &[Step], only: Option<Only<'_>>) -> Option<Vec<Step>> {
        let mut path = Vec::new();
        let mut node = self;
        for step in written {
            let step = match (step, &node.inner) {
                (Step::Index(_), Inner::Items(_)) if only.is_some_and(|only| only.list == path) => {
                    Step::Index(only?.index)
                }
                (Step::Index(index), Inner::Items(items)) => {
                    let left = items.iter().enumerate().filter(|(_, item)| !item.is_out);
                    Step::Index(left.map(|(index, _)| index).nth(*index)?)
                }
                _ => step.clone(),
            };
            node = node.at(std::slice::from_ref(&step))?;
            path.push(step);
        }
        Some(path)
    }

    /// The document without what is out; of one list, only one item.
    pub(super) fn write(&self, json: &[u8], only: Option<Only<'_>>) -> Vec<u8> {
        let mut out = Vec::new();
        self.write_to(&mut out, json, only);
        out
    }

    fn write_to(&self, out: &mut Vec<u8>, json: &[u8], only: Option<Only<'_>>) {
        match &self.inner {
            Inner::Members(members) if self.is_mended || only.is_some() => {
                out.push(b'{');
                let mut is_first = true;
                for (name, quoted, node) in members.iter().filter(|(_, _, node)| !node.is_out) {
                    if !std::mem::take(&mut is_first) {
                        out.push(b',');
                    }
                    out.extend_from_slice(json.get(quoted.clone()).unwrap_or_default());
                    out.push(b':');
                    node.write_to(out, json, only.and_then(|only| only.within(name)));
                }
                out.push(b'}');
            }
            Inner::Items(items) if self.is_mended || only.is_some() => {
                out.push(b'[');
                let mut is_first = true;
                // A path to a list goes through members alone: it is this one.
                let items = match only {
                    Some(only) => items.get(only.index).map_or(&[][..], std::slice::from_ref),
                    None => items,
                };
                for item in items.iter().filter(|item| !item.is_out) {
                    if !std::mem::take(&mut is_first) {
                        out.push(b',');
                    }
                    item.write_to(out, json, None);
                }
                out.push(b']');
            }
            Inner::Scalar | Inner::Members(_) | Inner::Items(_) => {
                out.extend_from_slice(self.raw(json));
            }
        }
    }
}

/// One item of one list.
#[derive(Clone, Copy)]
pub(super) struct Only<'a> {
    /// Where the list is: a path through members.
    pub(super) list: &'a [Step],
    pub(super) index: usize,
}

impl Only<'_> {
    fn within(self, name: &str) -> Option<Self> {
        match self.list.split_first() {
            Some((Step::Member(first), rest)) if first == name => Some(Self { list: rest, ..self }),
            _ => None,
        }
    }
}

/// Reads what is known to be well-formed.
struct Reader<'a> {
    json: &'a [u8],
    at: usize,
    /// How many values there may be yet.
    left: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self.json.get(self.at)?.is_ascii_whitespace() {
            self.at += 1;
        }
        self.json.get(self.at).copied()
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > DEEPEST {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        let first = self.peek()?;
        let start = self.at;
        let inner = match first {
            b'{' => Inner::Members(self.list(|reader| {
                reader.peek()?;
                let start = reader.at;
                reader.string();
                let quoted = start..reader.at;
                let name = serde_json::from_slice(reader.json.get(quoted.clone())?).ok()?;
                reader.peek()?;
                reader.at += 1;
                Some((name, quoted, reader.value(depth + 1)?))
            })?),
            b'[' => Inner::Items(self.list(|reader| reader.value(depth + 1))?),
            b'"' => {
                self.string();
                Inner::Scalar
            }
            _ => {
                let is_part =
                    |byte: &u8| !matches!(byte, b',' | b']' | b'}') && !byte.is_ascii_whitespace();
                while self.json.get(self.at).is_some_and(is_part) {
                    self.at += 1;
                }
                Inner::Scalar
            }
        };
        Some(Node {
            span: start..self.at,
            inner,
            is_out: false,
            is_mended: false,
        })
    }

    /// What is between two brackets or braces.
    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        // Past the bracket.
        self.at += 1;
        if !matches!(self.peek()?, b']' | b'}') {
            loop {
                all.push(one(self)?);
                if self.peek()? != b',' {
                    break;
                }
                self.at += 1;
            }
        }
        self.at += 1;
        Some(all)
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(&byte) = self.json.get(self.at) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
    }
}
