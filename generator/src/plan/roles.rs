//! What a type is for, where the document does not say: all there is to tell of it then is the one operation, or
//! the one other type, that has it.

use std::collections::hash_map::Entry;

use crate::hash::HashMap;
use crate::ir::Docs;

use super::model::Piece::{Name, Words};
use super::model::{
    Argument, Header, Item, ItemKind, Module, Named, Operation, Piece, Received, RustType, TypeFile,
};

/// What types are for, by their names; `None` where several have one.
type Roles = HashMap<String, Option<Vec<Piece>>>;

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
            vec![Words("the header "), Name(header.name.clone())]
        });
    }
    for received in received {
        let what = match received.callback {
            Some(_) => "the body of the callback ",
            None => "the body of the webhook ",
        };
        if let Some(payload) = &received.payload {
            add(&mut roles, "", payload, || {
                vec![Words(what), Name(received.name.clone())]
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
            item.role = role;
        }
    }
}

/// Whether the document has no words for it.
fn is_silent(docs: &Docs) -> bool {
    docs.summary.is_none() && docs.description.is_none()
}

fn of_operation(operation: &Operation, roles: &mut Roles) {
    let method = || Name(operation.method_name.clone());
    for argument in operation.arguments.iter().chain(&operation.setters) {
        of_argument(argument, &operation.method_name, roles);
    }
    for other in &operation.alternatives {
        of_argument(&other.argument, &other.method_name, roles);
    }
    let others = operation.answers.iter().map(|other| &other.success);
    for success in others.chain([&operation.success]) {
        add(roles, "", &success.ty, || {
            vec![Words("what "), method(), Words(" answers")]
        });
    }
    add(roles, "", &operation.error.ty, || {
        vec![Words("what "), method(), Words(" answers when it fails")]
    });
}

fn of_argument(argument: &Argument, method: &str, roles: &mut Roles) {
    let ident = || bare(&argument.ident);
    let method = || Name(method.to_owned());
    add(roles, "", &argument.ty, || match argument.carrier.named() {
        Some(Named::Parameter(_, _)) => {
            vec![Words("the argument "), ident(), Words(" of "), method()]
        }
        Some(Named::Part(_)) => {
            vec![
                Words("the part "),
                ident(),
                Words(" of the body of "),
                method(),
            ]
        }
        None => vec![Words("the body of "), method()],
    });
}

fn of_item(item: &Item, roles: &mut Roles) {
    let name = || Name(item.name.clone());
    let mut inside = |ty: &RustType, what: &'static str| {
        add(roles, &item.name, ty, || vec![Words(what), name()]);
    };
    match &item.kind {
        ItemKind::Struct(structure) => {
            for rest in structure.rest.iter().filter_map(|rest| rest.ty.as_ref()) {
                inside(rest, "a member without a name of its own of ");
            }
            for field in &structure.fields {
                add(roles, &item.name, &field.ty, || {
                    vec![bare(&field.ident), Words(" of "), name()]
                });
            }
        }
        ItemKind::Union(union) => {
            let types = union.variants.iter().map(|variant| &variant.ty);
            types.for_each(|ty| inside(ty, "a variant of "));
        }
        ItemKind::Answers(by_status) => {
            let types = by_status.variants.iter().filter_map(|v| v.ty.as_ref());
            types.for_each(|ty| inside(ty, "a variant of "));
        }
        ItemKind::Tuple(tuple) => {
            let types = tuple.items.iter().map(|item| &item.ty);
            types
                .chain([&tuple.rest])
                .for_each(|ty| inside(ty, "an item of "));
        }
        ItemKind::Newtype(ty) => inside(ty, "what is in "),
        // Another name for the same.
        ItemKind::Alias(RustType::Named(_) | RustType::NamedBySerde(_)) => {}
        ItemKind::Alias(ty) => inside(ty, ""),
        ItemKind::TextEnum(_) | ItemKind::IntegerEnum(_) | ItemKind::ScalarEnum(_) => {}
    }
}

/// Adds what the type in `ty` that has a name is for to whoever has it: the type called `by`, or an operation.
fn add(roles: &mut Roles, by: &str, ty: &RustType, role: impl Fn() -> Vec<Piece>) {
    let (mut inner, mut around) = (ty, Vec::new());
    let name = loop {
        if let RustType::Named(name) | RustType::NamedBySerde(name) = inner {
            break name;
        }
        if let RustType::Vec(_) | RustType::Events(_) | RustType::Items(_) = inner {
            around.push(Words("an item of "));
        }
        if let RustType::Map(_) = inner {
            around.push(Words("a value of "));
        }
        match inner.inside() {
            Some(within) => inner = within,
            None => return,
        }
    };
    // What is inside itself is that of somebody else, too.
    if name == by {
        return;
    }
    match roles.entry(name.clone()) {
        Entry::Vacant(new) => {
            around.reverse();
            around.extend(role());
            new.insert(Some(around));
        }
        Entry::Occupied(mut other) => drop(other.insert(None)),
    }
}

/// A name without what makes it one of Rust.
fn bare(ident: &str) -> Piece {
    Name(ident.strip_prefix("r#").unwrap_or(ident).to_owned())
}
