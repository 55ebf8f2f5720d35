//! The two specifications of this workspace, lowered whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use specwright::diagnostics::{Diagnostics, Severity};
use specwright::dialect::{self, Canonical};
use specwright::document::{self, Document, SourceMap};
use specwright::ir::{Api, NameHint, Shape};
use specwright::json::Value;
use specwright::lower::lower;

const SPECS: [&str; 2] = ["palo-alto-dlp", "prisma-access-insights"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn load(path: &Path, diagnostics: &mut Diagnostics) -> (Document, SourceMap) {
    let mut sources = SourceMap::new();
    let document = document::load(path, &mut sources, diagnostics).unwrap();
    (document, sources)
}

/// A specification of the workspace with its overlay.
fn spec(name: &str, diagnostics: &mut Diagnostics) -> Canonical {
    let folder = root().join("specs").join(name);
    let (document, mut sources) = load(&folder.join("openapi.yaml"), diagnostics);
    let overlay = folder.join("overlay.yaml");
    let document = document::overlay(document, &overlay, &mut sources, diagnostics).unwrap();
    dialect::canonical(document, &mut sources, diagnostics).unwrap()
}

/// Every document that a test of this crate reads, and the two specifications.
fn documents() -> Vec<PathBuf> {
    let tests = root().join("generator/tests");
    let cases = tests
        .join("lower")
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let fixtures = tests.join("fixtures").read_dir().unwrap();
    let fixtures = fixtures.map(|entry| entry.unwrap().path().join("openapi.yaml"));
    let specs = SPECS
        .iter()
        .map(|name| root().join("specs").join(name).join("openapi.yaml"));
    cases
        .chain(fixtures)
        .chain(specs)
        .filter(|path| path.is_file())
        .collect()
}

#[test]
fn nothing_is_lost() {
    for name in SPECS {
        let mut diagnostics = Diagnostics::new();
        let canonical = spec(name, &mut diagnostics);
        lower(&canonical, &mut diagnostics);
        let lost: Vec<_> = diagnostics
            .iter()
            .filter(|d| matches!(d.severity(), Severity::Error | Severity::Dropped))
            .collect();
        assert!(lost.is_empty(), "{name}: {lost:#?}");
    }
}

/// Every example of both documents is there, as counted by a walk that knows nothing of
/// lowering.
#[test]
fn all_examples_are_there() {
    let mut total = 0;
    for name in SPECS {
        let mut diagnostics = Diagnostics::new();
        let canonical = spec(name, &mut diagnostics);
        let api = lower(&canonical, &mut diagnostics);
        let path = root().join("specs").join(name).join("openapi.yaml");
        let (document, _) = load(&path, &mut Diagnostics::new());
        let written = count_examples(document.tree());
        assert_eq!(api.examples.len(), written, "{name}");
        let pointers: BTreeSet<_> = api
            .examples
            .iter()
            .map(|example| &example.pointer)
            .collect();
        assert_eq!(
            pointers.len(),
            written,
            "{name}: each has a place of its own"
        );
        total += written;
    }
    assert_eq!(total, 134);
}

/// `example` and the entries of `examples`, wherever they are keywords: not as the name of
/// a property, and not inside another value.
fn count_examples(tree: &Value) -> usize {
    fn walk(value: &Value, names: bool) -> usize {
        match value {
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| match (key, value) {
                    // In a map of names no key is a keyword.
                    _ if names => walk(value, false),
                    ("example", _) => 1,
                    ("examples", Value::Object(named)) => named.len(),
                    ("default" | "enum", _) => 0,
                    ("properties" | "schemas", value) => walk(value, true),
                    (_, value) => walk(value, false),
                })
                .sum(),
            Value::Array(items) => items.iter().map(|item| walk(item, false)).sum(),
            _ => 0,
        }
    }
    walk(tree, false)
}

/// The places, the hints and the shapes of an API's types, however they are numbered.
fn types(api: &Api) -> BTreeSet<String> {
    let place = |id| api.types.get(id).unwrap().place.to_string();
    let hint = |hint: &NameHint| match hint {
        NameHint::Component(name) => name.clone(),
        NameHint::Inside(id, role) => format!("{role:?} of {}", place(*id)),
        NameHint::Operation(index, role) => {
            format!("{role:?} of {}", api.operations[*index].place)
        }
    };
    let kind = |shape: &Shape| match shape {
        Shape::Record(record) => {
            let keys: BTreeSet<_> = record.members.iter().map(|member| &member.key).collect();
            format!("record of {keys:?}")
        }
        Shape::Union(union) => format!("union of {}", union.variants.len()),
        Shape::TextEnum(values) => format!("enum of {}", values.len()),
        Shape::IntegerEnum(values) => format!("enum of {}", values.len()),
        Shape::ScalarEnum(values) => format!("enum of {}", values.len()),
        Shape::Tuple(tuple) => format!("tuple of {}", tuple.items.len()),
        Shape::Newtype(_) => "newtype".to_owned(),
        Shape::Alias(_) => "alias".to_owned(),
    };
    let types = api.types.iter();
    types
        .map(|(_, def)| format!("{}: {} {}", def.place, hint(&def.name), kind(&def.shape)))
        .collect()
}

/// The order of paths, methods, parameters, components and members means nothing.
#[test]
fn order_means_nothing() {
    for path in documents() {
        let mut diagnostics = Diagnostics::new();
        let (document, mut sources) = load(&path, &mut diagnostics);
        let Ok(canonical) = dialect::canonical(document, &mut sources, &mut diagnostics) else {
            continue;
        };
        let mut turned = canonical.clone();
        turn(&mut turned.tree);
        let api = lower(&canonical, &mut Diagnostics::new());
        let other = lower(&turned, &mut Diagnostics::new());
        assert_eq!(types(&api), types(&other), "{}", path.display());
        let places = |api: &Api| -> BTreeSet<String> {
            let operations = api.operations.iter();
            operations
                .flat_map(|operation| operation.parameters.iter().map(|p| p.place.to_string()))
                .chain(
                    api.operations
                        .iter()
                        .map(|operation| operation.place.to_string()),
                )
                .collect()
        };
        assert_eq!(places(&api), places(&other), "{}", path.display());
    }
}

/// Turns every object around, and every list of parameters.
fn turn(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                // Turning a list around would move what references point at by position.
                if let Value::Array(items) = value
                    && key == "parameters"
                    && items
                        .iter()
                        .all(|item| item.get("$ref").is_some() || item.get("schema").is_some())
                    && items.len() > 1
                    && !items
                        .iter()
                        .any(|item| item.get("name") == Some(&Value::from("twice")))
                {
                    items.reverse();
                }
                turn(value);
            }
            *members = std::mem::take(members).into_iter().rev().collect();
        }
        Value::Array(items) => items.iter_mut().for_each(turn),
        _ => {}
    }
}
