//! Parameters: what goes into the path, the query, the headers and the cookies.

use openapiv3::{
    CookieStyle, HeaderStyle, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
};

use crate::diagnostics::{Code, Diagnostic};
use crate::dialect::extension;
use crate::hash::IndexMap;
use crate::ir::{
    Docs, Limits, Location, NameHint, Parameter, PathPart, Place, Role, Style, TextFormat, Type,
    Unknown,
};
use crate::json::{Map, Text, Value};

use super::context::{Lowered, Lowering, Scope};
use super::form::Part;
use super::media::{self, Format};
use super::node::Node;
use super::operations::Site;
use super::{docs, extensions, paths, references};

const DECODED: &[&str] = &[
    "name",
    "in",
    "required",
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "deprecated",
    "description",
];

/// A parameter as an operation takes it, before its schema is lowered.
pub(super) struct Declared<'a> {
    node: Node<'a>,
    description: Option<Text>,
    decoded: openapiv3::Parameter,
    location: Location,
    /// The kind and the name of the component that it is, if it is one.
    component: Option<(String, String)>,
    /// Every operation of the path takes it.
    shared: bool,
    /// A reference led to another operation's parameter.
    elsewhere: bool,
}

impl Declared<'_> {
    pub(super) fn data(&self) -> &ParameterData {
        self.decoded.parameter_data_ref()
    }

    /// What two parameters of one operation may not have in common.
    fn key(&self) -> (Location, String) {
        (self.location, self.data().name.clone())
    }
}

impl<'a> Lowering<'a> {
    /// The parameters of an operation, those of its path item included, each once.
    pub(super) fn declared(
        &mut self,
        item: &Node<'a>,
        operation: &Node<'a>,
        path: &[PathPart],
        signed_in: bool,
    ) -> Vec<Declared<'a>> {
        let mut declared: IndexMap<(Location, String), Declared<'a>> = IndexMap::default();
        for (around, shared) in [(item, true), (operation, false)] {
            for node in around.items_of("parameters") {
                let Some(parameter) = self.decode_parameter(&node, shared) else {
                    continue;
                };
                if self.is_out_of_place(&parameter, path, signed_in) {
                    continue;
                }
                let before = declared.insert(parameter.key(), parameter);
                if before.is_some_and(|before| before.shared == shared) {
                    self.report(
                        Code::ParameterTwice,
                        &node.pointer,
                        "this parameter is listed twice; the last one is taken",
                    );
                }
            }
        }
        declared.into_values().collect()
    }

    fn decode_parameter(&mut self, listed: &Node<'a>, shared: bool) -> Option<Declared<'a>> {
        let node = self.resolve(listed)?;
        let component = references::component(&node.pointer);
        // The schema is a node of its own; the variants of content are told by their names.
        let content: Map = node
            .members_of("content")
            .map(|(name, _)| (name, Map::new().into()))
            .collect();
        let stands_for = match content.is_empty() {
            true => ("schema", Map::from_iter([("$ref", "".into())]).into()),
            false => ("content", Value::Object(content)),
        };
        let decoded = match node.decode_with::<openapiv3::Parameter>(DECODED, [stands_for]) {
            Ok(decoded) => decoded,
            Err(error) => {
                self.say(
                    Diagnostic::new(
                        Code::NodeUndecodable,
                        format!("a parameter is not usable: {error}"),
                    )
                    .at(&node.pointer),
                );
                return None;
            }
        };
        let location = match decoded {
            openapiv3::Parameter::Path { .. } => Location::Path,
            openapiv3::Parameter::Query { .. } => Location::Query,
            openapiv3::Parameter::Header { .. } => Location::Header,
            openapiv3::Parameter::Cookie { .. } => Location::Cookie,
        };
        let elsewhere = listed.reference().is_some() && component.is_none();
        Some(Declared {
            description: listed.description_of(&node),
            node,
            decoded,
            location,
            component,
            shared,
            elsewhere,
        })
    }

    /// Parameters that mean nothing where they are.
    fn is_out_of_place(
        &mut self,
        parameter: &Declared<'a>,
        path: &[PathPart],
        signed_in: bool,
    ) -> bool {
        let name = parameter.data().name.as_str();
        // OAS 3.0.3 § 4.7.12.1: these three are not parameters of the operation.
        // `Authorization` is left to the credentials, where the operation asks for any: else nobody
        // would set it.
        let reserved: &[&str] = match signed_in {
            true => &["Accept", "Content-Type", "Authorization"],
            false => &["Accept", "Content-Type"],
        };
        if parameter.location == Location::Header
            && reserved
                .iter()
                .any(|reserved| reserved.eq_ignore_ascii_case(name))
        {
            self.report(
                Code::ReservedHeader,
                &parameter.node.pointer.child("name"),
                format!(
                    "the client sets `{name}` itself, from the body, the answer or the credentials"
                ),
            );
            return true;
        }
        if parameter.location == Location::Path && !paths::names(path).contains(&name) {
            self.report(
                Code::PathParameterUnused,
                &parameter.node.pointer.child("name"),
                format!("the path has no `{{{name}}}`, so the parameter is left out"),
            );
            return true;
        }
        false
    }

    /// The parameters with their types.
    pub(super) fn parameters(
        &mut self,
        declared: Vec<Declared<'a>>,
        path: &[PathPart],
        site: &Site<'a>,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = declared
            .iter()
            .map(|parameter| self.parameter(parameter, site))
            .collect();
        for name in paths::names(path) {
            let known = |p: &Parameter| p.location == Location::Path && p.name == name;
            if !parameters.iter().any(known) {
                self.report(
                    Code::PathParameterUndeclared,
                    &site.node.pointer,
                    format!("the path has `{{{name}}}`, and no parameter says what it is; a text is taken"),
                );
                parameters.push(undeclared(name, site));
            }
        }
        parameters
    }

    fn parameter(&mut self, declared: &Declared<'a>, site: &Site<'a>) -> Parameter {
        let data = declared.data();
        let step = place_step(declared.location, &data.name);
        let place = Place(format!("{} {step}", site.place));
        let scope = match &declared.component {
            Some((kind, name)) => Scope::here(
                Place(format!("components/{kind}/{}", docs::step(name))),
                NameHint::Component(name.clone()),
            ),
            None if declared.elsewhere => Scope::Elsewhere,
            None => {
                // What all operations of a path share belongs to none of them.
                let around = if declared.shared {
                    &site.path
                } else {
                    &site.place.0
                };
                Scope::here(
                    Place(format!("{around} {step}")),
                    NameHint::Operation(site.index, Role::Parameter(data.name.clone())),
                )
            }
        };
        let (lowered, style, schema) = self.parameter_type(declared, &scope);
        let parts: Vec<Part<'a>> = schema.into_iter().map(Part::new).collect();
        let form = self.form_of_all(&parts);
        let mut docs = docs::of_use(self, &parts, &form);
        if let Some(text) = &declared.description {
            docs.description = Some(self.words.description(text.clone()));
        }
        docs.deprecated |= declared.node.flag("deprecated");
        docs.example = self
            .example_of(&declared.node)
            .map(Box::new)
            .or(docs.example);
        let named = extensions::name(self, &declared.node);
        Parameter {
            place,
            pointer: declared.node.pointer.to_string(),
            name: data.name.clone(),
            requested_name: named,
            location: declared.location,
            limits: self.limits(&parts, &lowered.ty),
            ty: lowered.ty,
            // A path parameter is always required (OAS 3.0.3 § 4.7.12.2).
            required: data.required || declared.location == Location::Path,
            style,
            segments: extensions::segments(self, &declared.node),
            makes_repeatable: extensions::idempotency(self, &declared.node, declared.location),
            docs,
        }
    }

    /// The type of a parameter, how it is written, and its schema.
    fn parameter_type(
        &mut self,
        declared: &Declared<'a>,
        scope: &Scope,
    ) -> (Lowered, Style, Option<Node<'a>>) {
        let node = &declared.node;
        match &declared.data().format {
            ParameterSchemaOrContent::Schema(_) => {
                let style = match node.flag(extension::COOKIE_STYLE) {
                    true => Style::Cookie {
                        explode: declared.data().explode.unwrap_or(true),
                    },
                    false => style(&declared.decoded),
                };
                match node.get("schema") {
                    Some(schema) => (self.schema(&schema, scope), style, Some(schema)),
                    None => {
                        self.report(
                            Code::ParameterUntyped,
                            &node.pointer,
                            "the parameter has neither `schema` nor `content`; a text is taken",
                        );
                        (
                            Lowered::new(Type::Text(TextFormat::Plain), false),
                            style,
                            None,
                        )
                    }
                }
            }
            ParameterSchemaOrContent::Content(content) => {
                let media = content
                    .keys()
                    .next()
                    .and_then(|media| Some((media.as_str(), node.get("content")?.get(media)?)));
                match media {
                    Some((name, media)) if media::format(name) == Format::Json => {
                        let schema = media.get("schema");
                        let lowered = schema.as_ref().map(|schema| self.schema(schema, scope));
                        let style = match node.flag(extension::WHOLE_QUERY) {
                            true => Style::Whole { json: true },
                            false => Style::Json,
                        };
                        (
                            lowered.unwrap_or_else(|| Lowered::any(Unknown::NoSchema)),
                            style,
                            schema,
                        )
                    }
                    _ => {
                        self.report(
                            Code::ParameterUntyped,
                            &node.pointer,
                            "the parameter is written as something else than JSON; it is taken as text",
                        );
                        let text = Lowered::new(Type::Text(TextFormat::Plain), false);
                        let style = match node.flag(extension::WHOLE_QUERY) {
                            true => Style::Whole { json: false },
                            false => style(&declared.decoded),
                        };
                        (text, style, None)
                    }
                }
            }
        }
    }
}

/// A parameter that only the path names.
fn undeclared(name: &str, site: &Site<'_>) -> Parameter {
    Parameter {
        place: Place(format!(
            "{} {}",
            site.place,
            place_step(Location::Path, name)
        )),
        pointer: site.node.pointer.to_string(),
        name: name.to_owned(),
        requested_name: None,
        location: Location::Path,
        ty: Type::Text(TextFormat::Plain),
        limits: Limits::default(),
        required: true,
        style: Style::Simple { explode: false },
        segments: 1,
        makes_repeatable: false,
        docs: Docs::default(),
    }
}

/// A parameter in a place: by where it goes and its name, never by its position.
fn place_step(location: Location, name: &str) -> String {
    match location {
        Location::Path => format!("{{{name}}}"),
        Location::Query => format!("? {name}"),
        Location::Header => format!("# {name}"),
        Location::Cookie => format!("; {name}"),
    }
}

/// The style, with the defaults of OAS 3.0.3 § 4.7.12.2.
fn style(parameter: &openapiv3::Parameter) -> Style {
    let explode = parameter.parameter_data_ref().explode;
    match parameter {
        openapiv3::Parameter::Path { style, .. } => {
            let explode = explode.unwrap_or(false);
            match style {
                PathStyle::Simple => Style::Simple { explode },
                PathStyle::Label => Style::Label { explode },
                PathStyle::Matrix => Style::Matrix { explode },
            }
        }
        openapiv3::Parameter::Header {
            style: HeaderStyle::Simple,
            ..
        } => Style::Simple {
            explode: explode.unwrap_or(false),
        },
        openapiv3::Parameter::Cookie {
            style: CookieStyle::Form,
            ..
        } => Style::Form {
            explode: explode.unwrap_or(true),
            allow_reserved: false,
        },
        openapiv3::Parameter::Query {
            style,
            allow_reserved,
            ..
        } => {
            let exploded = |explode| Style::Form {
                explode,
                allow_reserved: *allow_reserved,
            };
            match (style, explode) {
                (QueryStyle::Form, explode) => exploded(explode.unwrap_or(true)),
                // Exploded, a list has no delimiter left to write.
                (QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited, Some(true)) => {
                    exploded(true)
                }
                (QueryStyle::SpaceDelimited, _) => Style::SpaceDelimited,
                (QueryStyle::PipeDelimited, _) => Style::PipeDelimited,
                (QueryStyle::DeepObject, _) => Style::DeepObject,
            }
        }
    }
}
