//! Bounds of numbers.

use crate::dialect::extension;
use crate::dialect::walk::Walk;
use crate::json::{Number, Value};

use super::{Keywords, newer};

/// Bounds as 3.0 has them: a number, and a flag that says whether it is excluded.
pub(super) fn bounds(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    exclusive(
        walk,
        keywords,
        "minimum",
        "exclusiveMinimum",
        |own, other| own >= other,
    );
    exclusive(
        walk,
        keywords,
        "maximum",
        "exclusiveMaximum",
        |own, other| own <= other,
    );
    for keyword in ["minimum", "maximum", "multipleOf"] {
        if let Some(Value::Number(number)) = keywords.get_mut(keyword) {
            whole(number);
        }
    }
    let is_integer = matches!(keywords.get("type"), Some(Value::String(ty)) if ty == "integer");
    if is_integer {
        outside(walk, keywords, "minimum", extension::MINIMUM);
        outside(walk, keywords, "maximum", extension::MAXIMUM);
    }
}

/// A bound that is a number itself (3.1). Of two bounds the stricter one counts.
fn exclusive(
    walk: &mut Walk<'_>,
    keywords: &mut Keywords,
    inclusive: &str,
    exclusive: &str,
    stricter: fn(f64, f64) -> bool,
) {
    let Some(Value::Number(bound)) = keywords.get(exclusive) else {
        return;
    };
    let bound = bound.clone();
    newer(walk, exclusive, &format!("a number as `{exclusive}`"));
    keywords.shift_remove(exclusive);
    let other = match keywords.get(inclusive) {
        Some(Value::Number(other)) => other.as_f64(),
        _ => None,
    };
    let counts = match (bound.as_f64(), other) {
        (Some(own), Some(other)) => stricter(own, other),
        _ => true,
    };
    if counts {
        walk.moved(&format!("/{exclusive}"), &format!("/{inclusive}"));
        keywords.insert(inclusive.to_owned(), Value::Number(bound));
        keywords.insert(exclusive.to_owned(), Value::Bool(true));
    }
}

/// `10.0` is 10 (JSON Schema core, § 6.3).
fn whole(number: &mut Number) {
    if let Some(float) = number.as_f64()
        && number.is_f64()
        && float.fract() == 0.0
        && float.abs() < 9e15
    {
        *number = Number::from(float as i64);
    }
}

/// A bound of integers that does not fit into 64 bits, which `openapiv3` could only
/// read by giving up on the type.
fn outside(walk: &mut Walk<'_>, keywords: &mut Keywords, keyword: &str, extension: &str) {
    match keywords.get(keyword) {
        Some(Value::Number(number)) if !number.is_i64() && !is_fraction(number) => {}
        _ => return,
    }
    if let Some(bound) = keywords.shift_remove(keyword) {
        walk.moved(&format!("/{keyword}"), &format!("/{extension}"));
        keywords.insert(extension.to_owned(), bound);
    }
}

fn is_fraction(number: &Number) -> bool {
    number.as_f64().is_some_and(|float| float.fract() != 0.0)
}
