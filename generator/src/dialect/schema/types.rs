//! `type`: one of six words, several of them (3.1), none, or a mistake.

use crate::diagnostics::Code;
use crate::dialect::extension;
use crate::dialect::shown::Shown;
use crate::dialect::walk::Walk;
use crate::json::{Map, Value};

use super::{Keywords, newer};

/// The types of JSON Schema, with the keywords that speak of each alone.
const TYPES: [(&str, &[&str]); 6] = [
    (
        "string",
        &[
            "pattern",
            "minLength",
            "maxLength",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
        ],
    ),
    ("integer", NUMERIC),
    ("number", NUMERIC),
    ("boolean", &[]),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "minProperties",
            "maxProperties",
            "discriminator",
        ],
    ),
    ("array", OF_LISTS),
];

const OF_LISTS: &[&str] = &[
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
];

const NUMERIC: &[&str] = &[
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

/// Formats of numbers; all others are of texts.
const NUMERIC_FORMATS: [&str; 14] = [
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double",
    "decimal", "number", "integer", "unixtime",
];

/// Leaves one type, or none; several become an `anyOf` of one each.
pub(super) fn types(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(written) = keywords.shift_remove("type") else {
        implied(walk, keywords);
        return;
    };
    let words = match written {
        Value::Array(words) => {
            newer(walk, "type", "a list of types");
            words
        }
        Value::Null => Vec::from([Value::from("null")]),
        word => vec![word],
    };
    let asked = !words.is_empty();
    let mut types: Vec<&'static str> = Vec::new();
    let mut nullable = false;
    for word in words {
        match word {
            Value::String(word) if word == "null" => nullable = true,
            Value::Null => nullable = true,
            Value::String(word) => match known(&word) {
                Some(ty) => types.push(ty),
                None => types.extend(mistaken(walk, &word, keywords)),
            },
            other => {
                walk.say_of(
                    "type",
                    Code::UnknownType,
                    format!("`{other}` is not a type; it is left out"),
                );
            }
        }
    }
    let mut seen = Vec::new();
    types.retain(|ty| {
        let new = !seen.contains(ty);
        seen.push(*ty);
        new
    });
    // Every integer is a number.
    if types.contains(&"number") {
        types.retain(|ty| *ty != "integer");
    }
    if nullable {
        newer(walk, "type", "the type `null`");
        keywords.insert("nullable", Value::Bool(true));
    }
    match types.as_slice() {
        [] if nullable && asked => {
            keywords.insert(extension::NULL.to_owned(), Value::Bool(true));
            keywords.shift_remove("enum");
        }
        [] => implied(walk, keywords),
        [ty] => keywords.insert_first("type", Value::from(*ty)),
        several => one_each(walk, keywords, several),
    }
}

fn known(word: &str) -> Option<&'static str> {
    TYPES.iter().map(|(ty, _)| *ty).find(|ty| *ty == word)
}

/// What a word that is not a type means. Where it means a format too, that is put in.
fn mistaken(walk: &mut Walk<'_>, word: &str, keywords: &mut Keywords) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    let (ty, format) = match lower.as_str() {
        "int" | "long" | "short" | "bigint" | "int32" | "int64" => (Some("integer"), None),
        "float" | "double" | "decimal" | "numeric" => (Some("number"), None),
        "bool" => (Some("boolean"), None),
        "str" | "text" | "enum" | "char" => (Some("string"), None),
        "date" => (Some("string"), Some("date")),
        "datetime" | "date-time" | "timestamp" => (Some("string"), Some("date-time")),
        "uuid" | "guid" => (Some("string"), Some("uuid")),
        "file" | "binary" => (Some("string"), Some("binary")),
        "map" | "dict" | "dictionary" | "struct" => (Some("object"), None),
        "list" => (Some("array"), None),
        other => (known(other), None),
    };
    let read_as = ty.map_or("left out".to_owned(), |ty| format!("read as `{ty}`"));
    walk.say_of(
        "type",
        Code::UnknownType,
        format!("`{word}` is not a type; it is {read_as}"),
    );
    if let Some(format) = format
        && !keywords.contains_key("format")
    {
        keywords.insert("format", Value::from(format));
    }
    ty
}

/// An object or an array that does not say so.
fn implied(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(ty) = implied_type(keywords) else {
        return;
    };
    if ty == "array"
        && let Some(shown) = walk.shown()
    {
        list_or_other(walk, keywords, &shown);
        return;
    }
    walk.say(
        Code::ImpliedType,
        format!("the schema has no type, and the form of an {ty}"),
    );
    keywords.insert_first("type", Value::from(ty));
}

/// The type that a schema without one has by its form.
pub(in crate::dialect) fn implied_type(keywords: &Keywords) -> Option<&'static str> {
    const COMPOSED: [&str; 7] = [
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "enum",
        extension::CONST,
        extension::NULL,
    ];
    let has = |names: &[&str]| names.iter().any(|name| keywords.contains_key(name));
    if has(&COMPOSED) {
        None
    } else if has(&["properties", "additionalProperties"]) {
        Some("object")
    } else if has(&["items", "prefixItems"]) {
        Some("array")
    } else {
        None
    }
}

/// `anyOf` of a list and what examples show in its place.
fn list_or_other(walk: &mut Walk<'_>, keywords: &mut Keywords, shown: &Shown) {
    let mut words: Vec<&str> = Vec::new();
    words.extend((!shown.items.is_empty()).then_some("one of the items"));
    words.extend(shown.types.iter().map(|ty| match *ty {
        "object" => "an object",
        "string" => "a text",
        "number" => "a number",
        _ => "true or false",
    }));
    let words = words.join(" and ");
    walk.say_with_example(
        Code::ImpliedType,
        format!("the schema has no type, and the form of an array; examples show {words} in its place, so either is taken"),
        &shown.example,
    );
    let mut list = Map::from_iter([("type", Value::from("array"))]);
    let item = match keywords.get("items").and_then(|items| items.get("$ref")) {
        Some(reference) => reference.clone(),
        None => Value::from(walk.reference_to("items")),
    };
    for keyword in OF_LISTS {
        if let Some(value) = keywords.shift_remove(keyword) {
            walk.moved_member(keyword, &["anyOf", "0"]);
            list.insert((*keyword).to_owned(), value);
        }
    }
    let mut branches = vec![list];
    if !shown.items.is_empty() {
        branches.push(Map::from_iter([("$ref", item)]));
    }
    for ty in &shown.types {
        let ty = Value::from(*ty);
        branches.push(Map::from_iter([("type", ty)]));
    }
    for index in 0..branches.len() {
        walk.made_from("", &format!("/anyOf/{index}"));
    }
    let branches = branches.into_iter().map(Value::Object).collect();
    keywords.insert("anyOf", branches);
}

/// `anyOf` of a schema for each type, each with the keywords that speak of it.
fn one_each(walk: &mut Walk<'_>, keywords: &mut Keywords, types: &[&'static str]) {
    let numeric_format = match keywords.get("format") {
        Some(Value::String(format)) => NUMERIC_FORMATS.contains(&format.as_str()),
        _ => false,
    };
    let values = match keywords.shift_remove("enum") {
        Some(Value::Array(values)) => Some(values),
        _ => None,
    };
    let mut branches = Vec::new();
    for ty in types {
        let mut branch = Map::new();
        branch.insert("type", Value::from(*ty));
        let is_numeric = matches!(*ty, "integer" | "number");
        let own = TYPES
            .iter()
            .find(|(name, _)| name == ty)
            .map_or(&[][..], |(_, own)| *own);
        let format = (
            "format",
            numeric_format == is_numeric && (is_numeric || *ty == "string"),
        );
        let moving = own.iter().copied().chain(format.1.then_some(format.0));
        let place = branches.len().to_string();
        for keyword in moving {
            if let Some(value) = keywords.shift_remove(keyword) {
                walk.moved_member(keyword, &["anyOf", &place]);
                branch.insert(keyword.to_owned(), value);
            }
        }
        if let Some(values) = &values {
            let own: Vec<Value> = values
                .iter()
                .filter(|value| is_of(value, ty))
                .cloned()
                .collect();
            if own.is_empty() {
                continue;
            }
            branch.insert("enum", Value::Array(own));
        }
        branches.push(Value::Object(branch));
    }
    if let Some(values) = &values
        && values.iter().any(Value::is_null)
    {
        keywords.insert("nullable", Value::Bool(true));
    }
    if let [Value::Object(only)] = branches.as_mut_slice() {
        keywords.append(only);
        return;
    }
    let count = branches.len();
    let made = |walk: &mut Walk<'_>, at: &str| {
        for index in 0..count {
            walk.made_from("", &format!("{at}/anyOf/{index}"));
        }
    };
    let union = Value::Array(branches);
    if keywords.contains_key("anyOf") {
        // Both have to hold.
        let both = Value::Object(Map::from_iter([("anyOf", union)]));
        let all = keywords
            .entry("allOf")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(all) = all {
            let at = format!("/allOf/{}", all.len());
            walk.made_from("", &at);
            made(walk, &at);
            all.push(both);
        }
    } else {
        made(walk, "");
        keywords.insert("anyOf", union);
    }
}

fn is_of(value: &Value, ty: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => ty == "boolean",
        Value::Number(number) => ty == "number" || (ty == "integer" && !number.is_f64()),
        Value::String(_) => ty == "string",
        Value::Array(_) => ty == "array",
        Value::Object(_) => ty == "object",
    }
}
