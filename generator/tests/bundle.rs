//! Documents in several files: what is one, what may be read, what names come of it.
//! The fixtures `several_files` and `references_that_lead_nowhere` show the rest.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use specwright::diagnostics::{Code, Diagnostics};
use specwright::dialect;
use specwright::document::{self, Pointer, SourceMap};
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What comes of a document, and what was said.
struct Bundled {
    tree: Value,
    codes: Vec<Code>,
    report: String,
    sources: SourceMap,
}

fn bundle(path: &Path, overlays: &[&Path]) -> Bundled {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let mut document = document::load(path, &mut sources, &mut diagnostics).unwrap();
    for overlay in overlays {
        document = document::overlay(document, overlay, &mut sources, &mut diagnostics).unwrap();
    }
    let document = document::complete(document, &mut sources, &mut diagnostics);
    Bundled {
        tree: Value::from(document.tree()),
        codes: diagnostics.iter().map(|it| it.code).collect(),
        report: diagnostics.render(&sources),
        sources,
    }
}

/// A document of two operations' worth of schemas, each a reference.
fn schemas(references: &[&str]) -> String {
    let properties: String = references
        .iter()
        .enumerate()
        .map(|(number, reference)| format!("        p{number}: {{$ref: '{reference}'}}\n"))
        .collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    \
         All:\n      type: object\n      properties:\n{properties}"
    )
}

/// What the references of such a document have become.
fn references(bundled: &Bundled) -> Vec<&str> {
    let properties = &bundled.tree["components"]["schemas"]["All"]["properties"];
    let properties = properties.as_object().unwrap().values();
    properties
        .map(|it| it["$ref"].as_str().unwrap_or("-"))
        .collect()
}

const PET: &str = "type: object\nproperties: {name: {type: string}}\n";

#[test]
fn one_file_is_one_component_by_whatever_path() {
    let folder = folder(&[
        (
            "api/openapi.yaml",
            &schemas(&[
                "models/pet.yaml",
                "./models/pet.yaml",
                "../api/models/../models/pet.yaml",
                "models/%70et.yaml",
                "models/pet.yaml#",
                "models/pet.yaml#/",
                "index.yaml#/Pet",
            ]),
        ),
        ("api/models/pet.yaml", PET),
        ("api/index.yaml", "Pet: {$ref: models/pet.yaml}\n"),
    ]);
    let bundled = bundle(&folder.path().join("api/openapi.yaml"), &[]);
    // `#/` is the member with no name, which the file does not have.
    assert_eq!(
        bundled.codes,
        [Code::DanglingReference],
        "{}",
        bundled.report
    );
    let pet = "#/components/schemas/pet";
    assert_eq!(references(&bundled), [pet, pet, pet, pet, pet, "-", pet]);
}

#[test]
#[cfg(unix)]
fn a_symbolic_link_is_what_it_leads_to() {
    let folder = folder(&[
        (
            "openapi.yaml",
            &schemas(&["models/pet.yaml", "link.yaml", "outside.yaml"]),
        ),
        ("models/pet.yaml", PET),
    ]);
    let link = |to: &str, from: &str| {
        std::os::unix::fs::symlink(to, folder.path().join(from)).unwrap();
    };
    link("models/pet.yaml", "link.yaml");
    link("/etc/passwd", "outside.yaml");
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert_eq!(references(&bundled)[..2], ["#/components/schemas/pet"; 2]);
    assert_eq!(
        bundled.codes,
        [Code::ReferenceOutside],
        "{}",
        bundled.report
    );
}

#[test]
fn names_do_not_depend_on_the_order() {
    let files = [
        ("droplets/models/action.yml", PET),
        ("volumes/models/action.yml", PET),
        ("volumes/models.yml", "action: {type: string}\n"),
    ];
    let mut seen = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let references = [
            "droplets/models/action.yml",
            "volumes/models/action.yml",
            "volumes/models.yml#/action",
        ];
        let document = schemas(&order.map(|index| references[index]));
        let folder = folder(&[&files[..], &[("openapi.yaml", &document)]].concat());
        let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
        let mut names: Vec<_> = order.into_iter().zip(self::references(&bundled)).collect();
        names.sort_unstable();
        seen.push(
            names
                .into_iter()
                .map(|(_, name)| name.to_owned())
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
    assert_eq!(seen[0][0], "#/components/schemas/droplets_action");
}

#[test]
fn cycles_between_files_are_shared() {
    let folder = folder(&[
        ("openapi.yaml", &schemas(&["a.yaml"])),
        (
            "a.yaml",
            "type: object\nproperties: {b: {$ref: 'b.json#/B'}}\n",
        ),
        (
            "b.json",
            r#"{"B": {"type": "object", "properties": {"a": {"$ref": "a.yaml"}}}}"#,
        ),
    ]);
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert!(bundled.codes.is_empty(), "{}", bundled.report);
    let schemas = &bundled.tree["components"]["schemas"];
    let reference = |of: &str, name: &str| schemas[of]["properties"][name]["$ref"].clone();
    assert_eq!(reference("a", "b"), "#/components/schemas/B");
    assert_eq!(reference("B", "a"), "#/components/schemas/a");
}

#[test]
fn circles_without_an_end_are_cut() {
    let document = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths:\n  /a: {$ref: a.yaml}\n\
                    components:\n  schemas:\n    A: {$ref: 'x.yaml'}\n";
    let folder = folder(&[
        ("openapi.yaml", document),
        (
            "a.yaml",
            "post: {callbacks: {on: {'{$url}': {$ref: a.yaml}}}}\n",
        ),
        ("x.yaml", "$ref: y.yaml\n"),
        ("y.yaml", "$ref: x.yaml\n"),
    ]);
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert_eq!(
        bundled.codes,
        [Code::CircularReference; 2],
        "{}",
        bundled.report
    );
}

#[test]
fn every_kind_of_component_has_its_section() {
    let document = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    post:\n      \
                    parameters: {$ref: 'all.yaml#/list'}\n      requestBody: {$ref: 'all.yaml#/body'}\n      \
                    responses: {'200': {$ref: 'all.yaml#/answer'}}\n      \
                    callbacks: {on: {$ref: 'all.yaml#/event'}}\n\
                    components:\n  securitySchemes: {key: {$ref: 'all.yaml#/key'}}\n";
    let all = "list: [{$ref: '#/limit'}]\n\
               limit: {name: limit, in: query, schema: {type: integer}, examples: {one: {$ref: '#/one'}}}\n\
               one: {value: {$ref: 'not a reference'}}\n\
               body: {content: {application/json: {$ref: '#/json'}}}\n\
               json: {schema: {$ref: '#/Thing'}}\n\
               Thing: {type: object, example: {$ref: 'data.yaml'}}\n\
               answer: {description: d, headers: {X: {$ref: '#/header'}}, links: {self: {$ref: '#/link'}}}\n\
               header: {schema: {type: string}}\n\
               link: {operationId: a}\n\
               event: {'{$url}': {post: {responses: {}}}}\n\
               key: {type: apiKey, name: k, in: header}\n";
    let folder = folder(&[("openapi.yaml", document), ("all.yaml", all)]);
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert!(bundled.codes.is_empty(), "{}", bundled.report);
    let components = bundled.tree["components"].as_object().unwrap();
    let names = |section: &str| -> Vec<&String> {
        components[section].as_object().unwrap().keys().collect()
    };
    assert_eq!(names("securitySchemes"), ["key"]);
    assert_eq!(names("parameters"), ["limit"]);
    assert_eq!(names("examples"), ["one"]);
    assert_eq!(names("requestBodies").len(), 1);
    assert_eq!(names("schemas"), ["Thing"]);
    assert_eq!(names("responses"), ["answer"]);
    assert_eq!(names("headers").len(), 1);
    assert_eq!(names("links").len(), 1);
    assert_eq!(names("callbacks"), ["event"]);
    // What is data stays as it is.
    assert_eq!(
        components["schemas"]["Thing"]["example"],
        json!({"$ref": "data.yaml"})
    );
}

#[test]
fn swagger_has_sections_of_its_own() {
    let document = "swagger: '2.0'\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      \
                    parameters: [{$ref: 'parts.json#/parameters/limit'}]\n      \
                    responses: {'200': {$ref: 'parts.json#/responses/ok'}}\n";
    let parts = r##"{
        "parameters": {"limit": {"name": "limit", "in": "query", "type": "integer"}},
        "responses": {"ok": {"description": "d", "schema": {"$ref": "#/definitions/Pet"}}},
        "definitions": {"Pet": {"type": "object"}}
    }"##;
    let folder = folder(&[("openapi.yaml", document), ("parts.json", parts)]);
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert!(bundled.codes.is_empty(), "{}", bundled.report);
    assert_eq!(
        bundled.tree["responses"]["ok"]["schema"]["$ref"],
        "#/definitions/Pet"
    );
    assert_eq!(bundled.tree["parameters"]["limit"]["in"], "query");
    assert_eq!(bundled.tree["definitions"]["Pet"]["type"], "object");
}

#[test]
fn names_that_schemas_give_themselves() {
    let folder = folder(&[
        (
            "openapi.yaml",
            &schemas(&["pets.yaml#cat", "pets.yaml#/$defs/Owner"]),
        ),
        (
            "pets.yaml",
            "$defs:\n  Cat: {$anchor: cat, type: object, properties: {owner: {$ref: 'urn:owner'}}}\n  \
             Owner: {$id: 'urn:owner', type: object}\n",
        ),
    ]);
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert!(bundled.codes.is_empty(), "{}", bundled.report);
    assert_eq!(
        references(&bundled),
        ["#/components/schemas/Cat", "#/components/schemas/Owner"]
    );
    let owner = &bundled.tree["components"]["schemas"]["Cat"]["properties"]["owner"]["$ref"];
    assert_eq!(owner, "#/components/schemas/Owner");
}

#[test]
fn the_document_is_meant_where_a_file_has_no_components() {
    let document = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths:\n  /a: {$ref: a.yaml}\n\
                    components:\n  schemas:\n    Pet: {type: object}\n";
    let item = "get: {responses: {'200': {description: d, content: {application/json: \
                {schema: {$ref: '#/components/schemas/Pet'}}}}}}\n";
    let folder = folder(&[("openapi.yaml", document), ("a.yaml", item)]);
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert_eq!(
        bundled.codes,
        [Code::RepairedReference],
        "{}",
        bundled.report
    );
    let content = &bundled.tree["paths"]["/a"]["get"]["responses"]["200"]["content"];
    assert_eq!(
        content["application/json"]["schema"]["$ref"],
        "#/components/schemas/Pet"
    );
}

#[test]
fn what_a_document_may_read() {
    let references = [
        // Above the folder, and common: yes.
        "../../common/pet.yaml",
        // Not called like a document, hidden, outside the repository, absolute: no.
        "../../common/secret.txt",
        "../../.config/secret.yaml",
        "../../../outside.yaml",
        "/etc/hosts.yaml",
        "file:///etc/hosts.yaml",
    ];
    let folder = folder(&[
        ("repository/apis/pets/openapi.yaml", &schemas(&references)),
        ("repository/.git/HEAD", ""),
        ("repository/common/pet.yaml", PET),
        ("repository/common/secret.txt", PET),
        ("repository/.config/secret.yaml", PET),
        ("outside.yaml", PET),
    ]);
    let bundled = bundle(
        &folder.path().join("repository/apis/pets/openapi.yaml"),
        &[],
    );
    assert_eq!(self::references(&bundled)[0], "#/components/schemas/pet");
    assert_eq!(
        bundled.codes,
        [Code::ReferenceOutside; 5],
        "{}",
        bundled.report
    );
    assert!(bundled.report.contains("hidden"), "{}", bundled.report);
}

#[test]
fn without_a_repository_two_folders_up() {
    let folder = folder(&[
        (
            "a/b/c/openapi.yaml",
            &schemas(&["../../two.yaml", "../../../three.yaml"]),
        ),
        ("a/two.yaml", PET),
        ("three.yaml", PET),
    ]);
    let bundled = bundle(&folder.path().join("a/b/c/openapi.yaml"), &[]);
    assert_eq!(references(&bundled), ["#/components/schemas/two", "-"]);
    assert_eq!(
        bundled.codes,
        [Code::ReferenceOutside],
        "{}",
        bundled.report
    );
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_not_opened() {
    let folder = folder(&[
        (
            "openapi.yaml",
            &schemas(&["folder", "pipe.yaml", "zero.yaml", ".", "binary.yaml"]),
        ),
        ("folder/x", ""),
    ]);
    let pipe = folder.path().join("pipe.yaml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.yaml")).unwrap();
    fs::write(folder.path().join("binary.yaml"), [0xC3, 0x28]).unwrap();
    let begun = Instant::now();
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(bundled.codes.len(), 5, "{}", bundled.report);
    assert_eq!(references(&bundled), ["-"; 5]);
}

#[test]
fn places_are_those_of_the_other_file() {
    let folder = folder(&[
        ("openapi.yaml", &schemas(&["models/pet.yaml"])),
        (
            "models/pet.yaml",
            "type: object\nproperties:\n  name: {type: strnig}\n",
        ),
    ]);
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    let at = Pointer::from("/components/schemas/pet/properties/name/type");
    let place = bundled.sources.locate(&(&at).into()).unwrap();
    assert!(
        bundled
            .sources
            .name(place.source)
            .ends_with("models/pet.yaml")
    );
    assert_eq!(place.pointer.unwrap().as_str(), "/properties/name/type");
}

#[test]
fn overlays_reach_into_every_file() {
    let folder = folder(&[
        ("openapi.yaml", &schemas(&["models/pet.yaml", "gone.yaml"])),
        ("models/pet.yaml", PET),
        (
            "overlays/overlay.yaml",
            "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n  \
             - {target: $.components.schemas.pet, update: {properties: {owner: {$ref: owner.yaml}}}}\n  \
             - {target: $.components.schemas.All.properties.p1, remove: true}\n",
        ),
        (
            "overlays/owner.yaml",
            "type: object\nproperties: {pet: {$ref: ../models/pet.yaml}}\n",
        ),
    ]);
    let overlay = folder.path().join("overlays/overlay.yaml");
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[&overlay]);
    // Of the file that is not there nothing is said: the overlay has removed it.
    assert!(bundled.codes.is_empty(), "{}", bundled.report);
    let schemas = &bundled.tree["components"]["schemas"];
    assert_eq!(
        schemas["pet"]["properties"]["owner"]["$ref"],
        "#/components/schemas/owner"
    );
    assert_eq!(
        schemas["owner"]["properties"]["pet"]["$ref"],
        "#/components/schemas/pet"
    );
}

#[test]
fn billions_of_copies_are_not_made() {
    // Each path item holds ten of the next.
    let mut files: Vec<(String, String)> = (0..12)
        .map(|level| {
            let events: String = (0..10)
                .map(|event| format!("e{event}: {{'u': {{$ref: l{}.yaml}}}}, ", level + 1))
                .collect();
            let text = format!("post: {{callbacks: {{{events}}}}}\n");
            (format!("l{level}.yaml"), text)
        })
        .collect();
    files.push(("l12.yaml".to_owned(), "post: {}\n".to_owned()));
    let document = "openapi: 3.0.0\ninfo: {title: t, version: '1'}\npaths: {/a: {$ref: l0.yaml}}\n";
    files.push(("openapi.yaml".to_owned(), document.to_owned()));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let folder = folder(&files);
    let begun = Instant::now();
    let bundled = bundle(&folder.path().join("openapi.yaml"), &[]);
    assert!(begun.elapsed() < Duration::from_secs(30));
    assert!(bundled.codes.contains(&Code::TooManyCopies));
}

#[test]
fn a_text_has_no_folder() {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let text = schemas(&["pet.yaml"]);
    let document = document::load_text("a", &text, &mut sources, &mut diagnostics).unwrap();
    let document = document::complete(document, &mut sources, &mut diagnostics);
    dialect::canonical(document, &mut sources, &mut diagnostics).unwrap();
    let codes: Vec<Code> = diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::ExternalReference]);
}
