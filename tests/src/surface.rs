//! What a user of a generated crate can see, one line an item, read from its source.

use std::collections::BTreeSet;

use quote::{ToTokens, quote};
use specwright::output::Files;
use syn::{Fields, ImplItem, Item, Visibility};

/// The public types with their fields and variants, and the public methods with their
/// signatures.
pub fn of(files: &Files) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for (path, text) in files.iter() {
        let path = path.to_string();
        if !path.starts_with("src/") {
            continue;
        }
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        for item in &file.items {
            collect(item, &mut lines);
        }
    }
    lines
}

fn collect(item: &Item, lines: &mut BTreeSet<String>) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            lines.insert(format!("struct {}", item.ident));
            if let Fields::Named(fields) = &item.fields {
                for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
                    let (name, ty) = (field.ident.to_token_stream(), spelled(&field.ty));
                    lines.insert(format!("{}.{name}: {ty}", item.ident));
                }
            }
        }
        Item::Enum(item) if is_public(&item.vis) => {
            lines.insert(format!("enum {}", item.ident));
            for variant in &item.variants {
                let (name, fields) = (&variant.ident, spelled(&variant.fields));
                lines.insert(format!("{}::{name} {fields}", item.ident));
            }
        }
        Item::Type(item) if is_public(&item.vis) => {
            lines.insert(format!("type {} = {}", item.ident, spelled(&item.ty)));
        }
        Item::Impl(item) if item.trait_.is_none() => {
            let of = spelled(&item.self_ty);
            for item in &item.items {
                match item {
                    ImplItem::Fn(item) if is_public(&item.vis) => {
                        lines.insert(format!("{of}: {}", spelled(&item.sig)));
                    }
                    ImplItem::Const(item) if is_public(&item.vis) => {
                        lines.insert(format!("{of}: const {}", item.ident));
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// One spelling, however the source is broken into lines.
fn spelled(tokens: impl ToTokens) -> String {
    quote!(#tokens).to_string()
}
