//! What generated code says: one file a generator, since each writes a request in its own way.
//!
//! All read the code itself, never its docs: a parameter counts where it is put into a request.

mod oas3_gen;
mod ploidy;
mod progenitor;
mod segments;
mod specwright;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use syn::visit::Visit;

use super::generator::Generator;
use super::said::{Code, Location, Place};

/// Reads the crate in a folder.
pub(crate) fn read(generator: Generator, folder: &Path) -> Result<Code, String> {
    Ok(of_files(generator, &files(folder)?))
}

/// The Rust files of the library in a folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<syn::File>, String> {
    let mut files = Vec::new();
    parse(&folder.join("src"), &mut files)?;
    Ok(files)
}

fn of_files(generator: Generator, files: &[syn::File]) -> Code {
    match generator {
        Generator::Specwright => specwright::read(files),
        Generator::Ploidy => ploidy::read(files),
        Generator::Progenitor => progenitor::read(files),
        Generator::Oas3Gen => oas3_gen::read(files),
    }
}

/// All Rust files below a folder, those of types too: what an error is decoded to may be there.
fn parse(folder: &Path, files: &mut Vec<syn::File>) -> Result<(), String> {
    let failure = |error: &dyn std::fmt::Display| format!("`{}`: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(|error| failure(&error))? {
        let path = entry.map_err(|error| failure(&error))?.path();
        if path.is_dir() {
            parse(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).map_err(|error| failure(&error))?;
            let file = syn::parse_file(&text);
            files.push(file.map_err(|error| format!("`{}`: {error}", path.display()))?);
        }
    }
    Ok(())
}

/// A call, as far as any of the readers asks: `a.name("first", …)` or `b::name("first", …)`.
struct Called<'a> {
    name: String,
    arguments: Vec<&'a syn::Expr>,
}

impl Called<'_> {
    /// The first argument, if it is a text.
    fn text(&self) -> Option<String> {
        text(self.arguments.first()?)
    }
}

/// All calls in a piece of code, the outer ones first.
fn calls<'a>(of: impl FnOnce(&mut Calls<'a>)) -> Vec<Called<'a>> {
    let mut calls = Calls(Vec::new());
    of(&mut calls);
    calls.0
}

struct Calls<'a>(Vec<Called<'a>>);

impl<'a> Visit<'a> for Calls<'a> {
    fn visit_expr_method_call(&mut self, call: &'a syn::ExprMethodCall) {
        self.0.push(Called {
            name: call.method.to_string(),
            arguments: call.args.iter().collect(),
        });
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func {
            let segments = path.path.segments.iter();
            let names: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
            // With the type or the module it is in, which tells `QueryParam::new` from others.
            let last_two = names.len().saturating_sub(2);
            self.0.push(Called {
                name: names.get(last_two..).unwrap_or_default().join("::"),
                arguments: call.args.iter().collect(),
            });
        }
        syn::visit::visit_expr_call(self, call);
    }
}

/// A literal text, also behind `&`.
fn text(expression: &syn::Expr) -> Option<String> {
    match expression {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => Some(text.value()),
        syn::Expr::Reference(reference) => text(&reference.expr),
        _ => None,
    }
}

/// The methods of the types of a file that pass, with the name of the type.
fn methods(files: &[syn::File]) -> Vec<(String, &syn::ImplItemFn)> {
    let mut found = Methods(Vec::new());
    for file in files {
        found.visit_file(file);
    }
    found.0
}

struct Methods<'a>(Vec<(String, &'a syn::ImplItemFn)>);

impl<'a> Visit<'a> for Methods<'a> {
    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        let syn::Type::Path(of) = &*item.self_ty else {
            return;
        };
        if item.trait_.is_some() {
            return;
        }
        let name = last_name(&of.path);
        for member in &item.items {
            if let syn::ImplItem::Fn(method) = member {
                self.0.push((name.clone(), method));
            }
        }
    }
}

/// `C` of `a::b::C<D>`.
fn last_name(path: &syn::Path) -> String {
    let last = path.segments.last();
    last.map(|segment| segment.ident.to_string())
        .unwrap_or_default()
}

/// `D` and `E` of `-> a::C<D, E>`, where the type is called so.
fn returned<'a>(method: &'a syn::ImplItemFn, name: &str) -> Option<Vec<&'a syn::Type>> {
    let syn::ReturnType::Type(_, returned) = &method.sig.output else {
        return None;
    };
    arguments(returned, name)
}

/// `D` and `E` of `a::C<D, E>`.
fn arguments<'a>(of: &'a syn::Type, name: &str) -> Option<Vec<&'a syn::Type>> {
    let syn::Type::Path(of) = of else {
        return None;
    };
    let last = of.path.segments.last().filter(|last| last.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return Some(Vec::new());
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(argument) => Some(argument),
        _ => None,
    });
    Some(types.collect())
}

fn is_unit(of: &syn::Type) -> bool {
    matches!(of, syn::Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// The statuses that an arm of a match on one is for, as a document writes them.
fn statuses(pattern: &syn::Pat) -> Vec<String> {
    match pattern {
        syn::Pat::Or(or) => or.cases.iter().flat_map(statuses).collect(),
        syn::Pat::Wild(_) => vec!["default".to_owned()],
        syn::Pat::Lit(literal) => number(literal)
            .map(|code| code.to_string())
            .into_iter()
            .collect(),
        syn::Pat::Range(range) => match range.start.as_deref() {
            Some(syn::Expr::Lit(start)) => number(start)
                .map(|code| format!("{}XX", code / 100))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn number(literal: &syn::ExprLit) -> Option<u16> {
    match &literal.lit {
        syn::Lit::Int(number) => number.base10_parse().ok(),
        _ => None,
    }
}

/// Where code without a notion of credentials puts them nevertheless: it names the header.
fn credentials(called: &[Called<'_>]) -> Option<Place> {
    let signs = |called: &Called<'_>| {
        let of_reqwest = matches!(called.name.as_str(), "bearer_auth" | "basic_auth");
        of_reqwest
            || called.arguments.iter().any(|argument| match argument {
                syn::Expr::Path(path) => last_name(&path.path) == "AUTHORIZATION",
                argument => {
                    text(argument).is_some_and(|text| text.eq_ignore_ascii_case("authorization"))
                }
            })
    };
    called
        .iter()
        .any(signs)
        .then(|| Location::Header.place("authorization"))
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
