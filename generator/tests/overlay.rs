//! Overlays: each folder under `documents/overlay` is a document, an overlay for it,
//! and in the snapshot what the overlay makes of it. Every node that an overlay brings
//! in is followed by the line of the overlay that it comes from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::Path;

use specwright::diagnostics::Diagnostics;
use specwright::document::{self, Document, Origin, Pointer, SourceMap};
use specwright::json::Value;

/// A document as lines of `pointer = value`, each with where it is from: `d` for the
/// document, `o` for the overlay, and the line.
fn lines(node: &Value, at: &Pointer, sources: &SourceMap, text: &mut String) {
    match node {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                lines(value, &at.child(name), sources, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                lines(item, &at.index(index), sources, text);
            }
        }
        scalar => {
            let place = sources.locate(&Origin::Node(at.clone())).unwrap();
            let source = sources.text(place.source);
            let line = source[..place.span.unwrap().start].matches('\n').count() + 1;
            let file = &sources.name(place.source)[..1];
            text.push_str(&format!("{file}{line:02} {at} = {scalar}\n"));
        }
    }
}

fn apply(document: &str, overlay: &str) -> (Option<Document>, SourceMap, Diagnostics) {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let document =
        document::load_text("document.yaml", document, &mut sources, &mut diagnostics).unwrap();
    let result = document::overlay_text(
        document,
        "overlay.yaml",
        overlay,
        &mut sources,
        &mut diagnostics,
    );
    (result.ok(), sources, diagnostics)
}

#[test]
fn overlays() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/overlay");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    cases.sort();
    for case in cases {
        let name = case.file_name().unwrap().to_str().unwrap();
        let read = |file: &str| fs::read_to_string(case.join(file)).unwrap();
        let (document, sources, diagnostics) = apply(&read("openapi.yaml"), &read("overlay.yaml"));
        let mut shown = String::new();
        if let Some(document) = document {
            lines(document.tree(), &Pointer::root(), &sources, &mut shown);
        }
        shown.push('\n');
        shown.push_str(&diagnostics.render(&sources));
        insta::with_settings!({
            snapshot_path => "documents/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("overlay-{name}"), shown.trim());
        });
    }
}

#[test]
fn the_overlays_of_the_specs_apply_whole() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    for spec in fs::read_dir(specs).unwrap() {
        let spec = spec.unwrap().path();
        if !spec.join("overlay.yaml").exists() {
            continue;
        }
        let mut sources = SourceMap::new();
        let mut diagnostics = Diagnostics::new();
        let path = spec.join("openapi.yaml");
        let document = document::load(&path, &mut sources, &mut diagnostics).unwrap();
        let path = spec.join("overlay.yaml");
        document::overlay(document, &path, &mut sources, &mut diagnostics).unwrap();
        assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    }
}

#[test]
fn several_overlays_apply_one_after_the_other() {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let mut document = document::load_text(
        "document.yaml",
        "items: [a, b, c, d]\n",
        &mut sources,
        &mut diagnostics,
    )
    .unwrap();
    for (name, target) in [("1.yaml", "$.items[1]"), ("2.yaml", "$.items[0]")] {
        let overlay = format!(
            "overlay: 1.0.0\ninfo: {{title: t, version: 1.0.0}}\nactions:\n- {{target: '{target}', remove: true}}\n- {{target: $.items, update: {name}}}\n"
        );
        document = document::overlay_text(document, name, &overlay, &mut sources, &mut diagnostics)
            .unwrap();
    }
    assert_eq!(
        document.tree().get("items").unwrap(),
        &Value::from_iter(["c", "d", "1.yaml", "2.yaml"])
    );
    // Through four steps back to the file.
    let Origin::Source(_, pointer) = sources.origin(&Pointer::from("/items/0")) else {
        panic!();
    };
    assert_eq!(pointer.as_str(), "/items/2");
    let Origin::Source(overlay, pointer) = sources.origin(&Pointer::from("/items/2")) else {
        panic!();
    };
    assert_eq!(
        (sources.name(overlay), pointer.as_str()),
        ("1.yaml", "/actions/1/update")
    );
}
