//! The small pieces: types, identifiers, doc comments.

use proc_macro2::{Ident, Literal, Span, TokenStream};
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
    let mut text = String::new();
    write_ty(ty, room, &mut text);
    // What is no path in the settings has been refused, and all else is written here.
    text.parse().unwrap_or_default()
}

/// Adds a type to a text, as it is laid out.
pub(crate) fn write_ty(ty: &RustType, room: Room, text: &mut String) {
    let mut around = |name: &str, inner: &RustType| {
        for part in [name, "<"] {
            text.push_str(part);
        }
        write_ty(inner, room, text);
        text.push('>');
    };
    match ty {
        RustType::Vec(inner) => around("Vec", inner),
        RustType::Option(inner) => around("Option", inner),
        RustType::Boxed(inner) => around("Box", inner),
        RustType::Events(inner) => around("EventStream", inner),
        RustType::Items(inner) => around("ItemStream", inner),
        RustType::Map(inner) => {
            text.push_str("BTreeMap<String, ");
            write_ty(inner, room, text);
            text.push('>');
        }
        RustType::Unit => text.push_str("()"),
        RustType::String => text.push_str("String"),
        RustType::Primitive(name) => text.push_str(name),
        RustType::Timestamp(DateCrate::Jiff) => text.push_str("jiff::Timestamp"),
        RustType::Timestamp(DateCrate::Chrono) => {
            text.push_str("chrono::DateTime<chrono::FixedOffset>");
        }
        RustType::Date(DateCrate::Jiff) => text.push_str("jiff::civil::Date"),
        RustType::Date(DateCrate::Chrono) => text.push_str("chrono::NaiveDate"),
        RustType::Uuid => text.push_str("uuid::Uuid"),
        RustType::Address(name) => {
            text.push_str("std::net::");
            text.push_str(name);
        }
        RustType::Kept(name) => {
            text.push_str(match room {
                Room::Types => "text::",
                // A parameter may be called `text`.
                Room::Crate | Room::Outside => "specwright_runtime::text::",
            });
            text.push_str(name);
        }
        RustType::DecimalNumber => write_ty(&RustType::Kept("DecimalNumber"), room, text),
        RustType::Secret => text.push_str("Secret"),
        RustType::Upload => text.push_str("Upload"),
        RustType::Multipart => text.push_str("Multipart"),
        RustType::Json => text.push_str("serde_json::Value"),
        // An API may have a type of this name.
        RustType::Bytes if room == Room::Types => text.push_str("specwright_runtime::Bytes"),
        RustType::Bytes => text.push_str("Bytes"),
        RustType::ByteStream => text.push_str("ByteStream"),
        RustType::Untyped => text.push_str("Untyped"),
        RustType::Elsewhere(path) => text.push_str(path),
        RustType::Named(name) | RustType::NamedBySerde(name) => {
            text.push_str(match room {
                Room::Types => "",
                Room::Crate | Room::Outside => "types::",
            });
            text.push_str(name);
        }
    }
}

/// What a type derives: the traits of its kind, and others behind them.
pub(crate) fn derives(kind: TokenStream, others: &[Derive]) -> TokenStream {
    let others = others.iter().map(|derive| ident(derive.name()));
    quote!(#[derive(#kind #(, #others)*)])
}

/// Doc comments for these lines of Markdown, as one attribute with all of them: writing each as a text of
/// Rust by the letter took longer than all else about them. [`layout`](super::layout) makes them lines.
pub(crate) fn doc(markdown: &str) -> TokenStream {
    let mut lines = String::from("\"");
    let markdown = super::prose::wrapped(markdown);
    docs::each_line(&markdown, |line| {
        if lines.len() > 1 {
            lines.push_str("\\n");
        }
        if !line.is_empty() {
            lines.push(' ');
        }
        match line.contains(['"', '\\']) {
            true => lines.push_str(&line.replace('\\', "\\\\").replace('"', "\\\"")),
            false => lines.push_str(line),
        }
    });
    if lines.len() == 1 {
        return TokenStream::new();
    }
    lines.push('"');
    let lines = lines
        .parse()
        .unwrap_or_else(|_| Literal::string(&docs::comment(&markdown).join("\n")));
    quote!(#[doc = #lines])
}
