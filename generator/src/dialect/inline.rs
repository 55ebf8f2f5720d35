//! References where the specification has none, and no later stage looks for one: what
//! they lead to is put in their place.
//!
//! Path items may be references by the specification. They are treated alike, since
//! every later stage would have to follow them to find the operations of a path.

use crate::diagnostics::Code;
use crate::json::{Map, Value};

use super::follow;
use super::walk::{Place, Walk};

/// What became of a node.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inlined {
    /// It is no reference.
    No,
    /// It is now what the reference led to, which has to be walked.
    Yes,
    /// The reference stays, to be reported with all others.
    Later,
    /// It leads nowhere, and was reported.
    Nowhere,
}

/// Puts in the place of a reference what it leads to in the document as it was.
/// Fields beside the reference win over those of its target if `merge` says so.
pub(super) fn inline(walk: &mut Walk<'_>, node: &mut Value, merge: bool) -> Inlined {
    let Value::Object(fields) = node else {
        return Inlined::No;
    };
    let Some(Value::String(reference)) = fields.get("$ref") else {
        return Inlined::No;
    };
    let reference = reference.clone();
    if !reference.starts_with('#') {
        walk.reference(Place::Elsewhere);
        return Inlined::Later;
    }
    let original = walk.original().tree();
    let Some((from, target)) = follow(&original, &reference) else {
        let message = format!("`{reference}` leads nowhere");
        walk.say_of("$ref", Code::DanglingReference, message);
        return Inlined::Nowhere;
    };
    if walk.is_inside(&from) {
        let message = format!("`{reference}` leads to something around itself");
        walk.say_of("$ref", Code::CircularReference, message);
        return Inlined::Nowhere;
    }
    if !walk.may_copy(target) {
        let message = format!(
            "`{reference}` is left out: written out where they stand, such references make too \
             much"
        );
        walk.say_of("$ref", Code::TooManyCopies, message);
        return Inlined::Nowhere;
    }
    let mut beside = std::mem::take(fields);
    beside.shift_remove("$ref");
    *node = match target {
        Value::Object(target) if merge => {
            let mut merged = Map::new();
            for (name, value) in target {
                if !beside.contains_key(name) {
                    walk.copied_member(&from, name);
                    merged.insert(name, value.clone());
                }
            }
            merged.extend(beside);
            Value::Object(merged)
        }
        target => {
            walk.copied(&from);
            target.clone()
        }
    };
    walk.enter(from);
    Inlined::Yes
}
