//! What comes out of `lower`, by small documents that show one thing each.
//!
//! A case is a file in `tests/lower`; its snapshot is everything that was said and made.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::Path;

use specwright::diagnostics::Diagnostics;
use specwright::document::{self, SourceMap};
use specwright::{dialect, lower};

/// Everything that is said about a document, and the API that is made of it.
fn lowered(text: &str) -> String {
    let mut sources = SourceMap::new();
    let mut diagnostics = Diagnostics::new();
    let document =
        document::load_text("openapi.yaml", text, &mut sources, &mut diagnostics).unwrap();
    let canonical = dialect::canonical(document, &mut sources, &mut diagnostics).unwrap();
    let before = diagnostics.len();
    let api = lower::lower(&canonical, &mut diagnostics);
    let mut out = String::new();
    for diagnostic in diagnostics.iter().skip(before) {
        let (severity, code) = (diagnostic.severity(), diagnostic.code);
        writeln!(out, "{severity} {code} {:?}", diagnostic.origin).unwrap();
        writeln!(out, "    {}", diagnostic.message).unwrap();
        if let Some(help) = &diagnostic.help {
            writeln!(out, "    help: {help}").unwrap();
        }
    }
    out + &telling(&format!("{api:#?}"))
}

/// The lines that say something: what is left empty everywhere would hide the rest.
fn telling(debug: &str) -> String {
    let silent = |line: &str| {
        let value = line
            .trim()
            .trim_end_matches(',')
            .split_once(": ")
            .map(|(_, value)| value);
        // The words stand where they are said.
        matches!(value, Some("None" | "false" | "[]" | "Unspoken"))
            || line.starts_with("    words:")
    };
    let lines: Vec<&str> = debug.lines().filter(|line| !silent(line)).collect();
    lines.join("\n").replace("docs: Docs {\n", "docs: {\n")
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lower");
    let mut files: Vec<_> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        insta::assert_snapshot!(name, lowered(&text));
    }
}

/// Compositions, references and nesting that never end, or nearly.
#[test]
fn nothing_is_too_deep() {
    let mut deep = "{type: string}".to_owned();
    for _ in 0..60 {
        deep = format!("{{type: object, properties: {{a: {deep}}}}}");
    }
    let mut choices = "{type: string}".to_owned();
    for _ in 0..60 {
        choices = format!("{{oneOf: [{choices}, {{type: integer}}]}}");
    }
    let chain: String = (0..120)
        .map(|n| {
            let next = n + 1;
            format!("    C{n}: {{allOf: [{{$ref: '#/components/schemas/C{next}'}}, {{type: object, properties: {{p{n}: {{type: string}}}}}}]}}\n")
        })
        .collect();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Deep, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    Deep: {deep}\n    Choices: {choices}\n{chain}    C120: {{type: object}}\n"
    );
    let lowered = lowered(&text);
    assert!(lowered.contains("p119"));
}
