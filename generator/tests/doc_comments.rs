//! Descriptions as documents have them, and the rustdoc they become.

use specwright::rust::docs::{comment, inline_code, markdown, summary};

/// What a description shows, and the description.
const DESCRIPTIONS: &[(&str, &str)] = &[
    (
        "paragraphs are wrapped",
        "The filter that is applied to the incidents before they are counted, sorted and returned.\nIt is optional.\r\n\r\n\n\nAnd  a   second.",
    ),
    (
        "hard breaks are kept",
        "first line  \nsecond line\\\nthird line\\",
    ),
    (
        "headings stay below rustdoc's",
        "# Incidents\n\nText.\n\n## Paging #\n\nMore.\n\nLowest\n---",
    ),
    (
        "headings that are low already stay",
        "#### Paging\n\n##### Offsets",
    ),
    (
        "lists",
        "* one\n* two\n    1. nested\n    2. again\n\n+ another list\n\n3. three\n4. four\n\n   with a second paragraph",
    ),
    (
        "long items hang",
        "- The severity of the incident as it was assigned by the policy, unless an administrator changed it.\n10. The severity of the incident as it was assigned by the policy, unless an administrator changed it.",
    ),
    (
        "items without indentation",
        "- The severity of\nthe incident\n- The status",
    ),
    ("to-do lists", "- [ ] open\n- [x] done\n- [y] neither"),
    (
        "quotes and alerts",
        "> quoted\nlazily\n\n> [!WARNING]\n> This deletes all.",
    ),
    (
        "tables",
        "| Name | Meaning |\n|:-----|:-:|\n| `a\\|b` | pipe \\| and <br> break |\n| <ul><li>x</li><li>y</li></ul> | `c\\|d` |",
    ),
    (
        "code is never a doctest",
        "```\nlet x = 1;\n```\n\n```rust\nlet x = 1;\n```\n\n```json\n{\"a\": 1}\n```\n\n    indented\n\n```compile_fail\nnever closed",
    ),
    ("fences in fences", "~~~\n```\ninner\n```\n~~~"),
    (
        "what is no link is text",
        "An array[0] of [Name], [x][y], [] and [ ]; [a](b), [top](#top), [run](javascript:alert(1)), [path](/v1/x).",
    ),
    (
        "links",
        "[docs](https://example.com/a_(b) \"title\"), [ref][r], ![a *picture*](p.png), [mail](mailto:a@example.com)\n\n[r]: <https://example.com/x y>",
    ),
    (
        "bare addresses",
        "See https://example.com/a_b*c. (Or http://example.com/x_(y)), https://{host}/v1, https://localhost:8080/, **https://a.example**, <b@example.com>.",
    ),
    (
        "placeholders are not HTML",
        "GET /users/<user-id>/<Vec<String>> with a < b && c > d, <object>",
    ),
    (
        "inline HTML",
        "a<br>b<br/><br>c <b> bold </b>, <i>it</i>alic, <code>x &lt; `y`</code>, <a href=\"https://example.com\">there</a>, <a href='#x'>here</a>, <img src=x alt=\"pic\"><span>.</span><!-- no -->",
    ),
    (
        "HTML blocks",
        "<p>Use the <code>id</code> of `x` &amp; <em>not</em> its name.</p>\n<ul>\n<li>one\n<li><b>two</b> - with a dash\n<ol><li>inner</li></ol>\n</ul>\n<p>- end<hr><h2>Title</h2><pre>\nfn main() {\n  a &lt; b;\n}\n</pre>",
    ),
    (
        "HTML tables are lines",
        "<table><tr><th>Name</th><th>Meaning</th></tr><tr><td>a</td><td>b</td></tr></table>",
    ),
    (
        "unclosed HTML",
        "- <b>bold\n- <ul><li>inner\n\nafter </b></ul>",
    ),
    (
        "emphasis",
        "*a* _b_ **c** __d__ ~~e~~ ***f*** **a *b* c** a*b*c <b>\"x\"</b>y snake_case_name _id 2 * 3 * 4 ~5",
    ),
    (
        "words that would start a block",
        "The year was\n2019\\. Then\n\\- not a list, nor\n\\# a heading &gt; or\n&gt; a quote, a\n\\=== title or\n\\+ this.",
    ),
    ("footnotes", "Text[^1] and[^none].\n\n[^1]: The note."),
    (
        "characters that lie",
        "a\u{202E}b\u{2066}c\u{0}d\u{FEFF}e&#8238;f\u{2028}g\u{a0}h\ti",
    ),
    ("the end of a comment", "*/ fn injected() {} /* \"] `*/*`"),
    (
        "nothing",
        " \n\u{0}\n<!-- nothing -->\n[x]: https://example.com\n<b> </b>\n",
    ),
];

#[test]
fn descriptions_become_rustdoc() {
    let mut written = String::new();
    for (name, text) in DESCRIPTIONS {
        written += &format!(
            "──── {name}\n{text:?}\n\n{}\n\n→ {}\n\n",
            markdown(text),
            summary(text)
        );
    }
    insta::assert_snapshot!(written);
}

#[test]
fn a_summary_prefers_sentences_to_words() {
    let long = "Word ".repeat(40);
    let cases = [
        ("Lists incidents", "Lists incidents."),
        ("Lists incidents!\n\nMore.", "Lists incidents!"),
        ("Is it `open`?", "Is it `open`?"),
        ("One of:\n- a\n- b", "One of."),
        ("The status. Allowed values:\n- a", "The status."),
        ("> [!NOTE]\n> Deprecated.\n\nLists.", "Lists."),
        ("# Title", "Title."),
        ("- item", "item."),
        (
            "[Docs](https://example.com)",
            "[Docs](https://example.com).",
        ),
        ("a<br>", "a."),
        ("10", "10\\."),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(summary(text), expected, "{text:?}");
    }
    assert_eq!(
        summary(&format!("One, e.g. this. Two. {long}")),
        "One, e.g. this. Two."
    );
    let cut = summary(&format!("**{}**", long.trim_end()));
    assert!(
        cut.starts_with("**Word Word") && cut.ends_with("Word**…"),
        "{cut}"
    );
}

#[test]
fn a_comment_is_lines_for_doc_attributes() {
    assert_eq!(comment("a\n\n  b\n"), [" a", "", "   b"]);
    assert_eq!(comment("a\rb\u{202E}\tc"), [" a", " b   c"]);
    assert_eq!(comment("```text\n\tx\n```"), [" ```text", "     x", " ```"]);
    assert!(comment("\n").is_empty());
}

#[test]
fn any_string_is_inline_code() {
    let cases = [
        ("a_b", "`a_b`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("", "`\"\"`"),
        (" a", "`\" a\"`"),
        ("a\nb\t\u{0}\u{202E}", r"`a\nb\t\u{0}\u{202e}`"),
    ];
    for (text, expected) in cases {
        assert_eq!(inline_code(text), expected);
    }
}

/// Texts that make a parser nest, backtrack or look far ahead. Each takes well under
/// a second; were one of them quadratic or recursive, this test would not end.
#[test]
fn long_texts_take_no_longer_than_they_are() {
    let parts = [
        "> ",
        "- ",
        "1. ",
        "- a\n  ",
        "[",
        "![",
        "[a](",
        "*",
        "**a ",
        "_",
        "`",
        "`a``",
        "<a ",
        "<b>",
        "<!--",
        "<div>&a;",
        "<ul><li>",
        "<blockquote>\n\n",
        "<pre>",
        "<br>",
        "&",
        "http://a.b",
        "[^a]: ",
        "a|b\n-|-\n",
        "\n",
        "# ",
        "\\",
    ];
    for part in parts {
        let text = part.repeat(100_000 / part.len());
        let written = markdown(&text);
        assert!(
            written.len() < 8 * text.len(),
            "{part:?} became {} bytes",
            written.len()
        );
        assert!(summary(&text).len() < 1_000, "{part:?}");
    }
}
