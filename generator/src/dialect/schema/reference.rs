//! `$ref` with other keywords beside it.

use crate::diagnostics::Code;
use crate::dialect::Version;
use crate::dialect::walk::Walk;
use crate::json::{Map, Value};

use super::Keywords;

/// Keywords that say something about a schema and do not change what it allows, and
/// `nullable`, which the canonical tree has beside an `allOf`.
pub(super) fn is_annotation(keyword: &str) -> bool {
    matches!(
        keyword,
        "title"
            | "description"
            | "deprecated"
            | "readOnly"
            | "writeOnly"
            | "default"
            | "example"
            | "externalDocs"
            | "xml"
            | "nullable"
    ) || keyword.starts_with("x-")
}

/// Leaves a `$ref` alone in its object: `{allOf: [{$ref}, {…}], description: …}`.
///
/// Annotations stay outside. What would change the schema goes into the second item
/// (3.1), or is not read (3.0, where nothing beside a reference is). Annotations are
/// kept in 3.0 too: what their author means is plain, and they cannot do harm.
pub(super) fn with_siblings(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    if keywords.len() == 1 {
        return;
    }
    let mut annotations = Map::new();
    let mut rest = Map::new();
    for (keyword, value) in std::mem::take(keywords) {
        if is_annotation(&keyword) {
            annotations.insert(keyword, value);
        } else if keyword == "$ref" {
            keywords.insert(keyword, value);
        } else if walk.version >= Version::V3_1 {
            rest.insert(keyword, value);
        } else {
            let message = format!(
                "`{keyword}` stands beside a `$ref`, where OpenAPI {} does not read it",
                walk.version
            );
            walk.say_of(&keyword, Code::ReferenceSiblings, message);
        }
    }
    if annotations.is_empty() && rest.is_empty() {
        return;
    }
    walk.made_from("", "/allOf/0");
    let mut all = vec![Value::Object(std::mem::take(keywords))];
    if !rest.is_empty() {
        for keyword in rest.keys() {
            walk.moved_member(keyword, &["allOf", "1"]);
        }
        walk.made_from("", "/allOf/1");
        all.push(Value::Object(rest));
    }
    keywords.insert("allOf", Value::Array(all));
    keywords.extend(annotations);
}
