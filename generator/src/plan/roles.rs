//! What a type is for, where the document does not say: all there is to tell of it then is the one operation, or
//! the one other type, that has it.

use std::collections::hash_map::Entry;

use crate::hash::HashMap;
use crate::ir::Docs;

use super::model::{
    Argument, Header, Item, ItemKind, Module, Named, Operation, Received, RustType, TypeFile,
};

/// What types are for, by their names; `None` where several have one.
type Roles = HashMap<String, Option<String>>;

/// Tells it of the types of which the document says nothing. What several have speaks for itself.
pub(crate) fn tell<'a>(
    files: &mut [TypeFile],
    modules: &[Module],
    headers: &[Header],
    received: impl Iterator<Item = &'a Received>,
) {
    let mut roles = Roles::default();
    for operation in modules.iter().flat_map(|module| &module.operations) {
        of_operation(operation, &mut roles);
    }
    for header in headers {
        add(&mut roles, "", &header.ty, || {
            format!("the header `{}`", header.name)
        });
    }
    for received in received {
        let what = match received.callback {
            Some(_) => "callback",
            None => "webhook",
        };
        if let Some(payload) = &received.payload {
            add(&mut roles, "", payload, || {
                format!("the body of the {what} `{}`", received.name)
            });
        }
    }
    for item in files.iter().flat_map(|file| &file.items) {
        of_item(item, &mut roles);
    }
    for item in files.iter_mut().flat_map(|file| &mut file.items) {
        if is_silent(&item.docs)
            && let Some(Some(role)) = roles.remove(&item.name)
        {
            item.role = sentence(&role);
        }
    }
}

/// Whether the document has no words for it.
fn is_silent(docs: &Docs) -> bool {
    docs.summary.is_none() && docs.description.is_none()
}

fn sentence(role: &str) -> String {
    let mut letters = role.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

fn of_operation(operation: &Operation, roles: &mut Roles) {
    let method = &operation.method_name;
    let arguments = operation.arguments.iter().chain(&operation.setters);
    for argument in arguments {
        of_argument(argument, method, roles);
    }
    for other in &operation.alternatives {
        of_argument(&other.argument, &other.method_name, roles);
    }
    let others = operation.answers.iter().map(|other| &other.success);
    for success in others.chain([&operation.success]) {
        add(roles, "", &success.ty, || {
            format!("what `{method}` answers")
        });
    }
    add(roles, "", &operation.error.ty, || {
        format!("what `{method}` answers when it fails")
    });
}

fn of_argument(argument: &Argument, method: &str, roles: &mut Roles) {
    add(roles, "", &argument.ty, || match argument.carrier.named() {
        Some(Named::Parameter(_, _)) => {
            format!("the argument `{}` of `{method}`", bare(&argument.ident))
        }
        Some(Named::Part(_)) => {
            format!(
                "the part `{}` of the body of `{method}`",
                bare(&argument.ident)
            )
        }
        None => format!("the body of `{method}`"),
    });
}

fn of_item(item: &Item, roles: &mut Roles) {
    let name = &item.name;
    let mut add = |ty: &RustType, role: &dyn Fn() -> String| add(roles, name, ty, role);
    match &item.kind {
        ItemKind::Struct(structure) => {
            for field in &structure.fields {
                add(&field.ty, &|| {
                    format!("`{}` of `{name}`", bare(&field.ident))
                });
            }
            for rest in structure.rest.iter().filter_map(|rest| rest.ty.as_ref()) {
                add(rest, &|| {
                    format!("a member without a name of its own of `{name}`")
                });
            }
        }
        ItemKind::Union(union) => {
            for variant in &union.variants {
                add(&variant.ty, &|| format!("a variant of `{name}`"));
            }
        }
        ItemKind::Answers(by_status) => {
            for ty in by_status.variants.iter().filter_map(|v| v.ty.as_ref()) {
                add(ty, &|| format!("a variant of `{name}`"));
            }
        }
        ItemKind::Tuple(tuple) => {
            let items = tuple.items.iter().map(|item| &item.ty);
            for ty in items.chain([&tuple.rest]) {
                add(ty, &|| format!("an item of `{name}`"));
            }
        }
        ItemKind::Newtype(ty) | ItemKind::Alias(ty) => add(ty, &|| format!("what `{name}` holds")),
        ItemKind::TextEnum(_) | ItemKind::IntegerEnum(_) | ItemKind::ScalarEnum(_) => {}
    }
}

/// Adds what the type in `ty` that has a name is for to whoever has it: the type called `by`, or an operation.
fn add(roles: &mut Roles, by: &str, ty: &RustType, role: impl Fn() -> String) {
    let (mut inner, mut around) = (ty, Vec::new());
    let name = loop {
        inner = match inner {
            RustType::Named(name) | RustType::NamedElsewhere(name) => break name,
            RustType::Option(inner) | RustType::Boxed(inner) => inner,
            RustType::Vec(inner) | RustType::Events(inner) | RustType::Items(inner) => {
                around.push("an item of ");
                inner
            }
            RustType::Map(inner) => {
                around.push("a value of ");
                inner
            }
            RustType::Unit
            | RustType::String
            | RustType::Primitive(_)
            | RustType::Timestamp(_)
            | RustType::Date(_)
            | RustType::Uuid
            | RustType::Address(_)
            | RustType::Kept(_)
            | RustType::DecimalNumber
            | RustType::Secret
            | RustType::Json
            | RustType::Bytes
            | RustType::ByteStream
            | RustType::Upload
            | RustType::Multipart
            | RustType::Untyped
            | RustType::Elsewhere(_) => return,
        };
    };
    // What is inside itself is that of somebody else, too.
    if name == by {
        return;
    }
    match roles.entry(name.clone()) {
        Entry::Vacant(new) => {
            around.reverse();
            new.insert(Some(around.concat() + &role()));
        }
        Entry::Occupied(mut other) => drop(other.insert(None)),
    }
}

/// A name without what makes it one of Rust.
fn bare(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}
