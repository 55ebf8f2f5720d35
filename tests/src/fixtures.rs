//! The fixtures of the generator.

use std::fs;
use std::path::{Path, PathBuf};

use specwright::{Codegen, RuntimeSource, Settings};

use crate::specs;

/// The folders of the fixtures, by name.
pub fn all() -> Vec<(String, PathBuf)> {
    let folder = specs::root().join("generator/tests/fixtures");
    let mut fixtures: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("openapi.yaml").is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .collect();
    fixtures.sort();
    fixtures
}

/// What codegen does for what is in a fixture's folder.
pub fn codegen(name: &str, folder: &Path) -> Codegen {
    let overlay = folder.join("overlay.yaml");
    let settings = match fs::read_to_string(folder.join("codegen.toml")) {
        Ok(text) => text.parse().unwrap(),
        Err(_) => Settings::default(),
    };
    Codegen {
        overlays: overlay.is_file().then_some(overlay).into_iter().collect(),
        lock: Some(folder.join("names.lock")),
        runtime: RuntimeSource::Path(runtime()),
        settings,
        ..Codegen::new(folder.join("openapi.yaml"), name.replace('_', "-"))
    }
}

/// The folder of the runtime.
pub fn runtime() -> PathBuf {
    fs::canonicalize(specs::root().join("runtime")).unwrap()
}
