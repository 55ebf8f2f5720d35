//! Who reaches a type: which tags, and in which direction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ir::{
    Additional, Api, BodyContent, Operation, Outcome, Place, Shape, Type, TypeDef, TypeId,
};

/// Who reaches a type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach {
    /// A request carries it.
    pub(crate) sent: bool,
    /// A response carries it.
    pub(crate) received: bool,
    /// The tags of the operations that carry it; `None` stands for those without a tag.
    pub(crate) tags: BTreeSet<Option<String>>,
}

/// For each type, who reaches it. Types that no operation reaches are not in it.
pub(crate) fn reach(api: &Api) -> HashMap<TypeId, Reach> {
    // By tag, since the operations of a tag reach much the same, and there may be thousands.
    let mut by_tag: BTreeMap<Option<&str>, (Vec<&Type>, Vec<&Type>)> = BTreeMap::new();
    for operation in &api.operations {
        let (sent, received) = roots(operation);
        let (all_sent, all_received) = by_tag.entry(operation.tag.as_deref()).or_default();
        all_sent.extend(sent);
        all_received.extend(received);
    }
    for received in &api.received {
        let (_, all_received) = by_tag.entry(received.tag.as_deref()).or_default();
        all_received.extend(&received.payload);
    }
    let mut reached: HashMap<TypeId, Reach> = HashMap::new();
    for (tag, (sent, received)) in by_tag {
        for (roots, is_sent) in [(sent, true), (received, false)] {
            for id in closure(api, &roots) {
                let reach = reached.entry(id).or_default();
                reach.sent |= is_sent;
                reach.received |= !is_sent;
                reach.tags.insert(tag.map(str::to_owned));
            }
        }
    }
    reached
}

/// Where the types stand that operations of the whole API reach, and none of those that are kept.
pub fn no_longer_used(whole: &Api, kept: &Api) -> BTreeSet<Place> {
    let places = |api: &Api| -> BTreeSet<Place> {
        let reached = reach(api).into_keys();
        let defs = reached.filter_map(|id| api.types.get(id));
        defs.map(|def| def.place.clone()).collect()
    };
    places(whole).difference(&places(kept)).cloned().collect()
}

/// The types that an operation's requests and responses name.
fn roots(operation: &Operation) -> (Vec<&Type>, Vec<&Type>) {
    let mut sent: Vec<&Type> = operation.parameters.iter().map(|p| &p.ty).collect();
    for body in &operation.bodies {
        sent.extend(body.content.ty());
        if let BodyContent::Multipart(multipart) = &body.content {
            sent.extend(multipart.parts.iter().filter_map(|part| part.content.ty()));
        }
    }
    let mut received = Vec::new();
    for response in &operation.responses {
        received.extend(response.content.ty());
        received.extend(response.others.iter().filter_map(Outcome::ty));
        received.extend(response.headers.iter().map(|header| &header.ty));
    }
    (sent, received)
}

/// All types that these types are made of.
pub(crate) fn closure(api: &Api, roots: &[&Type]) -> BTreeSet<TypeId> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<TypeId> = roots.iter().filter_map(|ty| named(ty)).collect();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Some(def) = api.types.get(id) {
            open.extend(parts(def).into_iter().filter_map(named));
        }
    }
    seen
}

/// The type of its own that a type is about, through lists, maps and `null`.
pub(crate) fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => named(inner),
        Type::Text(_) | Type::Integer(_) | Type::Number(_) | Type::Boolean | Type::Any(_) => None,
    }
}

/// The types that a type is directly made of.
pub(crate) fn parts(def: &TypeDef) -> Vec<&Type> {
    match &def.shape {
        Shape::Record(record) => {
            let rest = match &record.additional {
                Additional::Typed(ty) => Some(ty),
                Additional::Unspoken => None,
            };
            record.members.iter().map(|m| &m.ty).chain(rest).collect()
        }
        Shape::Union(union) => union.variants.iter().map(|v| &v.ty).collect(),
        Shape::Tuple(tuple) => {
            let items = tuple.items.iter().map(|item| &item.ty);
            items.chain([&tuple.rest]).collect()
        }
        Shape::Alias(ty) | Shape::Newtype(ty) => vec![ty],
        Shape::TextEnum(_) | Shape::IntegerEnum(_) | Shape::ScalarEnum(_) => Vec::new(),
    }
}
