//! Items of lists and members of objects that 3.0 has no keywords for.

use crate::diagnostics::Code;
use crate::dialect::extension;
use crate::dialect::walk::Walk;
use crate::document::Pointer;
use crate::json::{Map, Value};

use super::{Keywords, newer};

/// `prefixItems`, `items` as a list of schemas, `patternProperties`, and an `enum` of items.
pub(super) fn items(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    if let Some(Value::Array(_)) = keywords.get("items")
        && let Some(items) = keywords.shift_remove("items")
    {
        // Drafts before 2020-12 call it so.
        newer(walk, "items", "a list of schemas as `items`");
        walk.moved("/items", "/prefixItems");
        keywords.insert("prefixItems", items);
    }
    if let Some(prefix) = keywords.shift_remove("prefixItems") {
        newer(walk, "prefixItems", "`prefixItems`");
        walk.moved("/prefixItems", &format!("/{}", extension::PREFIX_ITEMS));
        keywords.insert(extension::PREFIX_ITEMS.to_owned(), prefix);
    }
    patterns(walk, keywords);
    values_of_items(walk, keywords);
}

/// The names that a pattern allows are for the server to check: the members without a name of
/// their own are what the patterns and `additionalProperties` say, one of them.
fn patterns(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(patterns) = keywords.shift_remove("patternProperties") else {
        return;
    };
    newer(walk, "patternProperties", "`patternProperties`");
    let Value::Object(patterns) = patterns else {
        walk.inside("patternProperties", |walk| {
            walk.wrong(&patterns, "an object")
        });
        return;
    };
    if !patterns.is_empty() {
        let kept = format!("/{}", extension::PATTERNS);
        walk.made_from("/patternProperties", &kept);
        let names = patterns.keys().map(Value::from);
        let mut names = Map::from_iter([("names", names.collect())]);
        if let Some(Value::Bool(others)) = keywords.get("additionalProperties") {
            walk.made_from("/additionalProperties", &format!("{kept}/others"));
            names.insert("others", Value::Bool(*others));
        }
        keywords.insert(extension::PATTERNS.to_owned(), Value::Object(names));
    }
    let root = Pointer::root();
    let mut schemas: Vec<(Pointer, Value)> = patterns
        .into_iter()
        .filter(|(_, schema)| *schema != Value::Bool(false))
        .map(|(pattern, schema)| (root.child("patternProperties").child(&pattern), schema))
        .collect();
    if matches!(keywords.get("additionalProperties"), Some(Value::Object(schema)) if !schema.is_empty())
        && let Some(schema) = keywords.shift_remove("additionalProperties")
    {
        schemas.push((root.child("additionalProperties"), schema));
    }
    let mut distinct: Vec<(Pointer, Value)> = Vec::new();
    for (from, schema) in schemas {
        if distinct.iter().all(|(_, known)| *known != schema) {
            distinct.push((from, schema));
        }
    }
    match distinct.len() {
        0 => {}
        1 => {
            for (from, schema) in distinct {
                walk.moved(from.as_str(), "/additionalProperties");
                keywords.insert("additionalProperties", schema);
            }
        }
        _ => {
            let mut branches = Vec::new();
            for (index, (from, schema)) in distinct.into_iter().enumerate() {
                walk.moved(
                    from.as_str(),
                    &format!("/additionalProperties/anyOf/{index}"),
                );
                branches.push(schema);
            }
            let union = Map::from_iter([("anyOf", Value::Array(branches))]);
            keywords.insert("additionalProperties", Value::Object(union));
        }
    }
}

/// `enum` of texts on a list: the writer means the items.
fn values_of_items(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let of_items = keywords.get("type").and_then(Value::as_str) == Some("array")
        && matches!(keywords.get("enum"), Some(Value::Array(values))
            if !values.is_empty() && !values.iter().any(Value::is_array));
    let plain = match keywords.get("items") {
        Some(Value::Object(items)) => !items.contains_key("enum") && !items.contains_key("$ref"),
        Some(_) => false,
        None => true,
    };
    if !of_items {
        return;
    }
    let Some(values) = keywords.shift_remove("enum") else {
        return;
    };
    walk.say_of(
        "enum",
        Code::EnumValueType,
        "the values are none of the list but of its items, and are read so",
    );
    if !plain {
        return;
    }
    walk.moved("/enum", "/items/enum");
    let items = keywords
        .entry("items")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(items) = items {
        items.insert("enum", values);
    }
}
