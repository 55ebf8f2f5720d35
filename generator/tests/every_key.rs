//! Every key of a document is generated from, on the list of what a client does not need, or
//! diagnosed: of the fixtures, the two specifications, and what `SPECWRIGHT_DOCUMENTS` names.
//!
//! This is two counts. The stages after `dialect` see the canonical tree, whose keys `account`
//! counts by its table. What `dialect` makes of the document's own keys is held against the
//! places that the source map knows: a key of the file is the origin of a key of the tree, or
//! inside what a diagnostic is about, or one of those that [`said_otherwise`] lists.

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

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};
use specwright::diagnostics::Diagnostics;
use specwright::dialect::{self, Canonical};
use specwright::document::{self, Document, Origin, Pointer, SourceMap};
use specwright::lower::account;

/// A document, before and after `dialect`.
struct Read {
    document: Document,
    canonical: Canonical,
    sources: SourceMap,
    diagnostics: Diagnostics,
}

fn read(text: &str) -> Option<Read> {
    let (mut sources, mut diagnostics) = (SourceMap::new(), Diagnostics::new());
    let document =
        document::load_text("openapi.yaml", text, &mut sources, &mut diagnostics).ok()?;
    let canonical = dialect::canonical(document.clone(), &mut sources, &mut diagnostics).ok()?;
    Some(Read {
        document,
        canonical,
        sources,
        diagnostics,
    })
}

#[test]
fn no_key_is_lost() {
    let (mut documents, mut keys) = (0, 0);
    let mut lost: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for seed in seeds::all() {
        let Some(mut read) = read(&seed.text()) else {
            continue;
        };
        documents += 1;
        let account = account(&read.canonical.tree, &mut read.diagnostics);
        let all = count(&Value::from(&read.canonical.tree));
        assert_eq!(account.total(), all, "{}", seed.path.display());
        let diagnosed = diagnosed(&read);
        for unknown in &account.unknown {
            let place = place(&read, &Origin::Node(unknown.clone()));
            assert!(
                place.is_some_and(|place| diagnosed.contains(&place)),
                "{}: nothing is said of {unknown:?}",
                seed.path.display()
            );
        }
        keys += count(&read.document.tree().into());
        for (key, pointer) in lost_keys(&read) {
            lost.entry(key)
                .or_insert_with(|| (0, format!("{} {pointer}", seed.path.display())))
                .0 += 1;
        }
    }
    println!("{keys} keys of {documents} documents");
    assert!(documents > 30 && keys > 3000);
    let lost: Vec<String> = lost
        .iter()
        .map(|(key, (times, first))| format!("`{key}` {times} times, first {first}"))
        .collect();
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// The test can fail: a key that is taken out of the tree is missed.
#[test]
fn a_key_that_goes_missing_is_noticed() {
    let text = "openapi: 3.0.3\ninfo: { title: A, version: '1', description: b }\npaths: {}\n";
    let mut read = read(text).unwrap();
    assert_eq!(lost_keys(&read), []);
    let info = read.canonical.tree.get_mut("info").unwrap();
    let info = info.as_object_mut().unwrap();
    info.shift_remove("description");
    assert_eq!(
        lost_keys(&read),
        [("description".to_owned(), "/info/description".to_owned())]
    );
}

fn count(node: &Value) -> usize {
    match node {
        Value::Object(members) => members.len() + members.values().map(count).sum::<usize>(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// The keys of the document that nothing became of and nothing is said of, and where they are.
fn lost_keys(read: &Read) -> Vec<(String, String)> {
    let mut covered: HashSet<String> = HashSet::new();
    each_key(
        &Value::from(&read.canonical.tree),
        &Pointer::root(),
        &mut |_, _, pointer| {
            if let Origin::Source(id, from) = read.sources.origin(pointer)
                && id == read.document.source
            {
                cover(&mut covered, from);
            }
            true
        },
    );
    let diagnosed = diagnosed(read);
    for place in &diagnosed {
        let around = Pointer::from(place.clone()).parent();
        around.into_iter().for_each(|at| cover(&mut covered, at));
    }
    let mut lost = Vec::new();
    let root = &Value::from(read.document.tree());
    each_key(root, &Pointer::root(), &mut |around, key, pointer| {
        let place = pointer.to_string();
        // An item of a list has no key of its own.
        let item = pointer.parent().filter(is_item);
        let is_diagnosed = diagnosed.contains(&place)
            || item.is_some_and(|item| diagnosed.contains(item.as_str()));
        if is_diagnosed || said_otherwise(root, around, key) {
            // What is inside is dealt with as a whole.
            return false;
        }
        if !covered.contains(&place) {
            lost.push((key.to_owned(), place));
        }
        true
    });
    lost
}

fn is_item(place: &Pointer) -> bool {
    place
        .last()
        .is_some_and(|step| step.parse::<usize>().is_ok())
}

/// A place, and all that it is inside of: they are not lost if something of them is there.
fn cover(covered: &mut HashSet<String>, place: Pointer) {
    let mut place = Some(place);
    while let Some(at) = place
        && covered.insert(at.to_string())
    {
        place = at.parent();
    }
}

/// The places that something is said of.
fn diagnosed(read: &Read) -> HashSet<String> {
    let diagnostics = read.diagnostics.iter();
    diagnostics
        .filter_map(|diagnostic| place(read, &diagnostic.origin))
        .collect()
}

/// Where something stands in the file.
fn place(read: &Read, origin: &Origin) -> Option<String> {
    match origin {
        Origin::Node(pointer) | Origin::Key(pointer) => place(read, &read.sources.origin(pointer)),
        Origin::Source(_, pointer) => Some(pointer.to_string()),
        Origin::Nowhere | Origin::File(_) | Origin::Bytes(..) => None,
    }
}

/// Calls `see` with each key, the object around it, and its place; it says whether to go on
/// inside.
fn each_key(node: &Value, at: &Pointer, see: &mut impl FnMut(&Value, &str, &Pointer) -> bool) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                let at = at.child(key);
                if see(node, key, &at) {
                    each_key(value, &at, see);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                each_key(item, &at.index(index), see);
            }
        }
        _ => {}
    }
}

/// Whether the canonical tree says the same in other words, or need not say it.
fn said_otherwise(document: &Value, around: &Value, key: &str) -> bool {
    let value = &around[key];
    match key {
        // Nothing is said by nothing.
        _ if value.is_null() || *value == json!([]) || *value == json!({}) => true,
        // About the text of a schema; nothing of a value.
        "$comment" | "$schema" | "$vocabulary" | "id" => value.is_string(),
        // Names that references to them have been resolved by.
        "$id" | "$anchor" | "$dynamicAnchor" => true,
        // `null` is said by `nullable`, several types by `anyOf`, one value by an `enum` of it.
        "type" => *value == "null" || value.is_array() || around["enum"] == json!([null]),
        "enum" => *value == json!([null]),
        "anyOf" | "oneOf" => *value == json!([{ "type": "null" }]),
        "const" => true,
        // What cookies always were.
        "style" => *value == "cookie",
        // Of two bounds the stricter one is enough.
        "minimum" | "exclusiveMinimum" => both(around, "minimum", "exclusiveMinimum"),
        "maximum" | "exclusiveMaximum" => both(around, "maximum", "exclusiveMaximum"),
        // What 3.0 has no references to stands in their place.
        "$ref" => value.as_str().is_some_and(|it| {
            [
                "#/components/mediaTypes/",
                "#/components/pathItems/",
                "#/paths/",
                "#/parameters/",
            ]
            .iter()
            .any(|place| it.starts_with(place))
        }),
        "get" | "put" | "post" | "delete" => value.get("$ref").is_some(),
        _ if key.contains('/') && value.get("$ref").is_some() => true,
        // Of `patternProperties`: names that nothing may have.
        "patternProperties" => value
            .as_object()
            .is_some_and(|it| it.values().all(|schema| *schema == json!(false))),
        _ if document.get("swagger").is_some() => said_otherwise_than_in_2_0(around, key),
        // Of a schema beside `null`, which is inlined without what other tools know it by.
        _ => key.starts_with("x-") && !key.starts_with("x-specwright-"),
    }
}

fn both(around: &Value, one: &str, other: &str) -> bool {
    around.get(one).is_some() && around.get(other).is_some()
}

/// What Swagger 2.0 has other words for: servers, media types, bodies, styles and flows.
fn said_otherwise_than_in_2_0(around: &Value, key: &str) -> bool {
    let is_body = around["in"] == "body" || around["in"] == "formData";
    match key {
        "swagger" | "host" | "basePath" => around.get("swagger").is_some(),
        "schemes" | "consumes" | "produces" | "collectionFormat" | "x-nullable" => true,
        "in" | "name" | "required" => is_body,
        // Among the shared parameters; it stands where it is referred to.
        _ if around[key]["in"] == "formData" => true,
        "flow" | "authorizationUrl" | "tokenUrl" | "scopes" => around["type"] == "oauth2",
        _ => false,
    }
}
