//! `src/lib.rs`: the crate's docs, with a quick start that compiles.

use quote::quote;

use crate::plan::Plan;

use super::docs;
use super::examples;
use super::prose::Prose;
use super::source::{NotRust, Source};

/// Prints the file. `rustfmt` would leave it as it is, and is told to leave the modules alone.
pub(crate) fn print(plan: &Plan) -> Result<String, NotRust> {
    let package = &plan.package;
    let mut prose = Prose::default()
        .say(docs::summary(&format!("A client for {}", package.title)))
        .quote(package.description.as_deref())
        .say(format!(
            "Generated from version {} of the API's specification.",
            docs::inline_code(&package.api_version)
        ));
    if let Some(url) = package
        .homepage
        .as_deref()
        .filter(|url| url.starts_with("http"))
    {
        prose = prose.quote(Some(&format!("The API is documented at <{url}>.")));
    }
    if let Some(example) = examples::quick_start(plan)? {
        prose = prose
            .say("# Quick start")
            .say(format!("```no_run\n{example}```"));
    }
    prose = prose
        .say("# Settings")
        .say(
            "[`Client::from_env`] reads environment variables, [`Client::builder`] takes everything \
             in code. Timeouts, retries, limits and headers are set by \
             [`configure`](ClientBuilder::configure).",
        )
        .say("# Errors")
        .say(
            "[`Error`] tells which request failed, with which status, whether trying again can help, \
             and keeps the body as it came beside the one that the API documents.",
        )
        .say("# Features")
        .say(
            "* `rustls` (default): HTTPS.\n* `testing`: `new` and `with_*` for the types that only \
             responses carry.",
        );
    if let Some(limit) = package.recursion_limit {
        prose = prose.say("# Deep types").say(format!(
            "Types of this API stand inside one another so deep that a crate which sends them \
             between threads may need `#![recursion_limit = \"{limit}\"]`, as this one has."
        ));
    }
    let checked = !plan.checks.operations.is_empty();
    if checked {
        prose = prose.say("# Limits").say(
            "What the API limits (lengths, ranges, patterns) is checked before a request is sent. \
             What breaks a limit is not sent and comes back as [`Error::Request`], which names the \
             place and the limit.",
        );
    }
    let checks = checked.then(|| {
        quote! {
            #[rustfmt::skip]
            mod checks;
        }
    });
    let headers = (!plan.headers.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod headers;
        }
    });
    let xml = (!plan.xml.roots.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            mod xml;
        }
    });
    let servers = (!plan.servers.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod servers;
        }
    });
    let webhooks = (!plan.webhooks.all.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod webhooks;
        }
    });
    let callbacks = (!plan.callbacks.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod callbacks;
        }
    });
    let mut source = Source::new(docs::comment(&super::prose::wrapped(&prose.finish())));
    if let Some(limit) = package.recursion_limit {
        let limit = limit.to_string();
        source.items(quote!(#![recursion_limit = #limit]));
    }
    source.items(quote! {
        #[rustfmt::skip]
        #callbacks
        #checks
        mod client;
        #headers
        #[rustfmt::skip]
        pub mod operations;
        #servers
        #[rustfmt::skip]
        pub mod types;
        #webhooks
        #xml

        pub use client::{Client, ClientBuilder};
        pub use specwright_runtime::{
            self as runtime, Error, Method, Nullable, RequestOptions, ResponseValue,
        };
    });
    source.finish()
}
