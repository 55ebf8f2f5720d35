//! Unions, decided: their variants and how one is told from another.

use serde_json::Value;

use crate::ir::{Api, Shape, Type, TypeDef, TypeId, Union};

use super::model::{Choice, Looks, RustType, Union as UnionPlan, UnionVariant};
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
    let variants = union
        .variants
        .iter()
        .zip(names)
        .zip(types.iter().zip(&plain))
        .map(|((variant, name), (ty, plain_type))| UnionVariant {
            name,
            ty: ty.clone(),
            tags: variant.tags.clone(),
            looks: looks(known, &variant.ty),
            allowed: variant.allowed.clone(),
            from: plain.iter().filter(|other| *other == plain_type).count() == 1,
            description: variant.description.clone(),
        })
        .collect::<Vec<_>>();
    let tagged = variants.iter().all(|variant| !variant.tags.is_empty());
    UnionPlan {
        choice: match &union.tag {
            Some(tag) if tagged => Choice::Tag(tag.clone()),
            _ => Choice::Looks,
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
                Looks::Object {
                    required: keys(&|member| known.is_always_there(*id, member)),
                    known: keys(&|_| true),
                    constant: record
                        .members
                        .iter()
                        .filter_map(|member| match &member.constant {
                            Some(Value::String(text)) => Some((member.key.clone(), text.clone())),
                            _ => None,
                        })
                        .collect(),
                }
            }
            Some(Shape::TextEnum(_)) => Looks::String,
            Some(Shape::IntegerEnum(_)) => Looks::Integer,
            Some(Shape::Tuple(_)) => Looks::Array,
            Some(Shape::Newtype(inner)) => looks(known, inner),
            Some(Shape::ScalarEnum(_) | Shape::Union(_) | Shape::Alias(_)) | None => Looks::Any,
        },
        Type::Text(_) => Looks::String,
        Type::Integer(_) => Looks::Integer,
        Type::Number(_) => Looks::Number,
        Type::Boolean => Looks::Boolean,
        Type::List(_) => Looks::Array,
        Type::Map(_) => Looks::Object {
            required: Vec::new(),
            known: Vec::new(),
            constant: Vec::new(),
        },
        Type::Nullable(_) | Type::Any(_) => Looks::Any,
    }
}
