//! Files in, one JSON tree in the order of the source out.
//!
//! [`load`] reads a document, JSON or YAML by its content, and the files that it refers
//! to; [`overlay`] applies an Overlay 1.0 document to it; [`complete`] ends with what
//! overlays refer to. The tree is a [`Value`]. Where each of its nodes stands in which
//! file is kept apart, in the [`SourceMap`], and turned into lines and columns only when
//! there is something to report.
//!
//! Two parsers share the work. `serde_yaml` (libyaml underneath) and `serde_json`
//! build the tree and are the only truth about what a document *says*; they accept
//! what people's other tools accept. The marked parsers in [`marks`] say *where* it
//! says so. A test holds them to the same tree on every document.

mod bundle;
mod digest;
mod json;
pub mod limits;
mod load;
pub mod marks;
mod moves;
mod overlay;
mod pointer;
mod source;
mod text;
mod tree;
pub(crate) mod uri;
mod wide;
mod yaml;

use crate::json::Value;

pub use bundle::complete;
pub use digest::Digest;
pub(crate) use load::{kind, read_again};
pub use load::{load, load_text};
pub use moves::{Moves, Whence};
pub use overlay::{overlay, overlay_text};
pub use pointer::{Pointer, Step};
pub use source::{FileRead, Location, Origin, SourceId, SourceMap};
pub use text::decode_lossy;

/// A document as one tree.
#[derive(Debug, Clone)]
pub struct Document {
    tree: Value,
    /// The file that it was read from.
    pub source: SourceId,
    /// The files that belong to it.
    bundle: bundle::Bundle,
    /// Whether the tree is what the file says and nothing else has changed it.
    is_as_written: bool,
}

impl Document {
    /// What it says, with anchors, merge keys and overlays resolved.
    pub fn tree(&self) -> &Value {
        &self.tree
    }

    /// The same, with nothing left behind.
    pub fn into_tree(self) -> Value {
        self.tree
    }

    /// The file whose text makes this tree, whenever it is read; `None` if overlays or other
    /// files have changed it.
    pub(crate) fn written_in(&self) -> Option<SourceId> {
        self.is_as_written.then_some(self.source)
    }
}
