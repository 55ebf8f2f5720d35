//! `src/lib.rs`: the crate's docs, with a quick start that compiles; and what stands for it where a
//! client is a module.

use proc_macro2::TokenStream;
use quote::quote;

use crate::output::FileText;
use crate::plan::Plan;
use crate::plan::model::ALL_TAGS;

use super::examples;
use super::form::Form;
use super::prose::Prose;
use super::source::{MARK, NotRust, Printed, Source};
use super::syntax::ident;
use super::{docs, features};

/// Prints the file. `rustfmt` would leave it as it is, and is told to leave the modules alone.
pub(crate) fn print(plan: &Plan) -> Result<Printed, NotRust> {
    let package = &plan.package;
    let feature = |name| features::name(package, name);
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
        .say(features::of_tags(plan))
        .say(format!(
            "* {}: HTTPS.\n* {}: calls from programs that are not async, by \
             `runtime::blocking`.\n* {}: answers may come compressed.\n* {}: `new` and `with_*` for the types that only \
             responses carry, and `runtime::testing`, which answers without a network.\n* {}, {}: spans and figures by OpenTelemetry's conventions for HTTP clients, without a \
             value of a path, a query, a header or a body.",
            feature("rustls"),
            feature("blocking"),
            feature("gzip"),
            feature("testing"),
            feature("tracing"),
            feature("metrics"),
        ));
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
    let modules = modules(plan).map(|(is_public, name)| {
        let needs = plan.feature_of_module(name);
        let gate = Form::Crate.only_with_any(needs.map(std::slice::from_ref).unwrap_or_default());
        // These serve operations, of which some may not be there.
        let serves = matches!(name, "checks" | "xml") && plan.tag_features.is_some();
        let allowed = serves.then(
            || quote!(#[cfg_attr(not(feature = #ALL_TAGS), allow(dead_code, unused_imports))]),
        );
        let name = ident(name);
        let public = is_public.then(|| quote!(pub));
        quote! {
            #gate
            #allowed
            #[rustfmt::skip]
            #public mod #name;
        }
    });
    let docs = docs::comment(&super::prose::wrapped(&prose.finish()));
    let mut source = Source::new(Form::Crate, docs);
    if let Some(limit) = package.recursion_limit {
        let limit = limit.to_string();
        source.items(quote!(#![recursion_limit = #limit]));
    }
    let re_exports = re_exports();
    source.items(quote! {
        #(#modules)*

        pub use client::{Client, ClientBuilder};
        #re_exports
    });
    source.finish()
}

/// Prints what stands for the file in a module: all others in it. What of it a program does not use,
/// or writes otherwise itself, is no concern of the compiler's.
pub(crate) fn module(plan: &Plan, printed: &[(String, FileText)]) -> Result<String, NotRust> {
    let mut source = Source::new(Form::Module, Vec::new());
    for (is_public, name) in modules(plan) {
        let printed = printed.iter().find(|(other, _)| other == name);
        let (_, printed) = printed.ok_or_else(|| NotRust(format!("no module `{name}`")))?;
        let public = if is_public { "pub " } else { "" };
        source.module(&format!("{ALLOWED}\n{public}mod {name}"), printed);
    }
    let re_exports = re_exports();
    source.items(quote! {
        #[allow(unused_imports, unreachable_pub)]
        pub use client::{Client, ClientBuilder};
        #[allow(unused_imports, unreachable_pub)]
        #re_exports
    });
    Ok(format!(
        "// {MARK}\n\n{}",
        source.finish()?.text.trim_start()
    ))
}

const ALLOWED: &str = "#[allow(\n    dead_code,\n    missing_docs,\n    unfulfilled_lint_expectations,\n    \
                       unreachable_pub,\n    unused_imports,\n    clippy::all,\n    \
                       clippy::pedantic\n)]";

/// The modules of a client, and whether each is public: what is not is of no use outside. They are
/// in the order in which rustfmt has them.
fn modules(plan: &Plan) -> impl Iterator<Item = (bool, &'static str)> {
    [
        (!plan.callbacks.is_empty(), true, "callbacks"),
        (!plan.checks.operations.is_empty(), false, "checks"),
        (true, false, "client"),
        (!plan.headers.is_empty(), true, "headers"),
        (true, true, "operations"),
        (!plan.servers.is_empty(), true, "servers"),
        (true, true, "types"),
        (!plan.webhooks.all.is_empty(), true, "webhooks"),
        (!plan.xml.roots.is_empty(), false, "xml"),
    ]
    .into_iter()
    .filter_map(|(is_there, is_public, name)| is_there.then_some((is_public, name)))
}

fn re_exports() -> TokenStream {
    quote! {
        pub use specwright_runtime::{
            self as runtime, Error, Method, Nullable, RequestOptions, ResponseValue,
        };
    }
}
