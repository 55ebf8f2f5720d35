//! References: from `{"$ref": "#/…"}` to the node that is meant.

use crate::diagnostics::{Code, Diagnostic};
use crate::document::Pointer;

use super::context::Lowering;
use super::node::Node;

/// How many references may lead to one another before they are taken for a circle.
const LONGEST_CHAIN: usize = 64;

impl<'a> Lowering<'a> {
    /// The node that a reference means, one step on.
    pub(super) fn follow(&mut self, node: &Node<'a>) -> Option<Node<'a>> {
        let reference = node.reference()?;
        let target = Pointer::from_fragment(reference).and_then(|pointer| {
            Some(Node {
                value: pointer.get(self.document)?,
                pointer,
            })
        });
        if target.is_none() {
            self.say(
                Diagnostic::new(
                    Code::DanglingReference,
                    format!("`{reference}` is not in the document"),
                )
                .at(&node.pointer),
            );
        }
        target
    }

    /// The node itself, or the one at the end of its references.
    pub(super) fn resolve(&mut self, node: &Node<'a>) -> Option<Node<'a>> {
        let mut node = node.clone();
        let first = node.pointer.clone();
        for _ in 0..LONGEST_CHAIN {
            if node.reference().is_none() {
                return Some(node);
            }
            node = self.follow(&node)?;
        }
        self.say(
            Diagnostic::new(
                Code::CircularReference,
                "the references lead back to where they began",
            )
            .at(&first),
        );
        None
    }
}

/// The kind and the name of a component, if that is what stands at this pointer.
pub(super) fn component(pointer: &Pointer) -> Option<(String, String)> {
    let mut steps = pointer.steps();
    let (root, kind, name) = (steps.next()?, steps.next()?, steps.next()?);
    let whole = root == "components" && steps.next().is_none();
    whole.then(|| (kind.into_owned(), name.into_owned()))
}
