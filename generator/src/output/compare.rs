//! What differs between a folder on disk and the files that shall be in it.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use same_file::is_same_file;

use super::error::OutputError;
use super::mark::{file_is_marked, is_marked};
use super::path::FilePath;
use super::{Extent, Files, Folder};

/// The files of one folder, sorted by what is to be done.
#[derive(Debug, Default)]
pub(super) struct Difference {
    pub(super) added: Vec<FilePath>,
    pub(super) changed: Vec<FilePath>,
    pub(super) removed: Vec<FilePath>,
    pub(super) unchanged: Vec<FilePath>,
}

/// Compares a folder. Files in the way that are not codegen's go into `unowned`,
/// so that one run names them all.
pub(super) fn difference(
    folder: &Folder,
    unowned: &mut Vec<PathBuf>,
) -> Result<Difference, OutputError> {
    let root = folder.root.as_path();
    let mut difference = Difference::default();
    // The root itself may be a link: whoever names it means what it leads to.
    match fs::metadata(root) {
        Ok(found) if !found.is_dir() => {
            return Err(OutputError::InTheWay {
                path: root.to_owned(),
                needed: "folder",
            });
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(OutputError::io("read", root)(error)),
    }
    for (path, text) in folder.files.texts() {
        if file_at(root, path)?.is_none() {
            difference.added.push(path.clone());
            continue;
        }
        let place = path.within(root);
        let old = fs::read(&place).map_err(OutputError::io("read", &place))?;
        if !old.is_empty() && !is_marked(&old) {
            unowned.push(place);
        } else if same_text(&old, text.text().as_bytes()) {
            difference.unchanged.push(path.clone());
        } else {
            difference.changed.push(path.clone());
        }
    }
    if folder.extent == Extent::Whole {
        find_stale(root, "", &folder.files, &mut difference.removed)?;
        difference.removed.sort();
    }
    Ok(difference)
}

/// The file at a path, if there is one, by way of plain folders only.
pub(super) fn file_at(root: &Path, path: &FilePath) -> Result<Option<Metadata>, OutputError> {
    for folder in path.folders() {
        let place = root.join(folder);
        match found_at(&place)? {
            None => return Ok(None),
            Some(found) if found.is_dir() => {}
            Some(_) => {
                return Err(OutputError::InTheWay {
                    path: place,
                    needed: "folder",
                });
            }
        }
    }
    let place = path.within(root);
    match found_at(&place)? {
        Some(found) if !found.is_file() => Err(OutputError::InTheWay {
            path: place,
            needed: "file",
        }),
        found => Ok(found),
    }
}

/// What is at a place; an error if it is a link.
fn found_at(place: &Path) -> Result<Option<Metadata>, OutputError> {
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_symlink() => Err(OutputError::Link {
            path: place.to_owned(),
        }),
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::io("read", place)(error)),
    }
}

/// Whether a file on disk has this text. Line ends that git rewrote for Windows
/// when it checked the file out are no difference.
fn same_text(old: &[u8], new: &[u8]) -> bool {
    old == new || (old.contains(&b'\r') && without_returns(old) == without_returns(new))
}

fn without_returns(text: &[u8]) -> Vec<u8> {
    let followed = text.iter().skip(1).copied().map(Some).chain([None]);
    let pairs = text.iter().copied().zip(followed);
    pairs
        .filter(|pair| *pair != (b'\r', Some(b'\n')))
        .map(|(byte, _)| byte)
        .collect()
}

/// Collects the files below `folder` (a path inside `root`, with `/` at its end, or
/// nothing) that bear the mark and are not wanted. Links are not followed.
fn find_stale(
    root: &Path,
    folder: &str,
    wanted: &Files,
    stale: &mut Vec<FilePath>,
) -> Result<(), OutputError> {
    let place = root.join(folder);
    let entries = match fs::read_dir(&place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(OutputError::io("read", &place))?,
    };
    for entry in entries {
        let entry = entry.map_err(OutputError::io("read", &place))?;
        let kind = entry
            .file_type()
            .map_err(OutputError::io("read", &entry.path()))?;
        // A name that is not a `FilePath` was not written by codegen.
        let Some(path) = entry
            .file_name()
            .to_str()
            .and_then(|name| FilePath::new(format!("{folder}{name}")).ok())
        else {
            continue;
        };
        if kind.is_dir() {
            if !is_apart(&entry, &path, wanted) {
                find_stale(root, &format!("{path}/"), wanted, stale)?;
            }
        } else if kind.is_file() && !wanted.contains(&path) {
            let place = entry.path();
            let marked = file_is_marked(&place).map_err(OutputError::io("read", &place))?;
            // Where the case of names means nothing, a wanted file may be listed by
            // the name it had before.
            let renamed = wanted
                .in_other_case(&path)
                .is_some_and(|name| is_same_file(root.join(name), &place).unwrap_or(false));
            if marked && !renamed {
                stale.push(path);
            }
        }
    }
    Ok(())
}

/// Whether a folder is not a part of the one that it stands in: hidden, a cache
/// (Cargo marks its target folder as one), or another package.
fn is_apart(folder: &DirEntry, path: &FilePath, wanted: &Files) -> bool {
    let manifest_is_wanted =
        FilePath::new(format!("{path}/Cargo.toml")).is_ok_and(|path| wanted.contains(&path));
    let place = folder.path();
    folder.file_name().as_encoded_bytes().starts_with(b".")
        || place.join("CACHEDIR.TAG").exists()
        || (place.join("Cargo.toml").exists() && !manifest_is_wanted)
}
