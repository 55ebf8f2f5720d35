//! Which files a document may bring in.
//!
//! A document is data, often somebody else's, and what it brings in can end up in a
//! crate that is published. It reads what is in its own folder and below. Above it,
//! where `../../common/errors.yaml` is good practice, it reads no further up than the
//! repository that it belongs to, or two folders where there is no repository; there
//! only files that are called like documents, and nothing that is hidden. Symbolic
//! links count as what they lead to.

use std::path::{Component, Path, PathBuf};

/// What marks the top folder of a repository.
const REPOSITORIES: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// How far up a document without a repository may go.
const FOLDERS_UP: usize = 2;

/// Names that documents end in.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The folders that a document may read from.
#[derive(Debug, Clone)]
pub(super) struct Fence {
    /// The document's own folder.
    home: PathBuf,
    /// The folder above which nothing is read.
    top: PathBuf,
}

impl Fence {
    /// The fence around a document; its path is free of symbolic links.
    pub(super) fn around(document: &Path) -> Self {
        let home = document.parent().unwrap_or(Path::new("")).to_owned();
        let repository = home.ancestors().find(|folder| {
            REPOSITORIES
                .iter()
                .any(|name| folder.join(name).symlink_metadata().is_ok())
        });
        let top = match repository {
            Some(folder) => folder.to_owned(),
            None => home
                .ancestors()
                .take(FOLDERS_UP + 1)
                // Not the root of a file system, nor what stands in it: `/etc`, `/home`.
                .take_while(|folder| names(folder) > 1)
                .last()
                .unwrap_or(&home)
                .to_owned(),
        };
        Self { home, top }
    }

    /// Whether a file may be read, and if not, why.
    pub(super) fn admits(&self, file: &Path) -> Result<(), &'static str> {
        if file.starts_with(&self.home) {
            return Ok(());
        }
        let Ok(inside) = file.strip_prefix(&self.top) else {
            return Err("it is outside the repository, or too far above the document's folder");
        };
        let is_hidden = inside.components().any(|component| match component {
            Component::Normal(name) => name.to_string_lossy().starts_with('.'),
            _ => false,
        });
        if is_hidden {
            return Err("it is hidden, and outside the document's folder");
        }
        let extension = file.extension().map(|it| it.to_string_lossy());
        if !extension.is_some_and(|it| {
            EXTENSIONS
                .iter()
                .any(|known| it.eq_ignore_ascii_case(known))
        }) {
            return Err(
                "it is outside the document's folder, and not called `.yaml`, `.yml` or `.json`",
            );
        }
        Ok(())
    }

    /// A path as seen from the document's folder, below what that folder is called.
    pub(super) fn shown(&self, path: &Path, home: &Path) -> PathBuf {
        let mut up = PathBuf::new();
        for folder in self.home.ancestors() {
            if let Ok(rest) = path.strip_prefix(folder) {
                return home.join(up).join(rest);
            }
            up.push("..");
        }
        path.to_owned()
    }
}

fn names(path: &Path) -> usize {
    path.components()
        .filter(|component| matches!(component, Component::Normal(_)))
        .count()
}
