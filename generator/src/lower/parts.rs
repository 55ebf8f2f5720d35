//! Bodies of parts (`multipart/*`): what each part is called, holds and is sent as.
//!
//! OAS 3.1 § 4.8.14.4: a member is a part; a list is a part an item; objects are JSON, what is
//! binary is a file, all else is text, unless `encoding` says otherwise.

use crate::diagnostics::Code;
use crate::dialect::extension;
use crate::ir::{Multipart, NameHint, Part as PartOfBody, PartContent, Place, Role, Type};

use super::context::{Lowering, Scope};
use super::docs;
use super::form::{AdditionalFields, Fields, Form, Look, Part};
use super::media::{self, Format};
use super::node::Node;
use super::schemas::scope_for;

impl<'a> Lowering<'a> {
    /// The parts of a body with this media type.
    pub(super) fn multipart(
        &mut self,
        media_type: String,
        media: &Node<'a>,
        place: &Place,
        scope: &Scope,
    ) -> Multipart {
        let open = |media_type| Multipart {
            media_type,
            parts: Vec::new(),
            open: true,
        };
        let Some(schema) = media.get("schema") else {
            return open(media_type);
        };
        let mut form = (*self.form(&Part::new(schema.clone()))).clone();
        if schema.reference().is_some() {
            form = form.seen_from_elsewhere();
        }
        let Look::Record(fields) = &form.look else {
            if !matches!(form.look, Look::Any(_) | Look::Object | Look::Map(_)) {
                self.report(
                    Code::PartsNotTyped,
                    &schema.pointer,
                    format!("the parts of `{media_type}` are not those of one object, so they are given by name"),
                );
            }
            return open(media_type);
        };
        if !matches!(fields.additional, AdditionalFields::Unspoken) {
            self.report(
                Code::PartsNotTyped,
                &schema.pointer,
                "parts beside those with a name are not sent",
            );
        }
        let parts = self.parts_of(fields, &form, media, place, scope);
        Multipart {
            open: parts.is_empty(),
            media_type,
            parts,
        }
    }

    fn parts_of(
        &mut self,
        fields: &Fields<'a>,
        form: &Form<'a>,
        media: &Node<'a>,
        place: &Place,
        scope: &Scope,
    ) -> Vec<PartOfBody> {
        let mut found = Vec::new();
        for (key, parts) in &fields.members {
            // Only the server sets it (OAS 3.1 § 4.8.24).
            if self.is_flagged(parts, "readOnly") {
                continue;
            }
            let encoding = media
                .get("encoding")
                .and_then(|encodings| encodings.get(key));
            let scope = match scope {
                Scope::Here { hint, .. } => {
                    Scope::here(place.child(&docs::step(key)), part_hint(hint, key))
                }
                Scope::Elsewhere => Scope::Elsewhere,
            };
            let part = self.part(key, parts, form.required.contains(key), encoding, &scope);
            found.push(part);
        }
        found
    }

    fn part(
        &mut self,
        key: &str,
        parts: &[Part<'a>],
        required: bool,
        encoding: Option<Node<'a>>,
        scope: &Scope,
    ) -> PartOfBody {
        let form = self.form_of_all(parts);
        let mut media_types: Vec<String> = encoding
            .as_ref()
            .and_then(|encoding| encoding.text("contentType"))
            .unwrap_or_default()
            .split(',')
            .map(|media_type| media_type.trim().to_owned())
            .filter(|media_type| !media_type.is_empty())
            .collect();
        let items = match &form.look {
            Look::List(items) => Some(items.clone()),
            _ => None,
        };
        let content = if self.is_file(parts, &form, &media_types) {
            PartContent::File
        } else if let Some(items) = &items
            && let inner = self.form_of_all(items)
            && self.is_file(items, &inner, &media_types)
        {
            PartContent::Files
        } else {
            let lowered = self.lower(parts.to_vec(), &scope_for(parts, scope));
            let is_json = match media_types.first() {
                Some(media_type) => media::format(media_type) == Format::Json,
                None => match &items {
                    Some(items) => is_json(&self.form_of_all(items)),
                    None => is_json(&form),
                },
            };
            match is_json {
                true => PartContent::Json(lowered.ty),
                false => PartContent::Text(lowered.ty),
            }
        };
        if media_types.is_empty() && content.ty().is_none() {
            let all = items.unwrap_or_else(|| parts.to_vec());
            media_types.extend(self.media_type_of_content(&all));
        }
        let node = parts.first().map(|part| part.node.clone());
        let limits = match content.ty() {
            Some(ty) => self.limits(parts, &ty.clone()),
            None => Default::default(),
        };
        let mut docs = docs::of_use(self, parts, &form);
        if content.ty().is_none() {
            docs.example = None;
        }
        PartOfBody {
            pointer: node
                .map(|node| node.pointer.to_string())
                .unwrap_or_default(),
            name: key.to_owned(),
            requested_name: self.requested_name(parts),
            required,
            content,
            limits,
            media_types,
            docs,
        }
    }

    /// Whether a part is a file: bytes, or of a media type that is neither text nor JSON.
    fn is_file(&mut self, parts: &[Part<'a>], form: &Form<'a>, media_types: &[String]) -> bool {
        let is_text = |media_type: &String| {
            matches!(
                media::format(media_type),
                Format::Json | Format::Text | Format::Form
            )
        };
        let by_type = !media_types.is_empty() && !media_types.iter().any(is_text);
        match &form.look {
            Look::Scalar(Type::Text(_)) => by_type || self.says_binary(parts),
            // Without a type it is bytes (OAS 3.1 § 4.8.14.3).
            Look::Any(_) => media_types.is_empty() || by_type,
            Look::Object
            | Look::Scalar(_)
            | Look::List(_)
            | Look::Lists(_)
            | Look::Tuple(_)
            | Look::Map(_)
            | Look::Record(_)
            | Look::TextEnum(_)
            | Look::IntegerEnum(_)
            | Look::ScalarEnum(_)
            | Look::Union(_) => false,
        }
    }

    /// What a schema says of the content of a text.
    fn media_type_of_content(&mut self, parts: &[Part<'a>]) -> Option<String> {
        let nodes = self.described(parts);
        let said = nodes
            .iter()
            .find_map(|node| node.text(extension::CONTENT_MEDIA_TYPE))?;
        (said != "application/octet-stream").then(|| said.to_owned())
    }

    /// Whether a text is said to be bytes.
    fn says_binary(&mut self, parts: &[Part<'a>]) -> bool {
        self.described(parts).iter().any(|node| {
            let format = node.text("format");
            let media_type = node.text(extension::CONTENT_MEDIA_TYPE);
            let other = media_type.is_some_and(|media_type| {
                !matches!(media::format(media_type), Format::Json | Format::Text)
            });
            matches!(format, Some("binary")) || (other && !node.has(extension::CONTENT_ENCODING))
        })
    }
}

fn part_hint(hint: &NameHint, key: &str) -> NameHint {
    match hint {
        NameHint::Operation(index, _) => {
            NameHint::Operation(*index, Role::Parameter(key.to_owned()))
        }
        NameHint::Component(name) => NameHint::Component(format!("{name} {key}")),
        NameHint::Inside(holder, _) => NameHint::Inside(*holder, Role::Member(key.to_owned())),
    }
}

/// Whether a value is written as JSON if nothing else is said.
fn is_json(form: &Form<'_>) -> bool {
    match &form.look {
        Look::Object
        | Look::Tuple(_)
        | Look::Map(_)
        | Look::Record(_)
        | Look::Union(_)
        | Look::List(_)
        | Look::Lists(_) => true,
        Look::Any(_)
        | Look::Scalar(_)
        | Look::TextEnum(_)
        | Look::IntegerEnum(_)
        | Look::ScalarEnum(_) => false,
    }
}
