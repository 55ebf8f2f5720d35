//! `SETTINGS.md` has every key of a `codegen.toml`, and what is no setting is an error that helps.
//!
//! `INSTA_UPDATE=always` writes the page anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod kept;

use std::fmt::Write as _;

use specwright::settings::{KEYS, Key, Settings};

#[test]
fn the_page_has_every_key() {
    kept::page_is("SETTINGS.md", &page(), "the keys");
}

fn page() -> String {
    let mut page = String::from(
        "# Settings\n\n\
         What the owner of a crate decides, and no document says: the keys of \
         `specs/<API>/codegen.toml`, or of the file that `--config` names. Without the file, or \
         without a key in it, the default counts. A key or a value that is not known is an error: \
         nothing is passed over.\n\n\
         This page is written by a test (`generator/tests/settings.rs`).\n\n\
         | key | takes | default |\n|---|---|---|\n",
    );
    for key in KEYS {
        let Key { name, takes, .. } = key;
        let anchor = name.replace('.', "");
        writeln!(
            page,
            "| [`{name}`](#{anchor}) | {takes} | {} |",
            default(key)
        )
        .unwrap();
    }
    for key in KEYS {
        let Key {
            name,
            takes,
            example,
            does,
            ..
        } = key;
        let default = default(key);
        write!(
            page,
            "\n## `{name}`\n\n{does}\n\nTakes {takes}; default: {default}.\n\n```toml\n{example}\n```\n"
        )
        .unwrap();
    }
    page
}

fn default(key: &Key) -> String {
    match key.default.strip_prefix('(') {
        Some(words) => words.trim_end_matches(')').to_owned(),
        None => format!("`{}`", key.default),
    }
}

#[test]
fn every_example_says_what_the_default_does_not() {
    for key in KEYS {
        let read: Settings = key
            .example
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", key.name));
        assert_ne!(read, Settings::default(), "{}", key.name);
    }
}

#[test]
fn every_default_is_what_it_is_said_to_be() {
    for key in KEYS.iter().filter(|key| !key.default.starts_with('(')) {
        let text = format!("{} = {}", key.name, key.default);
        assert_eq!(text.parse(), Ok(Settings::default()), "{text}");
    }
}

#[test]
fn nothing_is_needed() {
    assert_eq!("".parse(), Ok(Settings::default()));
    assert_eq!("# later\n".parse(), Ok(Settings::default()));
}

/// Each text is wrong, and this is what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    (
        "validate = true\n\nvaildate = false\n",
        "line 3: unknown key `vaildate`; did you mean `validate`? The keys are `crate`, `dates`, `derives`, `exclude`, `features`, `include`, `names`, `types` and `validate`",
    ),
    (
        "[crate]\nnmae = \"pets\"\n",
        "line 2: unknown key `crate.nmae`; did you mean `name`? The keys of `crate` are `name` and `version`",
    ),
    (
        "colour = \"green\"\n",
        "line 1: unknown key `colour`. The keys are `crate`, `dates`, `derives`, `exclude`, `features`, `include`, `names`, `types` and `validate`",
    ),
    (
        "# checks\nvalidate = \"yes\"\n",
        "line 2: `validate` takes `true` or `false`, and this is a text",
    ),
    (
        "crate = \"pets\"\n",
        "line 1: `crate` takes a table, and this is a text",
    ),
    (
        "[crate]\nname = \"My Pets\"\n",
        "line 2: `My Pets` cannot be the name of a crate: it has to begin with an ASCII letter in lower case; `my-pets` can",
    ),
    (
        "crate.version = 1.0\n",
        "line 1: `crate.version` takes a text, and this is a number",
    ),
    (
        "crate.version = \"1.0\"\n",
        "line 1: `1.0` is not the version of a crate: it has to have three numbers, as in `1.2.0`",
    ),
    (
        "[features]\ndefault = [\n    \"rustls\",\n    \"gizp\",\n]\n",
        "line 4: `gizp` is no feature that can be a default; did you mean `gzip`? There are `rustls`, `blocking`, `gzip`, `metrics` and `tracing`",
    ),
    (
        "features.default = [\"rustls\", 1]\n",
        "line 1: `features.default` takes a list of texts, and this is a number",
    ),
    (
        "names.types = { pet = \"pet\" }\n",
        "line 1: `pet` is not such a name: a type is called by ASCII letters and digits, a capital first: `FooBar`",
    ),
    (
        "names.operations = { getPet = \"getPet\" }\n",
        "line 1: `getPet` is not such a name: a method is called by ASCII letters in lower case, digits and single `_`: `foo_bar`",
    ),
    (
        "[names.types]\nA = \"Pet\"\nB = \"Pet\"\n",
        "line 3: `Pet` is the name of `A` already",
    ),
    (
        "[names.types]\nA = 1\n",
        "line 2: `names.types.A` takes a text, and this is a number",
    ),
    (
        "dates = \"crono\"\n",
        "line 1: `crono` is no kind of dates; did you mean `chrono`? There are `jiff`, `chrono` and `text`",
    ),
    (
        "derives = [\"Eq\", \"Copy\"]\n",
        "line 1: `Copy` is no trait that types can be given. There are `Eq`, `PartialOrd`, `Ord` and `Hash`",
    ),
    (
        "[types]\nA = \"b::C\"\n",
        "line 2: `types.A` takes a table, and this is a text",
    ),
    (
        "[types]\nA = { path = \"b::C\", versoin = \"1\" }\n",
        "line 2: unknown key `types.A.versoin`; did you mean `version`? The keys of `types.A` are `features`, `package`, `path` and `version`",
    ),
    (
        "[types]\nA = { path = \"b::C<D>\", version = \"1\" }\n",
        "line 2: `b::C<D>` is not the path of a type: `rust_decimal::Decimal`",
    ),
    (
        "[types]\nA = { path = \"b::C\" }\n",
        "line 2: `types.A` needs a `version`",
    ),
    (
        "features.default = [\"gzip\", \"gzip\"]\n",
        "line 1: `gzip` is there twice",
    ),
];

#[test]
fn what_is_no_setting_is_an_error_that_says_where_and_what_was_meant() {
    for (text, expected) in MISTAKES {
        let read: Result<Settings, _> = text.parse();
        let words = read.unwrap_err().to_string();
        assert_eq!(words, *expected, "of {text}");
    }
}

#[test]
fn what_is_no_toml_is_an_error() {
    let read: Result<Settings, _> = "\nvalidate: true".parse();
    let words = read.unwrap_err().to_string();
    assert!(words.starts_with("line 2: "), "{words}");
}
