//! Links: what can be called with the values of a response (OAS 3.1 § 4.8.20).

use crate::diagnostics::Code;
use crate::dialect::extension;
use crate::document::Pointer;
use crate::ir::{Link, LinkTarget};
use crate::json::Value;

use super::context::Lowering;
use super::node::Node;

impl<'a> Lowering<'a> {
    /// The links of a response that lead to an operation of the document.
    pub(super) fn links(&mut self, response: &Node<'a>) -> Vec<Link> {
        let mut links = Vec::new();
        for (name, listed) in response.members_of(extension::LINKS) {
            let Some(node) = self.resolve(&listed) else {
                continue;
            };
            let Some(target) = self.link_target(&node) else {
                self.report(
                    Code::LinksNotGenerated,
                    &listed.pointer,
                    format!("the link `{name}` leads to no operation of the document"),
                );
                continue;
            };
            let parameters = node.members_of("parameters");
            links.push(Link {
                name: name.to_owned(),
                target,
                parameters: parameters
                    .map(|(name, node)| (name.to_owned(), expression(node.value)))
                    .collect(),
                body: node.get("requestBody").map(|node| expression(node.value)),
                description: node.prose("description"),
            });
        }
        links.sort_by(|a, b| a.name.cmp(&b.name));
        links
    }

    fn link_target(&self, node: &Node<'a>) -> Option<LinkTarget> {
        if let Some(id) = node.text("operationId") {
            let known = self.root().members_of("paths").any(|(_, item)| {
                item.members()
                    .any(|(_, operation)| operation.text("operationId") == Some(id))
            });
            return known.then(|| LinkTarget::Id(id.to_owned()));
        }
        let pointer = Pointer::from_fragment(node.text("operationRef")?)?;
        pointer.get(self.document)?;
        Some(LinkTarget::Pointer(pointer.to_string()))
    }
}

/// A runtime expression, or a constant as JSON has it.
fn expression(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        other => other.to_string(),
    }
}
