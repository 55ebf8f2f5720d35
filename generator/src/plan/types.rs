//! Types, decided: fields, variants, boxes.

use std::collections::BTreeSet;

use crate::hash::{HashMap, HashSet};
use crate::ir::{
    Additional, Api, Docs, EnumValue, IntegerWidth, Member, NumberWidth, Record, Scalar, Shape,
    TextFormat, Tuple, Type, TypeDef, TypeId, Unknown, Words,
};

use crate::json::Value;
use crate::settings::Dates;

use crate::settings::Settings;

use super::directions;
use super::elsewhere;
use super::homes::{ByHome, Home};
use super::model::{
    DateCrate, Decoder, Field, Item, ItemKind, Module, Presence, Rest, RustType, Struct,
    Tuple as TuplePlan, TupleItem, ValueVariant,
};
use super::names::{Lock, Scope, Spelling, case, name_siblings, told_apart};
use super::reach::Reach;
use super::recursion::Circles;
use super::sharing::Sharing;
use super::tag_features::TagFeatures;
use super::unions;

/// What is known of the types as a whole.
pub(crate) struct Known<'a> {
    pub(crate) api: &'a Api,
    pub(crate) settings: &'a Settings,
    pub(crate) sharing: &'a Sharing,
    pub(crate) circles: &'a Circles,
    pub(crate) reach: &'a HashMap<TypeId, Reach>,
    pub(crate) names: &'a HashMap<TypeId, String>,
    pub(crate) fallible: &'a HashSet<TypeId>,
    pub(crate) dates: Dates,
}

impl Known<'_> {
    /// The type as Rust has it.
    pub(crate) fn rust_type(&self, ty: &Type) -> RustType {
        match ty {
            Type::Named(id) => match self.names.get(id) {
                Some(name) if self.fallible.contains(id) => RustType::NamedBySerde(name.clone()),
                Some(name) => RustType::Named(name.clone()),
                None => RustType::Json,
            },
            Type::Text(TextFormat::Plain) => RustType::String,
            Type::Text(TextFormat::Secret) => RustType::Secret,
            Type::Text(TextFormat::Instant) => match self.dates {
                Dates::Jiff => RustType::Timestamp(DateCrate::Jiff),
                Dates::Chrono => RustType::Timestamp(DateCrate::Chrono),
                Dates::Text => RustType::Kept("DateTime"),
            },
            Type::Text(TextFormat::Date) => match self.dates {
                Dates::Jiff => RustType::Date(DateCrate::Jiff),
                Dates::Chrono => RustType::Date(DateCrate::Chrono),
                Dates::Text => RustType::Kept("Date"),
            },
            Type::Text(TextFormat::Uuid) => RustType::Uuid,
            Type::Text(TextFormat::Ipv4) => RustType::Address("Ipv4Addr"),
            Type::Text(TextFormat::Ipv6) => RustType::Address("Ipv6Addr"),
            Type::Text(TextFormat::Uri) => RustType::Kept("Uri"),
            Type::Text(TextFormat::Time) => RustType::Kept("Time"),
            Type::Text(TextFormat::Duration) => RustType::Kept("Duration"),
            Type::Text(TextFormat::Base64) => RustType::Kept("Base64"),
            Type::Text(TextFormat::Decimal) => RustType::Kept("Decimal"),
            Type::Integer(IntegerWidth::I32) => RustType::Primitive("i32"),
            Type::Integer(IntegerWidth::I64) => RustType::Primitive("i64"),
            Type::Integer(IntegerWidth::U32) => RustType::Primitive("u32"),
            Type::Integer(IntegerWidth::U64) => RustType::Primitive("u64"),
            Type::Number(NumberWidth::F64) => RustType::Primitive("f64"),
            Type::Number(NumberWidth::Decimal) => RustType::DecimalNumber,
            Type::Boolean => RustType::Primitive("bool"),
            Type::List(inner) => RustType::Vec(Box::new(self.rust_type(inner))),
            Type::Map(inner) => RustType::Map(Box::new(self.rust_type(inner))),
            Type::Nullable(inner) => RustType::Option(Box::new(self.rust_type(inner))),
            Type::Any(_) => RustType::Json,
        }
    }

    /// The type of something that stands directly in `holder`, behind a `Box` where it must.
    pub(crate) fn held_type(&self, holder: TypeId, ty: &Type) -> RustType {
        match ty {
            Type::Named(id) if self.circles.needs_box(holder, *id) => {
                RustType::Boxed(Box::new(self.rust_type(ty)))
            }
            Type::Nullable(inner) => RustType::Option(Box::new(self.held_type(holder, inner))),
            _ => self.rust_type(ty),
        }
    }

    /// The type behind a name, through other names. What is another crate's has its name only.
    pub(crate) fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        for _ in 0..64 {
            match ty {
                Type::Named(id) => match self.api.types.get(*id).map(|def| &def.shape) {
                    Some(Shape::Alias(inner)) if *inner != Type::Any(Unknown::Elsewhere) => {
                        ty = inner;
                    }
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }

    /// What is said of the names that [`resolved`](Self::resolved) goes through.
    pub(crate) fn aliases<'t>(&'t self, ty: &'t Type) -> Vec<&'t Docs> {
        let mut docs = Vec::new();
        let mut ty = ty;
        while let Type::Named(id) = ty
            && let Some(def) = self.api.types.get(*id)
            && let Shape::Alias(inner) = &def.shape
            && docs.len() < 64
        {
            docs.push(&def.docs);
            ty = inner;
        }
        docs
    }

    /// The default that a type brings along wherever it is used.
    pub(crate) fn default_of<'t>(&'t self, ty: &'t Type) -> Option<&'t Value> {
        let aliases = self.aliases(ty);
        let mut docs = aliases.into_iter().chain(match self.resolved(ty) {
            Type::Named(id) => self.api.types.get(*id).map(|def| &def.docs),
            _ => None,
        });
        docs.find_map(|docs| docs.default.as_deref())
    }

    /// The type with every alias in it written out: two that differ here differ to the compiler.
    pub(crate) fn spelled_out(&self, ty: &Type) -> Type {
        match self.resolved(ty) {
            Type::List(inner) => Type::List(Box::new(self.spelled_out(inner))),
            Type::Map(inner) => Type::Map(Box::new(self.spelled_out(inner))),
            Type::Nullable(inner) => Type::Nullable(Box::new(self.spelled_out(inner))),
            plain => plain.clone(),
        }
    }

    /// The record behind a type, if it is one.
    pub(crate) fn record<'t>(&'t self, ty: &'t Type) -> Option<(TypeId, &'t Record)> {
        match self.resolved(ty) {
            Type::Named(id) => match &self.api.types.get(*id)?.shape {
                Shape::Record(record) => Some((*id, record)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The types that are printed: all components, but for those that only operations reach which are
/// left out, and what the others reach.
pub(crate) fn printed(api: &Api, reach: &HashMap<TypeId, Reach>) -> Vec<TypeId> {
    let components: Vec<Type> = api
        .types
        .iter()
        .filter(|(_, def)| matches!(def.name, crate::ir::NameHint::Component(_)))
        .filter(|(_, def)| !api.unused.contains(&def.place))
        .map(|(id, _)| Type::Named(id))
        .collect();
    let roots: Vec<&Type> = components.iter().collect();
    let all: BTreeSet<TypeId> = super::reach::closure(api, &roots)
        .into_iter()
        .chain(reach.keys().copied())
        .collect();
    all.into_iter().collect()
}

/// Decides every printed type. `idents` collects the field names of each record by key, for
/// those who have to reach into one, and `variants` those of enums by value.
pub(crate) fn decide(
    known: &Known<'_>,
    printed: &[TypeId],
    features: Option<&TagFeatures>,
    old: &Lock,
    new: &mut Lock,
    idents: &mut Idents,
) -> ByHome {
    let mut types = ByHome::new();
    for &id in printed {
        let (Some(def), Some(name)) = (known.api.types.get(id), known.names.get(&id)) else {
            continue;
        };
        new.types.insert(def.place.0.clone(), name.clone());
        let item = item(known, id, def, name, old, new, idents);
        let home = Home::of(known, features, id);
        types.entry(home).or_default().push(item);
    }
    for (from, to) in known.sharing.pairs() {
        if let (Some(def), Some(name)) = (known.api.types.get(from), known.names.get(&to)) {
            new.types.insert(def.place.0.clone(), name.clone());
            let to = known.api.types.get(to).map(|def| &def.place.0);
            if let Some(key) = to.and_then(|place| new.settled.get(place)).cloned() {
                new.settled.insert(def.place.0.clone(), key);
            }
        }
    }
    for items in types.values_mut() {
        items.shrink_to_fit();
        items.sort_by(|a, b| a.name.cmp(&b.name));
    }
    types
}

/// Puts the enums by status among the types of their operation's tag.
pub(crate) fn add_answers(types: &mut ByHome, modules: &[Module]) {
    for module in modules {
        for operation in &module.operations {
            let others = operation.answers.iter().map(|other| &other.success);
            for answer in [&operation.success, &operation.error]
                .into_iter()
                .chain(others)
            {
                let Decoder::ByStatus(by_status) = &answer.decoder else {
                    continue;
                };
                let item = Item {
                    name: by_status.name.clone(),
                    docs: Docs {
                        description: Some(Words::from(format!(
                            "What `{}` answers, by status.",
                            operation.method_name
                        ))),
                        ..Docs::default()
                    },
                    role: Vec::new(),
                    kind: ItemKind::Answers(by_status.clone()),
                    source: None,
                    sent: false,
                    received: true,
                    derives: Vec::new(),
                };
                let home = Home::of_answers(module, types);
                types.entry(home).or_default().push(item);
            }
        }
    }
}

/// The Rust names inside types, for what has to reach into them.
#[derive(Debug, Default)]
pub(crate) struct Idents {
    /// Of fields, by type and key.
    pub(crate) fields: HashMap<(TypeId, String), String>,
    /// Of variants, by type and value.
    pub(crate) variants: HashMap<(TypeId, String), String>,
}

fn item(
    known: &Known<'_>,
    id: TypeId,
    def: &TypeDef,
    name: &str,
    old: &Lock,
    new: &mut Lock,
    idents: &mut Idents,
) -> Item {
    let kind = match &def.shape {
        Shape::Record(record) => {
            ItemKind::Struct(structure(known, id, def, record, old, new, idents))
        }
        Shape::TextEnum(values) => {
            let variants = value_variants(def, values, String::clone, old, new);
            for variant in &variants {
                idents
                    .variants
                    .insert((id, variant.value.clone()), variant.name.clone());
            }
            ItemKind::TextEnum(variants)
        }
        Shape::IntegerEnum(values) => {
            ItemKind::IntegerEnum(value_variants(def, values, |n| number_word(*n), old, new))
        }
        Shape::ScalarEnum(values) => {
            ItemKind::ScalarEnum(value_variants(def, values, scalar_word, old, new))
        }
        Shape::Tuple(tuple) => ItemKind::Tuple(tuple_plan(known, id, tuple)),
        Shape::Newtype(ty) => ItemKind::Newtype(known.rust_type(ty)),
        Shape::Union(union) => ItemKind::Union(unions::decide(known, id, def, union, old, new)),
        Shape::Alias(ty) => ItemKind::Alias(match elsewhere::of(known.settings, def) {
            Some(replacement) => RustType::Elsewhere(replacement.path.clone()),
            None => known.rust_type(ty),
        }),
    };
    let reach = known.reach.get(&id);
    Item {
        name: name.to_owned(),
        docs: docs_of(def),
        role: Vec::new(),
        kind,
        source: Some(id),
        sent: reach.is_some_and(|reach| reach.sent),
        received: reach.is_some_and(|reach| reach.received),
        derives: Vec::new(),
    }
}

/// An alias shows what its type cannot: the format, the limits.
fn docs_of(def: &TypeDef) -> Docs {
    def.docs.clone()
}

fn number_word(n: i64) -> String {
    if n < 0 {
        format!("minus {}", n.unsigned_abs())
    } else {
        format!("value {n}")
    }
}

fn scalar_word(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Integer(number) => number_word(*number),
        Scalar::Number(number) => format!("value {number}"),
        Scalar::Text(_) | Scalar::Boolean(_) => scalar.to_string(),
    }
}

fn tuple_plan(known: &Known<'_>, id: TypeId, tuple: &Tuple) -> TuplePlan {
    let items = tuple.items.iter().map(|item| TupleItem {
        ty: known.held_type(id, &item.ty),
        required: item.required,
        docs: item.docs.clone(),
    });
    TuplePlan {
        items: items.collect(),
        rest: known.rust_type(&tuple.rest),
        rest_allowed: tuple.rest_allowed.clone(),
        sent: known.reach.get(&id).is_some_and(|reach| reach.sent),
    }
}

fn structure(
    known: &Known<'_>,
    id: TypeId,
    def: &TypeDef,
    record: &Record,
    old: &Lock,
    new: &mut Lock,
    idents: &mut Idents,
) -> Struct {
    let reach = known.reach.get(&id).cloned().unwrap_or_default();
    let rest = match &record.additional {
        Additional::Typed(ty) => Some(Rest {
            ident: "additional_properties".to_owned(),
            ty: Some(known.rust_type(ty)),
            allowed: record.additional_allowed.clone(),
        }),
        Additional::Unspoken if reach.sent && reach.received => Some(Rest {
            ident: "unrecognized_members".to_owned(),
            ty: None,
            allowed: Vec::new(),
        }),
        Additional::Unspoken => None,
    };
    let mut scope = Scope::reserving(rest.iter().map(|rest| rest.ident.as_str()));
    let members = || record.members.iter().filter(|member| !member.settled);
    let wishes: Vec<&str> = members()
        .map(|member| member.requested_name.as_deref().unwrap_or(&member.key))
        .collect();
    let keys: Vec<(&str, String)> = members()
        .map(|member| member.key.as_str())
        .zip(told_apart(&wishes, case::snake))
        .collect();
    let names = siblings(&mut scope, &def.place.0, &keys, Spelling::Snake, old, new);
    let fields = members()
        .zip(names)
        .map(|(member, ident)| {
            let ident = case::escaped(&ident);
            idents
                .fields
                .insert((id, member.key.clone()), ident.clone());
            field(known, id, member, ident)
        })
        .collect::<Vec<_>>();
    let always = |field: &Field| match field.presence {
        Presence::Required | Presence::RequiredNullable => true,
        Presence::Optional | Presence::Nullable => false,
    };
    let mut settled = record.members.iter().filter(|member| member.settled);
    let tag = settled.find_map(|member| match member.constant.as_deref() {
        Some(Value::String(value)) => Some((member.key.clone(), value.to_string())),
        _ => None,
    });
    if let Some((key, _)) = &tag {
        new.settled.insert(def.place.0.clone(), key.clone());
    }
    Struct {
        tag,
        default: !fields.iter().any(always),
        fields,
        rest,
        sent: reach.sent,
    }
}

fn field(known: &Known<'_>, holder: TypeId, member: &Member, ident: String) -> Field {
    let mut docs = directions::docs(known, holder, member);
    docs.default = docs
        .default
        .or_else(|| known.default_of(&member.ty).cloned().map(Box::new));
    Field {
        ident,
        key: member.key.clone(),
        presence: known.presence(holder, member),
        ty: known.held_type(holder, &member.ty),
        docs,
    }
}

fn value_variants<T: Clone>(
    def: &TypeDef,
    values: &[EnumValue<T>],
    word: impl Fn(&T) -> String,
    old: &Lock,
    new: &mut Lock,
) -> Vec<ValueVariant<T>> {
    let words: Vec<String> = values.iter().map(|value| word(&value.value)).collect();
    let wishes: Vec<&str> = values
        .iter()
        .zip(&words)
        .map(|(value, word)| value.requested_name.as_deref().unwrap_or(word))
        .collect();
    let keys: Vec<(&str, String)> = words
        .iter()
        .map(String::as_str)
        .zip(told_apart(&wishes, case::pascal))
        .collect();
    let mut scope = Scope::reserving(["Unrecognized", "Self"]);
    let names = siblings(&mut scope, &def.place.0, &keys, Spelling::Pascal, old, new);
    values
        .iter()
        .zip(names)
        .map(|(value, name)| ValueVariant {
            name,
            value: value.value.clone(),
            description: value.description.clone(),
        })
        .collect()
}

/// Names the members of one thing, and locks those names that do not follow from their keys.
pub(crate) fn siblings(
    scope: &mut Scope,
    place: &str,
    keys: &[(&str, String)],
    spelling: Spelling,
    old: &Lock,
    new: &mut Lock,
) -> Vec<String> {
    let places: Vec<String> = keys
        .iter()
        .map(|(key, _)| format!("{place}#{key}"))
        .collect();
    let locked: Vec<Option<&str>> = places
        .iter()
        .map(|place| old.members.get(place).map(String::as_str))
        .map(|name| name.filter(|it| syn::parse_str::<syn::Ident>(&case::escaped(it)).is_ok()))
        .collect();
    let taken: HashSet<&str> = locked.iter().flatten().copied().collect();
    let wishes: Vec<(&str, String, Option<&str>)> = keys
        .iter()
        .zip(&locked)
        .map(|((key, natural), name)| {
            // It has had this name, without an entry, or is new and takes it from nobody.
            let kept = !old.is_new() && is_plain(natural, key, spelling);
            let kept = (kept && !taken.contains(natural.as_str())).then_some(natural.as_str());
            (*key, natural.clone(), name.or(kept))
        })
        .collect();
    let names = name_siblings(scope, &wishes, spelling);
    for (((key, _), place), name) in keys.iter().zip(places).zip(&names) {
        if !is_plain(name, key, spelling) {
            new.members.insert(place, name.clone());
        }
    }
    names
}

/// Whether a name is spelled as its key says, so that it needs no entry: nothing new can be spelled
/// closer.
fn is_plain(name: &str, key: &str, spelling: Spelling) -> bool {
    match spelling {
        Spelling::Snake => key == name,
        Spelling::Pascal => heck::ToSnakeCase::to_snake_case(name) == key,
    }
}
