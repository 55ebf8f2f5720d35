//! What references lead to.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::pointer::percent_decode;
use crate::document::uri::join;
use crate::document::{Origin, Pointer, SourceMap};
use crate::json::Value;

use super::files::{FileId, Files};
use super::lost::Lost;

/// A node of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) file: FileId,
    pub(super) pointer: Pointer,
}

/// Where a reference leads.
#[derive(Debug)]
pub(super) enum Found {
    /// Into the document itself.
    Here(Pointer),
    /// Into another file.
    There(Target),
    /// Where it does is for a later stage to find: to a name that a schema of the
    /// document gives itself, to a component called by its bare name, to the network.
    AsWritten,
}

/// How many references are followed in a row.
const CHAIN: usize = 64;

/// Where the schemas of a file are that have a name of their own (JSON Schema core,
/// § 8.2): `$id`, and the anchors with their `#`.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, Pointer>);

impl Names {
    pub(super) fn of(tree: &Value) -> Self {
        let mut names = Self::default();
        names.collect(tree, &mut Pointer::root());
        names
    }

    fn collect(&mut self, node: &Value, at: &mut Pointer) {
        let length = at.as_str().len();
        match node {
            Value::Object(members) => {
                if let Some(Value::String(id)) = members.get("$id") {
                    self.add(id.trim_end_matches('#').to_owned(), at);
                }
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(Value::String(anchor)) = members.get(keyword) {
                        self.add(format!("#{anchor}"), at);
                    }
                }
                for (name, value) in members {
                    at.push(name);
                    self.collect(value, at);
                    at.truncate(length);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    at.push_index(index);
                    self.collect(item, at);
                    at.truncate(length);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn add(&mut self, name: String, at: &Pointer) {
        self.0.entry(name).or_insert_with(|| at.clone());
    }

    fn get(&self, name: &str) -> Option<&Pointer> {
        self.0.get(name).or_else(|| {
            // Relative to the `$id` of something around it, which only one can be meant by.
            let mut found = self.0.keys().filter_map(|id| self.0.get(&join(id, name)?));
            let first = found.next()?;
            found.all(|other| other == first).then_some(first)
        })
    }
}

/// Follows references from one file to another.
pub(super) struct Resolver<'a> {
    pub(super) files: &'a mut Files,
    pub(super) sources: &'a mut SourceMap,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Resolver<'_> {
    /// Where a reference in a file leads, through files that only refer to others;
    /// `at` is where it stands.
    pub(super) fn resolve(
        &mut self,
        base: FileId,
        reference: &str,
        at: &Origin,
    ) -> Result<Found, Lost> {
        self.resolve_within(base, reference, at, CHAIN)
    }

    fn resolve_within(
        &mut self,
        base: FileId,
        reference: &str,
        at: &Origin,
        left: usize,
    ) -> Result<Found, Lost> {
        let Some(left) = left.checked_sub(1) else {
            let message = format!("it leads in a circle, or through more than {CHAIN} references");
            return Err(Lost::new(Code::CircularReference, message));
        };
        let (path, fragment) = match reference.split_once('#') {
            Some((path, fragment)) => (path, format!("#{fragment}")),
            None => (reference, "#".to_owned()),
        };
        let (file, start) = if path.is_empty() {
            (base, Pointer::root())
        } else if let Some(id) = self.files.names(base).get(path) {
            if base == FileId::ROOT {
                return Ok(Found::AsWritten);
            }
            (base, id.clone())
        } else {
            match self.file(base, path, &fragment)? {
                Some(file) => (file, Pointer::root()),
                None => return Ok(Found::AsWritten),
            }
        };
        let inside = match Pointer::from_fragment(&fragment) {
            Some(pointer) => Some(start.join(pointer.as_str())),
            None => self.files.names(file).get(&fragment).cloned(),
        };
        let found = match inside {
            Some(pointer) => self.follow(file, &pointer, left)?,
            None => None,
        };
        match found {
            Some(found) => Ok(found),
            None => self.meant_for_the_document(path, &fragment, file, at),
        }
    }

    /// The file that the path of a reference names; `None` if it is for a later stage.
    fn file(&mut self, base: FileId, path: &str, fragment: &str) -> Result<Option<FileId>, Lost> {
        let root = self.files.tree(FileId::ROOT);
        if root.get("$self").and_then(Value::as_str) == Some(path) {
            return Ok(Some(FileId::ROOT));
        }
        if has_scheme(path) {
            if path.to_ascii_lowercase().starts_with("file:") {
                return Err(absolute());
            }
            return Ok(None);
        }
        if fragment == "#" && is_component(&root, path) {
            return Ok(None);
        }
        if path.starts_with('/') || path.starts_with('\\') {
            return Err(absolute());
        }
        if !self.files.has_folder(base) {
            return Ok(None);
        }
        let decoded = percent_decode(path);
        let opened = self
            .files
            .open(base, &decoded, self.sources, self.diagnostics);
        match opened {
            Err(lost) if decoded != path => {
                // A file whose name holds a `%` that nobody has encoded.
                let as_written = self.files.open(base, path, self.sources, self.diagnostics);
                as_written.map(Some).map_err(|_| lost)
            }
            opened => opened.map(Some),
        }
    }

    /// The node of a file, or what it refers to if it is nothing but a reference;
    /// `None` if there is no such node.
    fn follow(
        &mut self,
        file: FileId,
        pointer: &Pointer,
        left: usize,
    ) -> Result<Option<Found>, Lost> {
        let tree = self.files.tree(file);
        if file == FileId::ROOT && pointer.get(&tree).is_some() {
            return Ok(Some(Found::Here(pointer.clone())));
        }
        let mut node = &*tree;
        let mut here = Pointer::root();
        for step in pointer.steps() {
            let next = match node {
                Value::Object(members) => members.get(&step),
                Value::Array(items) => step.parse().ok().and_then(|index: usize| items.get(index)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
            };
            let Some(next) = next else {
                // The way goes on in what the node refers to.
                let Some(Value::String(reference)) = node.get("$ref") else {
                    return Ok(None);
                };
                let rest = pointer.below(&here).unwrap_or_default().to_owned();
                let at = self.place(file, &here);
                return match self.resolve_within(file, reference, &at, left)? {
                    Found::Here(found) => self.follow(FileId::ROOT, &found.join(&rest), left),
                    Found::There(found) => {
                        self.follow(found.file, &found.pointer.join(&rest), left)
                    }
                    Found::AsWritten => Ok(None),
                };
            };
            node = next;
            here.push(&step);
        }
        if let Value::Object(members) = node
            && members.len() == 1
            && let Some(Value::String(reference)) = members.get("$ref")
            && let found @ (Found::Here(_) | Found::There(_)) =
                self.resolve_within(file, reference, &self.place(file, &here), left)?
        {
            return Ok(Some(found));
        }
        Ok(Some(Found::There(Target {
            file,
            pointer: here,
        })))
    }

    /// Where the reference stands of which a node consists.
    fn place(&self, file: FileId, node: &Pointer) -> Origin {
        self.files.source(file).map_or(Origin::Nowhere, |source| {
            Origin::Source(source, node.child("$ref"))
        })
    }

    /// `#/components/schemas/Pet` in a file that has no components: the document's are
    /// meant, as by tools that put files together as texts.
    fn meant_for_the_document(
        &mut self,
        path: &str,
        fragment: &str,
        file: FileId,
        at: &Origin,
    ) -> Result<Found, Lost> {
        let root = self.files.tree(FileId::ROOT);
        let pointer = Pointer::from_fragment(fragment).filter(|it| it.get(&root).is_some());
        if path.is_empty()
            && let Some(pointer) = pointer
        {
            let message = format!(
                "`{fragment}` is not in this file; it is read as that of the document, \
                 `{}{fragment}`",
                self.files.file_name(FileId::ROOT)
            );
            let diagnostic = Diagnostic::new(Code::RepairedReference, message).at(at.clone());
            self.diagnostics.push(diagnostic);
            return Ok(Found::Here(pointer));
        }
        let name = self.files.source(file).map(|id| self.sources.name(id));
        let message = format!("`{}` has no `{fragment}`", name.unwrap_or_default());
        Err(Lost::new(Code::DanglingReference, message))
    }
}

fn absolute() -> Lost {
    let message = "paths are read from the folder of the file that they stand in, not from the \
                   root of the disk";
    Lost::new(Code::ReferenceOutside, message.to_owned())
}

/// `https:`, `urn:`; a single letter is a drive.
fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.'))
    })
}

/// Whether this is a component called by its bare name, or by a pointer without `#`.
fn is_component(root: &Value, path: &str) -> bool {
    let sections = root.get("components").and_then(Value::as_object);
    let by_name = sections.is_some_and(|sections| {
        sections
            .values()
            .any(|section| section.get(path).is_some_and(Value::is_object))
    });
    let by_pointer = path.starts_with('/') && Pointer::from(path).get(root).is_some();
    let of_2_0 = root.get("definitions").and_then(|all| all.get(path));
    by_name || by_pointer || of_2_0.is_some()
}
