//! `cargo xtask inspect`, run as people run it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod run;

use std::fs;

use run::Run;
use serde_json::Value;

const DOCUMENT: &str = r#"openapi: 3.1.0
info: {title: Pets, version: '1.2'}
servers: [{url: 'https://pets.example/v1'}]
security: [{key: []}, {login: []}]
tags: [{name: Pets}]
x-specwright-settings: [{header: X-Zone, name: zone}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      deprecated: true
      parameters:
        - {name: offset, in: query, schema: {type: integer}}
        - {name: kind, in: query, schema: {$ref: '#/components/schemas/pet.kind'}}
      responses:
        '200': {description: Some., content: {application/json: {schema: {type: object, properties: {
          pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}, total: {type: integer}}}}}}
        '404': {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/self'}}}}
    post:
      operationId: 'pets:import'
      tags: [Pets]
      requestBody: {required: true, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
      x-specwright-polling: {name: import, operation: getImport, id: /id, parameter: id, state: /state, done: [done], failed: [failed]}
      responses:
        '202': {description: Begun., content: {application/json: {schema: {$ref: '#/components/schemas/Import'}}}}
  /imports/{id}:
    get:
      operationId: getImport
      security: []
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: How far it is., content: {application/json: {schema: {$ref: '#/components/schemas/Import'}}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, born: {type: string, format: date}, more: {}}}
    pet.kind: {type: string, enum: [cat, dog]}
    self: {type: object, properties: {message: {type: string}}}
    Import: {type: object, properties: {id: {type: string}, state: {type: string, enum: [running, done, failed]}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
"#;

fn inspect(document: &str, arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), document).unwrap();
    Run::of(
        folder.path(),
        &[&["inspect", "pets.yaml"], arguments].concat(),
    )
}

#[test]
fn everything_is_said_with_its_reason() {
    let run = inspect(DOCUMENT, &[]).ends_with(0);
    insta::assert_snapshot!(run.out);
}

#[test]
fn programs_read_the_same() {
    let run = inspect(DOCUMENT, &["--json"]).ends_with(0);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    let list = &found["operations"][1];
    assert_eq!(list["id"], "listPets", "{found:#}");
    assert_eq!(list["method"], "list_pets()");
    assert_eq!(list["pages"]["items_at"], "/pets");
    let reason = list["pages"]["reason"].as_str().unwrap();
    assert!(reason.starts_with("the query has `offset`"), "{reason}");
    assert_eq!(list["security"], serde_json::json!([["key"], ["login"]]));
    assert_eq!(found["diagnostics"]["errors"], 0);
}

#[test]
fn what_is_no_document_and_no_api_is_an_error() {
    let run = inspect("- no document", &[]).ends_with(2);
    run.complains(&["no crate can be made of `pets.yaml`"]);
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path();
    fs::create_dir_all(workspace.join("specs/pets")).unwrap();
    fs::write(workspace.join("Cargo.toml"), "[workspace]").unwrap();
    fs::write(workspace.join("specs/pets/openapi.yaml"), DOCUMENT).unwrap();
    let run = Run::of(workspace, &["inspect", "cats"]).ends_with(2);
    run.complains(&["neither a file nor an API in `specs/`, which has: pets"]);
    let run = Run::of(workspace, &["inspect", "pets"]).ends_with(0);
    assert!(run.out.contains("crate pets, 3 operations"), "{}", run.out);
}
