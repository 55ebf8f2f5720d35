//! How generation grows with a document: the same one, twice, four and eight times as large.

#![allow(
    clippy::indexing_slicing,
    reason = "a member of a `Value` that is not there is null"
)]

use std::fs;

use indicatif::ProgressBar;
use serde_json::{Map, Value};

use crate::Failure;
use crate::peers::Generator;
use crate::peers::document::parse;
use crate::peers::generator::{NAME, empty, reason};

use super::figures::{Figure, Found, Spread, What};
use super::measure::measure;
use super::setup::Setup;
use super::subjects::Subject;

/// How many times the document is in the one that is measured.
const TIMES: [usize; 4] = [1, 2, 4, 8];

/// Measures our generator on the document and its repetitions.
pub(super) fn run(
    subject: &Subject,
    setup: &Setup,
    runs: usize,
    progress: &ProgressBar,
) -> Result<Vec<Figure>, Failure> {
    let failure = |error: &dyn std::fmt::Display| {
        Failure(format!("{} cannot be repeated: {error}", subject.name))
    };
    let text = fs::read_to_string(&subject.path).map_err(|error| failure(&error))?;
    let tree = parse(&text).map_err(|error| failure(&error))?;
    let folder = setup.folder_of(subject).join("growth");
    fs::create_dir_all(&folder).map_err(|error| failure(&error))?;
    let mut figures = Vec::new();
    for times in TIMES {
        let document = folder.join(format!("{times}.json"));
        let text = repeated(&tree, times).to_string();
        fs::write(&document, text).map_err(|error| failure(&error))?;
        let out = folder.join(NAME);
        let mut taken = Vec::new();
        let mut refused = None;
        for run in 1..=runs {
            progress.set_message(format!("{}, {times} times: {run} of {runs}", subject.name));
            setup.make_room(&out)?;
            match measure(&setup.command(Generator::Specwright, &document, &out))? {
                Ok(usage) => taken.push(usage.time),
                Err(output) => {
                    refused = Some(reason(&output));
                    break;
                }
            }
        }
        let found = match (refused, Spread::of(taken)) {
            (None, Some(spread)) => Found::Measured(spread),
            (reason, _) => Found::Missing(reason.unwrap_or_default()),
        };
        figures.push(Figure {
            of: format!("{} ×{times}", subject.name),
            what: What::Growth,
            who: Generator::Specwright.name().to_owned(),
            found,
        });
    }
    empty(&folder)?;
    Ok(figures)
}

/// A document with its paths and components as often as that, the copies under other names, to which
/// their references lead. Security schemes stay as they are: a client signs in once.
fn repeated(tree: &Value, times: usize) -> Value {
    let mut all = tree.clone();
    for copy in 1..times {
        let mut tree = tree.clone();
        rename(&mut tree, copy);
        let Value::Object(members) = tree else {
            continue;
        };
        for (key, value) in members {
            match key.as_str() {
                "paths" | "webhooks" => add(&mut all[&key], value),
                "components" => {
                    for (kind, items) in value.as_object().into_iter().flatten() {
                        if kind != "securitySchemes" {
                            add(&mut all["components"][kind], items.clone());
                        }
                    }
                }
                _ => {}
            }
        }
    }
    all
}

fn add(to: &mut Value, items: Value) {
    if let (Some(to), Value::Object(items)) = (to.as_object_mut(), items) {
        to.extend(items);
    }
}

/// Gives the paths, components and operations of a copy names of their own.
fn rename(tree: &mut Value, copy: usize) {
    for paths in ["paths", "webhooks"] {
        if let Some(paths) = tree.get_mut(paths).and_then(Value::as_object_mut) {
            *paths = with_keys(paths, |path| path_of(path, copy));
        }
    }
    let components = tree.get_mut("components").and_then(Value::as_object_mut);
    for (kind, items) in components.into_iter().flatten() {
        if let (true, Some(items)) = (kind != "securitySchemes", items.as_object_mut()) {
            *items = with_keys(items, |name| name_of(name, copy));
        }
    }
    refer(tree, copy);
}

fn with_keys(items: &mut Map<String, Value>, name: impl Fn(&str) -> String) -> Map<String, Value> {
    let items = std::mem::take(items).into_iter();
    items.map(|(key, value)| (name(&key), value)).collect()
}

fn name_of(name: &str, copy: usize) -> String {
    format!("{name}Copy{copy}")
}

fn path_of(path: &str, copy: usize) -> String {
    match path.strip_prefix('/') {
        Some(rest) => format!("/copy{copy}/{rest}"),
        None => name_of(path, copy),
    }
}

/// Lets references lead to what is in the copy.
fn refer(value: &mut Value, copy: usize) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), &mut *value) {
                    ("$ref" | "operationRef", Value::String(target)) => {
                        *target = reference(target, copy);
                    }
                    ("operationId", Value::String(id)) => *id = name_of(id, copy),
                    ("discriminator", Value::Object(discriminator)) => {
                        let targets = discriminator.get_mut("mapping");
                        let targets = targets.and_then(Value::as_object_mut).into_iter();
                        for target in targets.flat_map(Map::values_mut) {
                            if let Value::String(target) = target {
                                *target = match target.starts_with('#') {
                                    true => reference(target, copy),
                                    false => name_of(target, copy),
                                };
                            }
                        }
                    }
                    ("example" | "examples" | "default" | "enum", _) => {}
                    _ => refer(value, copy),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| refer(item, copy)),
        _ => {}
    }
}

/// `#/components/schemas/PetCopy1` for `#/components/schemas/Pet`.
fn reference(target: &str, copy: usize) -> String {
    let mut segments: Vec<String> = target.split('/').map(str::to_owned).collect();
    match segments.as_mut_slice() {
        [root, components, kind, name, ..]
            if root == "#" && components == "components" && kind != "securitySchemes" =>
        {
            *name = name_of(name, copy);
        }
        [root, paths, path, ..] if root == "#" && paths == "paths" => {
            *path = match path.strip_prefix("~1") {
                Some(rest) => format!("~1copy{copy}~1{rest}"),
                None => name_of(path, copy),
            };
        }
        _ => {}
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::repeated;

    #[test]
    fn references_of_a_copy_lead_into_it() {
        let tree = json!({
            "openapi": "3.0.3",
            "paths": {"/pets": {"get": {"operationId": "list", "schema": {"$ref": "#/components/schemas/Pet"}}}},
            "components": {
                "schemas": {"Pet": {"$ref": "#/paths/~1pets/get/schema", "discriminator": {"mapping": {"a": "Pet"}}}},
                "securitySchemes": {"key": {}},
            },
        });
        assert_eq!(
            repeated(&tree, 2),
            json!({
                "openapi": "3.0.3",
                "paths": {
                    "/pets": {"get": {"operationId": "list", "schema": {"$ref": "#/components/schemas/Pet"}}},
                    "/copy1/pets": {"get": {"operationId": "listCopy1", "schema": {"$ref": "#/components/schemas/PetCopy1"}}},
                },
                "components": {
                    "schemas": {
                        "Pet": {"$ref": "#/paths/~1pets/get/schema", "discriminator": {"mapping": {"a": "Pet"}}},
                        "PetCopy1": {"$ref": "#/paths/~1copy1~1pets/get/schema", "discriminator": {"mapping": {"a": "PetCopy1"}}},
                    },
                    "securitySchemes": {"key": {}},
                },
            })
        );
    }
}
