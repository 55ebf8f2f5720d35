//! Who reaches a type: operations of which tags, and in which direction.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::HashMap;
use crate::ir::{
    Additional, Api, BodyContent, Occasion, Operation, Outcome, Place, Received, Shape, Type,
    TypeDef, TypeId,
};

/// Who reaches a type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach {
    /// A request carries it.
    pub(crate) sent: bool,
    /// A response carries it.
    pub(crate) received: bool,
    /// What carries it.
    pub(crate) users: BTreeSet<User>,
}

impl Reach {
    /// The only tag of all that carries it, if there is one.
    pub(crate) fn only_tag(&self) -> Option<&str> {
        let mut tags = self.users.iter().map(User::tag);
        let first = tags.next()??;
        tags.all(|tag| tag == Some(first)).then_some(first)
    }
}

/// What carries a type, by tag; `None` stands for what has no tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum User {
    /// Operations of the client.
    Operations(Option<String>),
    /// Webhooks.
    Webhooks(Option<String>),
    /// Callbacks.
    Callbacks(Option<String>),
}

impl User {
    /// What a request of the API's own is.
    pub(crate) fn of(received: &Received) -> Self {
        let tag = received.tag.clone();
        match received.occasion {
            Occasion::Webhook => Self::Webhooks(tag),
            Occasion::Callback { .. } => Self::Callbacks(tag),
        }
    }

    fn tag(&self) -> Option<&str> {
        match self {
            Self::Operations(tag) | Self::Webhooks(tag) | Self::Callbacks(tag) => tag.as_deref(),
        }
    }
}

/// For each type, who reaches it. Types that no operation reaches are not in it.
pub(crate) fn reach(api: &Api) -> HashMap<TypeId, Reach> {
    // By tag, since the operations of a tag reach much the same, and there may be thousands.
    let mut by_user: BTreeMap<User, (Vec<&Type>, Vec<&Type>)> = BTreeMap::new();
    for operation in &api.operations {
        let (sent, received) = roots_of(operation);
        let user = User::Operations(operation.tag.clone());
        let (all_sent, all_received) = by_user.entry(user).or_default();
        all_sent.extend(sent);
        all_received.extend(received);
    }
    for received in &api.received {
        let (_, all_received) = by_user.entry(User::of(received)).or_default();
        all_received.extend(&received.payload);
    }
    let mut reached: HashMap<TypeId, Reach> = HashMap::default();
    for (user, (sent, received)) in by_user {
        for (roots, is_sent) in [(sent, true), (received, false)] {
            for id in closure(api, &roots) {
                let reach = reached.entry(id).or_default();
                reach.sent |= is_sent;
                reach.received |= !is_sent;
                if !reach.users.contains(&user) {
                    reach.users.insert(user.clone());
                }
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
fn roots_of(operation: &Operation) -> (Vec<&Type>, Vec<&Type>) {
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

/// The types that requests, responses and what the API itself asks name.
pub(crate) fn roots(api: &Api) -> Vec<&Type> {
    let operations = api.operations.iter().flat_map(|operation| {
        let (sent, received) = roots_of(operation);
        sent.into_iter().chain(received)
    });
    let received = api.received.iter().flat_map(|received| &received.payload);
    operations.chain(received).collect()
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
