//! What comes out of every fixture of the generator compiles, without a warning.
//!
//! The crates go into one workspace below the target folder, whose own target folder is kept:
//! what they depend on is compiled once. They are locked as this workspace is, so that nothing
//! is fetched.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::fs;
use std::path::Path;

use serde_json::json;
use specwright::output::Files;
use specwright_tests::{cargo, crates, fixtures};

/// Fixtures that show a document of which no crate can be made.
const WITHOUT_A_CRATE: &[&str] = &[];

/// The files of a fixture's crate; `None` if none can be made.
fn generated(name: &str, folder: &Path) -> Option<Files> {
    let outcome = fixtures::codegen(name, folder).run();
    outcome.result.map(|generated| generated.files)
}

/// How many types stand inside one another in what no fixture could show.
const DEEP: usize = 300;

/// The crate of a chain of types, and of a circle as long.
fn deep(workspace: &Path) -> (String, Files) {
    let name = "deep_chain";
    let mut schemas = serde_json::Map::new();
    let reference =
        |kind: &str, index: usize| json!({"$ref": format!("#/components/schemas/{kind}{index}")});
    for index in 0..DEEP {
        let link = match index + 1 {
            DEEP => json!({"type": "string"}),
            next => reference("Link", next),
        };
        let ring = reference("Ring", (index + 1) % DEEP);
        schemas.insert(
            format!("Link{index}"),
            json!({"type": "object", "required": ["next"], "properties": {"next": link}}),
        );
        schemas.insert(
            format!("Ring{index}"),
            json!({"type": "object", "properties": {
                "next": ring.clone(),
                "all": {"type": "array", "items": ring},
            }}),
        );
    }
    let answer =
        |schema| json!({"description": "It.", "content": {"application/json": {"schema": schema}}});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Deep", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {
            "/chain": {"get": {"operationId": "getChain", "responses": {"200": answer(reference("Link", 0))}}},
            "/ring": {"get": {"operationId": "getRing", "responses": {"200": answer(reference("Ring", 0))}}},
        },
        "components": {"schemas": schemas},
    });
    let source = workspace.join(name);
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("openapi.yaml"), document.to_string()).unwrap();
    (name.to_owned(), generated(name, &source).unwrap())
}

#[test]
fn every_fixture_compiles_without_a_warning() {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let mut made = Vec::new();
    let mut skipped = Vec::new();
    for (name, folder) in fixtures::all() {
        match generated(&name, &folder) {
            Some(files) => made.push((name, files)),
            None => skipped.push(name),
        }
    }
    made.push(deep(&workspace));
    assert_eq!(skipped, WITHOUT_A_CRATE);
    assert!(made.len() >= 30, "only {} fixtures", made.len());

    crates::write_workspace(&workspace, &made);

    // With what is only there on demand, and without anything.
    for features in ["--no-default-features", "--all-features"] {
        check(&workspace, features);
    }
}

fn check(workspace: &Path, features: &str) {
    let output = cargo::at(workspace, env!("CARGO_TARGET_TMPDIR"))
        .args(["check", "--workspace", "--all-targets", features])
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{features}: {words}");
    assert!(!words.contains("warning"), "{features}: {words}");
}
