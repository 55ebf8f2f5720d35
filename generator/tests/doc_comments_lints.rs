//! A crate full of nasty descriptions, as rustc, rustdoc and Clippy see it.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use quote::{format_ident, quote};
use specwright::rust::docs::{comment, inline_code, markdown, summary};

/// What each lint of comments looks for, and what ends comments or starts doctests.
const NASTY: &[&str] = &[
    // rustdoc::broken_intra_doc_links, redundant_explicit_links, private_intra_doc_links
    "[Missing]",
    "[a][b]",
    "[`Missing::item`]",
    "[x](crate::nowhere)",
    "[std::vec::Vec](std::vec::Vec)",
    "[]",
    "[ ]",
    "array[0]",
    "[a]: b",
    "![alt](image.png)",
    "[top](#top)",
    "[run](javascript:alert(1))",
    "[struct@x]",
    "[fn@x][]",
    "<mailto:a@localhost>",
    "[mail](mailto:a@localhost)",
    // rustdoc::bare_urls
    "https://example.com/a_b*c*",
    "(see http://example.com/x).",
    "**https://example.com**",
    "https://{host}.example.com/",
    "https://example.com,https://example.org",
    "\"https://example.com\"",
    "[https://example.com](https://example.org)",
    // rustdoc::invalid_html_tags
    "Vec<u8>",
    "<T>",
    "<b>bold",
    "</p>",
    "<br>",
    "<unclosed",
    "<!-- open",
    "<p>one<p>two",
    "<ul><li>a<li>b</ul>",
    "<a href=\"https://example.com\">there</a>",
    "<username>:<password>",
    "<div>\n<span>\n\ntext",
    // rustdoc::invalid_codeblock_attributes, invalid_rust_codeblocks, and doctests
    "```\nfn main() { panic!() }\n```",
    "```rust\nlet x: = 1;\n```",
    "```compile-fail\nx\n```",
    "```rust,should_panic\nx",
    "~~~ignore\nx\n~~~",
    "    let indented = 1;",
    "```{.rust}\nx\n```",
    "```json\n{\"a\": [1]}\n```",
    "````\n```\n````",
    "<pre>fn main() { panic!() }</pre>",
    // rustdoc::unescaped_backticks
    "`open",
    "a ` b `` c",
    "```",
    "``a`",
    // clippy::doc_lazy_continuation, doc_overindented_list_items, doc_nested_refdefs
    "- a\nlazy",
    "1. a\n lazy",
    "- a\n      deep",
    "> a\nlazy",
    "- a\n\n    - b\n  lazy",
    "- [a]: https://example.com",
    "10. ten\n11. eleven\n    wide",
    "- [ ] open\n- [x] done\nlazy",
    "* a\n+ b\n- c",
    // clippy::tabs_in_doc_comments, and what rustc denies in comments
    "a\tb",
    "\tcode",
    "\u{202E}reversed\u{202C}",
    "&#8238;",
    "nul\0",
    "bell\u{7}",
    "carriage\rreturn",
    "line\u{2028}separator",
    // The end of a comment, and code after it
    "*/ fn injected() {} /*",
    "/// fn",
    "//! inner",
    "\"]\nfn injected() {}",
    "\\",
    "\\\n",
    "#[injected]",
    "#![injected]",
    // Blocks that change what is around them
    "# Heading",
    "Heading\n===",
    "| a | b |\n|---|---|\n| `x|y` | z |",
    "|-|\n|-|",
    "---",
    "- ",
    "1.",
    ">",
    "[^1]",
    "[^1]: note",
    "***",
    "**",
    "_a_b_",
    "~~",
    "&lt;b&gt;",
    "&copy",
    "\n\n\n\n",
    "",
];

/// Each alone, and each before, after and inside of others.
fn descriptions() -> Vec<String> {
    let nasty = |at: usize| NASTY.get(at % NASTY.len()).copied().unwrap_or_default();
    (0..NASTY.len())
        .flat_map(|at| {
            let (one, two, three) = (nasty(at), nasty(at * 7 + 3), nasty(at * 13 + 5));
            [
                one.to_owned(),
                format!("{one}\n{two}\n\n{three}"),
                format!("text {one} text {two}, {three}."),
                format!("- {one}\n- {two}\n\n  {three}\n> {one}"),
                format!("<p>{one}</p><ul><li>{two}</li><li>{three}"),
            ]
        })
        .collect()
}

fn write_crate(folder: &Path) {
    let items = descriptions().into_iter().enumerate().map(|(at, text)| {
        let name = format_ident!("Item{at}");
        let lines = comment(&markdown(&text));
        let short = comment(&format!("{} {}", summary(&text), inline_code(&text)));
        quote! {
            #(#[doc = #lines])*
            #[derive(Debug)]
            pub struct #name {
                #(#[doc = #short])*
                pub value: u8,
            }
            impl #name {
                #(#[doc = #lines])*
                pub fn method(&self) {}
            }
        }
    });
    let crate_docs = comment(&markdown(&NASTY.join("\n\n")));
    let file = syn::parse2(quote! { #(#![doc = #crate_docs])* #(#items)* }).unwrap();
    std::fs::create_dir(folder.join("src")).unwrap();
    std::fs::write(folder.join("src/lib.rs"), prettyplease::unparse(&file)).unwrap();
    std::fs::write(
        folder.join("Cargo.toml"),
        r#"
            [package]
            name = "nasty"
            version = "0.1.0"
            edition = "2024"

            [lints]
            rust = { warnings = "deny" }
            rustdoc = { all = "deny" }
            clippy = { all = "deny" }

            [workspace]
        "#,
    )
    .unwrap();
}

/// What a cargo command says about the crate, on both streams, if it succeeds.
fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTDOCFLAGS")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "cargo {arguments:?}:\n{said}");
    said
}

#[test]
fn no_lint_fires_and_nothing_is_a_doctest() {
    let folder = tempfile::tempdir().unwrap();
    write_crate(folder.path());
    cargo(folder.path(), &["doc"]);
    assert!(cargo(folder.path(), &["test", "--doc"]).contains("running 0 tests"));
    // A minimal toolchain has no Clippy.
    let clippy = Command::new("cargo")
        .args(["clippy", "--version"])
        .output()
        .unwrap();
    if clippy.status.success() {
        cargo(folder.path(), &["clippy"]);
    }
}
