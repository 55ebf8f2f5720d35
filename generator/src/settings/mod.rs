//! `codegen.toml`: what the owner of a crate decides, and no document says.
//!
//! Nothing of it is passed over: a key or a value that is not known is an error, with its line.

mod keys;
mod nearest;
mod read;
mod select;
mod version;

use std::ops::Range;
use std::path::PathBuf;
use std::str::FromStr;

use crate::document::{Origin, SourceId, SourceMap};

pub use keys::{KEYS, Key};
pub(crate) use nearest::nearest;
pub(crate) use select::left_out;

/// The settings of one API.
///
/// The defaults are what a crate is without a `codegen.toml`. `SETTINGS.md` has all keys.
///
/// ```
/// use specwright::Settings;
///
/// let settings: Settings = "validate = true".parse()?;
/// assert!(settings.validate);
/// assert!(!Settings::default().validate);
/// # Ok::<(), specwright::SettingsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The crate's name, which [`crate_name::check`](crate::crate_name::check) takes; without one
    /// it is named as its API is.
    pub crate_name: Option<String>,
    /// The crate's version: `major.minor.patch`, perhaps with a pre-release.
    pub version: String,
    /// The operations that the client has; all, if it is empty.
    pub include: Selection,
    /// The operations that it does not have.
    pub exclude: Selection,
    /// Names that are others than they would be.
    pub names: Names,
    /// Types of other crates, in the place of components.
    pub types: Vec<Replacement>,
    /// What dates and times are in Rust.
    pub dates: Dates,
    /// Traits that types derive beside those that they always do, where they can.
    pub derives: Vec<Derive>,
    /// The features that are on unless a user says otherwise.
    pub default_features: Vec<Feature>,
    /// Whether tags are features, so that a user builds only those that it calls. Without it the
    /// crate goes on as `names.lock` has it, and a new one goes by how large the API is.
    pub tag_features: Option<bool>,
    /// Whether the client checks what the document limits (`maxLength`, `minimum`, `pattern`, …)
    /// before it sends a request.
    pub validate: bool,
    file: File,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            crate_name: None,
            version: "0.1.0".to_owned(),
            default_features: vec![Feature::Rustls],
            tag_features: None,
            validate: false,
            include: Selection::default(),
            exclude: Selection::default(),
            names: Names::default(),
            types: Vec::new(),
            dates: Dates::default(),
            derives: Vec::new(),
            file: File::default(),
        }
    }
}

impl Settings {
    /// Reads the text of a `codegen.toml`, which reports call by the name of this file.
    ///
    /// # Errors
    ///
    /// If it is not TOML, or has a key or a value that is not known.
    pub fn read(file: &str, text: &str) -> Result<Self, SettingsError> {
        let mut settings = read::read(text)?;
        settings.file = File {
            name: file.to_owned(),
            text: text.to_owned(),
        };
        Ok(settings)
    }

    /// The file, if they were read by its path.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        Some(PathBuf::from(&self.file.name)).filter(|path| path.is_file())
    }

    /// Adds the file to those that reports can show.
    pub(crate) fn shown(&self, sources: &mut SourceMap) -> Shown {
        let File { name, text } = &self.file;
        Shown((!text.is_empty()).then(|| sources.add(name.as_str(), text.as_str())))
    }
}

/// The file that settings were read from, for reports.
#[derive(Debug, Clone, Default)]
struct File {
    name: String,
    text: String,
}

/// Settings are the same wherever they were read.
impl PartialEq for File {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for File {}

/// The file of the settings among those of a run; none if it says nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown(Option<SourceId>);

impl Shown {
    /// Some bytes of the file.
    pub(crate) fn at(self, bytes: &Range<usize>) -> Origin {
        match self.0 {
            Some(file) => Origin::Bytes(file, bytes.clone()),
            None => Origin::Nowhere,
        }
    }
}

/// Some operations of a document: those that any of the patterns matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Names of tags.
    pub tags: Vec<Pattern>,
    /// Operations, by `operationId` or by method and path: `GET /pets`.
    pub operations: Vec<Pattern>,
}

impl Selection {
    /// Whether it has no pattern at all.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }
}

/// Names that are others than they would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Of types, by the component or by the place that `names.lock` has.
    pub types: Vec<Rename>,
    /// Of the client's methods, by `operationId` or by method and path.
    pub operations: Vec<Rename>,
}

/// The name of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// What it is the name of.
    pub of: String,
    /// The name: of a type in capitals as `FooBar`, of a method as `foo_bar`.
    pub name: String,
    /// The bytes of the file that speak of it.
    pub at: Range<usize>,
}

/// A type of another crate, in the place of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The component.
    pub of: String,
    /// The path of the type: identifiers with `::` between them.
    pub path: String,
    /// The package that has it.
    pub package: String,
    /// The version of that, as a manifest has it.
    pub version: String,
    /// The features of it that are needed.
    pub features: Vec<String>,
    /// The bytes of the file that speak of it.
    pub at: Range<usize>,
}

/// A text in which `*` stands for any characters or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The text.
    pub text: String,
    /// The bytes of the file that it is.
    pub at: Range<usize>,
}

/// A feature of a crate that may be on by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// HTTPS by rustls.
    Rustls,
    /// Calls from programs that are not async.
    Blocking,
    /// Answers may come compressed.
    Gzip,
    /// Figures of requests.
    Metrics,
    /// Spans of calls and requests.
    Tracing,
}

impl Feature {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Rustls,
        Self::Blocking,
        Self::Gzip,
        Self::Metrics,
        Self::Tracing,
    ];

    /// Its name in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rustls => "rustls",
            Self::Blocking => "blocking",
            Self::Gzip => "gzip",
            Self::Metrics => "metrics",
            Self::Tracing => "tracing",
        }
    }
}

/// What dates and times are in Rust.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dates {
    /// `jiff::Timestamp` and `jiff::civil::Date`.
    #[default]
    Jiff,
    /// `chrono::DateTime<chrono::FixedOffset>` and `chrono::NaiveDate`.
    Chrono,
    /// The runtime's `text::DateTime` and `text::Date`, which take any text.
    Text,
}

impl Dates {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Jiff, Self::Chrono, Self::Text];

    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jiff => "jiff",
            Self::Chrono => "chrono",
            Self::Text => "text",
        }
    }
}

/// A trait that a type may derive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derive {
    /// `Eq`
    Eq,
    /// `Hash`
    Hash,
    /// `PartialOrd`
    PartialOrd,
    /// `Ord`
    Ord,
}

impl Derive {
    /// All of them, in the order in which they are printed.
    pub const ALL: &'static [Self] = &[Self::Eq, Self::PartialOrd, Self::Ord, Self::Hash];

    /// Its name in Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "Eq",
            Self::Hash => "Hash",
            Self::PartialOrd => "PartialOrd",
            Self::Ord => "Ord",
        }
    }
}

impl FromStr for Settings {
    type Err = SettingsError;

    /// Reads the text of a `codegen.toml`.
    ///
    /// # Errors
    ///
    /// If it is not TOML, or has a key or a value that is not known.
    fn from_str(text: &str) -> Result<Self, SettingsError> {
        Self::read("codegen.toml", text)
    }
}

/// Why a `codegen.toml` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// The line that is wrong, from 1.
    pub line: usize,
    /// What is wrong with it. Of a key or a value that is not known it lists those that are, and
    /// says which one was probably meant.
    pub reason: String,
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for SettingsError {}
