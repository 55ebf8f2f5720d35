//! Progenitor's code: an `async` method an operation, which formats the URL and matches on the
//! status of the answer.

use syn::visit::Visit;

use super::{Called, calls, credentials, methods, statuses, text};
use crate::peers::said::{Call, Code, Location, Operation};

pub(crate) fn read(files: &[syn::File]) -> Code {
    let mut code = Code::default();
    for (_, method) in methods(files) {
        let called = calls(|calls| calls.visit_impl_item_fn(method));
        code.credentials.extend(credentials(&called));
        let mut found = Found::default();
        found.visit_impl_item_fn(method);
        let (Some(verb), Some(path)) = (verb(&called), &found.path) else {
            continue;
        };
        let call = Call::new(&verb, path);
        let mut operation = Operation::default();
        for number in 0..call.placeholders() {
            operation.parameter(Location::Path, &number.to_string());
        }
        for call in &called {
            match (call.name.as_str(), call.text()) {
                ("QueryParam::new", Some(name)) => operation.parameter(Location::Query, &name),
                ("append", Some(name)) => operation.parameter(Location::Header, &name),
                ("json" | "form_urlencoded" | "body", _) => operation.body = true,
                _ => {}
            }
        }
        if found.has_success {
            operation.successes.insert("the type".to_owned());
        }
        operation.errors = found.errors.into_iter().collect();
        code.operations.add(call, operation);
    }
    code
}

/// `client.get(url)`, or `client.request(Method::…, url)`.
fn verb(called: &[Called<'_>]) -> Option<String> {
    called
        .iter()
        .find_map(|called| match called.arguments.as_slice() {
            [url] if is_url(url) => Some(called.name.clone()),
            [syn::Expr::Path(method), url] if called.name == "request" && is_url(url) => {
                Some(super::last_name(&method.path))
            }
            _ => None,
        })
}

/// `url`, or `_url` where a parameter has that name.
fn is_url(expression: &syn::Expr) -> bool {
    let syn::Expr::Path(path) = expression else {
        return false;
    };
    path.path.is_ident("url") || path.path.is_ident("_url")
}

#[derive(Default)]
struct Found {
    path: Option<String>,
    has_success: bool,
    errors: Vec<String>,
}

impl<'a> Visit<'a> for Found {
    /// `format!("{}/a/{}", client.baseurl, …)`.
    fn visit_macro(&mut self, call: &'a syn::Macro) {
        let parser = syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        if call.path.is_ident("format")
            && let Ok(arguments) = call.parse_body_with(parser)
            && let Some(template) = arguments.first().and_then(text)
            && let Some(path) = template.strip_prefix("{}")
        {
            self.path.get_or_insert_with(|| path.to_owned());
        }
    }

    /// `200u16 => ResponseValue::from_response(…)`, and
    /// `404u16 => Err(Error::ErrorResponse(ResponseValue::from_response(…)…))`.
    fn visit_arm(&mut self, arm: &'a syn::Arm) {
        let called = calls(|calls| calls.visit_expr(&arm.body));
        let is_error = called
            .iter()
            .any(|call| call.name == "Error::ErrorResponse");
        let with_body = [
            "ResponseValue::from_response",
            "ResponseValue::stream",
            "ResponseValue::upgrade",
        ];
        let has_body = called
            .iter()
            .any(|call| with_body.contains(&call.name.as_str()));
        match (has_body, is_error) {
            (true, true) => self.errors.extend(statuses(&arm.pat)),
            (true, false) => self.has_success = true,
            (false, _) => {}
        }
    }
}
