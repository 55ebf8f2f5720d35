//! What values are allowed, as data; [`limits`](super::limits) says the same in words.

use std::collections::HashSet;

use serde_json::Value;

use crate::ir::{Limit, Limits, Type};

use super::context::Lowering;
use super::form::{Look, Part};
use super::limits;
use super::node::{Identity, Node};

/// How many schemas may lead to one another before what they say of a value is left at that.
const MOST: usize = 64;

impl<'a> Lowering<'a> {
    /// What a value of this type must keep to where these parts describe it.
    pub(super) fn limits(&mut self, parts: &[Part<'a>], ty: &Type) -> Limits {
        let ty = match ty {
            Type::Nullable(inner) => inner,
            ty => ty,
        };
        // What is behind a reference holds of the type that it has become.
        let named = matches!(ty, Type::Named(_));
        let own = self.own_limits(parts, !named, !named);
        let form = self.form_of_all(parts);
        let inner = match (&form.look, ty) {
            (Look::List(items), Type::List(ty)) | (Look::Map(items), Type::Map(ty)) => {
                Some(self.limits(items, ty)).filter(|inner| !inner.is_empty())
            }
            _ => None,
        };
        Limits {
            own,
            inner: inner.map(Box::new),
        }
    }

    /// What every value of a type of its own must keep to.
    pub(super) fn limits_of_type(&mut self, parts: &[Part<'a>]) -> Limits {
        Limits {
            own: self.own_limits(parts, true, false),
            inner: None,
        }
    }

    /// Whether a schema that holds of a value says `true` under this keyword.
    pub(super) fn is_flagged(&mut self, parts: &[Part<'a>], keyword: &str) -> bool {
        let nodes = self.described_by(parts, true);
        nodes.iter().any(|node| node.flag(keyword))
    }

    /// `values`: whether those of an enum are a limit, and not a type.
    fn own_limits(&mut self, parts: &[Part<'a>], referred: bool, values: bool) -> Vec<Limit> {
        let mut own = Vec::new();
        for node in self.described_by(parts, referred) {
            for limit in of(&node, values) {
                if !own.contains(&limit) {
                    own.push(limit);
                }
            }
        }
        own
    }

    /// The schemas that all hold of a value, without those in it.
    fn described_by(&mut self, parts: &[Part<'a>], referred: bool) -> Vec<Node<'a>> {
        let mut seen: HashSet<Identity> = HashSet::new();
        let mut nodes = Vec::new();
        let mut open: Vec<Node<'a>> = parts.iter().rev().map(|part| part.node.clone()).collect();
        while let Some(node) = open.pop() {
            if nodes.len() == MOST || !seen.insert(node.identity()) {
                continue;
            }
            if node.reference().is_some() {
                open.extend(referred.then(|| self.follow(&node)).flatten());
                continue;
            }
            let branches: Vec<Node<'a>> = node.items_of("allOf").collect();
            open.extend(branches.into_iter().rev());
            for keyword in ["oneOf", "anyOf"] {
                let mut branches = node.items_of(keyword);
                // Of several branches it is not known which one holds.
                if let (Some(only), None) = (branches.next(), branches.next()) {
                    open.push(only);
                }
            }
            nodes.push(node);
        }
        nodes
    }
}

/// What the keywords of one schema limit.
fn of(node: &Node<'_>, values: bool) -> Vec<Limit> {
    let ty = node.text("type");
    let about = |kinds: &[&str]| ty.is_none_or(|ty| kinds.contains(&ty));
    let count = |key: &str| node.value.get(key).and_then(Value::as_u64);
    // None is no limit.
    let some = |key: &str| count(key).filter(|least| *least > 0);
    let number = |key: &str| node.value.get(key).and_then(Value::as_number).cloned();
    let (above, below) = (node.flag("exclusiveMinimum"), node.flag("exclusiveMaximum"));
    let mut all = Vec::new();
    if about(&["string"]) {
        all.extend(some("minLength").map(Limit::MinLength));
        all.extend(count("maxLength").map(Limit::MaxLength));
        all.extend(node.text("pattern").map(|pattern| Limit::Pattern {
            pattern: pattern.to_owned(),
            pointer: node.pointer.child("pattern").to_string(),
        }));
    }
    if about(&["integer", "number"]) {
        all.extend(number("minimum").map(|bound| match above {
            true => Limit::MoreThan(bound),
            false => Limit::AtLeast(bound),
        }));
        all.extend(number("maximum").map(|bound| match below {
            true => Limit::LessThan(bound),
            false => Limit::AtMost(bound),
        }));
        all.extend(number("multipleOf").map(Limit::MultipleOf));
    }
    if about(&["array"]) {
        all.extend(some("minItems").map(Limit::MinItems));
        all.extend(count("maxItems").map(Limit::MaxItems));
        all.extend(node.flag("uniqueItems").then_some(Limit::UniqueItems));
    }
    if about(&["object"]) {
        all.extend(some("minProperties").map(Limit::MinMembers));
        all.extend(count("maxProperties").map(Limit::MaxMembers));
    }
    if values {
        all.extend(limits::listed(node).map(|values| Limit::OneOf(values.to_vec())));
    }
    all
}
