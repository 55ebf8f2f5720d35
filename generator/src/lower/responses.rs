//! Responses: every status that is documented, and what it carries.

use openapiv3::StatusCode;
use serde::Deserialize as _;

use crate::diagnostics::{Code, Diagnostic};
use crate::document::Pointer;
use crate::ir::{Method, NameHint, Outcome, Place, Response, Role, Status, Unknown};
use crate::json::{Text, Value};

use super::context::{Lowered, Lowering, Scope};
use super::media::{self, Format};
use super::node::Node;
use super::operations::Site;
use super::{docs, references};

/// A response before the schema of its body is lowered.
pub(super) struct Answer<'a> {
    pub(super) key: &'a str,
    status: Status,
    /// Whether it is what a caller gets when all goes well.
    success: bool,
    pub(super) node: Node<'a>,
    description: Option<Text>,
    pub(super) component: Option<(String, String)>,
    pub(super) elsewhere: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn responses(&mut self, operation: &Node<'a>, site: &Site<'a>) -> Vec<Response> {
        let mut answers = Vec::new();
        for (key, listed) in operation.members_of("responses") {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = self.status(key, &listed) else {
                continue;
            };
            let Some(node) = self.resolve(&listed) else {
                continue;
            };
            let component = references::component(&node.pointer);
            let elsewhere = listed.reference().is_some() && component.is_none();
            answers.push(Answer {
                key,
                status,
                success: status.is_success(),
                description: listed.description_of(&node),
                node,
                component,
                elsewhere,
            });
        }
        let redirects = Status::only_redirects_succeed(answers.iter().map(|it| it.status));
        if redirects {
            for answer in &mut answers {
                answer.success = answer.status.is_redirect();
            }
        }
        // The status is in a type's name only where there is more than one to tell apart.
        let several = answers
            .iter()
            .filter(|answer| has_inline_body(answer))
            .count()
            > 1;
        let mut responses: Vec<Response> = answers
            .iter()
            .map(|answer| self.response(answer, several, site))
            .collect();
        if redirects {
            responses.extend(self.led_to(&responses, site));
        }
        responses
    }

    /// What redirects lead to, of which the document says nothing but that it is there.
    fn led_to(&mut self, responses: &[Response], site: &Site<'a>) -> Option<Response> {
        let redirects = || responses.iter().filter(|it| it.status.is_redirect());
        if redirects().any(|redirect| redirect.content != Outcome::Empty) {
            return None;
        }
        let first = redirects().min_by_key(|redirect| redirect.status)?;
        match site.method {
            Method::Get => Some(Response {
                pointer: first.pointer.clone(),
                status: Status::Range(2),
                description: None,
                content: Outcome::Bytes {
                    media_type: "*/*".to_owned(),
                },
                others: Vec::new(),
                headers: Vec::new(),
                links: Vec::new(),
            }),
            // It asks for no content.
            Method::Head => None,
            Method::Put
            | Method::Post
            | Method::Delete
            | Method::Options
            | Method::Patch
            | Method::Trace
            | Method::Other(_) => {
                self.report(
                    Code::RedirectFollowed,
                    &Pointer::from(first.pointer.clone()),
                    "the redirect is followed, and what it leads to is not given: nothing says \
                     what it is",
                );
                None
            }
        }
    }

    pub(super) fn status(&mut self, key: &str, node: &Node<'a>) -> Option<Status> {
        if key == "default" {
            return Some(Status::Default);
        }
        match StatusCode::deserialize(&Value::from(key)) {
            Ok(StatusCode::Code(code)) => Some(Status::Code(code)),
            Ok(StatusCode::Range(digit)) => u8::try_from(digit).ok().map(Status::Range),
            Err(error) => {
                self.say(
                    Diagnostic::new(
                        Code::NodeUndecodable,
                        format!("`{key}` is no status of a response: {error}"),
                    )
                    .at(&node.pointer),
                );
                None
            }
        }
    }

    fn response(&mut self, answer: &Answer<'a>, several: bool, site: &Site<'a>) -> Response {
        let role = match answer.success {
            true => Role::ResponseBody(several.then(|| answer.key.to_owned())),
            false => Role::ErrorBody(answer.key.to_owned()),
        };
        let scope = match &answer.component {
            Some((kind, name)) => Scope::here(
                Place(format!("components/{kind}/{}", docs::step(name))),
                NameHint::Component(name.clone()),
            ),
            None if answer.elsewhere => Scope::Elsewhere,
            None => Scope::here(
                Place(format!("{} {}", site.place, answer.key)),
                NameHint::Operation(site.index, role),
            ),
        };
        // The answer to HEAD has no body, whatever is said of it (RFC 9110 § 9.3.2).
        let mut outcomes = match site.method {
            Method::Head => Vec::new(),
            _ => self.outcomes(&answer.node, &scope),
        };
        let is_followed = answer.success && answer.status.is_redirect() && outcomes.is_empty();
        Response {
            pointer: answer.node.pointer.to_string(),
            status: answer.status,
            description: answer.description.clone().map(|text| self.words.line(text)),
            content: match outcomes.is_empty() {
                true => Outcome::Empty,
                false => outcomes.remove(0),
            },
            others: outcomes,
            headers: match is_followed {
                true => self.headers_left_behind(answer),
                false => self.response_headers(answer, site),
            },
            links: self.links(&answer.node),
        }
    }

    /// What a response carries, each alternative that differs: JSON first, then text, then bytes.
    fn outcomes(&mut self, response: &Node<'a>, scope: &Scope) -> Vec<Outcome> {
        let mut alternatives: Vec<(Format, &'a str, Node<'a>)> = response
            .members_of("content")
            .map(|(name, media)| match media::format(name) {
                Format::Json if self.is_binary(&media) => (Format::Bytes, name, media),
                format => (format, name, media),
            })
            .collect();
        alternatives.sort_by_key(|(format, name, _)| {
            (preference(*format), !media::is_usual(*format, name), *name)
        });
        let mut taken: Vec<(Format, &'a str, Node<'a>)> = Vec::new();
        let mut outcomes = Vec::new();
        for (format, name, media) in alternatives {
            let same = taken
                .iter()
                .find(|before| self.is_same(before, format, &media))
                .map(|(_, name, _)| *name);
            if let Some(same) = same {
                self.report(
                    Code::ResponseAlternative,
                    &media.pointer,
                    format!("the answer is asked for as `{same}`, so not as `{name}`"),
                );
                continue;
            }
            outcomes.push(self.outcome(format, name, &media, scope));
            taken.push((format, name, media));
        }
        outcomes
    }

    /// Whether an alternative says the same as one before it.
    fn is_same(
        &mut self,
        (before, _, other): &(Format, &'a str, Node<'a>),
        format: Format,
        media: &Node<'a>,
    ) -> bool {
        let schemas = (other.get("schema"), media.get("schema"));
        let equal = match &schemas {
            (Some(other), Some(schema)) => other.value == schema.value,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        match (before, format) {
            (Format::Json, Format::Json) => equal,
            // The same value, written otherwise: what can be had as JSON is not taken as text.
            (Format::Json, Format::Text | Format::Form | Format::Xml) => {
                equal && self.is_value(media)
            }
            _ => false,
        }
    }

    fn outcome(&mut self, format: Format, name: &str, media: &Node<'a>, scope: &Scope) -> Outcome {
        let schema = media.get("schema");
        let media_type = name.to_owned();
        match format {
            Format::Json => {
                let lowered = schema.map(|schema| self.schema(&schema, scope));
                let ty = lowered
                    .unwrap_or_else(|| Lowered::any(Unknown::NoSchema))
                    .whole();
                Outcome::Json {
                    media_type: media::sent(name),
                    ty,
                }
            }
            Format::Xml if self.is_value(media) => {
                let root = schema.as_ref().map(|schema| self.xml_root(schema));
                let lowered = schema.map(|schema| self.schema(&schema, scope));
                Outcome::Xml {
                    media_type,
                    ty: lowered
                        .unwrap_or_else(|| Lowered::any(Unknown::NoSchema))
                        .whole(),
                    root: root.unwrap_or_default(),
                }
            }
            Format::Text | Format::Form | Format::Xml => {
                self.text_schema(schema, name);
                Outcome::Text { media_type }
            }
            Format::Bytes => {
                self.opaque(schema);
                Outcome::Bytes { media_type }
            }
            Format::Stream => self.stream(name, media, scope),
            Format::Multipart => {
                self.report(
                    Code::ContentAsBytes,
                    &media.pointer,
                    format!("an answer of `{name}` is given as bytes; it is not taken apart"),
                );
                Outcome::Bytes { media_type }
            }
        }
    }
}

/// What a client can do most with comes first.
fn preference(format: Format) -> u8 {
    match format {
        Format::Json => 0,
        Format::Xml => 1,
        Format::Text | Format::Form => 2,
        Format::Bytes => 3,
        // What comes bit by bit mostly has to be asked for in the request, too.
        Format::Stream => 4,
        Format::Multipart => 5,
    }
}

/// Whether a response to a success has a body that is described in place.
fn has_inline_body(answer: &Answer<'_>) -> bool {
    let inline = |(_, media): (&str, Node<'_>)| {
        media
            .get("schema")
            .is_some_and(|schema| schema.reference().is_none())
    };
    answer.success && answer.component.is_none() && answer.node.members_of("content").any(inline)
}
