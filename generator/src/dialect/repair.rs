//! Values of the wrong kind whose meaning is plain.

use crate::diagnostics::Code;
use crate::document::kind;
use crate::json::{Number, Value};

use super::walk::Walk;

/// Makes a text of a node. Like all functions here, it says whether the node is to be
/// kept: a field without a value is as good as no field.
pub(super) fn text(walk: &mut Walk<'_>, node: &mut Value) -> bool {
    match node {
        Value::String(_) => true,
        Value::Null => false,
        Value::Number(_) | Value::Bool(_) => {
            // As it is written: `4.10` is not the text "4.1".
            let text = walk
                .written()
                .map_or_else(|| node.to_string(), str::to_owned);
            coerced(walk, node, &format!("the text \"{text}\""));
            *node = Value::from(text);
            true
        }
        Value::Array(_) | Value::Object(_) => walk.wrong(node, "a text"),
    }
}

/// Makes true or false of a node.
pub(super) fn flag(walk: &mut Walk<'_>, node: &mut Value) -> bool {
    let flag = match node {
        Value::Bool(_) => return true,
        Value::Null => return false,
        Value::String(text) if text.eq_ignore_ascii_case("true") => true,
        Value::String(text) if text.eq_ignore_ascii_case("false") => false,
        Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            return walk.wrong(node, "true or false");
        }
    };
    coerced(walk, node, if flag { "true" } else { "false" });
    *node = Value::Bool(flag);
    true
}

/// Makes a number of a node.
pub(super) fn number(walk: &mut Walk<'_>, node: &mut Value) -> bool {
    match node {
        Value::Number(_) => true,
        Value::Null => false,
        Value::String(text) => match parse_number(text) {
            Some(number) => {
                coerced(walk, node, &format!("the number {number}"));
                *node = Value::Number(number);
                true
            }
            None => walk.wrong(node, "a number"),
        },
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => walk.wrong(node, "a number"),
    }
}

/// Makes a whole number, not negative, of a node.
pub(super) fn count(walk: &mut Walk<'_>, node: &mut Value) -> bool {
    if !number(walk, node) {
        return false;
    }
    let Value::Number(number) = &*node else {
        return false;
    };
    if number
        .as_u64()
        .is_some_and(|count| usize::try_from(count).is_ok())
    {
        return true;
    }
    match number.as_f64() {
        // `10.0` is 10 (JSON Schema, § 6.3 of the core); what is too large for 64 bits
        // allows everything.
        Some(float) if float.fract() == 0.0 && (0.0..9e15).contains(&float) => {
            *node = Value::Number(Number::from(float as u64));
            true
        }
        Some(float) if float >= 9e15 => false,
        _ => walk.wrong(node, "a whole number, not negative,"),
    }
}

/// Makes a list of texts of a node.
pub(super) fn texts(walk: &mut Walk<'_>, node: &mut Value) -> bool {
    walk.list(node, text)
}

/// Makes a list with one item of a node that is not a list.
pub(super) fn one_as_list(walk: &mut Walk<'_>, node: &mut Value) {
    match node {
        Value::Array(_) | Value::Null => {}
        // `security: {}` and its like: nothing, written in another way.
        Value::Object(members) if members.is_empty() => *node = Value::Array(Vec::new()),
        Value::Object(_) | Value::String(_) | Value::Number(_) | Value::Bool(_) => {
            coerced(walk, node, "a list of one");
            walk.made_from("", "/0");
            *node = Value::Array(vec![node.take()]);
        }
    }
}

fn coerced(walk: &mut Walk<'_>, node: &Value, read_as: &str) {
    let message = format!("this is {}, and is read as {read_as}", kind(node));
    walk.say(Code::CoercedKind, message);
}

fn parse_number(text: &str) -> Option<Number> {
    let text = text.trim();
    text.parse::<i64>()
        .map(Number::from)
        .or_else(|_| text.parse::<u64>().map(Number::from))
        .ok()
        .or_else(|| Number::from_f64(text.parse().ok()?))
}
