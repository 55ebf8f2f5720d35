//! What is done to a document. Each change is made of one number, so that a mutant is its seed
//! and a list of numbers, and a list that is shorter is a simpler mutant.

use serde_json::{Map, Value, json};

use super::hostile;
use super::random::Random;

/// Values of this many levels and more are not made deeper, nor copied into others.
const DEEP: usize = 40;

/// Changes the tree, as an editor in a hurry or an enemy would; `donor` is another document.
///
/// Even numbers keep to what is still a document of the same kind.
pub(crate) fn tree(tree: &mut Value, donor: &Value, number: u64) {
    let random = &mut Random::new(number);
    let kind = if number.is_multiple_of(2) {
        random.below(12)
    } else {
        random.below(24)
    };
    match kind {
        0 => rename_component(tree, random),
        1 => rename_property(tree, random),
        2 => duplicate_member(tree, random, &["properties", "schemas", "mapping", "paths"]),
        3 | 4 => hostile_words(tree, random),
        5 => redirect(tree, random),
        6 => wrap(tree, random),
        7 => exchange_schema(tree, donor, random),
        8 => flag(tree, random),
        9 => hostile_list(tree, random),
        10 => rename_parameter(tree, random),
        11 => schema_of_ours(tree, random),
        12 => on_any(tree, random, |random, node| *node = hostile::misfit(random)),
        13 => swap(tree, random),
        14 => transplant(tree, donor, random),
        15 | 16 => rename_key(tree, random),
        17 => remove_key(tree, random),
        18 => duplicate_member(tree, random, &[]),
        19 => reference_anything(tree, random),
        20 => on_any_that(
            tree,
            random,
            |_, it| it.is_number() || it.is_boolean(),
            |random, node| *node = hostile::number(random),
        ),
        21 => on_any_that(
            tree,
            random,
            |_, it| it.is_string(),
            |random, node| *node = Value::String(hostile::text(random)),
        ),
        22 => list(tree, random),
        _ => change_type(tree, random),
    }
}

/// Changes the text of a document: cut off, bytes flipped, lines swapped or repeated.
pub(crate) fn text(document: &str, number: u64) -> String {
    /// Bytes that mean something to YAML or JSON.
    const MEANING: &[u8] = b"{}[]:,-&*!|>'\"%@`#?~ \t\n\r0a\\$<";
    let random = &mut Random::new(number);
    let mut bytes = document.as_bytes().to_vec();
    if bytes.is_empty() {
        return String::new();
    }
    match random.below(5) {
        0 => bytes.truncate(random.below(bytes.len())),
        1 => {
            let at = random.below(bytes.len());
            bytes[at] = MEANING[random.below(MEANING.len())];
        }
        2 => {
            let at = random.below(bytes.len());
            bytes[at] ^= 1 << random.below(8);
        }
        3 => {
            let mut lines: Vec<&str> = document.split_inclusive('\n').collect();
            let (one, other) = (random.below(lines.len()), random.below(lines.len()));
            lines.swap(one, other);
            return lines.concat();
        }
        _ => {
            let mut lines: Vec<&str> = document.split_inclusive('\n').collect();
            let (from, to) = (random.below(lines.len()), random.below(lines.len()));
            lines.insert(to, lines[from]);
            return lines.concat();
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

type Is = fn(&str, &Value) -> bool;

/// How many nodes there are of those that `is` names, by the key they stand under.
fn count(key: &str, node: &Value, is: Is) -> usize {
    let below: usize = match node {
        Value::Array(items) => items.iter().map(|it| count("", it, is)).sum(),
        Value::Object(members) => members.iter().map(|(key, it)| count(key, it, is)).sum(),
        _ => 0,
    };
    usize::from(is(key, node)) + below
}

/// The so manyth of them.
fn nth<'a>(key: &str, node: &'a mut Value, is: Is, left: &mut usize) -> Option<&'a mut Value> {
    if is(key, node) {
        if *left == 0 {
            return Some(node);
        }
        *left -= 1;
    }
    match node {
        Value::Array(items) => items.iter_mut().find_map(|it| nth("", it, is, left)),
        Value::Object(members) => members
            .iter_mut()
            .find_map(|(key, it)| nth(key, it, is, left)),
        _ => None,
    }
}

fn any<'a>(tree: &'a mut Value, random: &mut Random, is: Is) -> Option<&'a mut Value> {
    let count = count("", tree, is);
    if count == 0 {
        return None;
    }
    nth("", tree, is, &mut random.below(count))
}

fn on_any(tree: &mut Value, random: &mut Random, change: fn(&mut Random, &mut Value)) {
    on_any_that(tree, random, |_, _| true, change);
}

fn on_any_that(tree: &mut Value, random: &mut Random, is: Is, change: fn(&mut Random, &mut Value)) {
    if let Some(node) = any(tree, random, is) {
        change(random, node);
    }
}

fn depth(node: &Value) -> usize {
    let below = match node {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(members) => members.values().map(depth).max(),
        _ => None,
    };
    1 + below.unwrap_or(0)
}

/// Whether a node looks like a schema.
fn is_schema(key: &str, node: &Value) -> bool {
    let Value::Object(members) = node else {
        return false;
    };
    !matches!(key, "properties" | "schemas" | "mapping")
        && ([
            "type",
            "properties",
            "items",
            "allOf",
            "anyOf",
            "oneOf",
            "enum",
        ]
        .iter()
        .any(|key| members.contains_key(*key))
            || members.len() == 1 && members.contains_key("$ref"))
        && !members.contains_key("in")
}

fn is_map_of_schemas(key: &str, node: &Value) -> bool {
    matches!(key, "properties" | "schemas" | "definitions")
        && node.as_object().is_some_and(|it| !it.is_empty())
}

fn name_in(members: &Map<String, Value>, random: &mut Random) -> Option<String> {
    if members.is_empty() {
        return None;
    }
    members.keys().nth(random.below(members.len())).cloned()
}

fn other_name(name: &str, random: &mut Random) -> String {
    match random.below(3) {
        0 => hostile::lookalike(name, random),
        _ => hostile::text(random),
    }
}

/// Gives a member another name, where it stands.
fn rename(members: &mut Map<String, Value>, from: &str, to: &str) {
    let old = std::mem::take(members);
    for (key, value) in old {
        let key = if key == from { to.to_owned() } else { key };
        members.insert(key, value);
    }
}

fn on_all(node: &mut Value, change: &mut impl FnMut(&mut Value)) {
    change(node);
    match node {
        Value::Array(items) => items.iter_mut().for_each(|it| on_all(it, change)),
        Value::Object(members) => members.values_mut().for_each(|it| on_all(it, change)),
        _ => {}
    }
}

/// Another name for a component, and for all who refer to it.
fn rename_component(tree: &mut Value, random: &mut Random) {
    let kinds = [
        "schemas",
        "schemas",
        "schemas",
        "parameters",
        "responses",
        "securitySchemes",
    ];
    let kind = random.pick(&kinds);
    let Some(Value::Object(members)) = tree.pointer_mut(&format!("/components/{kind}")) else {
        return;
    };
    let Some(from) = name_in(members, random) else {
        return;
    };
    let to = other_name(&from, random);
    rename(members, &from, &to);
    let pointer = |name: &str| {
        let name = name.replace('~', "~0").replace('/', "~1");
        format!("#/components/{kind}/{name}")
    };
    let (from, to) = (pointer(&from), pointer(&to));
    let to = to.replace('%', "%25").replace(' ', "%20");
    on_all(tree, &mut |node| {
        if node.as_str() == Some(&from) {
            *node = Value::String(to.clone());
        }
    });
}

/// Another name for a property, and in the list of what is required.
fn rename_property(tree: &mut Value, random: &mut Random) {
    let has = |_: &str, it: &Value| it.get("properties").is_some_and(Value::is_object);
    let Some(schema) = any(tree, random, has) else {
        return;
    };
    let Some(Value::Object(members)) = schema.get_mut("properties") else {
        return;
    };
    let Some(from) = name_in(members, random) else {
        return;
    };
    let to = other_name(&from, random);
    rename(members, &from, &to);
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        for name in required {
            if name.as_str() == Some(&from) {
                *name = Value::String(to.clone());
            }
        }
    }
}

fn rename_parameter(tree: &mut Value, random: &mut Random) {
    let is = |_: &str, it: &Value| it.get("in").is_some() && it.get("name").is_some();
    if let Some(parameter) = any(tree, random, is) {
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        parameter["name"] = Value::String(other_name(&name, random));
    }
}

/// A second member like one that is there, under a name like its own.
fn duplicate_member(tree: &mut Value, random: &mut Random, maps: &[&str]) {
    let is: Is = if maps.is_empty() {
        |_, it| it.as_object().is_some_and(|it| !it.is_empty())
    } else {
        is_map_of_schemas
    };
    if let Some(Value::Object(members)) = any(tree, random, is)
        && let Some(name) = name_in(members, random)
    {
        let copy = members[&name].clone();
        members.insert(other_name(&name, random), copy);
    }
}

/// Another text where text is free.
fn hostile_words(tree: &mut Value, random: &mut Random) {
    let is = |key: &str, it: &Value| {
        let free = [
            "description",
            "summary",
            "title",
            "operationId",
            "name",
            "pattern",
            "format",
            "url",
            "default",
            "example",
            "version",
            "propertyName",
            "x-specwright-name",
        ];
        it.is_string() && free.contains(&key)
    };
    on_any_that(tree, random, is, |random, node| {
        *node = Value::String(hostile::text(random));
    });
}

/// Other texts in a list of texts: enums, tags, what is required.
fn hostile_list(tree: &mut Value, random: &mut Random) {
    let is = |key: &str, it: &Value| {
        it.is_array() && matches!(key, "enum" | "tags" | "required" | "x-enum-varnames")
    };
    on_any_that(tree, random, is, |random, node| {
        if let Value::Array(items) = node {
            for _ in 0..=random.below(4) {
                let text = Value::String(hostile::text(random));
                match random.below(3) {
                    0 if !items.is_empty() => {
                        let at = random.below(items.len());
                        items[at] = text;
                    }
                    1 => items.push(hostile::number(random)),
                    _ => items.push(text),
                }
            }
        }
    });
}

fn component(tree: &Value, random: &mut Random) -> Option<String> {
    let schemas = tree.pointer("/components/schemas")?.as_object()?;
    let name = name_in(schemas, random)?;
    let name = name
        .replace('~', "~0")
        .replace('/', "~1")
        .replace('%', "%25");
    Some(format!("#/components/schemas/{name}"))
}

/// A schema becomes a reference to a component, perhaps to itself.
fn redirect(tree: &mut Value, random: &mut Random) {
    if let Some(target) = component(tree, random)
        && let Some(schema) = any(tree, random, is_schema)
    {
        *schema = json!({ "$ref": target });
    }
}

/// A reference, or anything, becomes a reference to any node.
fn reference_anything(tree: &mut Value, random: &mut Random) {
    let mut pointers = Vec::new();
    all_pointers(tree, &mut String::from("#"), &mut pointers);
    let target = pointers.swap_remove(random.below(pointers.len()));
    let is: Is = match random.below(3) {
        0 => |_, _| true,
        1 => is_schema,
        _ => |_, it| it.get("$ref").is_some(),
    };
    if let Some(node) = any(tree, random, is) {
        *node = json!({ "$ref": target });
    }
}

fn all_pointers(node: &Value, at: &mut String, pointers: &mut Vec<String>) {
    pointers.push(at.clone());
    let length = at.len();
    let mut below = |key: &str, value: &Value| {
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        all_pointers(value, at, pointers);
        at.truncate(length);
    };
    match node {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(&index.to_string(), item);
            }
        }
        Value::Object(members) => members.iter().for_each(|(key, value)| below(key, value)),
        _ => {}
    }
}

/// A schema becomes part of another.
fn wrap(tree: &mut Value, random: &mut Random) {
    if depth(tree) > DEEP {
        return;
    }
    let target = component(tree, random).unwrap_or_default();
    let Some(schema) = any(tree, random, is_schema) else {
        return;
    };
    let inner = schema.take();
    let other = match random.below(3) {
        0 => json!({ "$ref": target }),
        1 => hostile::misfit(random),
        _ => inner.clone(),
    };
    *schema = match random.below(11) {
        0 => json!({ "allOf": [inner, other] }),
        1 => json!({ "oneOf": [inner, other] }),
        2 => json!({ "anyOf": [other, inner] }),
        3 => json!({ "type": "array", "items": inner }),
        4 => json!({ "type": "object", "additionalProperties": inner }),
        5 => json!({ "type": "object", "properties": { "a": inner, "b": other } }),
        6 => json!({ "allOf": [inner], "description": "one", "nullable": true }),
        7 => json!({ "oneOf": [inner, other], "discriminator": { "propertyName": "type" } }),
        8 => json!({ "anyOf": [inner, { "type": "null" }] }),
        9 => json!({ "type": "array", "items": { "oneOf": [inner, other] } }),
        _ => json!({ "type": "object", "required": ["a"], "properties": { "a": inner },
                     "additionalProperties": other }),
    };
}

/// A schema becomes another one of this document or of the donor.
fn exchange_schema(tree: &mut Value, donor: &Value, random: &mut Random) {
    let mut from = if random.below(2) == 0 {
        tree.clone()
    } else {
        donor.clone()
    };
    if let Some(new) = any(&mut from, random, is_schema)
        && depth(new) < DEEP
        && let Some(schema) = any(tree, random, is_schema)
    {
        *schema = new.take();
    }
}

fn schema_of_ours(tree: &mut Value, random: &mut Random) {
    on_any_that(tree, random, is_schema, |random, node| {
        *node = hostile::misfit(random);
    });
}

/// Turns something of a schema on.
fn flag(tree: &mut Value, random: &mut Random) {
    on_any_that(tree, random, is_schema, |random, node| {
        let Value::Object(members) = node else {
            return;
        };
        let (key, value) = match random.below(14) {
            0 => ("nullable", json!(true)),
            1 => ("readOnly", json!(true)),
            2 => ("writeOnly", json!(true)),
            3 => ("deprecated", json!(true)),
            4 => ("default", json!(hostile::text(random))),
            5 => ("example", json!(hostile::text(random))),
            6 => ("additionalProperties", json!(random.below(2) == 0)),
            7 => ("additionalProperties", hostile::misfit(random)),
            8 => ("format", json!(hostile::text(random))),
            9 => ("default", hostile::number(random)),
            10 => ("title", json!(hostile::text(random))),
            11 => ("minimum", hostile::number(random)),
            12 => ("required", json!([hostile::text(random), "a"])),
            _ => ("description", json!(hostile::text(random))),
        };
        members.insert(key.to_owned(), value);
    });
}

fn swap(tree: &mut Value, random: &mut Random) {
    let mut copy = tree.clone();
    let count = count("", tree, |_, _| true);
    let (one, other) = (random.below(count), random.below(count));
    let all: Is = |_, _| true;
    // Where one is inside the other, it becomes a copy of what it was in.
    for (mut from, mut to) in [(one, other), (other, one)] {
        if let Some(value) = nth("", &mut copy, all, &mut from).map(|it| it.clone())
            && depth(&value) < DEEP
            && let Some(node) = nth("", tree, all, &mut to)
        {
            *node = value;
        }
    }
}

fn transplant(tree: &mut Value, donor: &Value, random: &mut Random) {
    let mut donor = donor.clone();
    if let Some(value) = any(&mut donor, random, |_, _| true)
        && depth(value) < DEEP
        && let Some(node) = any(tree, random, |_, _| true)
    {
        *node = value.take();
    }
}

fn is_filled(_: &str, node: &Value) -> bool {
    node.as_object().is_some_and(|members| !members.is_empty())
}

fn rename_key(tree: &mut Value, random: &mut Random) {
    on_any_that(tree, random, is_filled, |random, node| {
        if let Value::Object(members) = node
            && let Some(from) = name_in(members, random)
        {
            let to = match random.below(2) {
                0 => random.pick(hostile::KEYS).to_owned(),
                _ => other_name(&from, random),
            };
            rename(members, &from, &to);
        }
    });
}

fn remove_key(tree: &mut Value, random: &mut Random) {
    on_any_that(tree, random, is_filled, |random, node| {
        if let Value::Object(members) = node
            && let Some(name) = name_in(members, random)
        {
            members.shift_remove(&name);
        }
    });
}

fn list(tree: &mut Value, random: &mut Random) {
    let is = |_: &str, it: &Value| it.is_array();
    on_any_that(tree, random, is, |random, node| {
        if let Value::Array(items) = node {
            match random.below(4) {
                0 => items.clear(),
                1 => items.reverse(),
                2 => items.extend(items.clone()),
                _ => {
                    *items = items
                        .iter()
                        .cycle()
                        .take(items.len() * 20)
                        .cloned()
                        .collect()
                }
            }
        }
    });
}

/// The same said as a value of another kind.
fn change_type(tree: &mut Value, random: &mut Random) {
    on_any(tree, random, |random, node| {
        *node = match (node.take(), random.below(3)) {
            (Value::String(text), 0) => json!([text]),
            (Value::String(text), 1) => json!({ text: true }),
            (Value::Bool(is), _) => json!(is.to_string()),
            (Value::Number(number), _) => json!(number.to_string()),
            (Value::Array(items), 0) => items.into_iter().next().unwrap_or_default(),
            (Value::Array(items), _) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| (index.to_string(), item))
                .collect(),
            (Value::Object(members), 0) => members.into_iter().map(|(_, value)| value).collect(),
            (Value::Object(members), 1) => json!([members]),
            (other, _) => json!([other]),
        };
    });
}
