//! Bodies that are not simply the last argument: parts, and further methods that send another one.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::model::{Alternative, Argument, Carrier, Operation, Parts};
use crate::rust::docs;
use crate::rust::prose::Prose;
use crate::rust::syntax::{doc, ident};

use super::{argument_type, carry, request};

/// The call that begins a body of parts.
pub(super) fn begin(parts: &Parts) -> TokenStream {
    let Parts {
        media_type,
        order,
        required,
    } = parts;
    quote!(.multipart(#media_type, &[#(#order),*], #required))
}

/// A method that sends another body by the same builder.
pub(super) fn method(operation: &Operation, other: &Alternative) -> TokenStream {
    let builder = ident(&operation.builder);
    let descriptor = ident(&operation.descriptor);
    let method = ident(&other.method_name);
    // What is required beside the body, if that is an argument.
    let beside: Vec<&Argument> = operation
        .arguments
        .iter()
        .filter(|argument| matches!(argument.carrier, Carrier::Parameter { .. }))
        .collect();
    let all = || beside.iter().copied().chain([&other.argument]);
    let arguments = all().map(|argument| {
        let ident = ident(&argument.ident);
        let ty = argument_type(argument);
        quote!(#ident: #ty)
    });
    let carried = all().map(carry);
    let checked = other.checks.as_ref().map(|table| {
        let table = ident(table);
        quote!(.checked(&checks::#table))
    });
    let many = (beside.len() + 1 > super::MANY_ARGUMENTS).then(|| {
        quote!(#[expect(clippy::too_many_arguments, reason = "so many parameters are required")])
    });
    let deprecated = operation
        .docs
        .deprecated
        .then(|| quote!(#[deprecated = "the API advises against its use"]));
    let words = doc(&Prose::default()
        .say(format!(
            "As [`{}`](Self::{}), with a body of {}.",
            operation.method_name,
            operation.method_name,
            docs::inline_code(&other.media_type)
        ))
        .finish());
    let made = request(
        operation,
        &quote!(self.0.request(&#descriptor)#checked #(#carried)*),
    );
    quote! {
        #words
        #many
        #deprecated
        pub fn #method(&self, #(#arguments),*) -> #builder {
            #made
        }
    }
}
