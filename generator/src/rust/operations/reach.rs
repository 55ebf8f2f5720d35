//! Expressions that reach into a value, through what may not be there.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::model::{Access, Presence, Step};
use crate::rust::syntax::ident;

/// What is done with what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Last {
    /// It is changed where it is.
    Changed,
    /// It is looked at.
    Borrowed,
    /// It is copied, for it is a number.
    Copied,
    /// It is a string, and cloned.
    Cloned,
    /// It is made a string.
    Spelled,
}

/// Whether something is at the end of the path in every value.
pub(crate) fn is_always_there(access: &Access) -> bool {
    access
        .steps
        .iter()
        .all(|step| step.presence == Presence::Required)
}

/// The place itself, where something is there in every value.
pub(crate) fn place(value: &TokenStream, access: &Access) -> TokenStream {
    let fields = access.steps.iter().map(|step| ident(&step.ident));
    quote!(#value #(.#fields)*)
}

/// `Option<String>` of the text that is there, however it is typed.
pub(crate) fn reach_text(value: &TokenStream, access: &Access) -> TokenStream {
    let last = match access.is_string {
        true => Last::Cloned,
        false => Last::Spelled,
    };
    reach(value, access, last)
}

/// `Option<T>` of what is there, `Option<&T>` if it is looked at, or `Option<&mut T>`.
pub(crate) fn reach(value: &TokenStream, access: &Access, last: Last) -> TokenStream {
    let Some((end, path)) = access.steps.split_last() else {
        return quote!(Some(#value));
    };
    // What is always there is just a longer name for the value.
    let always = path
        .iter()
        .take_while(|step| step.presence == Presence::Required)
        .count();
    let (prefix, path) = path.split_at(always);
    let prefix = prefix.iter().map(|step| ident(&step.ident));
    let value = &quote!(#value #(.#prefix)*);
    let Some((first, middle)) = path.split_first() else {
        let field = ident(&end.ident);
        return at_end(&quote!(#value.#field), end.presence, last);
    };
    let mut chain = start(value, first, last);
    for step in middle {
        chain = through(&chain, step, last);
    }
    let field = ident(&end.ident);
    let inner = at_end(&quote!(inner.#field), end.presence, last);
    match end.presence {
        // What is always there needs no second `Option`.
        Presence::Required => {
            let plain = plain(&quote!(inner.#field), last);
            quote!(#chain.map(|inner| #plain))
        }
        Presence::Optional | Presence::RequiredNullable | Presence::Nullable => {
            quote!(#chain.and_then(|inner| #inner))
        }
    }
}

/// An `Option` of the first step.
fn start(value: &TokenStream, step: &Step, last: Last) -> TokenStream {
    let field = ident(&step.ident);
    let last = if last == Last::Changed {
        Last::Changed
    } else {
        Last::Borrowed
    };
    at_end(&quote!(#value.#field), step.presence, last)
}

/// An `Option` of the next step, from an `Option` of the one before.
fn through(chain: &TokenStream, step: &Step, last: Last) -> TokenStream {
    let field = ident(&step.ident);
    let last = if last == Last::Changed {
        Last::Changed
    } else {
        Last::Borrowed
    };
    match step.presence {
        Presence::Required => {
            let plain = plain(&quote!(inner.#field), last);
            quote!(#chain.map(|inner| #plain))
        }
        Presence::Optional | Presence::RequiredNullable | Presence::Nullable => {
            let next = at_end(&quote!(inner.#field), step.presence, last);
            quote!(#chain.and_then(|inner| #next))
        }
    }
}

/// What is at `place`, as an `Option`.
fn at_end(place: &TokenStream, presence: Presence, last: Last) -> TokenStream {
    match (presence, last) {
        (Presence::Required, last) => {
            let plain = plain(place, last);
            quote!(Some(#plain))
        }
        (Presence::Optional | Presence::RequiredNullable, Last::Changed) => quote!(#place.as_mut()),
        (Presence::Optional | Presence::RequiredNullable, Last::Copied) => quote!(#place),
        (Presence::Optional | Presence::RequiredNullable, Last::Borrowed) => {
            quote!(#place.as_ref())
        }
        (Presence::Optional | Presence::RequiredNullable, Last::Cloned) => quote!(#place.clone()),
        (Presence::Optional | Presence::RequiredNullable, Last::Spelled) => {
            quote!(#place.as_ref().map(ToString::to_string))
        }
        (Presence::Nullable, Last::Changed) => quote!(#place.value_mut()),
        (Presence::Nullable, Last::Borrowed) => quote!(#place.value()),
        (Presence::Nullable, Last::Copied) => quote!(#place.value().copied()),
        (Presence::Nullable, Last::Cloned) => quote!(#place.value().cloned()),
        (Presence::Nullable, Last::Spelled) => {
            quote!(#place.value().map(ToString::to_string))
        }
    }
}

/// What is at `place`, which is always there.
fn plain(place: &TokenStream, last: Last) -> TokenStream {
    match last {
        Last::Changed => quote!(&mut #place),
        Last::Copied => quote!(#place),
        Last::Borrowed => quote!(&#place),
        Last::Cloned => quote!(#place.clone()),
        Last::Spelled => quote!(#place.to_string()),
    }
}
