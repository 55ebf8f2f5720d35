//! The schemas inside a schema.

use crate::diagnostics::Code;
use crate::dialect::extension;
use crate::dialect::objects::Shape;
use crate::dialect::walk::{Place, Walk};
use crate::json::Value;

use super::Keywords;

/// Walks the schemas inside, by keyword. Nothing else is a schema: not an example, a
/// default, a value of an `enum`, nor what an extension holds.
pub(super) fn children(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    if keywords.contains_key("$ref") {
        walk.reference(Place::Schema);
        return;
    }
    required_flags(walk, keywords);
    keywords.retain(|keyword, value| match keyword {
        "items" | "not" | extension::CONTENT_SCHEMA => {
            walk.inside(keyword, |walk| walk.value(value, Shape::Schema))
        }
        "additionalProperties" => match value {
            Value::Bool(_) => true,
            Value::Null => false,
            _ => walk.inside(keyword, |walk| walk.value(value, Shape::Schema)),
        },
        "properties" => walk.inside(keyword, |walk| walk.value(value, Shape::Schemas)),
        "allOf" | "anyOf" | "oneOf" | extension::PREFIX_ITEMS => walk.inside(keyword, |walk| {
            let keep = walk.list(value, |walk, item| walk.value(item, Shape::Schema));
            // An empty list of branches is not valid, and says nothing.
            keep && value
                .as_array()
                .is_some_and(|branches| !branches.is_empty())
        }),
        _ => true,
    });
}

/// `required: true` on a property, which belongs into the list of the object around.
fn required_flags(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(Value::Object(properties)) = keywords.get_mut("properties") else {
        return;
    };
    let mut required = Vec::new();
    for (name, property) in properties {
        let Value::Object(property) = property else {
            continue;
        };
        let flag = match property.get("required") {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(flag)) if flag == "true" || flag == "false" => flag == "true",
            _ => continue,
        };
        property.shift_remove("required");
        walk.inside("properties", |walk| {
            walk.inside(name, |walk| {
                let message = format!(
                    "`{name}` has `required: {flag}`; it is read as part of the object's list"
                );
                walk.say_of("required", Code::RequiredFlag, message);
            });
        });
        if flag {
            required.push(Value::from(name));
        }
    }
    if required.is_empty() {
        return;
    }
    let list = keywords
        .entry("required")
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(list) = list {
        for name in required {
            if !list.contains(&name) {
                list.push(name);
            }
        }
    }
}
