//! Headers of responses.

use crate::diagnostics::Code;
use crate::ir::{HeaderSyntax, NameHint, Place, ResponseHeader, Role, TextFormat, Type, Unknown};
use crate::json::Text;

use super::context::{Lowered, Lowering, Scope};
use super::docs;
use super::form::Part;
use super::media::{self, Format};
use super::node::Node;
use super::operations::Site;
use super::references;
use super::responses::Answer;
use super::security::is_token;

impl<'a> Lowering<'a> {
    /// The headers of a response.
    pub(super) fn response_headers(
        &mut self,
        answer: &Answer<'a>,
        site: &Site<'a>,
    ) -> Vec<ResponseHeader> {
        let mut headers = Vec::new();
        for (name, listed) in answer.node.members_of("headers") {
            // OAS 3.1 § 4.8.17: it says what the content is, which `content` does already.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            if !is_token(name) {
                self.report(
                    Code::ResponseHeaders,
                    &listed.pointer,
                    format!("`{name}` cannot be the name of a header"),
                );
                continue;
            }
            let Some(node) = self.resolve(&listed) else {
                continue;
            };
            let step = docs::step(name);
            let scope = match (references::component(&node.pointer), &answer.component) {
                (Some((kind, component)), _) => Scope::here(
                    Place(format!("components/{kind}/{}", docs::step(&component))),
                    NameHint::Component(component),
                ),
                _ if answer.elsewhere || listed.reference().is_some() => Scope::Elsewhere,
                (None, Some((kind, component))) => Scope::here(
                    Place(format!(
                        "components/{kind}/{} # {step}",
                        docs::step(component)
                    )),
                    NameHint::Component(format!("{component} {name}")),
                ),
                (None, None) => Scope::here(
                    Place(format!("{} {} # {step}", site.place, answer.key)),
                    NameHint::Operation(site.index, Role::Parameter(name.to_owned())),
                ),
            };
            let description = listed.description_of(&node);
            headers.push(self.response_header(name, &node, description, &scope));
        }
        headers
    }

    /// The headers of a redirect that is followed: none is of the answer that comes of it.
    pub(super) fn headers_left_behind(&mut self, answer: &Answer<'a>) -> Vec<ResponseHeader> {
        for (name, listed) in answer.node.members_of("headers") {
            // It is where the client goes.
            if !name.eq_ignore_ascii_case("location") {
                self.report(
                    Code::RedirectFollowed,
                    &listed.pointer,
                    format!("the redirect is followed, and its header `{name}` is not given"),
                );
            }
        }
        Vec::new()
    }

    fn response_header(
        &mut self,
        name: &str,
        node: &Node<'a>,
        description: Option<Text>,
        scope: &Scope,
    ) -> ResponseHeader {
        let content = node.members_of("content").next();
        let (schema, syntax) = match &content {
            Some((media_type, media)) if media::format(media_type) == Format::Json => {
                (media.get("schema"), HeaderSyntax::Json)
            }
            Some(_) => (None, HeaderSyntax::Simple),
            None if node.flag("explode") => (node.get("schema"), HeaderSyntax::Exploded),
            None => (node.get("schema"), HeaderSyntax::Simple),
        };
        let lowered = schema.as_ref().map(|schema| self.schema(schema, scope));
        let ty = match (lowered, syntax) {
            (Some(Lowered { ty, .. }), _) => ty,
            (None, HeaderSyntax::Json) => Type::Any(Unknown::NoSchema),
            (None, HeaderSyntax::Simple | HeaderSyntax::Exploded) => Type::Text(TextFormat::Plain),
        };
        let parts: Vec<Part<'a>> = schema.into_iter().map(Part::new).collect();
        let form = self.form_of_all(&parts);
        let mut docs = docs::of_use(self, &parts, &form);
        if let Some(text) = description {
            docs.description = Some(self.words.description(text));
        }
        docs.deprecated |= node.flag("deprecated");
        docs.example = None;
        ResponseHeader {
            name: name.to_owned(),
            ty,
            syntax,
            docs,
        }
    }
}
