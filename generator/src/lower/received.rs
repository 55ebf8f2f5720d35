//! Webhooks and callbacks: requests that the API sends, and what they carry.

use crate::diagnostics::Code;
use crate::dialect::extension;
use crate::ir::{Api, Docs, Method, NameHint, Occasion, Place, Received};
use crate::json::Text;

use super::context::{Lowering, Scope};
use super::media::{self, Format};
use super::node::Node;
use super::operations::{method_word, methods};
use super::{docs, extensions};

impl<'a> Lowering<'a> {
    /// The webhooks of the document (OAS 3.1 § 4.8.1).
    pub(super) fn webhooks(&mut self, root: &Node<'a>) -> Vec<Received> {
        let mut received = Vec::new();
        for (name, item) in root.members_of(extension::WEBHOOKS) {
            if name.starts_with("x-") {
                continue;
            }
            let Some(item) = self.resolve(&item) else {
                continue;
            };
            for (node, method) in methods(&item) {
                let place = Place(format!("webhook {name} {}", method_word(&method)));
                received.push(self.received(Occasion::Webhook, name, place, &item, &node, method));
            }
        }
        received
    }

    /// The callbacks of all operations (OAS 3.1 § 4.8.18), once these are known.
    pub(super) fn callbacks(&mut self, api: &Api) -> Vec<Received> {
        let mut received = Vec::new();
        for (index, operation) in api.operations.iter().enumerate() {
            let pointer = crate::document::Pointer::from(operation.pointer.as_str());
            let Some(value) = pointer.get(self.document) else {
                continue;
            };
            let node = Node { value, pointer };
            for (name, listed) in node.members_of(extension::CALLBACKS) {
                let Some(callback) = self.resolve(&listed) else {
                    continue;
                };
                for (expression, item) in callback.members() {
                    if expression.starts_with("x-") {
                        continue;
                    }
                    let Some(item) = self.resolve(&item) else {
                        continue;
                    };
                    for (node, method) in methods(&item) {
                        let word = method_word(&method);
                        let place = Place(format!(
                            "{} callback {name} {word} {expression}",
                            operation.place
                        ));
                        let occasion = Occasion::Callback {
                            operation: index,
                            expression: expression.to_owned(),
                        };
                        received.push(self.received(occasion, name, place, &item, &node, method));
                    }
                }
            }
        }
        received
    }

    fn received(
        &mut self,
        occasion: Occasion,
        name: &str,
        place: Place,
        item: &Node<'a>,
        node: &Node<'a>,
        method: Method,
    ) -> Received {
        let payload = self.payload(name, &place, node);
        let mut headers = Vec::new();
        for around in [item, node] {
            for listed in around.items_of("parameters") {
                let parameter = self.resolve(&listed);
                let is_header = |node: &Node<'_>| node.text("in") == Some("header");
                if let Some(parameter) = parameter.filter(is_header)
                    && let Some(name) = parameter.text("name")
                {
                    headers.push(name.to_owned());
                }
            }
        }
        let mut answers = Vec::new();
        for (key, listed) in node.members_of("responses") {
            if key.starts_with("x-") {
                continue;
            }
            if let Some(status) = self.status(key, &listed)
                && let Some(response) = self.resolve(&listed)
            {
                answers.push((status, listed.description_of(&response)));
            }
        }
        answers.sort_by_key(|(status, _)| *status);
        let prose = |key: &str| node.prose(key).or_else(|| item.prose(key));
        let requested = extensions::name(self, node);
        Received {
            place,
            pointer: node.pointer.to_string(),
            requested_name: match occasion {
                Occasion::Webhook => requested,
                Occasion::Callback { .. } => {
                    requested.or_else(|| node.prose("operationId").map(Text::into))
                }
            },
            occasion,
            name: name.to_owned(),
            method,
            tag: node
                .items_of("tags")
                .find_map(|tag| tag.value.as_str())
                .map(str::to_owned),
            docs: Docs {
                summary: prose("summary").map(|text| self.words.line(text)),
                description: prose("description").map(|text| self.words.description(text)),
                deprecated: node.flag("deprecated"),
                link: docs::link(node),
                ..Docs::default()
            },
            payload,
            headers,
            answers,
        }
    }

    /// What a request carries: JSON, of which nothing else is taken apart.
    fn payload(&mut self, name: &str, place: &Place, node: &Node<'a>) -> Option<crate::ir::Type> {
        let listed = node.get("requestBody")?;
        let body = self.resolve(&listed)?;
        let mut alternatives: Vec<(bool, &'a str, Node<'a>)> = body
            .members_of("content")
            .map(|(name, media)| (media::format(name) != Format::Json, name, media))
            .collect();
        alternatives.sort_by_key(|(is_other, name, _)| (*is_other, *name));
        let mut payload = None;
        for (is_other, media_type, media) in alternatives {
            if payload.is_some() {
                self.report(
                    Code::ReceivedAsJson,
                    &media.pointer,
                    format!("what the API sends is taken apart as JSON, and not as `{media_type}`"),
                );
                continue;
            }
            if is_other {
                self.report(
                    Code::NotGenerated,
                    &media.pointer,
                    format!("a request of `{media_type}` that the API sends is not taken apart"),
                );
                continue;
            }
            let Some(schema) = media.get("schema") else {
                continue;
            };
            let hint = NameHint::Component(format!("{name} payload"));
            let scope = Scope::here(place.clone(), hint);
            payload = Some(self.schema(&schema, &scope).whole());
        }
        payload
    }
}
