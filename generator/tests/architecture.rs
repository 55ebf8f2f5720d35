//! What ARCHITECTURE.md says of the folders, held against the sources.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::path::{Path, PathBuf};

/// Who may name what: a crate, and the only folders whose files may use it.
const ONLY: &[(&str, &[&str])] = &[
    ("openapiv3", &["lower"]),
    ("serde_yaml", &["document"]),
    ("saphyr_parser", &["document"]),
    ("serde_json_path", &["document"]),
    ("quote", &["rust"]),
    ("proc_macro2", &["rust"]),
    ("prettyplease", &["rust"]),
    ("pulldown_cmark", &["rust"]),
    ("toml", &["build", "plan", "settings", "surface"]),
    ("strsim", &["settings"]),
];

/// The stages in their order: none may use one that comes after it.
const STAGES: &[&str] = &["document", "dialect", "lower", "plan", "surface", "rust"];

#[test]
fn crates_stay_in_their_folders() {
    for (name, folders) in ONLY {
        for (folder, file, line) in lines() {
            let uses = line.contains(&format!("{name}::")) || line.contains(&format!("use {name}"));
            assert!(
                !uses || folders.contains(&folder.as_str()),
                "{} uses {name}: {line}",
                file.display()
            );
        }
    }
}

#[test]
fn no_stage_reaches_forward_or_into_another() {
    for (folder, file, line) in lines() {
        let Some(at) = STAGES.iter().position(|stage| **stage == folder) else {
            continue;
        };
        for later in STAGES.iter().skip(at + 1) {
            assert!(
                !line.contains(&format!("crate::{later}")),
                "{} uses a later stage: {line}",
                file.display()
            );
        }
    }
}

#[test]
fn the_ir_knows_nobody() {
    for (folder, file, line) in lines() {
        let foreign = [
            "document",
            "dialect",
            "lower",
            "plan",
            "rust",
            "output",
            "diagnostics",
        ]
        .iter()
        .any(|stage| line.contains(&format!("crate::{stage}")));
        assert!(
            folder != "ir" || !foreign,
            "{} knows another folder: {line}",
            file.display()
        );
    }
}

/// Every line of code below `src/`, with the folder it is in and its file.
fn lines() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let relative = path.strip_prefix(&root).unwrap().to_owned();
            let mut parts = relative.components();
            let stage = match (parts.next(), parts.next()) {
                (Some(first), Some(_)) => first.as_os_str().to_string_lossy().into_owned(),
                _ => continue,
            };
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                if !line.trim_start().starts_with("//") {
                    found.push((stage.clone(), relative.clone(), line.to_owned()));
                }
            }
        }
    }
    assert!(found.len() > 1000);
    found
}
