//! Inline types that are one.
//!
//! Documents that are written by tools, or by copying, describe the same object hundreds of times.
//! A person who wrote the types by hand would write it once. Two inline types are one
//!
//! * if they are enums of strings, the member or parameter has the same name and the set of values
//!   is equal: the filter `status` of a list and the member `status` of its items;
//! * otherwise, if they have the same title or, without one, play the same role where they stand,
//!   and all that is said of them and in them is equal, to the last word. Of both either only
//!   requests, or only answers, or both carry them: else one would get fields that it has no need of.
//!
//! The types of whole requests and answers are shared only if they have a title: two operations
//! that happen to take the same today need not do so tomorrow.
//!
//! What was shared once stays shared (`names.lock`) as long as it can: an enum takes the values of
//! all, and an object the members of all, of which those are required that all of them require.
//! Only what would read or write something else goes its own way.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash, Hasher};

use super::names::{Lock, case};
use super::reach::Reach;
use super::type_names::with_role;
use crate::hash::{Fixed, HashMap};
use crate::ir::{
    Api, Docs, EnumValue, Limits, Member, NameHint, Role, Shape, Type, TypeDef, TypeId,
};

/// Which type stands for which.
#[derive(Debug, Default)]
pub(crate) struct Sharing {
    /// The type that stands for this one; types that stand for themselves are not in it.
    stands_for: BTreeMap<TypeId, TypeId>,
}

impl Sharing {
    /// The type that stands for this one.
    pub(crate) fn resolve(&self, id: TypeId) -> TypeId {
        self.stands_for.get(&id).copied().unwrap_or(id)
    }

    /// Every type with the one that stands for it.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (TypeId, TypeId)> + '_ {
        self.stands_for.iter().map(|(from, to)| (*from, *to))
    }
}

/// Finds the types that are one, and speaks of one of them wherever the API speaks of any.
pub(crate) fn share(api: &mut Api, lock: &Lock, reach: &HashMap<TypeId, Reach>) -> Sharing {
    let mut classes = Classes::default();
    // What a type is made of comes before it, so that it is told by what that is.
    let mut order: Vec<(TypeId, usize)> = api
        .types
        .iter()
        .filter(|(_, def)| !matches!(def.name, NameHint::Component(_)))
        .map(|(id, _)| (id, super::type_names::depth(api, id)))
        .collect();
    order.sort_by_cached_key(|(id, depth)| (Reverse(*depth), api.types.get(*id).map(rank)));
    for (id, _) in order {
        if let Some(def) = api.types.get_mut(id) {
            def.shape.for_each_part_mut(|ty| {
                if let Some(named) = ty.named_mut() {
                    *named = classes.first(*named);
                }
            });
        }
        classes.add(api, lock, reach, id);
    }
    classes.settle(api, lock)
}

/// What types have to have in common before they are compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Word {
    /// The member or parameter that enums of strings are the values of.
    Enum(String),
    /// The title.
    Title(String),
    /// The role where they stand, as it is part of a name.
    Role(String),
}

impl Word {
    fn of(def: &TypeDef) -> Option<Self> {
        let (NameHint::Inside(_, role) | NameHint::Operation(_, role)) = &def.name else {
            return None;
        };
        match &def.shape {
            Shape::TextEnum(_) => match role {
                Role::Member(word) | Role::Parameter(word) => Some(Self::Enum(case::snake(word))),
                _ => None,
            },
            Shape::Alias(_) => None,
            Shape::Record(_)
            | Shape::IntegerEnum(_)
            | Shape::ScalarEnum(_)
            | Shape::Tuple(_)
            | Shape::Union(_)
            | Shape::Newtype(_) => {
                if let Some(title) = &def.docs.summary {
                    return Some(Self::Title(title.to_string()));
                }
                match role {
                    Role::ErrorBody(_) => Some(Self::Role("Error".to_owned())),
                    // One of a union without a name has its number.
                    Role::Variant(name) if name.starts_with(|c: char| c.is_numeric()) => None,
                    Role::Member(_)
                    | Role::Variant(_)
                    | Role::Item(Some(_))
                    | Role::MapValue(Some(_)) => Some(Self::Role(with_role("", role))),
                    Role::Item(None)
                    | Role::MapValue(None)
                    | Role::Parameter(_)
                    | Role::RequestBody
                    | Role::RequestBodyAs(_)
                    | Role::ResponseBody(_) => None,
                }
            }
        }
    }
}

/// Types that are one, as far as they have been looked at.
struct Class {
    ids: Vec<TypeId>,
    /// Those of them that say something else than those before: mostly the first alone.
    distinct: Vec<TypeId>,
    /// The name that one of them has or asks for, whatever others do.
    name: Option<String>,
}

#[derive(Default)]
struct Classes {
    all: Vec<Class>,
    of: HashMap<TypeId, usize>,
    /// By what is cheaply compared: what is equal is among these.
    alike: HashMap<(Word, u64), Vec<usize>>,
    /// By the names in the lock.
    locked: HashMap<String, Vec<usize>>,
}

impl Classes {
    /// The first of those that are one with this.
    fn first(&self, id: TypeId) -> TypeId {
        let class = self.of.get(&id).and_then(|class| self.all.get(*class));
        class
            .and_then(|class| class.ids.first())
            .copied()
            .unwrap_or(id)
    }

    /// Puts a type to those that it is one with.
    fn add(&mut self, api: &Api, lock: &Lock, reach: &HashMap<TypeId, Reach>, id: TypeId) {
        let Some(def) = api.types.get(id) else {
            return;
        };
        let name = own_name(def, lock);
        let word = Word::of(def);
        if name.is_none() && word.is_none() {
            return;
        }
        let key = word.map(|word| (word, digest(def, reach.get(&id))));
        let locked = lock.types.get(&def.place.0);
        let found = self
            .by_name(api, def, locked)
            .or_else(|| self.by_content(api, def, name, key.as_ref()));
        let class = match found {
            Some(class) => class,
            None => {
                self.all.push(Class {
                    ids: Vec::new(),
                    distinct: Vec::new(),
                    name: None,
                });
                self.all.len() - 1
            }
        };
        self.of.insert(id, class);
        if let Some(key) = key {
            let alike = self.alike.entry(key).or_default();
            if !alike.contains(&class) {
                alike.push(class);
            }
        }
        if let Some(known) = self.all.get_mut(class) {
            known.ids.push(id);
            let mut others = known.distinct.iter().filter_map(|id| api.types.get(*id));
            if !others.any(|other| is_equal(def, other)) {
                known.distinct.push(id);
            }
            if known.name.is_none() {
                known.name = name.map(str::to_owned);
            }
            if let Some(locked) = locked {
                let named = self.locked.entry(locked.clone()).or_default();
                if !named.contains(&class) {
                    named.push(class);
                }
            }
        }
    }

    /// Those that had this name together with it, if one type can still be all of them.
    fn by_name(&self, api: &Api, def: &TypeDef, locked: Option<&String>) -> Option<usize> {
        let classes = self.locked.get(locked?)?;
        let fits = |class: &&usize| {
            let class = self.all.get(**class);
            let distinct = class.into_iter().flat_map(|class| &class.distinct);
            let mut others = distinct.filter_map(|id| api.types.get(*id));
            others.all(|other| can_be_one(&def.shape, &other.shape))
        };
        classes.iter().find(fits).copied()
    }

    /// Those that say the same, unless both have names of their own that differ.
    fn by_content(
        &self,
        api: &Api,
        def: &TypeDef,
        name: Option<&str>,
        key: Option<&(Word, u64)>,
    ) -> Option<usize> {
        let classes = self.alike.get(key?)?;
        let fits = |index: &&usize| {
            let class = self.all.get(**index);
            let free = |class: &&Class| {
                name.is_none() || class.name.is_none() || class.name.as_deref() == name
            };
            let class = class.filter(free).into_iter();
            let mut others = class.flat_map(|class| &class.distinct);
            others.any(|id| api.types.get(*id).is_some_and(|other| is_equal(def, other)))
        };
        classes.iter().find(fits).copied()
    }

    /// Chooses who stands for all, and lets the API speak of no other.
    fn settle(self, api: &mut Api, lock: &Lock) -> Sharing {
        let mut sharing = Sharing::default();
        let mut chosen: HashMap<TypeId, TypeId> = HashMap::default();
        for class in &self.all {
            let mut ids = class.ids.clone();
            // Who has names for its members in the lock keeps them.
            ids.sort_by_key(|id| {
                let def = api.types.get(*id);
                def.map(|def| (!has_members(def, lock), rank(def)))
            });
            let (Some((&first, others)), Some(&looked_at)) = (ids.split_first(), class.ids.first())
            else {
                continue;
            };
            chosen.insert(looked_at, first);
            for &other in others {
                sharing.stands_for.insert(other, first);
                // What is said of it is said of the first.
                let alias = Shape::Alias(Type::Named(first));
                let Some(def) = api.types.get_mut(other) else {
                    continue;
                };
                let docs = std::mem::take(&mut def.docs);
                let limits = std::mem::take(&mut def.limits);
                let shape = std::mem::replace(&mut def.shape, alias);
                if let Some(def) = api.types.get_mut(first) {
                    let is_enum = matches!(def.shape, Shape::TextEnum(_));
                    take_in(&mut def.shape, shape);
                    if !is_enum {
                        common(&mut def.limits, &limits, &mut def.docs, &docs);
                    }
                }
            }
        }
        api.for_each_type_mut(|ty| {
            if let Some(id) = ty.named_mut() {
                let looked_at = self.first(*id);
                *id = chosen.get(&looked_at).copied().unwrap_or(looked_at);
            }
        });
        sharing
    }
}

/// The name that a type has or asks for, whatever others do.
fn own_name<'a>(def: &'a TypeDef, lock: &'a Lock) -> Option<&'a str> {
    let locked = lock.types.get(&def.place.0);
    locked.or(def.requested_name.as_ref()).map(String::as_str)
}

/// Whether `names.lock` has names for what is in a type.
fn has_members(def: &TypeDef, lock: &Lock) -> bool {
    let inside = format!("{}/", def.place.0);
    let mut from_there = lock.members.range(inside.clone()..);
    from_there
        .next()
        .is_some_and(|(place, _)| place.starts_with(&inside))
}

/// A component's place comes before an operation's.
fn rank(def: &TypeDef) -> (bool, String) {
    let place = def.place.0.as_str();
    (!place.starts_with("components/"), place.to_owned())
}

/// What is equal in types that are: who carries them, and what they are made of.
fn digest(def: &TypeDef, reach: Option<&Reach>) -> u64 {
    let mut digest = Fixed::default().build_hasher();
    match &def.shape {
        // Of these it is only the values.
        Shape::TextEnum(values) => {
            let mut values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
            values.sort_unstable();
            values.hash(&mut digest);
            return digest.finish();
        }
        Shape::Record(record) => {
            for member in &record.members {
                (&member.key, &member.ty, member.required).hash(&mut digest);
                member.docs.description.hash(&mut digest);
            }
        }
        Shape::Union(union) => {
            for variant in &union.variants {
                variant.ty.hash(&mut digest);
            }
        }
        Shape::Tuple(tuple) => {
            for item in &tuple.items {
                item.ty.hash(&mut digest);
            }
        }
        Shape::IntegerEnum(values) => values.len().hash(&mut digest),
        Shape::ScalarEnum(values) => values.len().hash(&mut digest),
        Shape::Newtype(ty) | Shape::Alias(ty) => ty.hash(&mut digest),
    }
    def.docs.description.hash(&mut digest);
    // What nothing carries gets what only answers carry.
    let sent = reach.filter(|reach| reach.sent);
    sent.map(|reach| reach.received).hash(&mut digest);
    digest.finish()
}

/// Whether the same is said of two types of one word and one digest.
fn is_equal(a: &TypeDef, b: &TypeDef) -> bool {
    match (&a.shape, &b.shape) {
        (Shape::TextEnum(a), Shape::TextEnum(b)) => {
            let has = |all: &[EnumValue<String>], one: &EnumValue<String>| {
                all.iter().any(|value| value.value == one.value)
            };
            a.iter().all(|value| has(b, value)) && b.iter().all(|value| has(a, value))
        }
        (a_shape, b_shape) => a.docs == b.docs && a.limits == b.limits && a_shape == b_shape,
    }
}

/// Whether one type can be both, which were one before.
fn can_be_one(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::TextEnum(_), Shape::TextEnum(_)) => true,
        (Shape::Record(a), Shape::Record(b)) => {
            // What is settled has no field that could be empty: both have to have it.
            let fits = |member: &Member, others: &[Member]| {
                let other = others.iter().find(|other| other.key == member.key);
                other.map_or(!member.settled, |other| agree(member, other))
            };
            a.additional == b.additional
                && a.members.iter().all(|member| fits(member, &b.members))
                && b.members.iter().all(|member| fits(member, &a.members))
        }
        (a, b) => a == b,
    }
}

/// Whether one field can be both members. Whether one has to be there is not asked.
fn agree(a: &Member, b: &Member) -> bool {
    a.ty == b.ty
        && a.nullable == b.nullable
        && (a.read_only, a.write_only) == (b.read_only, b.write_only)
        && (a.settled, &a.constant) == (b.settled, &b.constant)
        && a.xml == b.xml
}

/// Makes of a shape what is also the other.
fn take_in(shape: &mut Shape, other: Shape) {
    match (shape, other) {
        (Shape::TextEnum(values), Shape::TextEnum(others)) => {
            for value in others {
                if values.iter().all(|known| known.value != value.value) {
                    values.push(value);
                }
            }
        }
        (Shape::Record(record), Shape::Record(other)) if *record != other => {
            for member in &mut record.members {
                match other.members.iter().find(|it| it.key == member.key) {
                    Some(it) => {
                        member.required &= it.required;
                        common(&mut member.limits, &it.limits, &mut member.docs, &it.docs);
                    }
                    None => member.required = false,
                }
            }
            for mut member in other.members {
                if record.members.iter().all(|known| known.key != member.key) {
                    member.required = false;
                    record.members.push(member);
                }
            }
            if record.additional_limits != other.additional_limits {
                record.additional_limits = Limits::default();
                record.additional_allowed.clear();
            }
        }
        _ => {}
    }
}

/// What is not allowed here may be allowed there: only what holds of both is said, and held against a
/// value.
fn common(limits: &mut Limits, others: &Limits, docs: &mut Docs, other: &Docs) {
    if limits != others {
        *limits = Limits::default();
    }
    docs.limits.retain(|limit| other.limits.contains(limit));
}
