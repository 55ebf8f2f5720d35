//! Enums of values: strings, whole numbers, or both. They are open.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Scalar;
use crate::plan::model::{Item, ValueVariant};
use crate::rust::docs;
use crate::rust::prose;
use crate::rust::source::{Source, literal};
use crate::rust::syntax::{derives, doc, ident};

/// Prints an enum of strings.
pub(crate) fn print_text(item: &Item, variants: &[ValueVariant<String>], source: &mut Source) {
    // What else there is to derive is written by the macro.
    print(item, variants, quote!(Clone), "UnrecognizedValue", source);
    source.text(call(item, "string_enum", variants, |value| literal(value)));
}

/// Prints an enum of whole numbers.
pub(crate) fn print_integer(item: &Item, variants: &[ValueVariant<i64>], source: &mut Source) {
    let kind = quote!(Debug, Clone, PartialEq, Eq, Hash);
    print(item, variants, kind, "UnrecognizedInteger", source);
    source.text(call(item, "integer_enum", variants, i64::to_string));
}

/// Prints an enum of values of several types.
pub(crate) fn print_scalars(item: &Item, variants: &[ValueVariant<Scalar>], source: &mut Source) {
    let kind = quote!(Debug, Clone, PartialEq, Eq, Hash);
    print(item, variants, kind, "UnrecognizedJson", source);
    source.text(call(item, "scalar_enum", variants, |value| match value {
        Scalar::Text(text) => format!("text {}", literal(text)),
        Scalar::Integer(number) => format!("integer {number}"),
        Scalar::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            format!("number {number:?}")
        }
        Scalar::Boolean(flag) => format!("boolean {flag}"),
    }));
}

fn print<T: Display>(
    item: &Item,
    variants: &[ValueVariant<T>],
    kind: TokenStream,
    unrecognized: &str,
    source: &mut Source,
) {
    let name = ident(&item.name);
    let docs = doc(&prose::of_item(item).finish());
    let unrecognized = ident(unrecognized);
    let printed = variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let value = docs::inline_code(&variant.value.to_string());
        let words = match &variant.description {
            Some(description) => format!("{value}: {}", docs::markdown(description)),
            None => value,
        };
        let docs = doc(&words);
        quote! { #docs #name, }
    });
    let derives = derives(kind, &item.derives);
    source.items(quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#printed)*
            #[doc = " A value that this version of the crate does not know."]
            Unrecognized(#unrecognized),
        }
    });
}

fn call<T>(
    item: &Item,
    macro_name: &str,
    variants: &[ValueVariant<T>],
    value: impl Fn(&T) -> String,
) -> String {
    let mut text = format!("\nspecwright_runtime::v1::{macro_name}!({} {{", item.name);
    for variant in variants {
        text.push_str(&format!(
            "\n    {} = {},",
            variant.name,
            value(&variant.value)
        ));
    }
    text.push_str("\n});");
    text
}
