//! Values in list items that are not as documented, left out of a page so that
//! the rest of it is not lost.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::place::{Step, in_words, steps_to_value};
use super::tree::{Node, Only};
use crate::error::{Call, DecodeError, DecodeErrorKind};

/// A value in an item of a list that is not as the API documents it, and was
/// left out.
///
/// `Debug` and `Display` say where it is and what is wrong, not the value, which
/// may be anything.
pub struct BadValue {
    call: Call,
    path: String,
    reason: String,
    raw: String,
    item: String,
    is_item: bool,
}

impl BadValue {
    /// Where it is in the answer: `incidents[3].created_at`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, in `serde_json`'s words.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The value as it came, JSON.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The item of the list that it is in, as it came, JSON.
    pub fn item(&self) -> &str {
        &self.item
    }

    /// Whether the whole item was left out, because it cannot be without this
    /// value. Then [`raw`](Self::raw) is the item.
    pub fn is_item(&self) -> bool {
        self.is_item
    }

    /// The ID of the operation; empty for a request that is none.
    pub fn operation_id(&self) -> &str {
        self.call.operation
    }
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.is_item {
            "the item"
        } else {
            "the value"
        };
        if !self.operation_id().is_empty() {
            write!(f, "{}: ", self.operation_id())?;
        }
        write!(f, "{what} at `{}` is left out: {}", self.path, self.reason)
    }
}

impl fmt::Debug for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BadValue")
            .field("operation_id", &self.operation_id())
            .field("path", &self.path)
            .field("reason", &self.reason)
            .field("is_item", &self.is_item)
            .finish_non_exhaustive()
    }
}

/// Who is told of bad values.
pub(crate) type Report = Arc<dyn Fn(&BadValue) + Send + Sync>;

/// What was left out of a body. What is left was decoded last.
pub(crate) struct Mended {
    pub(crate) bad: Vec<BadValue>,
    /// Whole items that were left out: the JSON pointer of the list, and the
    /// index in it.
    pub(crate) items: Vec<(String, usize)>,
}

/// How much is decoded to find all bad values, in bytes: the body a few times,
/// and this.
const WORK: usize = 256 << 20;

/// Leaves out of a body what its decoder does not take, if that is in items of
/// lists; `error` is what it says of the whole body. `None` if the body is no
/// JSON, what is wrong is elsewhere, or finding all of it would take too long.
///
/// Each item of the list in which the first error is gets decoded in a page of
/// its own, so that the time is proportionate to the length of the page, however
/// many bad values there are.
pub(crate) fn mend(
    body: &Bytes,
    error: &DecodeError,
    call: &Call,
    decode: &mut dyn FnMut(Bytes) -> Option<DecodeError>,
) -> Option<Mended> {
    let mut mending = Mending {
        tree: Node::of(body)?,
        body,
        bad: Vec::new(),
        work: body.len().saturating_mul(4).saturating_add(WORK),
        decode,
    };
    let mut next = steps_of(error, body);
    while let Some(path) = next {
        let list = path.get(..path.iter().position(is_index)?)?;
        if !mending.list(list)? {
            return None;
        }
        next = mending.wrong(None)?.map(|(path, _)| path);
    }
    let bad = mending.bad;
    let items = bad
        .iter()
        .filter_map(|(path, _)| match path.split_last()? {
            (Step::Index(index), list) if list.iter().all(|step| !is_index(step)) => {
                Some((pointer(list), *index))
            }
            _ => None,
        })
        .collect();
    let text = |node: Option<&Node>| {
        let raw = node.map(|node| node.raw(body)).unwrap_or_default();
        String::from_utf8_lossy(raw).into_owned()
    };
    // Found by its place again, since what is out is not: a tree of its own.
    let whole = Node::of(body)?;
    let told = |(path, reason): &(Vec<Step>, String)| {
        let item = path.iter().position(is_index).map_or(0, |index| index + 1);
        BadValue {
            call: call.clone(),
            path: in_words(path),
            reason: reason.clone(),
            raw: text(whole.at(path)),
            item: text(path.get(..item).and_then(|item| whole.at(item))),
            is_item: path.len() == item,
        }
    };
    Some(Mended {
        bad: bad.iter().map(told).collect(),
        items,
    })
}

struct Mending<'a> {
    tree: Node,
    body: &'a [u8],
    /// What is out, and why.
    bad: Vec<(Vec<Step>, String)>,
    /// How many bytes may yet be decoded.
    work: usize,
    decode: &'a mut dyn FnMut(Bytes) -> Option<DecodeError>,
}

impl Mending<'_> {
    /// Takes out what is bad in the items of a list; false if that is nothing.
    fn list(&mut self, list: &[Step]) -> Option<bool> {
        let all_before = self.bad.len();
        for index in 0..self.tree.at(list)?.len()? {
            let only = Only { list, index };
            let item = [list, &[Step::Index(index)]].concat();
            let before = self.bad.len();
            while let Some((path, reason)) = self.wrong(Some(only))? {
                // What is wrong elsewhere is no matter of this item.
                if !path.starts_with(&item) {
                    break;
                }
                // A value that is needed takes what needs it with it.
                let own = self.bad.split_off(before);
                let (within, others): (Vec<_>, Vec<_>) =
                    own.into_iter().partition(|(bad, _)| bad.starts_with(&path));
                self.bad.extend(others);
                let reason = within
                    .into_iter()
                    .last()
                    .map_or(reason, |(_, reason)| reason);
                if !self.tree.take_out(&path) {
                    return None;
                }
                let is_whole = path.len() == item.len();
                self.bad.push((path, reason));
                if is_whole {
                    break;
                }
            }
        }
        Some(self.bad.len() > all_before)
    }

    /// Where the decoder finds a fault with what is left, and what; `None` once
    /// there is no more time for it, or what is wrong has no place.
    fn wrong(&mut self, only: Option<Only<'_>>) -> Option<Option<(Vec<Step>, String)>> {
        let text = Bytes::from(self.tree.write(self.body, only));
        self.work = self.work.checked_sub(text.len())?;
        let Some(error) = (self.decode)(text.clone()) else {
            return Some(None);
        };
        let path = self.tree.original(&steps_of(&error, &text)?, only)?;
        let DecodeErrorKind::Json { message, .. } = error.kind() else {
            return None;
        };
        Some(Some((path, message.clone())))
    }
}

fn is_index(step: &Step) -> bool {
    matches!(step, Step::Index(_))
}

fn steps_of(error: &DecodeError, text: &[u8]) -> Option<Vec<Step>> {
    match error.kind() {
        DecodeErrorKind::Json { line, column, .. } => steps_to_value(text, *line, *column),
        _ => None,
    }
}

/// RFC 6901.
fn pointer(path: &[Step]) -> String {
    let token = |step: &Step| match step {
        Step::Index(index) => format!("/{index}"),
        Step::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
    };
    path.iter().map(token).collect()
}
