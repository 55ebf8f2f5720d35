//! Responses: every status that is documented, and what it carries.

use openapiv3::StatusCode;
use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{NameHint, Outcome, Place, Response, Role, Status, Unknown};

use super::context::{Lowered, Lowering, Scope};
use super::media::{self, Format};
use super::node::Node;
use super::operations::Site;
use super::{docs, references};

/// A response before the schema of its body is lowered.
struct Answer<'a> {
    key: &'a str,
    status: Status,
    node: Node<'a>,
    description: Option<String>,
    component: Option<(String, String)>,
    elsewhere: bool,
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
                description: listed.description_of(&node),
                node,
                component,
                elsewhere,
            });
        }
        // The status is in a type's name only where there is more than one to tell apart.
        let several = answers
            .iter()
            .filter(|answer| has_inline_body(answer))
            .count()
            > 1;
        answers
            .iter()
            .map(|answer| self.response(answer, several, site))
            .collect()
    }

    fn status(&mut self, key: &str, node: &Node<'a>) -> Option<Status> {
        if key == "default" {
            return Some(Status::Default);
        }
        match serde_json::from_value(Value::from(key)) {
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
        let success = answer.status.is_success();
        let role = match success {
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
        Response {
            pointer: answer.node.pointer.to_string(),
            status: answer.status,
            description: answer.description.clone(),
            content: self.outcome(&answer.node, &scope),
        }
    }

    /// What a response carries: JSON if it can, else text, else bytes.
    fn outcome(&mut self, response: &Node<'a>, scope: &Scope) -> Outcome {
        let mut alternatives: Vec<(Format, &'a str, Node<'a>)> = response
            .members_of("content")
            .map(|(name, media)| match media::format(name) {
                Format::Json if self.is_binary(&media) => (Format::Bytes, name, media),
                format => (format, name, media),
            })
            .collect();
        alternatives.sort_by_key(|(format, ..)| *format);
        if alternatives.is_empty() {
            return Outcome::Empty;
        }
        let (format, name, media) = alternatives.remove(0);
        for (_, other, media) in &alternatives {
            self.report(
                Code::ResponseAlternative,
                &media.pointer,
                format!("the answer is asked for as `{name}`, so not as `{other}`"),
            );
        }
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
            Format::Text | Format::Form => {
                self.text_schema(schema, name);
                Outcome::Text { media_type }
            }
            Format::Xml => {
                self.text_schema(schema, name);
                Outcome::Text { media_type }
            }
            Format::Bytes => {
                self.opaque(schema);
                Outcome::Bytes { media_type }
            }
            Format::Multipart | Format::Stream => {
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

/// Whether a response to a success has a body that is described in place.
fn has_inline_body(answer: &Answer<'_>) -> bool {
    let inline = |(_, media): (&str, Node<'_>)| {
        media
            .get("schema")
            .is_some_and(|schema| schema.reference().is_none())
    };
    answer.status.is_success()
        && answer.component.is_none()
        && answer.node.members_of("content").any(inline)
}
