//! The names that items could import.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::node::Node;

/// The names that are found in items: types and macros wherever they stand, and modules where a path
/// begins with them (a field may be called like a module).
#[derive(Debug, Default)]
pub(in crate::rust) struct Names {
    found: BTreeSet<String>,
    /// What the one at hand is called.
    name: String,
}

impl Names {
    /// Adds those of some items.
    pub(super) fn add(&mut self, nodes: &[Node]) {
        each(nodes, &mut self.name, &mut |name, leads| {
            let is_one = leads || name.starts_with(|c: char| !c.is_lowercase());
            if is_one && !self.found.contains(name) {
                self.found.insert(name.to_owned());
            }
        });
    }

    /// All of them.
    pub(in crate::rust) fn into_set(self) -> BTreeSet<String> {
        self.found
    }
}

/// Tells of each identifier whether a path begins with it. Those behind `::` are left out: only the
/// first of a path is imported.
pub(super) fn each(nodes: &[Node], name: &mut String, see: &mut impl FnMut(&str, bool)) {
    let mut colons = 0;
    let mut rest = nodes;
    while let Some((node, after)) = rest.split_first() {
        rest = after;
        match node {
            Node::Ident(ident) => {
                if colons < 2 {
                    name.clear();
                    // Writing to a text does not fail.
                    let _ = write!(name, "{ident}");
                    // The first of two colons is joined to the second; that of a type is not.
                    see(name, after.first().is_some_and(|node| node.is_joint(':')));
                }
                colons = 0;
            }
            Node::Group(_, inside) => {
                colons = 0;
                each(inside, name, see);
            }
            node if node.is_sign(':') => colons += 1,
            Node::Punct(_) | Node::Literal(_) => colons = 0,
        }
    }
}
