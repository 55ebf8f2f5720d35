//! What a run leaves behind in the target folder, by which the next one sees that nothing has changed.
//!
//! A stamp stands for the generator's work alone: it says which texts this program made of which
//! files. If all of these are as they were, the texts are taken from the crate, and everything
//! after that is as in any run. Without a stamp, or with one that says anything else, an API is
//! generated; so losing them costs nothing but time.
//!
//! No stamp is left where another run might be different for a reason that is in no file: after a
//! run that changed `names.lock`, for that is what the next one begins with, and of a document that
//! refers to files which are not there or not below its folder, since which of those may be read
//! depends on where the repository ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use specwright::diagnostics::{Code, Diagnostics};
use specwright::document::{Digest, SourceMap};
use specwright::output::{Changes, FilePath, Files};
use specwright::{Codegen, Generated, Summary};

use crate::screen::Screen;

use super::apis::Api;

/// What is asked for, and by whom: the same asked of the same files is answered by the same texts.
#[derive(Debug)]
pub(super) struct Asked {
    place: PathBuf,
    crate_folder: PathBuf,
    lock: PathBuf,
    spec: PathBuf,
    digest: u64,
    manner: String,
}

/// A stamp that is not on disk yet.
#[derive(Debug)]
pub(super) struct Stamp {
    place: PathBuf,
    lock: PathBuf,
    said: Said,
}

/// What a stamp says.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    asked: u64,
    /// The documents that were read, by path.
    read: Vec<(PathBuf, u64)>,
    /// Where paths led that are links.
    links: Vec<(PathBuf, PathBuf)>,
    /// What was made of them: the files of the crate, by path.
    files: Vec<(String, u64)>,
    lock: u64,
    counts: Counts,
    told: String,
    /// How it was told, if anything was.
    manner: Option<String>,
}

/// What an earlier run has made, and would be made again.
#[derive(Debug)]
pub(super) struct Recalled {
    pub(super) files: Files,
    pub(super) lock: String,
    pub(super) counts: Counts,
    /// What there was to say about the documents.
    pub(super) told: String,
}

/// What is in a crate, in numbers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) operations: usize,
    pub(super) left_out: usize,
    pub(super) types: usize,
}

impl Counts {
    pub(super) fn of(summary: &Summary) -> Self {
        Self {
            operations: summary.operations,
            left_out: summary.left_out,
            types: summary.types,
        }
    }
}

impl Asked {
    /// What is asked for; `None` if no stamp is kept of it.
    pub(super) fn of(api: &Api, codegen: &Codegen, screen: &Screen) -> Option<Self> {
        let place = api.stamp()?.to_owned();
        let lock = codegen.lock.clone()?;
        let here = std::env::current_dir().ok()?;
        let crate_folder = api.crate_folder().to_owned();
        // The settings are in it with the text of their file.
        let asked = format!("{:?} {here:?} {crate_folder:?} {codegen:?}", program()?);
        Some(Self {
            place,
            crate_folder,
            lock,
            spec: codegen.spec.clone(),
            digest: digest(&asked),
            manner: screen.manner(),
        })
    }

    /// What was made when the same was asked, if neither that nor what it was made of has changed.
    pub(super) fn recall(&self) -> Option<Recalled> {
        let said: Said = serde_json::from_slice(&fs::read(&self.place).ok()?).ok()?;
        let is_told_so = said
            .manner
            .as_ref()
            .is_none_or(|manner| *manner == self.manner);
        if said.asked != self.digest || !is_told_so {
            return None;
        }
        for (path, digest) in &said.read {
            let bytes = fs::read(path).ok()?;
            if Digest::of(&bytes).number() != *digest {
                return None;
            }
        }
        for (path, real) in &said.links {
            if path.canonicalize().ok()? != *real {
                return None;
            }
        }
        let mut files = Files::new();
        for (name, digest) in said.files {
            let path = FilePath::new(name).ok()?;
            let text = text_of(&self.crate_folder.join(path.as_str()), digest)?;
            files.insert(path, text).ok()?;
        }
        Some(Recalled {
            files,
            lock: text_of(&self.lock, said.lock)?,
            counts: said.counts,
            told: said.told,
        })
    }

    /// What is to be left behind by a run that made this; `None` if the next one may be different.
    pub(super) fn stamp(
        self,
        generated: &Generated,
        told: &str,
        diagnostics: &Diagnostics,
        sources: &SourceMap,
    ) -> Option<Stamp> {
        let is_lost = diagnostics.iter().any(|diagnostic| {
            matches!(
                diagnostic.code,
                Code::ReferencedFile | Code::ReferenceOutside
            )
        });
        let home = self.spec.canonicalize().ok()?.parent()?.to_owned();
        let read = sources
            .files()
            .iter()
            .map(|file| {
                let is_near = file.path.canonicalize().ok()?.starts_with(&home);
                let digest = file.digest.filter(|_| is_near && !is_lost)?;
                Some((file.path.clone(), digest.number()))
            })
            .collect::<Option<Vec<_>>>()?;
        let files = generated.files.iter();
        Some(Stamp {
            said: Said {
                asked: self.digest,
                read,
                links: sources.links().to_vec(),
                files: files
                    .map(|(path, text)| (path.to_string(), digest(&text)))
                    .collect(),
                lock: digest(&generated.lock),
                counts: Counts::of(&generated.summary),
                told: told.to_owned(),
                manner: (!diagnostics.is_empty()).then_some(self.manner),
            },
            place: self.place,
            lock: self.lock,
        })
    }
}

impl Stamp {
    /// Writes it, after a run that made these changes.
    pub(super) fn leave(&self, changes: &Changes) {
        if !changes.unchanged.contains(&self.lock) {
            return;
        }
        // It is for speed alone, so that nobody has to hear of a disk that is full.
        let _ = self.write();
    }

    fn write(&self) -> std::io::Result<()> {
        let folder = self.place.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(folder)?;
        // Another run may read it at the same time.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer(&mut file, &self.said)?;
        file.persist(&self.place)?;
        Ok(())
    }
}

/// The text of a file, if that is what it was.
fn text_of(path: &Path, then: u64) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    (digest(&text) == then).then_some(text)
}

fn digest(text: &str) -> u64 {
    Digest::of(text.as_bytes()).number()
}

/// Which program this is: its file, as the system tells files apart. One that was built again has
/// other times, whatever its version says.
fn program() -> Option<&'static str> {
    // Asked once and early: a program that watches may be replaced on disk while it runs.
    static PROGRAM: OnceLock<Option<String>> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        let path = std::env::current_exe().ok()?;
        let found = fs::metadata(&path).ok()?;
        let modified = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!(
            "{path:?} {} {modified:?} {}",
            found.len(),
            inode(&found)
        ))
    });
    program.as_deref()
}

/// What no program can set: the inode, and when that was changed.
#[cfg(unix)]
fn inode(found: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!(
        "{} {} {}.{}",
        found.dev(),
        found.ino(),
        found.ctime(),
        found.ctime_nsec()
    )
}

#[cfg(not(unix))]
fn inode(found: &fs::Metadata) -> String {
    format!("{:?}", found.created().ok())
}
