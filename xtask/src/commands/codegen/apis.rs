//! The APIs of a run: what each is made of, and where its crate goes.

use std::path::{Path, PathBuf};

use specwright::crate_name::NotACrateName;
use specwright::output::{FilePath, Files, FilesError, Folder, MARK, is_marked};
use specwright::surface::Surface;
use specwright::{Codegen, RuntimeSource};

use crate::Failure;
use crate::workspace::{CHANGELOG, LOCK, SpecFolder, Workspace, read_settings};

/// An API that shall become a crate.
#[derive(Debug)]
pub(super) struct Api {
    name: String,
    /// A spec folder that cannot be used fails its own API, not the others.
    codegen: Result<Codegen, String>,
    crate_folder: PathBuf,
    /// The folder of `names.lock`, if it is not the crate's.
    lock_folder: Option<PathBuf>,
    /// Where a run leaves what the next one can do without generating; of a crate anywhere nowhere.
    stamp: Option<PathBuf>,
}

impl Api {
    /// An API of the workspace, whose APIs are `all`.
    pub(super) fn of_workspace(
        workspace: &Workspace,
        folder: &SpecFolder,
        all: &[SpecFolder],
    ) -> Self {
        Self {
            name: folder.name.clone(),
            codegen: codegen_of(folder, all),
            crate_folder: workspace.crate_folder(folder.crate_name()),
            lock_folder: Some(folder.place.clone()),
            stamp: Some(workspace.stamp(&folder.name)),
        }
    }

    /// An API of which only the file is known.
    pub(super) fn anywhere(
        spec: PathBuf,
        out: PathBuf,
        name: String,
        runtime: Option<RuntimeSource>,
        overlays: Vec<PathBuf>,
        config: Option<PathBuf>,
    ) -> Result<Self, Failure> {
        let runtime = match runtime {
            Some(RuntimeSource::Path(runtime)) => RuntimeSource::Path(absolute(&runtime)?),
            Some(elsewhere) => elsewhere,
            None => default_runtime(&out)?,
        };
        // The crate keeps its names. The first time, it takes those that the spec
        // has got in a workspace.
        let locks = [out.join(LOCK), spec.with_file_name(LOCK)];
        let codegen = Codegen {
            lock: locks.into_iter().find(|lock| lock.is_file()),
            spec,
            overlays,
            crate_name: name.clone(),
            runtime,
            settings: read_settings(config.as_deref()).map_err(Failure)?,
        };
        Ok(Self {
            name,
            codegen: Ok(codegen),
            crate_folder: out,
            lock_folder: None,
            stamp: None,
        })
    }

    /// The folder of the document and what belongs to it.
    pub(super) fn spec_folder(&self) -> Option<PathBuf> {
        let spec = &self.codegen.as_ref().ok()?.spec;
        let folder = spec.parent()?;
        Some(match folder.as_os_str().is_empty() {
            true => PathBuf::from("."),
            false => folder.to_owned(),
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How to make it; or why that is impossible.
    pub(super) fn codegen(&self) -> Result<&Codegen, &str> {
        self.codegen.as_ref().map_err(String::as_str)
    }

    /// The folder of its crate.
    pub(super) fn crate_folder(&self) -> &Path {
        &self.crate_folder
    }

    /// Where its stamp is, if one is kept of it.
    pub(super) fn stamp(&self) -> Option<&Path> {
        self.stamp.as_deref()
    }

    /// The surface of the crate as it is on disk, if it is there and can be read.
    pub(super) fn surface_before(&self) -> Option<Surface> {
        let text = std::fs::read_to_string(self.crate_folder.join("api.txt")).ok()?;
        Surface::parse(&text)
            .ok()
            .filter(|surface| !surface.is_empty())
    }

    /// What was made of it, by the folders that it goes to.
    pub(super) fn folders(&self, files: Files, lock: String) -> Result<Vec<Folder>, FilesError> {
        // A constant, which is a path.
        let Ok(path) = FilePath::new(LOCK) else {
            return Ok(Vec::new());
        };
        let mut files = files;
        match &self.lock_folder {
            None => {
                files.insert(path, lock)?;
                Ok(vec![Folder::whole(&self.crate_folder, files)])
            }
            Some(lock_folder) => {
                // Without one, or one that cannot be read, the crate has none.
                if let Ok(changelog) = std::fs::read_to_string(lock_folder.join(CHANGELOG)) {
                    with_changelog(&mut files, &changelog)?;
                }
                let mut beside_spec = Files::new();
                beside_spec.insert(path, lock)?;
                let crate_files = Folder::whole(&self.crate_folder, files);
                Ok(vec![crate_files, Folder::part(lock_folder, beside_spec)])
            }
        }
    }
}

/// Adds the changelog to the files of a crate, with the mark that it needs there.
pub(crate) fn with_changelog(files: &mut Files, text: &str) -> Result<(), FilesError> {
    // A constant, which is a path.
    let Ok(path) = FilePath::new(CHANGELOG) else {
        return Ok(());
    };
    match is_marked(text.as_bytes()) {
        true => files.insert(path, text),
        false => files.insert(
            path,
            format!("<!-- {MARK}, from the one beside the spec. -->\n\n{text}"),
        ),
    }
}

/// How to make the crate of a folder; or why that is impossible.
fn codegen_of(folder: &SpecFolder, all: &[SpecFolder]) -> Result<Codegen, String> {
    let codegen = folder.codegen().map_err(|Failure(words)| words);
    // What is wrong with the settings is said first.
    folder.settings.as_ref().map_err(String::clone)?;
    let crate_name = crate_name(folder.crate_name())
        .map_err(|found| format!("`{}`: {found}", folder.place.display()))?;
    let mut others = all.iter().filter(|other| other.name != folder.name);
    if let Some(other) = others.find(|other| other.crate_name() == crate_name) {
        return Err(format!(
            "`{}` makes the crate `{crate_name}` too: give one of them another `crate.name` in its `codegen.toml`",
            other.place.display()
        ));
    }
    codegen
}

/// The folder of this name, or an error that helps to find the right one.
pub(crate) fn named<'a>(name: &str, folders: &'a [SpecFolder]) -> Result<&'a SpecFolder, Failure> {
    if let Some(folder) = folders.iter().find(|folder| folder.name == name) {
        return Ok(folder);
    }
    let names: Vec<&str> = folders.iter().map(|folder| folder.name.as_str()).collect();
    let meant = match nearest(name, &names) {
        Some(meant) => format!("did you mean `{meant}`? "),
        None => String::new(),
    };
    Err(Failure(format!(
        "there is no API `{name}` in `specs/`: {meant}There are: {}",
        names.join(", ")
    )))
}

/// The name that was probably meant.
fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let close = |candidate: &&str| strsim::jaro_winkler(name, candidate);
    let (score, best) = names
        .iter()
        .map(|candidate| (close(candidate), *candidate))
        .max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (score > 0.75).then_some(best)
}

/// A crate's name, checked.
pub(super) fn crate_name(name: &str) -> Result<String, NotACrateName> {
    specwright::crate_name::check(name).map(|()| name.to_owned())
}

/// This workspace's runtime if it has one, or the published one of this version.
fn default_runtime(out: &Path) -> Result<RuntimeSource, Failure> {
    let root = Workspace::find().ok().map(|workspace| workspace.join("."));
    let Some(root) = root.filter(|root| root.join("runtime").is_dir()) else {
        return Ok(RuntimeSource::Version(env!("CARGO_PKG_VERSION").to_owned()));
    };
    let (root, out) = (absolute(&root)?, absolute(out)?);
    // Inside the workspace the path is the same for everyone who clones it.
    let path = match out.strip_prefix(&root) {
        Ok(below) => below
            .iter()
            .map(|_| "..")
            .collect::<PathBuf>()
            .join("runtime"),
        Err(_) => root.join("runtime"),
    };
    Ok(RuntimeSource::Path(path))
}

/// The absolute path, with links resolved as far as it exists: `..` would be counted
/// wrongly otherwise.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let failure = |error| Failure(format!("`{}` is not a path: {error}", path.display()));
    let path = std::path::absolute(path).map_err(failure)?;
    let existing = path
        .ancestors()
        .find_map(|above| Some((above, above.canonicalize().ok()?)));
    Ok(match existing {
        Some((above, resolved)) => match path.strip_prefix(above) {
            Ok(rest) if rest.as_os_str().is_empty() => resolved,
            Ok(rest) => resolved.join(rest),
            Err(_) => path,
        },
        None => path,
    })
}
