//! Unions, decided: their variants and how one is told from another.

use crate::ir::{Api, Scalar, Shape, Type, TypeDef, TypeId, Union, Variant};
use crate::json::Value;

use super::model::{Choice, Looks, ObjectLooks, RustType, Union as UnionPlan, UnionVariant};
use super::names::{Lock, Scope, Spelling, case};
use super::types::{Known, siblings};

/// Decides a union.
pub(crate) fn decide(
    known: &Known<'_>,
    id: TypeId,
    def: &TypeDef,
    union: &Union,
    old: &Lock,
    new: &mut Lock,
) -> UnionPlan {
    let keys: Vec<(&str, String)> = union
        .variants
        .iter()
        .map(|variant| (variant.hint.as_str(), case::pascal(&variant.hint)))
        .collect();
    let mut scope = Scope::reserving(["Unrecognized", "Self"]);
    let names = siblings(&mut scope, &def.place.0, &keys, Spelling::Pascal, old, new);
    let types: Vec<RustType> = union
        .variants
        .iter()
        .map(|variant| variant_type(known, id, &variant.ty))
        .collect();
    let plain: Vec<RustType> = union
        .variants
        .iter()
        .map(|variant| known.rust_type(&known.spelled_out(&variant.ty)))
        .collect();
    let mut variants = union
        .variants
        .iter()
        .zip(names)
        .zip(types.iter().zip(&plain))
        .map(|((variant, name), (ty, plain_type))| UnionVariant {
            name,
            ty: ty.clone(),
            tags: variant.tags.clone(),
            looks: looks_of_variant(known, union, variant),
            allowed: variant.allowed.clone(),
            from: plain.iter().filter(|other| *other == plain_type).count() == 1,
            description: variant.description.clone(),
        })
        .collect::<Vec<_>>();
    keep_what_tells_apart(&mut variants);
    UnionPlan {
        choice: match union.deciding_tag() {
            Some(tag) => Choice::Tag(tag.to_owned()),
            None => Choice::Looks,
        },
        variants,
    }
}

/// Records and unions are always behind a `Box`: whether a variant is large must not depend
/// on how many members it has this year, for a `Box` that comes or goes breaks users.
fn variant_type(known: &Known<'_>, holder: TypeId, ty: &Type) -> RustType {
    match known.held_type(holder, ty) {
        boxed @ RustType::Boxed(_) => boxed,
        plain if is_large(known.api, known.resolved(ty)) => RustType::Boxed(Box::new(plain)),
        plain => plain,
    }
}

/// Whether a type is a record, a tuple or a union, of a size that grows with the document.
pub(crate) fn is_large(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Named(id) => match api.types.get(*id).map(|def| &def.shape) {
            Some(Shape::Record(_) | Shape::Tuple(_) | Shape::Union(_)) => true,
            Some(
                Shape::TextEnum(_)
                | Shape::IntegerEnum(_)
                | Shape::ScalarEnum(_)
                | Shape::Newtype(_)
                | Shape::Alias(_),
            )
            | None => false,
        },
        _ => false,
    }
}

/// What a variant looks like, with the values of a tag that is one sign among others.
fn looks_of_variant(known: &Known<'_>, union: &Union, variant: &Variant) -> Looks {
    let mut looks = looks(known, &variant.ty);
    if let (Looks::Object(object), Some(tag)) = (&mut looks, &union.tag)
        && !variant.tags.is_empty()
        && !object.constant.iter().any(|(key, _)| *key == tag.key)
    {
        let values = variant.tags.iter().cloned().map(Scalar::Text).collect();
        object.values.retain(|(key, _)| *key != tag.key);
        object.values.push((tag.key.clone(), values));
    }
    looks
}

/// Of the values, types and items of members, leaves only those that another variant has otherwise, if
/// constants do not tell the two apart.
fn keep_what_tells_apart(variants: &mut [UnionVariant]) {
    let all: Vec<ObjectLooks> = variants
        .iter()
        .filter_map(|variant| match &variant.looks {
            Looks::Object(object) => Some((**object).clone()),
            _ => None,
        })
        .collect();
    for variant in variants {
        let Looks::Object(object) = &mut variant.looks else {
            continue;
        };
        // A number or a flag that no other variant has is no tag, and may change some day.
        object.constant.retain(|(key, value)| {
            let knowing = all.iter().filter(|other| other.known.contains(key));
            matches!(value, Scalar::Text(_)) || knowing.count() > 1
        });
        let rivals: Vec<&ObjectLooks> = all
            .iter()
            .filter(|other| !exclude_each_other(object, other))
            .collect();
        let differs = |key: &String, other: &dyn Fn(&ObjectLooks) -> bool| {
            // A tag has values in objects that have no field for it, too.
            let lists = |rival: &ObjectLooks| rival.values.iter().any(|(known, _)| known == key);
            let mut knowing = rivals
                .iter()
                .filter(|rival| rival.known.contains(key) || lists(rival));
            knowing.any(|rival| other(rival))
        };
        object
            .values
            .retain(|value| differs(&value.0, &|other| !other.values.contains(value)));
        // Values say the type too.
        let constant = object.constant.iter().map(|(key, _)| key);
        let said: Vec<&String> = constant
            .chain(object.values.iter().map(|(key, _)| key))
            .collect();
        object.types.retain(|ty| {
            !said.contains(&&ty.0) && differs(&ty.0, &|other| !other.types.contains(ty))
        });
        object.items.retain(|(key, look)| {
            differs(key, &|other| {
                let mut items = other.items.iter();
                items.any(|(known, other)| known == key && other != look)
            })
        });
    }
}

/// Whether no object can be both: a member that one of them requires is another constant.
fn exclude_each_other(one: &ObjectLooks, other: &ObjectLooks) -> bool {
    one.constant.iter().any(|(key, value)| {
        let required = one.required.contains(key) || other.required.contains(key);
        required
            && other
                .constant
                .iter()
                .any(|(known, others)| known == key && others != value)
    })
}

/// What a value of a type looks like in JSON.
pub(crate) fn looks(known: &Known<'_>, ty: &Type) -> Looks {
    match known.resolved(ty) {
        Type::Named(id) => match known.api.types.get(*id).map(|def| &def.shape) {
            Some(Shape::Record(record)) => {
                let keys = |wanted: &dyn Fn(&crate::ir::Member) -> bool| {
                    record
                        .members
                        .iter()
                        .filter(|member| wanted(member))
                        .map(|member| member.key.clone())
                        .collect()
                };
                let mut object = ObjectLooks {
                    required: keys(&|member| known.is_always_there(*id, member)),
                    known: keys(&|_| true),
                    ..ObjectLooks::default()
                };
                for member in &record.members {
                    let key = || member.key.clone();
                    if let Some(value) = member.constant.as_deref().and_then(scalar) {
                        object.constant.push((key(), value));
                    } else if let Some(listed) = listed(known, &member.ty) {
                        object.values.push((key(), listed));
                    }
                    if let Some(look) = look_of_member(known, &member.ty) {
                        object.types.push((key(), look));
                    }
                    if let Type::List(item) = known.resolved(&member.ty)
                        && let Some(look) = look_of_member(known, item)
                    {
                        object.items.push((key(), look));
                    }
                }
                object.types.shrink_to_fit();
                Looks::Object(Box::new(object))
            }
            Some(Shape::TextEnum(_)) => Looks::String,
            Some(Shape::IntegerEnum(_)) => Looks::Integer,
            Some(Shape::Tuple(_)) => Looks::Array,
            Some(Shape::Newtype(inner)) => looks(known, inner),
            Some(Shape::Union(union)) => looks_of_union(known, union),
            Some(Shape::ScalarEnum(_) | Shape::Alias(_)) | None => Looks::Any,
        },
        Type::Text(_) => Looks::String,
        Type::Integer(_) => Looks::Integer,
        Type::Number(_) => Looks::Number,
        Type::Boolean => Looks::Boolean,
        Type::List(_) => Looks::Array,
        Type::Map(_) => Looks::Object(Box::default()),
        Type::Nullable(_) | Type::Any(_) => Looks::Any,
    }
}

/// A union with a tag is an object that has it, and the members of any of its variants.
fn looks_of_union(known: &Known<'_>, union: &Union) -> Looks {
    let Some(tag) = union.deciding_tag() else {
        return Looks::Any;
    };
    let mut object = ObjectLooks {
        required: vec![tag.to_owned()],
        known: vec![tag.to_owned()],
        ..ObjectLooks::default()
    };
    let mut values = Vec::new();
    for variant in &union.variants {
        values.extend(variant.tags.iter().cloned().map(Scalar::Text));
        let members = known.record(&variant.ty).map(|(_, record)| &record.members);
        for member in members.into_iter().flatten() {
            if !object.known.contains(&member.key) {
                object.known.push(member.key.clone());
            }
        }
    }
    object.values.push((tag.to_owned(), values));
    Looks::Object(Box::new(object))
}

/// What a member looks like, if that can be said in a word.
fn look_of_member(known: &Known<'_>, ty: &Type) -> Option<Looks> {
    match known.resolved(ty) {
        Type::Nullable(inner) => look_of_member(known, inner),
        Type::Map(_) => Some(Looks::Object(Box::default())),
        Type::Named(id) => match known.api.types.get(*id).map(|def| &def.shape)? {
            Shape::Record(_) => Some(Looks::Object(Box::default())),
            Shape::TextEnum(_) => Some(Looks::String),
            Shape::IntegerEnum(_) => Some(Looks::Integer),
            Shape::Tuple(_) => Some(Looks::Array),
            Shape::Newtype(inner) => look_of_member(known, inner),
            Shape::ScalarEnum(_) | Shape::Union(_) | Shape::Alias(_) => None,
        },
        Type::Any(_) => None,
        plain => Some(looks(known, plain)),
    }
}

/// The values that an enum lists.
fn listed(known: &Known<'_>, ty: &Type) -> Option<Vec<Scalar>> {
    let Type::Named(id) = known.resolved(ty) else {
        return None;
    };
    match known.api.types.get(*id).map(|def| &def.shape)? {
        Shape::TextEnum(values) => Some(
            values
                .iter()
                .map(|value| Scalar::Text(value.value.clone()))
                .collect(),
        ),
        Shape::IntegerEnum(values) => Some(
            values
                .iter()
                .map(|value| Scalar::Integer(value.value))
                .collect(),
        ),
        _ => None,
    }
}

fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::String(text) => Some(Scalar::Text(text.to_string())),
        Value::Number(number) => number.as_i64().map(Scalar::Integer),
        Value::Bool(flag) => Some(Scalar::Boolean(*flag)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
