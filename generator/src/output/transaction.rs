//! A change to several folders that happens whole or not at all.
//!
//! Staged first: every new text is written to the scratch folder of its folder, on
//! the same file system. Then a journal a folder, and only then the steps: the old
//! file is kept aside, the new one renamed into its place. The change is made in
//! the moment in which the journal of the *first* folder is removed.
//!
//! Undoing needs no record of how far it came. A step whose old file is kept has
//! lost it; one that has its new text no more has placed it. So an error in the
//! middle and a process that was killed are undone alike, any number of times.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::parallel;

use super::Folder;
use super::compare::{Difference, file_at};
use super::error::OutputError;
use super::journal::{Journal, Step};
use super::mark::may_replace;
use super::path::FilePath;
use super::scratch::{Scratch, remove_file};

/// A change to one folder, ready to be made.
#[derive(Debug)]
pub(super) struct Staged<'a> {
    root: &'a Path,
    scratch: &'a Scratch,
    journal: Journal,
}

/// Undoes what a killed run left half done, and empties the scratch folders.
pub(super) fn recover(folders: &[Folder], scratches: &[Scratch]) -> Result<(), OutputError> {
    let mut interrupted = Vec::new();
    for (folder, scratch) in folders.iter().zip(scratches) {
        let place = scratch.journal();
        let journal = match fs::read_to_string(&place) {
            Ok(text) => Journal::parse(&text).ok_or(OutputError::Journal { path: place })?,
            // Nothing of the folder was changed. If it is the first, the change was
            // made as a whole, and the other journals have no more to say.
            Err(error) if error.kind() == io::ErrorKind::NotFound && interrupted.is_empty() => {
                break;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(OutputError::io("read", &place)(error)),
        };
        interrupted.push(Staged {
            root: &folder.root,
            scratch,
            journal,
        });
    }
    undo(&interrupted)?;
    scratches.iter().try_for_each(Scratch::clear)
}

/// Writes the new texts to the scratch folders.
pub(super) fn stage<'a>(
    folders: &'a [Folder],
    scratches: &'a [Scratch],
    differences: &[Difference],
) -> Result<Vec<Staged<'a>>, OutputError> {
    let mut all = Vec::new();
    for ((folder, scratch), difference) in folders.iter().zip(scratches).zip(differences) {
        let staged = Staged {
            root: &folder.root,
            scratch,
            journal: journal(&folder.root, difference),
        };
        let steps: Vec<(usize, &Step)> = staged.journal.steps.iter().enumerate().collect();
        let written = parallel::map(&steps, parallel::processors(), |(index, step)| match folder
            .files
            .kept(&step.path)
            .filter(|_| step.writes)
        {
            Some(text) => {
                let place = scratch.new_text(*index);
                fs::File::create(&place)
                    .and_then(|mut file| text.write_to(&mut file))
                    .map_err(OutputError::io("write", &place))
            }
            None => Ok(()),
        });
        written.into_iter().collect::<Result<(), _>>()?;
        all.push(staged);
    }
    Ok(all)
}

/// Makes the change, or undoes what it could make of it.
pub(super) fn commit(staged: &[Staged<'_>]) -> Result<(), OutputError> {
    if let Err(cause) = begin(staged)
        .and_then(|()| apply(staged))
        .and_then(|()| end(staged))
    {
        return Err(match undo(staged) {
            Ok(()) => cause,
            Err(undoing) => OutputError::NotUndone {
                cause: Box::new(cause),
                undoing: Box::new(undoing),
            },
        });
    }
    for folder in staged {
        folder.remove_emptied();
    }
    Ok(())
}

/// Writes the journals; the first folder's last, since without it there are no others.
fn begin(staged: &[Staged<'_>]) -> Result<(), OutputError> {
    for folder in staged.iter().rev() {
        let place = folder.scratch.journal();
        let draft = place.with_extension("draft");
        write_text(&draft, &folder.journal.to_string())?;
        rename(&draft, &place)?;
    }
    Ok(())
}

fn apply(staged: &[Staged<'_>]) -> Result<(), OutputError> {
    for folder in staged {
        // Removals come first, one after another; what is written is each in a place of its own.
        let steps = &folder.journal.steps;
        let removals = steps.iter().take_while(|step| !step.writes).count();
        (0..removals).try_for_each(|index| folder.apply(index))?;
        let written = removals..steps.len();
        let written = parallel::map(written, parallel::processors(), |index| folder.apply(index));
        written.into_iter().collect::<Result<(), _>>()?;
    }
    Ok(())
}

/// Removes the journals; with the first the change is made.
fn end(staged: &[Staged<'_>]) -> Result<(), OutputError> {
    let mut journals = staged.iter().map(|folder| folder.scratch.journal());
    if let Some(first) = journals.next() {
        remove_file(&first)?;
    }
    for journal in journals {
        // Says nothing without the first; the next run removes it.
        let _ = remove_file(&journal);
    }
    Ok(())
}

/// Puts everything back, then removes the journals, the first one last.
fn undo(staged: &[Staged<'_>]) -> Result<(), OutputError> {
    for folder in staged.iter().rev() {
        folder.undo()?;
    }
    staged
        .iter()
        .rev()
        .try_for_each(|folder| remove_file(&folder.scratch.journal()))
}

impl Staged<'_> {
    /// Makes one step.
    fn apply(&self, index: usize) -> Result<(), OutputError> {
        let Some(step) = self.journal.steps.get(index) else {
            return Ok(());
        };
        let place = step.path.within(self.root);
        // Looked at again: this may be a while after the comparison.
        if file_at(self.root, &step.path)?.is_some() {
            if !may_replace(&place).map_err(OutputError::io("read", &place))? {
                return Err(OutputError::Unowned { paths: vec![place] });
            }
            let old = self.scratch.old_text(index);
            if step.writes {
                keep_copy(&place, &old)?
            } else {
                rename(&place, &old)?
            }
        }
        if step.writes {
            let new = self.scratch.new_text(index);
            // Only the first file of a folder has to make it.
            if fs::rename(&new, &place).is_err() {
                make_parent(&place)?;
                rename(&new, &place)?;
            }
        }
        Ok(())
    }

    /// Undoes every step that was made, the last one first.
    fn undo(&self) -> Result<(), OutputError> {
        for (index, step) in self.journal.steps.iter().enumerate().rev() {
            let place = step.path.within(self.root);
            let old = self.scratch.old_text(index);
            let kept = old.exists();
            let placed = step.writes && !self.scratch.new_text(index).exists();
            if !kept && !placed {
                continue;
            }
            if file_at(self.root, &step.path)?.is_some()
                && !may_replace(&place).map_err(OutputError::io("read", &place))?
            {
                // After the run was killed, somebody put a file of their own there.
                continue;
            }
            if kept {
                make_parent(&place)?;
                rename(&old, &place)?;
            } else {
                remove_file(&place)?;
            }
        }
        for folder in self.journal.folders.iter().rev() {
            // Succeeds for those that are empty.
            let _ = fs::remove_dir(folder.within(self.root));
        }
        Ok(())
    }

    /// Removes the folders in which nothing is left.
    fn remove_emptied(&self) {
        for step in self.journal.steps.iter().filter(|step| !step.writes) {
            for folder in step.path.folders().rev() {
                if fs::remove_dir(self.root.join(folder)).is_err() {
                    break;
                }
            }
        }
    }
}

/// The steps that remove the difference. Removals come first, so that a name is
/// free before one that differs from it in case only is taken.
fn journal(root: &Path, difference: &Difference) -> Journal {
    let step = |writes: bool| {
        move |path: &FilePath| Step {
            path: path.clone(),
            writes,
        }
    };
    let written = || difference.added.iter().chain(&difference.changed);
    let steps = difference
        .removed
        .iter()
        .map(step(false))
        .chain(written().map(step(true)))
        .collect();
    let folders: BTreeSet<&str> = written().flat_map(FilePath::folders).collect();
    let folders = folders
        .into_iter()
        .filter(|folder| !root.join(folder).exists())
        .filter_map(|folder| FilePath::new(folder).ok())
        .collect();
    Journal { folders, steps }
}

/// Keeps a file under a second name, so that there is no moment without the first.
fn keep_copy(place: &Path, copy: &Path) -> Result<(), OutputError> {
    if fs::hard_link(place, copy).is_ok() {
        return Ok(());
    }
    // Not every file system has links. A copy takes its name when it is complete.
    let draft = copy.with_extension("draft");
    fs::copy(place, &draft).map_err(OutputError::io("copy", place))?;
    rename(&draft, copy)
}

fn make_parent(place: &Path) -> Result<(), OutputError> {
    let parent: PathBuf = place.parent().map(Path::to_owned).unwrap_or_default();
    fs::create_dir_all(&parent).map_err(OutputError::io("make", &parent))
}

fn rename(from: &Path, to: &Path) -> Result<(), OutputError> {
    fs::rename(from, to).map_err(OutputError::io("replace", to))
}

fn write_text(place: &Path, text: &str) -> Result<(), OutputError> {
    fs::write(place, text).map_err(OutputError::io("write", place))
}

#[cfg(test)]
mod tests;
