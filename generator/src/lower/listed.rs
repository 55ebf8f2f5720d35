//! What there is to choose from: the operations, before any of them is looked into.

use crate::dialect::Canonical;
use crate::document::Pointer;

use super::node::Node;
use super::operations::{method_word, methods};

/// An operation as the document lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it stands in the canonical tree.
    pub pointer: Pointer,
    /// Its method, in capitals as it is sent.
    pub method: String,
    /// The template of its path, as written.
    pub path: String,
    /// Its `operationId`.
    pub id: Option<String>,
    /// All of its tags.
    pub tags: Vec<String>,
}

/// The operations of a canonical tree, in the order in which [`lower`](super::lower) comes by them.
pub fn list(canonical: &Canonical) -> Vec<Listed> {
    let root = Node::root(&canonical.tree);
    let mut listed = Vec::new();
    for (path, item) in root.members_of("paths") {
        let item = match item.reference().map(|to| canonical.follow(to)) {
            None => item,
            Some(None) => continue,
            Some(Some((pointer, value))) => Node { value, pointer },
        };
        for (node, method) in methods(&item) {
            listed.push(Listed {
                method: method_word(&method).to_ascii_uppercase(),
                path: path.to_owned(),
                id: node.text("operationId").map(str::to_owned),
                tags: node
                    .items_of("tags")
                    .filter_map(|tag| tag.value.as_str().map(str::to_owned))
                    .collect(),
                pointer: node.pointer,
            });
        }
    }
    listed
}
