//! Every document below the folder that `SPECWRIGHT_CORPUS` names becomes a crate, or an error
//! that says why not. `.ci/run` sets it where a corpus is at hand.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::{Path, PathBuf};

use specwright::diagnostics::{Code, Severity};
use specwright::{Codegen, RuntimeSource};

/// What is refused on purpose: it is not a description of an API, or its parts are elsewhere.
const REFUSED: &[Code] = &[
    Code::NotOpenApi,
    Code::NotAnObject,
    Code::ExternalReference,
    Code::RemoteReference,
];

#[test]
fn every_document_becomes_a_crate_or_says_why_not() {
    let Some(root) = std::env::var_os("SPECWRIGHT_CORPUS") else {
        println!("SPECWRIGHT_CORPUS is not set: nothing to try");
        return;
    };
    let documents = documents(Path::new(&root));
    assert!(
        !documents.is_empty(),
        "no documents below {}",
        root.display()
    );
    let (mut crates, mut operations, mut refused) = (0, 0, 0);
    let mut failures = Vec::new();
    for document in &documents {
        let outcome = Codegen {
            spec: document.clone(),
            overlays: Vec::new(),
            lock: None,
            crate_name: "corpus".to_owned(),
            runtime: RuntimeSource::Version("0.1.0".to_owned()),
        }
        .run();
        let errors: Vec<Code> = outcome
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .map(|diagnostic| diagnostic.code)
            .collect();
        match outcome.result {
            Some(generated) => {
                crates += 1;
                operations += generated.summary.operations;
            }
            None if !errors.is_empty() && errors.iter().all(|code| REFUSED.contains(code)) => {
                refused += 1;
            }
            None => failures.push(format!("{}: {errors:?}", document.display())),
        }
    }
    println!("{crates} crates with {operations} operations, {refused} documents refused");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// All JSON and YAML files, in a stable order.
fn documents(root: &Path) -> Vec<PathBuf> {
    let mut open = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                open.push(path);
            } else if matches!(extension, Some("json" | "yaml" | "yml")) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
