//! How an operation is called, in one line a method: for people who ask before they depend on a
//! crate.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::model::{Argument, Operation, RustType};

use super::operations::argument_type;
use super::syntax::{Room, ty};

/// How an operation is called. Types of the crate are written without their module.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The client's method: `get_incident(incident_id: &str)`.
    pub method: String,
    /// The setters of what is optional: `limit(i64)`.
    pub setters: Vec<String>,
    /// What comes back if all goes well.
    pub success: String,
    /// The body of an error.
    pub error: String,
    /// The item of a list that comes in pages.
    pub item: Option<String>,
    /// The last status of a job that it starts.
    pub status: Option<String>,
}

/// How an operation is called.
pub fn signature(operation: &Operation) -> Signature {
    let argument = |argument: &Argument| {
        let ty = written(&argument_type(argument));
        (argument.ident.clone(), ty)
    };
    let arguments = operation.arguments.iter().map(argument);
    let arguments: Vec<String> = arguments
        .map(|(name, ty)| format!("{name}: {ty}"))
        .collect();
    let setters = operation.setters.iter().map(argument);
    let of = |ty: &RustType| written(&self::ty(ty, Room::Crate));
    Signature {
        method: format!("{}({})", operation.method_name, arguments.join(", ")),
        setters: setters.map(|(name, ty)| format!("{name}({ty})")).collect(),
        success: of(&operation.success.ty),
        error: of(&operation.error.ty),
        item: operation.paging.as_ref().map(|paging| of(&paging.item)),
        status: operation.job.as_ref().map(|job| of(&job.status_type)),
    }
}

/// A type as people write it. Only a formatter of whole items is at hand, so it goes into one.
fn written(ty: &TokenStream) -> String {
    let item = quote!(type T = #ty;);
    let Ok(file) = syn::parse2(quote!(#item)) else {
        return ty.to_string();
    };
    let text = prettyplease::unparse(&file);
    let text = text
        .trim()
        .trim_start_matches("type T = ")
        .trim_end_matches(';');
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .join(" ")
        .replace("types::", "")
        .replace("specwright_runtime::", "")
}
