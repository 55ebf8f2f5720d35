//! A line about the wire, taken apart again.

use std::collections::BTreeMap;

/// What [`Said`](super::said::Said) wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::surface) struct Heard {
    /// What it speaks of: `query`, `member`, `answer`.
    pub(in crate::surface) role: String,
    /// The words and the texts in quotes, in order.
    pub(in crate::surface) words: Vec<String>,
    /// The values under names, as JSON.
    pub(in crate::surface) values: BTreeMap<String, String>,
}

impl Heard {
    pub(in crate::surface) fn of(said: &str) -> Self {
        let mut words = words(said).into_iter();
        let role = words.next().unwrap_or_default();
        let mut heard = Self {
            role,
            words: Vec::new(),
            values: BTreeMap::new(),
        };
        for word in words {
            match word.split_once('=').filter(|_| !word.starts_with('"')) {
                Some(("tag" | "as", _)) | None => heard.words.push(word),
                Some((name, value)) => {
                    // A pattern of one branch beside that of another.
                    let values = heard.values.entry(name.to_owned()).or_default();
                    if !values.is_empty() {
                        values.push(' ');
                    }
                    values.push_str(value);
                }
            }
        }
        heard
    }

    /// The word at a position.
    pub(in crate::surface) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    pub(in crate::surface) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|of| of == word)
    }
}

/// Splits at spaces, but not inside of quotes.
fn words(said: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut is_quoted, mut is_escaped) = (false, false);
    for c in said.chars() {
        match c {
            ' ' if !is_quoted => words.push(std::mem::take(&mut word)),
            c => {
                if c == '"' && !is_escaped {
                    is_quoted = !is_quoted;
                }
                is_escaped = c == '\\' && !is_escaped;
                word.push(c);
            }
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}
