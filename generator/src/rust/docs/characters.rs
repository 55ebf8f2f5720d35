//! Which characters may stand in a comment.

use std::borrow::Cow;

/// Characters that change the direction of what follows them. rustc denies them in
/// comments (`text_direction_codepoint_in_comment`), since they can make code read
/// as something else than it is.
pub(crate) fn reorders(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a shape: they only make equal words unequal.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
    )
}

fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_refused(c: char) -> bool {
    c.is_control() || reorders(c) || is_invisible(c)
}

/// Whether a text has nothing but what is printed as it is, which is so of most.
fn is_plain(raw: &str) -> bool {
    raw.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A whole text before it is parsed: every line ends in `\n`, tabs stay, what may
/// not stand in a comment is gone.
pub(super) fn source(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return raw.into();
    }
    raw.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            c if ends_line(c) => Some('\n'),
            '\t' => Some('\t'),
            c if is_refused(c) => None,
            c => Some(c),
        })
        .collect::<String>()
        .into()
}

/// A piece of running text. Character references can bring back what [`source`]
/// left out, hence again. Every kind of white space becomes one kind.
pub(super) fn text(raw: &str) -> String {
    if is_plain(raw) {
        return raw.to_owned();
    }
    raw.chars()
        .filter_map(|c| match c {
            c if c.is_whitespace() => Some(' '),
            c if is_refused(c) => None,
            c => Some(c),
        })
        .collect()
}

/// A line of code: tabs to stops of four, no space at the end.
pub(super) fn code_line(raw: &str) -> Cow<'_, str> {
    const TAB_STOP: usize = 4;
    if is_plain(raw) {
        return raw.trim_end().into();
    }
    let mut line = String::with_capacity(raw.len());
    let mut column = 0;
    for c in raw.chars() {
        if c == '\t' {
            let spaces = TAB_STOP - column % TAB_STOP;
            line.extend(std::iter::repeat_n(' ', spaces));
            column += spaces;
        } else if c.is_whitespace() {
            line.push(' ');
            column += 1;
        } else if !is_refused(c) {
            line.push(c);
            column += 1;
        }
    }
    line.truncate(line.trim_end().len());
    line.into()
}

/// A string whose every character matters: what may not stand in a comment is
/// shown escaped, and edges of white space are shown by quotes.
pub(super) fn visible(raw: &str) -> String {
    let mut shown = String::with_capacity(raw.len());
    for c in raw.chars() {
        if is_refused(c) || (c.is_whitespace() && c != ' ') {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    if shown.is_empty() || shown.starts_with(' ') || shown.ends_with(' ') {
        shown = format!("\"{shown}\"");
    }
    shown
}
