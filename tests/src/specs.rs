//! The two documents of this workspace, and the generator called on them.

use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::{Codegen, Generated, Outcome, RuntimeSource, Settings};

/// The crates that are generated here.
pub const NAMES: [&str; 2] = ["palo-alto-dlp", "prisma-access-insights"];

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file beside a document: `openapi.yaml`, `overlay.yaml`, `names.lock`.
pub fn file(name: &str, file: &str) -> PathBuf {
    root().join("specs").join(name).join(file)
}

/// A document as it is written, aliases expanded: what YAML says, and nothing else.
pub fn document(name: &str) -> Value {
    let text = std::fs::read_to_string(file(name, "openapi.yaml")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// What codegen does for a crate, with this document and lock instead of its own.
pub fn codegen(name: &str, document: &Path, lock: Option<&Path>) -> Codegen {
    Codegen {
        spec: document.to_owned(),
        overlays: vec![file(name, "overlay.yaml")],
        lock: lock.map(Path::to_owned),
        crate_name: name.to_owned(),
        runtime: RuntimeSource::Version("0.1.0".to_owned()),
        settings: Settings::default(),
    }
}

/// The same for a document that was changed, with the lock of this text.
pub fn generate(name: &str, document: &Value, lock: Option<&str>) -> Generated {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi.yaml");
    std::fs::write(&path, serde_yaml::to_string(document).unwrap()).unwrap();
    let lock = lock.map(|text| {
        let path = folder.path().join("names.lock");
        std::fs::write(&path, text).unwrap();
        path
    });
    generated(codegen(name, &path, lock.as_deref()).run())
}

/// What came of it; what was wrong, if nothing did.
pub fn generated(outcome: Outcome) -> Generated {
    let Outcome {
        result,
        diagnostics,
        sources,
    } = outcome;
    result.unwrap_or_else(|| panic!("{}", diagnostics.render(&sources)))
}
