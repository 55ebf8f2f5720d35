//! `allOf`: one schema out of several that all hold.

use std::rc::Rc;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{EnumValue, Scalar, TextFormat, Type, Unknown};

use super::context::Lowering;
use super::form::{AdditionalFields, Branch, Branches, Fields, Form, Look, Part};
use super::node::Node;
use super::unions;

/// How many variants two unions that both hold may make together.
const MOST_PAIRS: usize = 64;

impl<'a> Lowering<'a> {
    /// What a schema looks like, with what it is composed of.
    pub(super) fn composed_form(&mut self, node: &Node<'a>) -> Form<'a> {
        // Most are composed of nothing.
        if !node.is_composed() {
            return self.own_form(node);
        }
        let mut parts = vec![Part::bare(node.clone())];
        parts.extend(node.items_of("allOf").map(Part::new));
        let mut form = match parts.as_slice() {
            [own] => (*self.form(own)).clone(),
            parts => self.meet(parts),
        };
        for keyword in ["oneOf", "anyOf"] {
            if let Some(choice) = self.choice(node, keyword) {
                form = self.meet_choice(form, &parts, choice, node);
            }
        }
        form
    }

    /// What several parts look like that all hold.
    pub(super) fn meet(&mut self, parts: &[Part<'a>]) -> Form<'a> {
        let mut form = Form::new(Look::Any(Unknown::Unsaid));
        let mut met: Vec<Part<'a>> = Vec::new();
        // Most writers mean `null` by `nullable` beside `allOf`, though no branch allows it.
        let mut allowed = Vec::new();
        for part in parts {
            let other = self.form_seen_from(part);
            if part.bare {
                form.nullable |= other.nullable;
            } else if !other.is_neutral() {
                allowed.push(other.nullable);
            }
            form = self.meet_two(form, &met, &other, part);
            met.push(part.clone());
        }
        form.nullable |= !allowed.is_empty() && allowed.iter().all(|allowed| *allowed);
        form
    }

    fn form_seen_from(&mut self, part: &Part<'a>) -> Rc<Form<'a>> {
        let form = self.form(part);
        if part.foreign || part.is_reference() {
            Rc::new(form.seen_from_elsewhere())
        } else {
            form
        }
    }

    /// Both of two forms; `met` are the parts that the first is made of.
    fn meet_two(
        &mut self,
        mut form: Form<'a>,
        met: &[Part<'a>],
        other: &Form<'a>,
        part: &Part<'a>,
    ) -> Form<'a> {
        if let Look::Union(branches) = &other.look {
            let choice = Form {
                look: Look::Union(branches.clone()),
                ..other.clone()
            };
            let nullable = form.nullable;
            let mut both = self.meet_choice(form, met, choice, &part.node);
            both.nullable = nullable;
            return both;
        }
        form.look = match (form.look, &other.look) {
            (Look::Union(union), _) if other.is_neutral() => Look::Union(union),
            (Look::Union(union), look) => {
                self.meet_union(union, look, std::slice::from_ref(part), &part.node)
            }
            (look, other) => self.meet_looks(look, other, &part.node),
        };
        form.required.extend(other.required.iter().copied());
        form
    }

    /// A union and what is said beside it, which holds for each of the branches: those that
    /// it excludes are none.
    fn meet_union(
        &mut self,
        mut union: Branches<'a>,
        beside: &Look<'a>,
        parts: &[Part<'a>],
        node: &Node<'a>,
    ) -> Look<'a> {
        let wire = unions::wire(beside);
        let unsaid = parts.iter().all(says_no_type);
        union
            .branches
            .retain(|branch| unsaid || self.wire_of(branch).may_be(wire));
        for branch in &mut union.branches {
            if unsaid && !self.wire_of(branch).may_be(wire) {
                continue;
            }
            branch.parts = together(std::mem::take(&mut branch.parts), parts);
            if let Some(merged) = branch.merged.take() {
                let look = self.meet_looks(merged.look.clone(), beside, node);
                let alternatives = merged.alternatives.iter();
                branch.merged = Some(Rc::new(Form {
                    look,
                    alternatives: alternatives
                        .map(|said| together(said.clone(), parts))
                        .collect(),
                    ..(*merged).clone()
                }));
            }
        }
        match union.branches.as_slice() {
            [] => self.conflict(beside.clone(), node),
            [only] => self.form_of_branch(only).seen_from_elsewhere().look,
            _ => Look::Union(union),
        }
    }

    /// A form and a choice that both hold.
    fn meet_choice(
        &mut self,
        mut form: Form<'a>,
        met: &[Part<'a>],
        choice: Form<'a>,
        node: &Node<'a>,
    ) -> Form<'a> {
        form.nullable |= choice.nullable;
        form.open |= choice.open;
        form.required.extend(choice.required);
        let Look::Union(union) = choice.look else {
            form.look = self.meet_looks(form.look, &choice.look, node);
            return form;
        };
        form.look = match form.look {
            Look::Union(first) => Look::Union(self.pairs(first, union, node)),
            look => {
                let said: Vec<Part<'a>> = met
                    .iter()
                    .filter(|part| !self.form(part).is_neutral())
                    .cloned()
                    .collect();
                match said.is_empty() {
                    true => Look::Union(union),
                    false => self.meet_union(union, &look, &said, node),
                }
            }
        };
        form
    }

    /// Two unions that both hold: one of the first with one of the second.
    fn pairs(
        &mut self,
        first: Branches<'a>,
        second: Branches<'a>,
        node: &Node<'a>,
    ) -> Branches<'a> {
        if first.branches.len() * second.branches.len() > MOST_PAIRS {
            self.report(
                Code::SchemaConflict,
                &node.pointer,
                "two unions hold at once, with too many combinations; the first is taken",
            );
            return first;
        }
        let mut branches = Vec::new();
        for one in &first.branches {
            for other in &second.branches {
                branches.push(Branch::new(together(one.parts.clone(), &other.parts)));
            }
        }
        Branches {
            discriminator: first.discriminator.or(second.discriminator),
            branches,
        }
    }

    /// The narrower of two looks; where neither is, the first, and a report.
    fn meet_looks(&mut self, first: Look<'a>, second: &Look<'a>, node: &Node<'a>) -> Look<'a> {
        match (first, second) {
            (Look::Any(_), other) => other.clone(),
            (first, Look::Any(_)) => first,
            (Look::Object, other @ (Look::Object | Look::Record(_) | Look::Map(_))) => {
                other.clone()
            }
            (first @ (Look::Record(_) | Look::Map(_)), Look::Object) => first,
            (Look::Record(fields), Look::Record(more)) => Look::Record(join(fields, more)),
            (Look::Record(mut fields), Look::Map(values)) => {
                fields.additional = join_additional(fields.additional, values);
                Look::Record(fields)
            }
            (Look::Map(values), Look::Record(fields)) => {
                let mut fields = fields.clone();
                fields.additional = join_additional(fields.additional, &values);
                Look::Record(fields)
            }
            (Look::Map(values), Look::Map(more)) => Look::Map(together(values, more)),
            (Look::List(items), Look::List(more)) => Look::List(together(items, more)),
            (Look::Tuple(mut tuple), Look::List(items)) => {
                let all = tuple.items.iter_mut().chain([&mut tuple.rest]);
                for parts in all {
                    *parts = together(std::mem::take(parts), items);
                }
                Look::Tuple(tuple)
            }
            (Look::List(items), tuple @ Look::Tuple(_)) => {
                self.meet_looks(tuple.clone(), &Look::List(items), node)
            }
            (Look::ScalarEnum(values), other @ (Look::ScalarEnum(_) | Look::TextEnum(_))) => {
                let texts = |value: &EnumValue<String>| Scalar::Text(value.value.clone());
                let allowed: Vec<Scalar> = match other {
                    Look::ScalarEnum(more) => more.iter().map(|v| v.value.clone()).collect(),
                    Look::TextEnum(more) => more.iter().map(texts).collect(),
                    _ => Vec::new(),
                };
                let both: Vec<_> = values
                    .iter()
                    .filter(|value| allowed.contains(&value.value))
                    .cloned()
                    .collect();
                match both.is_empty() {
                    false => Look::ScalarEnum(both),
                    true => self.conflict(Look::ScalarEnum(values), node),
                }
            }
            (values @ Look::ScalarEnum(_), Look::Scalar(_)) => values,
            (Look::Scalar(_), values @ Look::ScalarEnum(_)) => values.clone(),
            (Look::TextEnum(values), Look::TextEnum(more)) => match common(&values, more) {
                Some(values) => Look::TextEnum(values),
                None => self.conflict(Look::TextEnum(values), node),
            },
            (Look::IntegerEnum(values), Look::IntegerEnum(more)) => match common(&values, more) {
                Some(values) => Look::IntegerEnum(values),
                None => self.conflict(Look::IntegerEnum(values), node),
            },
            (values @ Look::TextEnum(_), Look::Scalar(Type::Text(_))) => values,
            (Look::Scalar(Type::Text(_)), values @ Look::TextEnum(_)) => values.clone(),
            (values @ Look::IntegerEnum(_), Look::Scalar(Type::Integer(_) | Type::Number(_))) => {
                values
            }
            (Look::Scalar(Type::Integer(_) | Type::Number(_)), values @ Look::IntegerEnum(_)) => {
                values.clone()
            }
            (Look::Scalar(first), Look::Scalar(second)) => match narrower(&first, second) {
                Some(ty) => Look::Scalar(ty),
                None => self.conflict(Look::Scalar(first), node),
            },
            (first, _) => self.conflict(first, node),
        }
    }

    fn conflict(&mut self, kept: Look<'a>, node: &Node<'a>) -> Look<'a> {
        self.say(
            Diagnostic::new(
                Code::SchemaConflict,
                "this contradicts what the same schema says elsewhere, which is taken instead",
            )
            .at(&node.pointer),
        );
        kept
    }
}

/// Whether a part only speaks of lists, or of objects, and so says nothing of other values: `items`
/// and `properties` exclude none (JSON Schema, § 10.3 of the core).
fn says_no_type(part: &Part<'_>) -> bool {
    part.bare && !part.node.has("type") && !part.node.has("enum")
}

/// The members of both; a member of both is what both say of it.
fn join<'a>(mut fields: Fields<'a>, more: &Fields<'a>) -> Fields<'a> {
    for (key, parts) in &more.members {
        let all = fields.members.entry(key).or_default();
        *all = together(std::mem::take(all), parts);
    }
    fields.additional = match &more.additional {
        AdditionalFields::Unspoken => fields.additional,
        AdditionalFields::Any => match fields.additional {
            AdditionalFields::Like(parts) => AdditionalFields::Like(parts),
            AdditionalFields::Any | AdditionalFields::Unspoken => AdditionalFields::Any,
        },
        AdditionalFields::Like(parts) => join_additional(fields.additional, parts),
    };
    fields
}

fn join_additional<'a>(
    additional: AdditionalFields<'a>,
    more: &[Part<'a>],
) -> AdditionalFields<'a> {
    match additional {
        AdditionalFields::Like(parts) => AdditionalFields::Like(together(parts, more)),
        AdditionalFields::Any | AdditionalFields::Unspoken => AdditionalFields::Like(more.to_vec()),
    }
}

/// All parts of both, each once.
fn together<'a>(mut parts: Vec<Part<'a>>, more: &[Part<'a>]) -> Vec<Part<'a>> {
    for part in more {
        if parts
            .iter()
            .all(|known| known.identity() != part.identity())
        {
            parts.push(part.clone());
        }
    }
    parts
}

/// The values that are in both lists; nothing if there are none.
fn common<T: Clone + PartialEq>(
    values: &[EnumValue<T>],
    more: &[EnumValue<T>],
) -> Option<Vec<EnumValue<T>>> {
    let common: Vec<EnumValue<T>> = values
        .iter()
        .filter(|value| more.iter().any(|other| other.value == value.value))
        .cloned()
        .collect();
    (!common.is_empty()).then_some(common)
}

fn narrower(first: &Type, second: &Type) -> Option<Type> {
    match (first, second) {
        (first, second) if first == second => Some(first.clone()),
        (Type::Text(TextFormat::Plain), Type::Text(format))
        | (Type::Text(format), Type::Text(TextFormat::Plain)) => Some(Type::Text(*format)),
        (Type::Integer(width), Type::Number(_)) | (Type::Number(_), Type::Integer(width)) => {
            Some(Type::Integer(*width))
        }
        // Of two widths the later says more: a branch refines what it builds on.
        (Type::Integer(_), Type::Integer(_)) | (Type::Number(_), Type::Number(_)) => {
            Some(second.clone())
        }
        _ => None,
    }
}
