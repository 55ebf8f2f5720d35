//! `cargo xtask add`, run as people run it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod run;

use std::fs;
use std::path::Path;

use run::Run;

const DOCUMENT: &str = r#"openapi: 3.1.0
info: {title: Pets, version: '1.2'}
security: [{login: []}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: offset, in: query, schema: {type: integer}}]
      responses:
        '200': {description: Some., content: {application/json: {schema: {type: object, properties: {
          pets: {type: array, items: {type: string}}, total: {type: integer}}}}}}
  /pets/it's:
    post:
      operationId: importPets
      responses:
        '202': {description: Begun., content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}
components:
  securitySchemes:
    login: {type: http, scheme: bearer}
"#;

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("specs")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]").unwrap();
    fs::write(folder.path().join("api.yaml"), DOCUMENT).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_document_becomes_an_api_with_a_report_and_an_overlay_to_start_from() {
    let folder = workspace();
    let run = Run::of(folder.path(), &["add", "pets", "api.yaml"]).ends_with(0);
    let copied = fs::read(folder.path().join("specs/pets/openapi.yaml")).unwrap();
    assert_eq!(copied, DOCUMENT.as_bytes());
    assert_eq!(names(&folder.path().join("specs")), ["pets"]);
    assert!(folder.path().join("generated/pets/src/lib.rs").is_file());
    let told = run.out.split_once("\nPets 1.2\n").unwrap().1;
    insta::assert_snapshot!(told);

    // What is said of the overlay is one that applies.
    let overlay = run.out.split_once("\noverlay: ").unwrap().1;
    let overlay = format!("overlay: {overlay}");
    fs::write(folder.path().join("specs/pets/overlay.yaml"), &overlay).unwrap();
    let run = Run::of(folder.path(), &["inspect", "pets"]);
    assert!(
        !run.err.contains("invalid-overlay") && !run.err.contains("matches-nothing"),
        "{run:?}"
    );
    assert!(!run.out.contains(".items()"), "{run:?}");
}

#[test]
fn what_cannot_be_added_changes_nothing() {
    let folder = workspace();
    let place = folder.path();
    fs::write(place.join("none.yaml"), "- no document").unwrap();
    fs::write(
        place.join("two.yaml"),
        DOCUMENT.replace("{type: string}}, total", "{$ref: 'other.yaml'}}, total"),
    )
    .unwrap();
    fs::write(place.join("other.yaml"), "type: string").unwrap();
    fs::create_dir(place.join("specs/taken")).unwrap();
    for (arguments, words) in [
        (
            ["add", "pets", "none.yaml"],
            "no crate can be made of `none.yaml`",
        ),
        (
            ["add", "pets", "missing.yaml"],
            "no crate can be made of `missing.yaml`",
        ),
        (["add", "two", "two.yaml"], "copy its folder to `specs/two`"),
        (["add", "taken", "api.yaml"], "is there already"),
        (["add", "../out", "api.yaml"], "`../out`"),
        (["add", "Self", "api.yaml"], "`Self`"),
    ] {
        Run::of(place, &arguments).ends_with(2).complains(&[words]);
        assert_eq!(names(&place.join("specs")), ["taken"], "{arguments:?}");
        assert!(!place.join("generated").exists(), "{arguments:?}");
    }
}
