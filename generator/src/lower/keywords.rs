//! What the keywords of one schema say, without those that compose it of others.

use openapiv3::AnySchema;

use crate::diagnostics::{Code, Diagnostic};
use crate::dialect::extension;
use crate::hash::IndexMap;
use crate::ir::{Type, Unknown};
use crate::json::Value;

use super::context::Lowering;
use super::form::{AdditionalFields, Fields, Form, Look, Part, Positions};
use super::formats;
use super::node::Node;

/// The keywords that are decoded together. What is inside a schema is a node of its own.
const DECODED: &[&str] = &[
    "type",
    "format",
    "pattern",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "required",
    "enum",
];

impl<'a> Lowering<'a> {
    /// Decodes the keywords of a schema; one that cannot be decoded loses only itself.
    pub(super) fn keywords(&mut self, node: &Node<'a>) -> AnySchema {
        if let Ok(keywords) = node.decode(DECODED) {
            return keywords;
        }
        let mut good = Vec::new();
        for key in DECODED.iter().filter(|key| node.has(key)) {
            match node.decode::<AnySchema>(&[key]) {
                Ok(_) => good.push(*key),
                Err(error) => self.say(
                    Diagnostic::new(
                        Code::NodeUndecodable,
                        format!("`{key}` is not what a schema may have there: {error}"),
                    )
                    .at(node.pointer.child(key)),
                ),
            }
        }
        node.decode(&good).unwrap_or_default()
    }

    /// What the schema's own keywords say.
    pub(super) fn own_form(&mut self, node: &Node<'a>) -> Form<'a> {
        if !node.value.is_object() {
            // `true` and `false` are schemas in 3.1; `dialect` has turned them into objects.
            self.report(
                Code::NodeUndecodable,
                &node.pointer,
                "a schema is an object, and this is none",
            );
            return Form::new(Look::Any(Unknown::Mistake));
        }
        let keywords = self.keywords(node);
        let mut form = if keywords.enumeration.is_empty() {
            Form::new(self.own_look(node, &keywords))
        } else {
            self.enumeration(node, &keywords)
        };
        form.nullable |= node.flag("nullable");
        // The names are read from the tree, which outlives the decoded keywords.
        form.required = node
            .items_of("required")
            .filter_map(|name| name.value.as_str())
            .collect();
        form
    }

    fn own_look(&mut self, node: &Node<'a>, keywords: &AnySchema) -> Look<'a> {
        match keywords.typ.as_deref() {
            Some("string") => Look::Scalar(Type::Text(formats::of_text(node, keywords))),
            Some("integer") => Look::Scalar(Type::Integer(formats::of_integer(node, keywords))),
            Some("number") => Look::Scalar(formats::of_number(keywords)),
            Some("boolean") => Look::Scalar(Type::Boolean),
            Some("array") => self.list(node),
            Some("object") => self.object(node),
            Some(other) => {
                self.say(
                    Diagnostic::new(
                        Code::UnknownType,
                        format!("`{other}` is no type of a schema; any JSON is taken"),
                    )
                    .at(node.pointer.child("type")),
                );
                Look::Any(Unknown::Mistake)
            }
            None => self.implied(node),
        }
    }

    /// The look of a schema that does not say its type.
    fn implied(&mut self, node: &Node<'a>) -> Look<'a> {
        const OF_OBJECTS: &[&str] = &[
            "properties",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ];
        const OF_LISTS: &[&str] = &[
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            extension::PREFIX_ITEMS,
        ];
        if OF_OBJECTS.iter().any(|key| node.has(key)) {
            self.object(node)
        } else if OF_LISTS.iter().any(|key| node.has(key)) {
            self.list(node)
        } else {
            Look::Any(Unknown::Unsaid)
        }
    }

    fn list(&mut self, node: &Node<'a>) -> Look<'a> {
        if node.has(extension::PREFIX_ITEMS) {
            return self.tuple(node);
        }
        Look::List(node.get("items").map(Part::new).into_iter().collect())
    }

    /// Items with a schema a position: a list, if all are of the same plain type.
    fn tuple(&mut self, node: &Node<'a>) -> Look<'a> {
        let by_position: Vec<Part<'a>> = node
            .items_of(extension::PREFIX_ITEMS)
            .map(Part::new)
            .collect();
        let rest: Option<Part<'a>> = node.get("items").map(Part::new);
        let mut scalars = by_position
            .iter()
            .chain(&rest)
            .map(|part| match &self.form(part).look {
                Look::Scalar(ty) => Some(ty.clone()),
                _ => None,
            });
        let first = scalars.next().flatten();
        let alike = first.is_some() && scalars.all(|scalar| scalar == first);
        if alike {
            return Look::List(by_position.into_iter().take(1).collect());
        }
        let least = node.member("minItems").and_then(Value::as_u64);
        Look::Tuple(Positions {
            required: least.map_or(0, |least| usize::try_from(least).unwrap_or(usize::MAX)),
            items: by_position.into_iter().map(|part| vec![part]).collect(),
            rest: rest.into_iter().collect(),
        })
    }

    fn object(&mut self, node: &Node<'a>) -> Look<'a> {
        let members: IndexMap<&'a str, Vec<Part<'a>>> = node
            .members_of("properties")
            .map(|(key, member)| (key, vec![Part::new(member)]))
            .collect();
        let forbidden = node.member("additionalProperties") == Some(&Value::Bool(false));
        let additional = self.additional(node);
        match (members.is_empty(), additional) {
            (true, AdditionalFields::Unspoken) if !forbidden => Look::Object,
            (true, AdditionalFields::Any) => Look::Object,
            (true, AdditionalFields::Like(values)) => Look::Map(values),
            (_, additional) => Look::Record(Fields {
                members,
                additional,
            }),
        }
    }

    /// What members without a name may be.
    fn additional(&mut self, node: &Node<'a>) -> AdditionalFields<'a> {
        let Some(schema) = node.get("additionalProperties") else {
            return AdditionalFields::Unspoken;
        };
        match schema.value {
            Value::Bool(false) => AdditionalFields::Unspoken,
            Value::Object(keywords) if !keywords.is_empty() => {
                AdditionalFields::Like(vec![Part::new(schema)])
            }
            _ => AdditionalFields::Any,
        }
    }
}
