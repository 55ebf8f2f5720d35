//! What tells the variants of a union apart: their names, and the values of a tag.

use indexmap::IndexMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::document::Pointer;
use crate::ir::{NameHint, Place, Role, Type, TypeId, Union, Variant};

use super::context::{Lowering, Scope};
use super::docs;
use super::form::{Branch, Branches, Look, Part};
use super::node::{Identity, Node};

/// How deep unions with tags are looked for in one another.
const DEEPEST: usize = 8;

/// A member that tells variants apart, and its values by variant.
struct Tagging {
    tag: String,
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
            let component = component_name(branch);
            let title = || {
                branch
                    .parts
                    .iter()
                    .find_map(|part| part.node.prose("title"))
            };
            let named = component.or_else(title).or_else(|| tags.first().cloned());
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
                return (index + 1).to_string();
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
        for (branch, values) in branches.iter().zip(&mut values) {
            if values.is_empty() {
                *values = self.implicit_values(branch, &tag, depth);
            }
        }
        let trouble = self.trouble(branches, &values);
        if let Some(trouble) = trouble {
            self.say(
                Diagnostic::new(
                    Code::DiscriminatorUnresolvable,
                    format!("`{tag}` does not tell the variants apart: {trouble}; they are told apart by their members"),
                )
                .at(&discriminator.pointer),
            );
            return self.told_by_constants(branches);
        }
        Some(Tagging { tag, values })
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
        let constants = self.values_of(branch, tag);
        match (constants.as_deref(), component_name(branch)) {
            (Some([only]), _) => vec![only.clone()],
            (_, Some(name)) => vec![name],
            (Some(several), None) => several.to_vec(),
            (None, None) => Vec::new(),
        }
    }

    /// The values that an enum allows a member of a branch to have.
    fn values_of(&mut self, branch: &Branch<'a>, key: &str) -> Option<Vec<String>> {
        let form = self.form_of_branch(branch);
        let Look::Record(fields) = &form.look else {
            return None;
        };
        let member = self.form_of_all(fields.members.get(key)?);
        match &member.look {
            Look::TextEnum(values) if !member.nullable => {
                Some(values.iter().map(|value| value.value.clone()).collect())
            }
            _ => None,
        }
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
            let mut owners: IndexMap<String, usize> = IndexMap::new();
            let mut values = Vec::new();
            for (index, branch) in branches.iter().enumerate() {
                let required = self.form_of_branch(branch).required.contains(key);
                let constants = self.values_of(branch, key).filter(|_| required)?;
                for constant in &constants {
                    if owners.insert(constant.clone(), index).is_some() {
                        return None;
                    }
                }
                values.push(constants);
            }
            Some(Tagging {
                tag: key.to_owned(),
                values,
            })
        })
    }
}

/// The name of the component that a branch is, wherever else its parts come from.
fn component_name(branch: &Branch<'_>) -> Option<String> {
    let named = |part: &&Part<'_>| part.is_reference() || part.foreign && !part.bare;
    let part = branch.parts.iter().find(named)?;
    let pointer = match part.node.reference() {
        Some(reference) => Pointer::from_fragment(reference)?,
        None => part.node.pointer.clone(),
    };
    Some(pointer.last()?.into_owned())
}
