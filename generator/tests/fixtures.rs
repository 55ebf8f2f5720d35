//! Each folder of `fixtures/` shows one thing: a specification, and the whole of what comes
//! out of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use std::fmt::Write as _;
use std::path::Path;

use specwright::{Codegen, RuntimeSource, Settings};

#[test]
fn fixtures() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut names: Vec<String> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| root.join(name).is_dir())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for name in names {
        let folder = root.join(&name);
        settings.set_snapshot_path(&folder);
        let printed = printed(&folder, &name);
        settings.bind(|| insta::assert_snapshot!("crate", printed));
    }
}

/// Everything that comes of a fixture, in one text.
fn printed(folder: &Path, name: &str) -> String {
    // A diagnostic names the file as it was given, which must not depend on the machine.
    let relative = Path::new("tests/fixtures").join(name);
    let overlay = relative.join("overlay.yaml");
    let settings = match std::fs::read_to_string(folder.join("codegen.toml")) {
        Ok(text) => text.parse().unwrap(),
        Err(_) => Settings::default(),
    };
    let outcome = Codegen {
        spec: relative.join("openapi.yaml"),
        overlays: folder
            .join("overlay.yaml")
            .exists()
            .then_some(overlay)
            .into_iter()
            .collect(),
        lock: Some(relative.join("names.lock")),
        crate_name: name.replace('_', "-"),
        runtime: RuntimeSource::Version("0.1.0".to_owned()),
        settings,
    }
    .run();
    let mut text = String::new();
    let diagnostics = outcome.diagnostics.render(&outcome.sources);
    if !diagnostics.is_empty() {
        let _ = writeln!(text, "===== diagnostics =====\n{diagnostics}");
    }
    if let Some(generated) = outcome.result {
        for (path, contents) in generated.files.iter() {
            let _ = writeln!(text, "===== {path} =====\n{contents}");
        }
        let _ = writeln!(text, "===== names.lock =====\n{}", generated.lock);
    }
    text
}
