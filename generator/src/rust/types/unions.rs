//! Enums of types. They are open.

use quote::quote;

use crate::ir::Scalar;
use crate::plan::model::{Choice, Item, Looks, ObjectLooks, RustType, Union};
use crate::rust::prose::{self, Prose};
use crate::rust::source::{Source, literal};
use crate::rust::syntax::{Room, derives, doc, ident, ty};

use super::structs::how;

/// Prints a union.
pub(crate) fn print(item: &Item, union: &Union, source: &mut Source) {
    let name = ident(&item.name);
    let how = match &union.choice {
        Choice::Tag(tag) => format!("`{tag}` tells which one it is."),
        Choice::Looks => "Which one it is shows in what the value looks like.".to_owned(),
    };
    let docs = doc(&prose::of_item(item).say(how).finish());
    let variants = union.variants.iter().map(|variant| {
        let otherwise = match &variant.ty {
            RustType::Named(name) | RustType::NamedBySerde(name) => format!("A [`{name}`]."),
            RustType::Boxed(inner) => match &**inner {
                RustType::Named(name) | RustType::NamedBySerde(name) => format!("A [`{name}`]."),
                _ => String::new(),
            },
            _ => String::new(),
        };
        let prose = Prose::default().quote(variant.description.as_deref());
        let prose = match &variant.description {
            Some(_) => prose,
            None => prose.say(otherwise),
        };
        let docs = doc(&prose.allow(&variant.allowed).finish());
        let name = ident(&variant.name);
        let ty = ty(&variant.ty, Room::Types);
        quote! { #docs #name(#ty), }
    });
    let derives = derives(quote!(Debug, Clone, PartialEq), &item.derives);
    source.items(quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " Something that this version of the crate does not know."]
            Unrecognized(UnrecognizedJson),
        }
    });
    source.text(call(item, union));
    for variant in union.variants.iter().filter(|variant| variant.from) {
        let variant_name = ident(&variant.name);
        let (from, value) = match &variant.ty {
            RustType::Boxed(inner) => (ty(inner, Room::Types), quote!(Box::new(value))),
            plain => (ty(plain, Room::Types), quote!(value)),
        };
        source.items(quote! {
            impl From<#from> for #name {
                fn from(value: #from) -> Self {
                    Self::#variant_name(#value)
                }
            }
        });
    }
}

fn call(item: &Item, union: &Union) -> String {
    let mut text = match &union.choice {
        Choice::Tag(tag) => format!(
            "\nspecwright_runtime::v1::tagged_union!({}, {} {{",
            item.name,
            literal(tag)
        ),
        Choice::Looks => format!("\nspecwright_runtime::v1::union!({} {{", item.name),
    };
    for variant in &union.variants {
        let what = match &union.choice {
            Choice::Tag(_) => {
                let tags: Vec<String> = variant.tags.iter().map(|tag| literal(tag)).collect();
                format!(" = {}", tags.join(" | "))
            }
            Choice::Looks => format!(": {}", pattern(&variant.looks)),
        };
        text.push_str(&format!(
            "\n    {}{}{what},",
            variant.name,
            how(&variant.ty)
        ));
    }
    text.push_str("\n});");
    text
}

fn pattern(looks: &Looks) -> String {
    let list = |keys: &[String]| {
        let keys: Vec<String> = keys.iter().map(|key| literal(key)).collect();
        keys.join(", ")
    };
    match looks {
        Looks::Object(object) if **object == ObjectLooks::default() => "object".to_owned(),
        Looks::Object(object) => {
            let constant = object
                .constant
                .iter()
                .map(|(key, value)| (key, scalar(value)));
            let values = object.values.iter().map(|(key, values)| {
                let values: Vec<String> = values.iter().map(scalar).collect();
                (key, values.join(" | "))
            });
            let types = object.types.iter().map(|(key, ty)| (key, pattern(ty)));
            let items = object.items.iter().map(|(key, ty)| (key, pattern(ty)));
            format!(
                "object {{ required [{}], known [{}]{}{}{}{} }}",
                list(&object.required),
                list(&object.known),
                pairs("constant", constant),
                pairs("values", values),
                pairs("types", types),
                pairs("items", items),
            )
        }
        Looks::Array => "array".to_owned(),
        Looks::String => "string".to_owned(),
        Looks::Integer => "integer".to_owned(),
        Looks::Number => "number".to_owned(),
        Looks::Boolean => "boolean".to_owned(),
        Looks::Any => "any".to_owned(),
    }
}

/// What is said of some members, if it is said of any.
fn pairs<'k>(what: &str, members: impl Iterator<Item = (&'k String, String)>) -> String {
    let pairs: Vec<String> = members
        .map(|(key, value)| format!("{} = {value}", literal(key)))
        .collect();
    match pairs.is_empty() {
        true => String::new(),
        false => format!(", {what} [{}]", pairs.join(", ")),
    }
}

fn scalar(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => literal(text),
        Scalar::Integer(number) => number.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(flag) => flag.to_string(),
    }
}
