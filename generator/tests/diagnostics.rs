//! The codes, and how a diagnostic is shown.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;

use specwright::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use specwright::document::{self, Origin, Pointer, SourceMap};

#[test]
fn every_code_has_a_name_of_its_own_and_says_what_it_means() {
    let mut names = BTreeSet::new();
    for code in Code::ALL {
        let name = code.name();
        assert!(names.insert(name), "{name} is there twice");
        assert!(
            name.bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-'),
            "{name}"
        );
        assert_eq!(Code::from_name(name), Some(*code));
        assert!(!code.title().ends_with('.'), "{name}");
        assert!(
            !code.remedy().is_empty() && !code.remedy().ends_with('.'),
            "{name}"
        );
        assert!(code.explanation().len() > 20, "{name}");
    }
    assert_eq!(Code::from_name("no-such-code"), None);
}

fn sources(text: &str) -> SourceMap {
    let mut sources = SourceMap::new();
    document::load_text("openapi.yaml", text, &mut sources, &mut Diagnostics::new()).unwrap();
    sources
}

#[test]
fn grave_ones_come_first_and_many_of_a_kind_are_counted() {
    let sources = sources("paths:\n  /a: {}\n");
    let mut diagnostics = Diagnostics::new();
    for number in 0..8 {
        let message = format!("number {number}");
        diagnostics
            .push(Diagnostic::new(Code::UnknownField, message).at(Pointer::from("/paths/~1a")));
    }
    let reported =
        diagnostics.error(Diagnostic::new(Code::NotOpenApi, "last, and first").help("do this"));
    assert_eq!(diagnostics.reported(), Err(reported));
    assert_eq!(diagnostics.count(Severity::Note), 8);
    let text = diagnostics.render(&sources);
    assert!(
        text.starts_with("error[not-openapi]: last, and first\n   = help: do this\n"),
        "{text}"
    );
    assert!(
        text.contains("number 4") && !text.contains("number 5"),
        "{text}"
    );
    assert!(
        text.ends_with("note[unknown-field]: 3 more of this kind\n\n"),
        "{text}"
    );
}

#[test]
fn a_place_is_underlined_in_characters() {
    let sources = sources("info:\n  title: é\n  ürl: ß # end\n");
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(
        Diagnostic::new(Code::UnknownField, "here")
            .at(Pointer::from("/info/ürl"))
            .related(Pointer::from("/info/title"), "and here"),
    );
    let expected = "\
note[unknown-field]: here
  --> openapi.yaml:3:3 (/info/ürl)
   |
 2 |   title: é
 3 |   ürl: ß # end
   |   ^^^^^^
  --> openapi.yaml:2:3 (/info/title)
   |
 1 | info:
 2 |   title: é
   |   -------- and here
   = help: correct its spelling, or give it the prefix `x-` if it is an extension

";
    assert_eq!(diagnostics.render(&sources), expected);
}

#[test]
fn what_is_not_in_the_file_is_shown_by_what_is_around_it() {
    let sources = sources("paths:\n  /a:\n    get: {}\n");
    let place = sources
        .locate(&Origin::Node(Pointer::from("/paths/~1a/get/responses/200")))
        .unwrap();
    assert_eq!(place.span, Some(17..20));
}

#[test]
fn places_outside_a_text_do_no_harm() {
    for text in ["", "é", "a: b\n"] {
        let mut sources = SourceMap::new();
        let id = sources.add("a.yaml", text);
        for span in [0..0, 0..99, 1..1, 1..2, 99..100] {
            let mut diagnostics = Diagnostics::new();
            let origin = Origin::Bytes(id, span);
            diagnostics.push(Diagnostic::new(Code::InvalidYaml, "somewhere").at(origin));
            assert!(diagnostics.render(&sources).contains("somewhere"));
        }
    }
}
