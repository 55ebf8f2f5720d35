//! Each code is shown by a document that brings it about, and the list of all codes is kept.
//!
//! `tests/codes/<code>/` holds an `openapi.yaml`, and an `overlay.yaml`, `codegen.toml` or
//! `names.lock` where the code is about these. `CODES.md` is made of them: `INSTA_UPDATE=always` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

mod kept;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use specwright::{Codegen, RuntimeSource, Settings};

/// What no small document can bring about, and why.
const WITHOUT_EXAMPLE: &[(Code, &str)] = &[
    (Code::UnreadableFile, "It is about the disk."),
    (Code::FileTooLarge, "It takes 256 MiB."),
    (
        Code::ExternalReference,
        "It is about documents that are given as a text, without a folder.",
    ),
    (Code::TooManyCopies, "It takes a hundred thousand nodes."),
    (
        Code::CrateName,
        "It is about `--name`, or the folder in `specs/`.",
    ),
    (
        Code::NestsTooDeepForTypes,
        "It takes a hundred schemas inside one another.",
    ),
    (
        Code::NodeUndecodable,
        "All mistakes that are known have codes of their own; this is for the others.",
    ),
    (Code::Internal, "No document is known that brings it about."),
];

#[test]
fn the_list_of_codes_has_every_code_with_an_example_and_what_is_said_of_it() {
    kept::page_is("CODES.md", &page(), "the codes");
}

#[test]
fn every_example_is_of_a_code() {
    for entry in fs::read_dir(examples()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = Code::from_name(&name).unwrap_or_else(|| panic!("{name} is no code"));
        assert!(
            WITHOUT_EXAMPLE.iter().all(|(without, _)| *without != code),
            "{name} has an example after all"
        );
    }
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codes")
}

fn page() -> String {
    let mut page = String::from(
        "# Diagnostic codes\n\n\
         All that specwright can say of a document, by code, each with a document that brings it \
         about and the report. `error` means that the document cannot be used, `dropped` that \
         something of the API is not in the crate, `repaired` that a mistake was read as what it \
         plainly means, and `note` that something is worth knowing though nothing is lost.\n\n\
         This page is written by a test (`generator/tests/codes.rs`).\n",
    );
    for severity in [
        Severity::Error,
        Severity::Dropped,
        Severity::Repaired,
        Severity::Note,
    ] {
        let mut codes: Vec<Code> = Code::ALL
            .iter()
            .copied()
            .filter(|code| code.severity() == severity)
            .collect();
        codes.sort_by_key(|code| code.name());
        for code in codes {
            section(&mut page, code);
        }
    }
    page
}

fn section(page: &mut String, code: Code) {
    write!(
        page,
        "\n## `{code}` ({})\n\n{}. {}\n\n",
        code.severity(),
        code.title(),
        code.explanation()
    )
    .unwrap();
    if let Some((_, reason)) = WITHOUT_EXAMPLE.iter().find(|(without, _)| *without == code) {
        writeln!(page, "{reason} What to do: {}.", code.remedy()).unwrap();
        return;
    }
    let (files, report) = shown(code);
    for (name, text) in files {
        let language = name
            .rsplit_once('.')
            .map_or("text", |(_, language)| language);
        writeln!(
            page,
            "`{name}`:\n\n```{language}\n{}\n```\n",
            text.trim_end()
        )
        .unwrap();
    }
    writeln!(page, "```text\n{}\n```", report.trim_end()).unwrap();
}

/// The files of the example, and what is said of them under this code.
fn shown(code: Code) -> (Vec<(String, String)>, String) {
    let folder = examples().join(code.name());
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap_or_else(|_| panic!("tests/codes/{code} is missing: every code has an example"))
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    // The document before what changes it.
    names.sort_by_key(|name| (!name.starts_with("openapi."), name.clone()));
    let at = |name: &str| folder.join(name);
    let there = |name: &str| names.iter().any(|it| it == name).then(|| at(name));
    let outcome = Codegen {
        spec: at(&names[0]),
        overlays: there("overlay.yaml").into_iter().collect(),
        lock: there("names.lock"),
        crate_name: "pets".to_owned(),
        runtime: RuntimeSource::Version("0.1.0".to_owned()),
        settings: there("codegen.toml").map_or_else(Settings::default, |file| {
            fs::read_to_string(file).unwrap().parse().unwrap()
        }),
    }
    .run();
    let mut of_this_code = Diagnostics::new();
    for diagnostic in outcome.diagnostics.iter().filter(|it| it.code == code) {
        of_this_code.push(Diagnostic::clone(diagnostic));
    }
    assert!(
        of_this_code.iter().next().is_some(),
        "tests/codes/{code} does not bring it about, but {:?}",
        outcome
            .diagnostics
            .iter()
            .map(|it| it.code)
            .collect::<Vec<_>>()
    );
    // As one sees it who stands in the folder of the document.
    let prefix = format!("{}/", folder.display());
    let report = of_this_code.render(&outcome.sources).replace(&prefix, "");
    let files = names
        .iter()
        .map(|name| {
            let text = fs::read(at(name)).unwrap();
            (name.clone(), String::from_utf8_lossy(&text).into_owned())
        })
        .collect();
    (files, report)
}
