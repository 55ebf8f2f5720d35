//! The names that a file of types uses and does not declare.

use std::collections::BTreeSet;

use crate::plan::model::{Decoder, Item, ItemKind, Presence, RustType, StatusEnum, TypeFile};

/// Names of types, of the crate and of the runtime, that are mentioned in a file.
///
/// They are taken from the plan and not from what was printed: there a variant may have the
/// name of a type elsewhere.
pub(super) fn uses(file: &TypeFile) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for item in &file.items {
        of_item(item, &mut names);
    }
    names
}

fn of_item(item: &Item, names: &mut BTreeSet<String>) {
    let mut add = |name: &str| {
        names.insert(name.to_owned());
    };
    match &item.kind {
        ItemKind::TextEnum(_) => add("UnrecognizedValue"),
        ItemKind::IntegerEnum(_) => add("UnrecognizedInteger"),
        ItemKind::ScalarEnum(_) => add("UnrecognizedJson"),
        ItemKind::Tuple(tuple) => {
            for item in &tuple.items {
                of_type(&item.ty, names);
            }
            of_type(&tuple.rest, names);
        }
        ItemKind::Alias(ty) | ItemKind::Newtype(ty) => of_type(ty, names),
        ItemKind::Union(union) => {
            add("UnrecognizedJson");
            for variant in &union.variants {
                of_type(&variant.ty, names);
            }
        }
        ItemKind::Struct(structure) => {
            for field in &structure.fields {
                if field.presence == Presence::Nullable {
                    names.insert("Nullable".to_owned());
                }
                of_type(&field.ty, names);
            }
            if let Some(rest) = &structure.rest {
                match &rest.ty {
                    Some(ty) => of_type(&RustType::Map(Box::new(ty.clone())), names),
                    None => {
                        names.insert("Members".to_owned());
                    }
                }
            }
        }
        ItemKind::Answers(by_status) => of_answers(by_status, names),
    }
}

fn of_answers(by_status: &StatusEnum, names: &mut BTreeSet<String>) {
    for variant in &by_status.variants {
        if let Some(ty) = &variant.ty {
            of_type(ty, names);
        }
    }
    let decodes = by_status
        .variants
        .iter()
        .any(|variant| variant.ty.is_some() && !matches!(variant.decoder, Decoder::Empty));
    let open = !by_status.variants.iter().any(|variant| variant.status == 0);
    if decodes || open {
        names.insert("decode".to_owned());
    }
}

fn of_type(ty: &RustType, names: &mut BTreeSet<String>) {
    let mut add = |name: &str| {
        names.insert(name.to_owned());
    };
    match ty {
        RustType::Named(name) | RustType::NamedBySerde(name) => add(name),
        RustType::Secret => add("Secret"),
        RustType::Kept(_) | RustType::DecimalNumber => add("text"),
        RustType::Map(inner) => {
            add("BTreeMap");
            of_type(inner, names);
        }
        RustType::Vec(inner) | RustType::Option(inner) | RustType::Boxed(inner) => {
            of_type(inner, names);
        }
        RustType::Unit
        | RustType::Elsewhere(_)
        | RustType::String
        | RustType::Primitive(_)
        | RustType::Timestamp(_)
        | RustType::Date(_)
        | RustType::Uuid
        | RustType::Address(_)
        | RustType::Bytes
        | RustType::ByteStream
        | RustType::Untyped
        | RustType::Events(_)
        | RustType::Items(_)
        | RustType::Upload
        | RustType::Multipart
        | RustType::Json => {}
    }
}
