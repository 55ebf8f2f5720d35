//! A client that could not be built.

use std::fmt;

/// A client that could not be built. It names what is missing or wrong and
/// never shows a value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// Environment variables that are missing or empty, all of them.
    MissingVariables(Vec<String>),
    /// Settings that the API needs with every request, all that are missing.
    MissingSettings(Vec<MissingSetting>),
    /// The API has no server of its own, and none was given.
    MissingBaseUrl,
    /// The base URL cannot be used, and why.
    BaseUrl(&'static str),
    /// A header's name or value cannot be sent: the name, and why.
    Header {
        /// The name of the header.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The OAuth client credentials cannot be used, and why.
    ClientCredentials(&'static str),
    /// The HTTP client could not be set up: TLS, certificates or a proxy.
    Transport(String),
}

/// A setting that every request needs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingSetting {
    /// The header it is sent as.
    pub header: String,
    /// What to call or set.
    pub remedy: &'static str,
}

impl MissingSetting {
    pub(crate) fn new(header: String, remedy: &'static str) -> Self {
        Self { header, remedy }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the client cannot be built: ")?;
        match self {
            Self::MissingVariables(names) => {
                let (noun, verb) = if names.len() == 1 {
                    ("variable", "is")
                } else {
                    ("variables", "are")
                };
                write!(
                    f,
                    "the environment {noun} {} {verb} not set",
                    names.join(", ")
                )
            }
            Self::MissingSettings(settings) => {
                for (index, setting) in settings.iter().enumerate() {
                    let separator = if index > 0 { "; " } else { "" };
                    let MissingSetting { header, remedy } = setting;
                    write!(
                        f,
                        "{separator}every request needs the header {header}: {remedy}"
                    )?;
                }
                Ok(())
            }
            Self::MissingBaseUrl => f.write_str("it needs a base URL: call `base_url`"),
            Self::BaseUrl(reason) => write!(f, "the base URL {reason}"),
            Self::Header { name, reason } => write!(f, "the header {name} {reason}"),
            Self::ClientCredentials(reason) => {
                write!(f, "the client credentials cannot be used: {reason}")
            }
            Self::Transport(reason) => write!(f, "the HTTP client cannot be set up: {reason}"),
        }
    }
}

impl std::error::Error for BuildError {}
