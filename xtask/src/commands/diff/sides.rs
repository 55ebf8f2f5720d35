//! The two sides of a comparison.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use specwright::Codegen;
use specwright::surface::{Surface, compare};

use crate::Failure;
use crate::screen::Screen;
use crate::workspace::{LOCK, SpecFolder, Workspace, codegen_of_document, generated};

use super::Difference;
use super::git::{Revision, from_root};

/// What a user gives as a side.
enum Side {
    /// A document, the folder of an API, or an `api.txt`, and the folder that has it for the while.
    One(PathBuf, Option<tempfile::TempDir>),
    /// All crates of a revision, or of the working tree.
    All(BTreeMap<String, Surface>),
}

/// The differences between two sides, by crate.
pub(super) fn differences(
    old: &str,
    new: Option<&str>,
    screen: &Screen,
) -> Result<Vec<Difference>, Failure> {
    match (
        side(old, screen)?,
        new.map(|new| side(new, screen)).transpose()?,
    ) {
        (Side::One(old, _old), Some(Side::One(new, _new))) => {
            Ok(vec![of_documents(&old, &new, screen)?])
        }
        (Side::All(old), Some(Side::All(new))) => Ok(of_crates(&old, &new)),
        (Side::All(old), None) => Ok(of_crates(&old, &working_tree(screen)?)),
        (Side::One(..), None) => Err(Failure(format!(
            "`{old}` is to be compared with what? Give a second document"
        ))),
        (Side::One(..), Some(Side::All(_))) | (Side::All(_), Some(Side::One(..))) => Err(Failure(
            "a document can be compared with a document, and a revision with a revision".to_owned(),
        )),
    }
}

fn side(name: &str, screen: &Screen) -> Result<Side, Failure> {
    let path = Path::new(name);
    if path.exists() {
        return Ok(Side::One(path.to_owned(), None));
    }
    if let Some(revision) = Revision::of(name) {
        return Ok(Side::All(at_revision(name, &revision, screen)?));
    }
    let at = name.split_once(':');
    let Some((revision, path)) = at.and_then(|(name, path)| Some((Revision::of(name)?, path)))
    else {
        return Err(Failure(format!(
            "`{name}` is neither a file, nor a git revision, nor a file at one (`main:openapi.yaml`)"
        )));
    };
    let path = from_root(path)?;
    let folder = temporary()?;
    // What a document refers to stands beside it.
    let around = match revision.files(&path)?.as_slice() {
        [only] if *only == path => Path::new(&path).parent().map(Path::to_owned),
        [] => return Err(Failure(format!("`{name}` is not there"))),
        _ => Some(PathBuf::from(&path)),
    };
    let around = around.unwrap_or_default().to_string_lossy().into_owned();
    let around = if around.is_empty() { "." } else { &around };
    revision.extract(around, folder.path())?;
    Ok(Side::One(folder.path().join(&path), Some(folder)))
}

fn of_documents(old: &Path, new: &Path, screen: &Screen) -> Result<Difference, Failure> {
    let is_surface = |path: &Path| path.extension().is_some_and(|extension| extension == "txt");
    if is_surface(old) && is_surface(new) {
        let (old_surface, new_surface) = (read(old)?, read(new)?);
        let report = compare(&old_surface, &new_surface);
        let name = old.parent().and_then(Path::file_name).unwrap_or_default();
        return Ok(Difference::new(
            &name.to_string_lossy(),
            old_surface.version(),
            report,
        ));
    }
    let names = temporary()?;
    let lock = names.path().join(LOCK);
    let old_codegen = codegen(old, None)?;
    let has_settings = old.is_dir();
    let before = generated(&old_codegen, screen)?;
    fs::write(&lock, &before.lock)
        .map_err(|error| Failure(format!("the names cannot be kept: {error}")))?;
    // What had a name keeps it, as it does in a workspace.
    let mut new_codegen = codegen(new, Some(lock))?;
    new_codegen.crate_name.clone_from(&old_codegen.crate_name);
    let after = generated(&new_codegen, screen)?;
    let report = compare(&before.surface, &after.surface);
    // A document has no version of a crate.
    let version = before.surface.version().filter(|_| has_settings);
    Ok(Difference::new(&old_codegen.crate_name, version, report))
}

fn of_crates(old: &BTreeMap<String, Surface>, new: &BTreeMap<String, Surface>) -> Vec<Difference> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let nothing = Surface::default();
    let differences = names.into_iter().map(|name| {
        let before = old.get(name).unwrap_or(&nothing);
        let after = new.get(name).unwrap_or(&nothing);
        Difference::new(name, before.version(), compare(before, after))
    });
    differences.collect()
}

fn working_tree(screen: &Screen) -> Result<BTreeMap<String, Surface>, Failure> {
    let workspace = Workspace::find()?;
    let mut found = BTreeMap::new();
    for folder in workspace.spec_folders()? {
        let place = workspace.crate_folder(folder.crate_name()).join("api.txt");
        let surface = match place.is_file() {
            true => read(&place)?,
            false => generated(&folder.codegen()?, screen)?.surface,
        };
        found.insert(folder.crate_name().to_owned(), surface);
    }
    Ok(found)
}

fn at_revision(
    name: &str,
    revision: &Revision<'_>,
    screen: &Screen,
) -> Result<BTreeMap<String, Surface>, Failure> {
    let workspace = Workspace::find()?;
    let root = from_root(&workspace.join(".").to_string_lossy())?;
    let below = |path: &str| match root.is_empty() {
        true => path.to_owned(),
        false => format!("{root}/{path}"),
    };
    let mut found = BTreeMap::new();
    for path in revision.files(&below("generated"))? {
        let Some(name_of) = api_of(&path, &below("generated")) else {
            continue;
        };
        let text = revision.read(&path)?;
        let surface = Surface::parse(&String::from_utf8_lossy(&text))
            .map_err(|line| not_a_surface(&format!("{name}:{path}"), line))?;
        found.insert(name_of, surface);
    }
    let specs = below("specs");
    let folder = temporary()?;
    revision.extract(&specs, folder.path())?;
    let entries = fs::read_dir(folder.path().join(&specs));
    for entry in entries.into_iter().flatten().flatten() {
        if !entry.path().is_dir() {
            continue;
        }
        let codegen = codegen(&entry.path(), None)?;
        if let Entry::Vacant(place) = found.entry(codegen.crate_name.clone()) {
            place.insert(generated(&codegen, screen)?.surface);
        }
    }
    Ok(found)
}

/// The crate whose `api.txt` a path is.
fn api_of(path: &str, generated: &str) -> Option<String> {
    let rest = path.strip_prefix(generated)?.strip_prefix('/')?;
    let name = rest.strip_suffix("/api.txt")?;
    (!name.contains('/')).then(|| name.to_owned())
}

fn read(path: &Path) -> Result<Surface, Failure> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure(format!("`{shown}` cannot be read: {error}")))?;
    Surface::parse(&text).map_err(|line| not_a_surface(&shown, line))
}

fn not_a_surface(path: &str, line: usize) -> Failure {
    Failure(format!(
        "{path}:{line}: no line of a surface; run `cargo xtask codegen` to write the file again"
    ))
}

/// How a side becomes a crate: a document alone, or an API with its overlays and settings.
fn codegen(path: &Path, lock: Option<PathBuf>) -> Result<Codegen, Failure> {
    let mut codegen = match path.is_dir() {
        true => {
            let name = path.file_name().unwrap_or_default();
            SpecFolder::at(path.to_owned(), name.to_string_lossy().into_owned()).codegen()?
        }
        false => codegen_of_document(path),
    };
    codegen.lock = lock.or(codegen.lock);
    Ok(codegen)
}

fn temporary() -> Result<tempfile::TempDir, Failure> {
    tempfile::tempdir().map_err(|error| Failure(format!("there is no temporary folder: {error}")))
}
