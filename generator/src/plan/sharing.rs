//! Inline enums that are one type.
//!
//! Two inline enums are one where the member or parameter has the same name and the set of
//! values is equal: the filter `status` of a list and the member `status` of its items.
//! What was shared once stays shared (`names.lock`): when the sets differ later, the type
//! takes the union of them. Records are never merged.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::names::{Lock, case};
use crate::ir::{Api, EnumValue, NameHint, Role, Shape, TypeDef, TypeId};

/// Which type stands for which.
#[derive(Debug, Default)]
pub(crate) struct Sharing {
    /// The type that stands for this one; types that stand for themselves are not in it.
    stands_for: HashMap<TypeId, TypeId>,
    /// The same the other way round: the types that a type stands for.
    stood_for: HashMap<TypeId, Vec<TypeId>>,
    /// The values that other types bring to the one that stands for them.
    brought: HashMap<TypeId, Vec<EnumValue<String>>>,
}

impl Sharing {
    /// The type that stands for this one.
    pub(crate) fn resolve(&self, id: TypeId) -> TypeId {
        self.stands_for.get(&id).copied().unwrap_or(id)
    }

    /// The values that other types bring to this one.
    pub(crate) fn brought(&self, id: TypeId) -> &[EnumValue<String>] {
        self.brought.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Every type with the one that stands for it.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (TypeId, TypeId)> + '_ {
        self.stands_for.iter().map(|(from, to)| (*from, *to))
    }
}

/// Finds the enums that are one type.
pub(crate) fn share(api: &Api, lock: &Lock) -> Sharing {
    let mut groups: BTreeMap<(String, BTreeSet<&str>), Vec<TypeId>> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for (id, def) in api.types.iter() {
        let Some((role, values)) = inline_enum(def) else {
            continue;
        };
        let set = values.iter().map(|value| value.value.as_str()).collect();
        groups.entry((role, set)).or_default().push(id);
        if let Some(name) = lock.types.get(&def.place.0) {
            by_name.entry(name).or_default().push(id);
        }
    }

    let mut sharing = Sharing::default();
    for ids in by_name.values().chain(groups.values()) {
        // A requested name or a locked one that differs keeps a type to itself.
        let mut parts: BTreeMap<Option<&str>, Vec<TypeId>> = BTreeMap::new();
        for &id in ids {
            parts.entry(own_name(api, lock, id)).or_default().push(id);
        }
        let unnamed = parts.remove(&None).unwrap_or_default();
        if parts.is_empty() {
            sharing.merge(api, &unnamed);
            continue;
        }
        let mut parts = parts.into_values();
        if let Some(mut first) = parts.next() {
            first.extend(unnamed);
            sharing.merge(api, &first);
        }
        for part in parts {
            sharing.merge(api, &part);
        }
    }
    sharing
}

impl Sharing {
    /// Makes one type of these: the one whose place comes first stands for all.
    fn merge(&mut self, api: &Api, ids: &[TypeId]) {
        let mut ids: Vec<TypeId> = ids.iter().map(|&id| self.resolve(id)).collect();
        ids.sort_by_key(|&id| api.types.get(id).map(rank));
        ids.dedup();
        let Some((&first, others)) = ids.split_first() else {
            return;
        };
        let mut known: BTreeSet<String> = values_of(api, first)
            .iter()
            .chain(self.brought(first))
            .map(|value| value.value.clone())
            .collect();
        for &other in others {
            let moved = self.brought.remove(&other).unwrap_or_default();
            for value in values_of(api, other).iter().chain(&moved) {
                if known.insert(value.value.clone()) {
                    self.brought.entry(first).or_default().push(value.clone());
                }
            }
            for stood_for in self.stood_for.remove(&other).unwrap_or_default() {
                self.stands_for.insert(stood_for, first);
                self.stood_for.entry(first).or_default().push(stood_for);
            }
            self.stands_for.insert(other, first);
            self.stood_for.entry(first).or_default().push(other);
        }
    }
}

/// The name that a type has or asks for, whatever others do.
fn own_name<'a>(api: &'a Api, lock: &'a Lock, id: TypeId) -> Option<&'a str> {
    let def = api.types.get(id)?;
    lock.types
        .get(&def.place.0)
        .or(def.requested_name.as_ref())
        .map(String::as_str)
}

/// The word and the values of an enum that stands in a member or a parameter.
fn inline_enum(def: &TypeDef) -> Option<(String, &[EnumValue<String>])> {
    let (NameHint::Inside(_, role) | NameHint::Operation(_, role)) = &def.name else {
        return None;
    };
    let (Role::Member(word) | Role::Parameter(word)) = role else {
        return None;
    };
    match &def.shape {
        Shape::TextEnum(values) => Some((case::snake(word), values)),
        Shape::Record(_)
        | Shape::IntegerEnum(_)
        | Shape::ScalarEnum(_)
        | Shape::Tuple(_)
        | Shape::Union(_)
        | Shape::Newtype(_)
        | Shape::Alias(_) => None,
    }
}

fn values_of(api: &Api, id: TypeId) -> &[EnumValue<String>] {
    match api.types.get(id).map(|def| &def.shape) {
        Some(Shape::TextEnum(values)) => values,
        _ => &[],
    }
}

/// A component's place comes before an operation's.
fn rank(def: &TypeDef) -> (bool, &str) {
    let place = def.place.0.as_str();
    (!place.starts_with("components/"), place)
}
