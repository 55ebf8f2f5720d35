//! The documents that everything is measured on.

use std::fs;
use std::path::{Path, PathBuf};

use specwright::parallel;

use crate::Failure;
use crate::commands::corpus;
use crate::peers::document;
use crate::peers::said::Document;
use crate::screen::Screen;
use crate::workspace::{Workspace, absolute};

/// A document that everything is measured on.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// In bytes.
    pub(super) size: usize,
    /// What it says, for what the code of each has of it.
    pub(super) document: Document,
}

/// The APIs of the workspace, and the documents below the folders.
pub(super) fn find(
    folders: &[PathBuf],
    only: &[String],
    workspace: &Workspace,
    screen: &Screen,
) -> Result<Vec<Subject>, Failure> {
    let is_meant = |name: &str| only.is_empty() || only.iter().any(|text| name.contains(text));
    let mut documents = Vec::new();
    for folder in workspace.spec_folders()? {
        if is_meant(&folder.name) {
            documents.push((folder.name.clone(), folder.spec()?));
        }
    }
    if !folders.is_empty() {
        let found = corpus::find::find(folders, only, parallel::processors())?;
        let found = found.documents.into_iter();
        documents.extend(found.map(|document| (document.name, document.path)));
    }
    let mut subjects = Vec::new();
    for (name, path) in documents {
        match subject(&name, &path)? {
            Ok(subject) => subjects.push(subject),
            Err(reason) => screen.warning(&format!("{name} is left out: {reason}")),
        }
    }
    Ok(subjects)
}

fn subject(name: &str, path: &Path) -> Result<Result<Subject, String>, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure(format!("`{}` cannot be read: {error}", path.display())))?;
    let path = absolute(path)?;
    Ok(document::read(&text).map(|document| Subject {
        name: name.to_owned(),
        path,
        size: text.len(),
        document,
    }))
}
