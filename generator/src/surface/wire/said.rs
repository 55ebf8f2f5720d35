//! What a line about the wire says, word by word.

use crate::ir::{Docs, Limit, Limits};
use crate::json::Value;

/// Words, texts in quotes, and values under names.
#[derive(Debug, Clone, Default)]
pub(super) struct Said(String);

/// What most lines have room in, in bytes.
const LINE: usize = 96;

impl Said {
    pub(super) fn new(role: &str) -> Self {
        let mut words = String::with_capacity(LINE);
        words.push_str(role);
        Self(words)
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
    pub(super) fn text(mut self, text: &str) -> Self {
        let is_plain = |byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
        if !text.bytes().all(is_plain) {
            return self.word(&Value::from(text).to_string());
        }
        for piece in [" \"", text, "\""] {
            self.0.push_str(piece);
        }
        self
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

    /// The line.
    pub(super) fn line(&self) -> String {
        // A large API has many, and so they are as large as what is in them.
        if self.0.is_ascii() || !self.0.chars().any(turns) {
            return self.0.as_str().to_owned();
        }
        let mut line = String::with_capacity(self.0.len() + 8);
        for c in self.0.chars() {
            match turns(c) {
                true => line.push_str(&format!("\\u{:04x}", u32::from(c))),
                false => line.push(c),
            }
        }
        line
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
