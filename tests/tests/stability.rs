//! What a specification says in another order is the same crate, and what is added to it
//! renames nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use specwright::Generated;
use specwright::surface::Kind;
use specwright_tests::reorder::reorder;
use specwright_tests::specs;

const DLP: &str = "palo-alto-dlp";
const ORDERS: u64 = 12;

/// The test that names the place of each example in the document.
const EXAMPLES: &str = "tests/examples.rs";

/// What a user of a crate sees of it.
fn visible(generated: &Generated) -> BTreeSet<String> {
    let lines = generated.surface.lines();
    let lines = lines.filter(|line| line.kind != Kind::Wire);
    lines.map(|line| line.to_string()).collect()
}

/// The files of a crate and its lock, by path.
fn texts(generated: &Generated) -> BTreeMap<String, String> {
    let files = generated.files.iter();
    files
        .map(|(path, text)| (path.to_string(), text.into_owned()))
        .chain([("names.lock".to_owned(), generated.lock.clone())])
        .collect()
}

/// The same bytes, all of them.
fn assert_same(one: &Generated, other: &Generated, what: &str) {
    assert_same_texts(texts(one), texts(other), what);
}

/// The same bytes but for where in the document an example stands: there the order shows.
fn assert_same_crate(one: &Generated, other: &Generated, what: &str) {
    let sorted = |generated| {
        let mut texts = texts(generated);
        let examples = texts.remove(EXAMPLES).unwrap();
        let mut lines: Vec<&str> = examples.lines().filter(|line| !is_place(line)).collect();
        lines.sort_unstable();
        texts.insert(EXAMPLES.to_owned(), lines.join("\n"));
        texts
    };
    assert_same_texts(sorted(one), sorted(other), what);
}

fn is_place(line: &str) -> bool {
    line.trim_start().starts_with("\"/")
}

fn assert_same_texts(one: BTreeMap<String, String>, other: BTreeMap<String, String>, what: &str) {
    let paths =
        |texts: &BTreeMap<String, String>| -> Vec<String> { texts.keys().cloned().collect() };
    assert_eq!(paths(&one), paths(&other), "{what}");
    for (path, text) in &one {
        if text != &other[path] {
            let differ = |(a, b): &(&str, &str)| a != b;
            let lines = text.lines().zip(other[path].lines());
            let (a, b) = lines.clone().find(differ).unwrap_or(("more", "or less"));
            panic!("{what}: {path} differs:\n  {a}\n  {b}");
        }
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    for name in specs::NAMES {
        let document = specs::file(name, "openapi.yaml");
        let run = || specs::generated(specs::codegen(name, &document, None).run());
        assert_same(&run(), &run(), name);
    }
}

#[test]
fn aliases_or_what_they_stand_for_give_the_same_bytes() {
    for name in specs::NAMES {
        let path = specs::file(name, "openapi.yaml");
        let written = specs::generated(specs::codegen(name, &path, None).run());
        let expanded = specs::generate(name, &specs::document(name), None);
        assert_same(&written, &expanded, name);
    }
}

#[test]
fn another_order_gives_the_same_bytes() {
    for name in specs::NAMES {
        let document = specs::document(name);
        let first = specs::generate(name, &document, None);
        for seed in 0..ORDERS {
            let other = reorder(&document, seed);
            assert_ne!(other.to_string(), document.to_string());
            let what = format!("{name} in order {seed}");
            assert_same_crate(&first, &specs::generate(name, &other, None), &what);
            let locked = specs::generate(name, &other, Some(&first.lock));
            assert_same_crate(&first, &locked, &format!("{what}, with a lock"));
        }
    }
}

#[test]
fn the_lock_changes_nothing_that_it_was_made_from() {
    for name in specs::NAMES {
        let document = specs::document(name);
        let first = specs::generate(name, &document, None);
        let again = specs::generate(name, &document, Some(&first.lock));
        assert_same(&first, &again, name);
    }
}

/// The entries of a lock, one line each, as they are written.
fn entries(lock: &str) -> BTreeSet<&str> {
    lock.lines().filter(|line| line.contains(" = ")).collect()
}

/// Everything that was there is there, under its name and with its signature.
fn assert_kept(before: &Generated, after: &Generated, what: &str) {
    let (old, new) = (entries(&before.lock), entries(&after.lock));
    let changed: Vec<_> = old.difference(&new).collect();
    assert!(
        changed.is_empty(),
        "{what}: lost from the lock: {changed:#?}"
    );
    let (old, new) = (visible(before), visible(after));
    let lost: Vec<_> = old.difference(&new).collect();
    assert!(lost.is_empty(), "{what}: lost from the API: {lost:#?}");
}

#[test]
fn components_that_would_collide_rename_nothing() {
    let document = specs::document(DLP);
    let before = specs::generate(DLP, &document, None);
    assert!(visible(&before).len() > 200);
    for name in [
        "DlpIncidentStatus",
        "dlp_incident_status",
        "DlpIncident",
        "ListIncidentsResponse",
        "UpdateIncidentRequest",
        "IncidentSummaryBySeverity",
        "ListIncidents",
        "Client",
        "error-response",
    ] {
        let mut document = document.clone();
        document["components"]["schemas"][name] = json!({
            "type": "object",
            "required": ["newcomer"],
            "properties": {"newcomer": {"type": "string", "enum": ["a", "b"]}},
        });
        // Used, so that it is there to be seen.
        document["paths"]["/newcomers"] = json!({"get": {
            "operationId": "getNewcomer",
            "tags": ["Incidents"],
            "responses": {"200": {"description": "ok", "content": {"application/json": {
                "schema": {"$ref": format!("#/components/schemas/{name}")},
            }}}},
        }});
        let after = specs::generate(DLP, &document, Some(&before.lock));
        assert_kept(&before, &after, name);
        let place = format!("\"components/{name}\" = ");
        assert!(after.lock.contains(&place), "{}", after.lock);
        assert!(
            visible(&after)
                .iter()
                .any(|line| line.contains(".newcomer field ")),
            "{name} is not there"
        );
        // And stays as it is from then on, in any order.
        let again = specs::generate(DLP, &reorder(&document, 1), Some(&after.lock));
        assert_same_crate(&after, &again, name);
    }
}

#[test]
fn operations_that_would_collide_rename_nothing() {
    let document = specs::document(DLP);
    let before = specs::generate(DLP, &document, None);
    let body = json!({"type": "object", "properties": {
        "status": {"type": "string", "enum": ["open", "closed"]},
    }});
    for (id, path) in [
        ("list_incidents", "/a"),
        ("ListIncidents", "/incidents/all"),
        ("list-incidents", "/z"),
        ("getReportSummary2", "/reports"),
        ("builder", "/builder"),
        ("updateIncident", "/incidents/{incident_id}/again"),
    ] {
        let mut document = document.clone();
        let mut operation = json!({
            "operationId": id,
            "tags": ["Incidents"],
            "requestBody": {"required": true, "content": {"application/json": {"schema": body}}},
            "responses": {"200": {"description": "ok", "content": {"application/json": {
                "schema": body,
            }}}},
        });
        if path.contains('{') {
            operation["parameters"] = json!([
                {"name": "incident_id", "in": "path", "required": true, "schema": {"type": "string"}},
            ]);
        }
        document["paths"][path] = json!({"post": operation});
        let after = specs::generate(DLP, &document, Some(&before.lock));
        assert_kept(&before, &after, id);
        let place = format!("\"post {path}\" = ");
        assert!(after.lock.contains(&place), "{}", after.lock);
        let again = specs::generate(DLP, &reorder(&document, 1), Some(&after.lock));
        assert_same_crate(&after, &again, id);
    }
}

/// The arguments of a method of the client, as they are written.
fn arguments(generated: &Generated, method: &str) -> String {
    let start = format!("Client::{method} fn (&self, ");
    let lines = visible(generated);
    let line = lines.iter().find_map(|line| line.strip_prefix(&start));
    let line = line.unwrap_or_else(|| panic!("there is no {method}"));
    let (arguments, _) = line.split_once(')').unwrap();
    arguments.to_owned()
}

#[test]
fn a_new_required_parameter_comes_after_the_old_ones() {
    const METHOD: &str = "get_report_summary";
    let mut document = specs::document(DLP);
    let before = specs::generate(DLP, &document, None);
    let old = "start_time: jiff::Timestamp, end_time: jiff::Timestamp";
    assert_eq!(arguments(&before, METHOD), old);

    // First in the alphabet, and first in the list.
    let new =
        json!({"name": "account", "in": "query", "required": true, "schema": {"type": "string"}});
    let parameters = &mut document["paths"]["/reports/summary"]["get"]["parameters"];
    parameters.as_array_mut().unwrap().insert(0, new);
    let after = specs::generate(DLP, &document, Some(&before.lock));
    assert_eq!(arguments(&after, METHOD), format!("{old}, account: &str"));
    for seed in 0..ORDERS {
        let other = reorder(&document, seed);
        let again = specs::generate(DLP, &other, Some(&after.lock));
        assert_same_crate(&after, &again, "another order");
    }

    // A parameter that is gone takes no other's place.
    let parameters = &mut document["paths"]["/reports/summary"]["get"]["parameters"];
    let stays = |parameter: &Value| parameter["name"] != "start_time";
    parameters.as_array_mut().unwrap().retain(stays);
    let less = specs::generate(DLP, &document, Some(&after.lock));
    assert_eq!(
        arguments(&less, METHOD),
        "end_time: jiff::Timestamp, account: &str"
    );
}
