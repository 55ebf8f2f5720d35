//! `src/servers.rs`: the servers that can be chosen.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::Plan;
use crate::plan::model::{ServerChoice, ServerPart, ServerVariable};

use super::docs;
use super::form::Form;
use super::prose::Prose;
use super::source::{NotRust, Printed, Source};
use super::syntax::{doc, ident};

/// Prints the file; `None` if there is nothing to choose.
pub(crate) fn print(plan: &Plan, form: Form) -> Result<Option<Printed>, NotRust> {
    if plan.servers.is_empty() {
        return Ok(None);
    }
    let mut source = Source::new(
        form,
        vec![
            " The servers of the API, each a base URL for [`ClientBuilder::base_url`].".to_owned(),
            String::new(),
            format!(
                " [`ClientBuilder::base_url`]: {}::ClientBuilder::base_url",
                form.root(1)
            ),
        ],
    );
    for server in &plan.servers {
        source.items(print_server(server));
    }
    source.finish().map(Some)
}

fn print_server(server: &ServerChoice) -> TokenStream {
    let name = ident(&server.name);
    let words = Prose::default()
        .quote(server.description.as_deref())
        .finish();
    let words = doc(&match words.is_empty() {
        true => "A server of the API.".to_owned(),
        false => words,
    });
    if server.variables.is_empty() && !server.needs_origin {
        let url: String = server.url.iter().map(text).collect();
        return quote! {
            #words
            pub const #name: &str = #url;
        };
    }
    let enums = server.variables.iter().filter_map(values);
    let fields = server.variables.iter().map(|variable| {
        let field = ident(&variable.field);
        let ty = field_type(variable);
        quote!(#field: #ty)
    });
    let defaults = server.variables.iter().map(|variable| {
        let field = ident(&variable.field);
        let default = &variable.default;
        match &variable.values {
            Some(values) => {
                let values = ident(&values.name);
                quote!(#field: #values::default())
            }
            None => quote!(#field: #default.to_owned()),
        }
    });
    let setters = server.variables.iter().map(setter);
    let (origin, takes, gives, default, before) = match server.needs_origin {
        true => (
            Some(quote!(origin: String,)),
            Some(quote!(origin: &str)),
            Some(quote!(origin: origin.trim_end_matches('/').to_owned(),)),
            None,
            Some(quote!(url.push_str(&self.origin);)),
        ),
        false => (
            None,
            None,
            None,
            Some(quote! {
                impl Default for #name {
                    fn default() -> Self {
                        Self::new()
                    }
                }
            }),
            None,
        ),
    };
    let new_docs = doc(match server.needs_origin {
        true => {
            "With the defaults of its variables. The document does not say where it is, so the \
             origin has to be given: `https://api.example.com`."
        }
        false => "With the defaults of its variables.",
    });
    let parts = server.url.iter().map(|part| match part {
        ServerPart::Text(text) => quote!(url.push_str(#text);),
        ServerPart::Variable(field) => {
            let field = ident(field);
            let values = server.variables.iter().find(|v| field == v.field);
            match values.and_then(|variable| variable.values.as_ref()) {
                Some(_) => quote!(url.push_str(self.#field.as_str());),
                None => quote!(url.push_str(&self.#field);),
            }
        }
    });
    quote! {
        #words
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct #name {
            #origin
            #(#fields,)*
        }

        impl #name {
            #new_docs
            #[must_use]
            pub fn new(#takes) -> Self {
                Self { #gives #(#defaults,)* }
            }

            #(#setters)*

            #[doc = " The base URL."]
            #[must_use]
            pub fn url(&self) -> String {
                let mut url = String::new();
                #before
                #(#parts)*
                url
            }
        }

        #default
        #(#enums)*
    }
}

fn text(part: &ServerPart) -> String {
    match part {
        ServerPart::Text(text) => text.clone(),
        ServerPart::Variable(field) => format!("{{{field}}}"),
    }
}

fn field_type(variable: &ServerVariable) -> TokenStream {
    match &variable.values {
        Some(values) => {
            let name = ident(&values.name);
            quote!(#name)
        }
        None => quote!(String),
    }
}

fn setter(variable: &ServerVariable) -> TokenStream {
    let field = ident(&variable.field);
    let method = format_ident!("with_{}", variable.word);
    let words = doc(&Prose::default()
        .say(format!("Sets {}.", docs::inline_code(&variable.name)))
        .quote(variable.description.as_deref())
        .say(format!(
            "Default: {}.",
            docs::inline_code(&variable.default)
        ))
        .finish());
    let (takes, gives) = match &variable.values {
        Some(_) => {
            let ty = field_type(variable);
            (ty, quote!(#field))
        }
        None => (quote!(impl Into<String>), quote!(#field.into())),
    };
    quote! {
        #words
        #[must_use]
        pub fn #method(mut self, #field: #takes) -> Self {
            self.#field = #gives;
            self
        }
    }
}

/// The enum of a variable's values.
fn values(variable: &ServerVariable) -> Option<TokenStream> {
    let values = variable.values.as_ref()?;
    let name = ident(&values.name);
    let words = doc(&format!(
        "The values of {}.",
        docs::inline_code(&variable.name)
    ));
    let variants = values
        .variants
        .iter()
        .enumerate()
        .map(|(index, (variant, value))| {
            let variant = ident(variant);
            let words = doc(&docs::inline_code(value));
            let default = (index == 0).then(|| quote!(#[default]));
            quote! { #words #default #variant, }
        });
    let arms = values.variants.iter().map(|(variant, value)| {
        let variant = ident(variant);
        quote! { Self::#variant => #value, }
    });
    Some(quote! {
        #words
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl #name {
            #[doc = " The value in the URL."]
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    #(#arms)*
                }
            }
        }
    })
}
