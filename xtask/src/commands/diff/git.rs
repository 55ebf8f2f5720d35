//! What git has of a revision.

use std::fs;
use std::path::{Component, Path};
use std::process::Command;

use crate::Failure;

/// A revision of the repository around the current folder.
#[derive(Debug)]
pub(super) struct Revision<'a>(&'a str);

impl<'a> Revision<'a> {
    /// The revision of this name, if there is one.
    pub(super) fn of(name: &'a str) -> Option<Self> {
        if name.starts_with('-') {
            return None;
        }
        let revision = format!("{name}^{{commit}}");
        git(&["rev-parse", "--verify", "--quiet", &revision]).ok()?;
        Some(Self(name))
    }

    /// The files below a folder of the repository, by their paths from its root.
    pub(super) fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let text = git(&[
            "ls-tree",
            "-r",
            "-z",
            "--full-tree",
            "--name-only",
            self.0,
            folder,
        ])?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let paths = text.split('\0').filter(|path| !path.is_empty());
        Ok(paths.map(str::to_owned).collect())
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Failure> {
        git(&["cat-file", "blob", &format!("{}:{path}", self.0)])
    }

    /// Writes the files below a folder of the repository to a place on disk.
    pub(super) fn extract(&self, folder: &str, place: &Path) -> Result<(), Failure> {
        for path in self.files(folder)? {
            let is_below = Path::new(&path)
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            if !is_below {
                continue;
            }
            let to = place.join(&path);
            let failure = |error| Failure(format!("`{}` cannot be written: {error}", to.display()));
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(failure)?;
            }
            fs::write(&to, self.read(&path)?).map_err(failure)?;
        }
        Ok(())
    }
}

/// The path from the root of the repository of one that is relative to the current folder.
pub(super) fn from_root(path: &str) -> Result<String, Failure> {
    let prefix = git(&["rev-parse", "--show-prefix"])?;
    let prefix = String::from_utf8_lossy(&prefix).trim().to_owned();
    let mut parts: Vec<String> = Vec::new();
    for part in Path::new(&prefix).join(path).components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Ok(parts.join("/"))
}

fn git(arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .map_err(|error| Failure(format!("git cannot be run: {error}")))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(Failure(format!(
            "`git {}` failed: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr).trim()
        ))),
    }
}
