//! The text of items, laid out as `prettyplease` would.
//!
//! Most of what is printed are a few simple forms: structs and enums, setters, statics. Reading tens
//! of megabytes of them into a syntax tree, only to find the width of each line, was most of the time
//! that a large document took. So these forms are laid out here, from the tokens as they are. Whatever
//! is not one of them, or does not fit into its lines, is `prettyplease`'s: both give the same text,
//! which a test holds them to.

mod attributes;
mod body;
mod flat;
mod forms;
mod names;
mod node;
#[cfg(test)]
pub(super) mod tests;
mod typed;
mod uses;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;

pub(super) use typed::{opened, typed};
pub(super) use uses::import;

use super::source::NotRust;
use super::visible::Seen;

pub(super) use names::Names;

/// The widest line, in bytes, as `prettyplease` has it.
pub(super) const WIDTH: usize = 89;

/// The width from which on a struct's fields stand on lines of their own, as `prettyplease` has it:
/// without the last brace.
pub(super) const SHORT_STRUCT: usize = 34;

/// The items as text, and what is to be seen of them. The names that they could import are added, where
/// someone asks for them.
pub(super) fn items(
    tokens: TokenStream,
    seen: &mut Seen,
    names: Option<&mut Names>,
) -> Result<String, NotRust> {
    let mut text = String::new();
    let nodes = node::nodes(tokens);
    if let Some(names) = names {
        names.add(&nodes);
    }
    for item in node::items(nodes) {
        let mut seen_of_it = Seen::default();
        match forms::item(&item, &mut seen_of_it)? {
            Some(laid_out) => {
                #[cfg(test)]
                tests::hold(item, &laid_out, &seen_of_it);
                text.push_str(&laid_out);
                seen.extend(seen_of_it);
            }
            None => text.push_str(&formatted(node::stream(item), seen)?),
        }
    }
    Ok(text)
}

/// The names that tokens could import.
pub(super) fn names(tokens: TokenStream) -> BTreeSet<String> {
    let mut names = Names::default();
    names.add(&node::nodes(tokens));
    names.into_set()
}

/// Whether tokens have an identifier somewhere.
pub(super) fn mentions(tokens: TokenStream, identifier: &str) -> bool {
    let mut is_found = false;
    names::each(&node::nodes(tokens), &mut String::new(), &mut |name, _| {
        is_found |= name == identifier;
    });
    is_found
}

/// The same as [`items`] by way of a syntax tree, whatever the items are.
pub(super) fn formatted(tokens: TokenStream, seen: &mut Seen) -> Result<String, NotRust> {
    let file: syn::File = syn::parse2(tokens).map_err(|error| NotRust(error.to_string()))?;
    seen.items(&file);
    Ok(prettyplease::unparse(&file))
}
