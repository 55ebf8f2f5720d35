//! `src/webhooks.rs` and `src/callbacks.rs`: requests that the API sends.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::model::{Reader, Received, RustType, Webhooks};
use crate::plan::{Plan, method_word};

use super::docs;
use super::form::Form;
use super::prose;
use super::source::{NotRust, Printed, Source};
use super::syntax::{Room, doc, ident, ty};

/// Prints `src/webhooks.rs`; `None` if there are no webhooks.
pub(crate) fn webhooks(plan: &Plan, form: Form) -> Result<Option<Printed>, NotRust> {
    let Webhooks { all, tag } = &plan.webhooks;
    if all.is_empty() {
        return Ok(None);
    }
    let mut source = Source::new(
        form,
        vec![
        " Webhooks: requests that the API sends to a server of yours.".to_owned(),
        String::new(),
        " [`Webhook::parse`] takes the body of one apart by its name; there is a function for each,"
            .to_owned(),
        " too. Whether a request comes from the API is for the server to see.".to_owned(),
    ],
    );
    source.items(webhook(all, tag.as_deref()));
    for received in all {
        source.items(function(received, form));
    }
    finish(source).map(Some)
}

/// Prints `src/callbacks.rs`; `None` if there are no callbacks.
pub(crate) fn callbacks(plan: &Plan, form: Form) -> Result<Option<Printed>, NotRust> {
    if plan.callbacks.is_empty() {
        return Ok(None);
    }
    let mut source = Source::new(
        form,
        vec![
        " Callbacks: requests that the API sends to an address that an operation was given."
            .to_owned(),
        String::new(),
        " There is a function for each that takes its body apart. Whether a request comes from the"
            .to_owned(),
        " API is for the server to see.".to_owned(),
    ],
    );
    for received in &plan.callbacks {
        source.items(function(received, form));
    }
    finish(source).map(Some)
}

fn finish(mut source: Source) -> Result<Printed, NotRust> {
    let used = source.names()?;
    if used.contains("BTreeMap") {
        source.import("std::collections::BTreeMap");
    }
    let names = &["DecodeError", "Secret", "decode"];
    source.import_used("specwright_runtime", names, &used);
    if used.contains("types") {
        let root = source.form().root(1);
        source.import(format!("{root}::types"));
    }
    source.finish()
}

/// The enum of all webhooks.
fn webhook(all: &[Received], tag: Option<&str>) -> TokenStream {
    let variants = all.iter().map(|received| {
        let name = ident(&received.variant);
        let words = prose::of(
            &received.docs,
            &format!("{}.", docs::inline_code(&received.name)),
        );
        let words = doc(&docs::summary(&words.finish()));
        match &received.payload {
            Some(payload) => {
                let payload = ty(payload, Room::Crate);
                match received.boxed {
                    true => quote! { #words #name(Box<#payload>), },
                    false => quote! { #words #name(#payload), },
                }
            }
            None => quote! { #words #name, },
        }
    });
    let by_name = all.iter().map(|received| {
        let name = &received.name;
        let parse = parsing(received);
        quote! { #name => #parse, }
    });
    let names = all.iter().map(|received| {
        let (variant, name) = (ident(&received.variant), &received.name);
        match &received.payload {
            Some(_) => quote! { Self::#variant(_) => #name, },
            None => quote! { Self::#variant => #name, },
        }
    });
    let from_body = tag.map(|tag| {
        let words = doc(&format!(
            "The webhook that this body is of, which its member {} tells.\n\n# Errors\n\nIf the \
             body is not what the API documents.",
            docs::inline_code(tag)
        ));
        let arms = all.iter().filter_map(|received| {
            let value = received.tag.as_ref()?;
            let parse = parsing(received);
            Some(quote! { #value => #parse, })
        });
        quote! {
            #words
            pub fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
                match decode::member(body, #tag)?.as_str() {
                    #(#arms)*
                    other => Ok(Self::Unrecognized(other.to_owned())),
                }
            }
        }
    });
    quote! {
        #[doc = " A webhook, with what it carries."]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Webhook {
            #(#variants)*
            #[doc = " One of this name, which the API has added since."]
            Unrecognized(String),
        }

        impl Webhook {
            #[doc = " The webhook of this name, as the API's document has it, with its body taken apart."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " If the body is not what the API documents."]
            pub fn parse(name: &str, body: &[u8]) -> Result<Self, DecodeError> {
                match name {
                    #(#by_name)*
                    other => Ok(Self::Unrecognized(other.to_owned())),
                }
            }

            #from_body

            #[doc = " Its name, as the API's document has it."]
            pub fn name(&self) -> &str {
                match self {
                    #(#names)*
                    Self::Unrecognized(name) => name,
                }
            }
        }
    }
}

/// The expression that makes a variant of `body`.
fn parsing(received: &Received) -> TokenStream {
    let variant = ident(&received.variant);
    let Some(payload) = &received.payload else {
        return quote!(Ok(Self::#variant));
    };
    let read = read(payload);
    match received.boxed {
        true => quote!(#read(body).map(Box::new).map(Self::#variant)),
        false => quote!(#read(body).map(Self::#variant)),
    }
}

/// The path of the function that reads a body.
fn read(payload: &RustType) -> TokenStream {
    match payload.reader() {
        Reader::Runtime => quote!(decode::payload),
        Reader::Serde => quote!(decode::payload_by_serde),
    }
}

/// The function that takes a body apart.
fn function(received: &Received, form: Form) -> TokenStream {
    let Some(payload) = &received.payload else {
        return TokenStream::new();
    };
    let name = ident(&received.function);
    let read = read(payload);
    let payload = ty(payload, Room::Crate);
    let call = match &received.callback {
        Some((expression, method)) => format!(
            "Comes as {} to {}, after [`Client::{method}`]({root}::Client::{method}).",
            docs::inline_code(method_word(&received.method)),
            docs::inline_code(expression),
            root = form.root(1),
        ),
        None => format!(
            "The webhook {}, which comes as {}.",
            docs::inline_code(&received.name),
            docs::inline_code(method_word(&received.method)),
        ),
    };
    let mut words = prose::of(&received.docs, &call);
    if received.docs.summary.is_some() || received.docs.description.is_some() {
        words = words.say(call);
    }
    if !received.headers.is_empty() {
        let headers: Vec<String> = received
            .headers
            .iter()
            .map(|h| docs::inline_code(h))
            .collect();
        words = words.say(format!("It has the headers {}.", headers.join(", ")));
    }
    if !received.answers.is_empty() {
        let answers: Vec<String> = received
            .answers
            .iter()
            .map(|(status, meaning)| format!("* `{status}`: {}", docs::summary(meaning)))
            .collect();
        words = words.say("What may be answered:").say(answers.join("\n"));
    }
    let words = doc(&words
        .say("# Errors")
        .say("If the body is not what the API documents.")
        .finish());
    let deprecated = received
        .docs
        .deprecated
        .then(|| quote!(#[deprecated = "the API advises against its use"]));
    quote! {
        #words
        #deprecated
        pub fn #name(body: &[u8]) -> Result<#payload, DecodeError> {
            #read(body)
        }
    }
}
