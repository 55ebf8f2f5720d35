//! Answers that come piece by piece: what an item of them is.

use crate::dialect::extension;
use crate::ir::{Framing, NameHint, Outcome, Place, Role, TextFormat, Type, Unknown};

use super::context::{Lowering, Scope};
use super::form::{Look, Part};
use super::media;
use super::node::Node;

impl<'a> Lowering<'a> {
    /// The stream of a media type. Its items are as `itemSchema` says (OAS 3.2 § 4.14.1), else as
    /// `schema` does, which documents of earlier versions mean so.
    pub(super) fn stream(&mut self, name: &str, media: &Node<'a>, scope: &Scope) -> Outcome {
        let schema = media.get(extension::ITEM_SCHEMA);
        let schema = schema.or_else(|| media.get("schema"));
        let media_type = name.to_owned();
        let scope = item_scope(scope);
        let (framing, schema) = match media::framing(name) {
            Framing::Events | Framing::TextEvents => match schema {
                Some(schema) => self.data_of_event(schema),
                None => (Framing::TextEvents, None),
            },
            other => (other, schema),
        };
        let ty = match (&schema, framing) {
            (_, Framing::TextEvents) => Type::Text(TextFormat::Plain),
            (Some(schema), _) => self.schema(schema, &scope).whole(),
            (None, _) => Type::Any(Unknown::NoSchema),
        };
        Outcome::Stream {
            media_type,
            framing,
            ty,
        }
    }

    /// What the data of an event holds. Its schema is that of the data, or of the event as a whole,
    /// an object with `data` (OAS 3.2 § 4.14.1.3).
    fn data_of_event(&mut self, schema: Node<'a>) -> (Framing, Option<Node<'a>>) {
        const FIELDS: &[&str] = &["data", "event", "id", "retry"];
        let form = self.form(&Part::new(schema.clone()));
        let data = match &form.look {
            Look::Record(fields) if fields.members.keys().all(|key| FIELDS.contains(key)) => {
                fields.members.get("data").cloned()
            }
            _ => None,
        };
        let Some(parts) = data else {
            return match form.look {
                Look::Scalar(Type::Text(_)) => (Framing::TextEvents, None),
                _ => (Framing::Events, Some(schema)),
            };
        };
        let nodes = self.described(&parts);
        let content = nodes
            .iter()
            .find_map(|node| node.get(extension::CONTENT_SCHEMA));
        if content.is_some() {
            return (Framing::Events, content);
        }
        match self.form_of_all(&parts).look {
            Look::Scalar(Type::Text(_)) | Look::Any(_) => (Framing::TextEvents, None),
            // The data is written as JSON, whatever the document calls it.
            _ => (Framing::Events, parts.first().map(|part| part.node.clone())),
        }
    }
}

/// An item of a stream is named as one, beside an answer that comes at once.
fn item_scope(scope: &Scope) -> Scope {
    let Scope::Here { place, hint, .. } = scope else {
        return Scope::Elsewhere;
    };
    let hint = match hint {
        NameHint::Operation(index, _) => NameHint::Operation(*index, Role::Item(None)),
        NameHint::Component(name) => NameHint::Component(format!("{name} item")),
        NameHint::Inside(holder, _) => NameHint::Inside(*holder, Role::Item(None)),
    };
    Scope::here(Place(format!("{place} item")), hint)
}
