//! One thing to say, and the list of all of them.

use crate::document::Origin;

use super::{Code, Severity};

/// One thing to say about a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// What kind of thing it is.
    pub code: Code,
    /// What was being done, what was found and what was expected, in a sentence or two.
    pub message: String,
    /// What to do now; without one, the code's own remedy is shown.
    pub help: Option<String>,
    /// Where it was found.
    pub origin: Origin,
    /// Other places that it concerns, each with a few words: "the first is here".
    pub related: Vec<(Origin, String)>,
}

impl Diagnostic {
    /// A diagnostic that points nowhere yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: None,
            origin: Origin::Nowhere,
            related: Vec::new(),
        }
    }

    /// The same, at this place.
    #[must_use]
    pub fn at(mut self, origin: impl Into<Origin>) -> Self {
        self.origin = origin.into();
        self
    }

    /// The same, with a remedy of its own.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with another place that it concerns.
    #[must_use]
    pub fn related(mut self, origin: impl Into<Origin>, words: impl Into<String>) -> Self {
        self.related.push((origin.into(), words.into()));
        self
    }

    /// How grave it is: a property of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The proof that an error has been pushed into a [`Diagnostics`].
///
/// A stage that cannot go on returns it as its error, so that no failure can be
/// silent: [`Diagnostics::error`] and [`Diagnostics::reported`] alone make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported(());

impl std::fmt::Display for Reported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the document cannot be used, for the reasons reported")
    }
}

impl std::error::Error for Reported {}

/// All that was found, in the order in which it was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Adds one that ends the run, and returns the proof of it.
    ///
    /// The code should be of severity [`Severity::Error`].
    pub fn error(&mut self, diagnostic: Diagnostic) -> Reported {
        debug_assert_eq!(diagnostic.severity(), Severity::Error);
        self.all.push(diagnostic);
        Reported(())
    }

    /// Fails if any error has been pushed.
    pub fn reported(&self) -> Result<(), Reported> {
        if self.has_errors() {
            Err(Reported(()))
        } else {
            Ok(())
        }
    }

    /// Whether any error has been pushed.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|d| d.severity() == severity).count()
    }

    /// All of them, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.all.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
