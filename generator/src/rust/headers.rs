//! `src/headers.rs`: the headers that responses may have.

use quote::quote;

use crate::ir::HeaderSyntax;
use crate::plan::Plan;

use super::docs;
use super::form::Form;
use super::source::{NotRust, Printed, Source};
use super::syntax::{Room, doc, ident, ty};

/// Prints the file; `None` if no response has a header.
pub(crate) fn print(plan: &Plan, form: Form) -> Result<Option<Printed>, NotRust> {
    if plan.headers.is_empty() {
        return Ok(None);
    }
    let mut source = Source::new(
        form,
        vec![
            " The headers that responses may have, with their types.".to_owned(),
            String::new(),
            " `headers::X.get(response.headers())` reads one, of a success or of an error."
                .to_owned(),
        ],
    );
    for header in &plan.headers {
        let name = ident(&header.constant);
        let held = ty(&header.ty, Room::Crate);
        let wire = &header.name;
        let make = match header.syntax {
            HeaderSyntax::Simple => quote!(new),
            HeaderSyntax::Exploded => quote!(exploded),
            HeaderSyntax::Json => quote!(json),
        };
        let words = doc(&super::prose::of(
            &header.docs,
            &format!("{}.", docs::inline_code(&header.name)),
        )
        .finish());
        source.items(quote! {
            #words
            pub const #name: ResponseHeader<#held> = ResponseHeader::#make(#wire);
        });
    }
    let used = source.names()?;
    if used.contains("BTreeMap") {
        source.import("std::collections::BTreeMap");
    }
    source.import_used("specwright_runtime", &["ResponseHeader", "Secret"], &used);
    if used.contains("types") {
        let root = form.root(1);
        source.import(format!("{root}::types"));
    }
    source.finish().map(Some)
}
