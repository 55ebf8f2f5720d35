//! Nothing that is done to a document makes the stages up to the canonical tree panic,
//! hang, or break what they promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use proptest::prelude::*;
use serde_json::{Value, json};
use specwright::diagnostics::Diagnostics;
use specwright::dialect;
use specwright::document::{self, SourceMap};

const DOCUMENTS: [&str; 5] = [
    include_str!("../../specs/palo-alto-dlp/openapi.yaml"),
    include_str!("../../specs/prisma-access-insights/openapi.yaml"),
    include_str!("documents/dialect/swagger.yaml"),
    include_str!("documents/dialect/keywords.yaml"),
    include_str!("documents/dialect/objects.yaml"),
];

const OVERLAYS: [&str; 3] = [
    include_str!("../../specs/prisma-access-insights/overlay.yaml"),
    include_str!("documents/overlay/remove/overlay.yaml"),
    include_str!("documents/overlay/several_targets/overlay.yaml"),
];

/// Bytes that mean something to YAML or JSON.
const MEANING: &[u8] = b"{}[]:,-&*!|>'\"%@`#?~ \t\n\r0a\\$<";

fn run(document: &str, overlay: &str) {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let canonical = document::load_text("openapi.yaml", document, &mut sources, &mut diagnostics)
        .and_then(|document| {
            // An overlay that does not fit loses the run; both paths are of interest.
            let plain = document.clone();
            document::overlay_text(
                document,
                "overlay.yaml",
                overlay,
                &mut sources,
                &mut diagnostics,
            )
            .or(Ok(plain))
        })
        .and_then(|document| dialect::canonical(document, &mut sources, &mut diagnostics));
    diagnostics.render(&sources);
    assert_eq!(
        canonical.is_err(),
        diagnostics.has_errors() && canonical.is_err()
    );
    let Ok(canonical) = canonical else {
        assert!(diagnostics.has_errors(), "a failure without a word");
        return;
    };
    let tree = Value::from(&canonical.tree);
    for (route, item) in tree["paths"].as_object().unwrap() {
        if !route.starts_with("x-") {
            let decoded = serde_json::from_value::<openapiv3::PathItem>(item.clone());
            assert!(
                decoded.is_ok(),
                "{route}: {}\n{item:#}",
                decoded.unwrap_err()
            );
        }
    }
    let schemas = tree
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        type Schema = openapiv3::ReferenceOr<openapiv3::Schema>;
        let decoded = serde_json::from_value::<Schema>(schema.clone());
        assert!(
            decoded.is_ok(),
            "{name}: {}\n{schema:#}",
            decoded.unwrap_err()
        );
    }
}

fn cases() -> u32 {
    // More on demand: `PROPTEST_CASES=100000 cargo test --test document_mutations`.
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(128)
}

/// Values that stand where others are expected.
fn misfit() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        Just(json!(-1)),
        Just(json!(1.5)),
        Just(json!(1e300)),
        Just(json!("")),
        Just(json!("null")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([null])),
        Just(json!([{}])),
        Just(json!({"$ref": "#"})),
        Just(json!({"$ref": "#/components/schemas/DLPIncident"})),
        Just(json!({"$ref": "#/paths"})),
        Just(json!({"$ref": 17})),
        Just(json!({"type": ["string", "null", "object"], "enum": [null, "a", 1]})),
        Just(json!({"anyOf": [{"type": "null"}, {"type": "null"}]})),
        Just(json!({"allOf": [{"$ref": "#/components/schemas/Pet"}], "not": true})),
    ]
}

fn count(node: &Value) -> usize {
    1 + match node {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Puts a value in the place of the node that is the so manyth.
fn replace(node: &mut Value, at: &mut usize, value: &Value) {
    if *at == 0 {
        *node = value.clone();
        *at = usize::MAX;
        return;
    }
    *at -= 1;
    match node {
        Value::Array(items) => items.iter_mut().for_each(|it| replace(it, at, value)),
        Value::Object(members) => members.values_mut().for_each(|it| replace(it, at, value)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn bytes_cut_and_changed(
        document in 0..DOCUMENTS.len(),
        overlay in 0..OVERLAYS.len(),
        cut in prop::option::of(any::<prop::sample::Index>()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(MEANING)), 0..6),
    ) {
        let mut bytes = DOCUMENTS[document].as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        run(&String::from_utf8_lossy(&bytes), OVERLAYS[overlay]);
    }

    #[test]
    fn lines_swapped(
        document in 0..DOCUMENTS.len(),
        swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8),
    ) {
        let mut lines: Vec<&str> = DOCUMENTS[document].lines().collect();
        for (one, other) in swaps {
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            lines.swap(one, other);
        }
        run(&lines.join("\n"), OVERLAYS[0]);
    }

    #[test]
    fn values_in_the_place_of_others(
        document in 0..DOCUMENTS.len(),
        overlay in 0..OVERLAYS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), misfit()), 1..6),
    ) {
        let mut tree: Value = serde_yaml::from_str(DOCUMENTS[document]).unwrap();
        for (at, value) in changes {
            let mut at = at.index(count(&tree));
            replace(&mut tree, &mut at, &value);
        }
        run(&tree.to_string(), OVERLAYS[overlay]);
    }
}
