//! `codegen.toml`: what the owner of a crate decides, and no document says.

use std::ops::Range;
use std::str::FromStr;

use serde::Deserialize;

/// The settings of one API.
///
/// The defaults are what a crate is without a `codegen.toml`.
///
/// ```
/// use specwright::Settings;
///
/// let settings: Settings = "validate = true".parse()?;
/// assert!(settings.validate);
/// assert!(!Settings::default().validate);
/// # Ok::<(), specwright::SettingsError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Settings {
    /// Whether the client checks what the document limits (`maxLength`, `minimum`, `pattern`, …)
    /// before it sends a request.
    pub validate: bool,
}

impl FromStr for Settings {
    type Err = SettingsError;

    /// Reads the text of a `codegen.toml`.
    fn from_str(text: &str) -> Result<Self, SettingsError> {
        toml::from_str(text).map_err(|error| SettingsError {
            line: line(text, error.span()),
            reason: error.message().to_owned(),
        })
    }
}

/// The line that a place in a text is on, from 1.
fn line(text: &str, place: Option<Range<usize>>) -> usize {
    let before = place.and_then(|place| text.get(..place.start));
    before.map_or(1, |before| before.matches('\n').count() + 1)
}

/// Why a `codegen.toml` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// The line that is wrong, from 1.
    pub line: usize,
    /// What is wrong with it. Of a key that is not known it lists those that are.
    pub reason: String,
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for SettingsError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> Option<String> {
        let read: Result<Settings, SettingsError> = text.parse();
        read.err().map(|error| error.to_string())
    }

    #[test]
    fn nothing_is_needed() {
        assert_eq!("".parse(), Ok(Settings::default()));
        assert_eq!("# later\n".parse(), Ok(Settings::default()));
    }

    #[test]
    fn a_key_that_is_not_known_is_an_error_with_those_that_are() {
        let words = error("validate = true\n\nvaildate = false\n");
        let expected = "line 3: unknown field `vaildate`, expected `validate`";
        assert_eq!(words.as_deref(), Some(expected));
    }

    #[test]
    fn a_value_of_another_type_is_an_error() {
        let words = error("# checks\nvalidate = \"yes\"\n");
        let expected = "line 2: invalid type: string \"yes\", expected a boolean";
        assert_eq!(words.as_deref(), Some(expected));
    }

    #[test]
    fn what_is_no_toml_is_an_error() {
        assert!(error("validate: true").is_some_and(|words| words.starts_with("line 1: ")));
    }
}
