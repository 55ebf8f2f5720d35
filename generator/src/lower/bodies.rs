//! Bodies of requests: which of several alternatives is sent, and its type.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Body, BodyContent, Limits, NameHint, Place, Role, TextFormat, Type, Unknown};

use super::context::{Lowered, Lowering, Scope};
use super::form::{Look, Part};
use super::media::{self, Format};
use super::node::Node;
use super::operations::Site;
use super::{docs, references};

/// A body with the alternative that is sent, before its schema is lowered.
pub(super) struct Chosen<'a> {
    node: Node<'a>,
    media_type: String,
    media: Node<'a>,
    format: Format,
    component: Option<(String, String)>,
    elsewhere: bool,
}

/// What became of a `requestBody`.
pub(super) enum Choice<'a> {
    /// There is none, or it cannot be said and may be left out.
    None,
    /// This is sent.
    Some(Chosen<'a>),
    /// The operation cannot be called without it, and it cannot be said.
    Impossible,
}

impl<'a> Lowering<'a> {
    /// Chooses the alternative of a body that is sent: JSON if there is one.
    pub(super) fn choose_body(&mut self, operation: &Node<'a>) -> Choice<'a> {
        let Some(listed) = operation.get("requestBody") else {
            return Choice::None;
        };
        let Some(node) = self.resolve(&listed) else {
            return Choice::None;
        };
        let required = node.flag("required");
        let mut alternatives: Vec<(Format, &'a str, Node<'a>)> = node
            .members_of("content")
            .map(|(name, media)| (self.body_format(name, &media), name, media))
            .collect();
        // Stable: of two alternatives of one format the first is taken.
        alternatives.sort_by_key(|(format, ..)| *format);
        if alternatives.is_empty() {
            return Choice::None;
        }
        let (format, name, media) = alternatives.remove(0);
        if let Format::Multipart | Format::Xml | Format::Stream = format {
            let consequence = if required {
                "the operation is left out"
            } else {
                "the body is left out"
            };
            self.say(
                Diagnostic::new(
                    Code::BodyUnsupported,
                    format!("a body of `{name}` cannot be sent yet, so {consequence}"),
                )
                .at(&media.pointer),
            );
            return if required {
                Choice::Impossible
            } else {
                Choice::None
            };
        }
        for (_, other, media) in alternatives {
            self.say(
                Diagnostic::new(
                    Code::BodyAlternative,
                    format!("the body is sent as `{name}`, so not as `{other}`"),
                )
                .at(&media.pointer),
            );
        }
        let component = references::component(&node.pointer);
        let elsewhere = listed.reference().is_some() && component.is_none();
        Choice::Some(Chosen {
            node,
            media_type: name.to_owned(),
            media,
            format,
            component,
            elsewhere,
        })
    }

    /// The format of a media type with this schema.
    fn body_format(&mut self, name: &str, media: &Node<'a>) -> Format {
        match media::format(name) {
            Format::Json if self.is_binary(media) => Format::Bytes,
            format => format,
        }
    }

    /// Whether the schema says that the content is bytes, whatever the media type.
    pub(super) fn is_binary(&mut self, media: &Node<'a>) -> bool {
        let Some(schema) = media.get("schema") else {
            return false;
        };
        let Some(schema) = self.resolve(&schema) else {
            return false;
        };
        schema.text("type") == Some("string") && schema.text("format") == Some("binary")
    }

    pub(super) fn body(&mut self, chosen: &Chosen<'a>, site: &Site<'a>) -> Body {
        let scope = match &chosen.component {
            Some((kind, name)) => Scope::here(
                Place(format!("components/{kind}/{}", docs::step(name))),
                NameHint::Component(name.clone()),
            ),
            None if chosen.elsewhere => Scope::Elsewhere,
            None => Scope::here(
                Place(format!("{} body", site.place)),
                NameHint::Operation(site.index, Role::RequestBody),
            ),
        };
        let media_type = media::sent(&chosen.media_type);
        let schema = chosen.media.get("schema");
        let mut limits = Limits::default();
        let allowed = match chosen.format {
            Format::Json | Format::Form | Format::Text => self.allowed_in_body(schema.as_ref()),
            Format::Bytes | Format::Xml | Format::Multipart | Format::Stream => Vec::new(),
        };
        let content = match chosen.format {
            Format::Json => {
                let lowered = schema.as_ref().map(|schema| self.schema(schema, &scope));
                let ty = lowered
                    .unwrap_or_else(|| Lowered::any(Unknown::NoSchema))
                    .whole();
                limits = self.limits_of_body(schema, &ty);
                BodyContent::Json { media_type, ty }
            }
            Format::Form => {
                let lowered = schema.as_ref().map(|schema| self.schema(schema, &scope));
                let ty = lowered.map_or_else(any_members, |lowered| lowered.ty);
                limits = self.limits_of_body(schema, &ty);
                BodyContent::Form(ty)
            }
            Format::Text => {
                limits = self.limits_of_body(schema.clone(), &Type::Text(TextFormat::Plain));
                self.text_schema(schema, &media_type);
                BodyContent::Text { media_type }
            }
            Format::Bytes | Format::Xml | Format::Multipart | Format::Stream => {
                self.opaque(schema);
                BodyContent::Bytes {
                    media_type: bytes_type(&media_type),
                }
            }
        };
        Body {
            pointer: chosen.node.pointer.to_string(),
            required: chosen.node.flag("required"),
            description: chosen.node.prose("description"),
            content,
            limits,
            allowed,
        }
    }

    fn allowed_in_body(&mut self, schema: Option<&Node<'a>>) -> Vec<String> {
        let parts: Vec<Part<'a>> = schema.cloned().map(Part::new).into_iter().collect();
        let form = self.form_of_all(&parts);
        docs::of_nameless(self, &parts, &form)
    }

    fn limits_of_body(&mut self, schema: Option<Node<'a>>, ty: &Type) -> Limits {
        match schema {
            Some(schema) => self.limits(&[Part::new(schema)], ty),
            None => Limits::default(),
        }
    }

    /// The schema of content that is text: anything but a text is not taken apart.
    pub(super) fn text_schema(&mut self, schema: Option<Node<'a>>, media_type: &str) {
        let Some(schema) = schema else { return };
        let form = self.form(&Part::new(schema.clone()));
        if matches!(form.look, Look::Scalar(Type::Text(_)) | Look::Any(_)) {
            let text = Lowered::new(Type::Text(TextFormat::Plain), false);
            self.lowered.entry(schema.identity()).or_insert(text);
        } else {
            self.report(
                Code::ContentAsText,
                &schema.pointer,
                format!("content of `{media_type}` is taken as one text, whatever its schema"),
            );
        }
    }

    /// The schema of content that is bytes: it has no values that could have examples.
    pub(super) fn opaque(&mut self, schema: Option<Node<'a>>) {
        let Some(schema) = schema else { return };
        let form = self.form(&Part::new(schema.clone()));
        if !matches!(form.look, Look::Scalar(Type::Text(_)) | Look::Any(_)) {
            self.report(
                Code::ContentAsBytes,
                &schema.pointer,
                "this content is taken as bytes, whatever its schema",
            );
        }
    }
}

fn any_members() -> Type {
    Type::Map(Box::new(Type::Any(Unknown::NoSchema)))
}

fn bytes_type(media_type: &str) -> String {
    // A body of bytes under a type of JSON is one that the schema says is bytes.
    match media::format(media_type) {
        Format::Json => "application/octet-stream".to_owned(),
        _ => media_type.to_owned(),
    }
}
