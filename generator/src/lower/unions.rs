//! `oneOf` and `anyOf`: one of several.
//!
//! Both become the same union: which of the two it was says nothing of the values that
//! a client meets. Branches that go over the wire alike (two enums of strings, a string
//! and an enum) are one, since no reader could tell them apart.

use std::rc::Rc;

use crate::diagnostics::{Code, Diagnostic};
use crate::dialect::extension;
use crate::hash::HashSet;
use crate::ir::{EnumValue, IntegerWidth, NumberWidth, TextFormat, Type, Unknown};

use super::context::Lowering;
use super::form::{Branch, Branches, Form, Look, Part};
use super::node::{Identity, Node};

/// How a value goes over the wire, for telling branches apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wire {
    Text,
    Number,
    Boolean,
    List,
    Open,
    Record,
    Other,
}

impl Wire {
    /// Whether a value can be both.
    pub(super) fn may_be(self, other: Self) -> bool {
        let object = |wire: Self| matches!(wire, Self::Open | Self::Record);
        self == other
            || object(self) && object(other)
            || matches!(self, Self::Other)
            || matches!(other, Self::Other)
    }
}

impl<'a> Lowering<'a> {
    /// The choice under a keyword, if there is one.
    pub(super) fn choice(&mut self, node: &Node<'a>, keyword: &str) -> Option<Form<'a>> {
        let listed: Vec<_> = node
            .items_of(keyword)
            .map(|node| vec![Part::new(node)])
            .collect();
        if listed.is_empty() {
            return None;
        }
        Some(self.choose(listed, node.get("discriminator"), node))
    }

    /// One of several schemas.
    pub(super) fn choose(
        &mut self,
        listed: Vec<Vec<Part<'a>>>,
        discriminator: Option<Node<'a>>,
        node: &Node<'a>,
    ) -> Form<'a> {
        let mut form = Form::new(Look::Any(Unknown::Unsaid));
        let mut branches = Vec::new();
        for parts in listed {
            if parts.iter().all(|part| self.is_null(part)) {
                form.nullable = true;
                continue;
            }
            let inner = self.form_of_all(&parts);
            form.nullable |= inner.nullable;
            let referred = parts.iter().any(Part::is_reference);
            match &inner.look {
                // A union in a union is one union, unless a tag tells the inner ones apart.
                Look::Union(union)
                    if discriminator.is_none() && union.discriminator.is_none() || !referred =>
                {
                    let union = if referred {
                        inner.seen_from_elsewhere()
                    } else {
                        (*inner).clone()
                    };
                    if let Look::Union(union) = union.look {
                        branches.extend(union.branches);
                    }
                }
                _ => branches.push(Branch::new(parts)),
            }
        }
        let mut seen = HashSet::default();
        branches.retain(|branch| match self.meant(&branch.parts) {
            Some(identity) => seen.insert(identity),
            None => true,
        });
        form.open = branches.iter().any(|branch| {
            matches!(
                self.form_of_branch(branch).look,
                Look::Scalar(Type::Text(_))
            )
        });
        form.look = self.look_of_branches(branches, discriminator, node);
        form
    }

    /// The node that a branch of one part means in the end.
    pub(super) fn meant(&mut self, parts: &[Part<'a>]) -> Option<Identity> {
        match parts {
            [part] if !part.bare => self.resolve(&part.node).map(|node| node.identity()),
            _ => None,
        }
    }

    /// Whether a branch is `null` and nothing else. In 3.0, which has no word for that, writers
    /// mean it by a branch that only says `nullable: true`.
    pub(super) fn is_null(&mut self, part: &Part<'a>) -> bool {
        const WORDS: &[&str] = &["nullable", "title", "description", "example"];
        self.resolve(&part.node).is_some_and(|node| {
            let only_nullable = node.members().all(|(key, _)| WORDS.contains(&key));
            node.flag(extension::NULL) || node.flag("nullable") && only_nullable
        })
    }

    fn look_of_branches(
        &mut self,
        branches: Vec<Branch<'a>>,
        discriminator: Option<Node<'a>>,
        node: &Node<'a>,
    ) -> Look<'a> {
        let forms: Vec<Rc<Form<'a>>> = branches
            .iter()
            .map(|branch| self.form_of_branch(branch))
            .collect();
        if forms
            .iter()
            .all(|form| matches!(form.look, Look::Any(_) | Look::Object))
        {
            if branches.len() > 1 {
                self.report(
                    Code::UnionOfConstraints,
                    &node.pointer,
                    "the branches only restrict what is said beside them, so they make no union",
                );
            }
            let objects = forms.iter().all(|form| matches!(form.look, Look::Object));
            return if objects && !forms.is_empty() {
                Look::Object
            } else {
                Look::Any(Unknown::Unsaid)
            };
        }
        let mut with_forms = branches.iter().zip(&forms);
        if let Some((any, _)) = with_forms.find(|(_, form)| matches!(form.look, Look::Any(_))) {
            let at = any.parts.first().map_or(node, |part| &part.node);
            self.report(
                Code::UnionWithAny,
                &at.pointer,
                "one of the branches allows any JSON, so the whole does",
            );
            return Look::Any(Unknown::AnyBranch);
        }
        let mut branches = self.merge_alike(branches, &forms, node);
        if branches.len() == 1
            && let Some(branch) = branches.pop()
        {
            return self.look_of_only(branch);
        }
        Look::Union(Branches {
            discriminator,
            branches,
        })
    }

    fn look_of_only(&mut self, branch: Branch<'a>) -> Look<'a> {
        let form = self.form_of_branch(&branch);
        match branch.parts.iter().any(Part::is_reference) {
            true => form.seen_from_elsewhere().look,
            false => form.look.clone(),
        }
    }

    /// Makes one of the branches that a reader could not tell apart.
    fn merge_alike(
        &mut self,
        branches: Vec<Branch<'a>>,
        forms: &[Rc<Form<'a>>],
        node: &Node<'a>,
    ) -> Vec<Branch<'a>> {
        let wires: Vec<Wire> = forms.iter().map(|form| wire(&form.look)).collect();
        let mut merged: Vec<Branch<'a>> = Vec::new();
        let mut done: Vec<Wire> = Vec::new();
        for (branch, wire) in branches.iter().zip(&wires) {
            let alike: Vec<(&Branch<'a>, &Form<'a>)> = branches
                .iter()
                .zip(forms)
                .zip(&wires)
                .filter(|(_, other)| *other == wire)
                .map(|((branch, form), _)| (branch, form.as_ref()))
                .collect();
            let apart = matches!(wire, Wire::Record | Wire::Other) || alike.len() == 1;
            if apart {
                merged.push(branch.clone());
            } else if !done.contains(wire) {
                done.push(*wire);
                let look = self.merged_look(*wire, &alike, node);
                let mut form = Form::new(look);
                form.open = alike
                    .iter()
                    .any(|(_, form)| matches!(form.look, Look::Scalar(_)));
                form.alternatives = alike
                    .iter()
                    .flat_map(|(branch, _)| match &branch.merged {
                        Some(form) => form.alternatives.clone(),
                        None => vec![branch.parts.clone()],
                    })
                    .collect();
                merged.push(Branch {
                    parts: alike
                        .iter()
                        .flat_map(|(branch, _)| branch.parts.clone())
                        .collect(),
                    merged: Some(Rc::new(form)),
                });
            }
        }
        merged
    }

    pub(super) fn wire_of(&mut self, branch: &Branch<'a>) -> Wire {
        wire(&self.form_of_branch(branch).look)
    }

    fn merged_look(
        &mut self,
        wire: Wire,
        alike: &[(&Branch<'a>, &Form<'a>)],
        node: &Node<'a>,
    ) -> Look<'a> {
        let looks = || alike.iter().map(|(_, form)| &form.look);
        match wire {
            Wire::Text => texts(looks()),
            Wire::Number => numbers(looks()),
            Wire::Boolean => Look::Scalar(Type::Boolean),
            Wire::List => {
                // Each once: lists of a union that has lists would grow without end.
                let mut seen = HashSet::default();
                let mut alternatives: Vec<_> = looks().flat_map(item_alternatives).collect();
                alternatives.retain(|parts| {
                    seen.insert(parts.iter().map(Part::identity).collect::<Vec<_>>())
                });
                Look::Lists(alternatives)
            }
            Wire::Open => Look::Object,
            Wire::Record | Wire::Other => {
                self.say(
                    Diagnostic::new(Code::SchemaConflict, "these branches cannot be made one")
                        .at(&node.pointer),
                );
                Look::Any(Unknown::Mistake)
            }
        }
    }
}

pub(super) fn wire(look: &Look<'_>) -> Wire {
    match look {
        Look::Scalar(Type::Text(_)) | Look::TextEnum(_) => Wire::Text,
        Look::Scalar(Type::Integer(_) | Type::Number(_)) | Look::IntegerEnum(_) => Wire::Number,
        Look::Scalar(Type::Boolean) => Wire::Boolean,
        Look::List(_) | Look::Lists(_) | Look::Tuple(_) => Wire::List,
        Look::Object | Look::Map(_) => Wire::Open,
        Look::Record(_) => Wire::Record,
        Look::Any(_) | Look::Scalar(_) | Look::ScalarEnum(_) | Look::Union(_) => Wire::Other,
    }
}

/// A string next to an enum of strings is that enum: an enum is open as it is.
fn texts<'a, 'b>(looks: impl Iterator<Item = &'b Look<'a>>) -> Look<'a>
where
    'a: 'b,
{
    let mut values: Vec<EnumValue<String>> = Vec::new();
    let mut formats: Vec<TextFormat> = Vec::new();
    for look in looks {
        match look {
            Look::TextEnum(more) => add_values(&mut values, more),
            Look::Scalar(Type::Text(format)) => formats.push(*format),
            _ => {}
        }
    }
    let plain = formats.iter().all(|format| *format == TextFormat::Plain);
    match formats.first() {
        _ if !values.is_empty() && plain => Look::TextEnum(values),
        Some(first) if values.is_empty() && formats.iter().all(|format| format == first) => {
            Look::Scalar(Type::Text(*first))
        }
        _ => Look::Scalar(Type::Text(TextFormat::Plain)),
    }
}

fn numbers<'a, 'b>(looks: impl Iterator<Item = &'b Look<'a>>) -> Look<'a>
where
    'a: 'b,
{
    let mut values: Vec<EnumValue<i64>> = Vec::new();
    let mut scalars: Vec<&Type> = Vec::new();
    for look in looks {
        match look {
            Look::IntegerEnum(more) => add_values(&mut values, more),
            Look::Scalar(ty) => scalars.push(ty),
            _ => {}
        }
    }
    let whole = scalars.iter().all(|ty| matches!(ty, Type::Integer(_)));
    match scalars.first() {
        _ if !values.is_empty() && whole => Look::IntegerEnum(values),
        Some(first) if values.is_empty() && scalars.iter().all(|ty| ty == first) => {
            Look::Scalar((*first).clone())
        }
        _ if whole => Look::Scalar(Type::Integer(IntegerWidth::I64)),
        _ => Look::Scalar(Type::Number(NumberWidth::F64)),
    }
}

fn add_values<T: Clone + PartialEq>(values: &mut Vec<EnumValue<T>>, more: &[EnumValue<T>]) {
    for value in more {
        if values.iter().all(|known| known.value != value.value) {
            values.push(value.clone());
        }
    }
}

fn item_alternatives<'a>(look: &Look<'a>) -> Vec<Vec<Part<'a>>> {
    match look {
        Look::List(items) => vec![items.clone()],
        Look::Lists(alternatives) => alternatives.clone(),
        Look::Tuple(tuple) => {
            let rest = (!tuple.rest.is_empty()).then(|| tuple.rest.clone());
            tuple.items.iter().cloned().chain(rest).collect()
        }
        _ => Vec::new(),
    }
}
