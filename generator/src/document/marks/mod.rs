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
#[derive(Debug)]
pub struct Marks {
    nodes: Vec<Node>,
}

/// A node, by its position in [`Marks::nodes`]; the root is the first.
type NodeId = usize;

#[derive(Debug)]
struct Node {
    /// A scalar as a whole, with its quotes; of anything else, where it begins.
    span: Range<usize>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Scalar,
    List(Vec<NodeId>),
    Object(Vec<Member>),
    /// The node that has the anchor; `None` for an anchor that is not there.
    Alias(Option<NodeId>),
}

#[derive(Debug)]
struct Member {
    name: String,
    key: Range<usize>,
    value: NodeId,
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
        let nodes = json::marks(text).unwrap_or_else(|| yaml::marks(text));
        Self { nodes }
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
        let mut node = self.find(0);
        for step in parent.steps() {
            node = node
                .and_then(|node| self.step(node, &step))
                .and_then(|(_, id)| self.find(id));
        }
        match node.map(|node| &node.content) {
            Some(Content::Object(members)) => members
                .iter()
                .filter(|member| member.name == name)
                .map(|member| member.key.clone())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The last node on the way that the text has, and whether it is the one asked for.
    fn walk(&self, pointer: &Pointer) -> Option<(Spot, bool)> {
        let mut id = 0;
        let mut key = None;
        let mut whole = true;
        for step in pointer.steps() {
            let inside = self.find(id).and_then(|node| self.step(node, &step));
            let Some((next_key, next)) = inside else {
                whole = false;
                break;
            };
            (key, id) = (next_key, next);
        }
        let value = self.nodes.get(id)?.span.clone();
        let scalar = self
            .find(id)
            .filter(|node| matches!(node.content, Content::Scalar))
            .map(|node| node.span.clone());
        let spot = Spot { key, value, scalar };
        Some((spot, whole))
    }

    /// A node, or the one that it is an alias of.
    fn find(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(self.meant(id)?)
    }

    fn meant(&self, id: NodeId) -> Option<NodeId> {
        match self.nodes.get(id)?.content {
            // An alias never leads to an alias: only nodes with content have anchors.
            Content::Alias(target) => target,
            Content::Scalar | Content::List(_) | Content::Object(_) => Some(id),
        }
    }

    fn step(&self, node: &Node, step: &str) -> Option<(Option<Range<usize>>, NodeId)> {
        match &node.content {
            Content::Scalar | Content::Alias(_) => None,
            Content::List(items) => {
                let id = items.get(step.parse::<usize>().ok()?)?;
                Some((None, *id))
            }
            Content::Object(members) => {
                let member = self.member(members, step, &mut HashSet::new())?;
                Some((Some(member.key.clone()), member.value))
            }
        }
    }

    /// A member of an object, or one that `<<` brings in: of the first of those merged that
    /// has it, which may merge others in turn.
    fn member<'a>(
        &'a self,
        members: &'a [Member],
        name: &str,
        seen: &mut HashSet<NodeId>,
    ) -> Option<&'a Member> {
        let last = |name: &str| members.iter().rev().find(|member| member.name == name);
        if let Some(own) = last(name) {
            return Some(own);
        }
        let merged = last("<<")?.value;
        let merged = match &self.find(merged)?.content {
            Content::List(items) => items.as_slice(),
            Content::Object(_) => &[merged],
            Content::Scalar | Content::Alias(_) => &[],
        };
        merged.iter().find_map(|id| {
            let id = self.meant(*id)?;
            match &self.nodes.get(id)?.content {
                Content::Object(members) if seen.insert(id) => self.member(members, name, seen),
                Content::Object(_) | Content::Scalar | Content::List(_) | Content::Alias(_) => None,
            }
        })
    }
}
