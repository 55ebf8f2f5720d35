//! The small pieces: types, identifiers, doc comments.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::plan::model::{DateCrate, RustType};
use crate::settings::Derive;

use super::docs;

/// Where a type is mentioned, which decides how long its path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// Among the types.
    Types,
    /// Anywhere else in the crate.
    Crate,
    /// In a program that depends on the crate.
    Outside,
}

/// An identifier that the plan has decided.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A type.
pub(crate) fn ty(ty: &RustType, room: Room) -> TokenStream {
    match ty {
        RustType::Unit => quote!(()),
        RustType::String => quote!(String),
        RustType::Primitive(name) => {
            let name = ident(name);
            quote!(#name)
        }
        RustType::Timestamp(DateCrate::Jiff) => quote!(jiff::Timestamp),
        RustType::Timestamp(DateCrate::Chrono) => quote!(chrono::DateTime<chrono::FixedOffset>),
        RustType::Date(DateCrate::Jiff) => quote!(jiff::civil::Date),
        RustType::Date(DateCrate::Chrono) => quote!(chrono::NaiveDate),
        RustType::Uuid => quote!(uuid::Uuid),
        RustType::Address(name) => {
            let name = ident(name);
            quote!(std::net::#name)
        }
        RustType::Kept(name) => {
            let name = ident(name);
            match room {
                Room::Types => quote!(text::#name),
                // A parameter may be called `text`.
                Room::Crate | Room::Outside => quote!(specwright_runtime::text::#name),
            }
        }
        RustType::DecimalNumber => self::ty(&RustType::Kept("DecimalNumber"), room),
        RustType::Secret => quote!(Secret),
        RustType::Events(inner) => {
            let inner = self::ty(inner, room);
            quote!(EventStream<#inner>)
        }
        RustType::Items(inner) => {
            let inner = self::ty(inner, room);
            quote!(ItemStream<#inner>)
        }
        RustType::Upload => quote!(Upload),
        RustType::Multipart => quote!(Multipart),
        RustType::Json => quote!(serde_json::Value),
        // An API may have a type of this name.
        RustType::Bytes if room == Room::Types => quote!(specwright_runtime::Bytes),
        RustType::Bytes => quote!(Bytes),
        RustType::ByteStream => quote!(ByteStream),
        RustType::Untyped => quote!(Untyped),
        RustType::Elsewhere(path) => {
            let names = path.split("::").map(ident);
            quote!(#(#names)::*)
        }
        RustType::Named(name) | RustType::NamedElsewhere(name) => {
            let name = ident(name);
            match room {
                Room::Types => quote!(#name),
                Room::Crate | Room::Outside => quote!(types::#name),
            }
        }
        RustType::Vec(inner) => {
            let inner = self::ty(inner, room);
            quote!(Vec<#inner>)
        }
        RustType::Map(inner) => {
            let inner = self::ty(inner, room);
            quote!(BTreeMap<String, #inner>)
        }
        RustType::Option(inner) => {
            let inner = self::ty(inner, room);
            quote!(Option<#inner>)
        }
        RustType::Boxed(inner) => {
            let inner = self::ty(inner, room);
            quote!(Box<#inner>)
        }
    }
}

/// What a type derives: the traits of its kind, and others behind them.
pub(crate) fn derives(kind: TokenStream, others: &[Derive]) -> TokenStream {
    let others = others.iter().map(|derive| ident(derive.name()));
    quote!(#[derive(#kind #(, #others)*)])
}

/// Doc comments for these lines of Markdown.
pub(crate) fn doc(markdown: &str) -> TokenStream {
    let lines = docs::comment(&super::prose::wrapped(markdown));
    quote!(#(#[doc = #lines])*)
}
