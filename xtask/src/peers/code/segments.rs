//! URLs that are made segment by segment, as Ploidy and oas3-gen do it.

use super::{Called, text};

/// `client.get(url)`.
pub(crate) fn verb<'a>(called: &'a [Called<'_>]) -> Option<&'a str> {
    const VERBS: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];
    let sends = |called: &&Called<'_>| {
        let is_url = matches!(called.arguments.as_slice(), [syn::Expr::Path(path)] if path.path.is_ident("url"));
        is_url && VERBS.contains(&called.name.as_str())
    };
    called.iter().find(sends).map(|called| called.name.as_str())
}

/// The path as it is built: `.push("a")`, `.extend(&["a", "b"])`, `.push(id)` and
/// `.push(&format!("{}.json", id))`; and how many parameters are in it.
pub(crate) fn pushed(called: &[Called<'_>]) -> (String, usize) {
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
