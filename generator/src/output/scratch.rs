//! The folder in which a change to a folder is prepared, and its lock.
//!
//! It stands inside the folder itself, where it is on the same file system and a
//! later run finds it, and holds
//!
//! - `lock`, locked as long as a run is writing,
//! - `new/0`, `new/1`, …: texts that shall take their place,
//! - `old/0`, `old/1`, …: files that have lost theirs,
//! - `journal`, while the change is under way.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::Folder;
use super::error::OutputError;

/// The name of the folder.
pub(super) const NAME: &str = ".specwright";

/// Far more than a run takes to write its files.
const PATIENCE: Duration = Duration::from_secs(30);

/// A scratch folder that this process alone uses, gone when this is dropped, unless
/// a journal in it shows that there is something to undo.
#[derive(Debug)]
pub(super) struct Scratch {
    place: PathBuf,
    /// Folders that were made for it, the outermost first.
    made: Vec<PathBuf>,
    /// Held, not read.
    _lock: File,
}

/// Whether a run that was killed has left anything in the folders.
pub(super) fn left_behind(folders: &[Folder]) -> bool {
    folders.iter().any(|folder| folder.root.join(NAME).exists())
}

/// Opens the scratch folder of each, and waits for other runs that use one of them.
pub(super) fn open(folders: &[Folder]) -> Result<Vec<Scratch>, OutputError> {
    let mut roots = folders
        .iter()
        .map(|folder| {
            std::path::absolute(&folder.root).map_err(OutputError::io("find", &folder.root))
        })
        .zip(0..)
        .map(|(root, index)| root.map(|root| (root, index)))
        .collect::<Result<Vec<(PathBuf, usize)>, _>>()?;
    // One order for every process, or two of them could wait for each other.
    roots.sort();
    let mut scratches: Vec<(usize, Scratch)> = Vec::new();
    let mut last: Option<&Path> = None;
    for (root, index) in &roots {
        if last == Some(root) {
            return Err(OutputError::SameFolder { root: root.clone() });
        }
        last = Some(root);
        scratches.push((*index, Scratch::open(root)?));
    }
    scratches.sort_by_key(|(index, _)| *index);
    Ok(scratches.into_iter().map(|(_, scratch)| scratch).collect())
}

impl Scratch {
    fn open(root: &Path) -> Result<Self, OutputError> {
        let place = root.join(NAME);
        let patience_ends = Instant::now() + PATIENCE;
        let mut made = Vec::new();
        loop {
            make_folders(root, &mut made)?;
            let Some(lock) = make_lock(&place)? else {
                continue;
            };
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if Instant::now() < patience_ends => {
                    thread::sleep(Duration::from_millis(20));
                    continue;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(OutputError::Busy {
                        root: root.to_owned(),
                    });
                }
                Err(TryLockError::Error(error)) => {
                    return Err(OutputError::io("lock", &place)(error));
                }
            }
            // The run before this one takes its folder away while it holds the
            // lock. Who then gets the lock of a file that is no longer there, has
            // locked nobody out.
            if is_at(&lock, &place.join("lock")) {
                return Ok(Self {
                    place,
                    made,
                    _lock: lock,
                });
            }
        }
    }

    /// The place of the new text of a step.
    pub(super) fn new_text(&self, step: usize) -> PathBuf {
        self.place.join("new").join(step.to_string())
    }

    /// The place of the file that a step replaces or removes.
    pub(super) fn old_text(&self, step: usize) -> PathBuf {
        self.place.join("old").join(step.to_string())
    }

    /// The journal's place.
    pub(super) fn journal(&self) -> PathBuf {
        self.place.join("journal")
    }

    /// Removes everything but the lock, and makes room for new texts and old ones.
    pub(super) fn clear(&self) -> Result<(), OutputError> {
        remove_file(&self.journal())?;
        // Should the process be killed, git shows none of this as new.
        let ignore = self.place.join(".gitignore");
        fs::write(&ignore, "*\n").map_err(OutputError::io("write", &ignore))?;
        for name in ["new", "old"] {
            let place = self.place.join(name);
            match fs::remove_dir_all(&place) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(OutputError::io("remove", &place)(error));
                }
                _ => fs::create_dir(&place).map_err(OutputError::io("make", &place))?,
            }
        }
        Ok(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.journal().exists() {
            return;
        }
        // What cannot be removed here, the next run removes. The lock goes last: as
        // soon as it is gone the folder is another run's, and may fill again.
        for name in ["new", "old"] {
            let _ = fs::remove_dir_all(self.place.join(name));
        }
        for name in ["journal.draft", ".gitignore", "lock"] {
            let _ = fs::remove_file(self.place.join(name));
        }
        let _ = fs::remove_dir(&self.place);
        for folder in self.made.iter().rev() {
            // Only succeeds where nothing was written.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes a file if it is there.
pub(super) fn remove_file(place: &Path) -> Result<(), OutputError> {
    match fs::remove_file(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(OutputError::io("remove", place)(error))
        }
        _ => Ok(()),
    }
}

/// Makes a folder and those above it, and remembers those that were not there.
fn make_folders(folder: &Path, made: &mut Vec<PathBuf>) -> Result<(), OutputError> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            // Another run has made it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(OutputError::io("make", folder)(error)),
        }
    }
    Ok(())
}

/// The lock file; `None` if its folder was taken away in this moment.
fn make_lock(place: &Path) -> Result<Option<File>, OutputError> {
    match fs::create_dir(place) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(OutputError::io("make", place)(error)),
    }
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_symlink() => {
            return Err(OutputError::Link {
                path: place.to_owned(),
            });
        }
        Ok(found) if !found.is_dir() => {
            return Err(OutputError::InTheWay {
                path: place.to_owned(),
                needed: "folder",
            });
        }
        _ => {}
    }
    let lock = place.join("lock");
    match File::options()
        .create(true)
        .read(true)
        .append(true)
        .open(&lock)
    {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::io("open", &lock)(error)),
    }
}

/// Whether this open file is the one at this place.
fn is_at(file: &File, place: &Path) -> bool {
    let (Ok(file), Ok(at_place)) = (
        file.try_clone().and_then(same_file::Handle::from_file),
        same_file::Handle::from_path(place),
    ) else {
        return false;
    };
    file == at_place
}
