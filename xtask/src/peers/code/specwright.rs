//! specwright's code: a method of the client that says what the operation is and begins a request,
//! and a builder that completes and sends it, or an alias that has the answers. Of an operation with
//! several such methods a `static` says what it is.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::visit::Visit;

use super::{Called, arguments, calls, is_unit, last_name, methods, returned, statuses, text};
use crate::peers::document::place;
use crate::peers::said::{Call, Code, Location, Operation};

pub(crate) fn read(files: &[syn::File]) -> Code {
    let mut statics = Statics(BTreeMap::new());
    for file in files {
        statics.visit_file(file);
    }
    let methods = methods(files);
    let decoders = decoders(&methods);
    let mut code = Code::default();
    let mut found: BTreeMap<String, (Described, Operation)> = BTreeMap::new();
    // First what begins requests, which tells whose builder is whose.
    for (_, method) in &methods {
        let called = calls(|calls| calls.visit_impl_item_fn(method));
        if let Some(described) = begun(method, &called, &statics)
            && let syn::ReturnType::Type(_, builder) = &method.sig.output
            && let syn::Type::Path(builder) = &**builder
        {
            let builder = last_name(&builder.path);
            let (described, said) = found
                .entry(builder)
                .or_insert_with(|| (described, Operation::default()));
            read_calls(said, described, &called);
        }
        code.credentials
            .extend(called.iter().filter_map(credential));
    }
    for (of, method) in &methods {
        let Some((described, said)) = found.get_mut(of) else {
            continue;
        };
        let called = calls(|calls| calls.visit_impl_item_fn(method));
        read_calls(said, described, &called);
        let Some(types) = returned(method, "ResponseFuture") else {
            continue;
        };
        if let [success, error] = types.as_slice() {
            read_answer(said, described, &decoders, success, error);
        }
    }
    // What has no setters is an alias, which has the answers.
    for alias in files.iter().flat_map(|file| &file.items) {
        if let syn::Item::Type(alias) = alias
            && let Some((described, said)) = found.get_mut(&alias.ident.to_string())
            && let Some(types) = arguments(&alias.ty, "TypedRequest")
            && let [success, error] = types.as_slice()
        {
            read_answer(said, described, &decoders, success, error);
        }
    }
    for (described, said) in found.into_values() {
        let call = Call::new(&described.method, &described.path);
        code.operations.add(call, said);
    }
    code
}

/// The operation that a method begins a request of.
fn begun(method: &syn::ImplItemFn, called: &[Called<'_>], statics: &Statics) -> Option<Described> {
    let request = called.iter().find(|call| call.name == "request")?;
    match request.arguments.first()? {
        syn::Expr::Reference(of) => match &*of.expr {
            syn::Expr::Path(of) => statics.0.get(&last_name(&of.path)).cloned(),
            _ => None,
        },
        // Of a variable, which is the only one.
        syn::Expr::Path(_) => method.block.stmts.iter().find_map(|statement| {
            let syn::Stmt::Local(local) = statement else {
                return None;
            };
            match &*local.init.as_ref()?.expr {
                syn::Expr::Reference(of) => described(&of.expr),
                _ => None,
            }
        }),
        _ => None,
    }
}

/// What a call puts into a request.
fn read_calls(said: &mut Operation, operation: &Described, called: &[Called<'_>]) {
    for call in called {
        let name = call.text();
        match (call.name.as_str(), &name) {
            ("path" | "path_styled" | "path_segments", Some(name)) => {
                if let Some(place) = place(&operation.path, name) {
                    said.parameter(Location::Path, &place.to_string());
                }
            }
            ("query" | "query_styled", Some(name)) => said.parameter(Location::Query, name),
            ("header" | "header_styled", Some(name)) => said.parameter(Location::Header, name),
            ("cookie" | "cookie_styled", Some(name)) => said.parameter(Location::Cookie, name),
            (
                "json" | "json_as" | "xml" | "text" | "bytes" | "upload" | "multipart" | "parts"
                | "form" | "form_encoded",
                _,
            ) => said.body = true,
            _ => {}
        }
    }
}

/// What a request answers.
fn read_answer(
    said: &mut Operation,
    operation: &Described,
    decoders: &BTreeMap<String, Vec<Decoded>>,
    success: &syn::Type,
    error: &syn::Type,
) {
    let name = |of: &syn::Type| match of {
        syn::Type::Path(of) => last_name(&of.path),
        _ => String::new(),
    };
    match decoders.get(&name(success)) {
        Some(by_status) => {
            let calls = by_status.iter().map(|decoded| decoded.variant.clone());
            said.successes.extend(calls);
        }
        None if is_unit(success) => {}
        None => {
            said.successes.insert(success.to_token_stream().to_string());
        }
    }
    match decoders.get(&name(error)) {
        Some(by_status) => {
            let statuses = by_status.iter().flat_map(|decoded| &decoded.statuses);
            said.errors.extend(statuses.cloned());
        }
        None if name(error) == "Untyped" => {}
        None => said.errors.extend(operation.errors.iter().cloned()),
    }
}

/// An `Operation { … }`.
#[derive(Clone)]
struct Described {
    method: String,
    path: String,
    errors: BTreeSet<String>,
}

/// What a literal describes.
fn described(expression: &syn::Expr) -> Option<Described> {
    let syn::Expr::Struct(value) = expression else {
        return None;
    };
    if last_name(&value.path) != "Operation" {
        return None;
    }
    let mut operation = Described {
        method: String::new(),
        path: String::new(),
        errors: BTreeSet::new(),
    };
    for field in &value.fields {
        let syn::Member::Named(name) = &field.member else {
            continue;
        };
        match name.to_string().as_str() {
            "method" => operation.method = method(&field.expr),
            "path" => operation.path = text(&field.expr).unwrap_or_default(),
            "errors" => operation.errors = documented(&field.expr),
            _ => {}
        }
    }
    Some(operation)
}

/// Each `static … : Operation`.
struct Statics(BTreeMap<String, Described>);

impl<'a> Visit<'a> for Statics {
    fn visit_item_static(&mut self, item: &'a syn::ItemStatic) {
        if let Some(operation) = described(&item.expr) {
            self.0.insert(item.ident.to_string(), operation);
        }
    }
}

/// `Method::Get` and `Method::Other("COPY")`.
fn method(expression: &syn::Expr) -> String {
    match expression {
        syn::Expr::Path(path) => last_name(&path.path),
        syn::Expr::Call(call) => call.args.first().and_then(text).unwrap_or_default(),
        _ => String::new(),
    }
}

/// `&[404, 5, 0]`: a status, a range of them, all others.
fn documented(expression: &syn::Expr) -> BTreeSet<String> {
    let syn::Expr::Reference(reference) = expression else {
        return BTreeSet::new();
    };
    let syn::Expr::Array(array) = &*reference.expr else {
        return BTreeSet::new();
    };
    let numbers = array.elems.iter().filter_map(|element| match element {
        syn::Expr::Lit(literal) => super::number(literal),
        _ => None,
    });
    numbers
        .map(|number| match number {
            0 => "default".to_owned(),
            range @ 1..10 => format!("{range}XX"),
            status => status.to_string(),
        })
        .collect()
}

/// One arm of what decodes by status, if it decodes a body.
struct Decoded {
    statuses: Vec<String>,
    variant: String,
}

/// The `decode` of types that differ by status.
fn decoders(methods: &[(String, &syn::ImplItemFn)]) -> BTreeMap<String, Vec<Decoded>> {
    let mut decoders = BTreeMap::new();
    for (of, method) in methods {
        if method.sig.ident == "decode" {
            let mut arms = Arms(Vec::new());
            arms.visit_impl_item_fn(method);
            decoders.insert(of.clone(), arms.0);
        }
    }
    decoders
}

struct Arms(Vec<Decoded>);

impl<'a> Visit<'a> for Arms {
    /// `404 => decode::json(head, body).map(Self::NotFound)`.
    fn visit_arm(&mut self, arm: &'a syn::Arm) {
        let called = calls(|calls| calls.visit_expr(&arm.body));
        // The outer call is the first.
        let last = called.iter().find(|call| call.name == "map");
        let variant = last.and_then(|map| match map.arguments.first()? {
            syn::Expr::Path(path) => Some(last_name(&path.path)),
            _ => None,
        });
        if let Some(variant) = variant {
            self.0.push(Decoded {
                statuses: statuses(&arm.pat),
                variant,
            });
        }
    }
}

/// `credential("key", Credential::api_key_header("X-Key", …))`.
fn credential(called: &Called<'_>) -> Option<super::Place> {
    let location = match called.name.as_str() {
        "Credential::api_key_header" => Location::Header,
        "Credential::api_key_query" => Location::Query,
        "Credential::api_key_cookie" => Location::Cookie,
        "Credential::basic" | "Credential::bearer" | "Credential::http" => {
            return Some(Location::Header.place("authorization"));
        }
        _ => return None,
    };
    Some(location.place(&called.text()?))
}
