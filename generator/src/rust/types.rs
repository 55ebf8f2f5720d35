//! `src/types/`: one file a tag, re-exported flat.

mod construct;
mod enums;
mod structs;
mod tuples;
mod unions;
mod uses;

use std::sync::{Mutex, PoisonError};

use quote::quote;

use crate::hash::HashMap;
use crate::parallel;
use crate::plan::model::{Item, ItemKind, Plan, TypeFile};

use super::File;
use super::form::Form;
use super::prose;
use super::source::{Finished, NotRust, Printed, Source};
use super::syntax::{Room, doc, ident, ty};
use super::visible::TYPES;

pub(crate) use construct::Constructor;

/// How many types are printed at a time.
const PART: usize = 64;

/// Prints `src/types/mod.rs` and the files below it.
pub(crate) fn print(plan: &Plan, form: Form) -> Result<Vec<File>, NotRust> {
    let mut source = Source::new(
        form,
        vec![
        " What the API's requests and responses carry.".to_owned(),
        String::new(),
        " Enums and unions are open: a value that this version of the crate does not know is kept"
            .to_owned(),
        " in `Unrecognized` and goes back out unchanged.".to_owned(),
    ],
    );
    let mut files = Vec::new();
    for (file, printed) in plan.type_files.iter().zip(print_files(plan, form)) {
        let printed = printed?;
        match form {
            Form::Crate => {
                let name = ident(&file.name);
                let gate = form.only_with_any(&file.features);
                source.items(quote! { #gate mod #name; });
                files.push(File {
                    name: file.name.trim_start_matches("r#").to_owned(),
                    printed,
                });
            }
            Form::Module => source.module(&format!("mod {}", file.name), &printed.text),
        }
    }
    let mut exports = Source::new(form, Vec::new());
    for file in &plan.type_files {
        let name = ident(&file.name);
        let gate = form.only_with_any(&file.features);
        exports.items(quote! { #gate pub use #name::*; });
    }
    let mut table = source.finish()?;
    let exports = tight(&exports.settle()?.text);
    table.text = match exports.trim() {
        "" => table.text,
        exports => format!("{}\n{exports}\n", tight(&table.text)),
    };
    let table = File {
        name: "mod".to_owned(),
        printed: Finished::new(table, TYPES, &[]),
    };
    files.insert(0, table);
    Ok(files)
}

/// Declarations of one kind stand together.
fn tight(text: &str) -> String {
    text.replace(";\n\nmod ", ";\nmod ")
        .replace(";\n\npub use ", ";\npub use ")
        .replace(";\n\n#[cfg(", ";\n#[cfg(")
}

/// A file of which some parts are printed.
struct Begun {
    parts: Vec<Option<Result<Printed, NotRust>>>,
    left: usize,
}

/// Prints the files in their order. They may be of very different sizes, so that it is their parts that are
/// printed at a time; who prints the last part of a file finishes it, before others are begun.
fn print_files(plan: &Plan, form: Form) -> Vec<Result<Finished, NotRust>> {
    let files = plan.type_files.iter();
    let homes = files.clone().flat_map(|file| {
        let items = file.items.iter();
        items.map(|item| (item.name.as_str(), file.name.as_str()))
    });
    let homes: HashMap<&str, &str> = homes.collect();
    let begun = files.clone().map(|file| {
        // A file without types is finished by its only part, which is empty.
        let count = file.items.len().div_ceil(PART).max(1);
        Mutex::new(Begun {
            parts: std::iter::repeat_with(|| None).take(count).collect(),
            left: count,
        })
    });
    let begun: Vec<Mutex<Begun>> = begun.collect();
    let parts = files.zip(&begun).flat_map(|(file, begun)| {
        let chunks = file.items.chunks(PART).chain(match file.items.len() {
            0 => Some(file.items.as_slice()),
            _ => None,
        });
        let parts = chunks.enumerate();
        parts.map(move |(index, items)| (file, begun, index, items))
    });
    let parts: Vec<_> = parts.collect();
    let finished = parallel::map(
        &parts,
        parallel::processors(),
        |(file, begun, index, items)| {
            let part = print_part(items, form);
            let parts = {
                let mut begun = begun.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(place) = begun.parts.get_mut(*index) {
                    *place = Some(part);
                }
                begun.left -= 1;
                if begun.left > 0 {
                    return None;
                }
                std::mem::take(&mut begun.parts)
            };
            let parts = parts.into_iter().flatten().collect::<Result<_, _>>();
            let printed = parts.and_then(|parts| print_file(&homes, file, parts, form));
            Some(printed.map(|printed| Finished::new(printed, TYPES, &file.features)))
        },
    );
    // The parts of a file stand beside one another, so that the files are in their order.
    finished.into_iter().flatten().collect()
}

fn print_part(items: &[Item], form: Form) -> Result<Printed, NotRust> {
    let mut source = Source::new(form, Vec::new());
    items.iter().for_each(|item| print_item(item, &mut source));
    source.settle()
}

/// Of the types' `homes`, the files that they are in.
fn print_file(
    homes: &HashMap<&str, &str>,
    file: &TypeFile,
    parts: Vec<Printed>,
    form: Form,
) -> Result<Printed, NotRust> {
    let mut source = Source::new(
        form,
        vec![format!(" {}", super::docs::markdown(&file.title))],
    );
    parts.into_iter().for_each(|part| source.settled(part));
    let used = uses::uses(file);
    if used.contains("BTreeMap") {
        source.import("std::collections::BTreeMap");
    }
    source.import_used(
        "specwright_runtime",
        &[
            "Members",
            "Nullable",
            "Secret",
            "decode",
            "text",
            "UnrecognizedInteger",
            "UnrecognizedJson",
            "UnrecognizedValue",
        ],
        &used,
    );
    let elsewhere = used.iter().map(String::as_str).filter(|name| {
        let home = homes.get(name);
        home.is_some_and(|home| *home != file.name)
    });
    let elsewhere: Vec<&str> = elsewhere.collect();
    source.import_used("super", &elsewhere, &used);
    source.finish()
}

fn print_item(item: &Item, source: &mut Source) {
    match &item.kind {
        ItemKind::Struct(structure) => structs::print(item, structure, source),
        ItemKind::TextEnum(variants) => enums::print_text(item, variants, source),
        ItemKind::IntegerEnum(variants) => enums::print_integer(item, variants, source),
        ItemKind::ScalarEnum(variants) => enums::print_scalars(item, variants, source),
        ItemKind::Tuple(tuple) => tuples::print(item, tuple, source),
        ItemKind::Newtype(inner) => tuples::print_newtype(item, inner, source),
        ItemKind::Union(union) => unions::print(item, union, source),
        ItemKind::Answers(by_status) => super::operations::print_answers(item, by_status, source),
        ItemKind::Alias(target) => {
            let docs = doc(&prose::of(&item.docs, &format!("`{}`.", item.name)).finish());
            let name = ident(&item.name);
            let target = ty(target, Room::Types);
            source.items(quote! { #docs pub type #name = #target; });
        }
    }
}
