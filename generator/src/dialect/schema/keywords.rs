//! The keywords of a schema, and what kind of value each has.

use crate::diagnostics::Code;
use crate::dialect::walk::Walk;
use crate::dialect::{Version, extension, objects, repair};
use crate::json::Value;

use super::{Keywords, discriminator};

/// What kind of value a keyword has.
enum Holds {
    /// Anything.
    Any,
    Text,
    Flag,
    Count,
    Number,
    /// True or false (3.0), or a number (3.1).
    FlagOrNumber,
    /// A text, and no other kind that could be made one.
    Reference,
    /// A list of anything.
    List,
    Texts,
    /// A schema, or something with schemas inside: looked at when it is its turn.
    Schema,
    Discriminator,
    ExternalDocs,
}

fn holds(keyword: &str) -> Option<Holds> {
    Some(match keyword {
        "title" | "description" | "format" | "pattern" => Holds::Text,
        "$ref" => Holds::Reference,
        "contentEncoding" | "contentMediaType" => Holds::Text,
        "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => Holds::Flag,
        "minLength" | "maxLength" | "minItems" | "maxItems" => Holds::Count,
        "minProperties" | "maxProperties" => Holds::Count,
        "minimum" | "maximum" | "multipleOf" => Holds::Number,
        "exclusiveMinimum" | "exclusiveMaximum" => Holds::FlagOrNumber,
        "enum" => Holds::List,
        "required" => Holds::Texts,
        "type" | "const" | "default" | "example" | "examples" | "xml" => Holds::Any,
        "properties" | "additionalProperties" | "items" | "not" => Holds::Schema,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" | "patternProperties" => Holds::Schema,
        "contentSchema" => Holds::Schema,
        "discriminator" => Holds::Discriminator,
        "externalDocs" => Holds::ExternalDocs,
        _ => return None,
    })
}

/// Keywords that only restrict values, in a way that no type can hold.
const VALIDATION_ONLY: [&str; 16] = [
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "unevaluatedProperties",
    "unevaluatedItems",
    "additionalItems",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
    "$recursiveAnchor",
    "$recursiveRef",
    "divisibleBy",
];

/// Keywords about the schema as a text, which mean nothing to a client.
const ABOUT_THE_TEXT: [&str; 4] = ["$comment", "$schema", "$vocabulary", "id"];

/// Gives every keyword the kind of value that it should have, takes out those that
/// the canonical tree has no place for, and remembers the schema's own names.
pub(super) fn put_in_order(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    names(walk, keywords);
    dynamic_reference(walk, keywords);
    keywords.retain(|keyword, value| {
        let Some(holds) = holds(keyword) else {
            return unknown(walk, keyword);
        };
        walk.inside(keyword, |walk| match holds {
            Holds::Any | Holds::Schema => true,
            Holds::Text => repair::text(walk, value),
            Holds::Reference => value.is_string() || walk.wrong(value, "a reference"),
            Holds::Flag => repair::flag(walk, value),
            Holds::Count => repair::count(walk, value),
            Holds::Number => repair::number(walk, value),
            Holds::FlagOrNumber => value.is_boolean() || repair::number(walk, value),
            Holds::List => match value {
                Value::Array(_) => true,
                Value::Null => false,
                _ => {
                    repair::one_as_list(walk, value);
                    true
                }
            },
            Holds::Texts => required(walk, value),
            Holds::Discriminator => discriminator::discriminator(walk, value),
            Holds::ExternalDocs => walk.object(value, &objects::EXTERNAL_DOCS),
        })
    });
    examples(walk, keywords);
}

/// Says what there is to say of a keyword that is not in the table, and whether it
/// stays.
fn unknown(walk: &mut Walk<'_>, keyword: &str) -> bool {
    if keyword.starts_with("x-") {
        return true;
    }
    if ABOUT_THE_TEXT.contains(&keyword) {
        return false;
    }
    let (code, message) = if VALIDATION_ONLY.contains(&keyword) {
        (
            Code::ValidationOnly,
            format!("`{keyword}` restricts values beyond what a type can say"),
        )
    } else {
        (
            Code::UnknownField,
            format!("schemas have no keyword `{keyword}`; it is not read"),
        )
    };
    walk.say_of(keyword, code, message);
    false
}

/// The names that a schema gives itself (JSON Schema core, § 8.2).
fn names(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    if let Some(Value::String(id)) = keywords.get("$id") {
        walk.name(id.trim_end_matches('#').to_owned());
    }
    for keyword in ["$anchor", "$dynamicAnchor"] {
        if let Some(Value::String(anchor)) = keywords.get(keyword) {
            walk.name(format!("#{anchor}"));
        }
    }
    for keyword in ["$id", "$anchor", "$dynamicAnchor"] {
        keywords.shift_remove(keyword);
    }
}

/// A dynamic reference leads to what is found while validating; a type is known
/// before, and is that of the anchor which is found if nothing overrides it.
fn dynamic_reference(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(reference) = keywords.shift_remove("$dynamicRef") else {
        return;
    };
    if keywords.contains_key("$ref") {
        return;
    }
    walk.say_of(
        "$dynamicRef",
        Code::DynamicReference,
        "`$dynamicRef` is read as a `$ref`",
    );
    walk.moved("/$dynamicRef", "/$ref");
    keywords.insert("$ref", reference);
}

/// The list of required members; `true` or `false` is dealt with by the object around.
fn required(walk: &mut Walk<'_>, value: &mut Value) -> bool {
    let is_flag = match value {
        Value::Bool(_) => true,
        Value::String(text) => text == "true" || text == "false",
        _ => false,
    };
    if is_flag {
        let message =
            "`required` is a list of names on the object, and this is a flag; it is not read";
        walk.say(Code::RequiredFlag, message);
        return false;
    }
    let keep = repair::texts(walk, value);
    // An empty list is not valid in 3.0, and says nothing.
    keep && value.as_array().is_some_and(|names| !names.is_empty())
}

/// `examples` of 3.1: a list, of which 3.0 has place for the first.
fn examples(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(examples) = keywords.shift_remove("examples") else {
        return;
    };
    let list = match examples {
        Value::Array(list) => list,
        Value::Null => return,
        // By name, as parameters have them.
        Value::Object(named) => {
            walk.say_of(
                "examples",
                Code::CoercedKind,
                "`examples` of a schema is a list; the values are read",
            );
            named
                .into_iter()
                .map(|(_, example)| match example {
                    Value::Object(mut fields) => match fields.shift_remove("value") {
                        Some(value) => value,
                        None => Value::Object(fields),
                    },
                    other => other,
                })
                .collect()
        }
        other => {
            walk.say_of(
                "examples",
                Code::CoercedKind,
                "`examples` is a list; this is read as its only item",
            );
            vec![other]
        }
    };
    if walk.version < Version::V3_1 {
        super::newer(walk, "examples", "`examples` in a schema");
    }
    walk.moved("/examples", &format!("/{}", extension::EXAMPLES));
    if !keywords.contains_key("example")
        && let Some(first) = list.first()
    {
        walk.made_from("/examples/0", "/example");
        keywords.insert("example", first.clone());
    }
    keywords.insert(extension::EXAMPLES.to_owned(), Value::Array(list));
}
