//! Ploidy's code: an `async` method an operation, which makes the URL segment by segment and takes
//! the query as a struct.

use std::collections::BTreeMap;

use syn::visit::Visit;

use super::super::said::{Call, Code, Location, Operation};
use super::{Called, calls, credentials, is_unit, methods, returned, text};

pub(super) fn read(files: &[syn::File]) -> Code {
    let queries = queries(files);
    let mut code = Code::default();
    for (_, method) in methods(files) {
        let called = calls(|calls| calls.visit_impl_item_fn(method));
        code.credentials.extend(credentials(&called));
        let Some(verb) = verb(&called) else {
            continue;
        };
        let (path, placeholders) = path(&called);
        let mut operation = Operation::default();
        for number in 0..placeholders {
            operation.parameter(Location::Path, &number.to_string());
        }
        for name in serialized(method)
            .and_then(|of| queries.get(&of))
            .into_iter()
            .flatten()
        {
            operation.parameter(Location::Query, name);
        }
        operation.body = called.iter().any(|called| is_body(&called.name));
        if let Some(&success) = returned(method, "Result").iter().flatten().next()
            && !is_unit(success)
        {
            operation.successes.insert("the type".to_owned());
        }
        code.operations.insert(Call::new(verb, &path), operation);
    }
    code
}

/// `client.get(url)`.
fn verb<'a>(called: &'a [Called<'_>]) -> Option<&'a str> {
    const VERBS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
    let sends = |called: &&Called<'_>| {
        let is_url = matches!(called.arguments.as_slice(), [syn::Expr::Path(path)] if path.path.is_ident("url"));
        is_url && VERBS.contains(&called.name.as_str())
    };
    called.iter().find(sends).map(|called| called.name.as_str())
}

fn is_body(method: &str) -> bool {
    matches!(method, "json" | "multipart" | "form" | "body")
}

/// The path as it is built: `.push("a")`, `.extend(&["a", "b"])`, `.push(id)` and
/// `.push(&format!("{}.json", id))`; and how many parameters are in it.
fn path(called: &[Called<'_>]) -> (String, usize) {
    let mut segments = Vec::new();
    // The last call of a chain is its outermost.
    for call in called.iter().rev() {
        match (call.name.as_str(), call.arguments.as_slice()) {
            ("push", [segment]) => segments.push(match (text(segment), format(segment)) {
                (Some(text), _) | (None, Some(text)) => text,
                (None, None) => "{}".to_owned(),
            }),
            ("extend", [syn::Expr::Reference(reference)]) => {
                if let syn::Expr::Array(array) = &*reference.expr {
                    segments.extend(array.elems.iter().filter_map(text));
                }
            }
            _ => {}
        }
    }
    let path = format!("/{}", segments.join("/"));
    let placeholders = path.matches("{}").count();
    (path, placeholders)
}

/// The text of `&format!("…", …)`.
fn format(expression: &syn::Expr) -> Option<String> {
    let syn::Expr::Reference(reference) = expression else {
        return None;
    };
    let syn::Expr::Macro(call) = &*reference.expr else {
        return None;
    };
    let parser = syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
    let arguments = call.mac.parse_body_with(parser).ok()?;
    text(arguments.first()?)
}

/// `ListQuery` of the argument `query: &parameters::ListQuery`.
fn serialized(method: &syn::ImplItemFn) -> Option<String> {
    method.sig.inputs.iter().find_map(|input| {
        let syn::FnArg::Typed(argument) = input else {
            return None;
        };
        match (&*argument.pat, &*argument.ty) {
            (syn::Pat::Ident(name), syn::Type::Reference(of)) if name.ident == "query" => {
                match &*of.elem {
                    syn::Type::Path(of) => Some(super::last_name(&of.path)),
                    _ => None,
                }
            }
            _ => None,
        }
    })
}

/// The structs of queries: the names of their fields as they are sent.
fn queries(files: &[syn::File]) -> BTreeMap<String, Vec<String>> {
    let mut queries = Queries(BTreeMap::new());
    for file in files {
        queries.visit_file(file);
    }
    queries.0
}

struct Queries(BTreeMap<String, Vec<String>>);

impl<'a> Visit<'a> for Queries {
    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        let name = item.ident.to_string();
        if name.ends_with("Query") {
            let fields = item.fields.iter().filter_map(sent_as).collect();
            self.0.insert(name, fields);
        }
    }
}

/// `b` of `#[serde(rename = "b")] a`, else `a`.
fn sent_as(field: &syn::Field) -> Option<String> {
    let mut name = field.ident.as_ref()?.to_string();
    if let Some(raw) = name.strip_prefix("r#") {
        name = raw.to_owned();
    }
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // What is not understood is not the name.
        let _ = attribute.parse_nested_meta(|meta| {
            if let Ok(value) = meta.value() {
                let value: syn::Expr = value.parse()?;
                if meta.path.is_ident("rename") {
                    name = text(&value).unwrap_or_default();
                }
            }
            Ok(())
        });
    }
    Some(name)
}
