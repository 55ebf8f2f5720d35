//! `api.txt` says of a crate what rustdoc says of it, item by item.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use specwright::surface::{Kind, Surface};
use specwright::{Codegen, RuntimeSource, Settings};
use specwright_tests::{crates, rustdoc, specs};

/// Fixtures that together have each kind of item.
const FIXTURES: &[&str] = &[
    "answers_by_status",
    "bodies_of_parts",
    "callbacks",
    "enums_mixed",
    "polling",
    "response_headers",
    "servers",
    "tags_as_features",
    "tuples",
    "unions_and_compositions",
    "webhooks",
];

/// Documents that are held against rustdoc where they are at hand.
const CORPUS: &[&str] = &[
    "adyen/CheckoutService-v71.yaml",
    "adyen/ManagementService-v3.yaml",
    "box/openapi.json",
    "discord/openapi.json",
    "openai/openapi.yaml",
    "oxide/oxide.json",
    "progenitor/keeper.json",
    "progenitor/nexus.json",
    "twilio/twilio_api_v2010.json",
    "twilio/twilio_messaging_v1.json",
];

/// What an item needs begins so, and ends so.
const CONDITION: (&str, &str) = ("#[cfg(", ")]");

/// What a line says, without what its item needs.
fn without_condition(says: &str) -> String {
    match says.split_once(CONDITION.0) {
        Some((before, rest)) => {
            let (_, after) = rest.split_once(CONDITION.1).unwrap();
            format!("{before}{after}").trim_end().to_owned()
        }
        None => says.to_owned(),
    }
}

/// The lines about Rust, spelled as rustdoc's are; without features only those of what needs none.
fn lines(surface: &Surface, with_features: bool) -> BTreeSet<String> {
    let needy: BTreeSet<&str> = surface
        .lines()
        .filter(|line| line.says.contains(CONDITION.0))
        .map(|line| line.path)
        .collect();
    let is_there = |path: &str| {
        let ends = path.match_indices(['.', ':']).map(|(end, _)| end);
        let mut around = ends.chain([path.len()]).map(|end| &path[..end]);
        with_features || !around.any(|path| needy.contains(path))
    };
    let is_rust = |kind: Kind| match kind {
        Kind::Version
        | Kind::RustVersion
        | Kind::Dependency
        | Kind::Feature
        | Kind::Env
        | Kind::Wire => false,
        Kind::Module
        | Kind::Use
        | Kind::Struct
        | Kind::Enum
        | Kind::Type
        | Kind::Traits
        | Kind::Field
        | Kind::Variant
        | Kind::Const
        | Kind::Fn => true,
    };
    let lines = surface.lines().filter(|line| is_rust(line.kind));
    let lines = lines.filter(|line| is_there(line.path));
    let aliases: BTreeMap<&str, String> = surface
        .lines()
        .filter(|line| line.kind == Kind::Type)
        .map(|line| {
            let name = line.path.trim_start_matches("types::");
            (name, without_paths(&without_condition(line.says)))
        })
        .collect();
    let spelled = lines.map(|line| {
        let says = without_condition(line.says);
        let says = match line.kind {
            Kind::Use => says,
            Kind::Traits => {
                let names = line.listed().into_iter();
                let names = names.map(|name| resolved(&without_paths(name), &aliases));
                let names: BTreeSet<String> = names.collect();
                names.into_iter().collect::<Vec<_>>().join(", ")
            }
            _ => without_paths(&says),
        };
        // In the JSON of rustdoc a raw name is a plain one.
        let path = line.path.replace("r#", "");
        let says = says.replace("r#", "");
        format!("{path} {} {}", line.kind.word(), says.trim())
            .trim()
            .to_owned()
    });
    spelled.collect()
}

/// Of what is made into a type rustdoc says the type behind another name.
fn resolved(name: &str, aliases: &BTreeMap<&str, String>) -> String {
    let mut text = name.to_owned();
    for _ in 0..4 {
        let words = text.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_'));
        let words = words.map(|part| {
            let word = part.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_'));
            let rest = &part[word.len()..];
            format!("{}{rest}", aliases.get(word).map_or(word, String::as_str))
        });
        text = words.collect();
    }
    text
}

/// Each path by its last part alone.
fn without_paths(says: &str) -> String {
    let mut text = String::new();
    let mut word = String::new();
    for c in says.chars() {
        match c {
            ':' if word.ends_with(':') => word.clear(),
            c if c.is_alphanumeric() || "_:#".contains(c) => word.push(c),
            c => {
                text.push_str(&std::mem::take(&mut word));
                text.push(c);
            }
        }
    }
    text.push_str(&word);
    text
}

fn codegen(name: &str, spec: PathBuf, folder: Option<&Path>) -> Codegen {
    let beside = |file: &str| {
        folder
            .map(|folder| folder.join(file))
            .filter(|file| file.is_file())
    };
    let settings = match beside("codegen.toml") {
        Some(file) => fs::read_to_string(file).unwrap().parse().unwrap(),
        None => Settings::default(),
    };
    Codegen {
        spec,
        overlays: beside("overlay.yaml").into_iter().collect(),
        lock: beside("names.lock"),
        crate_name: name.to_owned(),
        runtime: RuntimeSource::Path(fs::canonicalize(specs::root().join("runtime")).unwrap()),
        settings,
    }
}

/// Generates all, and compares each with what rustdoc says of it.
fn agree(workspace: &Path, all: Vec<Codegen>, features: &[&str]) {
    let mut surfaces = Vec::new();
    let mut made = Vec::new();
    for codegen in all {
        let generated = codegen
            .run()
            .result
            .unwrap_or_else(|| panic!("{codegen:?}"));
        let name = codegen.crate_name;
        surfaces.push((name.clone(), generated.surface));
        made.push((name, generated.files));
    }
    crates::write_workspace(workspace, &made);
    for (name, surface) in surfaces {
        for features in features {
            let json = rustdoc::json(workspace, env!("CARGO_TARGET_TMPDIR"), &name, features);
            let said = rustdoc::lines(&serde_json::from_str(&json).unwrap());
            let written = lines(&surface, *features == "--all-features");
            let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> String {
                let lines: Vec<&str> = one.difference(other).map(String::as_str).collect();
                lines.join("\n")
            };
            let (missing, wrong) = (only(&said, &written), only(&written, &said));
            assert!(
                missing.is_empty() && wrong.is_empty(),
                "{name}, {features}\nonly rustdoc:\n{missing}\nonly api.txt:\n{wrong}"
            );
        }
    }
}

#[test]
fn the_surface_is_what_rustdoc_says() {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("surfaces");
    let of_specs = specs::NAMES.iter().map(|name| {
        let folder = specs::root().join("specs").join(name);
        codegen(name, folder.join("openapi.yaml"), Some(&folder))
    });
    let of_fixtures = FIXTURES.iter().map(|name| {
        let folder = specs::root().join("generator/tests/fixtures").join(name);
        let name = name.replace('_', "-");
        codegen(&name, folder.join("openapi.yaml"), Some(&folder))
    });
    let all = of_specs.chain(of_fixtures).collect();
    agree(
        &workspace,
        all,
        &["--all-features", "--no-default-features"],
    );
}

#[test]
fn the_surface_of_large_documents_is_what_rustdoc_says() {
    let corpus = specs::root().join("../shared/corpus");
    if !corpus.is_dir() {
        return;
    }
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large_surfaces");
    let all = CORPUS.iter().enumerate().map(|(at, file)| {
        let file = corpus.join(file);
        assert!(file.is_file(), "{}", file.display());
        codegen(&format!("large-{at}"), file, None)
    });
    agree(&workspace, all.collect(), &["--all-features"]);
}
