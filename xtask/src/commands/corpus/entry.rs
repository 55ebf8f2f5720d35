//! What became of a document.

use std::collections::BTreeMap;

use serde::Serialize;
use specwright::diagnostics::{Code, Diagnostics, Severity};

/// A document with its figures, as `--report` writes them.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    /// The document, from the current folder.
    pub(super) file: String,
    /// The version, as it is written.
    pub(super) version: String,
    /// What its crate is called.
    #[serde(rename = "crate")]
    pub(super) crate_name: String,
    /// Whether there is a crate of it.
    pub(super) generated: bool,
    /// Whether the crate compiles without a warning; `null` if it was not tried.
    pub(super) compiled: Option<bool>,
    /// Whether the file is what it says it is. One that is not fails nothing.
    pub(super) valid: bool,
    /// How long it took to generate.
    pub(super) seconds: f64,
    pub(super) operations: usize,
    pub(super) types: usize,
    /// Lines of Rust, examples and tests among them.
    pub(super) lines: usize,
    pub(super) diagnostics: Counts,
    /// How many members, items, parameters and bodies are raw JSON, by cause.
    pub(super) raw_json: BTreeMap<&'static str, usize>,
    /// Why there is no crate, or why it does not compile: the first few.
    pub(super) errors: Vec<String>,
    /// How it is called on the screen.
    #[serde(skip)]
    pub(super) name: String,
}

impl Entry {
    /// Whether the document is valid, and did not become a crate that compiles.
    pub(super) fn is_failure(&self) -> bool {
        self.valid && !(self.generated && self.compiled != Some(false))
    }
}

/// How many diagnostics there are, by severity and code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    error: BTreeMap<&'static str, usize>,
    dropped: BTreeMap<&'static str, usize>,
    repaired: BTreeMap<&'static str, usize>,
    note: BTreeMap<&'static str, usize>,
}

impl Counts {
    pub(super) fn of(diagnostics: &Diagnostics) -> Self {
        let mut counts = Self::default();
        for diagnostic in diagnostics {
            *counts
                .of_severity_mut(diagnostic.severity())
                .entry(diagnostic.code.name())
                .or_default() += 1;
        }
        counts
    }

    pub(super) fn of_severity(&self, severity: Severity) -> &BTreeMap<&'static str, usize> {
        match severity {
            Severity::Error => &self.error,
            Severity::Dropped => &self.dropped,
            Severity::Repaired => &self.repaired,
            Severity::Note => &self.note,
        }
    }

    fn of_severity_mut(&mut self, severity: Severity) -> &mut BTreeMap<&'static str, usize> {
        match severity {
            Severity::Error => &mut self.error,
            Severity::Dropped => &mut self.dropped,
            Severity::Repaired => &mut self.repaired,
            Severity::Note => &mut self.note,
        }
    }

    /// How many there are of a severity.
    pub(super) fn sum(&self, severity: Severity) -> usize {
        self.of_severity(severity).values().sum()
    }
}

/// The errors of a file that is no OpenAPI document of a known version, whatever its top says.
const NOT_VALID: &[Code] = &[
    Code::NotText,
    Code::InvalidJson,
    Code::InvalidYaml,
    Code::SeveralDocuments,
    Code::NotAnObject,
    Code::NotOpenApi,
    Code::UnsupportedVersion,
];

/// Whether a file of which no crate was made could have been one.
///
/// Only what no reader of OpenAPI could take counts against the file. What is refused for a
/// limit or a want of the generator's is the generator's failure.
pub(super) fn is_valid(diagnostics: &Diagnostics) -> bool {
    let mut errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .peekable();
    errors.peek().is_none() || errors.any(|error| !NOT_VALID.contains(&error.code))
}
