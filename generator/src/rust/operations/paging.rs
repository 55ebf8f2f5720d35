//! The pages of a list.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::plan::model::{At, Operation, Paging, Strategy};
use crate::rust::syntax::{Room, ty};

use super::decoder;
use super::reach::{Last, reach, reach_text};

/// `pages` and `items`.
pub(crate) fn methods(operation: &Operation, paging: &Paging) -> TokenStream {
    let (page, decode) = operation.success.page();
    let (page, decode) = (ty(page, Room::Crate), decoder(decode));
    let item = ty(&paging.item, Room::Crate);
    let error = ty(&operation.error.ty, Room::Crate);
    let descriptor = paging_name(operation);
    let decode_error = decoder(&operation.error.decoder);
    quote! {
        #[doc = " All pages, one at a time, each fetched when the stream is polled for it, or several"]
        #[doc = " ahead of it: see [`Pages::in_flight`]."]
        pub fn pages(self) -> Pages<#page, #item, #error> {
            self.0.pages(&#descriptor, #decode, #decode_error)
        }

        #[doc = " The items of all pages, in order."]
        #[doc = ""]
        #[doc = " The next page is fetched when the items of the last one are used up, unless"]
        #[doc = " [`Items::in_flight`] has it fetched before. A list that ends before the server's own"]
        #[doc = " count of it is an error, not an end."]
        pub fn items(self) -> Items<#page, #item, #error> {
            self.pages().items()
        }
    }
}

/// The static that describes the pages to the runtime.
pub(crate) fn descriptor(operation: &Operation, paging: &Paging) -> TokenStream {
    let name = paging_name(operation);
    let page = ty(operation.success.page().0, Room::Crate);
    let item = ty(&paging.item, Room::Crate);
    let strategy = match &paging.strategy {
        Strategy::Offset(position) => {
            let at = at(position);
            quote!(Strategy::Offset { offset: #at })
        }
        Strategy::PageNumber(position, first) => {
            let at = at(position);
            let first = Literal::u64_unsuffixed(*first);
            quote!(Strategy::PageNumber { page: #at, first: #first })
        }
        Strategy::Cursor(position) => {
            let at = at(position);
            quote!(Strategy::Cursor { cursor: #at })
        }
        Strategy::NextLink => quote!(Strategy::NextLink),
        Strategy::LinkHeader => quote!(Strategy::LinkHeader),
    };
    let page_value = quote!(page);
    let items_at = &paging.items_at;
    let items = match paging.items.steps.is_empty() {
        true => quote!(Some(page)),
        false => reach(&page_value, &paging.items, Last::Changed),
    };
    let total = match &paging.total {
        Some(access) => {
            let total = reach(&page_value, access, Last::Copied);
            quote!(Some(|page| #total.and_then(|total| u64::try_from(total).ok())))
        }
        None => quote!(None),
    };
    let next = match &paging.next {
        Some(access) => {
            let next = reach_text(&page_value, access);
            quote!(Some(|page| #next))
        }
        None => quote!(None),
    };
    quote! {
        static #name: Paging<#page, #item> = Paging {
            strategy: #strategy,
            items_at: #items_at,
            items: |page| #items,
            total: #total,
            next: #next,
        };
    }
}

fn paging_name(operation: &Operation) -> proc_macro2::Ident {
    format_ident!("{}_PAGING", operation.descriptor)
}

fn at(at: &At) -> TokenStream {
    match at {
        At::Query(name) => quote!(At::Query(#name)),
        At::Body(pointer) => quote!(At::Body(#pointer)),
    }
}
