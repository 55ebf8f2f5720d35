//! Every example of the document, with the type that it is an example of.

use crate::diagnostics::{Code, Diagnostic};
use crate::dialect::extension;
use crate::document::Pointer;
use crate::ir::{Api, Example, Unknown};
use crate::json::Value;

use super::context::{Lowered, Lowering};
use super::fits::{Direction, Verdict, judge, without_unspoken};
use super::keys::Kind;
use super::media::{self, Format};
use super::node::Node;

/// A schema, a parameter or a media type that has examples.
pub(super) struct Showing<'a> {
    kind: Kind,
    node: Node<'a>,
}

impl<'a> Showing<'a> {
    /// This node, if it is one.
    pub(super) fn of(kind: Kind, node: &Node<'a>) -> Option<Self> {
        let can = matches!(kind, Kind::Schema | Kind::Parameter | Kind::MediaType);
        let mut keys = ["example", "examples", extension::EXAMPLES].into_iter();
        (can && keys.any(|key| node.has(key))).then(|| Self {
            kind,
            node: node.clone(),
        })
    }
}

impl<'a> Lowering<'a> {
    /// What schemas, parameters and media types show, in the document's order.
    ///
    /// What contradicts its own type is reported, and left out if a client could not read it.
    pub(super) fn examples(&mut self, shown: Vec<Showing<'a>>, api: &Api) -> Vec<Example> {
        let mut examples = Vec::new();
        for Showing { kind, node } in shown {
            if self.canonical.is_left_out(&node.pointer) {
                continue;
            }
            let lowered = self.type_at(kind, &node);
            let direction = direction(kind, &node);
            let is_xml = kind == Kind::MediaType && is_xml(&node);
            for value in self.values_at(kind, &node) {
                if is_xml && value.value.is_string() {
                    self.report(
                        Code::ExampleWithoutType,
                        &value.pointer,
                        "an example that is written as XML is not read",
                    );
                    continue;
                }
                examples.extend(self.example(&value, lowered.as_ref(), direction, api));
            }
        }
        examples
    }

    fn example(
        &mut self,
        value: &Node<'a>,
        lowered: Option<&Lowered>,
        direction: Direction,
        api: &Api,
    ) -> Option<Example> {
        let Some(lowered) = lowered else {
            self.report(
                Code::ExampleWithoutType,
                &value.pointer,
                "no type is generated that this would be an example of",
            );
            return None;
        };
        let verdict = judge(
            api,
            &self.open_enums,
            &lowered.ty,
            lowered.nullable,
            direction,
            value.value,
        );
        if let Verdict::Kept(mismatch) | Verdict::Contradicts(mismatch) = &verdict {
            self.say(
                Diagnostic::new(
                    Code::ExampleContradictsSchema,
                    format!("the example is not of the type that its own schema says: {mismatch}"),
                )
                .at(&value.pointer),
            );
        }
        if let Verdict::Contradicts(_) = verdict {
            return None;
        }
        let mut spoken_of = value.value.clone();
        let beyond = without_unspoken(
            api,
            &self.open_enums,
            &lowered.ty,
            direction,
            &mut spoken_of,
        );
        if let Some(first) = beyond.first() {
            let others = match beyond.len() - 1 {
                0 => String::new(),
                others => format!(", and {others} more"),
            };
            self.report(
                Code::ExampleSaysMore,
                &value.pointer,
                format!("the example has `{first}`{others}, of which its schema does not speak"),
            );
        }
        Some(Example {
            pointer: value.pointer.to_string(),
            ty: lowered.ty.clone(),
            nullable: lowered.nullable,
            value: spoken_of,
        })
    }

    fn type_at(&mut self, kind: Kind, node: &Node<'a>) -> Option<Lowered> {
        let schema = match kind {
            Kind::Schema => Some(node.clone()),
            Kind::Parameter => match node.get("schema") {
                Some(schema) => Some(schema),
                None => {
                    let content = node.members_of("content").next();
                    content.and_then(|(_, media)| media.get("schema"))
                }
            },
            _ => node.get("schema"),
        };
        match schema {
            Some(schema) => self.lowered.get(&schema.identity()).cloned(),
            None => untyped(node),
        }
    }

    /// The examples of a node, references among them resolved.
    fn values_at(&mut self, kind: Kind, node: &Node<'a>) -> Vec<Node<'a>> {
        let listed: Vec<Node<'a>> = node.items_of(extension::EXAMPLES).collect();
        // In 3.1 `example` is the first of the list, for those who only read 3.0.
        let alone = node
            .get("example")
            .filter(|example| listed.iter().all(|other| other.value != example.value));
        let mut values: Vec<Node<'a>> = alone.into_iter().chain(listed).collect();
        if kind != Kind::Schema {
            let named: Vec<Node<'a>> = node.members_of("examples").map(|(_, node)| node).collect();
            for example in named {
                values.extend(
                    self.resolve(&example)
                        .and_then(|example| example.get("value")),
                );
            }
        }
        values
    }

    /// The example that a parameter shows.
    pub(super) fn example_of(&mut self, node: &Node<'a>) -> Option<Value> {
        let values = self.values_at(Kind::Parameter, node);
        values.first().map(|example| example.value.clone())
    }
}

/// Whether the content of a media type is XML.
fn is_xml(media: &Node<'_>) -> bool {
    let name = media.pointer.last();
    name.is_some_and(|name| media::format(&name) == Format::Xml)
}

/// Which way the examples of a node go. A schema may be used both ways.
fn direction(kind: Kind, node: &Node<'_>) -> Direction {
    if kind == Kind::Schema {
        return Direction::Either;
    }
    let mut steps = node.pointer.steps();
    let found = steps.find_map(|step| match step.as_ref() {
        "requestBody" | "requestBodies" | "parameters" => Some(Direction::Request),
        "responses" => Some(Direction::Response),
        _ => None,
    });
    found.unwrap_or(Direction::Either)
}

/// What content without a schema is: JSON that nothing is known of.
fn untyped(node: &Node<'_>) -> Option<Lowered> {
    let last: Option<String> = Pointer::last(&node.pointer).map(|name| name.into_owned());
    let json = last.is_some_and(|media_type| media::format(&media_type) == Format::Json);
    json.then(|| Lowered::any(Unknown::NoSchema))
}
