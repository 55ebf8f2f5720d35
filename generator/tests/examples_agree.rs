//! Of each example, the generator and a JSON Schema validator say the same: it is of the type
//! that its own schema says, or it contradicts it. Of the fixtures, the two specifications, and
//! what `SPECWRIGHT_DOCUMENTS` names.
//!
//! The validator sees the canonical tree, an OpenAPI 3.0 document, as JSON Schema draft 4, which
//! 3.0 is made of. [`relax`] says what a type does not hold and is not looked at: bounds,
//! patterns, exclusiveness. Where the two disagree for a reason, [`reason`] names it, and they
//! are counted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

#[path = "mutants/seeds.rs"]
#[allow(dead_code, reason = "it is for more than one test")]
mod seeds;

use std::collections::{BTreeMap, HashMap, HashSet};

use jsonschema::{Registry, Validator};
use serde_json::{Map, Value, json};
use specwright::diagnostics::{Code, Diagnostics};
use specwright::dialect::extension::PREFIX_ITEMS;
use specwright::dialect::{self, Canonical};
use specwright::document::{self, Origin, Pointer, SourceMap};
use specwright::lower::lower;

const DOCUMENT: &str = "https://example.com/document";

#[test]
fn the_validator_agrees() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut disagreements = Vec::new();
    for seed in seeds::all() {
        let (mut sources, mut diagnostics) = (SourceMap::new(), Diagnostics::new());
        let canonical = document::load_text("a", &seed.text(), &mut sources, &mut diagnostics)
            .and_then(|document| dialect::canonical(document, &mut sources, &mut diagnostics));
        let Ok(canonical) = canonical else {
            continue;
        };
        let api = lower(&canonical, &mut diagnostics);
        let contradicting = diagnostics
            .iter()
            .filter(|it| it.code == Code::ExampleContradictsSchema)
            .filter_map(|it| match &it.origin {
                Origin::Node(pointer) => Some((pointer.clone(), Some(it.message.clone()))),
                _ => None,
            });
        let fitting = api
            .examples
            .iter()
            .map(|it| (Pointer::from(it.pointer.clone()), None));
        // An example that is kept as a text although it breaks its format is in both.
        let all: BTreeMap<Pointer, Option<String>> = fitting.chain(contradicting).collect();
        if all.is_empty() {
            continue;
        }
        let mut judge = Judge::of(&canonical);
        for (pointer, complaint) in all {
            let said = match (judge.says(&pointer), &complaint) {
                (Ok(true), None) => "fits, says the validator too".to_owned(),
                (Ok(false), Some(_)) => "contradicts, says the validator too".to_owned(),
                (Err(unjudged), _) => unjudged,
                (Ok(_), _) => {
                    let place = format!("{} {pointer}", seed.path.display());
                    match judge.reason(&pointer, complaint.as_deref()) {
                        Some(reason) => reason,
                        None => {
                            let ours = complaint.as_deref().unwrap_or("it fits");
                            let theirs = judge.why(&pointer);
                            let theirs = theirs.as_deref().unwrap_or("it is valid");
                            disagreements.push(format!("{place}\n  {ours}\n  {theirs}"));
                            "disagreement".to_owned()
                        }
                    }
                }
            };
            *counts.entry(said).or_default() += 1;
        }
    }
    for (what, count) in &counts {
        println!("{count:7} {what}");
    }
    assert!(counts.values().sum::<usize>() > 100);
    disagreements.truncate(400);
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

/// The test can fail: the validator knows right from wrong.
#[test]
fn the_validator_can_disagree() {
    let tree = json!({
        "components": {"schemas": {
            "A": {"type": "object", "required": ["b"], "properties": {
                "b": {"type": "string", "format": "date", "nullable": true},
            }, "examples": [{"b": "2024-02-30"}, {"b": "2024-02-29"}, {"b": null}, {}]},
        }},
    });
    let mut tree = tree;
    let schema = &mut tree["components"]["schemas"]["A"];
    let examples = schema.as_object_mut().unwrap().shift_remove("examples");
    schema["x-specwright-examples"] = examples.unwrap();
    let canonical = Canonical {
        tree: tree.into(),
        version: dialect::Version::V3_0,
        left_out: Default::default(),
    };
    let mut judge = Judge::of(&canonical);
    let says: Vec<_> = (0..4)
        .map(|index| {
            let at = format!("/components/schemas/A/x-specwright-examples/{index}");
            judge.says(&Pointer::from(at)).unwrap()
        })
        .collect();
    assert_eq!(says, [false, true, true, false]);
}

/// A document as JSON Schemas.
struct Judge {
    tree: Value,
    registry: Registry<'static>,
    validators: HashMap<Pointer, Option<Validator>>,
}

impl Judge {
    fn of(canonical: &Canonical) -> Self {
        let tree = Value::from(&canonical.tree);
        let mut schemas = tree.clone();
        let mut members = HashSet::new();
        names_of_members(&schemas, &mut members);
        relax(&mut schemas, &members);
        let registry = Registry::new()
            .draft(jsonschema::Draft::Draft4)
            .add(DOCUMENT, schemas)
            .unwrap()
            .prepare()
            .unwrap();
        Self {
            tree,
            registry,
            validators: HashMap::new(),
        }
    }

    /// Whether an example is valid; an error says why nobody can tell.
    fn says(&mut self, example: &Pointer) -> Result<bool, String> {
        let value = self.tree.pointer(example.as_str()).unwrap().clone();
        Ok(self.validator(example)?.is_valid(&value))
    }

    /// What the validator does not like.
    fn why(&mut self, example: &Pointer) -> Option<String> {
        let value = self.tree.pointer(example.as_str()).unwrap().clone();
        let error = self.validator(example).ok()?.validate(&value).err()?;
        Some(format!("at `{}`: {error}", error.instance_path()))
    }

    /// Why the two say different things of an example, if that is as it should be.
    fn reason(&mut self, example: &Pointer, ours: Option<&str>) -> Option<String> {
        let theirs = self.why(example);
        let value = self.tree.pointer(example.as_str())?;
        let missing = theirs.as_deref().and_then(|theirs| {
            let (name, _) = theirs.split_once("\" is a required property")?;
            name.rsplit_once('"')
        });
        match missing {
            Some((_, name)) if ours.is_none() && goes_one_way(&self.tree, name) => {
                Some("fits: a member that only goes the other way is not there".to_owned())
            }
            _ => reason(theirs.as_deref(), ours, value),
        }
    }

    fn validator(&mut self, example: &Pointer) -> Result<&Validator, String> {
        let schema = schema_of(&self.tree, example)?;
        let registry = &self.registry;
        self.validators
            .entry(schema.clone())
            .or_insert_with(|| {
                let steps: Vec<String> = schema.steps().map(|step| encoded(&step)).collect();
                let reference = format!("{DOCUMENT}#/{}", steps.join("/"));
                NEWER
                    .iter()
                    .fold(jsonschema::options(), |options, &format| {
                        let judge = of_format(format);
                        options.with_format(format, move |text| judge.is_valid(&json!(text)))
                    })
                    .with_draft(jsonschema::Draft::Draft4)
                    .should_validate_formats(true)
                    .with_registry(registry)
                    .build(&json!({ "$ref": reference }))
                    .ok()
            })
            .as_ref()
            .ok_or_else(|| "not judged: the validator takes no such schema".to_owned())
    }
}

/// A step of a JSON pointer in the fragment of a URI (RFC 6901 § 6).
fn encoded(step: &str) -> String {
    let step = step.replace('~', "~0").replace('/', "~1");
    step.bytes().fold(String::new(), |text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text + char::from(byte).encode_utf8(&mut [0; 4])
        } else {
            text + &format!("%{byte:02X}")
        }
    })
}

/// Where the schema of an example is.
fn schema_of(tree: &Value, example: &Pointer) -> Result<Pointer, String> {
    let mut owner = example.parent().unwrap();
    let last = example.last().unwrap();
    if last == "value" {
        // An Example Object: below `examples` of what it is an example of.
        owner = owner.parent().and_then(|it| it.parent()).unwrap();
    } else if owner
        .last()
        .is_some_and(|step| step == "x-specwright-examples")
    {
        owner = owner.parent().unwrap();
    }
    if owner.as_str() == "/components" {
        return Err("not judged: an example that several refer to".to_owned());
    }
    let node = tree.pointer(owner.as_str()).unwrap();
    let content = node.get("content").and_then(Value::as_object);
    if node.get("schema").is_some() {
        Ok(owner.child("schema"))
    } else if let Some((media_type, _)) = content.and_then(|it| it.iter().next()) {
        Ok(owner.child("content").child(media_type).child("schema"))
    } else if owner.as_str().contains("/content/") && !owner.as_str().contains("/schema") {
        Err("not judged: there is no schema".to_owned())
    } else {
        Ok(owner)
    }
}

/// The names that any schema of the document has a schema for.
fn names_of_members(node: &Value, names: &mut HashSet<String>) {
    match node {
        Value::Array(items) => items.iter().for_each(|it| names_of_members(it, names)),
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                names.extend(properties.keys().cloned());
            }
            members.values().for_each(|it| names_of_members(it, names));
        }
        _ => {}
    }
}

/// The formats that have types of their own, and that the validator knows.
const TYPED: &[&str] = &[
    "date",
    "date-time",
    "duration",
    "ipv4",
    "ipv6",
    "time",
    "uri",
    "uuid",
];

/// Those of them that Draft 4 does not have yet.
const NEWER: &[&str] = &["duration", "time", "uuid"];

fn of_format(format: &str) -> Validator {
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&json!({ "format": format }))
        .unwrap()
}

/// Makes of each schema of 3.0 one of JSON Schema, in its place, and leaves out of it what a
/// type does not hold.
fn relax(node: &mut Value, names: &HashSet<String>) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(|it| relax(it, names)),
        Value::Object(members) => {
            members.values_mut().for_each(|it| relax(it, names));
            // A member that is required but described nowhere is no field of a record.
            if let Some(Value::Array(required)) = members.get_mut("required") {
                required.retain(|name| name.as_str().is_some_and(|name| names.contains(name)));
                if required.is_empty() {
                    members.shift_remove("required");
                }
            }
            relax_schema(members);
        }
        _ => {}
    }
}

fn relax_schema(schema: &mut Map<String, Value>) {
    let is_schema_of = |ty: &str| schema.get("type").is_some_and(|it| it == ty);
    let format = schema.get("format").and_then(Value::as_str).unwrap_or("");
    // What has a type of its own decides what a text may be; `partial-time` is nobody's.
    let is_typed = is_schema_of("string") && TYPED.contains(&format);
    let bounds = match (is_schema_of("integer"), format) {
        (true, "int32") => Some((i64::from(i32::MIN), i64::from(i32::MAX) as u64)),
        (true, "uint32") => Some((0, u64::from(u32::MAX))),
        (true, "uint64") => Some((0, u64::MAX)),
        (true, _) => Some((i64::MIN, i64::MAX as u64)),
        (false, _) => None,
    };
    let is_named = |key: &str, schema: &Map<String, Value>| {
        // Not a member that is called so.
        schema.get(key).is_some_and(|it| !it.is_object())
    };
    for key in [
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "default",
        "id",
    ] {
        if is_named(key, schema) {
            schema.shift_remove(key);
        }
    }
    if !is_typed && is_named("format", schema) {
        schema.shift_remove("format");
    }
    if schema.get("type").is_some_and(Value::is_string)
        || schema.keys().any(|key| key.ends_with("Of"))
    {
        schema.shift_remove("not");
    }
    if let Some((least, most)) = bounds {
        schema.insert("minimum".to_owned(), json!(least));
        schema.insert("maximum".to_owned(), json!(most));
    }
    // Draft 4 has a list of schemas in `items`; a client takes what is longer.
    if let Some(positions) = schema.shift_remove(PREFIX_ITEMS) {
        let further = schema.insert("items".to_owned(), positions);
        if let Some(further) = further.filter(|it| *it != json!({ "not": {} })) {
            schema.insert("additionalItems".to_owned(), further);
        }
    }
    if schema.get("additionalProperties") == Some(&json!(false)) {
        schema.shift_remove("additionalProperties");
    }
    // A client takes what several branches allow.
    if let Some(Value::Array(branches)) = schema.get("oneOf").cloned() {
        schema.insert("oneOf".to_owned(), json!([{ "anyOf": branches }]));
    }
    if schema.get("nullable") == Some(&json!(true)) {
        nullable(schema);
    }
}

/// `nullable: true` in the words of JSON Schema.
fn nullable(schema: &mut Map<String, Value>) {
    schema.shift_remove("nullable");
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.push(Value::Null);
    }
    if let Some(Value::String(ty)) = schema.get("type").cloned() {
        schema.insert("type".to_owned(), json!([ty, "null"]));
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = schema.get_mut(key) {
            branches.push(json!({ "enum": [null] }));
        }
    }
    // Each of them has to allow it.
    if let Some(Value::Array(branches)) = schema.get_mut("allOf") {
        for branch in branches {
            *branch = json!({ "anyOf": [branch.take(), { "enum": [null] }] });
        }
    }
}

/// Why the two may say different things of an example, if there is a reason.
fn reason(theirs: Option<&str>, ours: Option<&str>, value: &Value) -> Option<String> {
    let (None, Some(theirs)) = (ours, theirs) else {
        return None;
    };
    let spaced = |text: &str| {
        let (date, time) = text.split_once(' ')?;
        (date.len() == 10 && time.contains(':')).then_some(())
    };
    if theirs.ends_with("is not a \"date-time\"") && any_text(value, &|it| spaced(it).is_some()) {
        Some("fits: RFC 3339 lets a space stand for the `T` (§ 5.6)".to_owned())
    } else if value.is_object() && theirs.starts_with("at ``") && theirs.contains("is not one of") {
        Some("fits: an enum of objects is taken as any JSON".to_owned())
    } else if (value.is_boolean() || value.is_number()) && theirs.contains("is not one of \"") {
        Some("fits: an enum of numbers or booleans in quotes is taken without them".to_owned())
    } else {
        None
    }
}

/// Whether there is a member of this name that only requests or only responses have.
fn goes_one_way(node: &Value, name: &str) -> bool {
    let flagged = |keyword: &str| {
        let member = node.get("properties").and_then(|all| all.get(name));
        member.is_some_and(|member| member[keyword] == true)
    };
    let inside = |inner: &Value| goes_one_way(inner, name);
    flagged("readOnly")
        || flagged("writeOnly")
        || match node {
            Value::Array(items) => items.iter().any(inside),
            Value::Object(members) => members.values().any(inside),
            _ => false,
        }
}

fn any_text(value: &Value, is: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is(text),
        Value::Array(items) => items.iter().any(|it| any_text(it, is)),
        Value::Object(members) => members.values().any(|it| any_text(it, is)),
        _ => false,
    }
}
