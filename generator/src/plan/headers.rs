//! Headers of responses, decided: a constant for each name and type.

use std::collections::BTreeMap;

use crate::ir::{HeaderSyntax, ResponseHeader};

use super::model::{Header, Module, RustType};
use super::names::{Lock, Scope, Spelling, case};
use super::types::{Known, siblings};

/// Where the constants are in `names.lock`.
const PLACE: &str = "headers";

/// Decides the constants, and tells operations which are theirs.
///
/// Most headers are those of many responses, and of one type wherever they are.
pub(super) fn decide(
    known: &Known<'_>,
    modules: &mut [Module],
    old: &Lock,
    new: &mut Lock,
) -> Vec<Header> {
    // By name without case, as headers are told apart, and by the name of the type.
    let mut found: BTreeMap<(String, String), Found<'_>> = BTreeMap::new();
    for (index, operation) in known.api.operations.iter().enumerate() {
        let headers = operation
            .responses
            .iter()
            .flat_map(|response| &response.headers);
        for header in headers {
            let ty = known.rust_type(&header.ty);
            let key = (header.name.to_ascii_lowercase(), words(&ty, header.syntax));
            let entry = found.entry(key).or_insert_with(|| Found {
                header,
                ty,
                syntax: header.syntax,
                operations: Vec::new(),
            });
            // Whose words are taken must not depend on the order of the document.
            if header.docs.description > entry.header.docs.description {
                entry.header = header;
            }
            entry.operations.push(index);
        }
    }
    let keys: Vec<String> = found
        .keys()
        .map(|(name, ty)| key(name, ty, &found))
        .collect();
    let wishes: Vec<(&str, String)> = keys
        .iter()
        .zip(found.keys())
        .map(|(key, (name, _))| (key.as_str(), case::snake(name)))
        .collect();
    let mut scope = Scope::default();
    let names = siblings(&mut scope, PLACE, &wishes, Spelling::Snake, old, new);
    let mut headers = Vec::new();
    for (found, name) in found.into_values().zip(names) {
        let constant = case::screaming(&name);
        for operation in modules.iter_mut().flat_map(|module| &mut module.operations) {
            if found.operations.contains(&operation.source)
                && !operation.headers.contains(&constant)
            {
                operation.headers.push(constant.clone());
            }
        }
        headers.push(Header {
            constant,
            name: found.header.name.clone(),
            ty: found.ty,
            syntax: found.syntax,
            docs: found.header.docs.clone(),
        });
    }
    headers.sort_by(|a, b| a.constant.cmp(&b.constant));
    headers
}

struct Found<'a> {
    header: &'a ResponseHeader,
    ty: RustType,
    syntax: HeaderSyntax,
    operations: Vec<usize>,
}

/// A type in words, to tell it from others.
fn words(ty: &RustType, syntax: HeaderSyntax) -> String {
    let ty = format!("{ty:?}");
    let words = ty
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !matches!(*word, "" | "Named" | "Primitive" | "Kept" | "Address"))
        .chain(match syntax {
            HeaderSyntax::Simple => None,
            HeaderSyntax::Exploded => Some("exploded"),
            HeaderSyntax::Json => Some("json"),
        });
    words.collect::<Vec<_>>().join(" ")
}

/// What a header is called in `names.lock`: its name, and its type where there are several.
fn key(name: &str, ty: &str, all: &BTreeMap<(String, String), Found<'_>>) -> String {
    let of_name = all.keys().filter(|(other, _)| other == name).count();
    match of_name {
        0 | 1 => name.to_owned(),
        _ => format!("{name} {ty}"),
    }
}
