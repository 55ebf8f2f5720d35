//! Where the nodes of a tree were before a step rewrote it.

use crate::hash::HashMap;

use super::{Pointer, SourceId};

/// Where a node comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whence {
    /// It stood here in the tree before the step.
    Before(Pointer),
    /// The step brought it in from this place of a file.
    Source(SourceId, Pointer),
}

/// What one step (an overlay's action, a change of dialect) did to the places of
/// nodes: for each that it moved or brought in, where it comes from.
///
/// A node that is not listed comes along with the nearest node around it that is,
/// and stays where it was if there is none.
#[derive(Debug, Clone, Default)]
pub struct Moves {
    to: HashMap<Pointer, Whence>,
}

impl Moves {
    /// Nothing moved.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says where the node that is now at `to` comes from.
    pub fn record(&mut self, to: Pointer, from: Whence) {
        self.to.insert(to, from);
    }

    /// Where a node of the tree after the step was before it.
    pub fn whence(&self, pointer: &Pointer) -> Whence {
        let mut ancestor = Some(pointer.clone());
        while let Some(candidate) = ancestor {
            if let Some(from) = self.to.get(&candidate) {
                let rest = pointer.below(&candidate).unwrap_or_default();
                return match from {
                    Whence::Before(from) => Whence::Before(from.join(rest)),
                    Whence::Source(id, from) => Whence::Source(*id, from.join(rest)),
                };
            }
            ancestor = candidate.parent();
        }
        Whence::Before(pointer.clone())
    }

    /// Whether nothing moved.
    pub fn is_empty(&self) -> bool {
        self.to.is_empty()
    }
}
