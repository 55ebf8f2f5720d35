//! Overlays (<https://spec.openapis.org/overlay/v1.0.0>): changes that are kept beside
//! a document instead of in it.
//!
//! Actions apply in order, each to what the last one left. What they bring in is
//! reported at its place in the overlay.

mod action;
mod merge;
mod remove;

use std::path::Path;

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Reported};

use super::{Document, Moves, Origin, Pointer, SourceId, SourceMap, load};
use action::{Action, Change};

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
    let before = diagnostics.count(crate::diagnostics::Severity::Error);
    for action in actions {
        let moves = apply(&mut document.tree, &action, source, sources, diagnostics);
        sources.add_step(moves);
    }
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
            for target in targets {
                let Some(node) = tree.pointer_mut(target.as_str()) else {
                    continue;
                };
                let merged = merge::update(node, update, &mut |to: &str, rest: &str| {
                    let whence = super::Whence::Source(source, from.join(rest));
                    moves.record(target.join(to), whence);
                });
                if let Err(clash) = merged {
                    let at = target.join(&clash.at);
                    let shown = if at.as_str().is_empty() {
                        "$"
                    } else {
                        at.as_str()
                    };
                    let message = format!("`{shown}` cannot be updated: {}", clash.words);
                    diagnostics.push(
                        Diagnostic::new(Code::OverlayTargetKind, message)
                            .at(Origin::Source(source, from.join(&clash.from)))
                            .related(sources.origin(&at), "this is what it would change"),
                    );
                }
            }
        }
    }
    moves
}
