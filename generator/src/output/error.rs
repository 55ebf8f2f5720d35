//! Why files could not be compared or written.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::mark::MARK;

/// Why files could not be compared or written. Nothing was changed, unless it is
/// [`OutputError::NotUndone`].
#[derive(Debug)]
#[non_exhaustive]
pub enum OutputError {
    /// Files that codegen would write over do not bear its mark.
    Unowned {
        /// All of them.
        paths: Vec<PathBuf>,
    },
    /// A symbolic link stands where codegen would write, or on the way there.
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A folder stands where a file shall be, or something else where a folder shall be.
    InTheWay {
        /// What is in the way.
        path: PathBuf,
        /// What is needed there: "file" or "folder".
        needed: &'static str,
    },
    /// Two folders of one change are the same.
    SameFolder {
        /// The folder.
        root: PathBuf,
    },
    /// Another codegen has been writing to the folder for longer than a run can take.
    Busy {
        /// The folder.
        root: PathBuf,
    },
    /// What a killed run left behind cannot be read.
    Journal {
        /// The journal of that run.
        path: PathBuf,
    },
    /// A file or folder could not be read or written.
    Io {
        /// What was being done: "read", "replace".
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A change failed in the middle, and could not be undone. The next run tries again.
    NotUndone {
        /// Why the change failed.
        cause: Box<OutputError>,
        /// Why it could not be undone.
        undoing: Box<OutputError>,
    },
}

impl OutputError {
    /// For `map_err`: the error of doing something to a path.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            doing,
            path: path.to_owned(),
            source,
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unowned { paths } => {
                let (these, them) = match paths.len() {
                    1 => ("this file is", "it"),
                    _ => ("these files are", "them"),
                };
                write!(
                    f,
                    "{these} not codegen's (no comment `{MARK}` in the first five lines), and was not touched:"
                )?;
                for path in paths {
                    write!(f, "\n  {}", path.display())?;
                }
                write!(f, "\nMove {them} away, then run codegen again.")
            }
            Self::Link { path } => write!(
                f,
                "`{}` is a symbolic link, and codegen does not write through links: put a plain file or folder in its place, or remove it",
                path.display()
            ),
            Self::InTheWay { path, needed } => write!(
                f,
                "`{}` is in the way: codegen needs a {needed} there. Move it away, then run codegen again",
                path.display()
            ),
            Self::SameFolder { root } => {
                write!(
                    f,
                    "the folder `{}` is given twice for one change",
                    root.display()
                )
            }
            Self::Busy { root } => write!(
                f,
                "another codegen has been writing to `{}` for a long time: wait for it or end it, then run codegen again",
                root.display()
            ),
            Self::Journal { path } => write!(
                f,
                "`{}`, left by a codegen that was killed, cannot be read. Restore the folder from version control, delete the folder that this file is in, then run codegen again",
                path.display()
            ),
            // The system's own words are the source.
            Self::Io { doing, path, .. } => write!(f, "cannot {doing} `{}`", path.display()),
            Self::NotUndone { cause, undoing } => {
                write!(
                    f,
                    "{cause}. The files already replaced could not be put back: {undoing}"
                )?;
                if let Some(source) = std::error::Error::source(undoing.as_ref()) {
                    write!(f, " ({source})")?;
                }
                f.write_str(". The next run of codegen tries again")
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::NotUndone { cause, .. } => cause.source(),
            _ => None,
        }
    }
}
