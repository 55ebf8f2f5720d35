//! The words that schemas of 2.0 spell otherwise.

use crate::document::limits;
use crate::json::{Map, Value};

use super::Fields;

/// Members that hold data, in which nothing is a word of the specification.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "x-example"];

/// Members that hold things by name, so that the names are no words either: a response
/// can be the `default`, a property can be called `example`.
const BY_NAME: [&str; 6] = [
    "definitions",
    "headers",
    "parameters",
    "paths",
    "properties",
    "responses",
];

/// What an object is to whoever looks for words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Members {
    /// Its members are words of the specification.
    Words,
    /// Its members are names.
    Names,
}

/// Rewrites references, `x-nullable`, a discriminator that is a name, and the type
/// `file`, wherever they are.
pub(super) fn words(fields: &mut Fields, members: Members, depth: usize) {
    if depth > limits::DEPTH {
        return;
    }
    if members == Members::Words {
        rewrite(fields);
    }
    inside(fields, members, |fields, members| {
        words(fields, members, depth + 1)
    });
}

fn rewrite(fields: &mut Fields) {
    if let Some(Value::String(reference)) = fields.get_mut("$ref") {
        for (from, to) in [
            ("#/definitions/", "#/components/schemas/"),
            ("#/responses/", "#/components/responses/"),
            ("#/parameters/", "#/components/parameters/"),
        ] {
            if let Some(rest) = reference.strip_prefix(from) {
                *reference = format!("{to}{rest}").into();
                break;
            }
        }
    }
    if let Some(Value::Bool(true)) = fields.get("x-nullable") {
        fields.shift_remove("x-nullable");
        fields.insert("nullable", Value::Bool(true));
    }
    if let Some(Value::String(property)) = fields.get("discriminator") {
        let property = Value::String(property.clone());
        let discriminator = Map::from_iter([("propertyName", property)]);
        fields.insert("discriminator", Value::Object(discriminator));
    }
    if matches!(fields.get("type"), Some(Value::String(ty)) if ty == "file") {
        fields.insert("type", Value::from("string"));
        fields.insert("format", Value::from("binary"));
    }
}

/// Leads the references to parameters that are bodies to the request bodies.
pub(super) fn body_references(
    fields: &mut Fields,
    bodies: &[String],
    members: Members,
    depth: usize,
) {
    if bodies.is_empty() || depth > limits::DEPTH {
        return;
    }
    if let Some(Value::String(reference)) = fields.get_mut("$ref")
        && let Some(name) = reference.strip_prefix("#/components/parameters/")
        && bodies.iter().any(|body| body == name)
    {
        *reference = format!("#/components/requestBodies/{name}").into();
    }
    inside(fields, members, |fields, members| {
        body_references(fields, bodies, members, depth + 1);
    });
}

fn inside(fields: &mut Fields, members: Members, mut f: impl FnMut(&mut Fields, Members)) {
    for (name, value) in fields {
        let are_words = members == Members::Words;
        if are_words && DATA.contains(&name) {
            continue;
        }
        let inner = if are_words && BY_NAME.contains(&name) {
            Members::Names
        } else {
            Members::Words
        };
        match value {
            Value::Object(fields) => f(fields, inner),
            Value::Array(items) => {
                for item in items {
                    if let Value::Object(fields) = item {
                        f(fields, Members::Words);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
