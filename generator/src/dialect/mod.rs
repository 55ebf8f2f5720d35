//! Every version of OpenAPI into one: the canonical tree, an OpenAPI 3.0 document that
//! `openapiv3` decodes node by node.
//!
//! What `lower` can rely on:
//!
//! - Every field that `openapiv3` decodes holds the kind of value that it expects.
//!   What did not was repaired or left out, and diagnosed.
//! - Every `$ref` is `#` and a JSON pointer to a node of the tree.
//! - A schema's `type` is absent or one of six. `null` is said by `nullable: true`
//!   alone, which allows `null` beside what the rest of the schema allows.
//! - What 3.0 has no words for is kept under the names in [`extension`].
//!
//! The document is rewritten in place, from the outside in. Nodes that change places
//! are recorded, so that a diagnostic about any of them points to where it was
//! written, and a reference to any of them leads to where it is now.

pub mod extension;
mod inline;
mod objects;
mod original;
mod paths;
mod reference;
mod repair;
mod rules;
mod schema;
mod shown;
mod swagger;
mod version;
mod walk;

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostics, Reported};
use crate::document::{Document, Pointer, SourceMap, limits};
use crate::json::{Map, Value};

use original::Original;

pub use version::Version;

/// A document in the one dialect that the later stages read.
#[derive(Debug, Clone)]
pub struct Canonical {
    /// The document, as OpenAPI 3.0.
    pub tree: Value,
    /// The version that it is written in.
    pub version: Version,
    /// Where the operations stand of which nothing shall be made. `dialect` leaves none out.
    pub left_out: BTreeSet<Pointer>,
}

/// The version of the canonical dialect.
const VERSION: &str = "3.0.3";

/// How many references are followed in a row.
const CHAIN: usize = 64;

impl Canonical {
    /// A node of the tree.
    pub fn get(&self, pointer: &Pointer) -> Option<&Value> {
        pointer.get(&self.tree)
    }

    /// Whether a node is part of an operation of which nothing shall be made.
    pub(crate) fn is_left_out(&self, pointer: &Pointer) -> bool {
        let mut around = (!self.left_out.is_empty()).then(|| pointer.clone());
        while let Some(node) = around {
            if self.left_out.contains(&node) {
                return true;
            }
            around = node.parent();
        }
        false
    }

    /// The definition that a reference leads to, through other references, and where
    /// it stands; `None` if it leads nowhere or in a circle.
    pub fn follow(&self, reference: &str) -> Option<(Pointer, &Value)> {
        follow(&self.tree, reference)
    }
}

fn follow<'a>(tree: &'a Value, reference: &str) -> Option<(Pointer, &'a Value)> {
    let mut reference = reference;
    for _ in 0..CHAIN {
        let pointer = Pointer::from_fragment(reference)?;
        let node = pointer.get(tree)?;
        match node.get("$ref") {
            Some(Value::String(next)) => reference = next,
            _ => return Some((pointer, node)),
        }
    }
    None
}

/// Brings a document of any version into the canonical dialect.
pub fn canonical(
    document: Document,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Canonical, Reported> {
    let written_in = document.written_in();
    let mut tree = document.into_tree();
    let version = version::detect(&mut tree, sources, diagnostics)?;
    let written_in = written_in.filter(|_| version != Version::V2_0);
    if version == Version::V2_0
        && let Value::Object(root) = &mut tree
    {
        let moves = swagger::convert(root, sources, diagnostics);
        sources.add_step(moves);
    }
    let original = Original::of(&tree, written_in, sources);
    let copies = limits::copies(limits::count(&tree));
    let mut walk = walk::Walk::new(version, original, copies, sources, diagnostics);
    if let Value::Object(root) = &mut tree {
        walk.root(root);
        walk.hoist(root);
    }
    let step = walk.finish();
    let shortened = reference::resolve(&mut tree, &step, sources, diagnostics);
    sources.add_step(step.moves);
    sources.add_step(shortened);
    diagnostics.reported()?;
    Ok(Canonical {
        tree,
        version,
        left_out: BTreeSet::new(),
    })
}

/// The member of an object that is an object itself, put there if it is missing.
///
/// `None` only if something else is there.
fn member<'a>(object: &'a mut Map, name: &str) -> Option<&'a mut Map> {
    object
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
}
