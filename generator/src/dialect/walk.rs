//! The walk over a document, along the table of objects.

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::{Moves, Origin, Pointer, SourceMap, Whence, kind, limits};
use crate::hash::{HashMap, HashSet};
use crate::json::{Map, Value};

use super::inline::{self, Inlined};
use super::objects::{self, Fallback, Kind, Object, Shape};
use super::original::Original;
use super::shown::Shown;
use super::{Version, member, paths, repair, rules, schema};

/// What the walk leaves for the steps after it.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// Where the nodes of the canonical tree were before.
    pub(super) moves: Moves,
    /// Where nodes that moved are now.
    pub(super) now: HashMap<Pointer, Pointer>,
    /// Every node with a `$ref`, in the canonical tree.
    pub(super) references: Vec<Reference>,
    /// Every discriminator with a mapping, in the canonical tree.
    pub(super) mappings: Vec<Pointer>,
    /// The schemas that have a name of their own: by `$id`, `$anchor`, `$dynamicAnchor`.
    pub(super) names: HashMap<String, Pointer>,
}

/// A node that is a reference.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) at: Pointer,
    pub(super) place: Place,
}

/// Where a reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where a schema is expected.
    Schema,
    /// Where the specification has references to other objects.
    Component,
    /// Where the specification has none; what it leads to is put in its place.
    Elsewhere,
}

pub(super) struct Walk<'a> {
    pub(super) version: Version,
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
    path: Pointer,
    depth: usize,
    step: Step,
    original: Original<'a>,
    /// What is being walked in a second place.
    copies: Vec<Pointer>,
    /// How many nodes may still be copied; `None` once there was one too many.
    copies_left: Option<usize>,
    /// Where each `operationId` is first.
    operations: HashMap<String, Pointer>,
    /// Schemas taken out of `$defs`, with where they were.
    hoisted: Vec<(String, Value, Pointer)>,
}

impl<'a> Walk<'a> {
    /// A walk that may copy so many nodes.
    pub(super) fn new(
        version: Version,
        original: Original<'a>,
        copies: usize,
        sources: &'a SourceMap,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            version,
            sources,
            diagnostics,
            path: Pointer::root(),
            depth: 0,
            step: Step::default(),
            original,
            copies: Vec::new(),
            copies_left: Some(copies),
            operations: HashMap::default(),
            hoisted: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Step {
        self.step
    }

    /// Walks the whole document.
    pub(super) fn root(&mut self, root: &mut Map) {
        self.fields(root, &objects::ROOT);
    }

    /// Puts the schemas that were taken out of `$defs` into the components, and walks
    /// them; those in turn can hold others.
    pub(super) fn hoist(&mut self, root: &mut Map) {
        while !self.hoisted.is_empty() {
            let hoisted = std::mem::take(&mut self.hoisted);
            let Some(schemas) = member(root, "components").and_then(|all| member(all, "schemas"))
            else {
                return;
            };
            for (name, mut schema, from) in hoisted {
                let name = free_name(schemas, &name);
                let to = Pointer::root()
                    .child("components")
                    .child("schemas")
                    .child(&name);
                self.step.now.insert(from.clone(), to.clone());
                self.step.moves.record(to.clone(), Whence::Before(from));
                self.path = to;
                self.schema(&mut schema);
                schemas.insert(name, schema);
            }
            self.path = Pointer::root();
        }
    }

    // Where the walk is, and what it says.

    /// Where the current node is written.
    pub(super) fn origin(&self) -> Origin {
        self.origin_of(&self.path)
    }

    pub(super) fn origin_of(&self, pointer: &Pointer) -> Origin {
        match self.step.moves.whence(pointer) {
            Whence::Before(before) => self.sources.origin(&before),
            Whence::Source(id, inside) => Origin::Source(id, inside),
        }
    }

    /// The scalar at the current node as it is written.
    pub(super) fn written(&self) -> Option<&str> {
        match self.step.moves.whence(&self.path) {
            Whence::Before(before) => self.sources.written(&before),
            Whence::Source(..) => None,
        }
    }

    pub(super) fn say(&mut self, code: Code, message: impl Into<String>) {
        let origin = self.origin();
        self.diagnostics
            .push(Diagnostic::new(code, message).at(origin));
    }

    /// Says something of a member of the current node.
    pub(super) fn say_of(&mut self, member: &str, code: Code, message: impl Into<String>) {
        let origin = self.origin_of(&self.path.child(member));
        self.diagnostics
            .push(Diagnostic::new(code, message).at(origin));
    }

    /// Says something of what a member of the current node is called.
    pub(super) fn say_of_key(&mut self, member: &str, code: Code, message: impl Into<String>) {
        let at = self.origin_of(&self.path.child(member));
        let origin = self.sources.key(self.origin(), member, at);
        self.diagnostics
            .push(Diagnostic::new(code, message).at(origin));
    }

    /// Says something of the current node that an example shows.
    pub(super) fn say_with_example(&mut self, code: Code, message: String, example: &Pointer) {
        let origin = self.origin();
        let example = self.sources.origin(example);
        let diagnostic = Diagnostic::new(code, message).at(origin);
        self.diagnostics
            .push(diagnostic.related(example, "the example is here"));
    }

    /// What examples show of the current node, if it has the form of a list and does not say
    /// its type.
    pub(super) fn shown(&self) -> Option<Shown> {
        let Whence::Before(before) = self.step.moves.whence(&self.path) else {
            return None;
        };
        self.original.shown(&before).cloned()
    }

    /// A reference to a member of the current node, which follows where that moves.
    pub(super) fn reference_to(&self, member: &str) -> String {
        let here = match self.step.moves.whence(&self.path) {
            Whence::Before(before) => before,
            Whence::Source(..) => self.path.clone(),
        };
        format!("#{}", here.child(member))
    }

    /// Does something inside a member of the current node.
    pub(super) fn inside<T>(&mut self, name: &str, f: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.as_str().len();
        self.path.push(name);
        let result = f(self);
        self.path.truncate(length);
        result
    }

    /// Does something inside an item of the current node.
    pub(super) fn inside_item<T>(&mut self, index: usize, f: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.as_str().len();
        self.path.push_index(index);
        let result = f(self);
        self.path.truncate(length);
        result
    }

    // What moves.

    /// A node below the current one goes from one place below it to another; both are
    /// what remains of the pointers. References to it follow.
    pub(super) fn moved(&mut self, from: &str, to: &str) {
        let (old, new) = (self.path.join(from), self.path.join(to));
        let whence = self.step.moves.whence(&old);
        if let Whence::Before(before) = &whence {
            self.step.now.insert(before.clone(), new.clone());
        }
        self.step.moves.record(new, whence);
    }

    /// A member of the current node goes into another node below it, under its name.
    pub(super) fn moved_member(&mut self, name: &str, into: &[&str]) {
        let from = Pointer::root().child(name);
        let into = into
            .iter()
            .fold(Pointer::root(), |into, step| into.child(step));
        self.moved(from.as_str(), into.child(name).as_str());
    }

    /// A node below the current one is made from another that stays: diagnostics about
    /// the one point to the other, and references to the other stay with it.
    pub(super) fn made_from(&mut self, from: &str, to: &str) {
        let whence = self.step.moves.whence(&self.path.join(from));
        self.step.moves.record(self.path.join(to), whence);
    }

    // What is copied.

    /// The document as it was before the walk.
    pub(super) fn original(&self) -> &Original<'a> {
        &self.original
    }

    /// The current node is a copy of a node of the document.
    pub(super) fn copied(&mut self, from: &Pointer) {
        let from = Whence::Before(from.clone());
        self.step.moves.record(self.path.clone(), from);
    }

    /// A member of the current node is a copy of a member of a node of the document.
    pub(super) fn copied_member(&mut self, from: &Pointer, name: &str) {
        let from = Whence::Before(from.child(name));
        self.step.moves.record(self.path.child(name), from);
    }

    /// The walk goes on inside a copy of a node, or leaves it.
    pub(super) fn enter(&mut self, from: Pointer) {
        self.copies.push(from);
    }

    fn leave(&mut self) {
        self.copies.pop();
    }

    /// Whether the walk is inside a node of the document, or inside a copy of it.
    pub(super) fn is_inside(&self, node: &Pointer) -> bool {
        self.path.below(node).is_some() || self.copies.contains(node)
    }

    /// Whether a node may be copied once more.
    pub(super) fn may_copy(&mut self, node: &Value) -> bool {
        // Counting ends with the first that is too much: there can be thousands.
        self.copies_left = self
            .copies_left
            .and_then(|left| left.checked_sub(limits::count(node)));
        self.copies_left.is_some()
    }

    pub(super) fn reference(&mut self, place: Place) {
        let at = self.path.clone();
        self.step.references.push(Reference { at, place });
    }

    /// The current node is an operation of this name.
    pub(super) fn operation(&mut self, id: &str) {
        let here = self.path.child("operationId");
        let Some(first) = self.operations.get(id) else {
            self.operations.insert(id.to_owned(), here);
            return;
        };
        let (here, first) = (self.origin_of(&here), self.origin_of(first));
        // A path item that two paths refer to has its operations twice, written once.
        if here == first {
            return;
        }
        let message = format!("`{id}` is the `operationId` of another operation too");
        let diagnostic = Diagnostic::new(Code::DuplicateOperationId, message);
        self.diagnostics
            .push(diagnostic.at(here).related(first, "the first is here"));
    }

    pub(super) fn mapping(&mut self) {
        self.step.mappings.push(self.path.clone());
    }

    /// The current node is a schema that references can call by this name.
    pub(super) fn name(&mut self, name: String) {
        let at = self.path.clone();
        self.step.names.entry(name).or_insert(at);
    }

    /// Takes a schema of the current node's `$defs` out, to be a component.
    pub(super) fn take_out(&mut self, keyword: &str, name: String, schema: Value) {
        let at = self.path.child(keyword).child(&name);
        if let Whence::Before(from) = self.step.moves.whence(&at) {
            self.hoisted.push((name, schema, from));
        }
    }

    // The walk itself. Each function says whether the node is to be kept.

    pub(super) fn value(&mut self, node: &mut Value, shape: Shape) -> bool {
        if shape.has_references() {
            return self.value_itself(node, shape);
        }
        self.inlined(node, false, |walk, node| walk.value_itself(node, shape))
    }

    fn value_itself(&mut self, node: &mut Value, shape: Shape) -> bool {
        match shape {
            Shape::Any => true,
            Shape::Text => repair::text(self, node),
            Shape::Flag => repair::flag(self, node),
            Shape::Texts => repair::texts(self, node),
            Shape::TextMap => self.map(node, |walk, text| repair::text(walk, text)),
            Shape::List(object) => self.list(node, |walk, item| walk.object(item, object)),
            Shape::ReferenceList(object) => {
                self.list(node, |walk, item| walk.reference_or(item, object))
            }
            Shape::Map(object) => self.map(node, |walk, item| walk.object(item, object)),
            Shape::ReferenceMap(object) => {
                self.map(node, |walk, item| walk.reference_or(item, object))
            }
            Shape::Object(object) => self.object(node, object),
            Shape::Reference(object) => self.reference_or(node, object),
            Shape::Security => self.list(node, |walk, alternative| {
                walk.map(alternative, |walk, scopes| repair::texts(walk, scopes))
            }),
            Shape::Schema => {
                self.schema(node);
                true
            }
            Shape::Schemas => self.map(node, |walk, schema| {
                walk.schema(schema);
                true
            }),
            Shape::Paths => paths::paths(self, node),
            Shape::Responses => rules::responses(self, node),
        }
    }

    /// Walks a node, after putting something in its place if it is a reference.
    fn inlined(
        &mut self,
        node: &mut Value,
        merge: bool,
        f: impl FnOnce(&mut Self, &mut Value) -> bool,
    ) -> bool {
        match inline::inline(self, node, merge) {
            Inlined::No => f(self, node),
            Inlined::Yes => {
                let keep = f(self, node);
                self.leave();
                keep
            }
            Inlined::Later => true,
            Inlined::Nowhere => false,
        }
    }

    pub(super) fn schema(&mut self, node: &mut Value) {
        self.deeper(node, |walk, node| {
            schema::schema(walk, node);
            true
        });
    }

    /// Goes a level down, unless there are too many. What the parsers accept is below
    /// the limit; overlays and the walk's own wrapping can add to it.
    fn deeper(&mut self, node: &mut Value, f: impl FnOnce(&mut Self, &mut Value) -> bool) -> bool {
        if self.depth > 2 * limits::DEPTH {
            *node = Value::Null;
            self.say(Code::NestsTooDeep, "the document nests too deep");
            return false;
        }
        self.depth += 1;
        let keep = f(self, node);
        self.depth -= 1;
        keep
    }

    pub(super) fn reference_or(&mut self, node: &mut Value, object: &'static Object) -> bool {
        if let Some(keep) = rules::reference(self, node) {
            return keep;
        }
        self.object(node, object)
    }

    pub(super) fn object(&mut self, node: &mut Value, object: &'static Object) -> bool {
        let merge = object.kind == Kind::PathItem;
        self.inlined(node, merge, |walk, node| walk.object_itself(node, object))
    }

    fn object_itself(&mut self, node: &mut Value, object: &'static Object) -> bool {
        self.deeper(node, |walk, node| match node {
            Value::Object(fields) => walk.fields(fields, object),
            // `parameters:` with nothing below it is common, and means nothing.
            Value::Null => false,
            other => rules::instead_of_object(walk, other, object),
        })
    }

    pub(super) fn fields(&mut self, fields: &mut Map, object: &'static Object) -> bool {
        if !rules::prepare(self, fields, object) {
            return false;
        }
        if object.kind == Kind::Callback {
            fields.retain(|expression, item| {
                expression.starts_with("x-")
                    || self.inside(expression, |walk| {
                        walk.reference_or(item, &objects::PATH_ITEM)
                    })
            });
            return true;
        }
        fields.retain(|name, value| match object.field(name) {
            Some(shape) => self.inside(name, |walk| walk.value(value, shape)),
            None => {
                if !name.starts_with("x-") {
                    let message = format!("{} has no field `{name}`; it is not read", object.name);
                    self.say_of(name, Code::UnknownField, message);
                }
                true
            }
        });
        for (name, fallback) in object.required {
            if fields.contains_key(name) {
                continue;
            }
            let value = match fallback {
                Fallback::Text => Value::from(String::new()),
                Fallback::Object => Value::Object(Map::new()),
                Fallback::None => {
                    let message = format!("{} has no `{name}`, and is left out", object.name);
                    self.say(Code::MissingName, message);
                    return false;
                }
            };
            let required = match (object.kind, *name) {
                // A document can be of components or webhooks alone.
                (Kind::Root, "paths") => self.version < Version::V3_1,
                (Kind::Operation, "responses") => self.version < Version::V3_1,
                (Kind::Response, "description") => self.version < Version::V3_2,
                _ => true,
            };
            if required {
                let message = format!("{} has no `{name}`; an empty one is put in", object.name);
                self.say(Code::MissingField, message);
            }
            fields.insert((*name).to_owned(), value);
        }
        rules::complete(self, fields, object)
    }

    /// Walks the items of a list; those that are not kept leave no gap.
    pub(super) fn list(
        &mut self,
        node: &mut Value,
        mut f: impl FnMut(&mut Self, &mut Value) -> bool,
    ) -> bool {
        repair::one_as_list(self, node);
        let Value::Array(items) = node else {
            return false;
        };
        let (mut before, mut now) = (0, 0);
        items.retain_mut(|item| {
            if before != now {
                self.moved(&format!("/{before}"), &format!("/{now}"));
            }
            before += 1;
            let keep = self.inside_item(now, |walk| f(walk, item));
            if keep {
                now += 1;
            }
            keep
        });
        true
    }

    /// Walks the members of a map.
    pub(super) fn map(
        &mut self,
        node: &mut Value,
        mut f: impl FnMut(&mut Self, &mut Value) -> bool,
    ) -> bool {
        let members = match node {
            Value::Object(members) => members,
            Value::Null => return false,
            other => return self.wrong(other, "an object"),
        };
        members.retain(|name, value| self.inside(name, |walk| f(walk, value)));
        true
    }

    /// Walks the members of a map that can be extended.
    pub(super) fn map_but_extensions(
        &mut self,
        node: &mut Value,
        mut f: impl FnMut(&mut Self, &mut Value) -> bool,
    ) -> bool {
        let members = match node {
            Value::Object(members) => members,
            Value::Null => return false,
            other => return self.wrong(other, "an object"),
        };
        members.retain(|name, value| {
            name.starts_with("x-") || self.inside(name, |walk| f(walk, value))
        });
        true
    }

    /// Says that a node is of the wrong kind, and that it is not kept.
    pub(super) fn wrong(&mut self, node: &Value, expected: &str) -> bool {
        let message = format!("{expected} was expected, and this is {}", kind(node));
        self.say(Code::WrongKind, message);
        false
    }
}

/// The name, or with a number if something else has it.
fn free_name(schemas: &Map, name: &str) -> String {
    if !schemas.contains_key(name) {
        return name.to_owned();
    }
    let taken: HashSet<&str> = schemas.keys().collect();
    (2..)
        .map(|number| format!("{name}{number}"))
        .find(|candidate| !taken.contains(candidate.as_str()))
        .unwrap_or_default()
}
