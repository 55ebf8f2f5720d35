//! Diagnostics for programs, and what their codes mean.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod run;

use std::fs;

use run::Run;
use serde_json::Value;

/// Two things to say: one of the overlay, with a place in the document beside it.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let api = folder.path().join("specs/pets");
    fs::create_dir_all(&api).unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]").unwrap();
    let document = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {/pets: {get: {responses: {'200': {$ref: '#/components/responses/None'}}}}}\n";
    fs::write(api.join("openapi.yaml"), document).unwrap();
    let overlay = "overlay: 1.1.0\ninfo: {title: o, version: '1'}\nactions:\n  - target: $.nowhere\n    update: 100%, not: this\n";
    fs::write(
        api.join("overlay.yaml"),
        overlay.replace("100%, not: this", "'100%, not: this'"),
    )
    .unwrap();
    folder
}

#[test]
fn lines_of_json_on_standard_output_and_nothing_else() {
    let folder = workspace();
    let run = Run::of(folder.path(), &["codegen", "--format", "json"]).ends_with(0);
    let lines: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |code: &str| lines.iter().find(|line| line["code"] == code).unwrap();
    let overlay = of("overlay-matches-nothing");
    assert_eq!(overlay["severity"], "dropped");
    assert_eq!(overlay["place"]["file"], "specs/pets/overlay.yaml");
    assert_eq!(overlay["place"]["line"], 4);
    assert_eq!(overlay["place"]["column"], 5);
    assert_eq!(overlay["place"]["pointer"], "/actions/0/target");
    assert!(
        overlay["help"]
            .as_str()
            .unwrap()
            .starts_with("correct the target")
    );
    assert!(
        lines
            .iter()
            .any(|line| line["place"]["file"] == "specs/pets/openapi.yaml")
    );
    assert!(run.err.contains("1 API"), "{}", run.err);
}

#[test]
fn annotations_of_github_beside_the_line() {
    let folder = workspace();
    let run = Run::of(folder.path(), &["--format", "github", "codegen"]).ends_with(0);
    let expected = "::warning title=overlay-matches-nothing,file=specs/pets/overlay.yaml,line=4,col=5::`$.nowhere` matches nothing in the document%0Ahelp: correct the target";
    assert!(run.out.contains(expected), "{}", run.out);
    assert!(run.err.is_empty(), "{}", run.err);
}

#[test]
fn a_code_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::of(folder.path(), &["--explain", "overlay-changes-nothing"]).ends_with(0);
    assert!(
        run.out
            .starts_with("repaired[overlay-changes-nothing]: An action changes nothing\n")
    );
    assert!(
        run.out.contains("What to do: remove the action"),
        "{}",
        run.out
    );
    let run = Run::of(folder.path(), &["--explain", "overlay-change-nothing"]).ends_with(2);
    run.complains(&["is no code of a diagnostic; perhaps `overlay-changes-nothing` is meant"]);
    Run::of(folder.path(), &["--explain", "x"])
        .ends_with(2)
        .complains(&["`x` is no code"]);
    Run::of(folder.path(), &[])
        .ends_with(2)
        .complains(&["Usage: cargo xtask"]);
}
