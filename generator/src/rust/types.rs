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

/// `src/types/mod.rs`, and the files below it of which these are printed, in their order.
pub(crate) fn files(plan: &Plan, form: Form, printed: Vec<Finished>) -> Result<Vec<File>, NotRust> {
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
    for (file, printed) in plan.type_files.iter().zip(printed) {
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

/// The files as they are printed. They may be of very different sizes, so that it is their parts that are
/// printed at a time; who prints the last part of a file finishes it, before others are begun.
pub(crate) struct Files<'p> {
    /// The file in which each type is.
    homes: HashMap<&'p str, &'p str>,
    /// Each file with the parts of it that are printed.
    begun: Vec<(&'p TypeFile, Mutex<Vec<PrintedPart>>)>,
}

/// A part of a file, once it is printed.
type PrintedPart = Option<Result<Printed, NotRust>>;

/// A part of one of the files.
pub(crate) struct Part<'p> {
    file: usize,
    index: usize,
    items: &'p [Item],
}

impl<'p> Files<'p> {
    pub(crate) fn of(plan: &'p Plan) -> Self {
        let files = plan.type_files.iter();
        let homes = files.clone().flat_map(|file| {
            let items = file.items.iter();
            items.map(|item| (item.name.as_str(), file.name.as_str()))
        });
        let begun = files.map(|file| {
            let none = parts(file).map(|_| None);
            (file, Mutex::new(none.collect()))
        });
        Self {
            homes: homes.collect(),
            begun: begun.collect(),
        }
    }

    /// All parts, those of a file beside one another.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Part<'p>> {
        let files = self.begun.iter().enumerate();
        files.flat_map(|(at, (file, _))| {
            let parts = parts(file).enumerate();
            parts.map(move |(index, items)| Part {
                file: at,
                index,
                items,
            })
        })
    }

    /// Prints a part, and with it the file if all others of it are printed.
    pub(crate) fn print(&self, part: &Part<'_>, form: Form) -> Option<Result<Finished, NotRust>> {
        let printed = print_part(part.items, form);
        let (file, begun) = self.begun.get(part.file)?;
        let parts = {
            let mut begun = begun.lock().unwrap_or_else(PoisonError::into_inner);
            *begun.get_mut(part.index)? = Some(printed);
            if begun.iter().any(Option::is_none) {
                return None;
            }
            std::mem::take(&mut *begun)
        };
        let parts = parts.into_iter().flatten().collect::<Result<_, _>>();
        let printed = parts.and_then(|parts| print_file(&self.homes, file, parts, form));
        Some(printed.map(|printed| Finished::new(printed, TYPES, &file.features)))
    }
}

/// The parts of a file; a file without types has an empty one.
fn parts(file: &TypeFile) -> impl Iterator<Item = &[Item]> {
    let empty = file.items.is_empty().then_some(file.items.as_slice());
    file.items.chunks(PART).chain(empty)
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
            let docs = doc(&prose::of_item(item).finish());
            let name = ident(&item.name);
            let target = ty(target, Room::Types);
            source.items(quote! { #docs pub type #name = #target; });
        }
    }
}
