//! What requests are held against before they are sent, where the settings ask for it.
//!
//! A type that a request carries has a table if something is limited in it, however deep; types
//! refer to one another's tables, so that those that hold themselves end.

pub mod model;
mod patterns;

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::Pointer;
use crate::hash::{HashMap, HashSet};
use crate::ir::{
    Additional, Body, BodyContent, Limit, Limits, Parameter, Scalar, Shape, Style, TextFormat,
    Type, TypeId,
};

use super::model::{Looks, Module, ObjectLooks};
use super::names::{Scope, Spelling, case};
use super::types::Known;
use super::unions;

use model::{Check, Checked, OperationTable, Tables, TypeTable};

/// Decides the tables, and tells operations which is theirs.
pub(crate) fn decide(
    known: &Known<'_>,
    modules: &mut [Module],
    diagnostics: &mut Diagnostics,
) -> Tables {
    let operations: Vec<&mut super::model::Operation> = modules
        .iter_mut()
        .flat_map(|module| &mut module.operations)
        .collect();
    let statics = Scope::reserving(operations.iter().map(|plan| plan.descriptor.as_str()));
    let mut checks = Checking {
        known,
        limited: limited(known),
        statics,
        idents: HashMap::default(),
        open: Vec::new(),
        patterns: Patterns {
            diagnostics,
            said: HashSet::default(),
            any: false,
        },
    };
    let mut tables = Tables::default();
    for plan in operations {
        let Some(operation) = known.api.operations.get(plan.source) else {
            continue;
        };
        let body = |index: usize| operation.bodies.get(index);
        let table = checks.operation(operation, plan.body.and_then(body), &plan.descriptor);
        for other in &mut plan.alternatives {
            let natural = case::screaming(other.method_name.trim_start_matches("r#"));
            let mut of_other = checks.operation(operation, body(other.body), "");
            if of_other.is_empty() {
                continue;
            }
            if of_other.parameters == table.parameters && of_other.body == table.body {
                other.checks = Some(table.ident.clone());
                continue;
            }
            of_other.ident = checks.statics.claim(&natural, Spelling::Snake);
            other.checks = Some(of_other.ident.clone());
            tables.operations.push(of_other);
        }
        if !table.is_empty() {
            plan.checks = Some(table.ident.clone());
            tables.operations.push(table);
        }
    }
    let mut types: BTreeMap<String, TypeTable> = BTreeMap::new();
    while let Some((id, ident)) = checks.open.pop() {
        let checks = checks.of_type(id);
        types.insert(ident.clone(), TypeTable { ident, checks });
    }
    tables.types = types.into_values().collect();
    tables.patterns = checks.patterns.any;
    tables
}

/// The types in which something is limited, however deep.
fn limited(known: &Known<'_>) -> HashSet<TypeId> {
    let mut limited: HashSet<TypeId> = HashSet::default();
    loop {
        let before = limited.len();
        for (id, def) in known.api.types.iter() {
            let has = |ty: &Type, limits: &Limits| {
                !limits.is_empty()
                    || super::reach::named(ty).is_some_and(|inner| limited.contains(&inner))
            };
            let is_limited = !def.limits.is_empty()
                || match &def.shape {
                    Shape::Record(record) => {
                        let more = match &record.additional {
                            Additional::Typed(ty) => has(ty, &record.additional_limits),
                            Additional::Unspoken => false,
                        };
                        more || record.members.iter().any(|m| has(&m.ty, &m.limits))
                    }
                    Shape::Union(union) => union.variants.iter().any(|v| has(&v.ty, &v.limits)),
                    Shape::Alias(ty) | Shape::Newtype(ty) => has(ty, &def.limits),
                    Shape::Tuple(tuple) => {
                        has(&tuple.rest, &tuple.rest_limits)
                            || tuple.items.iter().any(|item| has(&item.ty, &item.limits))
                    }
                    Shape::TextEnum(_) | Shape::IntegerEnum(_) | Shape::ScalarEnum(_) => false,
                };
            if is_limited {
                limited.insert(id);
            }
        }
        if limited.len() == before {
            return limited;
        }
    }
}

struct Checking<'a, 'd> {
    known: &'a Known<'a>,
    limited: HashSet<TypeId>,
    statics: Scope,
    /// The statics of types.
    idents: HashMap<TypeId, String>,
    /// The types that are referred to, and have no table yet.
    open: Vec<(TypeId, String)>,
    patterns: Patterns<'d>,
}

impl Checking<'_, '_> {
    fn operation(
        &mut self,
        operation: &crate::ir::Operation,
        body: Option<&Body>,
        ident: &str,
    ) -> OperationTable {
        let mut parameters: Vec<&Parameter> = operation.parameters.iter().collect();
        parameters.sort_by_key(|parameter| (parameter.location, &parameter.name));
        let mut parameters: Vec<(Checked, String, Vec<Check>)> = parameters
            .into_iter()
            .map(|parameter| {
                let checks = self.of_use(&parameter.ty, &parameter.limits);
                let checks = match parameter.style {
                    Style::Json | Style::Whole { json: true } if !checks.is_empty() => {
                        vec![Check::Json(checks)]
                    }
                    _ => checks,
                };
                (
                    Checked::At(parameter.location),
                    parameter.name.clone(),
                    checks,
                )
            })
            .filter(|(.., checks)| !checks.is_empty())
            .collect();
        let body = body.map_or_else(Vec::new, |body| match &body.content {
            BodyContent::Json { ty, .. }
            | BodyContent::Form { ty, .. }
            | BodyContent::Xml { ty, .. } => self.of_use(ty, &body.limits),
            BodyContent::Text { .. } => self.of_use(&Type::Text(TextFormat::Plain), &body.limits),
            BodyContent::Bytes { .. } => Vec::new(),
            BodyContent::Multipart(multipart) => {
                for part in &multipart.parts {
                    let Some(ty) = part.content.ty() else {
                        continue;
                    };
                    let checks = self.of_use(ty, &part.limits);
                    if !checks.is_empty() {
                        parameters.push((Checked::Part, part.name.clone(), checks));
                    }
                }
                Vec::new()
            }
        });
        OperationTable {
            ident: ident.to_owned(),
            parameters,
            body,
        }
    }

    /// What a value of a type must keep to where it is used.
    fn of_use(&mut self, ty: &Type, limits: &Limits) -> Vec<Check> {
        if let [limit @ Limit::OfSomeOnly { .. }] = limits.own.as_slice() {
            return self.patterns.check(limit).into_iter().collect();
        }
        let ty = match ty {
            Type::Nullable(inner) => inner,
            ty => ty,
        };
        // What holds of every value of a type stands in its table.
        let said = match ty {
            Type::Named(id) => self.known.api.types.get(*id).map(|def| &def.limits.own),
            _ => None,
        };
        let mut checks: Vec<Check> = limits
            .own
            .iter()
            .filter(|limit| !said.is_some_and(|said| said.contains(limit)))
            .filter_map(|limit| self.patterns.check(limit))
            .collect();
        match ty {
            Type::Named(id) => {
                checks.extend(self.table(*id).map(Check::Type));
            }
            Type::List(inner) | Type::Map(inner) => {
                let none = Limits::default();
                let first = limits.first.iter().map(|limits| self.of_use(inner, limits));
                let first: Vec<Vec<Check>> = first.collect();
                let others = limits.inner.as_deref().unwrap_or(&none);
                checks.extend(by_position(first, self.of_use(inner, others)));
            }
            Type::Text(_)
            | Type::Integer(_)
            | Type::Number(_)
            | Type::Boolean
            | Type::Nullable(_)
            | Type::Any(_) => {}
        }
        checks
    }

    /// The static of a type's table, if it has one.
    fn table(&mut self, id: TypeId) -> Option<String> {
        if !self.limited.contains(&id) {
            return None;
        }
        if let Some(ident) = self.idents.get(&id) {
            return Some(ident.clone());
        }
        let name = self.known.names.get(&id)?;
        let natural = case::screaming(&case::snake(name));
        let ident = self.statics.claim(&natural, Spelling::Snake);
        self.idents.insert(id, ident.clone());
        self.open.push((id, ident.clone()));
        Some(ident)
    }

    fn of_type(&mut self, id: TypeId) -> Vec<Check> {
        let Some(def) = self.known.api.types.get(id) else {
            return Vec::new();
        };
        if let Shape::Alias(ty) | Shape::Newtype(ty) = &def.shape {
            return self.of_use(ty, &def.limits);
        }
        let own = def.limits.own.iter();
        let mut checks: Vec<Check> = own.filter_map(|limit| self.patterns.check(limit)).collect();
        match &def.shape {
            Shape::Record(record) => {
                for member in &record.members {
                    let inner = self.of_use(&member.ty, &member.limits);
                    if !inner.is_empty() {
                        checks.push(Check::Member(member.key.clone(), inner));
                    }
                }
                if let Additional::Typed(ty) = &record.additional {
                    let inner = self.of_use(ty, &record.additional_limits);
                    let named = record.members.iter().map(|member| member.key.clone());
                    if !inner.is_empty() {
                        checks.push(Check::Others(named.collect(), inner));
                    }
                }
            }
            Shape::Union(union) => {
                let tag = union.deciding_tag();
                let cases: Vec<(Looks, Vec<Check>)> = union
                    .variants
                    .iter()
                    .map(|variant| {
                        let looks = match tag {
                            Some(tag) => Looks::Object(Box::new(ObjectLooks {
                                constant: variant
                                    .tags
                                    .iter()
                                    .map(|value| (tag.to_owned(), Scalar::Text(value.clone())))
                                    .collect(),
                                ..ObjectLooks::default()
                            })),
                            None => unions::looks(self.known, &variant.ty),
                        };
                        (looks, self.of_use(&variant.ty, &variant.limits))
                    })
                    .collect();
                if cases.iter().any(|(_, checks)| !checks.is_empty()) {
                    checks.push(Check::Cases(cases));
                }
            }
            Shape::Tuple(tuple) => {
                let items = tuple.items.iter();
                let items = items.map(|item| self.of_use(&item.ty, &item.limits));
                let items: Vec<Vec<Check>> = items.collect();
                let rest = self.of_use(&tuple.rest, &tuple.rest_limits);
                checks.extend(by_position(items, rest));
            }
            Shape::TextEnum(_)
            | Shape::IntegerEnum(_)
            | Shape::ScalarEnum(_)
            | Shape::Newtype(_)
            | Shape::Alias(_) => {}
        }
        checks
    }
}

/// What the first items of a list must keep to, by position, and what the others, or all values of
/// a map.
fn by_position(first: Vec<Vec<Check>>, others: Vec<Check>) -> Vec<Check> {
    let from = first.len();
    let mut checks: Vec<Check> = (0..)
        .zip(first)
        .filter(|(_, checks)| !checks.is_empty())
        .map(|(index, checks)| Check::Item(index, checks))
        .collect();
    if !others.is_empty() {
        checks.push(match from {
            0 => Check::Each(others),
            from => Check::Rest(from, others),
        });
    }
    checks
}

/// Limits into checks, with a report of each that cannot be checked.
struct Patterns<'d> {
    diagnostics: &'d mut Diagnostics,
    said: HashSet<String>,
    any: bool,
}

impl Patterns<'_> {
    fn check(&mut self, limit: &Limit) -> Option<Check> {
        Some(match limit {
            Limit::MinLength(least) => Check::MinLength(*least),
            Limit::MaxLength(most) => Check::MaxLength(*most),
            Limit::Pattern { pattern, pointer } => match patterns::translated(pattern) {
                Ok(pattern) => {
                    self.any = true;
                    Check::Pattern(pattern)
                }
                Err(reason) => {
                    let message = format!("this pattern is not checked: {reason}");
                    self.say(Code::PatternNotChecked, message, &pointer.0);
                    return None;
                }
            },
            Limit::AtLeast(bound) => Check::AtLeast(bound.clone()),
            Limit::AtMost(bound) => Check::AtMost(bound.clone()),
            Limit::MoreThan(bound) => Check::MoreThan(bound.clone()),
            Limit::LessThan(bound) => Check::LessThan(bound.clone()),
            Limit::MultipleOf(of) => Check::MultipleOf(of.clone()),
            Limit::OneOf(values) => Check::OneOf(values.clone()),
            Limit::MinItems(least) => Check::MinItems(*least),
            Limit::MaxItems(most) => Check::MaxItems(*most),
            Limit::UniqueItems => Check::UniqueItems,
            Limit::MinMembers(least) => Check::MinMembers(*least),
            Limit::MaxMembers(most) => Check::MaxMembers(*most),
            Limit::AnyOf(alternatives) => {
                let all = alternatives.iter().map(|limits| self.alternative(limits));
                let all: Vec<Vec<Check>> = all.collect();
                // Where one of them cannot be checked, any value may be of that one.
                if all.iter().any(Vec::is_empty) {
                    return None;
                }
                Check::Cases(all.into_iter().map(|checks| (Looks::Any, checks)).collect())
            }
            Limit::OfSomeOnly { pointer } => {
                let message = "this is not checked: the values are those of all members";
                self.say(Code::LimitNotChecked, message.to_owned(), &pointer.0);
                return None;
            }
            Limit::NotChecked { reason, pointer } => {
                let message = format!("this is not checked: {reason}");
                self.say(Code::LimitNotChecked, message, &pointer.0);
                return None;
            }
        })
    }

    /// What one of several says. The types of what is inside say the rest, whichever it is.
    fn alternative(&mut self, limits: &Limits) -> Vec<Check> {
        let own = limits.own.iter();
        let mut checks: Vec<Check> = own.filter_map(|limit| self.check(limit)).collect();
        let first = limits.first.iter().map(|limits| self.alternative(limits));
        let first: Vec<Vec<Check>> = first.collect();
        let others = limits.inner.as_deref();
        let others = others.map_or_else(Vec::new, |limits| self.alternative(limits));
        checks.extend(by_position(first, others));
        checks
    }

    fn say(&mut self, code: Code, message: String, pointer: &str) {
        if self.said.insert(pointer.to_owned()) {
            let diagnostic = Diagnostic::new(code, message);
            self.diagnostics
                .push(diagnostic.at(Pointer::from(pointer.to_owned())));
        }
    }
}
