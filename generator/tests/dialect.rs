//! Every version into one: each file under `documents/dialect` shows one thing, and the
//! snapshot beside it is the canonical tree with what was reported.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::{Path, PathBuf};

use specwright::diagnostics::{Code, Diagnostics, Reported};
use specwright::dialect::{self, Canonical};
use specwright::document::{self, Pointer, SourceMap};
use specwright::json::Value;

fn canonical(path: &Path) -> (Result<Canonical, Reported>, SourceMap, Diagnostics) {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let name = path.file_name().unwrap().to_str().unwrap();
    let text = fs::read_to_string(path).unwrap();
    let document = document::load_text(name, &text, &mut sources, &mut diagnostics).unwrap();
    let canonical = dialect::canonical(document, &mut sources, &mut diagnostics);
    (canonical, sources, diagnostics)
}

fn documents() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/dialect");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn specs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path().join("openapi.yaml"))
        .collect()
}

#[test]
fn dialects() {
    for path in documents() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (canonical, sources, diagnostics) = canonical(&path);
        let tree = canonical.map(|it| serde_yaml::to_string(&it.tree).unwrap());
        let shown = format!(
            "{}\n{}",
            tree.unwrap_or_default(),
            diagnostics.render(&sources)
        );
        insta::with_settings!({
            snapshot_path => "documents/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("dialect-{name}"), shown.trim());
        });
    }
}

/// A large schema in each of a thousand media types of each operation is not written out
/// a million times; JSON is there to the last.
#[test]
fn media_types_of_swagger_are_counted() {
    use std::fmt::Write as _;

    let types: Vec<String> = (0..500).map(|it| format!("application/t{it}")).collect();
    let properties: String = (0..200)
        .map(|it| format!("p{it}: {{type: string}}, "))
        .collect();
    let mut text = format!(
        "swagger: '2.0'\ninfo: {{title: t, version: '1'}}\nproduces: [{}, application/json]\npaths:\n",
        types.join(", ")
    );
    for path in 0..200 {
        let _ = writeln!(
            text,
            "  /p{path}: {{get: {{responses: {{'200': {{description: d, schema: {{properties: {{{properties}}}}}}}}}}}}}"
        );
    }
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let begun = std::time::Instant::now();
    let document = document::load_text("a", &text, &mut sources, &mut diagnostics).unwrap();
    let canonical = dialect::canonical(document, &mut sources, &mut diagnostics).unwrap();
    assert!(begun.elapsed().as_secs() < 20);
    assert!(diagnostics.iter().any(|it| it.code == Code::TooManyCopies));
    let tree = serde_json::Value::from(&canonical.tree);
    for item in tree["paths"].as_object().unwrap().values() {
        let content = &item["get"]["responses"]["200"]["content"];
        assert!(content["application/json"]["schema"].is_object());
    }
}

/// What the stage promises to `lower`: `openapiv3` decodes every node.
#[test]
fn openapiv3_decodes_every_node() {
    for path in documents().into_iter().chain(specs()) {
        let (Ok(canonical), _, _) = canonical(&path) else {
            continue;
        };
        for (route, item) in canonical.tree.get("paths").unwrap().as_object().unwrap() {
            if !route.starts_with("x-") {
                decodes::<openapiv3::PathItem>(item, &path, route);
            }
        }
        let Some(components) = canonical.tree.get("components").and_then(Value::as_object) else {
            continue;
        };
        for (section, nodes) in components
            .iter()
            .filter(|(name, _)| !name.starts_with("x-"))
        {
            for (name, node) in nodes.as_object().unwrap() {
                type Or<T> = openapiv3::ReferenceOr<T>;
                match section {
                    "schemas" => decodes::<Or<openapiv3::Schema>>(node, &path, name),
                    "responses" => decodes::<Or<openapiv3::Response>>(node, &path, name),
                    "parameters" => decodes::<Or<openapiv3::Parameter>>(node, &path, name),
                    "examples" => decodes::<Or<openapiv3::Example>>(node, &path, name),
                    "requestBodies" => decodes::<Or<openapiv3::RequestBody>>(node, &path, name),
                    "headers" => decodes::<Or<openapiv3::Header>>(node, &path, name),
                    "securitySchemes" => {
                        decodes::<Or<openapiv3::SecurityScheme>>(node, &path, name)
                    }
                    "callbacks" => {}
                    other => panic!("{other}"),
                }
            }
        }
    }
}

fn decodes<T: serde::de::DeserializeOwned>(node: &Value, path: &Path, name: &str) {
    if let Err(error) = T::deserialize(node) {
        panic!("{}: {name}: {error}\n{node}", path.display());
    }
}

/// And that every reference is a pointer to a node.
#[test]
fn every_reference_leads_somewhere() {
    fn walk(node: &Value, canonical: &Canonical, path: &Path, found: &mut usize) {
        match node {
            Value::Array(items) => items.iter().for_each(|it| walk(it, canonical, path, found)),
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    let follows = canonical.follow(reference).is_some();
                    assert!(follows, "{}: {reference}", path.display());
                    *found += 1;
                }
                let data = ["default", "example", "enum", "value"];
                for (name, value) in members {
                    let is_extension = name.starts_with("x-") && !name.starts_with("x-specwright");
                    if !data.contains(&name) && !is_extension {
                        walk(value, canonical, path, found);
                    }
                }
            }
            _ => {}
        }
    }
    let mut found = 0;
    for path in documents().into_iter().chain(specs()) {
        if let (Ok(canonical), _, _) = canonical(&path) {
            walk(&canonical.tree, &canonical, &path, &mut found);
        }
    }
    assert!(found > 60, "{found}");
}

/// Nothing of the canonical tree of a real document stands nowhere: each node leads
/// back to a node of the file, of the same name.
#[test]
fn every_node_of_the_specs_has_a_place() {
    fn walk(node: &Value, at: &Pointer, sources: &SourceMap, found: &mut usize) {
        let place = sources.locate(&at.into()).unwrap();
        assert!(place.span.is_some(), "{at}");
        *found += 1;
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, &at.index(index), sources, found);
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    walk(value, &at.child(name), sources, found);
                }
            }
            _ => {}
        }
    }
    let mut found = 0;
    for path in specs() {
        let (canonical, sources, diagnostics) = canonical(&path);
        assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
        walk(
            &canonical.unwrap().tree,
            &Pointer::root(),
            &sources,
            &mut found,
        );
    }
    assert!(found > 1500, "{found}");
}
