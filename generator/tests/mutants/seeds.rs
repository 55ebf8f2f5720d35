//! The documents that mutants are made of.

use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::diagnostics::Diagnostics;
use specwright::document::{self, SourceMap};

/// Names folders (or files) with more documents, as `PATH` does.
const DOCUMENTS: &str = "SPECWRIGHT_DOCUMENTS";

/// Larger documents are judged as they are, and cut; mutants of them take too long.
const LARGEST: usize = 300_000;

pub(crate) struct Seed {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

impl Seed {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The tree, of a document that is small enough and has one.
    pub(crate) fn tree(&self) -> Option<Value> {
        if self.bytes.len() > LARGEST {
            return None;
        }
        let (mut sources, mut diagnostics) = (SourceMap::new(), Diagnostics::new());
        let document = document::load_text("seed", &self.text(), &mut sources, &mut diagnostics);
        document.ok().map(|document| document.tree().into())
    }
}

/// The fixtures, the two specifications, what was once found, and what the variable names.
pub(crate) fn all() -> Vec<Seed> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in [
        "tests/fixtures",
        "tests/documents",
        "tests/lower",
        "../specs",
    ] {
        below(&here.join(folder), &mut files);
    }
    if let Some(more) = std::env::var_os(DOCUMENTS) {
        for path in std::env::split_paths(&more) {
            assert!(path.exists(), "{DOCUMENTS} names {}", path.display());
            below(&path, &mut files);
        }
    }
    files
        .into_iter()
        .map(|path| Seed {
            bytes: std::fs::read(&path).unwrap(),
            path,
        })
        .collect()
}

/// All JSON and YAML files, in a stable order.
fn below(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.iter().for_each(|path| below(path, files));
    } else if path
        .extension()
        .is_some_and(|it| it == "json" || it == "yaml" || it == "yml")
    {
        files.push(path.to_owned());
    }
}
