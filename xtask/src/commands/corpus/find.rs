//! The documents below some folders.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use specwright::crate_name;
use specwright::parallel;

use crate::{Failure, top};

/// A file that says it is OpenAPI.
#[derive(Debug)]
pub(in crate::commands) struct Document {
    /// The file, from the current folder.
    pub(in crate::commands) path: PathBuf,
    /// The same from the folder that was given, with `/`.
    pub(in crate::commands) name: String,
    /// The version, as it is written.
    pub(in crate::commands) version: String,
    /// What its crate is called; no other is.
    pub(in crate::commands) crate_name: String,
}

/// What the folders have.
#[derive(Debug)]
pub(in crate::commands) struct Found {
    /// In the order of the folders, then of the paths.
    pub(in crate::commands) documents: Vec<Document>,
    /// Files that others refer to, and that are no document of their own.
    pub(in crate::commands) parts: usize,
    /// The other files: not OpenAPI.
    pub(in crate::commands) others: usize,
}

/// Looks for documents in JSON and YAML files, hidden folders apart. A file may stand for a
/// folder. Only files whose path has one of `only` count, or all where there is none.
pub(in crate::commands) fn find(
    folders: &[PathBuf],
    only: &[String],
    jobs: usize,
) -> Result<Found, Failure> {
    let mut files = Vec::new();
    let mut seen = HashSet::new();
    for folder in folders {
        for path in below(folder)? {
            // The same file may be below two of the folders.
            if seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
                let name = name_below(&path, folder);
                if only.is_empty() || only.iter().any(|words| name.contains(words)) {
                    files.push((path, name));
                }
            }
        }
    }
    let read = parallel::map(&files, jobs, |(path, _)| read(path));

    let referred: BTreeSet<&PathBuf> = read.iter().flat_map(|file| &file.refers_to).collect();
    let mut found = Found {
        documents: Vec::new(),
        parts: 0,
        others: 0,
    };
    let mut taken = HashSet::new();
    for ((path, name), file) in files.iter().zip(&read) {
        match &file.version {
            Some(version) => found.documents.push(Document {
                path: path.clone(),
                name: name.clone(),
                version: version.clone(),
                crate_name: name_crate(name, &mut taken),
            }),
            None if referred.contains(path) => found.parts += 1,
            None => found.others += 1,
        }
    }
    Ok(found)
}

/// What there is to know of a file.
struct File {
    version: Option<String>,
    refers_to: Vec<PathBuf>,
}

/// A file that cannot be read says nothing.
fn read(path: &Path) -> File {
    let bytes = fs::read(path).unwrap_or_default();
    let text = specwright::document::decode_lossy(&bytes);
    File {
        version: top::version(&text),
        refers_to: top::references(&text, path.parent().unwrap_or(Path::new(""))).collect(),
    }
}

/// All JSON and YAML files below a folder, in the order of their paths.
fn below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failure =
        |path: &Path, error| Failure(format!("`{}` cannot be read: {error}", path.display()));
    if fs::metadata(folder)
        .map_err(|error| failure(folder, error))?
        .is_file()
    {
        return Ok(vec![folder.to_owned()]);
    }
    let mut open = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| failure(&folder, error))? {
            let entry = entry.map_err(|error| failure(&folder, error))?;
            let path = entry.path();
            // Links to folders are not followed: they may lead around in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !entry.file_name().to_string_lossy().starts_with('.') {
                    open.push(path);
                }
            } else if top::may_be_document(&path) && path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn name_below(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let name = if below.as_os_str().is_empty() {
        path.file_name().map(Path::new).unwrap_or(path)
    } else {
        below
    };
    name.display().to_string().replace('\\', "/")
}

/// The longest name of a crate: what cargo makes of it are names of files.
const LONGEST: usize = 100;

/// A name that no other crate has: `box/openapi.json` is `box-api`.
fn name_crate(file: &str, taken: &mut HashSet<String>) -> String {
    let path = Path::new(file).with_extension("");
    // What everyone calls such a file tells nothing.
    let path = match (path.file_name(), path.parent()) {
        (Some(stem), Some(parent))
            if (stem == "openapi" || stem == "swagger") && !parent.as_os_str().is_empty() =>
        {
            parent
        }
        _ => &path,
    };
    let mut name = crate_name::derive(&path.to_string_lossy());
    name.truncate(LONGEST);
    let name = name.trim_end_matches('-');
    let mut unique = name.to_owned();
    let mut number = 1;
    while !taken.insert(unique.clone()) {
        number += 1;
        unique = format!("{name}-{number}");
    }
    unique
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::name_crate;

    #[test]
    fn no_two_crates_have_one_name() {
        let mut taken = HashSet::new();
        for (file, name) in [
            ("box/openapi.json", "box-api"),
            ("a/b.yaml", "a-b"),
            ("a-b.yaml", "a-b-2"),
            ("a_b.yaml", "a-b-3"),
            ("a-b-2.yaml", "a-b-2-2"),
            ("openapi.yaml", "openapi"),
            ("x.com/v1.2/swagger.json", "x-com-v1-2"),
        ] {
            assert_eq!(name_crate(file, &mut taken), name);
        }
        assert!(name_crate(&"x".repeat(300), &mut taken).len() <= super::LONGEST);
    }
}
