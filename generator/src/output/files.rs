//! The texts of files, by their paths.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map;
use std::fmt;

use super::mark::MARK;
use super::path::FilePath;
use super::text::FileText;

/// The files that shall be in a folder: text by path, in the order of the paths.
///
/// Every text bears the [`MARK`]. No two paths are the same file, or one a file and
/// the other a folder, on a file system that does not tell upper from lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    texts: BTreeMap<FilePath, FileText>,
    /// In lower case: every path and every folder above one, as first spelled.
    taken: BTreeMap<String, Taken>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Taken {
    File(String),
    Folder(String),
}

impl Taken {
    fn name(&self) -> &str {
        let (Self::File(name) | Self::Folder(name)) = self;
        name
    }

    fn folded(&self) -> String {
        self.name().to_ascii_lowercase()
    }
}

impl Files {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub fn insert(&mut self, path: FilePath, text: impl Into<FileText>) -> Result<(), FilesError> {
        let text = text.into();
        if !text.is_marked() {
            return Err(FilesError::Unmarked(path));
        }
        let mut names: Vec<Taken> = path
            .folders()
            .map(|folder| Taken::Folder(folder.to_owned()))
            .collect();
        names.push(Taken::File(path.as_str().to_owned()));
        if let Some(other) = names.iter().find_map(|name| self.in_conflict_with(name)) {
            return Err(FilesError::Collision {
                other: other.to_owned(),
                path,
            });
        }
        self.taken
            .extend(names.into_iter().map(|name| (name.folded(), name)));
        self.texts.insert(path, text);
        Ok(())
    }

    /// The file or folder that cannot stand beside this one.
    fn in_conflict_with(&self, name: &Taken) -> Option<&str> {
        let other = self.taken.get(&name.folded())?;
        // A folder may hold any number of files.
        let same_folder = other == name && matches!(name, Taken::Folder(_));
        (!same_folder).then(|| other.name())
    }

    /// The text of a file.
    pub fn get(&self, path: &FilePath) -> Option<Cow<'_, str>> {
        self.texts.get(path).map(FileText::text)
    }

    /// The text of a file as it is kept.
    pub(super) fn kept(&self, path: &FilePath) -> Option<&FileText> {
        self.texts.get(path)
    }

    /// Whether there is such a file.
    pub fn contains(&self, path: &FilePath) -> bool {
        self.texts.contains_key(path)
    }

    /// The file whose path differs from this one in case only.
    pub(super) fn in_other_case(&self, path: &FilePath) -> Option<&str> {
        match self.taken.get(&path.as_str().to_ascii_lowercase()) {
            Some(Taken::File(name)) if name != path.as_str() => Some(name),
            _ => None,
        }
    }

    /// Path and text of each, as it is kept.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&FilePath, &FileText)> {
        self.texts.iter()
    }

    /// Path and text of each, in the order of the paths.
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.texts.iter())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

impl<'a> IntoIterator for &'a Files {
    type Item = (&'a FilePath, Cow<'a, str>);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Path and text of each of the [`Files`].
#[derive(Debug, Clone)]
pub struct Iter<'a>(btree_map::Iter<'a, FilePath, FileText>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a FilePath, Cow<'a, str>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(path, text)| (path, text.text()))
    }
}

/// Why a file cannot be one of the [`Files`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilesError {
    /// The text does not bear the [`MARK`], so that the next run would not know it.
    Unmarked(FilePath),
    /// The path is that of another file or folder, or differs from it in case only.
    Collision {
        /// The path that was to be added.
        path: FilePath,
        /// The file or folder that is already there.
        other: String,
    },
}

impl fmt::Display for FilesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unmarked(path) => {
                write!(
                    f,
                    "the generated file `{path}` has no comment `{MARK}` in its first five lines"
                )
            }
            Self::Collision { path, other } => {
                write!(
                    f,
                    "the generated files `{path}` and `{other}` cannot stand side by side on every file system"
                )
            }
        }
    }
}

impl std::error::Error for FilesError {}
