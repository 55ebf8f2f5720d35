//! What is printed: a crate, or a module of somebody's crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::source::literal;

/// What the files are a part of, which decides how they reach one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A crate of its own, with features.
    Crate,
    /// One text that stands in a module, wherever that is: paths lead upwards, and what a crate has
    /// on demand is there, for a module has no features.
    Module,
}

impl Form {
    /// The path of `lib.rs`, or of what stands for it, from a module so far below it: 1 or 2.
    pub(crate) fn root(self, depth: usize) -> &'static str {
        match (self, depth) {
            (Self::Crate, _) => "crate",
            (Self::Module, 1) => "super",
            (Self::Module, _) => "super::super",
        }
    }

    /// The same among items.
    pub(crate) fn root_tokens(self, depth: usize) -> TokenStream {
        match (self, depth) {
            (Self::Crate, _) => quote!(crate),
            (Self::Module, 1) => quote!(super),
            (Self::Module, _) => quote!(super::super),
        }
    }

    /// The attribute of what is there with a feature, as text.
    pub(crate) fn mark_with(self, feature: &str) -> Option<String> {
        match self {
            Self::Crate => Some(format!("#[cfg(feature = {})]", literal(feature))),
            Self::Module => None,
        }
    }

    /// The attribute of what is there with a feature.
    pub(crate) fn only_with(self, feature: &str) -> Option<TokenStream> {
        match self {
            Self::Crate => Some(quote!(#[cfg(feature = #feature)])),
            Self::Module => None,
        }
    }

    /// The attribute of what is there with any of these features; none of what always is.
    pub(crate) fn only_with_any(self, features: &[String]) -> Option<TokenStream> {
        match (self, features) {
            (Self::Module, _) | (_, []) => None,
            (Self::Crate, [one]) => self.only_with(one),
            (Self::Crate, all) => Some(quote!(#[cfg(any(#(feature = #all),*))])),
        }
    }
}
