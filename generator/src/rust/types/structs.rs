//! Structs: the fields, how they are made, and the line that names their JSON keys.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::model::{Field, Item, Presence, Reader, RustType, Struct};
use crate::rust::docs::inline_code;
use crate::rust::form::Form;
use crate::rust::prose::{self, Prose};
use crate::rust::source::{Source, literal};
use crate::rust::syntax::{Room, derives, doc, ident, ty};

/// How many arguments a function may have before Clippy asks whether it should be a struct.
pub(super) const MANY_ARGUMENTS: usize = 7;

/// Prints a struct.
pub(crate) fn print(item: &Item, structure: &Struct, source: &mut Source) {
    let name = ident(&item.name);
    let mut docs = prose::of(&item.docs, &format!("`{}`.", item.name));
    if let Some((key, value)) = &structure.tag {
        docs = docs.say(format!(
            "Its {} is {}.",
            inline_code(key),
            inline_code(value)
        ));
    }
    let docs = doc(&docs.finish());
    let kind = if structure.default {
        quote!(Debug, Clone, PartialEq, Default)
    } else {
        quote!(Debug, Clone, PartialEq)
    };
    let derives = derives(kind, &item.derives);
    let fields = structure.fields.iter().map(|field| {
        let docs = doc(&prose::of(&field.docs, &format!("{}.", inline_code(&field.key))).finish());
        let ident = ident(&field.ident);
        let ty = field_type(field);
        quote! { #docs pub #ident: #ty, }
    });
    let rest = structure.rest.iter().map(|rest| {
        let ident = ident(&rest.ident);
        match &rest.ty {
            Some(value) => {
                let value = ty(value, Room::Types);
                let docs = doc(&Prose::default()
                    .say("All other members.")
                    .allow(&rest.allowed)
                    .finish());
                quote! {
                    #docs
                    pub #ident: BTreeMap<String, #value>,
                }
            }
            None => quote! {
                #[doc = " Members that this version of the crate does not know, kept and sent back."]
                pub #ident: Members,
            },
        }
    });
    source.items(quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #(#rest)*
        }
    });
    source.text(keys(item, structure));
    let form = source.form();
    source.items(making(item, structure, form));
}

fn field_type(field: &Field) -> TokenStream {
    let ty = ty(&field.ty, Room::Types);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional | Presence::RequiredNullable => quote!(Option<#ty>),
        Presence::Nullable => quote!(Nullable<#ty>),
    }
}

/// The call that writes `Serialize` and `Deserialize`.
fn keys(item: &Item, structure: &Struct) -> String {
    let mut text = format!("\nspecwright_runtime::v1::json_struct!({} {{", item.name);
    if let Some((key, value)) = &structure.tag {
        text.push_str(&format!("\n    {} = {},", literal(key), literal(value)));
    }
    for field in &structure.fields {
        let presence = match field.presence {
            Presence::Required => "required",
            // What is any JSON can be `null` and be there.
            Presence::Optional if field.ty == RustType::Json => "optional_json",
            Presence::Optional => "optional",
            Presence::Nullable => "nullable",
            Presence::RequiredNullable => "required_nullable",
        };
        text.push_str(&format!(
            "\n    {}: {presence}{} {},",
            field.ident,
            how(&field.ty),
            literal(&field.key)
        ));
    }
    if let Some(rest) = &structure.rest {
        let how = rest.ty.as_ref().map(how).unwrap_or_default();
        text.push_str(&format!("\n    ..{}{how}", rest.ident));
    }
    if structure.tag.is_none() && structure.fields.is_empty() && structure.rest.is_none() {
        text.push_str("});");
    } else {
        text.push_str("\n});");
    }
    text
}

/// How a type is read, where the runtime cannot do it by itself.
pub(super) fn how(ty: &RustType) -> &'static str {
    match ty.reader() {
        Reader::Serde => "(serde)",
        Reader::Runtime => "",
    }
}

/// `new` with what is required, and a setter for everything else.
fn making(item: &Item, structure: &Struct, form: Form) -> TokenStream {
    let name = ident(&item.name);
    let required: Vec<&Field> = structure
        .fields
        .iter()
        .filter(|field| {
            matches!(
                field.presence,
                Presence::Required | Presence::RequiredNullable
            )
        })
        .collect();
    let arguments = required.iter().map(|field| {
        let ident = ident(&field.ident);
        let ty = argument_type(field);
        quote!(#ident: #ty)
    });
    let all = structure.fields.iter().map(|field| {
        let ident = ident(&field.ident);
        match field.presence {
            Presence::Required if takes_into(&field.ty) => quote!(#ident: #ident.into()),
            Presence::Required | Presence::RequiredNullable => quote!(#ident),
            Presence::Optional => quote!(#ident: None),
            Presence::Nullable => quote!(#ident: Nullable::Absent),
        }
    });
    let rest = structure.rest.iter().map(|rest| {
        let ident = ident(&rest.ident);
        match rest.ty {
            Some(_) => quote!(#ident: BTreeMap::new()),
            None => quote!(#ident: Members::default()),
        }
    });
    let many = (required.len() > MANY_ARGUMENTS).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "so many members are required")]),
    );
    let new_docs = if required.is_empty() {
        doc("Makes one in which nothing is set.")
    } else {
        doc("Makes one from what is required.")
    };
    let body = if structure.default {
        quote!(Self::default())
    } else {
        quote!(Self { #(#all,)* #(#rest,)* })
    };
    let setters = structure
        .fields
        .iter()
        .filter(|field| matches!(field.presence, Presence::Optional | Presence::Nullable))
        .map(setter);
    let rest_setter = structure.rest.iter().filter_map(|rest| {
        let value = ty(rest.ty.as_ref()?, Room::Types);
        let ident = ident(&rest.ident);
        let method = format_ident!("with_{}", rest.ident);
        Some(quote! {
            #[doc = " Sets all other members."]
            #[must_use]
            pub fn #method(mut self, #ident: BTreeMap<String, #value>) -> Self {
                self.#ident = #ident;
                self
            }
        })
    });
    let only_in_tests = (!structure.sent)
        .then(|| form.only_with("testing"))
        .flatten();
    quote! {
        #only_in_tests
        impl #name {
            #new_docs
            #many
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                #body
            }

            #(#setters)*
            #(#rest_setter)*
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let ident = ident(&field.ident);
    let bare = field.ident.trim_start_matches("r#");
    let method = format_ident!("with_{bare}");
    let docs = doc(&Prose::default()
        .say(format!("Sets `{}`.", field.ident))
        .finish());
    let (argument, value) = match field.presence {
        Presence::Nullable => {
            let ty = ty(&field.ty, Room::Types);
            (quote!(impl Into<Nullable<#ty>>), quote!(#ident.into()))
        }
        Presence::Optional if takes_into(&field.ty) => {
            (argument_type(field), quote!(Some(#ident.into())))
        }
        Presence::Required | Presence::Optional | Presence::RequiredNullable => {
            (argument_type(field), quote!(Some(#ident)))
        }
    };
    quote! {
        #docs
        #[must_use]
        pub fn #method(mut self, #ident: #argument) -> Self {
            self.#ident = #value;
            self
        }
    }
}

/// Whether a value is easier given as something that becomes it.
pub(super) fn takes_into(ty: &RustType) -> bool {
    matches!(
        ty,
        RustType::String | RustType::Secret | RustType::Kept(_) | RustType::Boxed(_)
    )
}

fn argument_type(field: &Field) -> TokenStream {
    let inner = ty(&field.ty, Room::Types);
    match field.presence {
        Presence::RequiredNullable => quote!(Option<#inner>),
        Presence::Required | Presence::Optional if takes_into(&field.ty) => {
            quote!(impl Into<#inner>)
        }
        Presence::Required | Presence::Optional | Presence::Nullable => inner,
    }
}
