//! From a JSON value of an example to the Rust that makes it.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::hash::HashMap;
use crate::json::{Map, Value};
use crate::plan::Plan;
use crate::plan::model::{Item, ItemKind, Presence, RustType, Struct, ValueVariant};
use crate::rust::syntax::ident;

/// Deeper values are left out of what examples show.
const DEEPEST: usize = 16;

/// Knows the types by their names.
pub(crate) struct Constructor<'a> {
    items: HashMap<&'a str, &'a Item>,
}

impl<'a> Constructor<'a> {
    /// Knows the types of this plan.
    pub(crate) fn new(plan: &'a Plan) -> Self {
        Self {
            items: plan
                .type_files
                .iter()
                .flat_map(|file| &file.items)
                .map(|item| (item.name.as_str(), item))
                .collect(),
        }
    }

    /// The type of this name.
    pub(crate) fn item(&self, name: &str) -> Option<&'a Item> {
        self.items.get(name).copied()
    }

    /// An expression for a value of a type; `None` where users cannot make one.
    ///
    /// With `into`, the place takes what becomes the type, so that a literal will do.
    pub(crate) fn expression(
        &self,
        ty: &RustType,
        value: &Value,
        into: bool,
    ) -> Option<TokenStream> {
        self.at_depth(ty, value, into, 0)
    }

    fn at_depth(
        &self,
        ty: &RustType,
        value: &Value,
        into: bool,
        depth: usize,
    ) -> Option<TokenStream> {
        if depth > DEEPEST {
            return None;
        }
        match (ty, value) {
            (RustType::DecimalNumber, Value::Number(number)) => {
                let digits = number.to_string();
                Some(quote!(#digits.parse()?))
            }
            (RustType::String | RustType::Secret | RustType::Kept(_), Value::String(text))
                if into =>
            {
                let text = text.as_str();
                Some(quote!(#text))
            }
            (RustType::Kept(_), Value::String(text)) => {
                let text = text.as_str();
                Some(quote!(#text.into()))
            }
            (RustType::String, Value::String(text)) => {
                let text = text.as_str();
                Some(quote!(#text.to_owned()))
            }
            (RustType::Primitive("bool"), Value::Bool(flag)) => Some(quote!(#flag)),
            (RustType::Primitive("f64"), Value::Number(number)) => {
                let number = Literal::f64_unsuffixed(number.as_f64()?.abs());
                let negative = value.as_f64()? < 0.0;
                Some(if negative {
                    quote!(-#number)
                } else {
                    quote!(#number)
                })
            }
            (RustType::Primitive(_), Value::Number(number)) => {
                let number = number.as_i64()?;
                let digits = Literal::u64_unsuffixed(number.unsigned_abs());
                Some(if number < 0 {
                    quote!(-#digits)
                } else {
                    quote!(#digits)
                })
            }
            (
                RustType::Timestamp(_) | RustType::Date(_) | RustType::Uuid | RustType::Address(_),
                Value::String(text),
            ) => {
                let text = text.as_str();
                Some(quote!(#text.parse()?))
            }
            (RustType::Vec(inner), Value::Array(items)) => {
                let items = items
                    .iter()
                    .map(|item| self.at_depth(inner, item, false, depth + 1))
                    .collect::<Option<Vec<_>>>()?;
                Some(quote!(vec![#(#items),*]))
            }
            (RustType::Boxed(inner), value) if into => {
                self.at_depth(inner, value, false, depth + 1)
            }
            (RustType::Boxed(inner), value) => {
                let inner = self.at_depth(inner, value, false, depth + 1)?;
                Some(quote!(Box::new(#inner)))
            }
            (RustType::Option(_), Value::Null) => Some(quote!(None)),
            (RustType::Option(inner), value) => {
                let inner = self.at_depth(inner, value, false, depth + 1)?;
                Some(quote!(Some(#inner)))
            }
            (RustType::Named(name) | RustType::NamedBySerde(name), value) => {
                self.named(name, value, into, depth)
            }
            _ => None,
        }
    }

    fn named(&self, name: &str, value: &Value, into: bool, depth: usize) -> Option<TokenStream> {
        let item = self.item(name)?;
        match (&item.kind, value) {
            (ItemKind::Struct(structure), Value::Object(members)) if structure.sent => {
                self.structure(item, structure, members, depth)
            }
            (ItemKind::TextEnum(variants), Value::String(text)) => {
                Some(text_variant(item, variants, text))
            }
            (ItemKind::Alias(target), value) => self.at_depth(target, value, into, depth + 1),
            _ => None,
        }
    }

    fn structure(
        &self,
        item: &Item,
        structure: &Struct,
        members: &Map,
        depth: usize,
    ) -> Option<TokenStream> {
        let is_tag = |key: &str, value: &Value| match &structure.tag {
            Some((tag, of)) => tag == key && value == of,
            None => false,
        };
        let is_field = |key: &str| structure.fields.iter().any(|field| field.key == key);
        if members
            .iter()
            .any(|(key, value)| !is_field(key) && !is_tag(key, value))
        {
            return None;
        }
        let mut required = Vec::new();
        let mut setters = Vec::new();
        for field in &structure.fields {
            let value = members.get(&field.key);
            match field.presence {
                Presence::Required => {
                    required.push(self.at_depth(&field.ty, value?, true, depth + 1)?);
                }
                Presence::RequiredNullable => required.push(match value? {
                    Value::Null => quote!(None),
                    value => {
                        let value = self.at_depth(&field.ty, value, false, depth + 1)?;
                        quote!(Some(#value))
                    }
                }),
                Presence::Optional => {
                    if let Some(value) = value.filter(|value| !value.is_null()) {
                        let value = self.at_depth(&field.ty, value, true, depth + 1)?;
                        let setter = format_ident!("with_{}", field.ident.trim_start_matches("r#"));
                        setters.push(quote!(.#setter(#value)));
                    }
                }
                Presence::Nullable => {
                    if let Some(value) = value {
                        let value = match value {
                            Value::Null => quote!(None),
                            value => self.at_depth(&field.ty, value, false, depth + 1)?,
                        };
                        let setter = format_ident!("with_{}", field.ident.trim_start_matches("r#"));
                        setters.push(quote!(.#setter(#value)));
                    }
                }
            }
        }
        let name = ident(&item.name);
        Some(quote!(#name::new(#(#required),*)#(#setters)*))
    }
}

/// A variant by its value, or the value parsed where there is none.
pub(crate) fn text_variant(
    item: &Item,
    variants: &[ValueVariant<String>],
    text: &str,
) -> TokenStream {
    let name = ident(&item.name);
    match variants.iter().find(|variant| variant.value == text) {
        Some(variant) => {
            let variant = ident(&variant.name);
            quote!(#name::#variant)
        }
        None => quote!(#name::from(#text)),
    }
}
