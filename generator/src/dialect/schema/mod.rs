//! Schemas: JSON Schema 2020-12 (3.1 and 3.2) and the dialect of 3.0 into the latter.
//!
//! A schema is put in order before the schemas inside it, one concern a file. Each
//! concern takes the schema's keywords and leaves those of 3.0.

mod children;
mod constant;
mod content;
mod definitions;
mod discriminator;
mod items;
mod keywords;
mod null;
mod numbers;
mod reference;
mod types;

use crate::diagnostics::Code;
use crate::json::{Map, Value};

use super::Version;
use super::walk::Walk;

pub(super) use types::implied_type;

/// The keywords of a schema.
type Keywords = Map;

/// Brings a schema, and all inside it, into the dialect of 3.0.
pub(super) fn schema(walk: &mut Walk<'_>, node: &mut Value) {
    if let Value::Object(keywords) = node {
        in_order(walk, keywords);
        return;
    }
    let mut keywords = Map::new();
    match node {
        Value::Bool(allows) => {
            newer(walk, "", "a schema that is true or false");
            // `not: {}` is what 3.0 has for "no value".
            if !*allows {
                keywords.insert("not", Value::Object(Map::new()));
            }
        }
        Value::Null | Value::Object(_) => {}
        Value::Number(_) | Value::String(_) | Value::Array(_) => {
            walk.wrong(node, "a schema");
        }
    }
    *node = Value::Object(keywords);
}

/// Brings the keywords of a schema into order, then the schemas inside it.
fn in_order(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    definitions::take_out(walk, keywords);
    keywords::put_in_order(walk, keywords);
    if keywords.contains_key("$ref") {
        reference::with_siblings(walk, keywords);
    } else {
        constant::constant(walk, keywords);
        types::types(walk, keywords);
        null::from_branches(walk, keywords);
        null::from_enum(walk, keywords);
        numbers::bounds(walk, keywords);
        content::content(walk, keywords);
        items::items(walk, keywords);
    }
    children::children(walk, keywords);
}

/// Says that a keyword is newer than the document, if it is.
fn newer(walk: &mut Walk<'_>, keyword: &str, what: &str) {
    if walk.version >= Version::V3_1 {
        return;
    }
    let message = format!(
        "{what} is of OpenAPI 3.1, and the document is of {}",
        walk.version
    );
    if keyword.is_empty() {
        walk.say(Code::NewerKeyword, message);
    } else {
        walk.say_of(keyword, Code::NewerKeyword, message);
    }
}
