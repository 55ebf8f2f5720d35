//! The canonical tree into [`ir::Api`](crate::ir::Api).
//!
//! This is the only place that reads `openapiv3`, and it decodes one node at a time:
//! an operation without what is in it, a parameter without its schema, a schema without
//! the schemas inside. A node that cannot be understood loses only itself, and a
//! diagnostic says so.
//!
//! - [`lower`] returns an API whatever the tree says. It does not fail and does not panic.
//! - Every type that can have a name has a [`Place`](crate::ir::Place) made of names, so
//!   that reordering a document moves nothing.
//! - Every key of the tree is generated from, on the list of what a client does not need,
//!   or diagnosed: [`account`] counts them by one table.

mod aliases;
mod bodies;
mod bounds;
mod compose;
mod context;
mod docs;
mod enums;
mod examples;
mod extensions;
mod fits;
mod form;
mod formats;
mod headers;
mod keys;
mod keywords;
mod limits;
mod links;
mod listed;
mod media;
mod node;
mod operations;
mod parameters;
mod parts;
mod paths;
mod received;
mod references;
mod responses;
mod schemas;
mod security;
mod servers;
mod streams;
mod subtypes;
mod tags;
mod unions;
mod variants;
mod xml;

pub use fits::{Mismatch, fits};
pub use keys::{Account, account};
pub use listed::{Listed, list};

use crate::diagnostics::Diagnostics;
use crate::dialect::Canonical;
use crate::document::Origin;
use crate::ir::Api;
use crate::parallel;

use context::Lowering;
use examples::Showing;

/// Makes an API of a canonical tree, and says nothing of what is left out of it.
pub fn lower(canonical: &Canonical, diagnostics: &mut Diagnostics) -> Api {
    let beside = || {
        let mut found = Diagnostics::new();
        let mut shown = Vec::new();
        keys::account_and_visit(&canonical.tree, &mut found, |kind, node| {
            shown.extend(Showing::of(kind, node));
        });
        (found, shown)
    };
    let mut found = Diagnostics::new();
    let mut lowering = Lowering::new(canonical, &mut found);
    let ((accounted, shown), mut api) = parallel::both(beside, || api(&mut lowering));
    api.examples = lowering.examples(shown, &api);
    drop(lowering);
    for diagnostic in accounted.iter().chain(&found) {
        let left_out = match &diagnostic.origin {
            Origin::Node(pointer) | Origin::Key(pointer) => canonical.is_left_out(pointer),
            Origin::Nowhere | Origin::File(_) | Origin::Bytes(..) | Origin::Source(..) => false,
        };
        if !left_out {
            diagnostics.push(diagnostic.clone());
        }
    }
    api
}

/// All of it but its examples.
fn api(lowering: &mut Lowering<'_>) -> Api {
    let root = lowering.root();
    let mut api = Api {
        settings: extensions::settings(lowering, &root),
        ..lowering.about(&root)
    };
    lowering.component_schemas();
    api.servers = lowering.servers(&root);
    api.credentials = lowering.credentials(&root);
    api.mutual_tls = lowering.mutual_tls(&root);
    api.security = match lowering.security(&root) {
        Some(security) => security,
        None => lowering.security_unsaid(&root, &api.credentials),
    };
    lowering.operations(&root, &mut api);
    servers::in_common(&mut api);
    api.received = lowering.webhooks(&root);
    let callbacks = lowering.callbacks(&api);
    api.received.extend(callbacks);
    api.tags = lowering.tags(&root, &api.operations);
    lowering.keep_promises();
    lowering.break_circles();
    api.types = std::mem::take(&mut lowering.types);
    api.words = std::mem::take(&mut lowering.words);
    api
}
