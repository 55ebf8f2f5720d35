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
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use specwright::output::Files;
use specwright::{Codegen, RuntimeSource, Settings};
use specwright_tests::{crates, specs};

/// Fixtures that show a document of which no crate can be made.
const WITHOUT_A_CRATE: &[&str] = &[];

/// The folders of the fixtures, by name.
fn fixtures() -> Vec<(String, PathBuf)> {
    let folder = specs::root().join("generator/tests/fixtures");
    let mut fixtures: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("openapi.yaml").is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .collect();
    fixtures.sort();
    fixtures
}

/// The files of a fixture's crate; `None` if none can be made.
fn generated(name: &str, folder: &Path) -> Option<Files> {
    let overlay = folder.join("overlay.yaml");
    let settings = match fs::read_to_string(folder.join("codegen.toml")) {
        Ok(text) => text.parse().unwrap(),
        Err(_) => Settings::default(),
    };
    let outcome = Codegen {
        spec: folder.join("openapi.yaml"),
        overlays: overlay.is_file().then_some(overlay).into_iter().collect(),
        lock: Some(folder.join("names.lock")),
        crate_name: name.replace('_', "-"),
        runtime: RuntimeSource::Path(fs::canonicalize(specs::root().join("runtime")).unwrap()),
        settings,
    }
    .run();
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
    for (name, folder) in fixtures() {
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
    let output = Command::new(env!("CARGO"))
        .args([
            "check",
            "--offline",
            "--workspace",
            "--all-targets",
            features,
        ])
        .arg("--target-dir")
        .arg(workspace.join("target"))
        .current_dir(workspace)
        .env("RUSTFLAGS", "-D warnings")
        // It would go before.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{features}: {words}");
    assert!(!words.contains("warning"), "{features}: {words}");
}
