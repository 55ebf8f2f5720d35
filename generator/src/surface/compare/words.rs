//! What a line about the wire says, in words.

use super::super::wire::Heard;

/// A line in words.
pub(super) fn described(heard: &Heard) -> String {
    let words = |from: usize| -> Vec<&str> {
        let words = heard.words.iter().skip(from);
        words.map(String::as_str).collect()
    };
    match heard.role.as_str() {
        "query" | "path" | "header" | "cookie" | "part" | "member" | "body" => {
            let ty = heard.word(2);
            format!(
                "{} {}, {} `{ty}`",
                place(heard),
                heard.word(0),
                heard.word(1)
            )
        }
        role => format!("{role} {}", words(0).join(" ")),
    }
}

pub(super) fn place(heard: &Heard) -> &str {
    match heard.role.as_str() {
        "query" => "query parameter",
        "path" => "path parameter",
        role => role,
    }
}

/// A text without its quotes.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches('"')
}
