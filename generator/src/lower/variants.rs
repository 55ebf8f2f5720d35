//! What tells the variants of a union apart: their names, and the values of a tag.

use crate::diagnostics::{Code, Diagnostic};
use crate::document::Pointer;
use crate::hash::IndexMap;
use crate::ir::{NameHint, Place, Role, TagMember, Type, TypeId, Union, Variant};
use crate::json::Text;

use super::context::{Lowering, Scope};
use super::docs;
use super::form::{Branch, Branches, Look, Part};
use super::node::{Identity, Node};
use super::unions::Wire;

/// How deep unions with tags are looked for in one another.
const DEEPEST: usize = 8;

/// A member that tells variants apart, and its values by variant.
struct Tagging {
    tag: TagMember,
    values: Vec<Vec<String>>,
}

impl<'a> Lowering<'a> {
    pub(super) fn union(&mut self, id: TypeId, place: &Place, union: &Branches<'a>) -> Union {
        let mut branches = union.branches.clone();
        let tagging = match &union.discriminator {
            Some(discriminator) => self.told_by(discriminator, &mut branches, DEEPEST),
            None => self.told_by_constants(&branches),
        };
        let mut variants = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let tags = tagging
                .as_ref()
                .and_then(|t| t.values.get(index))
                .cloned()
                .unwrap_or_default();
            let hint = self.hint(branch, &tags, index);
            let scope = match branch.parts.as_slice() {
                [part] if part.foreign => Scope::Elsewhere,
                _ => Scope::here(
                    place.child(&format!("|{}", docs::step(&hint))),
                    NameHint::Inside(id, Role::Variant(hint.clone())),
                ),
            };
            let lowered = match &branch.merged {
                Some(form) => self.lower_form(&branch.parts, form, &scope),
                None => self.lower(branch.parts.clone(), &scope),
            };
            let description = branch
                .parts
                .iter()
                .find_map(|part| part.node.prose("description"));
            let (limits, allowed) = match &branch.merged {
                // Each of what was merged has limits of its own, and no value tells which it is.
                Some(form) => (
                    self.limits_of_one(&form.alternatives, &lowered.ty),
                    Vec::new(),
                ),
                None => {
                    let form = self.form_of_all(&branch.parts);
                    (
                        self.limits(&branch.parts, &lowered.ty),
                        docs::of_nameless(self, &branch.parts, &form),
                    )
                }
            };
            variants.push(Variant {
                hint,
                limits,
                allowed,
                ty: lowered.ty,
                tags,
                description,
            });
        }
        Union {
            tag: tagging.map(|tagging| tagging.tag),
            variants,
        }
    }

    /// What a variant is called: by its component, its title, its tag, the kind of value,
    /// and by its number only if it has nothing else.
    fn hint(&mut self, branch: &Branch<'a>, tags: &[String], index: usize) -> String {
        if branch.merged.is_none() {
            // The first part is the branch itself, and what follows holds for all branches.
            let name = |part: &Part<'a>| {
                let title = || part.node.prose("title").filter(|_| !part.bare);
                component_name(part).or_else(|| title().map(Text::into))
            };
            let own = branch.parts.first().and_then(name);
            let named = own
                .or_else(|| tags.first().cloned())
                .or_else(|| branch.parts.iter().find_map(name));
            if let Some(name) = named.filter(|name| !name.is_empty()) {
                return name;
            }
        }
        let kind = match &self.form_of_branch(branch).look {
            Look::Scalar(Type::Text(_)) | Look::TextEnum(_) => "string",
            Look::Scalar(Type::Integer(_)) | Look::IntegerEnum(_) => "integer",
            Look::Scalar(Type::Number(_)) => "number",
            Look::Scalar(Type::Boolean) => "boolean",
            Look::List(_) | Look::Lists(_) | Look::Tuple(_) => "list",
            Look::Object | Look::Map(_) => "object",
            Look::ScalarEnum(_) => "value",
            Look::Any(_) | Look::Scalar(_) | Look::Record(_) | Look::Union(_) => {
                return match branch.parts.as_slice() {
                    [part] if is_item_beside(part) => "item".to_owned(),
                    _ => (index + 1).to_string(),
                };
            }
        };
        kind.to_owned()
    }

    /// The tag that a Discriminator Object names (OAS 3.0.3 § 4.7.25).
    fn told_by(
        &mut self,
        discriminator: &Node<'a>,
        branches: &mut Vec<Branch<'a>>,
        depth: usize,
    ) -> Option<Tagging> {
        let tag = discriminator.text("propertyName")?.to_owned();
        let mut values: Vec<Vec<String>> = vec![Vec::new(); branches.len()];
        for (value, target) in discriminator.members_of("mapping") {
            let Some(part) = self.mapped(&target) else {
                continue;
            };
            let meant = self.meant(std::slice::from_ref(&part));
            let position = (0..branches.len()).find(|index| {
                let branch = branches.get(*index);
                branch.is_some_and(|branch| self.is_meant(branch, meant))
            });
            let position = position.unwrap_or_else(|| {
                branches.push(Branch::new(vec![part]));
                values.push(Vec::new());
                branches.len() - 1
            });
            if let Some(values) = values.get_mut(position) {
                values.push(value.to_owned());
            }
        }
        let mapped: Vec<bool> = values.iter().map(|values| !values.is_empty()).collect();
        for (branch, values) in branches.iter().zip(&mut values) {
            if values.is_empty() {
                *values = self.implicit_values(branch, &tag, depth);
            }
        }
        self.add_shown_values(branches, &mapped, &tag, &mut values);
        // What builds on a base is written by what knows the base, and has the tag though no schema
        // says so.
        let is_choice = discriminator
            .pointer
            .parent()
            .and_then(|around| around.get(self.document))
            .is_some_and(|around| around.get("oneOf").or(around.get("anyOf")).is_some());
        let missing = match is_choice {
            true => self.missing(branches, &mapped, &tag),
            false => None,
        };
        let is_member = missing.is_none();
        let trouble = missing.or_else(|| self.trouble(branches, &values));
        let Some(trouble) = trouble else {
            let tag = TagMember {
                key: tag,
                decides: true,
            };
            return Some(Tagging { tag, values });
        };
        let by_constants = self.told_by_constants(branches);
        if !is_member || !self.told_with_a_tag(branches, &values) {
            self.say(
                Diagnostic::new(
                    Code::DiscriminatorUnresolvable,
                    format!("`{tag}` does not tell the variants apart: {trouble}; they are told apart by their members"),
                )
                .at(&discriminator.pointer),
            );
        }
        let tag = TagMember {
            key: tag,
            decides: false,
        };
        by_constants.or(Some(Tagging { tag, values }))
    }

    /// Whether branches that a tag alone does not tell apart are told apart with all else that
    /// their schemas say: lists and texts by what they are, objects of one tag by other members
    /// that always are there.
    fn told_with_a_tag(&mut self, branches: &[Branch<'a>], values: &[Vec<String>]) -> bool {
        let wires: Vec<Wire> = branches.iter().map(|branch| self.wire_of(branch)).collect();
        let mut tagged = Vec::new();
        for ((branch, values), wire) in branches.iter().zip(values).zip(wires) {
            match wire {
                Wire::Record if !values.is_empty() => tagged.push((branch, values)),
                Wire::Text | Wire::Number | Wire::Boolean | Wire::List => {}
                Wire::Record | Wire::Open | Wire::Other => return false,
            }
        }
        (0..tagged.len()).all(|index| {
            let (before, rest) = tagged.split_at(index);
            rest.first().is_none_or(|(branch, values)| {
                before
                    .iter()
                    .filter(|(_, others)| values.iter().any(|value| others.contains(value)))
                    .all(|(other, _)| {
                        let both = [(*other).clone(), (*branch).clone()];
                        self.told_by_constants(&both).is_some()
                    })
            })
        })
    }

    /// How a tag is no member of the variants, so that answers may come without it.
    fn missing(&mut self, branches: &[Branch<'a>], mapped: &[bool], tag: &str) -> Option<String> {
        let lacking: Vec<bool> = branches
            .iter()
            .map(|branch| self.lacks(branch, tag))
            .collect();
        if !lacking.is_empty() && lacking.iter().all(|lacks| *lacks) {
            return Some("none of them has such a member".to_owned());
        }
        // Who maps a value to a variant says that it comes, though it is no member there.
        let mut unsaid = lacking.iter().zip(mapped);
        unsaid
            .any(|(lacks, mapped)| *lacks && !mapped)
            .then(|| "one of them has no such member".to_owned())
    }

    fn lacks(&mut self, branch: &Branch<'a>, key: &str) -> bool {
        match &self.form_of_branch(branch).look {
            Look::Record(fields) => !fields.members.contains_key(key),
            Look::Union(inner) => inner.branches.iter().all(|branch| self.lacks(branch, key)),
            // An object of any members may have it, and what is no object is a trouble of its own.
            Look::Any(_)
            | Look::Object
            | Look::Scalar(_)
            | Look::List(_)
            | Look::Lists(_)
            | Look::Tuple(_)
            | Look::Map(_)
            | Look::TextEnum(_)
            | Look::IntegerEnum(_)
            | Look::ScalarEnum(_) => false,
        }
    }

    fn trouble(&mut self, branches: &[Branch<'a>], values: &[Vec<String>]) -> Option<String> {
        let mut seen: Vec<&str> = Vec::new();
        for (branch, values) in branches.iter().zip(values) {
            let object = matches!(
                self.form_of_branch(branch).look,
                Look::Record(_) | Look::Object | Look::Map(_) | Look::Union(_)
            );
            if !object {
                return Some("one of them is not an object".to_owned());
            }
            if values.is_empty() {
                return Some("one of them has no value of it".to_owned());
            }
            for value in values {
                if seen.contains(&value.as_str()) {
                    return Some(format!("two of them have the value `{value}`"));
                }
                seen.push(value);
            }
        }
        None
    }

    /// Whether a branch is the schema of this node.
    fn is_meant(&mut self, branch: &Branch<'a>, meant: Option<Identity>) -> bool {
        let whole = branch.parts.len() == 1;
        let candidates: Vec<Part<'a>> = branch
            .parts
            .iter()
            .filter(|part| whole || part.bare || part.is_reference() || part.foreign)
            .cloned()
            .collect();
        meant.is_some()
            && candidates.iter().any(|part| match part.bare {
                true => Some(part.node.identity()) == meant,
                false => self.meant(std::slice::from_ref(part)) == meant,
            })
    }

    /// The schema that a value is mapped to: a reference, or the name of a component.
    pub(super) fn mapped(&mut self, target: &Node<'a>) -> Option<Part<'a>> {
        let name = target.value.as_str()?;
        let by_name = || {
            Pointer::root()
                .child("components")
                .child("schemas")
                .child(name)
        };
        let found = [Pointer::from_fragment(name), Some(by_name())]
            .into_iter()
            .flatten()
            .find_map(|pointer| {
                Some(Node {
                    value: pointer.get(self.document)?,
                    pointer,
                })
            });
        if found.is_none() {
            self.report(
                Code::DiscriminatorUnresolvable,
                &target.pointer,
                format!("`{name}` is neither a reference nor the name of a component"),
            );
        }
        found.map(|node| Part {
            foreign: true,
            ..Part::new(node)
        })
    }

    /// The values that mean a branch without a mapping: what its own schema says, and
    /// else the name of its component.
    fn implicit_values(&mut self, branch: &Branch<'a>, tag: &str, depth: usize) -> Vec<String> {
        let form = self.form_of_branch(branch);
        if let Look::Union(inner) = &form.look
            && let Some(discriminator) = &inner.discriminator
            && depth > 0
            && discriminator.text("propertyName") == Some(tag)
        {
            let tagging = self.told_by(discriminator, &mut inner.branches.clone(), depth - 1);
            return tagging
                .map(|t| t.values.into_iter().flatten().collect())
                .unwrap_or_default();
        }
        if let Look::Union(inner) = &form.look {
            let values: Option<Vec<_>> = inner
                .branches
                .iter()
                .map(|branch| self.values_of(branch, tag))
                .collect();
            if let Some(values) = values {
                return values.into_iter().flatten().collect();
            }
        }
        let name = branch.parts.first().and_then(component_name);
        match (self.values_of(branch, tag), name) {
            (Some(values), Some(name)) => match values.as_slice() {
                [_] => values,
                // The enum of a base lists the values of all that build on it.
                _ => match values.iter().find(|value| is_spelled_like(value, &name)) {
                    Some(own) => vec![own.clone()],
                    None => values,
                },
            },
            (Some(values), None) => values,
            (None, Some(name)) => vec![name],
            (None, None) => Vec::new(),
        }
    }

    /// Adds the values that branches show of a tag where they list none: by the `default` of the
    /// member, else by its `example`.
    ///
    /// The name of the component stays beside it, for that is what the specification says is sent
    /// (OAS 3.1 § 4.8.25), and an example may be one of many. What more than one branch shows,
    /// or what is the value of another, tells nothing.
    fn add_shown_values(
        &mut self,
        branches: &[Branch<'a>],
        mapped: &[bool],
        tag: &str,
        values: &mut [Vec<String>],
    ) {
        let mut told = mapped.to_vec();
        for keyword in ["default", "example"] {
            let shown: Vec<Option<&'a str>> = branches
                .iter()
                .map(|branch| self.shown_value(branch, tag, keyword))
                .collect();
            for (index, told) in told.iter_mut().enumerate().filter(|(_, told)| !**told) {
                let Some(Some(value)) = shown.get(index) else {
                    continue;
                };
                let same = shown.iter().flatten().filter(|other| *other == value);
                let elsewhere = same.count() > 1 || values.iter().flatten().any(|it| it == value);
                // An example alone does not say that no other value comes.
                if let Some(own) = values.get_mut(index)
                    && !elsewhere
                    && (keyword == "default" || !own.is_empty())
                {
                    own.insert(0, (*value).to_owned());
                    *told = true;
                }
            }
        }
    }

    /// The text that a member of a branch shows under a keyword, if no enum lists its values.
    fn shown_value(&mut self, branch: &Branch<'a>, key: &str, keyword: &str) -> Option<&'a str> {
        let form = self.form_of_branch(branch);
        let Look::Record(fields) = &form.look else {
            return None;
        };
        let parts = fields.members.get(key)?;
        if !matches!(
            self.form_of_all(parts).look,
            Look::Scalar(Type::Text(_)) | Look::Any(_)
        ) {
            return None;
        }
        let nodes = self.described(parts);
        nodes.iter().find_map(|node| node.text(keyword))
    }

    /// The values that an enum allows a member of a branch to have, as a tag has them.
    fn values_of(&mut self, branch: &Branch<'a>, key: &str) -> Option<Vec<String>> {
        let form = self.form_of_branch(branch);
        let Look::Record(fields) = &form.look else {
            return None;
        };
        match &self.form_of_all(fields.members.get(key)?).look {
            Look::TextEnum(values) => {
                Some(values.iter().map(|value| value.value.clone()).collect())
            }
            Look::IntegerEnum(values) => {
                Some(values.iter().map(|value| value.value.to_string()).collect())
            }
            _ => None,
        }
    }

    /// Whether a member of a branch is always there and never `null`.
    fn is_always_there(&mut self, branch: &Branch<'a>, key: &str) -> bool {
        let form = self.form_of_branch(branch);
        let Look::Record(fields) = &form.look else {
            return false;
        };
        form.required.contains(key)
            && fields
                .members
                .get(key)
                .is_some_and(|parts| !self.form_of_all(parts).nullable)
    }

    /// A tag that no Discriminator Object names: a member that all variants require, each
    /// with values that no other has.
    fn told_by_constants(&mut self, branches: &[Branch<'a>]) -> Option<Tagging> {
        if branches.len() < 2 {
            return None;
        }
        let first = self.form_of_branch(branches.first()?);
        let Look::Record(fields) = &first.look else {
            return None;
        };
        let keys: Vec<&'a str> = fields
            .members
            .keys()
            .copied()
            .filter(|key| first.required.contains(key))
            .collect();
        keys.into_iter().find_map(|key| {
            let mut owners: IndexMap<String, usize> = IndexMap::default();
            let mut values = Vec::new();
            for (index, branch) in branches.iter().enumerate() {
                let there = self.is_always_there(branch, key);
                let constants = self.values_of(branch, key).filter(|_| there)?;
                for constant in &constants {
                    if owners.insert(constant.clone(), index).is_some() {
                        return None;
                    }
                }
                values.push(constants);
            }
            let tag = TagMember {
                key: key.to_owned(),
                decides: true,
            };
            Some(Tagging { tag, values })
        })
    }
}

/// Whether two names differ in nothing but case and punctuation.
fn is_spelled_like(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    one == other || letters(one) == letters(other)
}

/// The name of the component that a part is.
fn component_name(part: &Part<'_>) -> Option<String> {
    let pointer = match part.node.reference().filter(|_| !part.bare) {
        Some(reference) => Pointer::from_fragment(reference)?,
        None if part.foreign && !part.bare => part.node.pointer.clone(),
        None => return None,
    };
    // Seen through a reference to a union, its branches stand elsewhere, but have no name there.
    let list = pointer
        .parent()
        .and_then(|parent| Some(parent.last()?.into_owned()));
    match list.as_deref() {
        Some("allOf" | "oneOf" | "anyOf") => None,
        _ if is_item_beside(part) => None,
        _ => Some(pointer.last()?.into_owned()),
    }
}

/// Whether a branch is one of the items of a list that is a branch beside it, as `dialect` has it
/// for lists that examples show otherwise.
fn is_item_beside(part: &Part<'_>) -> bool {
    let items = part.node.reference().and_then(Pointer::from_fragment);
    let items = items.filter(|items| items.last().as_deref() == Some("items"));
    let branches = items.and_then(|items| items.parent()?.parent());
    branches.is_some() && branches == part.node.pointer.parent()
}
