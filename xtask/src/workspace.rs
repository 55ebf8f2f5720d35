//! Where the specs of a workspace are, and the crates made of them.

use std::fs;
use std::path::{Path, PathBuf};

use specwright::document::decode_lossy;
use specwright::output::is_marked;
use specwright::{Codegen, Generated, RuntimeSource, Settings, SettingsError, crate_name};

use crate::Failure;
use crate::screen::Screen;
use crate::top;

/// The files that are a spec, in the folder of an API.
const SPECS: [&str; 6] = [
    "openapi.yaml",
    "openapi.yml",
    "openapi.json",
    "swagger.yaml",
    "swagger.yml",
    "swagger.json",
];

/// The file with the settings of an API, beside its spec.
pub(crate) const SETTINGS: &str = "codegen.toml";

/// The file in which the names of an API's items are kept, beside its spec.
pub(crate) const LOCK: &str = "names.lock";

/// The changelog of a crate, beside its spec; the crate has a copy.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

/// The runtime as a crate in `generated/` sees it.
const RUNTIME: &str = "../../runtime";

/// The files that are an overlay, beside a spec.
const OVERLAYS: [&str; 3] = ["overlay.yaml", "overlay.yml", "overlay.json"];

/// A workspace: a folder with a `Cargo.toml`, and `specs/` in it.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// Relative to the current folder, so that messages say what a person would
    /// type: empty, or `..` some times.
    root: PathBuf,
}

/// An API of the workspace, as its folder in `specs/` says it.
#[derive(Debug)]
pub(crate) struct SpecFolder {
    pub(crate) name: String,
    pub(crate) place: PathBuf,
    /// What its `codegen.toml` says; or why it cannot be used.
    pub(crate) settings: Result<Settings, String>,
}

impl Workspace {
    /// The workspace that the current folder is in.
    pub(crate) fn find() -> Result<Self, Failure> {
        let here = std::env::current_dir()
            .map_err(|error| Failure(format!("the current folder cannot be found: {error}")))?;
        let mut root = PathBuf::new();
        for folder in here.ancestors() {
            if folder.join("specs").is_dir() && folder.join("Cargo.toml").is_file() {
                return Ok(Self { root });
            }
            root.push("..");
        }
        Err(Failure(format!(
            "neither `{}` nor a folder above it has a `Cargo.toml` and a folder `specs`: go to the workspace, or give `--spec`, `--out` and `--name`",
            here.display()
        )))
    }

    /// A place in the workspace.
    pub(crate) fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// Where cargo puts what it builds, and codegen what it tries.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.join("target"), PathBuf::from)
    }

    /// Where a run of codegen leaves what the next one can do without generating this API again.
    pub(crate) fn stamp(&self, api: &str) -> PathBuf {
        self.target()
            .join("specwright")
            .join(format!("{api}.stamp"))
    }

    /// The APIs, in the order of their names.
    pub(crate) fn spec_folders(&self) -> Result<Vec<SpecFolder>, Failure> {
        let specs = self.join("specs");
        let mut folders: Vec<_> = subfolders(&specs)?
            .into_iter()
            .map(|name| SpecFolder::at(specs.join(&name), name))
            .collect();
        folders.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(folders)
    }

    /// The documents that are in `specs/` itself, in the order of their names. No crate is made of
    /// them: an API has a folder, for what is told of it beside its document.
    pub(crate) fn documents_without_folder(&self) -> Result<Vec<PathBuf>, Failure> {
        let specs = self.join("specs");
        let failure = |error| Failure(format!("`{}` cannot be read: {error}", specs.display()));
        let mut documents = Vec::new();
        for entry in fs::read_dir(&specs).map_err(failure)? {
            let place = entry.map_err(failure)?.path();
            let name = place.file_name().unwrap_or_default();
            // Others, as `common.yaml` is, may be what several documents refer to.
            if !name.to_string_lossy().starts_with('.')
                && top::may_be_document(&place)
                && fs::read(&place).is_ok_and(|bytes| top::version(&decode_lossy(&bytes)).is_some())
            {
                documents.push(place);
            }
        }
        documents.sort();
        Ok(documents)
    }

    /// Where a crate of this name is.
    pub(crate) fn crate_folder(&self, crate_name: &str) -> PathBuf {
        self.join("generated").join(crate_name)
    }

    /// The crates that codegen made of specs that are no longer there, or that have another name
    /// now.
    pub(crate) fn crates_without_spec(
        &self,
        specs: &[SpecFolder],
    ) -> Result<Vec<PathBuf>, Failure> {
        let generated = self.join("generated");
        // An API whose settings cannot be read may have any of them.
        let unknown = specs.iter().any(|spec| spec.settings.is_err());
        if unknown || !generated.is_dir() {
            return Ok(Vec::new());
        }
        let mut left: Vec<PathBuf> = subfolders(&generated)?
            .into_iter()
            .filter(|name| specs.iter().all(|spec| spec.crate_name() != name))
            .map(|name| generated.join(name))
            .filter(|place| fs::read(place.join("Cargo.toml")).is_ok_and(|text| is_marked(&text)))
            .collect();
        left.sort();
        Ok(left)
    }
}

impl SpecFolder {
    /// The API whose folder is at a place.
    pub(crate) fn at(place: PathBuf, name: String) -> Self {
        let settings = present(&place, &[SETTINGS]).pop();
        Self {
            settings: read_settings(settings.as_deref()),
            place,
            name,
        }
    }

    /// How its crate is made, as a crate of the workspace.
    pub(crate) fn codegen(&self) -> Result<Codegen, Failure> {
        Ok(Codegen {
            spec: self.spec()?,
            overlays: self.overlays(),
            lock: Some(self.place.join(LOCK)),
            crate_name: self.crate_name().to_owned(),
            runtime: RuntimeSource::Path(PathBuf::from(RUNTIME)),
            settings: self.settings.clone().map_err(Failure)?,
        })
    }

    /// The spec in the folder.
    pub(crate) fn spec(&self) -> Result<PathBuf, Failure> {
        let mut found = present(&self.place, &SPECS);
        match (found.pop(), found.pop()) {
            (Some(spec), None) => Ok(spec),
            (None, _) => Err(Failure(format!(
                "no spec in `{}`: put it there as `openapi.yaml`, `openapi.json` or `swagger.json`, or remove the folder",
                self.place.display()
            ))),
            (Some(one), Some(other)) => Err(Failure(format!(
                "more than one spec of `{}`: keep `{}` or `{}`",
                self.name,
                other.display(),
                one.display()
            ))),
        }
    }

    /// The overlays beside it, to be applied in this order: `overlay.yaml`, then those with a purpose
    /// (`servers.overlay.yaml`, Overlay 1.1 § 4.6) in the order of their names.
    pub(crate) fn overlays(&self) -> Vec<PathBuf> {
        let mut overlays = present(&self.place, &OVERLAYS);
        let entries = fs::read_dir(&self.place).into_iter().flatten().flatten();
        let mut others: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.is_file() && has_purpose(path))
            .collect();
        others.sort();
        overlays.extend(others);
        overlays
    }

    /// The name of its crate: that of the folder, unless the settings have another.
    pub(crate) fn crate_name(&self) -> &str {
        let settings = self.settings.as_ref().ok();
        let named = settings.and_then(|settings| settings.crate_name.as_deref());
        named.unwrap_or(&self.name)
    }
}

/// How a crate is made of a document that is anywhere.
pub(crate) fn codegen_of_document(path: &Path) -> Codegen {
    let stem = path.file_stem().unwrap_or_default();
    Codegen {
        spec: path.to_owned(),
        overlays: Vec::new(),
        lock: None,
        crate_name: crate_name::derive(&stem.to_string_lossy()),
        runtime: RuntimeSource::Path(PathBuf::from(RUNTIME)),
        settings: Settings::default(),
    }
}

/// Where a document that has no folder in `specs/` belongs.
pub(crate) fn folder_for(document: &Path) -> PathBuf {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let extension = document.extension().unwrap_or_default().to_string_lossy();
    document
        .with_file_name(crate_name::derive(&stem))
        .join(format!("openapi.{}", extension.to_ascii_lowercase()))
}

/// Makes a crate; without one, what is wrong is shown.
pub(crate) fn generated(codegen: &Codegen, screen: &Screen) -> Result<Generated, Failure> {
    let outcome = codegen.run();
    if outcome.result.is_none() {
        screen.diagnostics(&outcome.diagnostics, &outcome.sources);
    }
    let spec = codegen.spec.display();
    outcome
        .result
        .ok_or_else(|| Failure(format!("no crate can be made of `{spec}`")))
}

/// Reads a `codegen.toml`; without one the defaults are taken.
pub(crate) fn read_settings(place: Option<&Path>) -> Result<Settings, String> {
    let Some(place) = place else {
        return Ok(Settings::default());
    };
    let text = std::fs::read_to_string(place)
        .map_err(|error| format!("`{}` cannot be read: {error}", place.display()))?;
    let name = place.display().to_string();
    Settings::read(&name, &text)
        .map_err(|SettingsError { line, reason }| format!("{name}:{line}: {reason}"))
}

/// The path from the root of the file system, for programs that are run elsewhere.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path)
        .map_err(|error| Failure(format!("`{}` is not a path: {error}", path.display())))
}

/// Whether a file is called as an overlay with a purpose is.
fn has_purpose(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    OVERLAYS.iter().any(|overlay| {
        let purpose = name
            .strip_suffix(overlay)
            .and_then(|name| name.strip_suffix('.'));
        purpose.is_some_and(|purpose| !purpose.is_empty())
    })
}

fn present(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    names
        .iter()
        .map(|name| folder.join(name))
        .filter(|place| place.is_file())
        .collect()
}

/// The names of the folders in a folder, hidden ones apart.
fn subfolders(place: &Path) -> Result<Vec<String>, Failure> {
    let failure = |error| Failure(format!("`{}` cannot be read: {error}", place.display()));
    let mut names = Vec::new();
    for entry in fs::read_dir(place).map_err(failure)? {
        let entry = entry.map_err(failure)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') {
            names.push(name);
        }
    }
    Ok(names)
}
