//! What a line about the wire says, word by word.

use std::fmt::{self, Write as _};

use serde_json::Value;

use crate::ir::{Docs, Limit, Limits};

/// Words, texts in quotes, and values under names.
#[derive(Debug, Clone, Default)]
pub(super) struct Said(String);

impl Said {
    pub(super) fn new(role: &str) -> Self {
        Self(role.to_owned())
    }

    pub(super) fn word(mut self, word: &str) -> Self {
        if !word.is_empty() {
            self.0.push(' ');
            self.0.push_str(word);
        }
        self
    }

    pub(super) fn words_if(self, is_so: bool, word: &str) -> Self {
        match is_so {
            true => self.word(word),
            false => self,
        }
    }

    /// A text of the document, in the quotes of JSON.
    pub(super) fn text(self, text: &str) -> Self {
        self.word(&Value::from(text).to_string())
    }

    pub(super) fn value(self, name: &str, value: &Value) -> Self {
        self.word(&format!("{name}={value}"))
    }

    /// What a value must keep to.
    pub(super) fn limits(mut self, limits: &Limits) -> Self {
        let mut words = Vec::new();
        each(limits, "", &mut words);
        words.sort();
        words.dedup();
        for word in words {
            self = self.word(&word);
        }
        self
    }

    /// What the document says beside that goes over the wire or that a user should know.
    pub(super) fn docs(self, docs: &Docs) -> Self {
        let said = match &docs.default {
            Some(default) => self.value("default", default),
            None => self,
        };
        said.words_if(docs.deprecated, "deprecated")
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match turns(c) {
            true => write!(f, "\\u{:04x}", u32::from(c)),
            false => f.write_char(c),
        })
    }
}

/// Whether a character turns the direction of what is around it, so that a reader of a line sees
/// another order than a program. Such ones are in texts only, where JSON has a spelling for them.
fn turns(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn each(limits: &Limits, before: &str, words: &mut Vec<String>) {
    for limit in &limits.own {
        if let Some(word) = limit_word(limit) {
            words.push(format!("{before}{word}"));
        }
    }
    for (at, limits) in limits.first.iter().enumerate() {
        each(limits, &format!("{before}{at}."), words);
    }
    if let Some(inner) = &limits.inner {
        each(inner, &format!("{before}each."), words);
    }
}

/// A limit by its keyword in JSON Schema; `None` where a client cannot tell what it limits.
fn limit_word(limit: &Limit) -> Option<String> {
    Some(match limit {
        Limit::MinLength(n) => format!("minLength={n}"),
        Limit::MaxLength(n) => format!("maxLength={n}"),
        Limit::Pattern { pattern, .. } => format!("pattern={}", Value::from(pattern.as_str())),
        Limit::AtLeast(n) => format!("minimum={n}"),
        Limit::AtMost(n) => format!("maximum={n}"),
        Limit::MoreThan(n) => format!("exclusiveMinimum={n}"),
        Limit::LessThan(n) => format!("exclusiveMaximum={n}"),
        Limit::MultipleOf(n) => format!("multipleOf={n}"),
        Limit::OneOf(values) => format!("enum={}", Value::from(values.clone())),
        Limit::MinItems(n) => format!("minItems={n}"),
        Limit::MaxItems(n) => format!("maxItems={n}"),
        Limit::UniqueItems => "uniqueItems=true".to_owned(),
        Limit::MinMembers(n) => format!("minProperties={n}"),
        Limit::MaxMembers(n) => format!("maxProperties={n}"),
        Limit::AnyOf(branches) => {
            let branches = branches.iter().map(|branch| {
                let mut words = Vec::new();
                each(branch, "", &mut words);
                Value::from(words.join(" "))
            });
            format!("anyOf={}", Value::from_iter(branches))
        }
        Limit::OfSomeOnly { .. } | Limit::NotChecked { .. } => return None,
    })
}
