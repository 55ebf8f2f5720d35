//! Path items that are references: the item is put in the place of the reference.
//!
//! `openapiv3` would read a reference, but every stage after this one would have to
//! follow it to find the operations of a path.

use serde_json::{Map, Value};

use crate::diagnostics::Code;
use crate::document::Pointer;

use super::follow;
use super::walk::{Place, Walk};

/// Inlines the references among the paths and the webhooks.
pub(super) fn inline(root: &mut Map<String, Value>, walk: &mut Walk<'_>) {
    for section in ["paths", "webhooks"] {
        let at = Pointer::root().child(section);
        let references: Vec<(String, String)> = root
            .get(section)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(path, item)| Some((path.clone(), item.get("$ref")?.as_str()?.to_owned())))
            .collect();
        for (path, reference) in references {
            let at = at.child(&path);
            if !reference.starts_with('#') {
                // Said where all references are resolved.
                walk.at(&at, |walk| walk.reference(Place::Component));
                continue;
            }
            // The tree is borrowed as a value for the time of the look-up.
            let tree = Value::Object(std::mem::take(root));
            let found = follow(&tree, &reference)
                .filter(|(_, item)| walk.may_copy(item))
                .map(|(pointer, item)| (pointer, item.clone()));
            if let Value::Object(fields) = tree {
                *root = fields;
            }
            let Some(Value::Object(items)) = root.get_mut(section) else {
                continue;
            };
            let Some(Value::Object(item)) = items.get_mut(&path) else {
                continue;
            };
            item.shift_remove("$ref");
            match found {
                Some((from, Value::Object(target))) => {
                    for (name, value) in target {
                        if !item.contains_key(&name) {
                            walk.copied(from.child(&name), at.child(&name));
                            item.insert(name, value);
                        }
                    }
                }
                _ => walk.at(&at.child("$ref"), |walk| {
                    let message = format!("`{reference}` leads to no path item; the path has no operations");
                    walk.say(Code::DanglingReference, message);
                }),
            }
        }
    }
}
