//! What a schema says of XML (OAS 3.1 § 4.8.26).

use crate::ir::{MemberXml, XmlHint, XmlRoot};
use crate::json::Text;

use super::context::Lowering;
use super::form::{Look, Part};
use super::node::Node;
use super::references;

impl<'a> Lowering<'a> {
    /// What is said of a member: by its own schema, not by one that it refers to, which is named
    /// where it stands alone.
    pub(super) fn xml_of_member(&mut self, parts: &[Part<'a>]) -> Option<MemberXml> {
        let own = parts.iter().find_map(|part| part.node.get("xml"));
        let own = own.map(|node| hint(&node)).unwrap_or_default();
        let items = self.xml_of_items(parts);
        let said = MemberXml { own, items };
        (said != MemberXml::default()).then_some(said)
    }

    /// What is said of the items of a list.
    fn xml_of_items(&mut self, parts: &[Part<'a>]) -> XmlHint {
        let form = self.form_of_all(parts);
        let Look::List(items) = &form.look else {
            return XmlHint::default();
        };
        let items = items.clone();
        self.xml_said(&items)
    }

    /// What is said of a schema, here or where it refers to.
    fn xml_said(&mut self, parts: &[Part<'a>]) -> XmlHint {
        let nodes = self.described(parts);
        let said = nodes.iter().find_map(|node| node.get("xml"));
        said.map(|node| hint(&node)).unwrap_or_default()
    }

    /// The document that a schema describes. Its element is called as the schema says, or as the
    /// schema is.
    pub(super) fn xml_root(&mut self, schema: &Node<'a>) -> XmlRoot {
        let parts = [Part::new(schema.clone())];
        let mut element = self.xml_said(&parts);
        if element.name.is_none() {
            let target = self.resolve(schema);
            let component = target.and_then(|node| references::component(&node.pointer));
            element.name = Some(component.map_or_else(|| "root".to_owned(), |(_, name)| name));
        }
        XmlRoot {
            element,
            items: self.xml_of_items(&parts),
        }
    }
}

fn hint(node: &Node<'_>) -> XmlHint {
    let kind = node.text("nodeType");
    XmlHint {
        name: node.prose("name").map(Text::into),
        prefix: node.prose("prefix").map(Text::into),
        namespace: node.prose("namespace").map(Text::into),
        attribute: node.flag("attribute") || kind == Some("attribute"),
        wrapped: node.flag("wrapped") || kind == Some("element"),
        text: matches!(kind, Some("text" | "cdata")),
    }
}
