//! Where each node of a file stands, in bytes.
//!
//! Made from a text only when something in it is reported. The marks follow the
//! text as far as it can be followed: where the marked parser gives up on what
//! `serde_yaml` accepted, the nodes before that place still have theirs.

mod json;
mod yaml;

use std::collections::HashSet;
use std::ops::Range;

use super::Pointer;

pub(super) use yaml::{nests_too_deep, second_document};

/// The marks of one file.
///
/// They are kept as long as its diagnostics, so they are small: a node is followed by those inside it,
/// and what comes behind them is known.
#[derive(Debug, Default)]
pub struct Marks {
    nodes: Vec<Node>,
    /// The names of all members, one behind the other.
    names: String,
}

/// A node, by its position in [`Marks::nodes`]; the root is the first.
type NodeId = u32;

#[derive(Debug)]
struct Node {
    /// A scalar as a whole, with its quotes; of anything else, where it begins.
    span: Span,
    role: Role,
    content: Content,
    /// The node behind this one and all that is inside it.
    next: NodeId,
}

/// What a node is of the one around it.
#[derive(Debug)]
enum Role {
    Item,
    Member {
        key: Span,
        /// Where its name stands among the [`Marks::names`].
        name: Span,
    },
    /// The key of another; only those are here that an alias can lead to, or that hold others.
    Key,
}

#[derive(Debug)]
enum Content {
    Scalar,
    List,
    Object,
    /// The node that has the anchor; `None` for an anchor that is not there.
    Alias(Option<NodeId>),
}

/// A range of bytes in half its size: files are smaller than 4 GiB.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn of(range: &Range<usize>) -> Self {
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: small(range.start),
            end: small(range.end),
        }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where a node stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Its key, if it is a member.
    pub key: Option<Range<usize>>,
    /// The node: a scalar as a whole, of anything else where it begins.
    pub value: Range<usize>,
    /// The scalar as it is written, also if it stands at an anchor elsewhere.
    pub scalar: Option<Range<usize>>,
}

impl Marks {
    /// The marks of a text.
    pub fn of(text: &str) -> Self {
        json::marks(text).unwrap_or_else(|| yaml::marks(text))
    }

    /// Where a node stands; `None` if the text does not have it.
    pub fn spot(&self, pointer: &Pointer) -> Option<Spot> {
        let (found, whole) = self.walk(pointer)?;
        whole.then_some(found)
    }

    /// The bytes to show for a node, or for the nearest node around it that the text
    /// has: the key with the value that follows on its line, or where the node begins.
    pub fn nearest(&self, pointer: &Pointer) -> Option<Range<usize>> {
        let (spot, whole) = self.walk(pointer)?;
        Some(match spot.key {
            Some(key) if whole && spot.scalar.as_ref() == Some(&spot.value) => {
                // A scalar that spans lines is shown by its key alone.
                if spot.value.start >= key.end && spot.value.end - key.start <= 100 {
                    key.start..spot.value.end
                } else {
                    key
                }
            }
            Some(key) => key,
            None => spot.value,
        })
    }

    /// The keys by which a text has a member, which are several if it repeats itself.
    pub fn keys(&self, pointer: &Pointer) -> Vec<Range<usize>> {
        let (Some(parent), Some(name)) = (pointer.parent(), pointer.last()) else {
            return Vec::new();
        };
        let mut node = self.meant(0);
        for step in parent.steps() {
            node = node
                .and_then(|node| self.step(node, &step))
                .and_then(|id| self.meant(id));
        }
        let members = node.into_iter().flat_map(|node| self.members(node));
        members
            .filter(|(member, ..)| *member == name)
            .map(|(_, key, _)| key.range())
            .collect()
    }

    /// The last node on the way that the text has, and whether it is the one asked for.
    fn walk(&self, pointer: &Pointer) -> Option<(Spot, bool)> {
        let mut id = 0;
        let mut whole = true;
        for step in pointer.steps() {
            let Some(next) = self.meant(id).and_then(|node| self.step(node, &step)) else {
                whole = false;
                break;
            };
            id = next;
        }
        let node = self.get(id)?;
        let key = match node.role {
            Role::Member { key, .. } => Some(key.range()),
            Role::Item | Role::Key => None,
        };
        let scalar = self
            .meant(id)
            .and_then(|id| self.get(id))
            .filter(|node| matches!(node.content, Content::Scalar))
            .map(|node| node.span.range());
        let value = node.span.range();
        let spot = Spot { key, value, scalar };
        Some((spot, whole))
    }

    fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// The node itself, or the one that it is an alias of.
    fn meant(&self, id: NodeId) -> Option<NodeId> {
        match self.get(id)?.content {
            // An alias never leads to an alias: only nodes with content have anchors.
            Content::Alias(target) => target,
            Content::Scalar | Content::List | Content::Object => Some(id),
        }
    }

    /// The nodes inside of one, without those inside of them.
    fn inside(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let end = self.get(id).map_or(0, |node| node.next);
        let mut at = id.saturating_add(1);
        std::iter::from_fn(move || {
            let (id, node) = (at, self.get(at).filter(|_| at < end)?);
            // Each is behind the one before it, or the text ended inside it.
            at = node.next.max(id + 1);
            Some((id, node))
        })
    }

    fn items(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        self.inside(id)
            .filter(|(_, node)| matches!(node.role, Role::Item))
            .map(|(id, _)| id)
    }

    /// Name, key and value of the members of an object; none if it is no object.
    fn members(&self, id: NodeId) -> impl Iterator<Item = (&str, Span, NodeId)> {
        self.inside(id).filter_map(|(id, node)| match node.role {
            Role::Member { key, name } => Some((self.names.get(name.range())?, key, id)),
            Role::Item | Role::Key => None,
        })
    }

    fn step(&self, id: NodeId, step: &str) -> Option<NodeId> {
        match self.get(id)?.content {
            Content::Scalar | Content::Alias(_) => None,
            Content::List => self.items(id).nth(step.parse().ok()?),
            Content::Object => self.member(id, step, &mut HashSet::new()),
        }
    }

    /// A member of an object, or one that `<<` brings in: of the first of those merged that
    /// has it, which may merge others in turn.
    fn member(&self, id: NodeId, name: &str, seen: &mut HashSet<NodeId>) -> Option<NodeId> {
        let last = |name: &str| {
            let members = self.members(id).filter(|(member, ..)| *member == name);
            members.last().map(|(.., value)| value)
        };
        if let Some(own) = last(name) {
            return Some(own);
        }
        let merged = self.meant(last("<<")?)?;
        let merged: Vec<NodeId> = match self.get(merged)?.content {
            Content::List => self.items(merged).collect(),
            Content::Object => vec![merged],
            Content::Scalar | Content::Alias(_) => Vec::new(),
        };
        merged.into_iter().find_map(|id| {
            let id = self.meant(id)?;
            match self.get(id)?.content {
                Content::Object if seen.insert(id) => self.member(id, name, seen),
                Content::Object | Content::Scalar | Content::List | Content::Alias(_) => None,
            }
        })
    }
}

/// The marks of a text as it is read.
#[derive(Default)]
struct Reader {
    marks: Marks,
    /// The lists and objects around the next node.
    open: Vec<Open>,
}

/// A list or an object that is still being read.
struct Open {
    id: NodeId,
    is_object: bool,
    /// The key and the name of the member that comes next.
    member: Option<(Span, Span)>,
}

impl Reader {
    /// Says which member comes next, in the object that is open.
    fn key(&mut self, name: &str, key: &Range<usize>) {
        let start = self.marks.names.len();
        self.marks.names.push_str(name);
        let name = Span::of(&(start..self.marks.names.len()));
        if let Some(open) = self.open.last_mut() {
            open.member = Some((Span::of(key), name));
        }
    }

    /// Whether a key has to come next.
    fn wants_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.is_object && open.member.is_none())
    }

    /// Adds a node to the list or object around it.
    fn node(&mut self, span: &Range<usize>, content: Content) -> NodeId {
        let role = match self.open.last_mut() {
            Some(open) if open.is_object => match open.member.take() {
                Some((key, name)) => Role::Member { key, name },
                None => Role::Key,
            },
            Some(_) | None => Role::Item,
        };
        let id = u32::try_from(self.marks.nodes.len()).unwrap_or(u32::MAX);
        self.marks.nodes.push(Node {
            span: Span::of(span),
            role,
            content,
            next: id.saturating_add(1),
        });
        id
    }

    /// Adds a list or an object, and goes into it.
    fn open(&mut self, span: &Range<usize>, content: Content) -> NodeId {
        let is_object = matches!(content, Content::Object);
        let id = self.node(span, content);
        self.open.push(Open {
            id,
            is_object,
            member: None,
        });
        id
    }

    /// Leaves what was opened last; `None` if nothing is open.
    fn close(&mut self) -> Option<()> {
        let Open { id, .. } = self.open.pop()?;
        let next = u32::try_from(self.marks.nodes.len()).unwrap_or(u32::MAX);
        let node = self.marks.nodes.get_mut(id as usize)?;
        node.next = next;
        // A key that is not a scalar has no name, and `serde_yaml` refuses it.
        if matches!(node.role, Role::Key) {
            let span = node.span.range();
            self.key("", &span);
        }
        Some(())
    }

    /// What was read, of a text that may have ended within a list or an object.
    fn finish(mut self) -> Marks {
        while self.close().is_some() {}
        self.marks.nodes.shrink_to_fit();
        self.marks
    }
}
