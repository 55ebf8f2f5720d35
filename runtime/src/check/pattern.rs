//! Regular expressions, compiled when they are first needed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use regex_lite::Regex;

/// Those that were needed so far: as many as the tables of the program have.
static COMPILED: Mutex<Option<HashMap<&'static str, Option<Regex>>>> = Mutex::new(None);

/// Whether a part of a text matches. `None` if this is no regular expression, which the generator
/// has made sure of.
pub(super) fn matches(pattern: &'static str, text: &str) -> Option<bool> {
    let regex = {
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        compiled
            .get_or_insert_default()
            .entry(pattern)
            .or_insert_with(|| Regex::new(pattern).ok())
            .clone()
    };
    Some(regex?.is_match(text))
}
