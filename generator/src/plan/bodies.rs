//! Bodies of requests, decided: which method sends which, and how they get into a request.

use std::collections::BTreeMap;

use crate::ir::{Api, Body, BodyContent, Docs, Operation, Part, PartContent, Type, Words};
use crate::json::Value;

use super::media;
use super::model::{Alternative, Argument, Carrier, PartKind, Parts, RustType};
use super::names::{Lock, LockedMethod, Scope, Spelling, case};
use super::operations::{is_by_value, span_key};
use super::types::Known;

/// Whether a body is made of parts that have setters, and is not given as a whole.
pub(super) fn has_setters(content: &BodyContent) -> bool {
    !parts(content).is_empty()
}

/// The parts with names.
pub(super) fn parts(content: &BodyContent) -> &[Part] {
    match content {
        BodyContent::Multipart(multipart) if !multipart.open => &multipart.parts,
        BodyContent::Multipart(_)
        | BodyContent::Json { .. }
        | BodyContent::Form { .. }
        | BodyContent::Text { .. }
        | BodyContent::Xml { .. }
        | BodyContent::Bytes { .. } => &[],
    }
}

/// The methods that send another body than the preferred one: `create_pet_as_form`.
pub(super) fn method_names(
    api: &Api,
    methods: &[String],
    scope: &mut Scope,
    old: &Lock,
) -> BTreeMap<(usize, usize), String> {
    let mut names = BTreeMap::new();
    let mut open: Vec<((usize, usize), &Body)> = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        for (position, body) in operation.bodies.iter().enumerate().skip(1) {
            let key = (index, position);
            match old.methods.get(&body.place.0) {
                Some(locked)
                    if syn::parse_str::<syn::Ident>(&case::escaped(&locked.name)).is_ok()
                        && scope.take(&locked.name) =>
                {
                    names.insert(key, locked.name.clone());
                }
                _ => open.push((key, body)),
            }
        }
    }
    open.sort_by_key(|(_, body)| &body.place);
    for (key, body) in open {
        let method = methods.get(key.0).map(String::as_str).unwrap_or_default();
        let word = media::word(body.content.media_type());
        let natural = case::snake(&format!("{method} as {word}"));
        names.insert(key, scope.claim(&natural, Spelling::Snake));
    }
    names
}

/// The methods beside that of an operation, which send another body by the same builder.
pub(super) fn alternatives(
    known: &Known<'_>,
    operation: &Operation,
    index: usize,
    methods: &BTreeMap<(usize, usize), String>,
    new: &mut Lock,
) -> Vec<Alternative> {
    let mut alternatives = Vec::new();
    for (position, body) in operation.bodies.iter().enumerate().skip(1) {
        let Some(method) = methods.get(&(index, position)) else {
            continue;
        };
        if has_setters(&body.content) {
            continue;
        }
        let locked = LockedMethod {
            name: method.clone(),
            arguments: Vec::new(),
        };
        new.methods.insert(body.place.0.clone(), locked);
        alternatives.push(Alternative {
            body: position,
            method_name: case::escaped(method),
            media_type: body.content.media_type().to_owned(),
            argument: argument(known, body),
            checks: None,
        });
    }
    alternatives
}

/// A body that is given as a whole.
pub(super) fn argument(known: &Known<'_>, body: &Body) -> Argument {
    let (ty, carrier) = match &body.content {
        BodyContent::Json { media_type, ty } => (
            known.rust_type(ty),
            Carrier::Json {
                media_type: media_type.clone(),
            },
        ),
        BodyContent::Form { ty, styles } => (
            known.rust_type(ty),
            Carrier::Form {
                styles: styles.clone(),
            },
        ),
        BodyContent::Xml {
            media_type,
            ty,
            root,
        } => (
            known.rust_type(ty),
            Carrier::Xml {
                media_type: media_type.clone(),
                root: String::new(),
                of: root.clone(),
                ty: ty.clone(),
            },
        ),
        BodyContent::Text { media_type } => (
            RustType::String,
            Carrier::Text {
                media_type: media_type.clone(),
            },
        ),
        BodyContent::Bytes { media_types } => (
            RustType::Upload,
            Carrier::Upload {
                media_types: media_types.clone(),
            },
        ),
        BodyContent::Multipart(multipart) => (
            RustType::Multipart,
            Carrier::Parts {
                media_type: multipart.media_type.clone(),
            },
        ),
    };
    Argument {
        ident: "body".to_owned(),
        by_value: is_by_value(&ty),
        ty,
        carrier,
        docs: Docs {
            description: body.description.clone().map(Words::from),
            limits: body.allowed.clone(),
            example: example(known, body).map(Box::new),
            ..Docs::default()
        },
    }
}

/// An example of the whole body.
fn example(known: &Known<'_>, body: &Body) -> Option<Value> {
    let ty = body.content.ty()?;
    let within = format!("{}/content/", body.pointer);
    known
        .api
        .examples
        .iter()
        .find(|example| example.ty == *ty && example.pointer.starts_with(&within))
        .map(|example| example.value.clone())
}

/// A part of a body.
pub(super) fn part_argument(known: &Known<'_>, part: &Part, ident: String) -> Argument {
    let (ty, kind) = match &part.content {
        PartContent::File => (RustType::Upload, PartKind::File),
        PartContent::Files => (RustType::Vec(Box::new(RustType::Upload)), PartKind::Files),
        PartContent::Text(ty) => (known.rust_type(known.resolved(ty)), PartKind::Text),
        PartContent::Json(ty) => (known.rust_type(ty), PartKind::Json),
    };
    let is_enum = matches!(part.content.ty(), Some(ty) if is_enum(known, ty));
    let said = part.media_types.iter().find(|said| !said.contains('*'));
    let media_type = match kind {
        PartKind::Json => said
            .cloned()
            .unwrap_or_else(|| "application/json".to_owned()),
        PartKind::Text | PartKind::File | PartKind::Files => said.cloned().unwrap_or_default(),
    };
    Argument {
        ident,
        by_value: is_enum || is_by_value(&ty) || kind == PartKind::Files,
        ty,
        carrier: Carrier::Part {
            name: part.name.clone(),
            kind,
            media_type,
        },
        docs: Docs {
            limits: part_limits(part),
            ..part.docs.clone()
        },
    }
}

fn is_enum(known: &Known<'_>, ty: &Type) -> bool {
    super::operations::is_enum(known, known.resolved(ty))
}

/// What is said of a part's values, and of the media types that a file may have.
fn part_limits(part: &Part) -> Vec<String> {
    let mut limits = part.docs.limits.clone();
    if part.content.ty().is_none() && !part.media_types.is_empty() {
        limits.retain(|limit| limit != "Bytes.");
        let types: Vec<String> = part.media_types.iter().map(|m| format!("`{m}`")).collect();
        limits.push(format!("Media type: {}.", types.join(", ")));
    }
    limits
}

/// The parts that are arguments, and those that are setters. The order of arguments is locked; at
/// first it is that of their names.
pub(super) fn split_parts<'a>(
    parts: &'a [Part],
    body_is_required: bool,
    place: &str,
    old: &Lock,
) -> (Vec<&'a Part>, Vec<&'a Part>) {
    let (mut required, optional): (Vec<&Part>, Vec<&Part>) = parts
        .iter()
        .partition(|part| part.required && body_is_required);
    let locked = old.methods.get(place);
    required.sort_by_key(|part| {
        let key = lock_key(part);
        let place = locked.and_then(|method| method.arguments.iter().position(|a| *a == key));
        (place.unwrap_or(usize::MAX), span_key(&part.name))
    });
    (required, optional)
}

/// What a part is called among the arguments in `names.lock`: a parameter may have its name.
pub(super) fn lock_key(part: &Part) -> String {
    format!("part {}", part.name)
}

/// The body that the parts are put into.
pub(super) fn parts_plan(body: &Body) -> Option<Parts> {
    let parts = parts(&body.content);
    (!parts.is_empty()).then(|| Parts {
        media_type: body.content.media_type().to_owned(),
        order: parts.iter().map(|part| part.name.clone()).collect(),
        required: body.required,
    })
}
