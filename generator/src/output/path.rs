//! Relative paths that stay inside the folder they are joined to, on every system.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::portable::is_device;

/// The path of a file inside an output folder: `src/types/incidents.rs`.
///
/// Segments are separated by `/`. Each is printable ASCII without the characters
/// that Windows refuses, and is none of `.`, `..`, `.git`, a name that Windows
/// reserves, or the folder in which [`write`](super::write()) stages its files. ASCII,
/// because `rustc` takes no other name for the file of a module (E0754), and
/// because file systems disagree on which Unicode names are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(String);

impl FilePath {
    /// Checks a path.
    pub fn new(path: impl Into<String>) -> Result<Self, PathError> {
        let path = path.into();
        match path.split('/').find_map(fault) {
            Some(fault) => Err(PathError { path, fault }),
            None => Ok(Self(path)),
        }
    }

    /// The path as it was given, with `/` between its segments.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's place on disk, when the output folder is `root`.
    pub fn within(&self, root: &Path) -> PathBuf {
        root.join(&self.0)
    }

    /// The folders that the file is in, from the outermost to the innermost,
    /// without the output folder itself.
    pub(super) fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0
            .match_indices('/')
            .filter_map(|(end, _)| self.0.get(..end))
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not a [`FilePath`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    path: String,
    fault: &'static str,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` cannot be the path of a generated file: {}",
            self.path.escape_debug(),
            self.fault
        )
    }
}

impl std::error::Error for PathError {}

/// Most file systems end a name here, in bytes.
const LONGEST_NAME: usize = 255;

fn fault(segment: &str) -> Option<&'static str> {
    let ends_badly = segment.ends_with(['.', ' ']);
    match segment {
        "" => Some("it has an empty segment"),
        "." | ".." => Some("it has a segment `.` or `..`"),
        _ if segment.len() > LONGEST_NAME => Some("a segment is longer than 255 bytes"),
        _ if !segment.bytes().all(is_portable) => Some(
            "it has a character that is not portable: only printable ASCII without < > : \" | ? * \\ is",
        ),
        _ if ends_badly => Some("a segment ends with a dot or a space, which Windows drops"),
        _ if is_device(segment) => Some("a segment is the name of a Windows device"),
        _ if [".git", super::scratch::NAME]
            .iter()
            .any(|name| segment.eq_ignore_ascii_case(name)) =>
        {
            Some("a segment is the name of a folder that is not for generated files")
        }
        _ => None,
    }
}

fn is_portable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !br#"<>:"|?*\"#.contains(&byte)
}
