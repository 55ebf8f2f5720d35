//! Overlays (<https://spec.openapis.org/overlay/v1.1.0>, and 1.0 where that differs): changes that
//! are kept beside a document instead of in it.
//!
//! Actions apply in order, each to what the last one left. What they bring in is
//! reported at its place in the overlay.

mod action;
mod merge;
mod remove;

use std::path::Path;

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Reported};

use super::{Document, Moves, Origin, Pointer, SourceId, SourceMap, Whence, load};
use action::{Action, Change, Version};
use merge::Clash;

/// Applies the overlay in a file.
pub fn overlay(
    mut document: Document,
    path: &Path,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let source = load::read_file(path, &path.display().to_string(), sources, diagnostics)?;
    document.bundle.register(source, Some(path));
    run(document, source, sources, diagnostics)
}

/// Applies an overlay from its text; reports call it by `name`.
pub fn overlay_text(
    document: Document,
    name: &str,
    text: &str,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let source = sources.add(name, text.strip_prefix('\u{FEFF}').unwrap_or(text));
    run(document, source, sources, diagnostics)
}

fn run(
    mut document: Document,
    source: SourceId,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    let tree = load::parse(source, sources, diagnostics)?;
    let document_name = sources.name(document.source).to_owned();
    let actions = action::read(&tree, source, &document_name, diagnostics)?;
    document.is_as_written = false;
    let before = diagnostics.count(crate::diagnostics::Severity::Error);
    // What targets are written in, JSONPath (RFC 9535), is asked of `serde_json`'s values.
    let mut tree = Value::from(&document.tree);
    for action in actions {
        let moves = apply(&mut tree, &action, source, sources, diagnostics);
        sources.add_step(moves);
    }
    document.tree = tree.into();
    if diagnostics.count(crate::diagnostics::Severity::Error) > before {
        diagnostics.reported()?;
    }
    Ok(document)
}

/// Applies one action, and says what it moved.
fn apply(
    tree: &mut Value,
    action: &Action<'_>,
    source: SourceId,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Moves {
    let targets: Vec<Pointer> = action
        .target
        .query_located(tree)
        .dedup()
        .locations()
        .map(|location| Pointer::from(location.to_json_pointer()))
        .collect();
    let place = |step: &str| Origin::Source(source, action.at.child(step));
    if targets.is_empty() {
        let message = format!("`{}` matches nothing in the document", action.written);
        diagnostics.push(Diagnostic::new(Code::OverlayMatchesNothing, message).at(place("target")));
        return Moves::new();
    }
    let mut moves = Moves::new();
    match &action.change {
        Change::Remove if targets.iter().any(|target| target.as_str().is_empty()) => {
            diagnostics.push(
                Diagnostic::new(
                    Code::OverlayRemovesRoot,
                    format!(
                        "`{}` is the whole document, and would be removed",
                        action.written
                    ),
                )
                .at(place("target")),
            );
        }
        Change::Remove => remove::remove(tree, &targets, &mut moves),
        Change::Update(update) => {
            let from = action.at.child("update");
            let whence = |rest: &str| Whence::Source(source, from.join(rest));
            let mut updating = Updating {
                action,
                source,
                from: from.clone(),
                moves: &mut moves,
                sources,
                diagnostics,
            };
            updating.run(tree, &targets, &(*update).into(), whence);
        }
        Change::Copy(path, written) => {
            let nodes = path.query_located(tree).dedup();
            let nodes: Vec<_> = nodes.locations().map(|at| at.to_json_pointer()).collect();
            let [copied] = nodes.as_slice() else {
                let count = nodes.len();
                let message = format!("`{written}` selects {count} nodes, and one is copied");
                let at = place("copy");
                diagnostics.push(Diagnostic::new(Code::OverlayCopiesNotOne, message).at(at));
                return moves;
            };
            let Some(value) = tree.pointer(copied).cloned() else {
                return moves;
            };
            let copied = Pointer::from(copied.clone());
            let whence = |rest: &str| Whence::Before(copied.join(rest));
            let mut updating = Updating {
                action,
                source,
                from: action.at.child("copy"),
                moves: &mut moves,
                sources,
                diagnostics,
            };
            updating.run(tree, &targets, &value, whence);
        }
    }
    moves
}

/// An update of nodes by a value, wherever that is from.
struct Updating<'a> {
    action: &'a Action<'a>,
    source: SourceId,
    /// What brings the value in.
    from: Pointer,
    moves: &'a mut Moves,
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
}

impl Updating<'_> {
    fn run(
        &mut self,
        tree: &mut Value,
        targets: &[Pointer],
        value: &Value,
        whence: impl Fn(&str) -> Whence,
    ) {
        if self.are_mixed(tree, targets) {
            return;
        }
        let version = self.action.version;
        let (mut changed, mut clashed) = (false, false);
        for target in targets {
            let Some(node) = tree.pointer_mut(target.as_str()) else {
                continue;
            };
            let moves = &mut *self.moves;
            let merged = merge::update(node, value, version, &mut |to: &str, rest: &str| {
                moves.record(target.join(to), whence(rest));
            });
            match merged {
                Ok(is_another) => changed |= is_another,
                Err(clash) => {
                    clashed = true;
                    self.clash(target, &clash);
                }
            }
        }
        if !changed && !clashed {
            let message = format!(
                "`{}` is already as the action wants it",
                self.action.written
            );
            let at = Origin::Source(self.source, self.action.at.child("target"));
            self.diagnostics
                .push(Diagnostic::new(Code::OverlayChangesNothing, message).at(at));
        }
    }

    /// Whether the targets are of several kinds, which 1.1 forbids.
    fn are_mixed(&mut self, tree: &Value, targets: &[Pointer]) -> bool {
        let kind = |target: &Pointer| match tree.pointer(target.as_str()) {
            Some(Value::Object(_)) => "objects",
            Some(Value::Array(_)) => "lists",
            _ => "plain values",
        };
        let mut kinds: Vec<&str> = targets.iter().map(kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.len() < 2 || self.action.version == Version::V1_0 {
            return false;
        }
        let message = format!(
            "`{}` selects {}, and the targets of an action are all of one kind",
            self.action.written,
            kinds.join(" and ")
        );
        let at = Origin::Source(self.source, self.action.at.child("target"));
        self.diagnostics
            .push(Diagnostic::new(Code::OverlayTargetKind, message).at(at));
        true
    }

    fn clash(&mut self, target: &Pointer, clash: &Clash) {
        let at = target.join(&clash.at);
        let shown = if at.as_str().is_empty() {
            "$"
        } else {
            at.as_str()
        };
        let message = format!("`{shown}` cannot be updated: {}", clash.words);
        // What is copied has no place of its own in the overlay.
        let from = match self.action.change {
            Change::Update(_) => self.from.join(&clash.from),
            Change::Copy(..) | Change::Remove => self.from.clone(),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::OverlayTargetKind, message)
                .at(Origin::Source(self.source, from))
                .related(self.sources.origin(&at), "this is what it would change"),
        );
    }
}
