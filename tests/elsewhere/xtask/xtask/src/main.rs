//! `cargo xtask clients` makes `crates/<name>` of each `specs/<name>.yaml`, and keeps the names that
//! programs depend on in `specs/<name>.lock`. With `--check` it changes nothing, and fails if anything
//! is not up to date.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use specwright::output::{self, FilePath, Files, Folder};
use specwright::{Codegen, Generated};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let check = match arguments.as_slice() {
        ["clients"] => false,
        ["clients", "--check"] => true,
        _ => return Err("usage: cargo xtask clients [--check]".into()),
    };
    // Wherever in the repository it was called.
    std::env::set_current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))?;
    match clients(check) {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::FAILURE),
        Err(error) => {
            eprintln!("error: {error}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Whether all clients are as they shall be.
fn clients(check: bool) -> Result<bool, Box<dyn Error>> {
    let mut folders = Vec::new();
    let mut locks = Files::new();
    let mut failed = false;
    for entry in Path::new("specs").read_dir()? {
        let spec = entry?.path();
        let Some(name) = spec.file_stem().and_then(|name| name.to_str()) else {
            continue;
        };
        if spec.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let Some(client) = client(&spec, name) else {
            failed = true;
            continue;
        };
        folders.push(Folder::whole(format!("crates/{name}"), client.files));
        locks.insert(FilePath::new(format!("{name}.lock"))?, client.lock)?;
    }
    if failed {
        return Ok(false);
    }
    // Crates, and the names that are in them, are one change: all of it is made, or nothing.
    folders.push(Folder::part("specs", locks));
    let changes = match check {
        true => output::compare(&folders)?,
        false => output::write(&folders)?,
    };
    for path in [&changes.added, &changes.changed, &changes.removed]
        .into_iter()
        .flatten()
    {
        println!("{}", path.display());
    }
    Ok(!check || changes.is_empty())
}

/// The crate of a spec, and its names; `None` if none can be made, and the report says why.
fn client(spec: &Path, name: &str) -> Option<Generated> {
    let outcome = Codegen {
        lock: Some(spec.with_extension("lock")),
        ..Codegen::new(spec, name)
    }
    .run();
    eprint!("{}", outcome.diagnostics.render(&outcome.sources));
    outcome.result
}
