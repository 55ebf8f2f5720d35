//! Every example of both documents is tried by the crate that is generated from it, or
//! contradicts its own schema: counted by a walk, and judged by a JSON Schema validator, that
//! both know nothing of the generator.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};
use specwright::Outcome;
use specwright::diagnostics::Code;
use specwright_tests::examples::{self, Example};
use specwright_tests::specs;
use syn::visit::{self, Visit};

/// In both documents together.
const ALL: usize = 134;

/// An example that a generated crate tries: where it is, and what it is.
type Tried = BTreeMap<String, Value>;

/// The calls of `round_trip` in a `tests/examples.rs`.
fn tried(source: &str) -> Tried {
    struct Calls(Vec<(String, Value)>);
    impl<'ast> Visit<'ast> for Calls {
        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            if let syn::Expr::Path(path) = &*call.func
                && path.path.segments.last().unwrap().ident == "round_trip"
            {
                let arguments: Vec<String> = call.args.iter().map(text).collect();
                let value = serde_json::from_str(&arguments[1]).unwrap();
                self.0.push((arguments[0].clone(), value));
            }
            visit::visit_expr_call(self, call);
        }
    }
    fn text(argument: &syn::Expr) -> String {
        match argument {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => text.value(),
            _ => panic!("an argument that is not a string"),
        }
    }
    let mut calls = Calls(Vec::new());
    calls.visit_file(&syn::parse_file(source).unwrap());
    let count = calls.0.len();
    let tried: Tried = calls.0.into_iter().collect();
    assert_eq!(tried.len(), count, "one is tried twice");
    tried
}

/// The places of the examples that the generator says contradict their schema.
fn contradicting(outcome: &Outcome) -> BTreeSet<String> {
    outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::ExampleContradictsSchema)
        .map(|diagnostic| {
            let location = outcome.sources.locate(&diagnostic.origin).unwrap();
            location.pointer.unwrap().to_string()
        })
        .collect()
}

/// Whether an example is valid against its own schema.
fn is_valid(document: &Value, example: &Example) -> bool {
    let schema = document.pointer(&example.schema);
    let mut schema = schema.cloned().unwrap_or_else(|| json!({}));
    // References lead to components.
    if let (Value::Object(schema), Some(components)) = (&mut schema, document.get("components")) {
        schema.insert("components".to_owned(), components.clone());
    }
    let validator = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    validator.is_valid(&example.value)
}

#[test]
fn all_of_them_are_tried_or_contradict_their_schema() {
    let mut all = 0;
    for name in specs::NAMES {
        let document = specs::document(name);
        let found = examples::all(&document);
        all += found.len();

        let crate_folder = specs::root().join("generated").join(name);
        let source = std::fs::read_to_string(crate_folder.join("tests/examples.rs")).unwrap();
        let tried = tried(&source);
        let outcome = specs::codegen(name, &specs::file(name, "openapi.yaml"), None).run();
        let contradicting = contradicting(&outcome);

        let places: BTreeSet<&str> = found.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(places.len(), found.len(), "{name}: two at one place");
        let dealt_with: BTreeSet<&str> =
            tried.keys().chain(&contradicting).map(|it| &**it).collect();
        assert_eq!(places, dealt_with, "{name}");
        assert_eq!(tried.len() + contradicting.len(), found.len(), "{name}");
        for example in &found {
            let is_tried = tried.get(&example.pointer);
            if let Some(value) = is_tried {
                assert_eq!(*value, example.value, "{name}: {}", example.pointer);
            }
            assert_eq!(
                is_valid(&document, example),
                is_tried.is_some(),
                "{name}: {}",
                example.pointer
            );
        }
    }
    assert_eq!(all, ALL);
}

/// What the two documents do not have: examples that are wrong.
#[test]
fn the_generator_and_the_validator_agree_on_what_contradicts_a_schema() {
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Examples", "version": "1"},
        "paths": {"/a": {"get": {
            "operationId": "getA",
            "parameters": [
                {"name": "n", "in": "query", "schema": {"type": "integer"}, "example": "many"},
                {"name": "m", "in": "query", "schema": {"type": "integer"}, "example": 3},
                {"name": "e", "in": "query", "schema": {"type": "string"}, "examples": {
                    "right": {"value": "a"},
                    "wrong": {"value": ["a"]},
                }},
            ],
            "responses": {"200": {"description": "ok", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/A"},
                "examples": {
                    "right": {"value": {"name": "x", "example": 7}},
                    "missing": {"value": {"example": 7}},
                    "other": {"value": "x"},
                },
            }}}},
        }}},
        "components": {"schemas": {"A": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "examples": ["x", "y", 5]},
                // A property that is called so is no example.
                "example": {"type": "integer", "example": "seven"},
                "at": {"type": "string", "format": "date-time", "example": "yesterday"},
                "list": {"type": "array", "items": {"type": "boolean"}, "example": [true, "no"]},
                "nested": {"type": "object", "properties": {
                    "b": {"$ref": "#/components/schemas/B"},
                }, "example": {"b": {"c": {"example": 1}}}},
            },
        }, "B": {"type": "object", "properties": {"c": {"type": "object"}}}}},
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi.yaml");
    std::fs::write(&path, serde_yaml::to_string(&document).unwrap()).unwrap();
    let outcome = specwright::Codegen {
        spec: path,
        overlays: Vec::new(),
        lock: None,
        crate_name: "examples".to_owned(),
        runtime: specwright::RuntimeSource::Version("0.1.0".to_owned()),
        settings: specwright::Settings::default(),
    }
    .run();
    let contradicting = contradicting(&outcome);
    let found = examples::all(&document);
    let wrong: BTreeSet<String> = found
        .iter()
        .filter(|example| !is_valid(&document, example))
        .map(|example| example.pointer.clone())
        .collect();
    assert_eq!(contradicting, wrong);
    assert_eq!((found.len(), wrong.len()), (14, 8));

    let generated = specs::generated(outcome);
    let (_, source) = generated
        .files
        .iter()
        .find(|(path, _)| Path::new(path.as_str()) == Path::new("tests/examples.rs"))
        .unwrap();
    assert_eq!(tried(&source).len(), 14 - 8);
}
