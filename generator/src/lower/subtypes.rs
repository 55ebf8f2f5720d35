//! Schemas that others build on: a base with a discriminator, and `allOf` in its subtypes.
//!
//! Whoever refers to such a base means any of its subtypes (OAS 3.0.3 § 4.7.25), so the
//! base becomes a union of them. In the `allOf` of a subtype it is still the record.

use crate::hash::{HashMap, HashSet};

use super::context::Lowering;
use super::form::{Branch, Branches, Look, Part};
use super::node::{Identity, Node};

/// The bases among the components.
#[derive(Debug, Default)]
pub(super) struct Families<'a> {
    /// All that build on a base, in the document's order.
    subtypes: HashMap<Identity, Vec<Node<'a>>>,
    /// Everything that builds on some base.
    members: HashSet<Identity>,
}

impl<'a> Lowering<'a> {
    /// Finds out which components build on which.
    pub(super) fn find_families(&mut self, components: &[Node<'a>]) {
        let mut children: HashMap<Identity, Vec<Node<'a>>> = HashMap::default();
        for component in components {
            for branch in component
                .items_of("allOf")
                .filter(|node| node.reference().is_some())
            {
                if let Some(parent) = self.resolve(&branch) {
                    children
                        .entry(parent.identity())
                        .or_default()
                        .push(component.clone());
                }
            }
        }
        for base in components.iter().filter(|node| is_base(node)) {
            let mut subtypes: Vec<Node<'a>> = Vec::new();
            let mut seen = HashSet::from_iter([base.identity()]);
            let mut next = vec![base.identity()];
            while let Some(parent) = next.pop() {
                for child in children.get(&parent).into_iter().flatten() {
                    if seen.insert(child.identity()) {
                        next.push(child.identity());
                        subtypes.push(child.clone());
                    }
                }
            }
            if !subtypes.is_empty() {
                self.families
                    .members
                    .extend(subtypes.iter().map(Node::identity));
                self.families.subtypes.insert(base.identity(), subtypes);
            }
        }
    }

    /// Whether a component builds on a base, and so is a record of its own whatever it adds.
    pub(super) fn is_subtype(&self, component: &Node<'a>) -> bool {
        self.families.members.contains(&component.identity())
    }

    /// The union that a base stands for.
    pub(super) fn family(&mut self, base: &Node<'a>) -> Option<Branches<'a>> {
        let subtypes = self.families.subtypes.get(&base.identity())?.clone();
        if !matches!(self.form(&Part::new(base.clone())).look, Look::Record(_)) {
            return None;
        }
        let discriminator = base.get("discriminator")?;
        let mut branches: Vec<Branch<'a>> = Vec::new();
        for subtype in subtypes {
            branches.push(Branch::new(vec![Part {
                foreign: true,
                ..Part::new(subtype)
            }]));
        }
        // A base can also be a value itself, if it has a tag.
        let own = Some(base.identity());
        let itself = discriminator.members_of("mapping").any(|(_, target)| {
            let mapped = self.mapped(&target);
            mapped.is_some_and(|part| self.meant(std::slice::from_ref(&part)) == own)
        });
        if itself {
            let mut parts = vec![Part::bare(base.clone())];
            parts.extend(base.items_of("allOf").map(Part::new));
            branches.push(Branch::new(parts));
        }
        Some(Branches {
            discriminator: Some(discriminator),
            branches,
        })
    }
}

fn is_base(node: &Node<'_>) -> bool {
    node.has("discriminator") && !node.has("oneOf") && !node.has("anyOf")
}
