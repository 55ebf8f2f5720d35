//! What holds for every description, whatever is in it.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};
use quote::quote;
use specwright::rust::docs::{comment, inline_code, markdown, summary};

/// Fragments that mean something to a Markdown parser, to rustdoc, to rustc or to a
/// browser, so that random texts are nasty ones.
const FRAGMENTS: &[&str] = &[
    "word",
    "snake_case",
    "Vec<u8>",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\\",
    "\\\n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```",
    "~~~",
    "```rust\n",
    "```json\n",
    "[",
    "]",
    "[x]",
    "[ ]",
    "[x] ",
    "[]",
    "(",
    ")",
    "(#a)",
    "(https://a.example/b)",
    "[a](b)",
    "![i](j)",
    "!",
    "<",
    ">",
    "> ",
    "- ",
    "-",
    "---",
    "+ ",
    "* ",
    "1. ",
    "2) ",
    "10. ",
    "# ",
    "#",
    "### ",
    "===",
    "=",
    "|",
    "| a | b |\n|---|---|\n",
    "|-|\n",
    ":-",
    "&",
    "&amp;",
    "&lt;",
    "&#8238;",
    "&nbsp;",
    ";",
    "#42",
    "https://a.example/x_y_z",
    "http://b.example.",
    "<https://c.example>",
    "<d@e.example>",
    "mailto:",
    "<br>",
    "<br/>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<code>",
    "</code>",
    "<pre>",
    "</pre>",
    "<a href=\"https://f.example/(g)\">",
    "<a href='#x'>",
    "</a>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<li>",
    "</li>",
    "<h1>",
    "</h1>",
    "<blockquote>",
    "</blockquote>",
    "<hr>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "<!--",
    "-->",
    "<id>",
    "<script>",
    "</script>",
    "<div>\n",
    "[^1]",
    "[^1]: ",
    "[a]: https://g.example\n",
    "*/",
    "//",
    "\u{0}",
    "\u{202E}",
    "\u{2028}",
    "\u{200B}",
    "\u{A0}",
    "é",
    "中",
    "—",
    "🎉",
    "\"",
    "'",
    ".",
    ",",
    ":",
    "{x}",
    "$",
    "^",
];

fn nasty() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FRAGMENTS), 0..24).prop_map(|parts| parts.concat())
}

/// Without HTML, footnotes and characters that are left out, which are shown as
/// something else than they were.
fn without_html() -> impl Strategy<Value = String> {
    let plain: Vec<&str> = FRAGMENTS
        .iter()
        .copied()
        .filter(|part| {
            !part.contains(['<', '>', '&', '^', '\0', '\u{202E}', '\u{2028}', '\u{200B}'])
        })
        .collect();
    prop::collection::vec(prop::sample::select(plain), 0..24).prop_map(|parts| parts.concat())
}

/// What a reader sees of Markdown, without white space.
fn shown(markdown: &str) -> String {
    let extensions =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(markdown, extensions)
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.into_string()),
            _ => None,
        })
        .collect::<String>()
        .replace(char::is_whitespace, "")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_once_is_written_for_good(text in nasty()) {
        let once = markdown(&text);
        prop_assert_eq!(markdown(&once), once);
    }

    /// Nothing is lost and nothing is added, as far as a reader can see.
    #[test]
    fn what_it_shows_is_what_it_showed(text in without_html()) {
        prop_assert_eq!(shown(&markdown(&text)), shown(&text));
    }

    #[test]
    fn any_text_is_written(text in any::<String>()) {
        let once = markdown(&text);
        prop_assert_eq!(markdown(&once), once);
    }

    #[test]
    fn a_description_is_tidy(text in nasty()) {
        let text = markdown(&text);
        prop_assert_eq!(text.trim_matches('\n'), &text);
        prop_assert!(text.lines().all(|line| line.trim_end() == line), "{}", text);
        let refused = |c: char| (c.is_control() && c != '\n') || c == '\u{202E}' || c == '\u{2028}';
        prop_assert_eq!(text.find(refused), None);
    }

    #[test]
    fn a_summary_is_one_line_that_ends(text in nasty()) {
        let line = summary(&text);
        prop_assert!(!line.contains('\n'));
        prop_assert!(shown(&line).chars().count() <= 130, "{}", line);
        prop_assert!(line.is_empty() || shown(&line).ends_with(['.', '!', '?', '…', ')', '"']), "{}", line);
        // Wrapped or not, it means the same.
        prop_assert_eq!(shown(&markdown(&line)), shown(&line));
    }

    #[test]
    fn code_is_code(text in nasty()) {
        let code = inline_code(&text);
        let events: Vec<Event<'_>> = Parser::new(&code).collect();
        let [_, Event::Code(inside), _] = events.as_slice() else {
            return Err(TestCaseError::fail(code));
        };
        prop_assert!(!inside.contains(char::is_control));
        prop_assert_eq!(markdown(&code), code.clone());
    }

    #[test]
    fn a_comment_stays_a_comment(text in prop_oneof![nasty(), any::<String>()]) {
        for lines in [comment(&markdown(&text)), comment(&text)] {
            let source = quote! { #(#[doc = #lines])* struct Documented; };
            let written = prettyplease::unparse(&syn::parse2(source).unwrap());
            prop_assert!(written.lines().rev().skip(1).all(|line| line.starts_with("///")), "{}", written);
            prop_assert_eq!(syn::parse_file(&written).unwrap().items.len(), 1);
        }
    }
}
