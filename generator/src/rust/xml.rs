//! `src/xml.rs`: the tables by which types are written as XML and read from it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Plan;
use crate::plan::model::{Reader, XmlMember, XmlName, XmlPlace, XmlValue};

use super::form::Form;
use super::source::{NotRust, Printed, Source};
use super::syntax::{Room, ident, ty};

/// Prints the file; `None` if nothing goes as XML.
pub(crate) fn print(plan: &Plan, form: Form) -> Result<Option<Printed>, NotRust> {
    let tables = &plan.xml;
    if tables.roots.is_empty() {
        return Ok(None);
    }
    let mut source = Source::new(
        form,
        vec![
            " How types are written as XML and read from it: first documents, then types."
                .to_owned(),
        ],
    );
    for root in &tables.roots {
        let ident_ = ident(&root.ident);
        let name = name(&root.name);
        let value = value(&root.value);
        source.items(quote! {
            pub(crate) static #ident_: Root = Root { name: #name, value: #value };
        });
        if root.is_read {
            let function = ident(&root.function);
            let held = ty(&root.ty, Room::Crate);
            let read = match root.ty.reader() {
                Reader::Runtime => quote!(decode::xml),
                Reader::Serde => quote!(decode::xml_by_serde),
            };
            let gate = form.only_with_any(&root.features);
            source.items(quote! {
                #gate
                pub(crate) fn #function(_: &Head, body: Bytes) -> Result<#held, DecodeError> {
                    #read(&body, &#ident_)
                }
            });
        }
    }
    for table in &tables.types {
        let ident = ident(&table.ident);
        let members = table.members.iter().map(member);
        source.items(quote! {
            static #ident: Xml = Xml::Object(&[#(#members),*]);
        });
    }
    let used = source.names()?;
    if used.contains("BTreeMap") {
        source.import("std::collections::BTreeMap");
    }
    let runtime = &["Bytes", "DecodeError", "Head", "Secret", "decode"];
    source.import_used("specwright_runtime", runtime, &used);
    let xml = &["Items", "Member", "Name", "Place", "Root", "Xml"];
    source.import_used("specwright_runtime::xml", xml, &used);
    if used.contains("types") {
        let root = form.root(1);
        source.import(format!("{root}::types"));
    }
    source.finish().map(Some)
}

fn name(name: &XmlName) -> TokenStream {
    let XmlName {
        local,
        prefix,
        namespace,
    } = name;
    match (prefix.is_empty(), namespace.is_empty()) {
        (true, true) => quote!(Name::new(#local)),
        _ => quote!(Name { local: #local, prefix: #prefix, namespace: #namespace }),
    }
}

fn member(member: &XmlMember) -> TokenStream {
    let key = &member.key;
    let name = name(&member.name);
    let place = match member.place {
        XmlPlace::Element => quote!(Element),
        XmlPlace::Attribute => quote!(Attribute),
        XmlPlace::Text => quote!(Text),
    };
    let value = value(&member.value);
    quote!(Member { key: #key, name: #name, place: Place::#place, value: #value })
}

/// A reference to how a value is written.
fn value(of: &XmlValue) -> TokenStream {
    match of {
        XmlValue::Text => quote!(&Xml::Text),
        XmlValue::Number => quote!(&Xml::Number),
        XmlValue::Boolean => quote!(&Xml::Boolean),
        XmlValue::Any => quote!(&Xml::Any),
        XmlValue::Type(table) => {
            let table = ident(table);
            quote!(&#table)
        }
        XmlValue::Map(inner) => {
            let inner = value(inner);
            quote!(&Xml::Map(#inner))
        }
        XmlValue::List {
            name: items,
            wrapped,
            value: inner,
        } => {
            let items = name(items);
            let inner = value(inner);
            quote!(&Xml::List(&Items { name: #items, wrapped: #wrapped, value: #inner }))
        }
    }
}
