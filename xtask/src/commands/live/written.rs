//! Programs that were written for a server, and the crates that they call it by.

use std::fs;
use std::path::Path;

use specwright::{Codegen, RuntimeSource, Settings};

use crate::Failure;

use super::Counterpart;
use super::driver::{self, Driver};

/// Writes the crate of `openapi.yaml` in a folder, and the program `main.rs` that is there.
pub(super) fn prepare(
    name: &str,
    counterpart: Counterpart,
    source: &Path,
    runtime: &RuntimeSource,
    folder: &Path,
) -> Result<Driver, Failure> {
    let document = source.join("openapi.yaml");
    let codegen = Codegen {
        spec: document.clone(),
        overlays: Vec::new(),
        lock: None,
        crate_name: name.to_owned(),
        runtime: runtime.clone(),
        settings: Settings::default(),
    };
    let generated = codegen
        .run()
        .result
        .ok_or_else(|| Failure(format!("`{}` is not usable", document.display())))?;
    let main = source.join("main.rs");
    let program = fs::read_to_string(&main)
        .map_err(|error| Failure(format!("`{}` cannot be read: {error}", main.display())))?;
    let driver = Driver {
        name: name.to_owned(),
        document,
        package: format!("live-{name}"),
        manifest: driver::manifest(name),
        // Only what is marked as generated is replaced.
        program: format!("// {}\n\n{program}", specwright::output::MARK),
        calls: program.matches("    tell(\"").count(),
        counterpart,
    };
    super::write_crates(&driver, name, generated.files, folder)?;
    Ok(driver)
}
