//! Whether crates and the runtime can be packaged, tried where it changes nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::document::Digest;

use crate::Failure;
use crate::workspace::{Workspace, absolute};

use super::Release;

/// Packages the crates as they would be, together with the runtime of the workspace.
pub(super) fn check(
    workspace: &Workspace,
    releases: &[Release],
    verify: bool,
) -> Result<(), Failure> {
    let folder = tempfile::tempdir()
        .map_err(|error| Failure(format!("there is no temporary folder: {error}")))?;
    let place = folder.path();
    let mut members = Vec::new();
    let mut packages = Vec::new();
    let runtime = workspace.join("runtime");
    if runtime.is_dir() {
        copy(&runtime, &place.join("runtime"))?;
        members.push("runtime".to_owned());
        packages.push("specwright-runtime".to_owned());
    }
    for release in releases {
        let name = release.folder.crate_name();
        let member = format!("generated/{name}");
        for (path, text) in release.generated.files.iter() {
            write(&path.within(&place.join(&member)), text.as_bytes())?;
        }
        members.push(member);
        packages.push(name.to_owned());
    }
    let manifest = manifest(workspace, &members)?;
    write(&place.join("Cargo.toml"), manifest.as_bytes())?;
    let lock = workspace.join("Cargo.lock");
    if lock.is_file() {
        copy(&lock, &place.join("Cargo.lock"))?;
    }
    package(place, workspace, &packages, verify)
}

fn package(
    place: &Path,
    workspace: &Workspace,
    packages: &[String],
    verify: bool,
) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.arg("package").arg("--allow-dirty").arg("--quiet");
    for package in packages {
        command.args(["--package", package]);
    }
    if !verify {
        command.arg("--no-verify");
    }
    // Cargo keeps what it has unpacked of a package by its version and this folder's path, so that the
    // runtime it verifies with would be the one of the first release.
    let target = absolute(&workspace.target())?.join("release-check");
    let target = target.join(format!("{:016x}", digest(&place.join("runtime"))?));
    let output = command
        .arg("--target-dir")
        .arg(target)
        .current_dir(place)
        .output()
        .map_err(|error| Failure(format!("cargo cannot be run: {error}")))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(Failure(format!(
            "nothing was released, for `cargo package` fails:\n{}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        ))),
    }
}

/// The manifest of the workspace, with these members only.
fn manifest(workspace: &Workspace, members: &[String]) -> Result<String, Failure> {
    let place = workspace.join("Cargo.toml");
    let failure = |words: String| Failure(format!("`{}`: {words}", place.display()));
    let text = fs::read_to_string(&place).map_err(|error| failure(error.to_string()))?;
    let mut manifest: toml_edit::DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| failure(error.to_string()))?;
    // A package that the workspace has at its root is not there.
    for key in [
        "package",
        "dependencies",
        "dev-dependencies",
        "build-dependencies",
        "features",
    ] {
        manifest.remove(key);
    }
    let of_workspace = manifest
        .entry("workspace")
        .or_insert_with(toml_edit::table)
        .as_table_like_mut()
        .ok_or_else(|| failure("`workspace` is no table".to_owned()))?;
    of_workspace.remove("exclude");
    of_workspace.remove("default-members");
    let members: toml_edit::Array = members.iter().map(String::as_str).collect();
    of_workspace.insert("members", toml_edit::value(members));
    Ok(manifest.to_string())
}

/// What the files of a folder say, in a number; the same if there is none.
fn digest(folder: &Path) -> Result<u64, Failure> {
    let failure = |error| Failure(format!("`{}` cannot be read: {error}", folder.display()));
    let mut all = Vec::new();
    if folder.is_dir() {
        let entries = fs::read_dir(folder).map_err(failure)?;
        let entries = entries.collect::<Result<Vec<_>, _>>().map_err(failure)?;
        let mut places: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
        places.sort();
        for place in places {
            let inside = match place.is_dir() {
                true => digest(&place)?,
                false => Digest::of(&fs::read(&place).map_err(failure)?).number(),
            };
            all.extend(place.file_name().unwrap_or_default().as_encoded_bytes());
            all.extend(inside.to_be_bytes());
        }
    }
    Ok(Digest::of(&all).number())
}

/// Copies a file, or a folder without what cargo built in it.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let failure = |error| Failure(format!("`{}` cannot be read: {error}", from.display()));
    if !from.is_dir() {
        return write(to, &fs::read(from).map_err(failure)?);
    }
    for entry in fs::read_dir(from).map_err(failure)? {
        let entry = entry.map_err(failure)?;
        if entry.file_name() != "target" {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn write(place: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failure = |error| Failure(format!("`{}` cannot be written: {error}", place.display()));
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(failure)?;
    }
    fs::write(place, bytes).map_err(failure)
}
