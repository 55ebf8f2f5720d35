//! Bodies of requests: each alternative that an operation takes, and its type.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    Body, BodyContent, Limits, NameHint, Place, Role, Style, TextFormat, Type, Unknown,
};

use super::context::{Lowered, Lowering, Scope};
use super::form::{Look, Part};
use super::media::{self, Format};
use super::node::Node;
use super::operations::Site;
use super::{docs, references};

/// A body under one of its media types, before its schema is lowered.
struct Alternative<'a> {
    format: Format,
    media_type: &'a str,
    media: Node<'a>,
}

/// What all alternatives of a body have in common.
struct Around<'a, 's> {
    /// The Request Body Object.
    node: Node<'a>,
    /// The kind and the name of the component that it is, if it is one.
    component: Option<(String, String)>,
    /// A reference led to another operation's body.
    elsewhere: bool,
    /// Whether there is no other alternative.
    alone: bool,
    site: &'s Site<'a>,
}

impl<'a> Lowering<'a> {
    /// The bodies that an operation takes: JSON first, and of each format what is most usual.
    pub(super) fn bodies(&mut self, site: &Site<'a>) -> Vec<Body> {
        let Some(listed) = site.node.get("requestBody") else {
            return Vec::new();
        };
        let Some(node) = self.resolve(&listed) else {
            return Vec::new();
        };
        let mut alternatives: Vec<Alternative<'a>> = node
            .members_of("content")
            .map(|(media_type, media)| Alternative {
                format: self.body_format(media_type, &media),
                media_type,
                media,
            })
            .collect();
        alternatives.sort_by_key(|alternative| {
            let unusual = !media::is_usual(alternative.format, alternative.media_type);
            (alternative.format, unusual, alternative.media_type)
        });
        let alternatives = self.different(alternatives);
        let component = references::component(&node.pointer);
        let around = Around {
            elsewhere: listed.reference().is_some() && component.is_none(),
            component,
            node,
            alone: alternatives.len() == 1,
            site,
        };
        alternatives
            .iter()
            .map(|(alternative, same)| self.body(alternative, same, &around))
            .collect()
    }

    /// The alternatives that carry something else than those before them, each with the further
    /// media types under which the same can be sent.
    fn different(
        &mut self,
        alternatives: Vec<Alternative<'a>>,
    ) -> Vec<(Alternative<'a>, Vec<&'a str>)> {
        let mut different: Vec<(Alternative<'a>, Vec<&'a str>)> = Vec::new();
        for alternative in alternatives {
            let is_value = self.is_value(&alternative.media);
            let same = different.iter_mut().find(|(before, _)| {
                let equal = before.media.member("schema") == alternative.media.member("schema");
                match (before.format, alternative.format) {
                    (Format::Bytes, Format::Bytes) => true,
                    // JSON by another name: no text is an object.
                    (Format::Json, Format::Text) => equal && is_value,
                    // A text in another format is another text.
                    (Format::Text, Format::Text) => false,
                    (before, format) => before == format && equal,
                }
            });
            let Some((before, others)) = same else {
                different.push((alternative, Vec::new()));
                continue;
            };
            if alternative.format != Format::Bytes {
                let message = format!(
                    "the same can be sent as `{}`: it is sent as `{}`",
                    alternative.media_type, before.media_type
                );
                self.say(
                    Diagnostic::new(Code::BodyAlternative, message).at(&alternative.media.pointer),
                );
            }
            others.push(alternative.media_type);
        }
        different
    }

    /// The format of a media type with this schema.
    fn body_format(&mut self, name: &str, media: &Node<'a>) -> Format {
        match media::format(name) {
            Format::Json if self.is_binary(media) => Format::Bytes,
            Format::Stream => Format::Bytes,
            format => format,
        }
    }

    /// Whether the schema is that of something else than a text.
    pub(super) fn is_value(&mut self, media: &Node<'a>) -> bool {
        let Some(schema) = media.get("schema") else {
            return false;
        };
        let form = self.form(&Part::new(schema));
        !matches!(form.look, Look::Scalar(Type::Text(_)) | Look::Any(_))
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

    fn body(
        &mut self,
        alternative: &Alternative<'a>,
        same: &[&'a str],
        around: &Around<'a, '_>,
    ) -> Body {
        let Alternative {
            format, media_type, ..
        } = *alternative;
        let place = body_place(alternative, &around.site.place);
        let scope = self.body_scope(alternative, &place, around);
        let named = media_type.to_owned();
        let media_type = media::sent(media_type);
        let schema = alternative.media.get("schema");
        let mut limits = Limits::default();
        let allowed = match format {
            Format::Json | Format::Form | Format::Text | Format::Xml => {
                self.allowed_in_body(schema.as_ref())
            }
            Format::Bytes | Format::Multipart | Format::Stream => Vec::new(),
        };
        let content = match format {
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
                let styles = form_styles(&alternative.media);
                BodyContent::Form { ty, styles }
            }
            Format::Xml if self.is_value(&alternative.media) => {
                let root = schema.as_ref().map(|schema| self.xml_root(schema));
                let lowered = schema.as_ref().map(|schema| self.schema(schema, &scope));
                let ty = lowered
                    .unwrap_or_else(|| Lowered::any(Unknown::NoSchema))
                    .whole();
                limits = self.limits_of_body(schema, &ty);
                BodyContent::Xml {
                    media_type,
                    ty,
                    root: root.unwrap_or_default(),
                }
            }
            Format::Text | Format::Xml => {
                limits = self.limits_of_body(schema.clone(), &Type::Text(TextFormat::Plain));
                self.text_schema(schema, &media_type);
                BodyContent::Text { media_type }
            }
            Format::Multipart => BodyContent::Multipart(self.multipart(
                media_type,
                &alternative.media,
                &place,
                &scope,
            )),
            Format::Bytes | Format::Stream => {
                self.opaque(schema);
                let others = same.iter().map(|other| (*other).to_owned());
                let all = std::iter::once(named).chain(others);
                let mut media_types: Vec<String> = Vec::new();
                for media_type in all.map(bytes_type) {
                    if !media_types.contains(&media_type) {
                        media_types.push(media_type);
                    }
                }
                BodyContent::Bytes { media_types }
            }
        };
        Body {
            place,
            pointer: around.node.pointer.to_string(),
            required: around.node.flag("required"),
            description: around.node.prose("description"),
            content,
            limits,
            allowed,
        }
    }

    /// Where the schema of an alternative stands.
    fn body_scope(
        &mut self,
        alternative: &Alternative<'a>,
        place: &Place,
        around: &Around<'a, '_>,
    ) -> Scope {
        if around.elsewhere {
            return Scope::Elsewhere;
        }
        if let Some((kind, name)) = &around.component {
            let component = Place(format!("components/{kind}/{}", docs::step(name)));
            let place = match alternative.format {
                Format::Json => component,
                _ => component.child(&docs::step(alternative.media_type)),
            };
            return Scope::here(place, NameHint::Component(name.clone()));
        }
        let role = match around.alone || alternative.format == Format::Json {
            true => Role::RequestBody,
            false => Role::RequestBodyAs(alternative.media_type.to_owned()),
        };
        Scope::here(place.clone(), NameHint::Operation(around.site.index, role))
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

/// JSON is the body as such; what else there is comes and goes beside it.
fn body_place(alternative: &Alternative<'_>, operation: &Place) -> Place {
    match alternative.format {
        Format::Json if media::is_usual(Format::Json, alternative.media_type) => {
            Place(format!("{operation} body"))
        }
        _ => Place(format!("{operation} body {}", alternative.media_type)),
    }
}

/// The members of a form that its `encoding` has written in another way than usual
/// (OAS 3.1 § 4.8.15). A style goes before a content type.
fn form_styles(media: &Node<'_>) -> Vec<(String, Style)> {
    let mut styles = Vec::new();
    for (name, encoding) in media.members_of("encoding") {
        let explode = encoding.flag("explode");
        let content = encoding.text("contentType");
        let allow_reserved = encoding.flag("allowReserved");
        let style = match (encoding.text("style"), content) {
            (Some("spaceDelimited"), _) if !explode => Style::SpaceDelimited,
            (Some("pipeDelimited"), _) if !explode => Style::PipeDelimited,
            (Some("deepObject"), _) => Style::DeepObject,
            (None, Some(content)) if media::format(content) == Format::Json => Style::Json,
            _ if explode && !allow_reserved => continue,
            _ => Style::Form {
                explode,
                allow_reserved,
            },
        };
        styles.push((name.to_owned(), style));
    }
    styles.sort_by(|(a, _), (b, _)| a.cmp(b));
    styles
}

fn any_members() -> Type {
    Type::Map(Box::new(Type::Any(Unknown::NoSchema)))
}

fn bytes_type(media_type: String) -> String {
    // A body of bytes under a type of JSON is one that the schema says is bytes.
    match media::format(&media_type) {
        Format::Json => "application/octet-stream".to_owned(),
        _ => media_type,
    }
}
