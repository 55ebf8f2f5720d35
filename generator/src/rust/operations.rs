//! `src/operations/`: one file a tag, one builder an operation.

mod answers;
mod bodies;
mod jobs;
mod paging;
mod reach;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::ir::{Framing, Location, Method, Style};
use crate::plan::model::{
    Answer, Argument, Asked, Carrier, Decoder, Link, Module, Operation, PartKind, Plan, Reader,
    RustType,
};

use super::File;
use super::docs;
use super::form::Form;
use super::prose::{self, Prose};
use super::source::{Finished, NotRust, Printed, Source};
use super::syntax::{Room, doc, ident, ty, write_ty};

pub(crate) use answers::print as print_answers;
pub(crate) use reach::place;

/// How many arguments a method may have, itself included, before Clippy asks for a struct.
const MANY_ARGUMENTS: usize = 6;

/// Names of the runtime that these files may use.
const RUNTIME: &[&str] = &[
    "AsJson",
    "At",
    "ByteStream",
    "Bytes",
    "EventStream",
    "ItemStream",
    "Items",
    "Job",
    "JobState",
    "Method",
    "Multipart",
    "Operation",
    "Pages",
    "Paging",
    "Request",
    "ResponseFuture",
    "Secret",
    "Strategy",
    "Style",
    "StyleKind",
    "TypedRequest",
    "Untyped",
    "Upload",
    "Wait",
    "decode",
];

/// `src/operations/mod.rs`, and the files below it of which these are printed, in their order.
pub(crate) fn files(plan: &Plan, form: Form, printed: Vec<Finished>) -> Result<Vec<File>, NotRust> {
    let by = if plan.is_by_path() {
        "by what their paths begin with"
    } else {
        "in a module a tag"
    };
    let mut source = Source::new(
        form,
        vec![
            format!(" One request builder an operation, {by}."),
            String::new(),
            format!(
                " A builder is made by the method of [`Client`]({}::Client) that has its name, takes",
                form.root(1)
            ),
            " what is optional by its setters, and is sent by `send` or by awaiting it.".to_owned(),
        ],
    );
    let mut files = Vec::new();
    for (module, printed) in plan.modules.iter().zip(printed) {
        match form {
            Form::Crate => {
                let name = ident(&module.name);
                let gate = form.only_with_any(module.feature.as_slice());
                source.items(quote! { #gate pub mod #name; });
                files.push(File {
                    name: module.name.trim_start_matches("r#").to_owned(),
                    printed,
                });
            }
            Form::Module => source.module(&format!("pub mod {}", module.name), &printed.text),
        }
    }
    let mut table = source.finish()?;
    table.text = table
        .text
        .replace(";\n\npub mod ", ";\npub mod ")
        .replace(";\n\n#[cfg", ";\n#[cfg");
    let table = File {
        name: "mod".to_owned(),
        printed: Finished::new(table, "operations::", &[]),
    };
    files.insert(0, table);
    Ok(files)
}

/// Prints the file of a tag.
pub(crate) fn print(plan: &Plan, module: &Module, form: Form) -> Result<Finished, NotRust> {
    let path = format!("operations::{}::", module.name);
    let printed = print_module(plan, module, form)?;
    Ok(Finished::new(printed, &path, module.feature.as_slice()))
}

fn print_module(plan: &Plan, module: &Module, form: Form) -> Result<Printed, NotRust> {
    let paths: Vec<String> = module
        .paths
        .iter()
        .map(|it| docs::inline_code(it))
        .collect();
    let title = match &module.tag {
        Some(_) if !paths.is_empty() => format!("Operations below {}.", paths.join(", ")),
        Some(tag) => format!("Operations tagged {}.", docs::inline_code(tag)),
        None => "Operations without a tag.".to_owned(),
    };
    let words = Prose::default()
        .say(title)
        .quote(module.description.as_deref())
        .finish();
    let mut source = Source::new(form, docs::comment(&words));
    for operation in &module.operations {
        print_operation(plan, operation, &mut source);
    }
    let used = source.names()?;
    if used.contains("BTreeMap") {
        source.import("std::collections::BTreeMap");
    }
    source.import_used("specwright_runtime", RUNTIME, &used);
    let root = form.root(2);
    source.import(format!("{root}::Client"));
    if used.contains("checks") {
        source.import(format!("{root}::checks"));
    }
    if used.contains("types") {
        source.import(format!("{root}::types"));
    }
    if used.contains("xml") {
        source.import(format!("{root}::xml"));
    }
    source.finish()
}

fn print_operation(plan: &Plan, operation: &Operation, source: &mut Source) {
    let builder = ident(&operation.builder);
    let method = ident(&operation.method_name);
    let descriptor = descriptor(operation);
    // One method alone says itself what it calls: a `static` takes rustc longer than the method.
    let (described, descriptor) = if operation.alternatives.is_empty() {
        let local = local(operation);
        (Some(quote!(let #local = &#descriptor;)), quote!(#local))
    } else {
        let name = ident(&operation.descriptor);
        source.items(quote!(static #name: Operation = #descriptor;));
        (None, quote!(&#name))
    };

    let arguments = operation.arguments.iter().map(|argument| {
        let ident = ident(&argument.ident);
        let ty = argument_type(argument);
        quote!(#ident: #ty)
    });
    let carried = operation.arguments.iter().map(carry);
    let checked = operation.checks.as_ref().map(|table| {
        let table = ident(table);
        quote!(.checked(&checks::#table))
    });
    let parts = operation.parts.as_deref().map(bodies::begin);
    let others = operation.alternatives.iter();
    let others = others.map(|other| bodies::method(operation, other));
    let many = (operation.arguments.len() > MANY_ARGUMENTS).then(|| {
        quote!(#[expect(clippy::too_many_arguments, reason = "so many parameters are required")])
    });
    let deprecated = operation
        .docs
        .deprecated
        .then(|| quote!(#[deprecated = "the API advises against its use"]));
    let method_docs = doc(&method_docs(plan, operation, source.form()));
    let builder_docs = doc(&format!(
        "The request that [`Client::{}`] makes.",
        operation.method_name
    ));
    let success = ty(&operation.success.ty, Room::Crate);
    let error = ty(&operation.error.ty, Room::Crate);
    let begun = request(
        operation,
        &quote!(self.0.request(#descriptor)#checked #parts #(#carried)*),
    );
    let declared = if is_plain(operation) {
        quote!(pub type #builder = TypedRequest<#success, #error>;)
    } else {
        let visible = (operation.asked == Asked::Elsewhere).then(|| quote!(pub(super)));
        quote! {
            #[must_use = "a request does nothing until it is sent or awaited"]
            pub struct #builder(#visible Request);
        }
    };
    source.items(quote! {
        #builder_docs
        #declared

        impl Client {
            #method_docs
            #many
            #deprecated
            pub fn #method(&self, #(#arguments),*) -> #builder {
                #described
                #begun
            }

            #(#others)*
        }
    });
    if !is_plain(operation) {
        print_builder(operation, source);
    }
}

/// What a builder of an operation's own has: setters, and all ways to send it.
fn print_builder(operation: &Operation, source: &mut Source) {
    let builder = ident(&operation.builder);
    let success = ty(&operation.success.ty, Room::Crate);
    let error = ty(&operation.error.ty, Room::Crate);
    let setters = operation.setters.iter().map(|argument| {
        let docs = doc(&prose::of(
            &argument.docs,
            &format!("Sets {}.", docs::inline_code(wire_name(argument))),
        )
        .finish());
        let ident = ident(&argument.ident);
        let ty = argument_type(argument);
        let carried = carry(argument);
        quote! {
            #docs
            pub fn #ident(self, #ident: #ty) -> Self {
                Self(self.0 #carried)
            }
        }
    });
    let of_error = &operation.error.decoder;
    let send = sending(&operation.success, &operation.expected, None, of_error);
    let others = operation.answers.iter().map(|other| {
        let docs = doc(&format!(
            "Sends the request and asks for {}.",
            docs::inline_code(&other.media_type)
        ));
        let method = ident(&other.method_name);
        let success = ty(&other.success.ty, Room::Crate);
        let accept = Some(other.accept.as_str());
        let send = sending(&other.success, &other.expected, accept, of_error);
        quote! {
            #docs
            pub fn #method(self) -> ResponseFuture<#success, #error> {
                #send
            }
        }
    });
    let pages = operation
        .paging
        .as_ref()
        .map(|paging| paging::methods(operation, paging));
    let wait = operation
        .job
        .as_ref()
        .map(|job| jobs::method(operation, job));
    source.items(quote! {
        impl #builder {
            #(#setters)*

            #[doc = " Sends the request."]
            pub fn send(self) -> ResponseFuture<#success, #error> {
                #send
            }

            #(#others)*
            #pages
            #wait
        }
    });
    let pages = operation
        .paging
        .as_ref()
        .map(|paging| format!("; pages of {}", spelled(&paging.item)))
        .unwrap_or_default();
    source.text(format!(
        "\nspecwright_runtime::v1::operation!({} -> {}, {}{pages});",
        operation.builder,
        spelled(&operation.success.ty),
        spelled(&operation.error.ty),
    ));
    if let Some(paging) = &operation.paging {
        source.items(paging::descriptor(operation, paging));
    }
    if let Some(job) = &operation.job {
        source.items(jobs::items(operation, job));
    }
}

/// Whether nothing can be said about a request but what its method takes, and there is one way to
/// send it. It needs no type of its own then: each one takes rustc as long as a small struct.
fn is_plain(operation: &Operation) -> bool {
    operation.setters.is_empty()
        && operation.answers.is_empty()
        && operation.paging.is_none()
        && operation.job.is_none()
        && operation.asked == Asked::Never
        && !matches!(
            operation.success.decoder,
            Decoder::Stream | Decoder::Items(..)
        )
}

/// What a method gives back, of the call that makes the runtime's request.
fn request(operation: &Operation, made: &TokenStream) -> TokenStream {
    if !is_plain(operation) {
        let builder = ident(&operation.builder);
        return quote!(#builder(#made));
    }
    let expecting = expecting(&operation.expected);
    let (success, error) = (&operation.success.decoder, &operation.error.decoder);
    if are_json(success, error) {
        return quote!(#made #expecting.typed_json());
    }
    let (success, error) = (decoder(success), decoder(error));
    quote!(#made #expecting.typed(#success, #error))
}

fn expecting(media_types: &[String]) -> Option<TokenStream> {
    (!media_types.is_empty()).then(|| quote!(.expecting(&[#(#media_types),*])))
}

/// Whether all answers are JSON that the runtime reads, which it has calls for.
fn are_json(success: &Decoder, error: &Decoder) -> bool {
    let is_json = |decoder: &Decoder| matches!(decoder, Decoder::Json(Reader::Runtime));
    is_json(success) && is_json(error)
}

/// The call that sends a request and says what the answer is.
fn sending(
    success: &Answer,
    expected: &[String],
    accept: Option<&str>,
    error: &Decoder,
) -> TokenStream {
    let accepting = accept.map(|accept| quote!(.accepting(#accept)));
    let expecting = expecting(expected);
    let decode = decoder(&success.decoder);
    let decode_error = decoder(error);
    let send = match &success.decoder {
        Decoder::Stream => quote!(.send_stream(#decode_error)),
        Decoder::Items(Framing::Events | Framing::TextEvents, _) => {
            quote!(.send_events(#decode, #decode_error))
        }
        Decoder::Items(Framing::Lines, _) => quote!(.send_lines(#decode, #decode_error)),
        Decoder::Items(Framing::Records, _) => quote!(.send_records(#decode, #decode_error)),
        success if are_json(success, error) => quote!(.send_json()),
        Decoder::Empty
        | Decoder::Untyped
        | Decoder::Json(_)
        | Decoder::Text
        | Decoder::Bytes
        | Decoder::Xml { .. }
        | Decoder::ByStatus(_) => quote!(.send(#decode, #decode_error)),
    };
    quote!(self.0 #accepting #expecting #send)
}

/// The variable that an operation is described in, which no argument is called like.
fn local(operation: &Operation) -> Ident {
    let mut name = "operation".to_owned();
    while operation
        .arguments
        .iter()
        .any(|argument| argument.ident == name)
    {
        name.push('_');
    }
    ident(&name)
}

/// What describes an operation to the runtime.
fn descriptor(operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let method = match &operation.method {
        Method::Get => quote!(Method::Get),
        Method::Put => quote!(Method::Put),
        Method::Post => quote!(Method::Post),
        Method::Delete => quote!(Method::Delete),
        Method::Options => quote!(Method::Options),
        Method::Head => quote!(Method::Head),
        Method::Patch => quote!(Method::Patch),
        Method::Trace => quote!(Method::Trace),
        Method::Other(word) => quote!(Method::Other(#word)),
    };
    let path = &operation.path;
    let security = alternatives(&operation.security);
    let repeatable = operation.repeatable;
    let accept = &operation.accept;
    let success = numbers(&operation.success.statuses);
    let errors = numbers(&operation.error.statuses);
    let server = match &operation.server {
        Some(url) => quote!(Some(#url)),
        None => quote!(None),
    };
    quote! {
        Operation {
            id: #id,
            method: #method,
            path: #path,
            security: #security,
            repeatable: #repeatable,
            accept: #accept,
            success: &[#(#success),*],
            errors: &[#(#errors),*],
            server: #server,
        }
    }
}

/// Alternatives of scheme names.
pub(crate) fn alternatives(security: &[Vec<String>]) -> TokenStream {
    let sets = security.iter().map(|set| quote!(&[#(#set),*]));
    quote!(&[#(#sets),*])
}

fn numbers(statuses: &[u16]) -> Vec<Literal> {
    statuses
        .iter()
        .map(|status| Literal::u16_unsuffixed(*status))
        .collect()
}

/// How an argument is taken.
pub(super) fn argument_type(argument: &Argument) -> TokenStream {
    match &argument.ty {
        RustType::Upload => quote!(impl Into<Upload>),
        by_value if argument.by_value => ty(by_value, Room::Crate),
        RustType::String => quote!(&str),
        _ if is_text(argument) => quote!(impl AsRef<str>),
        RustType::Vec(inner) => {
            let inner = ty(inner, Room::Crate);
            quote!(&[#inner])
        }
        by_reference => {
            let ty = ty(by_reference, Room::Crate);
            quote!(&#ty)
        }
    }
}

/// Whether a parameter is a text in a format, of which any spelling will do.
pub(super) fn is_text(argument: &Argument) -> bool {
    let takes_text = match &argument.carrier {
        Carrier::Parameter { .. } => true,
        Carrier::Part { kind, .. } => *kind == PartKind::Text,
        Carrier::Json { .. }
        | Carrier::Form { .. }
        | Carrier::Xml { .. }
        | Carrier::Text { .. }
        | Carrier::Upload { .. }
        | Carrier::Parts { .. } => false,
    };
    takes_text && matches!(argument.ty, RustType::Kept(_))
}

/// The call that puts an argument into the request.
fn carry(argument: &Argument) -> TokenStream {
    let ident = ident(&argument.ident);
    let value = if argument.by_value {
        quote!(&#ident)
    } else if is_text(argument) {
        quote!(#ident.as_ref())
    } else {
        quote!(#ident)
    };
    match &argument.carrier {
        Carrier::Parameter {
            location,
            name,
            style,
            segments,
            secret,
            makes_repeatable,
        } => {
            let repeatable = makes_repeatable.then(|| quote!(.repeatable_by(#name)));
            let secret = secret.then(|| quote!(.secret(#name)));
            let value = if matches!(style, Style::Json | Style::Whole { json: true }) {
                quote!(&AsJson(#value))
            } else {
                value
            };
            let set = match (location, usual(*location, *style)) {
                (Location::Path, _) if *segments > 1 => {
                    let segments = Literal::usize_unsuffixed(*segments);
                    quote!(.path_segments(#name, #value, #segments))
                }
                (Location::Path, true) => quote!(.path(#name, #value)),
                (Location::Query, true) => quote!(.query(#name, #value)),
                (Location::Header, true) => quote!(.header(#name, #value)),
                (Location::Cookie, true) => quote!(.cookie(#name, #value)),
                (location, false) => {
                    let method = match location {
                        Location::Path => quote!(path_styled),
                        Location::Query => quote!(query_styled),
                        Location::Header => quote!(header_styled),
                        Location::Cookie => quote!(cookie_styled),
                    };
                    let style = style_literal(*style);
                    quote!(.#method(#name, #value, #style))
                }
            };
            quote!(#set #secret #repeatable)
        }
        Carrier::Json { media_type } if media_type == "application/json" => quote!(.json(#value)),
        Carrier::Json { media_type } => quote!(.json_as(#media_type, #value)),
        Carrier::Form { styles } if styles.is_empty() => quote!(.form(#value)),
        Carrier::Form { styles } => {
            let styles = styles.iter().map(|(name, style)| match style {
                Style::Json => quote!((#name, None)),
                style => {
                    let style = style_literal(*style);
                    quote!((#name, Some(#style)))
                }
            });
            quote!(.form_encoded(#value, &[#(#styles),*]))
        }
        Carrier::Xml {
            media_type, root, ..
        } => {
            let root = super::syntax::ident(root);
            quote!(.xml(#media_type, #value, &xml::#root))
        }
        Carrier::Text { media_type } => quote!(.text(#media_type, #ident)),
        Carrier::Upload { media_types } => quote!(.upload(&[#(#media_types),*], #ident)),
        Carrier::Parts { media_type } => quote!(.parts(#media_type, #ident)),
        Carrier::Part {
            name,
            kind,
            media_type,
        } => match kind {
            PartKind::Text => quote!(.part_text(#name, #media_type, #value)),
            PartKind::Json => quote!(.part_json(#name, #media_type, #value)),
            PartKind::File => quote!(.part_file(#name, #media_type, #ident)),
            PartKind::Files => quote!(.part_files(#name, #media_type, #ident)),
        },
    }
}

/// Whether a style is the one that its place has if nothing else is said (OAS 3.1 § 4.8.12).
fn usual(location: Location, style: Style) -> bool {
    if style == Style::Json {
        return true;
    }
    match location {
        Location::Path | Location::Header => style == Style::Simple { explode: false },
        Location::Query | Location::Cookie => {
            style
                == Style::Form {
                    explode: true,
                    allow_reserved: false,
                }
        }
    }
}

fn style_literal(style: Style) -> TokenStream {
    let (kind, explode, allow_reserved) = match style {
        Style::Simple { explode } => (quote!(Simple), explode, false),
        Style::Label { explode } => (quote!(Label), explode, false),
        Style::Matrix { explode } => (quote!(Matrix), explode, false),
        Style::Form {
            explode,
            allow_reserved,
        } => (quote!(Form), explode, allow_reserved),
        Style::SpaceDelimited => (quote!(SpaceDelimited), false, false),
        Style::PipeDelimited => (quote!(PipeDelimited), false, false),
        Style::DeepObject => (quote!(DeepObject), true, false),
        Style::Json => (quote!(Form), true, false),
        Style::Whole { .. } => (quote!(Whole), false, false),
        Style::Cookie { explode } => (quote!(Cookie), explode, false),
    };
    quote! {
        Style { kind: StyleKind::#kind, explode: #explode, allow_reserved: #allow_reserved }
    }
}

/// The path of the function that decodes a body.
pub(crate) fn decoder(decoder: &Decoder) -> TokenStream {
    match decoder {
        Decoder::Empty => quote!(decode::empty),
        Decoder::Untyped => quote!(decode::untyped),
        Decoder::Json(reader) => json(*reader),
        Decoder::Text => quote!(decode::text),
        Decoder::Bytes | Decoder::Stream => quote!(decode::bytes),
        Decoder::Xml { function, .. } => {
            let function = ident(function);
            quote!(xml::#function)
        }
        Decoder::Items(Framing::TextEvents, _) => quote!(decode::text),
        Decoder::Items(Framing::Events | Framing::Lines | Framing::Records, reader) => {
            json(*reader)
        }
        Decoder::ByStatus(by_status) => {
            let name = ident(&by_status.name);
            quote!(types::#name::decode)
        }
    }
}

/// The path of the function that decodes JSON.
pub(super) fn json(reader: Reader) -> TokenStream {
    match reader {
        Reader::Runtime => quote!(decode::json),
        Reader::Serde => quote!(decode::json_by_serde),
    }
}

/// A type as it is laid out in a macro call.
fn spelled(of: &RustType) -> String {
    let mut text = String::new();
    write_ty(of, Room::Crate, &mut text);
    text
}

fn wire_name(argument: &Argument) -> &str {
    match &argument.carrier {
        Carrier::Parameter { name, .. } | Carrier::Part { name, .. } => name,
        Carrier::Json { .. }
        | Carrier::Form { .. }
        | Carrier::Xml { .. }
        | Carrier::Text { .. }
        | Carrier::Upload { .. }
        | Carrier::Parts { .. } => &argument.ident,
    }
}

/// What can be called next, in a line of a list.
fn link(link: &Link) -> String {
    let values: Vec<String> = link
        .values
        .iter()
        .map(|(name, from)| format!("{} from {}", docs::markdown(name), docs::inline_code(from)))
        .collect();
    let with = match values.is_empty() {
        true => String::new(),
        false => format!(", with {}", values.join(", ")),
    };
    let words = link.description.as_deref().map(docs::summary);
    let words = words.map(|words| format!(": {words}")).unwrap_or_default();
    format!("* [`Client::{}`]{with}{words}", link.method)
}

fn method_docs(plan: &Plan, operation: &Operation, form: Form) -> String {
    let call = format!(
        "{} {}",
        crate::plan::method_word(&operation.method),
        operation.path
    );
    let mut prose = prose::of(&operation.docs, "").say(match (operation.body, &operation.parts) {
        (Some(1..), Some(parts)) => format!(
            "{}, with a body of {}.",
            docs::inline_code(&call),
            docs::inline_code(&parts.media_type)
        ),
        _ => docs::inline_code(&call),
    });
    let arguments: Vec<String> = operation
        .arguments
        .iter()
        .filter_map(|argument| {
            let words = prose::of(&argument.docs, "").finish();
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            (!words.is_empty()).then(|| format!("* `{}`: {words}", argument.ident))
        })
        .collect();
    if !arguments.is_empty() {
        prose = prose.say("# Arguments").say(arguments.join("\n"));
    }
    if let Some(paging) = &operation.paging {
        prose = prose.say(format!(
            "# Pages\n\n[`items`]({builder}::items) and [`pages`]({builder}::pages) go through all \
             pages: {reason}.",
            builder = operation.builder,
            reason = docs::markdown(&paging.reason),
        ));
    }
    if let Some(cut) = &operation.cut {
        let count = cut.count.as_deref().map(|count| {
            format!(
                " If {} is more than the rows in {}, it was cut.",
                docs::inline_code(count),
                docs::inline_code(&cut.rows)
            )
        });
        prose = prose.say(format!(
            "# Pages\n\nThe answer may be cut, and no request can ask for the rest: it speaks of an \
             offset that no parameter takes.{}",
            count.unwrap_or_default()
        ));
    }
    if operation.job.is_some() {
        prose = prose.say(format!(
            "# Job\n\n[`wait`]({}::wait) starts the job and waits until it is done.",
            operation.builder
        ));
    }
    let errors: Vec<String> = operation
        .documented_errors
        .iter()
        .map(|(status, meaning)| {
            let meaning = docs::line(meaning);
            format!("* `{status}`: {meaning}")
        })
        .collect();
    if !errors.is_empty() {
        prose = prose.say("# Errors").say(errors.join("\n"));
    }
    if !operation.headers.is_empty() {
        let root = form.root(2);
        let headers: Vec<String> = operation
            .headers
            .iter()
            .map(|name| format!("[`{name}`]({root}::headers::{name})"))
            .collect();
        prose = prose
            .say("# Headers")
            .say(format!("A response may have {}.", headers.join(", ")));
    }
    if !operation.links.is_empty() {
        let links: Vec<String> = operation.links.iter().map(link).collect();
        prose = prose.say("# Links").say(links.join("\n"));
    }
    if !operation.scopes.is_empty() {
        let scopes: Vec<String> = operation
            .scopes
            .iter()
            .map(|s| docs::inline_code(s))
            .collect();
        prose = prose.say(format!("Needs the scopes {}.", scopes.join(", ")));
    }
    if operation.security.is_empty() && !plan.client.credentials.is_empty() {
        prose = prose.say("Goes without credentials.");
    }
    prose.finish()
}
