//! `tests/examples.rs`, the programs in `examples/`, and the quick start.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::json::Value;
use crate::plan::Plan;
use crate::plan::model::{Argument, Carrier, ItemKind, Module, Operation, RustType};
use crate::plan::names::{Scope, Spelling, case};

use super::layout;
use super::operations::{is_text, place};
use super::source::{MARK, NotRust, literal};
use super::syntax::{Room, ident, write_ty};
use super::types::Constructor;

/// How many programs a crate shows at most.
const PROGRAMS: usize = 6;

/// Prints `tests/examples.rs`.
pub(crate) fn tests(plan: &Plan) -> Result<String, NotRust> {
    let lib = &plan.package.lib;
    let mut imports = BTreeSet::new();
    let mut calls = String::new();
    for example in &plan.examples {
        let mut spelled = String::new();
        write_ty(&example.ty, Room::Outside, &mut spelled);
        let spelled = spelled.replace(' ', "");
        note_imports(&example.ty, &mut imports);
        calls.push_str(&format!(
            "    failures.extend(round_trip::<{spelled}>(\n        {},\n        {},\n    ));\n",
            literal(&example.pointer),
            raw(&serde_json::to_string(&example.value).unwrap_or_default()),
        ));
    }
    let mut sorted = vec![
        "use serde::{Serialize, de::DeserializeOwned};\n".to_owned(),
        "use serde_json::Value;\n".to_owned(),
    ];
    if calls.contains("types::") {
        sorted.push(format!("use {lib}::types;\n"));
    }
    if imports.contains("Secret") {
        sorted.push("use specwright_runtime::Secret;\n".to_owned());
    }
    sorted.sort();
    let mut uses = String::new();
    if imports.contains("BTreeMap") {
        uses.push_str("use std::collections::BTreeMap;\n\n");
    }
    uses.push_str(&sorted.concat());
    Ok(format!(
        "// {MARK}\n\n\
         //! Every example of the specification decodes into its type and encodes back: nothing of it\n\
         //! is lost. What has several spellings (instants, UUIDs, addresses) is compared by its meaning.\n\n\
         {}{uses}\n\
         #[test]\n\
         #[rustfmt::skip]\n\
         fn examples_come_back_as_they_went_in() {{\n\
         \x20   let mut failures: Vec<String> = Vec::new();\n\
         {calls}\
         \x20   assert!(failures.is_empty(), \"{{}}\", failures.join(\"\\n\"));\n\
         }}\n\n\
         {}",
        deep(plan),
        round_trip(plan)
    ))
}

/// What a file begins with that is a crate of its own.
fn deep(plan: &Plan) -> String {
    match plan.package.recursion_limit {
        Some(limit) => format!("#![recursion_limit = \"{limit}\"]\n\n"),
        None => String::new(),
    }
}

/// The functions below the list, as `rustfmt` has them.
fn round_trip(plan: &Plan) -> String {
    let package = &plan.package;
    let spellings: Vec<&str> = [
        (package.uses_jiff, "same_as::<jiff::Timestamp>(a, b)"),
        (
            package.uses_chrono,
            "same_as::<chrono::DateTime<chrono::FixedOffset>>(a, b)",
        ),
        (package.uses_uuid, "same_as::<uuid::Uuid>(a, b)"),
        (package.uses_addresses, "same_as::<std::net::IpAddr>(a, b)"),
    ]
    .into_iter()
    .filter_map(|(used, call)| used.then_some(call))
    .collect();
    if spellings.is_empty() {
        return ROUND_TRIP.replace("{{text}}", "a == b");
    }
    format!(
        "{}\n{}",
        ROUND_TRIP.replace("{{text}}", "a == b || alike(a, b)"),
        ALIKE.replace("{{spellings}}", &spellings.join(" || "))
    )
}

/// The functions for every type.
const ROUND_TRIP: &str = r#"fn round_trip<T: DeserializeOwned + Serialize>(pointer: &str, json: &str) -> Option<String> {
    let before: Value = match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => return Some(format!("{pointer}: {error}")),
    };
    let decoded: T = match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => return Some(format!("{pointer}: {error}")),
    };
    match serde_json::to_value(&decoded) {
        Ok(after) if same(&before, &after) => None,
        Ok(after) => Some(format!("{pointer}: {before} came back as {after}")),
        Err(error) => Some(format!("{pointer}: {error}")),
    }
}

fn same(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::String(a), Value::String(b)) => {{text}},
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    }
}
"#;

/// The functions for what has several spellings.
const ALIKE: &str = r#"fn alike(a: &str, b: &str) -> bool {
    {{spellings}}
}

fn same_as<T: std::str::FromStr + PartialEq>(a: &str, b: &str) -> bool {
    matches!((a.parse::<T>(), b.parse::<T>()), (Ok(a), Ok(b)) if a == b)
}
"#;

fn note_imports(ty: &RustType, imports: &mut BTreeSet<&'static str>) {
    match ty {
        RustType::Map(inner) => {
            imports.insert("BTreeMap");
            note_imports(inner, imports);
        }
        RustType::Secret => {
            imports.insert("Secret");
        }
        RustType::Vec(inner) | RustType::Option(inner) | RustType::Boxed(inner) => {
            note_imports(inner, imports);
        }
        _ => {}
    }
}

/// A raw string literal that holds any text.
fn raw(text: &str) -> String {
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    // rustc takes neither of them in a literal as they are.
    if text.contains('\r') || text.contains(super::docs::reorders) {
        return literal(text);
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// A program in `examples/`.
pub(crate) struct Program {
    /// Its name.
    pub(crate) name: String,
    /// The feature that it needs, if it needs one.
    pub(crate) feature: Option<String>,
    /// Its text.
    pub(crate) text: String,
}

/// The quick start, as the lines of a doctest.
pub(crate) fn quick_start(plan: &Plan) -> Result<Option<String>, NotRust> {
    let Some(start) = &plan.quick_start else {
        return Ok(None);
    };
    let found = operations(plan).find(|(_, it)| it.method_name == start.method_name);
    let Some((module, operation)) = found else {
        return Ok(None);
    };
    let Some(program) = Call::of(plan, operation) else {
        return Ok(None);
    };
    let mut text = String::new();
    if let Some(limit) = plan.package.recursion_limit {
        text.push_str(&format!("# #![recursion_limit = \"{limit}\"]\n"));
    }
    if let Some(feature) = &module.feature {
        text.push_str(&format!(
            "# #[cfg(feature = \"{feature}\")]\n# mod with_feature {{\n"
        ));
    }
    text.push_str(&program.imports(plan));
    text.push_str("\n# async fn run() -> Result<(), Box<dyn std::error::Error>> {\n");
    text.push_str(&program.body()?);
    text.push_str("# Ok(())\n# }\n");
    if module.feature.is_some() {
        text.push_str("# }\n");
    }
    Ok(Some(text))
}

/// The module of the operation that the quick start calls.
pub(crate) fn quick_start_module(plan: &Plan) -> Option<&Module> {
    let start = plan.quick_start.as_ref()?;
    let mut found = operations(plan).filter(|(_, it)| it.method_name == start.method_name);
    found.next().map(|(module, _)| module)
}

/// All operations, with their modules.
fn operations(plan: &Plan) -> impl Iterator<Item = (&Module, &Operation)> {
    let modules = plan.modules.iter();
    modules.flat_map(|module| module.operations.iter().map(move |it| (module, it)))
}

/// The programs of `examples/`.
pub(crate) fn programs(plan: &Plan) -> Result<Vec<Program>, NotRust> {
    let mut chosen: Vec<(&Module, &Operation)> = operations(plan)
        .filter(|(_, operation)| {
            let shows = operation.paging.is_some()
                || operation.job.is_some()
                || has_body_example(operation);
            shows && !operation.docs.deprecated
        })
        .take(PROGRAMS)
        .collect();
    if chosen.is_empty()
        && let Some(start) = &plan.quick_start
    {
        chosen.extend(operations(plan).filter(|(_, it)| it.method_name == start.method_name));
    }
    let mut programs = Vec::new();
    let mut names = Scope::default();
    for (module, operation) in chosen {
        let Some(program) = Call::of(plan, operation) else {
            continue;
        };
        let name = case::file(operation.method_name.trim_start_matches("r#"));
        let name = names.claim(&name, Spelling::Snake);
        let words = operation
            .docs
            .summary
            .as_deref()
            .map(super::docs::summary)
            .unwrap_or_default();
        let text = format!(
            "// {MARK}\n\n\
             //! {words}\n\
             //!\n\
             //! `cargo run --example {name}`, with the variables set that `Client::from_env` reads.\n\n\
             {}{}\n\
             #[tokio::main]\n\
             #[rustfmt::skip]\n\
             async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{}\
             \x20   Ok(())\n\
             }}\n",
            deep(plan),
            program.imports(plan),
            indented(&program.body()?),
        );
        programs.push(Program {
            name,
            feature: module.feature.clone(),
            text,
        });
    }
    Ok(programs)
}

fn has_body_example(operation: &Operation) -> bool {
    operation.arguments.iter().any(|argument| {
        matches!(argument.carrier, Carrier::Json { .. }) && argument.docs.example.is_some()
    })
}

/// What a program says to call one operation.
struct Call {
    statements: TokenStream,
    types: BTreeSet<String>,
    streams: bool,
}

impl Call {
    /// `None` if an argument cannot be made up.
    fn of(plan: &Plan, operation: &Operation) -> Option<Self> {
        let constructor = Constructor::new(plan);
        let mut lets = Vec::new();
        let mut arguments = Vec::new();
        for argument in &operation.arguments {
            let value = argument_value(&constructor, argument)?;
            match (&argument.carrier, &argument.ty) {
                (Carrier::Parameter { .. }, RustType::String) => arguments.push(value),
                (Carrier::Parameter { .. }, _) if argument.by_value => arguments.push(value),
                _ if is_text(argument) => arguments.push(value),
                _ => {
                    let name = ident(&argument.ident);
                    lets.push(quote!(let #name = #value;));
                    arguments.push(quote!(&#name));
                }
            }
        }
        // The program has one `Client`, and a type may be called so too.
        if layout::names(quote!(#(#lets)* (#(#arguments),*))).contains("Client") {
            return None;
        }
        let method = ident(&operation.method_name);
        let call = quote!(client.#method(#(#arguments),*));
        let streams = operation.paging.is_some();
        let rest = if streams {
            quote! {
                let mut items = #call.items();
                while let Some(item) = items.try_next().await? {
                    println!("{item:?}");
                }
            }
        } else if operation.job.is_some() {
            // What the job has made may be a signed URL, which is not for the screen.
            let state = operation
                .job
                .as_ref()
                .map(|job| place(&quote!(done), &job.state));
            quote! {
                let done = #call.wait().await?;
                println!("{:?}", #state);
            }
        } else if matches!(
            operation.success.ty,
            RustType::ByteStream | RustType::Events(_) | RustType::Items(_)
        ) {
            return None;
        } else {
            quote! {
                let answer = #call.send().await?;
                println!("{answer:#?}");
            }
        };
        let statements = quote! {
            let client = Client::from_env()?;
            #(#lets)*
            #rest
        };
        let types = layout::names(statements.clone())
            .into_iter()
            .filter(|name| *name != "Client" && constructor.item(name).is_some())
            .collect();
        Some(Self {
            statements,
            types,
            streams,
        })
    }

    fn imports(&self, plan: &Plan) -> String {
        let lib = &plan.package.lib;
        let mut uses = vec![format!("use {lib}::Client;\n")];
        if self.streams {
            uses.push("use futures::TryStreamExt;\n".to_owned());
        }
        let types: Vec<&str> = self.types.iter().map(String::as_str).collect();
        match types.as_slice() {
            [] => {}
            [one] => uses.push(format!("use {lib}::types::{one};\n")),
            several => {
                let line = format!("use {lib}::types::{{{}}};\n", several.join(", "));
                uses.push(if line.trim_end().len() <= WIDTH {
                    line
                } else {
                    format!("use {lib}::types::{{\n{}}};\n", filled(several))
                });
            }
        }
        uses.sort();
        uses.concat()
    }

    fn body(&self) -> Result<String, NotRust> {
        let statements = &self.statements;
        let text = quote!(async fn program() { #statements }).to_string();
        let file = syn::parse2::<syn::File>(quote!(async fn program() { #statements }))
            .map_err(|error| NotRust(format!("{error}: {text}")))?;
        let printed = prettyplease::unparse(&file);
        Ok(printed
            .lines()
            .skip(1)
            .filter(|line| *line != "}")
            .map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)))
            .collect())
    }
}

/// How wide `rustfmt` lets a line be.
const WIDTH: usize = 100;

/// Names in as few lines as they fit in, as `rustfmt` has them.
fn filled(names: &[&str]) -> String {
    let mut text = String::new();
    let mut line = String::new();
    for name in names {
        if !line.is_empty() && line.len() + name.len() + 2 > WIDTH {
            text.push_str(&line);
            text.push('\n');
            line.clear();
        }
        line.push_str(if line.is_empty() { "    " } else { " " });
        line.push_str(name);
        line.push(',');
    }
    text + &line + "\n"
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// A value for an argument: the document's example, or something made up.
fn argument_value(constructor: &Constructor<'_>, argument: &Argument) -> Option<TokenStream> {
    let is_body = !matches!(argument.carrier, Carrier::Parameter { .. });
    if let Some(example) = &argument.docs.example
        && let Some(value) = constructor.expression(&argument.ty, example, !is_body)
    {
        return Some(value);
    }
    match &argument.ty {
        RustType::String if !is_body => Some(quote!("…")),
        RustType::Primitive("bool") => Some(quote!(true)),
        RustType::Primitive(_) => Some(quote!(1)),
        RustType::Uuid => Some(quote!("67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?)),
        RustType::Timestamp(_) => Some(quote!("2026-01-01T00:00:00Z".parse()?)),
        RustType::Date(_) => Some(quote!("2026-01-01".parse()?)),
        RustType::Named(name) | RustType::NamedBySerde(name) => {
            let item = constructor.item(name)?;
            match &item.kind {
                ItemKind::TextEnum(variants) => {
                    let value = Value::from(variants.first()?.value.clone());
                    constructor.expression(&argument.ty, &value, false)
                }
                ItemKind::Struct(structure) if structure.sent && structure.default => {
                    let name = ident(&item.name);
                    Some(quote!(#name::new()))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
