//! A client as a module of the crate whose build script asks for it.
//!
//! `build.rs`:
//!
//! ```no_run
//! use specwright::{Codegen, build};
//!
//! fn main() -> Result<(), build::BuildError> {
//!     build::module(&Codegen::new("specs/petstore.yaml", "petstore"))
//! }
//! ```
//!
//! and where the client shall be, anywhere in a crate of edition 2021 or 2024:
//!
//! ```text
//! mod petstore {
//!     include!(concat!(env!("OUT_DIR"), "/petstore.rs"));
//! }
//! ```
//!
//! Its manifest has `specwright` among the build dependencies, and what the client names among the
//! others: `specwright-runtime`, and perhaps `jiff`, `uuid`, `chrono` and `serde_json`. What is
//! missing is said, with the lines to add. Features are those of `specwright-runtime`: `rustls`,
//! `blocking`, `gzip`, `testing`, `tracing`, `metrics`.

mod manifest;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::codegen::{Codegen, Generated};
use crate::diagnostics::Severity;
use crate::output::{self, FilePath, Files, Folder, OutputError};
use crate::rust;

/// The variable with which `cargo build` writes `names.lock`.
pub const LOCK_VARIABLE: &str = "SPECWRIGHT_LOCK";

/// Why a build script cannot go on. Nothing was written.
///
/// `Debug` says the same as `Display`, for that is what a `main` shows of its error.
#[non_exhaustive]
pub enum BuildError {
    /// A variable that Cargo gives to build scripts is not there.
    NotABuildScript(&'static str),
    /// The document, or something beside it, has errors: all of them as text, with their lines.
    Document(String),
    /// The manifest lacks what the client names.
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The lines to add, or to change.
        lines: Vec<String>,
    },
    /// The manifest cannot be read.
    UnreadableManifest {
        /// The manifest.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The module, or `names.lock`, cannot be written.
    Output(OutputError),
    /// A mistake of specwright's own.
    Internal(String),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABuildScript(variable) => write!(
                f,
                "`{variable}` is not set, as Cargo sets it for build scripts; elsewhere, call \
                 `Codegen::run`"
            ),
            Self::Document(report) => write!(f, "no client can be made\n\n{}", report.trim_end()),
            Self::Manifest { path, lines } => write!(
                f,
                "`{}` lacks what the client names; put into it\n\n[dependencies]\n{}",
                path.display(),
                lines.join("\n")
            ),
            Self::UnreadableManifest { path, reason } => {
                write!(f, "`{}` cannot be read: {reason}", path.display())
            }
            Self::Output(error) => error.fmt(f),
            Self::Internal(what) => write!(f, "a mistake of specwright's own: {what}"),
        }
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Output(error) => error.source(),
            Self::NotABuildScript(_)
            | Self::Document(_)
            | Self::Manifest { .. }
            | Self::UnreadableManifest { .. }
            | Self::Internal(_) => None,
        }
    }
}

impl From<OutputError> for BuildError {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

/// Writes a client below `OUT_DIR`, as a text for `include!` that is called as the crate would be:
/// `pet-store` is in `pet_store.rs`.
///
/// Cargo is told to come back when the document changes, or a file that it refers to, an overlay, the
/// settings (if they were read by the path of their file) or the manifest. What the document
/// says and the client lacks is counted in a warning; `cargo build -vv` shows all of the report.
///
/// `names.lock` is read and, since a build script has no business outside of `OUT_DIR`, not written:
/// where it would be another, Cargo warns, and `SPECWRIGHT_LOCK=write cargo build` writes it.
///
/// # Errors
///
/// If no client can be made of the document, or the manifest lacks a dependency. Nothing is written
/// then.
pub fn module(codegen: &Codegen) -> Result<(), BuildError> {
    let out = variable("OUT_DIR")?;
    let manifest = variable("CARGO_MANIFEST_DIR")?.join("Cargo.toml");
    let outcome = codegen.run();

    println!("cargo::rerun-if-env-changed={LOCK_VARIABLE}");
    let beside = [&codegen.lock, &codegen.settings.path()];
    let beside = beside.into_iter().flatten().filter(|path| path.is_file());
    for path in outcome.sources.paths().chain(beside.map(PathBuf::as_path)) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    println!("cargo::rerun-if-changed={}", manifest.display());

    let report = outcome.diagnostics.render(&outcome.sources);
    let Some(generated) = outcome.result else {
        return Err(BuildError::Document(report));
    };
    manifest::check(
        &manifest,
        &rust::dependencies(&generated.plan),
        &codegen.runtime,
    )?;

    let text =
        rust::module(&generated.plan).map_err(|error| BuildError::Internal(error.to_string()))?;
    let name = format!("{}.rs", codegen.crate_name.replace('-', "_"));
    let mut folders = vec![file(&out, &name, text)?];
    folders.extend(lock(codegen, &generated)?);
    output::write(&folders)?;

    eprint!("{report}");
    let dropped = outcome.diagnostics.count(Severity::Dropped);
    if dropped > 0 {
        println!(
            "cargo::warning=`{}` says {dropped} {} not in the client; `cargo build -vv` shows what, \
             and why",
            codegen.spec.display(),
            match dropped {
                1 => "thing that is",
                _ => "things that are",
            },
        );
    }
    Ok(())
}

/// `names.lock`, if it is kept and shall be written now; if it only should be, Cargo warns.
fn lock(codegen: &Codegen, generated: &Generated) -> Result<Option<Folder>, BuildError> {
    let Some(path) = &codegen.lock else {
        return Ok(None);
    };
    if std::fs::read_to_string(path).is_ok_and(|text| text == generated.lock) {
        return Ok(None);
    }
    if std::env::var_os(LOCK_VARIABLE).is_none_or(|value| value != "write") {
        println!(
            "cargo::warning=`{}` does not have all names; `{LOCK_VARIABLE}=write cargo build` \
             writes it",
            path.display()
        );
        return Ok(None);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new(""));
    file(folder, &name, generated.lock.clone()).map(Some)
}

/// A file that is to be written.
fn file(folder: &Path, name: &str, text: String) -> Result<Folder, BuildError> {
    let mut files = Files::new();
    FilePath::new(name)
        .map_err(|error| error.to_string())
        .and_then(|path| files.insert(path, text).map_err(|error| error.to_string()))
        .map_err(BuildError::Internal)?;
    Ok(Folder::part(folder, files))
}

fn variable(name: &'static str) -> Result<PathBuf, BuildError> {
    let value = std::env::var_os(name).ok_or(BuildError::NotABuildScript(name))?;
    Ok(PathBuf::from(value))
}
