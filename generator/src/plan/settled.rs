//! Members that need no field, since the union around their object settles them.
//!
//! What a union tells apart by a tag, and nothing else holds, has one value of that tag and no
//! other: nobody has to give it, and nobody learns from it. It is written, and no part of the
//! struct. A type that also stands somewhere else keeps its field: there a value may come that
//! this version does not know, and is kept. And so does one that had it before: `names.lock` says
//! which did not.

use crate::hash::{HashMap, HashSet};
use crate::ir::{Api, Member, Shape, TextFormat, Type, TypeDef, TypeId};
use crate::json::Value;

use super::names::Lock;
use super::reach;

/// Finds them, and writes down what they always are. `old` is of the crate as it was.
pub(crate) fn settle(api: &mut Api, old: &Lock) {
    let elsewhere = elsewhere(api);
    let mut tags = tags(api);
    tags.retain(|id, _| !elsewhere.contains(id));
    for (id, tag) in tags {
        let Some(Tag { key, value }) = tag else {
            continue;
        };
        let plain = api.types.get(id).is_some_and(|def| match &def.shape {
            Shape::Record(record) if !had_field(def, old) => {
                let member = record.members.iter().find(|member| member.key == key);
                member.is_some_and(|member| is_text(api, member))
            }
            _ => false,
        });
        let agree = api
            .examples
            .iter()
            .filter(|example| reach::named(&example.ty) == Some(id))
            .all(|example| example.value.get(&key).is_some_and(|it| *it == *value));
        if let Some(def) = api.types.get_mut(id).filter(|_| plain && agree)
            && let Shape::Record(record) = &mut def.shape
            && let Some(member) = record.members.iter_mut().find(|member| member.key == key)
        {
            member.ty = Type::Text(TextFormat::Plain);
            member.constant = Some(Box::new(Value::from(value)));
            member.settled = true;
        }
    }
}

/// A tag and its only value.
#[derive(PartialEq, Eq)]
struct Tag {
    key: String,
    value: String,
}

/// Of each type that a union tells by a tag, the tag with its value; `None` where there is more
/// than one.
fn tags(api: &Api) -> HashMap<TypeId, Option<Tag>> {
    let mut tags = HashMap::default();
    for (_, def) in api.types.iter() {
        let Shape::Union(union) = &def.shape else {
            continue;
        };
        let Some(key) = union.deciding_tag() else {
            continue;
        };
        for variant in &union.variants {
            let Type::Named(id) = variant.ty else {
                continue;
            };
            let tag = match variant.tags.as_slice() {
                [value] => Some(Tag {
                    key: key.to_owned(),
                    value: value.clone(),
                }),
                _ => None,
            };
            match tags.entry(id) {
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(tag);
                }
                std::collections::hash_map::Entry::Occupied(mut entry) => {
                    if *entry.get() != tag {
                        entry.insert(None);
                    }
                }
            }
        }
    }
    tags
}

/// The types that stand somewhere else than in a union with a tag.
fn elsewhere(api: &Api) -> HashSet<TypeId> {
    let mut elsewhere: HashSet<TypeId> = HashSet::default();
    for (_, def) in api.types.iter() {
        let tagged = match &def.shape {
            Shape::Union(union) => union.deciding_tag().is_some(),
            _ => false,
        };
        let parts = reach::parts(def);
        let held = parts
            .into_iter()
            .filter(|ty| !tagged || !matches!(ty, Type::Named(_)));
        elsewhere.extend(held.filter_map(reach::named));
    }
    elsewhere.extend(reach::roots(api).into_iter().filter_map(reach::named));
    elsewhere
}

/// Whether the type was there, with a field for its tag.
fn had_field(def: &TypeDef, old: &Lock) -> bool {
    let place = &def.place.0;
    old.types.contains_key(place) && !old.settled.contains_key(place)
}

/// Whether a member is a text, and may be in requests and answers alike.
fn is_text(api: &Api, member: &Member) -> bool {
    let text = match &member.ty {
        Type::Text(TextFormat::Plain) => true,
        Type::Named(id) => {
            let shape = api.types.get(*id).map(|def| &def.shape);
            matches!(shape, Some(Shape::TextEnum(_)))
        }
        _ => false,
    };
    text && !member.nullable && !member.read_only && !member.write_only
}
