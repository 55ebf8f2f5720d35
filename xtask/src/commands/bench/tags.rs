//! Crates whose tags are features.

use std::fs;
use std::path::Path;

/// The first feature of a crate that a module of operations stands behind; `None` where none does.
pub(super) fn first(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("src/operations/mod.rs")).ok()?;
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let manifest: toml::Table = manifest.parse().ok()?;
    let features = manifest.get("features")?.as_table()?;
    let file = syn::parse_file(&text).ok()?;
    file.items.iter().find_map(|item| {
        let syn::Item::Mod(module) = item else {
            return None;
        };
        let conditions = module.attrs.iter().filter_map(|attribute| {
            let is_condition = attribute.path().is_ident("cfg");
            let syn::Meta::List(list) = &attribute.meta else {
                return None;
            };
            is_condition.then(|| list.tokens.to_string())
        });
        // `feature = "a"`, or any of several.
        let named = conditions.filter_map(|words| words.split('"').nth(1).map(str::to_owned));
        let mut named = named.filter(|feature| features.contains_key(feature));
        named.next()
    })
}
