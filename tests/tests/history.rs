//! What is said of real changes of real APIs, held against a count of their documents that knows
//! nothing of the generator. It runs where the documents are at hand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::Generated;
use specwright::surface::{Action, Kind, Report, Surface, compare};
use specwright_tests::specs;

/// The documents of each API, in the order of their dates.
const HISTORIES: &[&[&str]] = &[
    &[
        "adyen-checkout/CheckoutService-v69.yaml",
        "adyen-checkout/CheckoutService-v70.yaml",
        "adyen-checkout/CheckoutService-v71.yaml",
    ],
    &[
        "discord/2024-08-21.json",
        "discord/2025-05-12.json",
        "discord/2025-10-10.json",
        "discord/2026-07-18.json",
    ],
];

/// What a document has, as far as it is counted.
#[derive(Debug, Default)]
struct Counted {
    /// `GET /incidents`.
    requests: BTreeSet<String>,
    /// Schemas by name, with the keys of those that are plain objects.
    members: BTreeMap<String, BTreeSet<String>>,
}

fn counted(document: &Value) -> Counted {
    let mut counted = Counted::default();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "delete", "patch", "head", "options"] {
            if item.get(method).is_some() {
                let request = format!("{} {path}", method.to_uppercase());
                counted.requests.insert(request);
            }
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let is_plain = ["allOf", "oneOf", "anyOf"]
            .iter()
            .all(|key| schema.get(key).is_none());
        let properties = schema.get("properties").and_then(Value::as_object);
        if let Some(properties) = properties.filter(|_| is_plain) {
            let keys = properties.keys().cloned().collect();
            counted.members.insert(name.clone(), keys);
        }
    }
    counted
}

fn read(file: &Path) -> Value {
    serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn generated(file: &Path, before: Option<&Generated>) -> Generated {
    let folder = tempfile::tempdir().unwrap();
    let lock = before.map(|before| {
        let path = folder.path().join("names.lock");
        std::fs::write(&path, &before.lock).unwrap();
        path
    });
    let mut codegen = specs::codegen("history", file, lock.as_deref());
    codegen.overlays.clear();
    specs::generated(codegen.run())
}

/// The requests of operations that came or went as a whole.
fn requests(report: &Report, action: Action) -> BTreeSet<String> {
    let changes = report.changes.iter();
    let whole = changes.filter(|change| change.action == action && change.at == change.subject);
    whole.filter_map(|change| change.request.clone()).collect()
}

/// The members that came or went, of types that are there before and after.
fn members(report: &Report, surface: &Surface, action: Action) -> BTreeSet<(String, String)> {
    let keys: BTreeMap<&str, &str> = surface
        .lines()
        .filter(|line| line.kind == Kind::Wire)
        .filter_map(|line| {
            let key = line.says.strip_prefix("member \"")?;
            Some((line.path, key.split('"').next()?))
        })
        .collect();
    let changes = report
        .changes
        .iter()
        .filter(|change| change.action == action);
    let members = changes.filter_map(|change| {
        let (ty, _) = change.at.strip_prefix("types::")?.split_once('.')?;
        let key = keys.get(change.at.as_str())?;
        Some((ty.to_owned(), (*key).to_owned()))
    });
    members.collect()
}

/// The Rust names of components, by the lock.
fn names(generated: &Generated) -> BTreeMap<String, String> {
    let lines = generated.lock.lines();
    let names = lines.filter_map(|line| {
        let (place, name) = line.split_once(" = ")?;
        let place = place.trim_matches('"').strip_prefix("components/")?;
        Some((place.to_owned(), name.trim_matches('"').to_owned()))
    });
    names.collect()
}

fn check(old: &Path, new: &Path) {
    let (before, after) = {
        let before = generated(old, None);
        let after = generated(new, Some(&before));
        (before, after)
    };
    let report = compare(&before.surface, &after.surface);
    let (was, is) = (counted(&read(old)), counted(&read(new)));
    let what = new.display();

    let came: BTreeSet<String> = is.requests.difference(&was.requests).cloned().collect();
    let gone: BTreeSet<String> = was.requests.difference(&is.requests).cloned().collect();
    assert_eq!(
        requests(&report, Action::Added)
            .difference(&was.requests)
            .cloned()
            .collect::<BTreeSet<_>>(),
        came,
        "{what}"
    );
    assert_eq!(
        requests(&report, Action::Removed)
            .difference(&is.requests)
            .cloned()
            .collect::<BTreeSet<_>>(),
        gone,
        "{what}"
    );

    // Members of schemas that both have.
    let names = names(&before);
    let differ = |one: &Counted, other: &Counted| -> BTreeSet<(String, String)> {
        let both = one.members.iter().filter_map(|(name, keys)| {
            let others = other.members.get(name)?;
            let name = names.get(name)?;
            Some(
                keys.difference(others)
                    .map(move |key| (name.clone(), key.clone())),
            )
        });
        both.flatten().collect()
    };
    let counted: BTreeSet<&str> = was
        .members
        .keys()
        .filter(|name| is.members.contains_key(*name))
        .filter_map(|name| names.get(name).map(String::as_str))
        .collect();
    let said = |surface: &Surface, action| -> BTreeSet<(String, String)> {
        let members = members(&report, surface, action).into_iter();
        members
            .filter(|(ty, _)| counted.contains(ty.as_str()))
            .collect()
    };
    assert_eq!(
        said(&after.surface, Action::Added),
        differ(&is, &was),
        "{what}"
    );
    assert_eq!(
        said(&before.surface, Action::Removed),
        differ(&was, &is),
        "{what}"
    );
}

#[test]
fn what_is_said_of_real_changes_is_what_is_counted_in_their_documents() {
    let root = specs::root().join("../shared/history");
    if !root.is_dir() {
        return;
    }
    for history in HISTORIES {
        let files: Vec<PathBuf> = history.iter().map(|file| root.join(file)).collect();
        for step in files.windows(2) {
            check(&step[0], &step[1]);
        }
    }
}
