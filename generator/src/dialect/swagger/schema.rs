//! The words that schemas of 2.0 spell otherwise.

use serde_json::{Map, Value};

use crate::document::limits;

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
                *reference = format!("{to}{rest}");
                break;
            }
        }
    }
    if let Some(Value::Bool(true)) = fields.get("x-nullable") {
        fields.shift_remove("x-nullable");
        fields.insert("nullable".to_owned(), Value::Bool(true));
    }
    if let Some(Value::String(property)) = fields.get("discriminator") {
        let property = Value::String(property.clone());
        let discriminator = Map::from_iter([("propertyName".to_owned(), property)]);
        fields.insert("discriminator".to_owned(), Value::Object(discriminator));
    }
    if matches!(fields.get("type"), Some(Value::String(ty)) if ty == "file") {
        fields.insert("type".to_owned(), Value::String("string".to_owned()));
        fields.insert("format".to_owned(), Value::String("binary".to_owned()));
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
        *reference = format!("#/components/requestBodies/{name}");
    }
    inside(fields, members, |fields, members| {
        body_references(fields, bodies, members, depth + 1);
    });
}

fn inside(fields: &mut Fields, members: Members, mut f: impl FnMut(&mut Fields, Members)) {
    for (name, value) in fields {
        let are_words = members == Members::Words;
        if are_words && DATA.contains(&name.as_str()) {
            continue;
        }
        let inner = if are_words && BY_NAME.contains(&name.as_str()) {
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
