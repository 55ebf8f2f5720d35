//! Whether names have letters beyond ASCII, of which rustc warns here and there.

use super::model::{Item, ItemKind, Module, Operation, TypeFile};

/// Whether any name that is printed has such a letter.
pub(crate) fn beyond_ascii(files: &[TypeFile], modules: &[Module]) -> bool {
    let types = files.iter().flat_map(|file| &file.items).flat_map(of_item);
    let operations = modules
        .iter()
        .flat_map(|module| &module.operations)
        .flat_map(of_operation);
    types.chain(operations).any(|name| !name.is_ascii())
}

fn of_item(item: &Item) -> Vec<&str> {
    let mut names: Vec<&str> = match &item.kind {
        ItemKind::Struct(structure) => structure.fields.iter().map(|it| &*it.ident).collect(),
        ItemKind::TextEnum(variants) => variants.iter().map(|it| &*it.name).collect(),
        ItemKind::IntegerEnum(variants) => variants.iter().map(|it| &*it.name).collect(),
        ItemKind::ScalarEnum(variants) => variants.iter().map(|it| &*it.name).collect(),
        ItemKind::Union(union) => union.variants.iter().map(|it| &*it.name).collect(),
        // Variants are statuses, and fields have no names.
        ItemKind::Answers(_) | ItemKind::Tuple(_) | ItemKind::Newtype(_) | ItemKind::Alias(_) => {
            Vec::new()
        }
    };
    names.push(&item.name);
    names
}

fn of_operation(operation: &Operation) -> Vec<&str> {
    let all = operation.arguments.iter().chain(&operation.setters);
    let mut names: Vec<&str> = all.map(|argument| &*argument.ident).collect();
    names.push(&operation.method_name);
    names
}
