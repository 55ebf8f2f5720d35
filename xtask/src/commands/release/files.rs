//! The files of a release beside the spec.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use specwright::output::{self, FilePath, Files, FilesError, Folder};
use specwright::surface::Surface;

use crate::Failure;
use crate::workspace::{CHANGELOG, LOCK, SETTINGS, SpecFolder, Workspace};

use super::Release;

/// The surface of the last release.
const RELEASED: &str = "released.txt";

/// The surface of the last release, if there was one.
pub(super) fn released(folder: &SpecFolder) -> Result<Option<Surface>, Failure> {
    let place = folder.place.join(RELEASED);
    let Some(text) = read(&place)? else {
        return Ok(None);
    };
    match Surface::parse(&text) {
        Ok(surface) => Ok(Some(surface)),
        Err(line) => Err(Failure(format!(
            "{}:{line}: no line of a surface; restore the file from version control",
            place.display()
        ))),
    }
}

/// The changelog as it is.
pub(super) fn changelog(folder: &SpecFolder) -> Result<String, Failure> {
    Ok(read(&folder.place.join(CHANGELOG))?.unwrap_or_default())
}

/// The text of `codegen.toml` with another version; all else stays as it is written.
pub(super) fn settings_with(folder: &SpecFolder, version: &str) -> Result<String, Failure> {
    let place = folder.place.join(SETTINGS);
    let text = read(&place)?.unwrap_or_default();
    let failure = |error: toml_edit::TomlError| Failure(format!("{}: {error}", place.display()));
    let mut settings: toml_edit::DocumentMut = text.parse().map_err(failure)?;
    let table = settings
        .entry("crate")
        .or_insert_with(toml_edit::table)
        .as_table_like_mut()
        .ok_or_else(|| Failure(format!("{}: `crate` is no table", place.display())))?;
    match table
        .get_mut("version")
        .and_then(toml_edit::Item::as_value_mut)
    {
        Some(value) => {
            let around = value.decor().clone();
            *value = version.into();
            *value.decor_mut() = around;
        }
        None => {
            table.insert("version", toml_edit::value(version));
        }
    }
    Ok(settings.to_string())
}

/// Writes a release, all of it or nothing.
pub(super) fn write(workspace: &Workspace, release: &Release) -> Result<(), Failure> {
    let name = release.folder.crate_name();
    let folders = folders(workspace, release)
        .map_err(|error| Failure(format!("{name} cannot be written: {error}")))?;
    // The settings are their owner's and bear no mark.
    let place = release.folder.place.join(SETTINGS);
    let before = read(&place)?;
    replace(&place, &release.settings)?;
    output::write(&folders).map(drop).map_err(|error| {
        let restored = match &before {
            Some(text) => replace(&place, text),
            None => fs::remove_file(&place).map_err(|error| failure(&place, "removed", &error)),
        };
        let after = match restored {
            Ok(()) => String::new(),
            Err(Failure(words)) => format!("; and {words}"),
        };
        Failure(format!("{name} was not released: {error}{after}"))
    })
}

fn folders(workspace: &Workspace, release: &Release) -> Result<Vec<Folder>, FilesError> {
    let mut beside = Files::new();
    let name = release.folder.crate_name();
    let texts = [
        (LOCK, release.generated.lock.clone()),
        (CHANGELOG, release.changelog.clone()),
        (RELEASED, release.generated.surface.to_text(name)),
    ];
    for (path, text) in texts {
        // Constants, which are paths.
        if let Ok(path) = FilePath::new(path) {
            beside.insert(path, text)?;
        }
    }
    let files = release.generated.files.clone();
    Ok(vec![
        Folder::whole(workspace.crate_folder(name), files),
        Folder::part(&release.folder.place, beside),
    ])
}

fn read(place: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(place) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failure(place, "read", &error)),
    }
}

/// Replaces a file as a whole.
fn replace(place: &Path, text: &str) -> Result<(), Failure> {
    let folder = place.parent().unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|file| {
        fs::write(file.path(), text)?;
        file.persist(place).map_err(|error| error.error)
    });
    match written {
        Ok(_) => Ok(()),
        Err(error) => Err(failure(place, "written", &error)),
    }
}

fn failure(place: &Path, what: &str, error: &std::io::Error) -> Failure {
    Failure(format!("`{}` cannot be {what}: {error}", place.display()))
}
