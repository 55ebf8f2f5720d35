//! What values are allowed, in words.
//!
//! The server checks values; a client tells what it will check. Numbers are taken from
//! the tree as they are written, since a double would round the large ones.

use crate::dialect::extension;
use crate::json::Value;

use super::node::Node;

/// The limits that the keywords of one schema set, a sentence each.
pub(super) fn of(node: &Node<'_>) -> Vec<String> {
    if node.reference().is_some() {
        return Vec::new();
    }
    let sentences = [
        range(node),
        multiple(node),
        count(node, "minLength", "maxLength", "character"),
        count(node, "minItems", "maxItems", "item"),
        count(node, "minProperties", "maxProperties", "member"),
        node.flag("uniqueItems")
            .then(|| "No item twice.".to_owned()),
        node.text("pattern")
            .map(|pattern| format!("Matches {}.", code(pattern))),
        values(node),
        format(node),
        content(node),
    ];
    sentences.into_iter().flatten().collect()
}

fn number(node: &Node<'_>, key: &str, wide: &str) -> Option<String> {
    let bound = node.member(wide).or_else(|| node.member(key))?;
    match bound {
        Value::Number(number) => Some(number.to_string()),
        Value::String(digits) => Some(digits.to_string()),
        _ => None,
    }
}

fn range(node: &Node<'_>) -> Option<String> {
    let least = number(node, "minimum", extension::MINIMUM).map(|bound| {
        match node.flag("exclusiveMinimum") {
            true => format!("more than {bound}"),
            false => format!("at least {bound}"),
        }
    });
    let most = number(node, "maximum", extension::MAXIMUM).map(|bound| {
        match node.flag("exclusiveMaximum") {
            true => format!("less than {bound}"),
            false => format!("at most {bound}"),
        }
    });
    sentence(least, most, "")
}

fn multiple(node: &Node<'_>) -> Option<String> {
    Some(format!(
        "A multiple of {}.",
        node.member("multipleOf")?.as_number()?
    ))
}

fn count(node: &Node<'_>, least: &str, most: &str, what: &str) -> Option<String> {
    let bound = |key: &str| node.member(key).and_then(Value::as_u64);
    let least = bound(least).filter(|least| *least > 0);
    let most = bound(most);
    let plural = |number: u64| if number == 1 { "" } else { "s" };
    let last = most.or(least)?;
    if least == most {
        return Some(format!("Exactly {last} {what}{}.", plural(last)));
    }
    let unit = format!(" {what}{}", plural(last));
    sentence(
        least.map(|bound| format!("at least {bound}")),
        most.map(|bound| format!("at most {bound}")),
        &unit,
    )
}

fn sentence(least: Option<String>, most: Option<String>, unit: &str) -> Option<String> {
    let words = match (least, most) {
        (Some(least), Some(most)) => format!("{least} and {most}"),
        (Some(words), None) | (None, Some(words)) => words,
        (None, None) => return None,
    };
    let mut chars = words.chars();
    let first = chars.next()?.to_uppercase();
    Some(format!("{first}{}{unit}.", chars.as_str()))
}

/// The values of an enum that does not become a type: booleans, fractions, lists, objects.
pub(super) fn listed<'a>(node: &Node<'a>) -> Option<&'a [Value]> {
    let values = node.member("enum")?.as_array()?;
    let whole = |value: &Value| super::enums::whole(value).is_some();
    let type_of_its_own = values
        .iter()
        .all(|value| value.is_string() || value.is_null())
        || values.iter().all(|value| whole(value) || value.is_null())
        || is_mixed(values);
    (!type_of_its_own && !values.is_empty()).then_some(values)
}

fn values(node: &Node<'_>) -> Option<String> {
    let words: Vec<String> = listed(node)?
        .iter()
        .map(|value| code(&value.to_string()))
        .collect();
    match words.as_slice() {
        [only] => Some(format!("Always {only}.")),
        several => Some(format!("One of {}.", several.join(", "))),
    }
}

/// Whether texts stand among other scalars.
fn is_mixed(values: &[Value]) -> bool {
    let kinds = [Value::is_string, Value::is_number, Value::is_boolean]
        .iter()
        .filter(|is| values.iter().any(**is))
        .count();
    let nested = |value: &Value| value.is_array() || value.is_object();
    kinds > 1 && !values.iter().any(nested)
}

/// The format, where the type does not say it.
fn format(node: &Node<'_>) -> Option<String> {
    match node.text("format")? {
        "date-time" | "date" | "password" | "int32" | "int64" | "uint32" | "uint64" | "uint"
        | "int" | "integer" | "float" | "double" | "uuid" | "ipv4" | "ipv6" | "uri" | "url"
        | "time" | "duration" | "byte" | "base64" | "base64url" | "decimal" => None,
        "binary" => Some("Bytes.".to_owned()),
        other => Some(format!("Format: {other}.")),
    }
}

/// What is encoded in a text.
fn content(node: &Node<'_>) -> Option<String> {
    let encoding = node.text(extension::CONTENT_ENCODING);
    let media_type = node.text(extension::CONTENT_MEDIA_TYPE);
    match (media_type, encoding) {
        (Some(media), Some(encoding)) => Some(format!("Holds {} in {encoding}.", code(media))),
        (Some(media), None) => Some(format!("Holds {}.", code(media))),
        (None, Some(encoding)) => Some(format!("Encoded in {encoding}.")),
        (None, None) => None,
    }
}

/// Text as CommonMark code, whatever backticks it has.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
