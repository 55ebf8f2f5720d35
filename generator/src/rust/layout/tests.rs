//! What is laid out is what `prettyplease` makes of it.

#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::path::Path;

use crate::Codegen;
use crate::rust::visible::Seen;
use crate::rust::written::{Function, Written};

use super::node::{Node, stream};
use super::{formatted, items};

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
}

/// Holds an item that was laid out against the one by way of a syntax tree.
pub(super) fn hold(item: Vec<Node>, laid_out: &str, seen: &Seen) {
    let mut expected_seen = Seen::default();
    let expected = formatted(stream(item), &mut expected_seen).unwrap();
    assert_eq!(laid_out, expected);
    assert_eq!(format!("{seen:?}"), format!("{expected_seen:?}"));
    HELD.with(|held| held.set(held.get() + 1));
}

/// Holds an item that was written line by line against the one by way of a syntax tree. The blank lines
/// in it are not a tree's.
pub(in crate::rust) fn hold_written(item: &Written) {
    if item.is_too_wide {
        return;
    }
    let mut expected_seen = Seen::default();
    let expected = formatted(item.text.parse().unwrap(), &mut expected_seen).unwrap();
    assert_eq!(item.text.replace("\n\n", "\n"), expected);
    assert_eq!(format!("{:?}", item.seen), format!("{expected_seen:?}"));
}

/// How many items of a file are laid out here.
#[track_caller]
fn held(text: &str) -> usize {
    HELD.with(|held| held.set(0));
    items(text.parse().unwrap(), &mut Seen::default(), None).unwrap();
    HELD.with(Cell::get)
}

#[test]
fn every_fixture_is_laid_out_as_by_a_tree() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut count = 0;
    for fixture in std::fs::read_dir(fixtures).unwrap() {
        let spec = fixture.unwrap().path().join("openapi.yaml");
        if spec.is_file() {
            // Printing holds each item, on whichever thread.
            Codegen::new(&spec, "a-crate").run();
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn forms_are_known() {
    for item in [
        "/// Docs.\n#[derive(Debug, Clone)]\n#[non_exhaustive]\npub struct A<> { pub a: B }",
        "pub struct A(pub(crate) B);",
        "#[cfg(feature = \"a\")]\npub mod a;",
        "mod a;",
        "#[cfg(any(feature = \"a\", feature = \"b\"))]\npub use super::a::b::*;",
        "pub(crate) fn a(b: &[u8],) -> Result<B, C> { decode::payload(b) }",
        "pub struct A { /// Docs `\\`.\n #[deprecated] pub a: Option<Vec<B>>, b: &'static str }",
        "#[must_use = \"because\"]\npub struct A(B);",
        "pub enum A { B, #[cfg(feature = \"x\")] C(Box<D>), E((F, G)) }",
        "pub type A = B<C, D>;",
        "pub type AVeryLongNameOfAType = SomethingThatIsLong<AndHasGenerics, (), ThatGoOnAndOn, AndOnAndOn<AndOnAndOnAndOn>>;",
        "pub struct A { pub a_field_with_a_long_name: Option<Vec<types::ATypeWithALongNameThatGoesOnAndOnAndOn>>, b: C }",
        "pub struct A { pub a: Option<BTreeMap<String, types::ATypeWithALongNameThatGoesOnAndOnAndOnAndOnAndOnAndOn>>, b: C }",
        "pub struct A { pub a: Option<Vec<types::ATypeWithALongNameThatGoesOnAndOnAndOnAndOnAndOnAndOnAndOnAndOn>>, b: C }",
        "pub enum A { B, AVariantWithALongName(Box<types::ATypeWithALongNameThatGoesOnAndOnAndOnAndOn>), C }",
        "pub enum A { AVariantWithALongName(ATypeWithALongName, AnotherTypeWithALongName, BTreeMap<A, B>, D) }",
        "static A: B<types::C, D> = B { strategy: Strategy::PageNumber { page: At::Query(\"page\"), first: 1 }, of: C { d: 1 }, items: |page| Some(&mut page.e), total: None, next: Some(|page| page.f.clone()) };",
        "static A_LONG_NAME: Paging<types::ATypeWithALongName, types::AnotherTypeWithALongName> = Paging { items: |page| page.all.as_mut(), next: None };",
        "pub fn a(body: &[u8]) -> Result<B, C> { decode::payload(body) }",
        "pub fn a_long_name_of_a_function(body: &[u8]) -> Result<types::ATypeWithALongName, DecodeError> { decode::payload(body) }",
        "#[deprecated] fn a(body: &[u8]) -> Result<types::ATypeWithALongName<AndGenericsThatGoOnAndOn>, DecodeErrorWithALongName> { decode(body) }",
        "static A: B = B { a: \"x\", method: Method::Get, list: &[1, 2], none: None };",
        "static A: B = B { a: 1 };",
        "impl A { pub fn new(a: impl Into<B>, b: C) -> Self { Self { a: a.into(), b } } }",
        "impl A { pub fn set(mut self, a: B) -> Self { self.a = Some(a); self } fn hidden(&self) -> bool { true } }",
        "impl std::convert::From<a::B> for A { fn from(value: a::B) -> Self { Self::B(Box::new(value)) } }",
        "impl A { pub fn long(argument_one: impl Into<String>, argument_two: impl Into<String>, three: u8) -> Result<Self, Error<Untyped>> { Self(argument_one) } }",
        "impl Client { pub fn call(&self) -> CallWithALongName { CallWithALongName(self.0.request(&CALL_WITH_A_LONG_NAME).path(\"id\", id)) } }",
        "impl Client { pub fn call(&self) -> CallWithALongName { CallWithALongName(self.0.request(&CALL_WITH_A_LONG_NAME).path(\"id\", id).path(\"another_id\", id)) } }",
        "impl Client { pub fn call(&self, id: &str) -> Call { let operation = &Operation { id: \"call\", method: Method::Get, path: \"/calls/{id}\", security: &[], success: &[200, 204], server: None }; self.0.request(operation).path(\"id\", id) } }",
        "impl Client { pub fn call(&self, id: &str) -> Call { let operation = &Operation { id: \"call\", method: Method::Get, path: \"/calls/{id}\" }; self.0.request(operation).path(\"id\", id).json(body).typed(types::CallAnswer::decode, decode::untyped) } }",
        "impl A { pub fn decode(head: &Head, body: Bytes) -> Result<Self, DecodeError> { match head.status.as_u16() { 403 => decode::json(head, body).map(Box::new).map(Self::Forbidden), _ => Err(decode::undocumented(head)) } } }",
        "impl A { pub fn with_a_long_name(mut self, a_long_name: impl Into<Nullable<ATypeWithALongNameThatGoesOnAndOnAndOn>>) -> Self { self.a_long_name = a_long_name.into(); self } }",
        "impl A { pub fn with_a_name(mut self, a: B) -> Self { self.a_long_name_that_goes_on_and_on = Some(a_long_name_that_goes_on_and_on_for_all_of_the_line); self } }",
        "impl A { pub fn go<T: Into<String>>(&self, all: T) -> A { let made = self.0.get(&B)?; made.done() } }",
    ] {
        let known = held(item);
        let is_generic = item.contains("<>");
        assert_eq!(known, usize::from(!is_generic), "{item}");
    }
}

#[test]
fn lines_are_broken_where_they_are_too_wide() {
    for length in 1..90 {
        let name = "a".repeat(length);
        for item in [
            format!("pub struct A {{ pub {name}: Option<Vec<Bbbbbbbbbbbb>> }}"),
            format!("pub struct A {{ pub a: Option<Vec<B{name}>> }}"),
            format!("pub struct A {{ pub a: BTreeMap<String, B{name}> }}"),
            format!("pub enum A {{ B(Box<{name}>), C(Box<D>, {name}) }}"),
            format!("pub type A{name} = B<Option<C>, Dddddddddddddddddd>;"),
            format!("pub type A = B<Option<C>, D{name}>;"),
            format!(
                "static {name}: A<Bbbbbbbbbbbb, C> = Dddddddddddd {{ e: F, g: |h| h.i(), j: K }};"
            ),
            format!("static A: B<C, {name}> = D {{ e: F {{ g: 1, {name}: 2 }}, h: F }};"),
            format!("pub fn {name}(a: B, c: D) -> Result<E, F> {{ g(h) }}"),
            format!("pub fn a(b: &[u8]) -> Result<{name}, F> {{ g(h) }}"),
            format!("fn a(b: impl Into<Nullable<{name}>>, c: impl Into<{name}>) {{ d(e) }}"),
            format!("fn a(b: {name}, c: Option<D>, e: impl Into<Option<{name}>>) {{ d(e) }}"),
            format!("fn a() {{ let b = &C {{ {name}: 1, d: E }}; f(g) }}"),
            format!("fn a() {{ let b = &C {{ d: E, f: {name} }}; f.h(g) }}"),
            format!("fn a() {{ self.b = Some({name}); self }}"),
            format!("fn a() {{ self.b = Some(c.{name}(d).eeee(f)); self }}"),
            format!("fn a() {{ self.b = ccccc::ddddd({name}).eeee(f); self }}"),
            format!("fn a() {{ self.0.b(c).{name}(d).eeeeeeeeeeee(f, g) }}"),
            format!("fn a() {{ self.{name}(d).eeeeeeeeeeee(f, g) }}"),
            format!("fn a() {{ bbbbbbbbb.0.ccc(c).{name}(d) }}"),
            format!("fn a() {{ {name}::b(c, d).map(E::new).map(Self::F) }}"),
            format!("fn a() {{ match b.c() {{ 1 => d({name}).map(Self::E), _ => Err(f) }} }}"),
            format!("fn a() {{ match b {{ \"c\" => d::e(f).map(G::h).map({name}), _ => i }} }}"),
            format!("fn a() {{ match b {{ Self::C(_) => \"{name}\", Self::D(e) => {name} }} }}"),
            format!("fn a() {{ match b {{ Self::{name}(_) => {name}, d => Err(e(d)) }} }}"),
            format!("fn a() {{ self.0.b(&C, d::e, {name}) }}"),
            format!("fn a() {{ self.0.b(&{name}, c::d).eeeee(f, g) }}"),
            format!("fn a() {{ self.0.b(c).d(e).fffffff(G::{name}::h, iiiiiiiiii::j) }}"),
            format!("fn a() {{ self.0.b(c).d(&{name}, eeeeeeeeee::f).gggggggggg(h) }}"),
            format!("fn a() {{ B(self.0.c(d).eeeeeee(f, {name})) }}"),
            format!("fn a() {{ B(self.0.c(d).eeeeeee(f, {name}).gggggggggggg(h, i)) }}"),
            format!("fn a() {{ let b = &C {{ d: 1, e: \"{name}\", f: G }}; h(b) }}"),
            format!("pub(crate) fn a(b: &[u8], c: D,) -> Result<{name}, E> {{ f(b) }}"),
            format!("#[cfg(any(feature = \"a\", feature = \"b\"))] pub mod {name};"),
            format!("#[cfg(feature = \"a\")] pub use b::{name}::*;"),
        ] {
            // Each that is known is held.
            held(&item);
        }
    }
}

#[test]
fn functions_are_written_as_wide_as_a_tree_has_them() {
    let mut held = 0;
    for length in 1..90 {
        let name = "a".repeat(length);
        for (ty, value) in [
            ("B".to_owned(), format!("Some({name})")),
            (
                "impl Into<Nullable<B>>".to_owned(),
                format!("{name}.into()"),
            ),
            (format!("impl Into<{name}>"), "Some(b.into())".to_owned()),
        ] {
            let mut written = Written::default();
            written.line("", &["impl A {"]);
            let function = Function {
                docs: "Sets it.",
                attributes: &["#[must_use]"],
                name: "with",
                arguments: &["mut self".to_owned(), format!("{name}: {ty}")],
            };
            written.function("A", function, &[]);
            written.assign("        ", &format!("self.{name}"), &value);
            written.line("        ", &["self"]);
            written.line("    ", &["}"]);
            written.line("", &["}"]);
            hold_written(&written);
            held += usize::from(!written.is_too_wide);
        }
    }
    assert!(held > 150, "{held}");
}

#[test]
fn imports_are_declared_as_by_a_tree() {
    let declared = |path: &str| {
        let tokens = format!("use {path};").parse().unwrap();
        let expected = formatted(tokens, &mut Seen::default()).unwrap();
        let mut text = String::new();
        let known = super::import(path, &mut text);
        if known.is_some() {
            assert_eq!(text, expected);
        }
        known.is_some()
    };
    assert!(declared("a"));
    assert!(!declared("a::{b}"));
    assert!(!declared("a::{b, c::{d, e}}"));
    assert!(!declared("a as b"));
    for length in 1..90 {
        let name = "n".repeat(length);
        for path in [
            format!("a::{{b, {name}}}"),
            format!("a::{{{name}, b}}"),
            format!("a::b::{{Ccccc, {name}, Ddddddd, Eeeeeee, {name}}}"),
            format!(
                "{name}::{{Ccccc, Ddddddd, Eeeeeee, Ffffffffff, Ggggggggg, Hhhhhhhh, Iiiii, {name}, Jjjjjjjj}}"
            ),
        ] {
            assert!(declared(&path), "{path}");
        }
        assert_eq!(declared(&format!("a::{name}")), length <= 81);
    }
}

#[test]
fn docs_of_several_lines_are_as_many_comments() {
    let lines = r#" \"One\" of `\\d`,\n\n   and another"#;
    for item in [
        format!("#[doc = \"{lines}\"] pub struct A {{ #[doc = \"{lines}\"] pub a: B }}"),
        format!("impl A {{ #[doc = \"{lines}\"] pub fn a(&self) -> bool {{ true }} }}"),
    ] {
        assert_eq!(held(&item), 1, "{item}");
        let text = items(item.parse().unwrap(), &mut Seen::default(), None).unwrap();
        let is_there = |text: &str| {
            text.contains("/// \"One\" of `\\d`,\n///\n///   and another\n")
                || text.contains("/// \"One\" of `\\d`,\n    ///\n    ///   and another\n")
        };
        assert!(is_there(&text), "{text}");
        // And so where it takes a tree.
        let tree = formatted(
            stream(super::node::nodes(item.parse().unwrap())),
            &mut Seen::default(),
        );
        assert!(is_there(&tree.unwrap()));
    }
}

#[test]
fn what_takes_a_tree_is_left_to_it() {
    for item in [
        "pub struct A(pub(super) B);",
        "pub struct A;",
        "pub use a::{B, C};",
        "pub enum A { B { c: D } }",
        "pub struct A<T> where T: Copy { a: T }",
        "#[doc = \"/ no\\n comment\"]\npub struct A { a: B }",
        "impl<T> A<T> { fn a() {} }",
        "impl A { const B: C = 1; }",
        "const A: B = 1;",
        "fn free() { if a { work() } }",
        "pub type AVeryLongNameOfAType = SomethingThatIsLong<AndHasGenerics, &'static str, AndOnAndOnAndOnAndOn>;",
        "static A: B = B { c: D { e: 1 } };",
    ] {
        assert_eq!(held(item), 0, "{item}");
    }
    // In a block each function has its own way.
    let mixed = "impl A { fn a(&self) -> bool { self.0 < 1 } pub fn b(&self, c: D) -> E { match c { _ => E } } fn f(&self) -> bool { true } }";
    assert_eq!(held(mixed), 1);
}
