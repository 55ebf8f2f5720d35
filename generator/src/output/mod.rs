//! Files to disk: all of them, or nothing.
//!
//! A [`Folder`] is a place on disk and the [`Files`] that shall be in it.
//! [`compare`] says what would change, and changes nothing. [`write()`] changes it,
//! in several folders at once: a crate and the `names.lock` beside its spec are
//! one change.
//!
//! # What is codegen's
//!
//! A file is codegen's if it bears the [`MARK`] in a comment near its top, and
//! [`Files`] takes no text without it. Only such files are replaced or removed.
//! A file without the mark is never touched; where one stands in the way, nothing
//! is written and the error names it. Symbolic links inside a folder are not
//! followed, and a [`FilePath`] cannot leave the folder it is joined to.
//!
//! # What is guaranteed
//!
//! - Against an error in the middle (a full disk, a folder without permission):
//!   what was replaced or removed is put back, then the error is returned.
//! - Against a process that is killed: the next [`write()`] of the same folders puts
//!   everything back before it begins. Until then the folders hold a mixture, and
//!   a folder `.specwright` with the old files.
//! - Against a second codegen: the later one waits for the earlier.
//! - Against a loss of power: no more than the file system promises. Waiting for the
//!   disk would take many times as long as everything else, for files that a run can
//!   always make again. A file that was left empty counts as codegen's.
//!
//! Not guarded against is another program that changes the same files in the very
//! moment in which they are replaced.

mod compare;
mod error;
mod files;
mod journal;
mod mark;
mod path;
mod scratch;
mod text;
mod transaction;

use std::path::{Path, PathBuf};

pub use error::OutputError;
pub use files::{Files, FilesError};
pub use mark::{MARK, is_marked};
pub use path::{FilePath, PathError};
pub use text::FileText;

use compare::Difference;

/// A place on disk, and the files that shall be in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    root: PathBuf,
    files: Files,
    extent: Extent,
}

/// How much of a folder a set of files speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All that is codegen's in the folder: other files that bear the mark are stale.
    Whole,
    /// These files only.
    Part,
}

impl Folder {
    /// A folder where `files` are all that is codegen's. Any other file that bears
    /// the [`MARK`] is stale, except in hidden folders, in packages nested in this
    /// one, and in caches such as Cargo's `target`.
    pub fn whole(root: impl Into<PathBuf>, files: Files) -> Self {
        Self {
            root: root.into(),
            files,
            extent: Extent::Whole,
        }
    }

    /// A folder where codegen keeps `files`, and knows nothing of the rest.
    pub fn part(root: impl Into<PathBuf>, files: Files) -> Self {
        Self {
            root: root.into(),
            files,
            extent: Extent::Part,
        }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// What differs between folders and the files that shall be in them. Paths begin
/// with the root of their [`Folder`], and are in the order of the folders, then
/// of the alphabet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are not there yet.
    pub added: Vec<PathBuf>,
    /// Files whose text is another.
    pub changed: Vec<PathBuf>,
    /// Files of codegen's that no spec asks for any more.
    pub removed: Vec<PathBuf>,
    /// Files that are as they shall be; these keep their modification time.
    pub unchanged: Vec<PathBuf>,
}

impl Changes {
    /// Whether everything is as it shall be.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// How many files are added, changed or removed.
    pub fn count(&self) -> usize {
        self.added.len() + self.changed.len() + self.removed.len()
    }
}

/// Says what [`write()`] would change. Reads, and changes nothing.
pub fn compare(folders: &[Folder]) -> Result<Changes, OutputError> {
    Ok(changes(folders, &differences(folders)?))
}

/// Makes the folders hold their files: all of the folders, or none of them.
///
/// The same folders should be given in the same order each time, since that is how
/// a run that was killed is found and undone. A folder that is up to date is not
/// touched at all, and may be read-only.
pub fn write(folders: &[Folder]) -> Result<Changes, OutputError> {
    if !scratch::left_behind(folders) {
        let found = changes(folders, &differences(folders)?);
        if found.is_empty() {
            return Ok(found);
        }
    }
    let scratches = scratch::open(folders)?;
    transaction::recover(folders, &scratches)?;
    // Compared again: another run may have written in between.
    let differences = differences(folders)?;
    let staged = transaction::stage(folders, &scratches, &differences)?;
    transaction::commit(&staged)?;
    Ok(changes(folders, &differences))
}

fn differences(folders: &[Folder]) -> Result<Vec<Difference>, OutputError> {
    let mut unowned = Vec::new();
    let differences = folders
        .iter()
        .map(|folder| compare::difference(folder, &mut unowned))
        .collect::<Result<_, _>>()?;
    if unowned.is_empty() {
        Ok(differences)
    } else {
        Err(OutputError::Unowned { paths: unowned })
    }
}

fn changes(folders: &[Folder], differences: &[Difference]) -> Changes {
    let mut changes = Changes::default();
    for (folder, difference) in folders.iter().zip(differences) {
        let join = |paths: &[FilePath]| -> Vec<PathBuf> {
            paths.iter().map(|path| path.within(&folder.root)).collect()
        };
        changes.added.extend(join(&difference.added));
        changes.changed.extend(join(&difference.changed));
        changes.removed.extend(join(&difference.removed));
        changes.unchanged.extend(join(&difference.unchanged));
    }
    changes
}
