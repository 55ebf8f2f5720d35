//! Items of lists and members of objects that 3.0 has no keywords for.

use serde_json::{Map, Value};

use crate::dialect::extension;
use crate::dialect::walk::Walk;
use crate::document::Pointer;

use super::{Keywords, newer};

/// `prefixItems`, `items` as a list of schemas, and `patternProperties`.
pub(super) fn items(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    if let Some(Value::Array(_)) = keywords.get("items")
        && let Some(items) = keywords.shift_remove("items")
    {
        // Drafts before 2020-12 call it so.
        newer(walk, "items", "a list of schemas as `items`");
        walk.moved("/items", "/prefixItems");
        keywords.insert("prefixItems".to_owned(), items);
    }
    if let Some(prefix) = keywords.shift_remove("prefixItems") {
        newer(walk, "prefixItems", "`prefixItems`");
        walk.moved("/prefixItems", &format!("/{}", extension::PREFIX_ITEMS));
        keywords.insert(extension::PREFIX_ITEMS.to_owned(), prefix);
    }
    patterns(walk, keywords);
}

/// One pattern is all members if nothing else speaks of them: the names that it allows
/// are for the server to check.
fn patterns(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(patterns) = keywords.shift_remove("patternProperties") else {
        return;
    };
    newer(walk, "patternProperties", "`patternProperties`");
    let Value::Object(mut patterns) = patterns else {
        walk.inside("patternProperties", |walk| {
            walk.wrong(&patterns, "an object")
        });
        return;
    };
    let open = match keywords.get("additionalProperties") {
        None | Some(Value::Bool(_)) => true,
        Some(Value::Object(schema)) => schema.is_empty(),
        Some(_) => false,
    };
    if open && patterns.len() == 1 {
        let pattern: Map<String, Value> = std::mem::take(&mut patterns);
        for (pattern, schema) in pattern {
            let from = Pointer::root().child("patternProperties").child(&pattern);
            walk.moved(from.as_str(), "/additionalProperties");
            keywords.insert("additionalProperties".to_owned(), schema);
        }
        return;
    }
    walk.moved(
        "/patternProperties",
        &format!("/{}", extension::PATTERN_PROPERTIES),
    );
    keywords.insert(
        extension::PATTERN_PROPERTIES.to_owned(),
        Value::Object(patterns),
    );
}
