//! References that cannot be followed.

use crate::diagnostics::{Code, Diagnostic};
use crate::document::Origin;

/// Why a reference cannot be followed.
#[derive(Debug, Clone)]
pub(super) struct Lost {
    pub(super) code: Code,
    pub(super) message: String,
    /// The place in the other file that is the reason.
    pub(super) there: Origin,
}

impl Lost {
    pub(super) fn new(code: Code, message: String) -> Self {
        Self {
            code,
            message,
            there: Origin::Nowhere,
        }
    }

    /// What to say of a reference that stands at a place.
    pub(super) fn diagnostic(self, reference: &str, at: Origin) -> Diagnostic {
        let message = format!("`{reference}` cannot be followed: {}", self.message);
        let diagnostic = Diagnostic::new(self.code, message).at(at);
        match self.there {
            Origin::Nowhere => diagnostic,
            there => diagnostic.related(there, "the reason is here"),
        }
    }
}
