//! Generated crates in a workspace of their own, for tests that compile them.
//!
//! They are locked as this workspace is, so that nothing is fetched.

use std::fs;
use std::path::{Path, PathBuf};

use specwright::output::Files;

use crate::specs;

/// Writes crates, by the names of their folders, into a workspace.
pub fn write_workspace(workspace: &Path, made: &[(String, Files)]) {
    let crates = workspace.join("crates");
    for (name, files) in made {
        let folder = crates.join(name);
        fs::create_dir_all(&folder).unwrap();
        write(files, &folder);
    }
    let members: Vec<String> = made
        .iter()
        .map(|(name, _)| format!("\"crates/{name}\""))
        .collect();
    write_manifest(workspace, &members);
}

/// Writes the manifest of a workspace of these members.
pub fn write_manifest(workspace: &Path, members: &[String]) {
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    fs::write(workspace.join("Cargo.toml"), manifest).unwrap();
    fs::copy(
        specs::root().join("Cargo.lock"),
        workspace.join("Cargo.lock"),
    )
    .unwrap();
}

/// Writes what has changed, and removes what is no longer there: cargo goes by the time of a
/// file.
pub fn write(files: &Files, folder: &Path) {
    let wanted: Vec<PathBuf> = files.iter().map(|(path, _)| path.within(folder)).collect();
    for (path, (_, text)) in wanted.iter().zip(files.iter()) {
        if fs::read_to_string(path).ok().as_deref() != Some(&*text) {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &*text).unwrap();
        }
    }
    for path in files_below(folder) {
        if !wanted.contains(&path) {
            fs::remove_file(path).unwrap();
        }
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}
