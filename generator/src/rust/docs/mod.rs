//! A document's own words as rustdoc.
//!
//! Descriptions are CommonMark by the OpenAPI Specification, written for other
//! renderers, and come from documents nobody here vouches for. [`markdown`] reads
//! one into a small tree and writes that tree anew, so that what comes out is only
//! ever what this module knows how to write: no HTML but `<br>` in a table, no
//! doctest, no link to a place that readers cannot reach, nothing that the default
//! lints of rustc, rustdoc and Clippy object to. [`comment`] makes one `///` of each
//! line, which nothing in a line can end, `*/` included.
//!
//! ```text
//! text ─▶ read (parser events, HTML) ─▶ tree ─▶ write (blocks) ─▶ lines
//!                                                └▶ phrase (escapes, words)
//! ```
//!
//! The functions are pure, take linear time, and recurse no deeper than
//! `tree::MAX_DEPTH`, whatever the text.

use crate::ir::Words;

mod characters;
pub(crate) use characters::reorders;
mod html;
mod phrase;
mod read;
mod summary;
mod tree;
mod write;

/// Rewrites a description as Markdown that rustdoc renders as its author meant.
///
/// The result has no leading or trailing blank line and is wrapped at 96 columns
/// outside code and tables. It is empty when the description says nothing. Text
/// that has been through here comes out of here unchanged.
#[must_use]
pub fn markdown(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    write::document(&read::document(text))
}

/// The same for words of a document, which is done once wherever they stand.
pub(crate) fn written(words: &Words) -> &str {
    if is_plain(words) {
        return words;
    }
    words.written(markdown)
}

/// Whether a text is one line of words and nothing that could be a mark, which is written as it is read.
/// Half of all descriptions are so.
fn is_plain(text: &str) -> bool {
    let is_wordy = |c: char| c.is_ascii_alphanumeric() || " ,.'()-".contains(c);
    text.len() <= write::WIDTH
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(is_wordy)
        && !text.ends_with(' ')
        && !text.contains("  ")
}

/// One line for a description: its first paragraph, whole if it is short, else its
/// first sentences, else cut at a word with `…`.
///
/// The line is Markdown, ends in punctuation, and shows at most about 120
/// characters. It is empty when the description says nothing.
#[must_use]
pub fn summary(text: &str) -> String {
    summary::line(&read::document(text))
}

/// The same for words of a document, which is done once wherever they stand.
pub(crate) fn line(words: &Words) -> &str {
    words.line(summary)
}

/// The lines of a doc comment, each the value of one `#[doc = "…"]` attribute.
///
/// A line starts with the space that rustfmt and prettyplease put after `///`,
/// unless it is empty. Characters that rustc refuses in a comment are left out
/// here too, so that Markdown put together elsewhere is as safe; its structure is
/// taken as it is.
#[must_use]
pub fn comment(markdown: &str) -> Vec<String> {
    let mut lines = Vec::new();
    each_line(markdown, |line| {
        lines.push(match line {
            "" => String::new(),
            line => format!(" {line}"),
        });
    });
    lines
}

/// The same lines, without the space that they start with.
pub(crate) fn each_line(markdown: &str, mut see: impl FnMut(&str)) {
    let source = characters::source(markdown);
    let text = source.trim_matches('\n');
    // `split` would see one line in an empty text.
    if !text.is_empty() {
        for line in text.split('\n') {
            see(&characters::code_line(line));
        }
    }
}

/// Any string as inline code.
///
/// Control characters and those that reorder text are shown as Rust would escape
/// them. A string whose edges would be invisible, the empty one too, is shown in
/// double quotes.
#[must_use]
pub fn inline_code(text: &str) -> String {
    phrase::code_span(&characters::visible(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{is_plain, read, write};

    proptest! {
        #[test]
        fn plain_text_is_written_as_it_is_read(text in "[A-Za-z][A-Za-z0-9 ,.'()-]{0,95}") {
            if is_plain(&text) {
                prop_assert_eq!(&write::document(&read::document(&text)), &text);
            }
        }

        #[test]
        fn plain_words_are_too(text in "[a-z]{1,3}( [a-z1.'()-]{1,4}){0,20}") {
            if is_plain(&text) {
                prop_assert_eq!(&write::document(&read::document(&text)), &text);
            }
        }
    }
}
