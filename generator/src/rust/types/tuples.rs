//! Tuple structs: lists with a type for each position, and structs around one type.

use quote::{format_ident, quote};

use crate::plan::model::{Item, Reader, RustType, Tuple};
use crate::rust::form::Form;
use crate::rust::prose::{self, Prose};
use crate::rust::source::Source;
use crate::rust::syntax::{Room, derives, doc, ident, ty};

use super::structs::{MANY_ARGUMENTS, how, takes_into};

/// Prints a tuple struct.
pub(crate) fn print(item: &Item, tuple: &Tuple, source: &mut Source) {
    let name = ident(&item.name);
    let docs = doc(&prose::of_item(item)
        .say("A list with a type for each position.")
        .finish());
    let fields = tuple.items.iter().enumerate().map(|(index, item)| {
        let docs = doc(&prose::of(&item.docs, &format!("Item {index}.")).finish());
        let ty = ty(&item.ty, Room::Types);
        match item.required {
            true => quote!(#docs pub #ty,),
            false => quote!(#docs pub Option<#ty>,),
        }
    });
    let rest = ty(&tuple.rest, Room::Types);
    let rest_docs = doc(&Prose::default()
        .say("All further items.")
        .allow(&tuple.rest_allowed)
        .finish());
    let kind = match tuple.items.iter().any(|item| item.required) {
        true => quote!(Debug, Clone, PartialEq),
        false => quote!(Debug, Clone, PartialEq, Default),
    };
    let derives = derives(kind, &item.derives);
    source.items(quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #name(
            #(#fields)*
            #rest_docs
            pub Vec<#rest>,
        );
    });
    source.text(call(item, tuple));
    let form = source.form();
    source.items(making(item, tuple, form));
}

/// The call that writes `Serialize` and `Deserialize`.
fn call(item: &Item, tuple: &Tuple) -> String {
    let fallible = tuple
        .items
        .iter()
        .any(|item| item.required && item.ty.reader() == Reader::Serde);
    let mark = if fallible { " fallible" } else { "" };
    let mut text = format!("\nspecwright_runtime::v1::json_tuple!({}{mark}(", item.name);
    for (index, item) in tuple.items.iter().enumerate() {
        let kind = if item.required {
            "required"
        } else {
            "optional"
        };
        text.push_str(&format!("{kind}{} {index}, ", how(&item.ty)));
    }
    let rest = how(&tuple.rest);
    text.push_str(&format!("..{}{rest}));", tuple.items.len()));
    text
}

/// `new` with what is required; the fields are there for the rest.
fn making(item: &Item, tuple: &Tuple, form: Form) -> proc_macro2::TokenStream {
    let name = ident(&item.name);
    let required = || {
        let items = tuple.items.iter().enumerate();
        items.filter(|(_, item)| item.required)
    };
    let arguments = required().map(|(index, item)| {
        let argument = format_ident!("item_{index}");
        let ty = ty(&item.ty, Room::Types);
        match takes_into(&item.ty) {
            true => quote!(#argument: impl Into<#ty>),
            false => quote!(#argument: #ty),
        }
    });
    let values = tuple.items.iter().enumerate().map(|(index, item)| {
        let argument = format_ident!("item_{index}");
        match item.required {
            true if takes_into(&item.ty) => quote!(#argument.into()),
            true => quote!(#argument),
            false => quote!(None),
        }
    });
    let count = required().count();
    let docs = match count {
        0 => doc("Makes an empty one."),
        _ => doc("Makes one from the items that have to be there."),
    };
    let many = (count > MANY_ARGUMENTS).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "so many items are required")]),
    );
    let only_in_tests = (!tuple.sent).then(|| form.only_with("testing")).flatten();
    quote! {
        #only_in_tests
        impl #name {
            #docs
            #many
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self(#(#values,)* Vec::new())
            }
        }
    }
}

/// Prints a struct around one type.
pub(crate) fn print_newtype(item: &Item, inner: &RustType, source: &mut Source) {
    let name = ident(&item.name);
    let docs = doc(&prose::of_item(item).finish());
    let printed = ty(inner, Room::Types);
    let derives = derives(quote!(Debug, Clone, PartialEq, Default), &item.derives);
    source.items(quote! {
        #docs
        #derives
        pub struct #name(pub #printed);
    });
    source.text(format!(
        "\nspecwright_runtime::v1::newtype!({}: {}{});",
        item.name,
        spelled(inner),
        match inner.reader() {
            Reader::Serde => ", serde",
            Reader::Runtime => "",
        }
    ));
}

/// A type among the types, as it is laid out in a macro call.
fn spelled(of: &RustType) -> String {
    let tokens = ty(of, Room::Types).to_string();
    tokens
        .replace(" ::", "::")
        .replace(":: ", "::")
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
}
