//! The walk over a document and all that it refers to.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostics};
use crate::document::{Origin, Pointer, SourceId, SourceMap, limits};
use crate::json::{Map, Value};

use super::Bundle;
use super::files::FileId;
use super::grammar::{Dialect, Place, Thing};
use super::lost::Lost;
use super::place::{self, Placed};
use super::target::{Found, Resolver, Target};

/// What is done with a reference that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// It stays, since something can still mend it.
    Stays,
    /// It is reported, and `null` takes its place: as much as nothing.
    IsLeftOut,
}

/// A node that can be a component, and as which kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) target: Target,
    pub(super) thing: Thing,
}

/// What the walk found, to be put in its place once it is known what it is called.
#[derive(Debug)]
pub(super) struct Brought {
    pub(super) dialect: Dialect,
    /// What becomes a component, with the file that it is from.
    pub(super) components: Vec<(Key, SourceId, Value)>,
    /// References to those, each a text of the tree.
    pub(super) links: Vec<(Spot, Key)>,
    /// What was put where a reference stood, with where it is written.
    pub(super) copies: Vec<(Spot, SourceId, Pointer)>,
    /// Those of the copies that are components of the document already.
    pub(super) at_home: HashMap<Key, Pointer>,
}

/// A node of the document, or of one of the components that are brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The component, by its number; `None` for the document.
    pub(super) component: Option<usize>,
    pub(super) pointer: Pointer,
}

pub(super) struct Walk<'a> {
    resolver: Resolver<'a>,
    placed: &'a Placed,
    missing: Missing,
    brought: Brought,
    /// The components that are known, by what they are; those after `done` have not
    /// been walked.
    known: HashMap<Key, usize>,
    /// Which of the trees is walked, and where the walk is in it.
    component: Option<usize>,
    path: Pointer,
    /// The file that the current node is from, if it is not written where it stands.
    base: Option<Base>,
    /// What is being put in the place of a reference.
    open: Vec<Target>,
    depth: usize,
    copied_nodes: usize,
}

/// A node that was brought in, and where in the walk it begins.
#[derive(Debug, Clone)]
struct Base {
    from: Target,
    length: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        tree: &Value,
        bundle: &'a mut Bundle,
        missing: Missing,
        sources: &'a mut SourceMap,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let dialect = if tree.get("swagger").is_some() {
            Dialect::Swagger
        } else {
            Dialect::OpenApi
        };
        let Bundle { files, placed } = bundle;
        Self {
            resolver: Resolver {
                files,
                sources,
                diagnostics,
            },
            placed,
            missing,
            brought: Brought {
                dialect,
                components: Vec::new(),
                links: Vec::new(),
                copies: Vec::new(),
                at_home: HashMap::new(),
            },
            known: HashMap::new(),
            component: None,
            path: Pointer::root(),
            base: None,
            open: Vec::new(),
            depth: 0,
            copied_nodes: 0,
        }
    }

    pub(super) fn finish(self) -> Brought {
        self.brought
    }

    /// Walks the document, then all that it refers to.
    pub(super) fn document(&mut self, tree: &mut Value) {
        self.node(tree, Place::ROOT);
        let mut next = 0;
        while let Some((key, _, content)) = self.brought.components.get_mut(next) {
            let mut content = content.take();
            let key = key.clone();
            self.component = Some(next);
            self.path = Pointer::root();
            self.base = Some(Base {
                from: key.target,
                length: 0,
            });
            self.node(&mut content, Place::One(key.thing));
            if let Some((_, _, place)) = self.brought.components.get_mut(next) {
                *place = content;
            }
            next += 1;
        }
    }

    fn node(&mut self, node: &mut Value, place: Place) {
        if place == Place::One(Thing::Data) || self.depth > 2 * limits::DEPTH {
            return;
        }
        self.depth += 1;
        match node {
            Value::Object(members) => {
                self.remember(place);
                if place == Place::One(Thing::Mapping) {
                    self.mapping(members);
                } else {
                    self.object(node, place);
                }
            }
            Value::Array(items) => {
                let length = self.path.as_str().len();
                for (index, item) in items.iter_mut().enumerate() {
                    self.path.push_index(index);
                    self.node(item, place.item());
                    self.path.truncate(length);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        self.depth -= 1;
    }

    fn object(&mut self, node: &mut Value, place: Place) {
        let Value::Object(members) = node else {
            return;
        };
        let is_brought = self.base.is_some();
        let is_schema = place == Place::One(Thing::Schema);
        if is_schema && is_brought {
            own_names_end_here(members);
        }
        if is_schema && let Some(Value::String(reference)) = members.get("$dynamicRef") {
            let reference = reference.clone();
            if let Some(Step::Here(text)) = self.step(&reference, place, "$dynamicRef") {
                members.insert("$dynamicRef", Value::from(text));
            }
        }
        let Some(Value::String(reference)) = members.get("$ref") else {
            self.members(members, place);
            return;
        };
        let reference = reference.clone();
        match self.step(&reference, place, "$ref") {
            None => self.members(members, place),
            Some(Step::Here(text)) => {
                members.insert("$ref", Value::from(text));
                self.members(members, place);
            }
            Some(Step::Copy(target)) => self.copy(node, place, target, &reference),
            Some(Step::Nowhere) => {
                members.shift_remove("$ref");
                if members.is_empty() || !is_schema {
                    *node = Value::Null;
                } else {
                    self.members(members, place);
                }
            }
        }
    }

    fn members(&mut self, members: &mut Map, place: Place) {
        let length = self.path.as_str().len();
        for (name, value) in members {
            if matches!(value, Value::Object(_) | Value::Array(_)) {
                self.path.push(name);
                self.node(value, place.member(name));
                self.path.truncate(length);
            }
        }
    }

    /// The values of a discriminator's mapping: references, or names of components,
    /// which need no following. What leads nowhere is for the dialect to report.
    fn mapping(&mut self, members: &mut Map) {
        let place = Place::One(Thing::Schema);
        for (value, target) in members {
            let Value::String(reference) = target else {
                continue;
            };
            if !reference.contains(['#', '/', '.']) {
                continue;
            }
            if self.base.is_none() && reference.starts_with('#') {
                continue;
            }
            let Some(base) = self.file() else {
                continue;
            };
            let at = self.origin(value);
            match self.resolver.resolve(base, reference, &at) {
                Ok(Found::Here(pointer)) => *reference = fragment(&pointer).into(),
                Ok(Found::There(found)) => {
                    let found = self.component(found, place, value);
                    if let Some(Step::Here(text)) = found {
                        *reference = text.into();
                    }
                }
                Ok(Found::AsWritten) | Err(_) => {}
            }
        }
    }

    /// What becomes of a reference; `None` if it stays as it is.
    fn step(&mut self, reference: &str, place: Place, keyword: &str) -> Option<Step> {
        // Within the document: for the dialect, which knows where things will be.
        if self.base.is_none() && reference.starts_with('#') {
            return None;
        }
        let file = self.file()?;
        let at = self.origin(keyword);
        match self.resolver.resolve(file, reference, &at) {
            Ok(Found::Here(pointer)) => Some(Step::Here(fragment(&pointer))),
            Ok(Found::There(target)) => Some(
                self.component(target.clone(), place, keyword)
                    .unwrap_or(Step::Copy(target)),
            ),
            Ok(Found::AsWritten) => None,
            Err(lost) => Some(self.lose(lost, reference, at)),
        }
    }

    /// A reference to what is, or will be, a component; `None` if it can be none.
    fn component(&mut self, target: Target, place: Place, member: &str) -> Option<Step> {
        let thing = place.component()?;
        thing.section(self.brought.dialect)?;
        let key = Key { target, thing };
        if let Some(pointer) = self.placed.get(&key) {
            return Some(Step::Here(fragment(pointer)));
        }
        if !self.known.contains_key(&key) {
            let tree = self.resolver.files.tree(key.target.file);
            let content = key.target.pointer.get(&tree)?.clone();
            let source = self.resolver.files.source(key.target.file)?;
            let number = self.brought.components.len();
            self.known.insert(key.clone(), number);
            self.brought.components.push((key.clone(), source, content));
        }
        let spot = self.spot(self.path.child(member));
        self.brought.links.push((spot, key));
        // What stands here until it is known what the component is called.
        Some(Step::Here("#".to_owned()))
    }

    /// Puts what a reference leads to in its place. Fields beside the reference win.
    fn copy(&mut self, node: &mut Value, place: Place, target: Target, reference: &str) {
        let tree = self.resolver.files.tree(target.file);
        let found = target.pointer.get(&tree);
        let (Some(found), Some(source)) = (found, self.resolver.files.source(target.file)) else {
            return;
        };
        if let Err(lost) = self.may_copy(&target, found) {
            let at = self.origin("$ref");
            if let Step::Nowhere = self.lose(lost, reference, at) {
                *node = Value::Null;
            }
            return;
        }
        let mut beside = match node.take() {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        beside.shift_remove("$ref");
        self.members(&mut beside, place);
        let mut content = found.clone();
        if let (Value::Object(members), false) = (&mut content, beside.is_empty()) {
            members.retain(|name, _| !beside.contains_key(name));
            for name in members.keys() {
                let spot = self.spot(self.path.child(name));
                let from = target.pointer.child(name);
                self.brought.copies.push((spot, source, from));
            }
        } else {
            let spot = self.spot(self.path.clone());
            self.brought
                .copies
                .push((spot, source, target.pointer.clone()));
        }
        let base = self.base.replace(Base {
            from: target.clone(),
            length: self.path.as_str().len(),
        });
        self.open.push(target);
        self.node(&mut content, place);
        self.open.pop();
        self.base = base;
        if let Value::Object(members) = &mut content {
            members.extend(beside);
        }
        *node = content;
    }

    fn may_copy(&mut self, target: &Target, found: &Value) -> Result<(), Lost> {
        if self.open.contains(target) {
            let message = "it leads to something around itself".to_owned();
            return Err(Lost::new(Code::CircularReference, message));
        }
        let most = limits::copies(self.resolver.files.nodes());
        if self.copied_nodes <= most {
            self.copied_nodes += limits::count(found);
        }
        if self.copied_nodes > most || self.depth > limits::DEPTH {
            let message = format!(
                "what such references lead to is written out where they stand, and makes more \
                 than {most} nodes, or {} levels",
                limits::DEPTH
            );
            return Err(Lost::new(Code::TooManyCopies, message));
        }
        Ok(())
    }

    fn lose(&mut self, lost: Lost, reference: &str, at: Origin) -> Step {
        if self.missing == Missing::IsLeftOut {
            self.resolver
                .diagnostics
                .push(lost.diagnostic(reference, at));
            return Step::Nowhere;
        }
        // In its new place a reference of a file to itself would be one to the document.
        match (&self.base, reference.starts_with('#')) {
            (Some(base), true) => {
                let name = self.resolver.files.file_name(base.from.file);
                let name = name.replace('%', "%25").replace('#', "%23");
                Step::Here(format!("{name}{reference}"))
            }
            (Some(_), false) | (None, _) => Step::Here(reference.to_owned()),
        }
    }

    /// Notes where a component of the document is from, if it is from another file.
    fn remember(&mut self, place: Place) {
        let (None, Some(base)) = (self.component, &self.base) else {
            return;
        };
        let Some(thing) = place.component() else {
            return;
        };
        let section = place::section_of(thing, self.brought.dialect);
        if section.is_some() && self.path.parent() == section {
            let rest = self.path.as_str().get(base.length..).unwrap_or_default();
            let target = Target {
                file: base.from.file,
                pointer: base.from.pointer.join(rest),
            };
            let key = Key { target, thing };
            self.brought
                .at_home
                .entry(key)
                .or_insert_with(|| self.path.clone());
        }
    }

    /// The file that references of the current node start from.
    fn file(&self) -> Option<FileId> {
        if let Some(base) = &self.base {
            return Some(base.from.file);
        }
        match self.resolver.sources.origin(&self.path) {
            Origin::Source(source, _) => self.resolver.files.of_source(source),
            Origin::Nowhere
            | Origin::File(_)
            | Origin::Bytes(..)
            | Origin::Node(_)
            | Origin::Key(_) => None,
        }
    }

    /// Where a member of the current node is written.
    fn origin(&self, member: &str) -> Origin {
        let path = self.path.child(member);
        let Some(base) = &self.base else {
            return self.resolver.sources.origin(&path);
        };
        let rest = path.as_str().get(base.length..).unwrap_or_default();
        match self.resolver.files.source(base.from.file) {
            Some(source) => Origin::Source(source, base.from.pointer.join(rest)),
            None => Origin::Nowhere,
        }
    }

    fn spot(&self, pointer: Pointer) -> Spot {
        Spot {
            component: self.component,
            pointer,
        }
    }
}

/// What becomes of a reference.
#[derive(Debug)]
enum Step {
    /// It has another text.
    Here(String),
    /// What it leads to takes its place.
    Copy(Target),
    /// It goes.
    Nowhere,
}

/// A pointer as a reference (RFC 6901 § 6).
pub(super) fn fragment(pointer: &Pointer) -> String {
    format!("#{}", pointer.as_str().replace('%', "%25"))
}

/// Takes out of a schema from another file what it can be called by there, and the
/// definitions beside it: whatever refers to one of them has led to it by now, and in
/// the document the names could be those of something else.
fn own_names_end_here(members: &mut Map) {
    for keyword in ["$id", "$anchor", "$dynamicAnchor", "$schema"] {
        if members.get(keyword).is_some_and(Value::is_string) {
            members.shift_remove(keyword);
        }
    }
    for keyword in ["$defs", "definitions"] {
        if members.get(keyword).is_some_and(Value::is_object) {
            members.shift_remove(keyword);
        }
    }
}
