//! Enums with a variant a status.

use proc_macro2::Literal;
use quote::quote;

use crate::plan::model::{Decoder, Item, RustType, StatusEnum};
use crate::rust::docs;
use crate::rust::form::Form;
use crate::rust::prose::Prose;
use crate::rust::source::Source;
use crate::rust::syntax::{Room, derives, doc, ident, ty};

/// Prints an enum by status, and how an answer becomes one.
pub(crate) fn print(item: &Item, by_status: &StatusEnum, source: &mut Source) {
    let name = ident(&item.name);
    let docs = doc(&Prose::default()
        .quote(item.docs.description.as_deref())
        .finish());
    let variants = by_status.variants.iter().map(|variant| {
        let status = status_text(variant.status);
        let meaning = variant.description.as_ref().map(docs::line);
        let words = match meaning {
            Some(meaning) if !meaning.is_empty() => format!("`{status}`: {meaning}"),
            _ => format!("`{status}`."),
        };
        let docs = doc(&words);
        let name = ident(&variant.name);
        match &variant.ty {
            Some(held) => {
                let held = ty(held, Room::Types);
                quote! { #docs #name(#held), }
            }
            None => quote! { #docs #name, },
        }
    });
    let arms = by_status.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let pattern = pattern(variant.status);
        let value = match (&variant.ty, &variant.decoder) {
            (None, _) => quote!(Ok(Self::#name)),
            (Some(held), decoder) => {
                let decoder = decoder_here(decoder, source.form());
                match held {
                    RustType::Boxed(_) => {
                        quote!(#decoder(head, body).map(Box::new).map(Self::#name))
                    }
                    _ => quote!(#decoder(head, body).map(Self::#name)),
                }
            }
        };
        quote! { #pattern => #value, }
    });
    let rest = (!by_status.variants.iter().any(|variant| variant.status == 0))
        .then(|| quote! { _ => Err(decode::undocumented(head)), });
    let derives = derives(quote!(Debug, Clone, PartialEq), &item.derives);
    source.items(quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl #name {
            pub(crate) fn decode(
                head: &specwright_runtime::Head,
                body: specwright_runtime::Bytes,
            ) -> Result<Self, specwright_runtime::DecodeError> {
                match head.status.as_u16() {
                    #(#arms)*
                    #rest
                }
            }
        }
    });
}

fn decoder_here(decoder: &Decoder, form: Form) -> proc_macro2::TokenStream {
    match decoder {
        Decoder::Text => quote!(decode::text),
        Decoder::Bytes | Decoder::Stream | Decoder::Items(..) => quote!(decode::bytes),
        Decoder::Xml { function, .. } => {
            let function = ident(function);
            let root = form.root_tokens(2);
            quote!(#root::xml::#function)
        }
        Decoder::Json(reader) => super::json(*reader),
        Decoder::Empty | Decoder::Untyped | Decoder::ByStatus(_) => quote!(decode::json),
    }
}

fn pattern(status: u16) -> proc_macro2::TokenStream {
    match status {
        0 => quote!(_),
        digit @ 1..=9 => {
            let first = Literal::u16_unsuffixed(digit * 100);
            let last = Literal::u16_unsuffixed(digit * 100 + 99);
            quote!(#first..=#last)
        }
        code => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
    }
}

fn status_text(status: u16) -> String {
    match status {
        0 => "any other status".to_owned(),
        digit @ 1..=9 => format!("{digit}XX"),
        code => code.to_string(),
    }
}
