//! oas3-gen's code: an `async` method an operation, which takes a struct with a part for each place of
//! parameters, and a function of that struct that decodes by status.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::Visit;

use super::segments::{pushed, verb};
use super::{arguments, calls, credentials, is_unit, last_name, methods, returned, sent_as};
use crate::peers::said::{Call, Code, Location, Operation};

pub(crate) fn read(files: &[syn::File]) -> Code {
    let structs = structs(files);
    let methods = methods(files);
    let mut errors: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (of, method) in &methods {
        if method.sig.ident == "parse_response" {
            errors.insert(of, decoded_errors(&method.block));
        }
    }
    let mut code = Code::default();
    for (_, method) in &methods {
        let called = calls(|calls| calls.visit_impl_item_fn(method));
        code.credentials.extend(credentials(&called));
        let Some(verb) = verb(&called) else {
            continue;
        };
        let (path, placeholders) = pushed(&called);
        let mut operation = Operation::default();
        for number in 0..placeholders {
            operation.parameter(Location::Path, &number.to_string());
        }
        let request = request(method).unwrap_or_default();
        for (part, of) in structs.get(&request).into_iter().flatten() {
            let names = structs.get(of).into_iter().flatten();
            let names = names.map(|(name, _)| name.as_str());
            match part.as_str() {
                "query" => names.for_each(|name| operation.parameter(Location::Query, name)),
                // Fields have the names of headers, but for their dashes.
                "header" => names.for_each(|name| {
                    operation.parameter(Location::Header, &name.replace('_', "-"));
                }),
                "cookie" => names.for_each(|name| operation.parameter(Location::Cookie, name)),
                "body" => operation.body = true,
                _ => {}
            }
        }
        let success = returned(method, "Result").and_then(|types| types.first().copied());
        let typed = success.and_then(|success| arguments(success, "ApiResponse"));
        let success = typed.and_then(|types| types.first().copied()).or(success);
        if success.is_some_and(|success| !is_unit(success)) {
            operation.successes.insert("the type".to_owned());
        }
        operation.errors = errors.get(request.as_str()).cloned().unwrap_or_default();
        code.operations.add(Call::new(verb, &path), operation);
    }
    code
}

/// `ListRequest` of the argument `request: ListRequest`.
fn request(method: &syn::ImplItemFn) -> Option<String> {
    method.sig.inputs.iter().find_map(|input| match input {
        syn::FnArg::Typed(argument) => match (&*argument.pat, &*argument.ty) {
            (syn::Pat::Ident(name), syn::Type::Path(of)) if name.ident == "request" => {
                Some(last_name(&of.path))
            }
            _ => None,
        },
        syn::FnArg::Receiver(_) => None,
    })
}

/// The fields of structs as they are sent, and their types.
type Structs = BTreeMap<String, Vec<(String, String)>>;

fn structs(files: &[syn::File]) -> Structs {
    let items = files.iter().flat_map(|file| &file.items);
    let structs = items.filter_map(|item| match item {
        syn::Item::Struct(item) => Some(item),
        _ => None,
    });
    let structs = structs.map(|item| {
        let fields = item.fields.iter().filter_map(|field| {
            let of = match &field.ty {
                syn::Type::Path(of) => last_name(&of.path),
                _ => String::new(),
            };
            Some((sent_as(field)?, of))
        });
        (item.ident.to_string(), fields.collect())
    });
    structs.collect()
}

/// `if status == http::StatusCode::NOT_FOUND { … }` and `if status.is_client_error() { … }`, in which a body
/// is decoded, and what stands behind them for all other statuses.
fn decoded_errors(block: &syn::Block) -> BTreeSet<String> {
    let mut errors = BTreeSet::new();
    for statement in &block.stmts {
        let called = calls(|calls| calls.visit_stmt(statement));
        let decodes = called
            .iter()
            .any(|call| call.name.ends_with("json_with_diagnostics"));
        if !decodes {
            continue;
        }
        match statement {
            syn::Stmt::Expr(syn::Expr::If(branch), _) => errors.extend(status(&branch.cond)),
            _ => {
                errors.insert("default".to_owned());
            }
        }
    }
    errors
}

fn status(condition: &syn::Expr) -> Option<String> {
    match condition {
        syn::Expr::MethodCall(call) if call.method == "is_client_error" => Some("4XX".to_owned()),
        syn::Expr::MethodCall(call) if call.method == "is_server_error" => Some("5XX".to_owned()),
        syn::Expr::Binary(binary) => match &*binary.right {
            syn::Expr::Path(path) => {
                let name = last_name(&path.path);
                let status = ERRORS.iter().find(|(known, _)| *known == name);
                status.map(|(_, status)| status.to_string())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The constants of the crate `http` for errors.
const ERRORS: [(&str, u16); 39] = [
    ("BAD_REQUEST", 400),
    ("UNAUTHORIZED", 401),
    ("PAYMENT_REQUIRED", 402),
    ("FORBIDDEN", 403),
    ("NOT_FOUND", 404),
    ("METHOD_NOT_ALLOWED", 405),
    ("NOT_ACCEPTABLE", 406),
    ("PROXY_AUTHENTICATION_REQUIRED", 407),
    ("REQUEST_TIMEOUT", 408),
    ("CONFLICT", 409),
    ("GONE", 410),
    ("LENGTH_REQUIRED", 411),
    ("PRECONDITION_FAILED", 412),
    ("PAYLOAD_TOO_LARGE", 413),
    ("URI_TOO_LONG", 414),
    ("UNSUPPORTED_MEDIA_TYPE", 415),
    ("RANGE_NOT_SATISFIABLE", 416),
    ("EXPECTATION_FAILED", 417),
    ("IM_A_TEAPOT", 418),
    ("MISDIRECTED_REQUEST", 421),
    ("UNPROCESSABLE_ENTITY", 422),
    ("LOCKED", 423),
    ("FAILED_DEPENDENCY", 424),
    ("UPGRADE_REQUIRED", 426),
    ("PRECONDITION_REQUIRED", 428),
    ("TOO_MANY_REQUESTS", 429),
    ("REQUEST_HEADER_FIELDS_TOO_LARGE", 431),
    ("UNAVAILABLE_FOR_LEGAL_REASONS", 451),
    ("INTERNAL_SERVER_ERROR", 500),
    ("NOT_IMPLEMENTED", 501),
    ("BAD_GATEWAY", 502),
    ("SERVICE_UNAVAILABLE", 503),
    ("GATEWAY_TIMEOUT", 504),
    ("HTTP_VERSION_NOT_SUPPORTED", 505),
    ("VARIANT_ALSO_NEGOTIATES", 506),
    ("INSUFFICIENT_STORAGE", 507),
    ("LOOP_DETECTED", 508),
    ("NOT_EXTENDED", 510),
    ("NETWORK_AUTHENTICATION_REQUIRED", 511),
];
