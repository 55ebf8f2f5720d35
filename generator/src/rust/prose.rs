//! What the docs of an item say: the document's own words, and what the types cannot show.

use std::borrow::Cow;

use crate::ir::Docs;
use crate::json::Value;
use crate::plan::model::{Item, Piece};

use super::docs;

/// Paragraphs of Markdown, as they are put together.
#[derive(Debug, Default)]
pub(crate) struct Prose(Vec<String>);

impl Prose {
    /// Adds a paragraph of ours, which needs no cleaning.
    pub(crate) fn say(mut self, paragraph: impl Into<String>) -> Self {
        let paragraph = paragraph.into();
        if !paragraph.trim().is_empty() {
            self.0.push(paragraph);
        }
        self
    }

    /// Adds words of the document.
    pub(crate) fn quote(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.say(docs::markdown(text)),
            None => self,
        }
    }

    /// Adds the sentences that say which values are allowed.
    pub(crate) fn allow(self, limits: &[String]) -> Self {
        let limits: Vec<String> = limits.iter().map(|limit| docs::markdown(limit)).collect();
        self.say(limits.join(" "))
    }

    /// The whole.
    pub(crate) fn finish(self) -> String {
        self.0.join("\n\n")
    }
}

/// What a document says of an item; `otherwise` is said where it says nothing.
pub(crate) fn of(docs: &Docs, otherwise: &str) -> Prose {
    let mut prose = Prose::default();
    let summary = docs.summary.as_ref().map(docs::line);
    let description = docs.description.as_ref().map(docs::written);
    match (summary, description) {
        (Some(summary), Some(description)) if !same(summary, description) => {
            prose = prose.say(summary).say(description);
        }
        (Some(text), _) | (None, Some(text)) => prose = prose.say(text),
        (None, None) => {}
    }
    if prose.0.is_empty() {
        prose = prose.say(otherwise);
    }
    let mut facts: Vec<String> = docs
        .limits
        .iter()
        .map(|limit| docs::markdown(limit))
        .collect();
    if let Some(default) = &docs.default {
        facts.push(format!("Default: {}.", value(default)));
    }
    prose = prose.say(facts.join(" "));
    if docs.deprecated {
        prose = prose.say("**Deprecated** by the API.");
    }
    if let Some(link) = docs.link.as_deref().filter(|link| link.starts_with("http")) {
        prose = prose.quote(Some(&format!("See <{link}>.")));
    }
    prose
}

/// What a document says of a type; what it is for, where it says nothing.
pub(crate) fn of_item(item: &Item) -> Prose {
    let mut role = String::new();
    for piece in &item.role {
        match piece {
            Piece::Words(words) if role.is_empty() => {
                let (first, others) = words.split_at_checked(1).unwrap_or_default();
                role.push_str(&first.to_ascii_uppercase());
                role.push_str(others);
            }
            Piece::Words(words) => role.push_str(words),
            Piece::Name(name) => role.push_str(&docs::inline_code(name)),
        }
    }
    if !role.is_empty() {
        role.push('.');
    }
    of(&item.docs, &role)
}

fn same(a: &str, b: &str) -> bool {
    a.trim_end_matches('.') == b.trim_end_matches('.')
}

/// A JSON value in a sentence.
pub(crate) fn value(value: &Value) -> String {
    let text = match value {
        // Without quotes, where that cannot be taken for another value or for none.
        Value::String(text) if is_plain(text) => text.to_string(),
        other => other.to_string(),
    };
    docs::inline_code(&text)
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_err()
}

/// How wide a line of prose may be.
const WIDTH: usize = 96;

/// Breaks the lines of our own sentences, which the document's words already are; tables and
/// what is fenced stay as they are.
pub(crate) fn wrapped(markdown: &str) -> Cow<'_, str> {
    let mut lines = markdown.split('\n');
    if lines.all(|line| line.len() <= WIDTH && !line.ends_with('\r')) {
        return markdown.into();
    }
    let mut text = String::with_capacity(markdown.len() + 16);
    let mut fenced = false;
    for line in markdown.lines() {
        if !text.is_empty() {
            text.push('\n');
        }
        let trimmed = line.trim_start();
        fenced ^= trimmed.starts_with("```");
        let keep = fenced
            || line.chars().count() <= WIDTH
            || ["|", "#", "```", ">"]
                .iter()
                .any(|start| trimmed.starts_with(start));
        if keep {
            text.push_str(line);
            continue;
        }
        let bullet = if trimmed.starts_with("* ") { 2 } else { 0 };
        let indent = " ".repeat(line.len() - trimmed.len() + bullet);
        let mut width = 0;
        for (index, word) in line.split(' ').enumerate() {
            let length = word.chars().count();
            // A word that would be taken for a bullet or a heading stays on its line.
            let breaks = width + 1 + length > WIDTH
                && word.starts_with(|c: char| c.is_alphanumeric() || "`[(<".contains(c));
            if index > 0 && breaks {
                text.push('\n');
                text.push_str(&indent);
                width = indent.len();
            } else if index > 0 {
                text.push(' ');
                width += 1;
            }
            text.push_str(word);
            width += length;
        }
    }
    text.into()
}
