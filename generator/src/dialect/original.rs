//! The document as it was before the walk, which changes it in place.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::document::{Pointer, SourceId, SourceMap, read_again};
use crate::hash::HashSet;
use crate::json::{Map, Value};

use super::shown::{Examples, Shown};
use super::{VERSION, follow};

/// A document before the walk: what references lead to, and what is copied within it.
///
/// Few documents have anything to be copied, and a second tree of a large one is a good part of all
/// memory. So there is none until something asks for it, if the text can be read once more.
pub(super) struct Original<'a> {
    sources: &'a SourceMap,
    /// The file that says all of it.
    written_in: Option<SourceId>,
    tree: OnceCell<Rc<Value>>,
    /// References to components that are no references themselves, which most lead to.
    components: HashSet<String>,
    examples: Examples,
}

impl<'a> Original<'a> {
    /// Of a tree, and of the file that says the same, if there is one.
    pub(super) fn of(tree: &Value, written_in: Option<SourceId>, sources: &'a SourceMap) -> Self {
        Self {
            sources,
            written_in,
            tree: match written_in {
                Some(_) => OnceCell::new(),
                None => OnceCell::from(Rc::new(tree.clone())),
            },
            components: components(tree),
            examples: Examples::of(tree),
        }
    }

    /// The tree.
    pub(super) fn tree(&self) -> Rc<Value> {
        let again = || {
            let mut tree = self
                .written_in
                .map_or(Value::Null, |source| read_again(source, self.sources));
            if let Value::Object(root) = &mut tree {
                leave_version(root);
            }
            Rc::new(tree)
        };
        Rc::clone(self.tree.get_or_init(again))
    }

    /// What its examples show of a schema that has the form of a list and does not say its type.
    pub(super) fn shown(&self, schema: &Pointer) -> Option<&Shown> {
        self.examples.at(schema)
    }

    /// Whether a reference leads to something.
    pub(super) fn has(&self, reference: &str) -> bool {
        self.components.contains(reference) || follow(&self.tree(), reference).is_some()
    }
}

/// Puts the canonical version into the place of the document's.
pub(super) fn leave_version(root: &mut Map) {
    root.insert("openapi", Value::from(VERSION));
}

fn components(tree: &Value) -> HashSet<String> {
    let kinds = tree.get("components").and_then(Value::as_object);
    let kinds = kinds.into_iter().flatten();
    kinds
        // What refers to a schema is not asked about.
        .filter(|(kind, _)| *kind != "schemas")
        .flat_map(|(kind, named)| {
            let named = named.as_object().into_iter().flatten();
            named
                .filter(|(_, component)| component.get("$ref").is_none())
                .map(move |(name, _)| reference(kind, name))
        })
        .collect()
}

fn reference(kind: &str, name: &str) -> String {
    let at = Pointer::root().child("components").child(kind).child(name);
    format!("#{}", at.as_str())
}
