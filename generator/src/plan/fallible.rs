//! Of which types there is no value when something in their JSON is wrong.
//!
//! The runtime makes one up of every type of its own, so that a struct is put together from its fields as
//! they are, and says apart from it what was wrong. Of a type of another crate nothing can be made up,
//! nor of a struct that has to hold one, or that has to hold itself without end. These are read by
//! `serde`, and so is whatever they are in.

use crate::hash::{HashMap, HashSet};
use crate::ir::{Shape, Type, TypeDef, TypeId, Unknown};

use super::model::Presence;
use super::recursion::circles_of;
use super::types::Known;

/// All such types.
pub(crate) fn fallible(known: &Known<'_>) -> HashSet<TypeId> {
    let types = || known.api.types.iter();
    let held: HashMap<TypeId, Vec<&Type>> = types()
        .map(|(id, def)| (id, held(known, id, def)))
        .collect();
    let directly = |types: &Vec<&Type>| types.iter().filter_map(|ty| named(ty)).collect();
    let endless = circles_of(
        &held
            .iter()
            .map(|(id, types)| (*id, directly(types)))
            .collect(),
    );
    let mut found: HashSet<TypeId> = endless.into_iter().flatten().collect();
    loop {
        let before = found.len();
        let more = held.iter().filter(|(_, types)| {
            let mut types = types.iter();
            types.any(|ty| is_by_serde(ty, &found))
        });
        let more: Vec<TypeId> = more.map(|(id, _)| *id).collect();
        found.extend(more);
        if found.len() == before {
            return found;
        }
    }
}

/// What a value has to hold.
fn held<'a>(known: &Known<'_>, id: TypeId, def: &'a TypeDef) -> Vec<&'a Type> {
    match &def.shape {
        Shape::Record(record) => {
            let members = record.members.iter();
            let required = members.filter(|member| {
                !member.settled && known.presence(id, member) == Presence::Required
            });
            required.map(|member| &member.ty).collect()
        }
        Shape::Tuple(tuple) => {
            let required = tuple.items.iter().filter(|item| item.required);
            required.map(|item| &item.ty).collect()
        }
        Shape::Newtype(ty) | Shape::Alias(ty) => vec![ty],
        Shape::Union(_) | Shape::TextEnum(_) | Shape::IntegerEnum(_) | Shape::ScalarEnum(_) => {
            Vec::new()
        }
    }
}

/// The type that a value of this type is always there of.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::List(_) | Type::Map(_) | Type::Nullable(_) => None,
        Type::Text(_) | Type::Integer(_) | Type::Number(_) | Type::Boolean | Type::Any(_) => None,
    }
}

/// Whether a type, or one in it, is read by `serde`.
fn is_by_serde(ty: &Type, fallible: &HashSet<TypeId>) -> bool {
    match ty {
        Type::Named(id) => fallible.contains(id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
            is_by_serde(inner, fallible)
        }
        Type::Any(unknown) => *unknown == Unknown::Elsewhere,
        Type::Text(_) | Type::Integer(_) | Type::Number(_) | Type::Boolean => false,
    }
}
