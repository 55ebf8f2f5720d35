//! What must hold of any document, however broken.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Component, Path};
use std::time::{Duration, Instant};

use proc_macro2::{TokenStream, TokenTree};
use specwright::diagnostics::{Code, Severity};
use specwright::plan::Lock;
use specwright::{Codegen, Generated, Outcome, RuntimeSource};
use syn::visit::{self, Visit};

use super::hostile::MARKER;

/// What one megabyte may take, and any document, on one core.
const PER_MEGABYTE: Duration = Duration::from_secs(1);
const FLOOR: Duration = Duration::from_secs(1);

/// How much slower this is without optimisation.
const SLOWER: u32 = if cfg!(debug_assertions) { 10 } else { 1 };

/// How many diagnostics a node of a document may have, and a document whatever its size.
const DIAGNOSTICS_PER_NODE: usize = 3;
const DIAGNOSTICS: usize = 100;

/// How a document was dealt with.
pub(crate) struct Verdict {
    /// The crate; `None` if an error says why there is none.
    pub(crate) generated: Option<Generated>,
    pub(crate) took: Duration,
    pub(crate) diagnostics: usize,
}

/// Runs the whole pipeline, and says what does not hold, if anything.
pub(crate) fn judge(text: &str, twice: bool) -> Result<Verdict, String> {
    let start = clock();
    let outcome = run(text)?;
    let took = clock() - start;
    let megabytes = u32::try_from(text.len() / 1_000_000 + 1).unwrap();
    let most = (FLOOR + PER_MEGABYTE * (megabytes - 1)) * SLOWER;
    if took > most {
        return Err(format!("slow: {took:?} for {} bytes", text.len()));
    }
    diagnostics(&outcome, text)?;
    if let Some(generated) = &outcome.result {
        files(generated)?;
        if twice {
            let again = run(text)?.result.ok_or("unstable: no crate any more")?;
            if again.files != generated.files || again.lock != generated.lock {
                return Err("unstable: other bytes the second time".to_owned());
            }
        }
    }
    Ok(Verdict {
        diagnostics: outcome.diagnostics.len(),
        generated: outcome.result,
        took,
    })
}

fn run(text: &str) -> Result<Outcome, String> {
    let codegen = Codegen {
        spec: "openapi.yaml".into(),
        overlays: Vec::new(),
        lock: None,
        crate_name: "mutant".to_owned(),
        runtime: RuntimeSource::Version("0.1.0".to_owned()),
        settings: specwright::Settings::default(),
    };
    catch_unwind(AssertUnwindSafe(|| {
        let outcome = codegen.run_text(text);
        outcome.diagnostics.render(&outcome.sources);
        outcome
    }))
    .map_err(|payload| {
        let words = payload.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| payload.downcast_ref::<&str>().copied());
        format!("panic: {}", words.unwrap_or("of something that is no text"))
    })
}

/// What this thread has worked so far, where the system says so: other work on the machine
/// does not count.
fn clock() -> Duration {
    thread_local!(static BEGAN: Instant = Instant::now());
    let worked = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = worked.and_then(|text| text.split(' ').next()?.parse().ok());
    worked.map_or_else(|| BEGAN.with(Instant::elapsed), Duration::from_nanos)
}

fn diagnostics(outcome: &Outcome, text: &str) -> Result<(), String> {
    let diagnostics = &outcome.diagnostics;
    if outcome.result.is_none() != diagnostics.has_errors() {
        return Err("no crate and no word of why, or an error and a crate".to_owned());
    }
    for diagnostic in diagnostics.iter() {
        if diagnostic.code == Code::Internal {
            return Err(format!("internal: {}", diagnostic.message));
        }
    }
    // A node takes two bytes at the least.
    let most = text.len() / 2 * DIAGNOSTICS_PER_NODE + DIAGNOSTICS;
    if diagnostics.len() > most {
        return Err(format!("{} diagnostics", diagnostics.len()));
    }
    let rendered = diagnostics.render(&outcome.sources);
    let unseen = |c: char| c != '\n' && c.is_control() || is_direction(c);
    if let Some(found) = rendered.chars().find(|&c| unseen(c)) {
        return Err(format!("a report that holds {found:?}"));
    }
    let grave = |severity| diagnostics.iter().any(|it| it.severity() == severity);
    if outcome.result.is_some() && grave(Severity::Error) {
        return Err("a crate in spite of an error".to_owned());
    }
    Ok(())
}

/// What turns the direction of text, so that a reader sees another order than a machine.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn files(generated: &Generated) -> Result<(), String> {
    let mut total = 0;
    for (path, text) in &generated.files {
        let path = Path::new(path.as_str());
        inside(path)?;
        total += text.len();
        if text.chars().any(is_direction) {
            return Err(format!("{} turns the direction of text", path.display()));
        }
        match path.extension().and_then(|it| it.to_str()) {
            Some("rs") => rust(&text).map_err(|what| format!("{}: {what}", path.display()))?,
            Some("toml") => manifest(&text)?,
            _ => {}
        }
    }
    if total == 0 {
        return Err("a crate without files".to_owned());
    }
    let lock = Lock::parse(&generated.lock).map_err(|error| format!("lock: {error}"))?;
    if lock.to_text() != generated.lock {
        return Err("the lock does not come back as it went out".to_owned());
    }
    Ok(())
}

/// The places that a crate's files have.
fn inside(path: &Path) -> Result<(), String> {
    let plain = path
        .components()
        .all(|it| matches!(it, Component::Normal(_)));
    let name = path.to_str().unwrap_or_default();
    let expected = ["Cargo.toml", "README.md", "CHANGELOG.md", "api.txt"].contains(&name)
        || ["src/", "tests/", "examples/", "benches/"]
            .iter()
            .any(|folder| name.starts_with(folder) && name.ends_with(".rs"));
    (plain && expected && name != "src/main.rs")
        .then_some(())
        .ok_or_else(|| format!("a file at {name}"))
}

fn manifest(text: &str) -> Result<(), String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error| format!("Cargo.toml: {error}"))?;
    let expected = [
        "package",
        "features",
        "dependencies",
        "dev-dependencies",
        "lints",
        "example",
    ];
    if let Some(key) = table.keys().find(|key| !expected.contains(&key.as_str())) {
        return Err(format!("Cargo.toml has `{key}`"));
    }
    if let Some(key) = ["build", "links", "workspace"]
        .iter()
        .find(|key| table["package"].get(**key).is_some())
    {
        return Err(format!("Cargo.toml has `package.{key}`"));
    }
    for kind in ["dependencies", "dev-dependencies"] {
        let names = table.get(kind).and_then(toml::Value::as_table);
        for name in names.into_iter().flat_map(toml::Table::keys) {
            const KNOWN: [&str; 9] = [
                "specwright-runtime",
                "serde",
                "serde_json",
                "jiff",
                "chrono",
                "futures",
                "tokio",
                "uuid",
                "bytes",
            ];
            if !KNOWN.contains(&name.as_str()) {
                return Err(format!("Cargo.toml depends on `{name}`"));
            }
        }
    }
    Ok(())
}

/// Holds a file to the kinds of items, macros and attributes that the generator prints.
fn rust(text: &str) -> Result<(), String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("no Rust: {error}"))?;
    if names_the_marker(tokens.clone()) {
        return Err(format!("a text became code: `{MARKER}` is an identifier"));
    }
    let file: syn::File = syn::parse2(tokens).map_err(|error| format!("no Rust: {error}"))?;
    let mut foreign = Foreign::default();
    foreign.visit_file(&file);
    foreign.0.map_or(Ok(()), Err)
}

fn names_the_marker(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => names_the_marker(group.stream()),
        TokenTree::Ident(ident) => ident.to_string().trim_start_matches("r#") == MARKER,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

const MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "compile_error",
    "concat",
    "env",
    "format",
    "integer_enum",
    "json",
    "json_struct",
    "json_tuple",
    "matches",
    "newtype",
    "operation",
    "panic",
    "println",
    "scalar_enum",
    "string_enum",
    "tagged_union",
    "tuple",
    "union",
    "vec",
    "write",
];

const ATTRIBUTES: &[&str] = &[
    "allow",
    "cfg",
    "cfg_attr",
    "default",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "inline",
    "main",
    "must_use",
    "non_exhaustive",
    "serde",
    "skip",
    "test",
    "warn",
    "deny",
    "forbid",
];

/// The first thing that no generated file has.
#[derive(Default)]
struct Foreign(Option<String>);

impl Foreign {
    fn found(&mut self, what: impl Into<String>) {
        self.0.get_or_insert(what.into());
    }
}

impl<'ast> Visit<'ast> for Foreign {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(_)
            | syn::Item::Enum(_)
            | syn::Item::Fn(_)
            | syn::Item::Impl(_)
            | syn::Item::Mod(_)
            | syn::Item::Static(_)
            | syn::Item::Struct(_)
            | syn::Item::Trait(_)
            | syn::Item::Type(_)
            | syn::Item::Use(_) => {}
            syn::Item::Macro(item) if item.ident.is_none() => {}
            _ => self.found("an item of a kind that is not printed"),
        }
        visit::visit_item(self, item);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|it| it.ident.to_string());
        let name = name.unwrap_or_default();
        if !MACROS.contains(&name.as_str()) {
            self.found(format!("the macro `{name}!`"));
        }
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let name = attribute
            .path()
            .segments
            .last()
            .map(|it| it.ident.to_string());
        let name = name.unwrap_or_default();
        if !ATTRIBUTES.contains(&name.as_str()) {
            self.found(format!("the attribute `{name}`"));
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_expr_unsafe(&mut self, _: &'ast syn::ExprUnsafe) {
        self.found("an unsafe block");
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if signature.abi.is_some() || matches!(signature.safety, syn::Safety::Unsafe(_)) {
            self.found(format!(
                "an unsafe or foreign function `{}`",
                signature.ident
            ));
        }
        visit::visit_signature(self, signature);
    }
}
