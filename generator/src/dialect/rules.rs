//! The rules that objects have beyond the kinds of their fields.

use crate::diagnostics::Code;
use crate::json::{Map, Value};

use super::Version;
use super::extension;
use super::objects::{self, Kind, Object};
use super::walk::{Place, Walk};

type Fields = Map;

/// The fields of a schema that Swagger 2.0 has on the parameter itself.
const ON_PARAMETER: [&str; 18] = [
    "type",
    "format",
    "items",
    "default",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "nullable",
];

/// What is done before the fields of an object are walked. Says whether to keep it.
pub(super) fn prepare(walk: &mut Walk<'_>, fields: &mut Fields, object: &Object) -> bool {
    match object.kind {
        Kind::Root => {
            rename(walk, fields, "webhooks", extension::WEBHOOKS);
            // What documents of 3.0 call them, which has none. Extensions may be among them.
            if let Some(Value::Object(webhooks)) = fields.get_mut("x-webhooks") {
                webhooks.retain(|name, item| item.is_object() || !name.starts_with("x-"));
            }
            rename(walk, fields, "x-webhooks", extension::WEBHOOKS);
        }
        Kind::Components => {
            rename(walk, fields, "pathItems", extension::PATH_ITEMS);
            rename(walk, fields, "mediaTypes", extension::MEDIA_TYPES);
        }
        Kind::PathItem => other_methods(walk, fields),
        Kind::Operation => {
            rename(walk, fields, "callbacks", extension::CALLBACKS);
            if let Some(Value::String(id)) = fields.get("operationId") {
                walk.operation(id);
            }
        }
        Kind::Response => rename(walk, fields, "links", extension::LINKS),
        Kind::MediaType => {
            rename(walk, fields, "itemSchema", extension::ITEM_SCHEMA);
            examples_by_name(walk, fields);
        }
        Kind::Parameter | Kind::Header => {
            schema_on_parameter(walk, fields);
            examples_by_name(walk, fields);
        }
        Kind::Example => {
            if !fields.contains_key("value") {
                rename(walk, fields, "dataValue", "value");
            }
        }
        Kind::Encoding | Kind::Callback | Kind::Plain => {}
    }
    true
}

/// What is done once the fields of an object are in order. Says whether to keep it.
pub(super) fn complete(walk: &mut Walk<'_>, fields: &mut Fields, object: &Object) -> bool {
    match object.kind {
        Kind::Parameter => parameter(walk, fields),
        Kind::Header => {
            style(walk, fields, &["simple"]);
            schema_or_content(walk, fields, object.name);
            true
        }
        Kind::Encoding => {
            encoding(walk, fields);
            true
        }
        Kind::Root
        | Kind::Components
        | Kind::PathItem
        | Kind::Operation
        | Kind::Response
        | Kind::MediaType
        | Kind::Callback
        | Kind::Example
        | Kind::Plain => true,
    }
}

/// Whether a reference is to be kept; `None` if the node is no reference. Those that
/// are kept are noted, to be resolved once everything is in its place.
pub(super) fn reference(walk: &mut Walk<'_>, node: &Value) -> Option<bool> {
    let fields = node.as_object()?;
    let reference = fields.get("$ref")?.as_str()?;
    // Said here and not later, so that a list closes the gap.
    if reference.starts_with('#') && !walk.original().has(reference) {
        let message = format!("`{reference}` leads nowhere, or in a circle");
        walk.say_of("$ref", Code::DanglingReference, message);
        return Some(false);
    }
    for name in fields.keys() {
        let is_read = matches!(name, "$ref" | "summary" | "description");
        if !is_read && !name.starts_with("x-") {
            let message = format!("`{name}` stands beside a `$ref`, where it is not read");
            walk.say_of(name, Code::ReferenceSiblings, message);
        }
    }
    walk.reference(Place::Component);
    Some(true)
}

/// What stands in the place of an object, if its meaning is plain.
pub(super) fn instead_of_object(
    walk: &mut Walk<'_>,
    node: &mut Value,
    object: &'static Object,
) -> bool {
    let field = match (object.kind, &*node) {
        (Kind::Example, _) => "value",
        (Kind::Response, Value::String(_)) => "description",
        (Kind::Plain, Value::String(_)) if std::ptr::eq(object, &objects::SERVER) => "url",
        (Kind::Plain, Value::String(_)) if std::ptr::eq(object, &objects::EXTERNAL_DOCS) => "url",
        (Kind::Plain, Value::String(_)) if std::ptr::eq(object, &objects::TAG) => "name",
        _ => return walk.wrong(node, object.name),
    };
    let message = format!(
        "{} is an object; this is read as its `{field}`",
        object.name
    );
    walk.say(Code::CoercedKind, message);
    walk.made_from("", &format!("/{field}"));
    let mut fields = Map::new();
    fields.insert(field.to_owned(), node.take());
    *node = Value::Object(fields);
    true
}

/// The responses: each key is a status, a range of them, or `default`.
pub(super) fn responses(walk: &mut Walk<'_>, node: &mut Value) -> bool {
    rekey(walk, node, |walk, key| {
        if key == "default" || key.starts_with("x-") || is_status(key) {
            return Some(key.to_owned());
        }
        let known = key.trim().get(..3).filter(|status| is_status(status));
        let (code, what) = match known {
            Some(status) => (Code::CoercedKind, format!("it is read as `{status}`")),
            None => (Code::StatusNotKnown, "the response is left out".to_owned()),
        };
        walk.say_of(key, code, format!("`{key}` is not a status; {what}"));
        known.map(str::to_owned)
    }) && walk.map_but_extensions(node, |walk, item| {
        walk.reference_or(item, &objects::RESPONSE)
    })
}

fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => true,
        [b'1'..=b'5', x, y] => x.eq_ignore_ascii_case(&b'x') && y.eq_ignore_ascii_case(&b'x'),
        _ => false,
    }
}

/// Gives members other names; those without one are left out.
fn rekey(
    walk: &mut Walk<'_>,
    node: &mut Value,
    mut name: impl FnMut(&mut Walk<'_>, &str) -> Option<String>,
) -> bool {
    let Value::Object(members) = node else {
        // The caller's walk says what is wrong with it.
        return true;
    };
    let renamed: Vec<(String, Option<String>)> = members
        .keys()
        .map(|key| (key.to_owned(), name(walk, key)))
        .filter(|(key, name)| name.as_ref() != Some(key))
        .collect();
    for (key, name) in renamed {
        match name {
            Some(name) if !members.contains_key(&name) => rename(walk, members, &key, &name),
            _ => {
                members.shift_remove(&key);
            }
        }
    }
    true
}

/// Gives a member of the current node another name, in its place.
pub(super) fn rename(walk: &mut Walk<'_>, fields: &mut Fields, from: &str, to: &str) {
    if !fields.contains_key(from) || fields.contains_key(to) {
        return;
    }
    let old = crate::document::Pointer::root().child(from);
    let new = crate::document::Pointer::root().child(to);
    walk.moved(old.as_str(), new.as_str());
    let renamed = std::mem::take(fields).into_iter().map(|(name, value)| {
        if name == from {
            (to.into(), value)
        } else {
            (name, value)
        }
    });
    *fields = renamed.collect();
}

/// The methods that 3.0 does not have: `query`, and any under `additionalOperations`.
fn other_methods(walk: &mut Walk<'_>, fields: &mut Fields) {
    rename(
        walk,
        fields,
        "additionalOperations",
        extension::ADDITIONAL_OPERATIONS,
    );
    if let Some(query) = fields.shift_remove("query") {
        walk.moved(
            "/query",
            &format!("/{}/QUERY", extension::ADDITIONAL_OPERATIONS),
        );
        if let Some(operations) = super::member(fields, extension::ADDITIONAL_OPERATIONS) {
            operations.insert("QUERY", query);
        }
    }
}

/// A list of examples gets names: their numbers.
fn examples_by_name(walk: &mut Walk<'_>, fields: &mut Fields) {
    let Some(Value::Array(examples)) = fields.get_mut("examples") else {
        return;
    };
    let named: Fields = std::mem::take(examples)
        .into_iter()
        .enumerate()
        .map(|(index, value)| {
            let name = (index + 1).to_string();
            walk.moved(
                &format!("/examples/{index}"),
                &format!("/examples/{name}/value"),
            );
            (name, Value::Object(Map::from_iter([("value", value)])))
        })
        .collect();
    walk.say_of(
        "examples",
        Code::CoercedKind,
        "`examples` is a list here, and examples by name were expected",
    );
    fields.insert("examples", Value::Object(named));
}

/// Fields of a schema on a parameter itself, as Swagger 2.0 has them.
fn schema_on_parameter(walk: &mut Walk<'_>, fields: &mut Fields) {
    if fields.contains_key("schema") || fields.contains_key("content") {
        return;
    }
    let mut schema = Map::new();
    for keyword in ON_PARAMETER {
        if let Some(value) = fields.shift_remove(keyword) {
            walk.moved(&format!("/{keyword}"), &format!("/schema/{keyword}"));
            schema.insert(keyword.to_owned(), value);
        }
    }
    if !schema.is_empty() {
        walk.say(
            Code::CoercedKind,
            "the parameter's type stands beside its name; it is read as its `schema`",
        );
        fields.insert("schema", Value::Object(schema));
    }
}

fn parameter(walk: &mut Walk<'_>, fields: &mut Fields) -> bool {
    let name = text_of(fields, "name");
    let place = text_of(fields, "in");
    let styles: &[&str] = match place.as_str() {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        "cookie" => &["form"],
        "querystring" => return querystring(walk, fields, &name),
        _ => {
            let message = format!(
                "the parameter `{name}` is in `{place}`, which is no place for one; it is left out"
            );
            walk.say_of("in", Code::UnknownValue, message);
            return false;
        }
    };
    style(walk, fields, styles);
    if place == "path" && fields.get("required") != Some(&Value::Bool(true)) {
        walk.say(
            Code::MissingField,
            format!("the path parameter `{name}` is not `required: true`; it always is"),
        );
        fields.insert("required", Value::Bool(true));
    }
    schema_or_content(walk, fields, &format!("the parameter `{name}`"));
    true
}

/// The whole query as one object (3.2): a form, as which `form` with `explode` writes
/// its members, each under its own name. Another content is written as it is.
fn querystring(walk: &mut Walk<'_>, fields: &mut Fields, name: &str) -> bool {
    let schema = match fields.get_mut("content") {
        Some(Value::Object(content)) if content.len() == 1 => content
            .get_mut(FORM)
            .and_then(|media_type| media_type.get_mut("schema"))
            .map(Value::take),
        _ => None,
    };
    let Some(schema) = schema else {
        fields.insert("in", Value::from("query"));
        fields.insert(extension::WHOLE_QUERY.to_owned(), Value::Bool(true));
        schema_or_content(walk, fields, &format!("the parameter `{name}`"));
        return true;
    };
    let from = crate::document::Pointer::root()
        .child("content")
        .child(FORM)
        .child("schema");
    walk.moved(from.as_str(), "/schema");
    fields.shift_remove("content");
    fields.insert("in", Value::from("query"));
    fields.insert("style", Value::from("form"));
    fields.insert("explode", Value::Bool(true));
    fields.insert("schema", schema);
    true
}

const FORM: &str = "application/x-www-form-urlencoded";

/// A style that does not exist at the place is the default style.
fn style(walk: &mut Walk<'_>, fields: &mut Fields, styles: &[&str]) {
    let Some(Value::String(style)) = fields.get("style") else {
        return;
    };
    let style = style.clone();
    if styles.contains(&style.as_str()) {
        return;
    }
    if style == "cookie" && walk.version >= Version::V3_2 {
        fields.insert(extension::COOKIE_STYLE.to_owned(), Value::Bool(true));
    } else {
        let message = format!(
            "the style `{style}` is not one of {}; the default is used",
            styles.join(", ")
        );
        walk.say_of("style", Code::UnknownValue, message);
    }
    fields.shift_remove("style");
}

/// `openapiv3` reads exactly one of the two.
fn schema_or_content(walk: &mut Walk<'_>, fields: &mut Fields, what: &str) {
    let has_content = match fields.get("content") {
        Some(Value::Object(content)) => !content.is_empty(),
        _ => false,
    };
    if !has_content {
        fields.shift_remove("content");
    }
    match (fields.contains_key("schema"), has_content) {
        (true, true) => {
            let message = format!("{what} has a `schema` and `content`; the schema counts");
            walk.say_of("content", Code::ReferenceSiblings, message);
            fields.shift_remove("content");
        }
        (false, false) => {
            walk.say(
                Code::MissingField,
                format!("{what} has no `schema`; it takes any value"),
            );
            fields.insert("schema", Value::Object(Map::new()));
        }
        (true, false) | (false, true) => {}
    }
}

/// `openapiv3` takes an absent `explode` for false, which for the style `form` it is not.
fn encoding(walk: &mut Walk<'_>, fields: &mut Fields) {
    style(
        walk,
        fields,
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    );
    if !fields.contains_key("explode") {
        let style = text_of(fields, "style");
        let explode = style.is_empty() || style == "form";
        fields.insert("explode", Value::Bool(explode));
    }
}

fn text_of(fields: &Fields, name: &str) -> String {
    match fields.get(name) {
        Some(Value::String(text)) => text.to_string(),
        _ => String::new(),
    }
}
