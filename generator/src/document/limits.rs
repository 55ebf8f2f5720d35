//! How much of a document is read before it is refused.
//!
//! Real documents stay far below: the largest in public use has 13 MB, and 30 levels
//! of nesting are rare. What is above is a mistake or an attack, and gets an error
//! instead of the machine's memory.

use crate::json::Value;
/// The size of a file, in bytes.
pub const FILE_BYTES: u64 = 256 << 20;

/// The number of files of a document, which together have no more than [`FILE_BYTES`].
pub const FILES: usize = 20_000;

/// The depth to which arrays and objects nest. `serde_json` and `serde_yaml` both
/// have this limit, and it bounds the recursion of every stage that walks the tree.
pub const DEPTH: usize = 128;

/// The number of nodes of a tree, aliases expanded, for a text of so many bytes.
///
/// Without aliases a node takes two bytes at the least. What is allowed on top is
/// ample for documents that share examples, and stops a bomb in milliseconds.
pub fn nodes(bytes: usize) -> usize {
    bytes.saturating_mul(4).saturating_add(100_000)
}

/// The number of nodes that are copied where references stand that later stages do not
/// follow, for a document of so many nodes.
///
/// Most copy a thing once, from another place. This stops a few dozen references to
/// references that stand for billions of nodes.
pub fn copies(nodes: usize) -> usize {
    nodes.saturating_mul(4).saturating_add(100_000)
}

/// How many nodes a tree has.
pub(crate) fn count(tree: &Value) -> usize {
    match tree {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}
