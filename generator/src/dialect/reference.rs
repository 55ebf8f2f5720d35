//! References, once everything is in its place.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::{Moves, Origin, Pointer, SourceMap, Whence, uri};
use crate::hash::HashMap;
use crate::json::{Map, Text, Value};

use super::walk::{Place, Reference, Step};
use super::{CHAIN, follow};

/// Points every reference to where its target is now. One that leads nowhere becomes
/// any value where a schema was expected, and is left out elsewhere.
pub(super) fn resolve(
    tree: &mut Value,
    step: &Step,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Moves {
    let mut resolver = Resolver {
        step,
        sources,
        diagnostics,
    };
    let mut broken = Vec::new();
    let mut chained = Vec::new();
    // Most references are written many times, as they shall be.
    let mut known: HashMap<Text, Leads> = HashMap::default();
    for reference in &step.references {
        match resolver.reference(tree, reference, &mut known) {
            Leads::Nowhere => broken.push(reference),
            Leads::On => chained.push(reference),
            Leads::ToItsEnd => {}
        }
    }
    // Only now is it known which lead in a circle.
    for reference in chained {
        if resolver.circle(tree, reference) {
            broken.push(reference);
        }
    }
    // Before anything is taken out of a list, and what follows it gets another place.
    for at in &step.mappings {
        resolver.mapping(tree, at);
    }
    let mut shortened = BTreeMap::new();
    for reference in broken {
        leave_out(tree, reference, &mut shortened);
    }
    shorten(tree, shortened)
}

/// Takes items out of lists, and says where those that follow them come from.
fn shorten(tree: &mut Value, lists: BTreeMap<Pointer, BTreeSet<usize>>) -> Moves {
    let mut moves = Moves::new();
    for (list, gone) in lists {
        let Some(Value::Array(items)) = list.get_mut(tree) else {
            continue;
        };
        let (mut before, mut now) = (0, 0);
        items.retain(|_| {
            let keep = !gone.contains(&before);
            if keep {
                if before != now {
                    moves.record(list.index(now), Whence::Before(list.index(before)));
                }
                now += 1;
            }
            before += 1;
            keep
        });
    }
    moves
}

/// Where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leads {
    Nowhere,
    /// To another reference.
    On,
    /// To what is meant.
    ToItsEnd,
}

struct Resolver<'a> {
    step: &'a Step,
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
}

impl Resolver<'_> {
    /// Says where the reference leads. What is known of those that nothing has to be said of is kept.
    fn reference(
        &mut self,
        tree: &mut Value,
        reference: &Reference,
        known: &mut HashMap<Text, Leads>,
    ) -> Leads {
        let at = &reference.at;
        let Some(Value::String(written)) = at.get(tree).and_then(|node| node.get("$ref")) else {
            return Leads::ToItsEnd;
        };
        if let Some(leads) = known.get(written) {
            return *leads;
        }
        let written = written.clone();
        let target = match self.target(tree, &written) {
            Ok(target) => target,
            Err(code) => {
                let message = match code {
                    Code::ExternalReference => format!("`{written}` is in another file"),
                    Code::RemoteReference => format!("`{written}` is on the network"),
                    _ => format!("`{written}` leads nowhere"),
                };
                self.say(at, code, message);
                return Leads::Nowhere;
            }
        };
        if target.repaired {
            let message = format!("`{written}` is read as `#{}`", target.pointer);
            self.say(at, Code::RepairedReference, message);
        }
        let leads = match target.pointer.get(tree).and_then(|node| node.get("$ref")) {
            Some(Value::String(_)) => Leads::On,
            _ => Leads::ToItsEnd,
        };
        let canonical = format!("#{}", target.pointer);
        if *written == canonical {
            if !target.repaired {
                known.insert(written, leads);
            }
        } else if let Some(Value::Object(node)) = at.get_mut(tree) {
            node.insert("$ref", Value::from(canonical));
        }
        leads
    }

    /// Where a reference leads in the canonical tree.
    fn target(&self, tree: &Value, written: &str) -> Result<Target, Code> {
        if let Some(pointer) = Pointer::from_fragment(written) {
            // `#/definitions/…` of a document without them is a 2.0 habit.
            let pointer = self.now(&pointer);
            if pointer.get(tree).is_some() {
                return Ok(Target::of(pointer));
            }
            return component(tree, pointer.last().as_deref().unwrap_or_default(), written)
                .ok_or(Code::DanglingReference);
        }
        let name = written.trim_end_matches('#');
        let named = self
            .step
            .names
            .get(written)
            .or_else(|| self.step.names.get(name))
            .or_else(|| self.relative(name));
        if let Some(pointer) = named {
            return Ok(Target::of(pointer.clone()));
        }
        // A schema's own name and a pointer inside it.
        if let Some((base, fragment)) = written.split_once('#')
            && let Some(pointer) = self.step.names.get(base)
            && (fragment.is_empty() || fragment.starts_with('/'))
        {
            let inside = self.now(&pointer.join(fragment));
            return if inside.get(tree).is_some() {
                Ok(Target::of(inside))
            } else {
                Err(Code::DanglingReference)
            };
        }
        if written.starts_with('#') {
            return Err(Code::DanglingReference);
        }
        if written.starts_with("http://") || written.starts_with("https://") {
            return Err(Code::RemoteReference);
        }
        // `/components/schemas/Pet`, or the bare name.
        let as_fragment =
            Pointer::from_fragment(&format!("#{written}")).filter(|_| written.starts_with('/'));
        if let Some(pointer) = as_fragment
            && pointer.get(tree).is_some()
        {
            return Ok(Target::repaired(pointer));
        }
        component(tree, written, written).ok_or(Code::ExternalReference)
    }

    /// The schema whose `$id` a relative reference means; it is relative to the `$id` of
    /// a schema around it (JSON Schema core, § 8.2.1), which only one can be meant by.
    fn relative(&self, written: &str) -> Option<&Pointer> {
        let names = &self.step.names;
        let mut found = names
            .keys()
            .filter_map(|id| names.get(&uri::join(id, written)?));
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// Where a node of the document is in the canonical tree.
    fn now(&self, pointer: &Pointer) -> Pointer {
        let mut ancestor = Some(pointer.clone());
        while let Some(candidate) = ancestor {
            if let Some(now) = self.step.now.get(&candidate) {
                return now.join(pointer.below(&candidate).unwrap_or_default());
            }
            ancestor = candidate.parent();
        }
        pointer.clone()
    }

    /// A reference that comes back to itself says nothing: it is any value.
    fn circle(&mut self, tree: &Value, reference: &Reference) -> bool {
        let at = &reference.at;
        let Some(Value::String(written)) = at.get(tree).and_then(|node| node.get("$ref")) else {
            return false;
        };
        let leads = Pointer::from_fragment(written).is_some_and(|next| next.get(tree).is_some());
        if !leads || follow(tree, written).is_some() {
            return false;
        }
        let message =
            format!("`{written}` leads in a circle, or through more than {CHAIN} references");
        self.say(at, Code::CircularReference, message);
        true
    }

    /// The values of a discriminator's mapping: references or names of components.
    fn mapping(&mut self, tree: &mut Value, at: &Pointer) {
        let Some(Value::Object(mapping)) = at.child("mapping").get(tree) else {
            return;
        };
        let mut resolved = Map::new();
        for (value, target) in mapping {
            let Value::String(written) = target else {
                continue;
            };
            // A bare name is as good as a reference here (OAS § 4.8.25).
            match self.target(tree, written) {
                Ok(target) => {
                    let reference = format!("#{}", target.pointer);
                    resolved.insert(value, Value::from(reference));
                }
                Err(_) => {
                    let message = format!("the mapping of `{value}` to `{written}` leads nowhere");
                    let place = at.child("mapping").child(value);
                    let origin = self.origin(&place);
                    self.diagnostics
                        .push(Diagnostic::new(Code::DanglingReference, message).at(origin));
                }
            }
        }
        if let Some(Value::Object(discriminator)) = at.get_mut(tree) {
            discriminator.insert("mapping", Value::Object(resolved));
        }
    }

    fn say(&mut self, at: &Pointer, code: Code, message: String) {
        let origin = self.origin(&at.child("$ref"));
        self.diagnostics
            .push(Diagnostic::new(code, message).at(origin));
    }

    fn origin(&self, pointer: &Pointer) -> Origin {
        match self.step.moves.whence(pointer) {
            Whence::Before(before) => self.sources.origin(&before),
            Whence::Source(id, inside) => Origin::Source(id, inside),
        }
    }
}

struct Target {
    pointer: Pointer,
    repaired: bool,
}

impl Target {
    fn of(pointer: Pointer) -> Self {
        Self {
            pointer,
            repaired: false,
        }
    }

    fn repaired(pointer: Pointer) -> Self {
        Self {
            pointer,
            repaired: true,
        }
    }
}

/// The component of a name, if the name is all that was given, or if the place that
/// was given is where another version has schemas.
fn component(tree: &Value, name: &str, written: &str) -> Option<Target> {
    let bare = name == written;
    let of_2_0 = written.starts_with("#/definitions/") || written.starts_with("#/schemas/");
    if !bare && !of_2_0 {
        return None;
    }
    let pointer = Pointer::from("/components/schemas").child(name);
    pointer.get(tree)?;
    Some(Target::repaired(pointer))
}

/// Takes a reference out of the tree; items of lists are only noted.
fn leave_out(
    tree: &mut Value,
    reference: &Reference,
    shortened: &mut BTreeMap<Pointer, BTreeSet<usize>>,
) {
    if reference.place == Place::Schema {
        if let Some(node) = reference.at.get_mut(tree) {
            *node = Value::Object(Map::new());
        }
        return;
    }
    let (Some(parent), Some(name)) = (reference.at.parent(), reference.at.last()) else {
        return;
    };
    match parent.get_mut(tree) {
        Some(Value::Object(members)) => {
            members.shift_remove(&name);
        }
        Some(Value::Array(_)) => {
            if let Ok(index) = name.parse() {
                shortened.entry(parent).or_default().insert(index);
            }
        }
        _ => {}
    }
}
