//! Settings from environment variables.

use std::fmt;

use crate::error::BuildError;

/// Reads settings from environment variables, or from whatever stands in for
/// them, and keeps the names of all that are missing, so that one error names
/// them all.
///
/// ```
/// use specwright_runtime::{BuildError, Environment};
///
/// let lookup = |name: &str| (name == "API_ID").then(|| "me".to_owned());
/// let mut environment = Environment::new(&lookup);
/// let id = environment.required("API_ID");
/// let secret = environment.required("API_SECRET");
/// let region = environment.optional("API_REGION");
/// let error = environment.finish().unwrap_err();
/// assert_eq!(error, BuildError::MissingVariables(vec!["API_SECRET".to_owned()]));
/// # let _ = (id, secret, region);
/// ```
pub struct Environment<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    missing: Vec<String>,
}

impl<'a> Environment<'a> {
    /// From a function that looks a variable up.
    pub fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            lookup,
            missing: Vec::new(),
        }
    }

    /// The variables of this process. One that is not Unicode counts as
    /// missing.
    pub fn process() -> Environment<'static> {
        Environment {
            lookup: &|name| std::env::var(name).ok(),
            missing: Vec::new(),
        }
    }

    /// A variable that has to be there. If it is missing or empty, the value
    /// is empty and [`finish`](Self::finish) fails.
    pub fn required(&mut self, name: &str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.missing.push(name.to_owned());
            String::new()
        })
    }

    /// A variable that may be there. An empty one is not.
    pub fn optional(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|value| !value.trim().is_empty())
    }

    /// Fails if a required variable was missing, and names all that were.
    pub fn finish(self) -> Result<(), BuildError> {
        if self.missing.is_empty() {
            Ok(())
        } else {
            Err(BuildError::MissingVariables(self.missing))
        }
    }
}

impl fmt::Debug for Environment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("missing", &self.missing)
            .finish_non_exhaustive()
    }
}
