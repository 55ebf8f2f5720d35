//! Which of the traits that the settings ask for each type can derive.

use crate::hash::HashMap;
use crate::settings::Derive;

use super::model::{Item, ItemKind, RustType, TypeFile};

/// Gives every type those of the traits that all of its parts have.
pub(crate) fn decide(files: &mut [TypeFile], asked: &[Derive]) {
    for derive in with_what_they_need(asked) {
        let able = able(files, derive);
        for item in files.iter_mut().flat_map(|file| &mut file.items) {
            if !has(&item.kind, derive) && able.get(&item.name) == Some(&true) {
                item.derives.push(derive);
            }
        }
    }
}

/// What is asked for, in the order in which it is printed: `Ord` is nothing without the others.
fn with_what_they_need(asked: &[Derive]) -> impl Iterator<Item = Derive> {
    let ordered = asked.contains(&Derive::Ord);
    let is_needed = move |derive: &Derive| match derive {
        Derive::Eq | Derive::PartialOrd => ordered,
        Derive::Ord | Derive::Hash => false,
    };
    let asked = asked.to_vec();
    let all = Derive::ALL.iter().copied();
    all.filter(move |derive| asked.contains(derive) || is_needed(derive))
}

/// Whether a type derives a trait anyway.
fn has(kind: &ItemKind, derive: Derive) -> bool {
    match kind {
        ItemKind::TextEnum(_) | ItemKind::IntegerEnum(_) | ItemKind::ScalarEnum(_) => {
            matches!(derive, Derive::Eq | Derive::Hash)
        }
        // It has what its target has.
        ItemKind::Alias(_) => true,
        ItemKind::Struct(_)
        | ItemKind::Tuple(_)
        | ItemKind::Union(_)
        | ItemKind::Newtype(_)
        | ItemKind::Answers(_) => false,
    }
}

/// For each type by name, whether it can have the trait. Types that are made of one another can if
/// nothing else in their circle cannot.
fn able(files: &[TypeFile], derive: Derive) -> HashMap<String, bool> {
    let items = || files.iter().flat_map(|file| &file.items);
    let mut able: HashMap<String, bool> = items().map(|item| (item.name.clone(), true)).collect();
    loop {
        let unable: Vec<String> = items()
            .filter(|item| able.get(&item.name) == Some(&true) && !is_able(item, derive, &able))
            .map(|item| item.name.clone())
            .collect();
        if unable.is_empty() {
            return able;
        }
        able.extend(unable.into_iter().map(|name| (name, false)));
    }
}

fn is_able(item: &Item, derive: Derive, able: &HashMap<String, bool>) -> bool {
    let holds = |ty: &RustType| has_trait(ty, derive, able);
    match &item.kind {
        ItemKind::Struct(structure) => {
            let rest = structure.rest.as_ref();
            structure.fields.iter().all(|field| holds(&field.ty))
                && rest.is_none_or(|rest| match &rest.ty {
                    Some(ty) => holds(ty),
                    // The runtime's `Members`.
                    None => derive == Derive::Eq,
                })
        }
        ItemKind::TextEnum(_) | ItemKind::IntegerEnum(_) => true,
        ItemKind::ScalarEnum(_) => of_json(derive),
        ItemKind::Tuple(tuple) => {
            tuple.items.iter().all(|item| holds(&item.ty)) && holds(&tuple.rest)
        }
        ItemKind::Union(union) => {
            of_json(derive) && union.variants.iter().all(|variant| holds(&variant.ty))
        }
        ItemKind::Newtype(ty) | ItemKind::Alias(ty) => holds(ty),
        ItemKind::Answers(by_status) => {
            let mut held = by_status.variants.iter().filter_map(|it| it.ty.as_ref());
            held.all(holds)
        }
    }
}

fn has_trait(ty: &RustType, derive: Derive, able: &HashMap<String, bool>) -> bool {
    match ty {
        RustType::Primitive("f64") => derive == Derive::PartialOrd,
        RustType::Unit
        | RustType::String
        | RustType::Primitive(_)
        | RustType::Timestamp(_)
        | RustType::Date(_)
        | RustType::Uuid
        | RustType::Address(_)
        | RustType::Kept(_)
        | RustType::DecimalNumber
        | RustType::Bytes => true,
        // Neither its order nor its hash is anybody's business.
        RustType::Secret => derive == Derive::Eq,
        RustType::Json => of_json(derive),
        RustType::Named(name) | RustType::NamedBySerde(name) => able.get(name) == Some(&true),
        RustType::Vec(inner)
        | RustType::Map(inner)
        | RustType::Option(inner)
        | RustType::Boxed(inner) => has_trait(inner, derive, able),
        RustType::ByteStream
        | RustType::Events(_)
        | RustType::Items(_)
        | RustType::Upload
        | RustType::Multipart
        | RustType::Elsewhere(_)
        | RustType::Untyped => false,
    }
}

/// `serde_json::Value`, and what is not recognized.
fn of_json(derive: Derive) -> bool {
    match derive {
        Derive::Eq | Derive::Hash => true,
        Derive::PartialOrd | Derive::Ord => false,
    }
}
