//! `cargo xtask bench`: how figures are shown, and that they are measured.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod run;

use std::fs;
use std::path::Path;
use std::process::Command;

use run::Run;
use serde_json::Value;

/// What was measured once: `tests/bench/figures.json`.
fn figures() -> String {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/figures.json");
    place.to_str().unwrap().to_owned()
}

#[test]
fn the_table_has_a_row_for_each_thing_and_a_column_for_each_generator() {
    let here = tempfile::tempdir().unwrap();
    let run = Run::of(here.path(), &["bench", "--from", &figures()]).ends_with(0);
    insta::assert_snapshot!("table", run.out);
}

#[test]
fn the_page_has_the_same_figures_and_the_chart_is_beside_it() {
    let here = tempfile::tempdir().unwrap();
    let arguments = ["bench", "--from", &figures(), "--page", "BENCH.md"];
    Run::of(here.path(), &arguments).ends_with(0);
    let text = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    insta::assert_snapshot!("page", text("BENCH.md"));
    insta::assert_snapshot!("chart", text("BENCH.svg"));
}

#[test]
fn what_was_written_can_be_read_again_beside_others() {
    let here = tempfile::tempdir().unwrap();
    let again = Run::of(here.path(), &["bench", "--from", &figures(), "--json"]).ends_with(0);
    let first: Value = serde_json::from_str(&fs::read_to_string(figures()).unwrap()).unwrap();
    let second: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(second, first);
    let arguments = [
        "bench",
        "--from",
        &figures(),
        "--from",
        &figures(),
        "--json",
    ];
    let both = Run::of(here.path(), &arguments).ends_with(0);
    let both: Value = serde_json::from_str(&both.out).unwrap();
    let count = |of: &Value, list: &str| of[list].as_array().unwrap().len();
    assert_eq!(count(&both, "figures"), 2 * count(&first, "figures"));
    assert_eq!(count(&both, "generators"), count(&first, "generators"));
}

#[test]
fn what_is_no_measurement_is_an_error() {
    let here = tempfile::tempdir().unwrap();
    fs::write(here.path().join("figures.json"), "[]").unwrap();
    Run::of(here.path(), &["bench", "--from", "figures.json"])
        .ends_with(2)
        .complains(&["`figures.json` cannot be read"]);
}

/// One run of this program on a small document, without the others and without the network.
#[test]
fn generation_is_measured() {
    let workspace = tempfile::tempdir().unwrap();
    let specs = workspace.path().join("specs/cats");
    fs::create_dir_all(&specs).unwrap();
    fs::write(workspace.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    let document = "openapi: 3.1.0\ninfo: {title: Cats, version: '1'}\npaths:\n  /cats/{id}:\n    get:\n      \
        operationId: getCat\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      \
        responses:\n        '200': {description: A cat., content: {application/json: {schema: \
        {type: object, properties: {name: {type: string}}}}}}\n";
    fs::write(specs.join("openapi.yaml"), document).unwrap();
    let program = env!("CARGO_BIN_EXE_xtask");
    let output = Command::new(program)
        .args(["bench", "--part", "generate", "--runs", "1", "--no-peers"])
        .args(["--ours", program, "--json"])
        .current_dir(workspace.path())
        .env("CARGO_TARGET_DIR", workspace.path().join("target"))
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
    let measured: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of_what = |what: &str| -> Vec<f64> {
        let figures = measured["figures"].as_array().unwrap().iter();
        let figures = figures.filter(|figure| figure["what"] == what);
        figures
            .map(|figure| figure["measured"]["median"].as_f64().unwrap())
            .collect()
    };
    assert!(of_what("generate_time")[0] > 0.0);
    assert_eq!(of_what("operations"), [1.0]);
    assert_eq!(of_what("parameters"), [1.0]);
    assert_eq!(of_what("fields"), [1.0]);
    assert_eq!(of_what("growth").len(), 4);
    if cfg!(unix) {
        assert!(of_what("generate_memory")[0] > 1e6);
    }
}
