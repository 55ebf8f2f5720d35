//! The files that a document refers to, into one tree.
//!
//! What the specification can call a component becomes one: two references to
//! `models/droplet.yml` share `#/components/schemas/droplet`, and a schema can refer to
//! itself through any number of files. A component that is nothing but such a reference
//! (`Droplet: {$ref: models/droplet.yml}`) is that file's place. Everything else, a path
//! item, an operation, a list of parameters, a description, is put where the reference
//! stands.
//!
//! This happens before overlays are applied, so that an overlay can change what another
//! file says, at its place in the whole: the Overlay Specification speaks of one target
//! document, and that is the one. References that an overlay brings in are relative to
//! the overlay, and are followed by [`complete`] after it; only then is said which
//! references lead nowhere, for an overlay can have removed or corrected them.

mod fence;
mod files;
mod grammar;
mod lost;
mod names;
mod place;
mod target;
mod walk;

use std::path::Path;

use crate::diagnostics::Diagnostics;
use crate::json::Value;

use super::{Document, SourceId, SourceMap};
use walk::{Missing, Walk};

/// What is known of a document's files.
#[derive(Debug, Clone, Default)]
pub(super) struct Bundle {
    files: files::Files,
    placed: place::Placed,
}

impl Bundle {
    /// A file from which references go on: the document's first, then its overlays.
    pub(super) fn register(&mut self, source: SourceId, path: Option<&Path>) {
        self.files.register(source, path);
    }
}

/// Brings in what references to other files lead to. Those that lead nowhere stay.
pub(super) fn follow(
    document: &mut Document,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    run(document, Missing::Stays, sources, diagnostics);
}

/// Brings in what overlays refer to, and leaves out, each with a diagnostic, the
/// references that lead nowhere.
///
/// Call it when all overlays are applied. What is left then are references that a
/// later stage follows or refuses: those within the document and to the network.
#[must_use]
pub fn complete(
    mut document: Document,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Document {
    run(&mut document, Missing::IsLeftOut, sources, diagnostics);
    document
}

fn run(
    document: &mut Document,
    missing: Missing,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    // What nothing has changed since it was read was looked through then.
    let is_known = document.is_as_written && matches!(missing, Missing::IsLeftOut);
    if is_known || !leads_elsewhere(&document.tree) {
        return;
    }
    document.is_as_written = false;
    let Document { tree, bundle, .. } = document;
    bundle.files.set_root(tree.clone());
    let mut walk = Walk::new(tree, bundle, missing, sources, diagnostics);
    walk.document(tree);
    let brought = walk.finish();
    let moves = place::place(tree, brought, bundle);
    bundle.files.set_root(Value::Null);
    sources.add_step(moves);
}

/// Whether any reference is not to the document itself; most documents are one file.
fn leads_elsewhere(node: &Value) -> bool {
    match node {
        Value::Object(members) => members.iter().any(|(name, value)| match value {
            Value::String(text) => name == "$ref" && !text.starts_with('#'),
            other => leads_elsewhere(other),
        }),
        Value::Array(items) => items.iter().any(leads_elsewhere),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
