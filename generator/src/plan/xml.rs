//! XML, decided: a table for each type that goes as XML, and a root for each body and answer.

use std::collections::BTreeMap;

use crate::hash::HashMap;
use crate::ir::{MemberXml, Shape, Type, TypeId, XmlHint, XmlRoot};

use super::model::{
    Answer, Argument, Carrier, Decoder, Module, RustType, XmlMember, XmlName, XmlPlace,
    XmlRootTable, XmlTable, XmlTables, XmlValue,
};
use super::names::{Scope, Spelling, case};
use super::types::Known;

/// Decides the tables, and tells bodies and answers which are theirs.
pub(super) fn decide(known: &Known<'_>, modules: &mut [Module]) -> XmlTables {
    let mut tables = Tables {
        known,
        statics: Scope::default(),
        functions: Scope::default(),
        idents: HashMap::default(),
        open: Vec::new(),
        roots: Vec::new(),
        feature: None,
    };
    let of_features = modules.iter_mut().flat_map(|module| {
        let feature = &module.feature;
        module.operations.iter_mut().map(move |it| (feature, it))
    });
    for (feature, operation) in of_features {
        tables.feature.clone_from(feature);
        let others = operation.alternatives.iter_mut();
        let others = others.map(|other| &mut other.argument);
        let arguments = operation.arguments.iter_mut().chain(&mut operation.setters);
        for argument in arguments.chain(others) {
            tables.argument(argument);
        }
        let others = operation.answers.iter_mut().map(|other| &mut other.success);
        for answer in [&mut operation.success, &mut operation.error]
            .into_iter()
            .chain(others)
        {
            tables.answer(answer);
        }
    }
    let mut types: BTreeMap<String, XmlTable> = BTreeMap::new();
    while let Some((id, ident)) = tables.open.pop() {
        let members = tables.members(id);
        types.insert(ident.clone(), XmlTable { ident, members });
    }
    XmlTables {
        roots: tables.roots.into_iter().map(|(_, table)| table).collect(),
        types: types.into_values().collect(),
    }
}

struct Tables<'a, 'k> {
    known: &'a Known<'k>,
    statics: Scope,
    functions: Scope,
    /// The statics of types.
    idents: HashMap<TypeId, String>,
    /// The types that are referred to, and have no table yet.
    open: Vec<(TypeId, String)>,
    roots: Vec<((Type, XmlRoot), XmlRootTable)>,
    /// That of the operation whose bodies and answers are looked at.
    feature: Option<String>,
}

impl Tables<'_, '_> {
    fn argument(&mut self, argument: &mut Argument) {
        if let Carrier::Xml { root, of, ty, .. } = &mut argument.carrier {
            *root = self.root(ty, of, false).0;
        }
    }

    fn answer(&mut self, answer: &mut Answer) {
        self.decoder(&mut answer.decoder);
        if let Decoder::ByStatus(by_status) = &mut answer.decoder {
            for variant in &mut by_status.variants {
                self.decoder(&mut variant.decoder);
            }
        }
    }

    fn decoder(&mut self, decoder: &mut Decoder) {
        if let Decoder::Xml { function, of, ty } = decoder {
            *function = self.root(ty, of, true).1;
        }
    }

    /// The static of a document, and the function that reads it.
    fn root(&mut self, ty: &Type, root: &XmlRoot, is_read: bool) -> (String, String) {
        let key = (ty.clone(), root.clone());
        if let Some((_, table)) = self.roots.iter_mut().find(|(other, _)| *other == key) {
            table.is_read |= is_read;
            let missing = |feature: &String| !table.features.contains(feature);
            table.features.extend(self.feature.clone().filter(missing));
            return (table.ident.clone(), table.function.clone());
        }
        let name = root.element.name.clone().unwrap_or_default();
        let word = case::snake(&name);
        let ident = self.statics.claim(&format!("{word}_ROOT"), Spelling::Snake);
        let table = XmlRootTable {
            ident: case::screaming(&ident),
            function: case::escaped(&self.functions.claim(&word, Spelling::Snake)),
            name: xml_name(&root.element, &name),
            value: self.value(ty, &name, &root.element, &root.items),
            ty: self.known.rust_type(ty),
            is_read,
            features: self.feature.iter().cloned().collect(),
        };
        let idents = (table.ident.clone(), table.function.clone());
        self.roots.push((key, table));
        idents
    }

    /// How a value is written that is called `name`.
    fn value(&mut self, ty: &Type, name: &str, own: &XmlHint, items: &XmlHint) -> XmlValue {
        match self.known.resolved(ty).clone() {
            Type::Text(_) => XmlValue::Text,
            Type::Integer(_) | Type::Number(_) => XmlValue::Number,
            Type::Boolean => XmlValue::Boolean,
            Type::Any(_) => XmlValue::Any,
            Type::Nullable(inner) => self.value(&inner, name, own, items),
            Type::Map(inner) => {
                let none = XmlHint::default();
                XmlValue::Map(Box::new(self.value(&inner, name, &none, &none)))
            }
            Type::List(inner) => {
                let none = XmlHint::default();
                XmlValue::List {
                    name: xml_name(items, name),
                    wrapped: own.wrapped,
                    value: Box::new(self.value(&inner, name, &none, &none)),
                }
            }
            Type::Named(id) => self.named(id, name),
        }
    }

    fn named(&mut self, id: TypeId, name: &str) -> XmlValue {
        let Some(def) = self.known.api.types.get(id) else {
            return XmlValue::Any;
        };
        let none = XmlHint::default();
        match &def.shape {
            Shape::TextEnum(_) | Shape::ScalarEnum(_) => XmlValue::Text,
            Shape::IntegerEnum(_) => XmlValue::Number,
            Shape::Tuple(_) => XmlValue::Any,
            Shape::Alias(inner) | Shape::Newtype(inner) => {
                // A type of nothing but itself has no end.
                match self.known.resolved(inner) {
                    Type::Named(_) => XmlValue::Any,
                    _ => {
                        let inner = inner.clone();
                        self.value(&inner, name, &none, &none)
                    }
                }
            }
            Shape::Record(_) => XmlValue::Type(self.table(id)),
            Shape::Union(union) => {
                let is_record = |ty: &Type| self.known.record(ty).is_some();
                match union.variants.iter().all(|variant| is_record(&variant.ty)) {
                    true => XmlValue::Type(self.table(id)),
                    false => XmlValue::Any,
                }
            }
        }
    }

    /// The static of a type's table.
    fn table(&mut self, id: TypeId) -> String {
        if let Some(ident) = self.idents.get(&id) {
            return ident.clone();
        }
        let name = self.known.names.get(&id).map(String::as_str);
        let natural = case::snake(name.unwrap_or("object"));
        let ident = case::screaming(&self.statics.claim(&natural, Spelling::Snake));
        self.idents.insert(id, ident.clone());
        self.open.push((id, ident.clone()));
        ident
    }

    /// The members of a record, or those of all records that a union may be.
    fn members(&mut self, id: TypeId) -> Vec<XmlMember> {
        let known = self.known;
        let Some(def) = known.api.types.get(id) else {
            return Vec::new();
        };
        let records = match &def.shape {
            Shape::Record(record) => vec![record],
            Shape::Union(union) => union
                .variants
                .iter()
                .filter_map(|variant| Some(known.record(&variant.ty)?.1))
                .collect(),
            _ => Vec::new(),
        };
        let mut members: Vec<XmlMember> = Vec::new();
        for member in records.into_iter().flat_map(|record| &record.members) {
            if members.iter().any(|known| known.key == member.key) {
                continue;
            }
            let MemberXml { own, items } = member.xml.as_deref().cloned().unwrap_or_default();
            members.push(XmlMember {
                key: member.key.clone(),
                name: xml_name(&own, &member.key),
                place: match (own.attribute, own.text) {
                    (true, _) => XmlPlace::Attribute,
                    (false, true) => XmlPlace::Text,
                    (false, false) => XmlPlace::Element,
                },
                value: self.value(&member.ty, &member.key, &own, &items),
            });
        }
        members
    }
}

fn xml_name(hint: &XmlHint, otherwise: &str) -> XmlName {
    XmlName {
        local: hint.name.clone().unwrap_or_else(|| otherwise.to_owned()),
        prefix: hint.prefix.clone().unwrap_or_default(),
        namespace: hint.namespace.clone().unwrap_or_default(),
    }
}

impl XmlRootTable {
    /// Whether a type in it is as wanted.
    pub(crate) fn mentions(&self, wanted: &dyn Fn(&RustType) -> bool) -> bool {
        self.ty.mentions(wanted)
    }
}
