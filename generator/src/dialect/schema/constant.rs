//! `const` (3.1).

use crate::dialect::extension;
use crate::dialect::walk::Walk;
use crate::json::Value;

use super::{Keywords, newer};

/// One value as an `enum` of it, which 3.0 has for texts, numbers and booleans.
pub(super) fn constant(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(constant) = keywords.shift_remove("const") else {
        return;
    };
    newer(walk, "const", "`const`");
    let ty = match &constant {
        Value::Null => "null",
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Array(_) | Value::Object(_) => {
            walk.moved("/const", &format!("/{}", extension::CONST));
            keywords.insert(extension::CONST.to_owned(), constant);
            return;
        }
    };
    if !keywords.contains_key("type") || ty == "null" {
        keywords.insert("type", Value::from(ty));
    }
    if ty != "null" {
        walk.moved("/const", "/enum/0");
        keywords.insert("enum", Value::Array(vec![constant]));
    }
}
