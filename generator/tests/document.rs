//! Reading documents: each file under `documents/document` shows one thing, and the
//! snapshot beside it is the whole of what comes out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::{Path, PathBuf};

use specwright::diagnostics::{Code, Diagnostics};
use specwright::document::{self, Pointer, SourceMap, marks::Marks};
use specwright::json::{Map, Value};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/documents")
        .join(name)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|it| it == "yaml" || it == "json")
        {
            found.push(path);
        }
    }
    found.sort();
}

fn load(name: &str, text: &str) -> (Option<Value>, String, Vec<Code>) {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let document = document::load_text(name, text, &mut sources, &mut diagnostics);
    let codes = diagnostics.iter().map(|it| it.code).collect();
    (
        document.ok().map(|it| it.into_tree()),
        diagnostics.render(&sources),
        codes,
    )
}

#[test]
fn documents() {
    let mut found = Vec::new();
    files(&folder("document"), &mut found);
    for path in found {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (tree, report, _) = load(name, &fs::read_to_string(&path).unwrap());
        let tree = tree.map(|tree| serde_json::to_string_pretty(&tree).unwrap());
        let shown = format!("{}\n\n{report}", tree.unwrap_or_default());
        insta::with_settings!({
            snapshot_path => "documents/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("document-{name}"), shown.trim());
        });
    }
}

/// Both parsers have to agree on what a document is: the marked one has a place for
/// every node of the tree and no others, and what is written there reads as the node.
#[test]
fn positions_agree_with_the_tree() {
    let mut found = Vec::new();
    files(&folder(""), &mut found);
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs"),
        &mut found,
    );
    let mut compared = 0;
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let (Some(tree), _, _) = load("document", &text) else {
            continue;
        };
        let marks = Marks::of(&text);
        compared += agree(&text, &marks, &tree, &Pointer::root());
    }
    assert!(compared > 3000, "{compared} nodes compared");
}

fn agree(text: &str, marks: &Marks, node: &Value, at: &Pointer) -> usize {
    let spot = marks
        .spot(at)
        .unwrap_or_else(|| panic!("no place for {at}"));
    match node {
        Value::Array(items) => {
            assert_eq!(marks.spot(&at.index(items.len())), None, "{at}");
            let inside = items.iter().enumerate();
            1 + inside
                .map(|(index, item)| agree(text, marks, item, &at.index(index)))
                .sum::<usize>()
        }
        Value::Object(members) => {
            let inside = members.iter();
            1 + inside
                .map(|(name, value)| agree(text, marks, value, &at.child(name)))
                .sum::<usize>()
        }
        scalar => {
            let span = spot.scalar.unwrap_or_else(|| panic!("{at} is no scalar"));
            let (before, written) = (&text[..span.start], &text[span]);
            let is_block = written.starts_with(['|', '>']) || written.contains('\n');
            let tag = before.split_whitespace().next_back().unwrap_or_default();
            if is_block || tag.starts_with('!') {
                return 1;
            }
            let read: serde_yaml::Value = serde_yaml::from_str(written).unwrap_or_default();
            // What JSON cannot say is another test's matter.
            let read: Value = serde_json::to_value(&read).unwrap_or_default().into();
            let agrees = &read == scalar || read.is_null() || read.is_f64();
            assert!(agrees, "{at}: {written} is {scalar}");
            1
        }
    }
}

/// libyaml takes what is less indented than YAML 1.2 has it; the marked parser does not
/// follow it there.
#[test]
fn places_go_as_far_as_the_text_can_be_followed() {
    let text = "first: 1\nlist: [\nitem\n]\nlast: 2\n";
    let (tree, _, _) = load("a.yaml", text);
    assert_eq!(tree.unwrap().get("last"), Some(&Value::from(2_u64)));
    let marks = Marks::of(text);
    let nearest = |pointer: &str| marks.nearest(&Pointer::from(pointer)).unwrap();
    assert_eq!(nearest("/first"), 0..8);
    assert_eq!(nearest("/list/0"), 9..13);
    assert_eq!(nearest("/last"), 0..0);
}

#[test]
fn a_byte_order_mark_is_no_text() {
    let (tree, report, _) = load("a.yaml", "\u{FEFF}openapi: 3.1.0\n");
    assert_eq!(
        tree.unwrap(),
        Value::from(Map::from_iter([("openapi", "3.1.0".into())]))
    );
    assert_eq!(report, "");
}

fn load_bytes(bytes: &[u8]) -> (Option<Value>, Vec<Code>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi.yaml");
    fs::write(&path, bytes).unwrap();
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let document = document::load(&path, &mut sources, &mut diagnostics);
    diagnostics.render(&sources);
    let codes = diagnostics.iter().map(|it| it.code).collect();
    (document.ok().map(|it| it.into_tree()), codes)
}

#[test]
fn encodings() {
    let text = "title: é\n";
    let expected = Value::from(Map::from_iter([("title", "é".into())]));
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(),
        [b"\xFF\xFE".as_slice(), &little].concat(),
        [b"\xFE\xFF".as_slice(), &big].concat(),
    ] {
        assert_eq!(load_bytes(&bytes), (Some(expected.clone()), vec![]));
    }
    for bytes in [
        b"title: \xE9\n".as_slice(),
        b"\xFF\xFEa",
        b"\xEF\xBB\xBF\xFF",
    ] {
        assert_eq!(load_bytes(bytes), (None, vec![Code::NotText]));
    }
}

#[test]
fn a_file_that_is_not_there() {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let path = Path::new("nowhere/openapi.yaml");
    assert!(document::load(path, &mut sources, &mut diagnostics).is_err());
    let report = diagnostics.render(&sources);
    assert!(
        report.starts_with("error[unreadable-file]: `nowhere/openapi.yaml` cannot be read"),
        "{report}"
    );
    assert!(report.contains("--> nowhere/openapi.yaml\n"), "{report}");
}

#[test]
fn what_nests_too_deep_is_refused_in_time() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "- ".repeat(100_000),
        (0..1000)
            .map(|depth| format!("{}a:\n", " ".repeat(depth)))
            .collect(),
    ] {
        let (tree, _, codes) = load("a.yaml", &text);
        assert_eq!(
            (tree, codes),
            (None, vec![Code::NestsTooDeep]),
            "{}",
            &text[..10]
        );
    }
}

#[test]
fn keys_that_repeat_by_the_thousand_are_said_once() {
    let text = format!("{{{}}}", ["\"a\": 1"; 50_000].join(","));
    let (tree, _, codes) = load("a.json", &text);
    assert_eq!(
        tree,
        Some(Value::from(Map::from_iter([("a", 1_u64.into())])))
    );
    assert_eq!(codes, [Code::DuplicateKey]);
}
