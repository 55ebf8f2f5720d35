//! `codegen.toml`: what the owner of a crate decides, and no document says.
//!
//! Nothing of it is passed over: a key or a value that is not known is an error, with its line.

mod keys;
mod nearest;
mod read;
mod version;

use std::str::FromStr;

pub use keys::{KEYS, Key};

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
    /// The features that are on unless a user says otherwise.
    pub default_features: Vec<Feature>,
    /// Whether the client checks what the document limits (`maxLength`, `minimum`, `pattern`, …)
    /// before it sends a request.
    pub validate: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            crate_name: None,
            version: "0.1.0".to_owned(),
            default_features: vec![Feature::Rustls],
            validate: false,
        }
    }
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

impl FromStr for Settings {
    type Err = SettingsError;

    /// Reads the text of a `codegen.toml`.
    ///
    /// # Errors
    ///
    /// If it is not TOML, or has a key or a value that is not known.
    fn from_str(text: &str) -> Result<Self, SettingsError> {
        read::read(text)
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
