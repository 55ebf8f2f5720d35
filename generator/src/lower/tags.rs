//! What the API is, and the groups of its operations.

use openapiv3::Info;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Operation, Tag};

use super::context::Lowering;
use super::docs;
use super::node::Node;

impl<'a> Lowering<'a> {
    /// The title, the version and the words of the API.
    pub(super) fn about(&mut self, root: &Node<'a>) -> Api {
        let info = match root.get("info") {
            Some(node) => match node.decode::<Info>(&["title", "version", "description"]) {
                Ok(info) => info,
                Err(error) => {
                    self.say(
                        Diagnostic::new(
                            Code::NodeUndecodable,
                            format!("`info` is not usable: {error}"),
                        )
                        .at(&node.pointer),
                    );
                    Info::default()
                }
            },
            None => Info::default(),
        };
        Api {
            title: info.title,
            version: info.version,
            description: info
                .description
                .filter(|text| !text.trim().is_empty())
                .map(Into::into),
            homepage: docs::link(root).map(Into::into),
            ..Api::default()
        }
    }

    /// The groups that the document lists, then those that only operations name.
    pub(super) fn tags(&mut self, root: &Node<'a>, operations: &[Operation]) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::new();
        for node in root.items_of("tags") {
            match node.decode::<openapiv3::Tag>(&["name", "description"]) {
                Ok(tag) if tags.iter().all(|known| known.name != tag.name) => {
                    tags.push(Tag {
                        name: tag.name,
                        description: node.prose("description"),
                        paths: Vec::new(),
                    });
                }
                // Listed twice: the first has said it.
                Ok(_) => {}
                Err(error) => self.report(
                    Code::NodeUndecodable,
                    &node.pointer,
                    format!("a tag is not usable: {error}"),
                ),
            }
        }
        for name in operations
            .iter()
            .filter_map(|operation| operation.tag.as_ref())
        {
            if tags.iter().all(|tag| tag.name != *name) {
                tags.push(Tag {
                    name: name.clone(),
                    description: None,
                    paths: Vec::new(),
                });
            }
        }
        tags
    }
}
