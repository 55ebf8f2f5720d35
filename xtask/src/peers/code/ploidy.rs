//! Ploidy's code: an `async` method an operation, which makes the URL segment by segment and takes
//! the query as a struct.

use std::collections::BTreeMap;

use syn::visit::Visit;

use super::segments::{pushed, verb};
use super::{calls, credentials, is_unit, methods, returned, sent_as};
use crate::peers::said::{Call, Code, Location, Operation};

pub(crate) fn read(files: &[syn::File]) -> Code {
    let queries = queries(files);
    let mut code = Code::default();
    for (_, method) in methods(files) {
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
        code.operations.add(Call::new(verb, &path), operation);
    }
    code
}

fn is_body(method: &str) -> bool {
    matches!(method, "json" | "multipart" | "form" | "body")
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
