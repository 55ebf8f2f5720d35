//! What a change does to a folder, written down before it begins.

use std::fmt;

use super::path::FilePath;

/// One file that a change replaces, adds or removes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) path: FilePath,
    /// Whether there is a new text; if not, the file is removed.
    pub(super) writes: bool,
}

/// The steps of a change to one folder, in their order, and the folders it makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// From the outermost to the innermost. The last part of the path is a folder's.
    pub(super) folders: Vec<FilePath>,
    pub(super) steps: Vec<Step>,
}

const FIRST_LINE: &str = "specwright journal 1";

impl fmt::Display for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        for folder in &self.folders {
            writeln!(f, "folder {folder}")?;
        }
        for Step { path, writes } in &self.steps {
            writeln!(f, "{} {path}", if *writes { "write" } else { "remove" })?;
        }
        Ok(())
    }
}

impl Journal {
    /// Reads what `Display` wrote; `None` if it is something else. Its paths are
    /// checked like any other.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut journal = Self::default();
        let mut lines = text.lines();
        if lines.next() != Some(FIRST_LINE) {
            return None;
        }
        for line in lines {
            let (word, path) = line.split_once(' ')?;
            let path = FilePath::new(path).ok()?;
            match word {
                "folder" => journal.folders.push(path),
                "write" => journal.steps.push(Step { path, writes: true }),
                "remove" => journal.steps.push(Step {
                    path,
                    writes: false,
                }),
                _ => return None,
            }
        }
        Some(journal)
    }
}
