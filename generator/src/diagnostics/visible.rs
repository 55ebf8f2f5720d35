//! Text of a document in a report: what a terminal would obey or hide is written out.

use std::borrow::Cow;

/// The text with its control characters, and those that turn its direction, escaped as in Rust.
///
/// Else a document could move the cursor, or add a line that looks like a report.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().fold(String::new(), |mut escaped, c| {
        match c {
            c if is_obeyed(c) => escaped.extend(c.escape_default()),
            c => escaped.push(c),
        }
        escaped
    });
    Cow::Owned(escaped)
}

/// Whether a terminal does something other than to show the character.
pub(super) fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}
