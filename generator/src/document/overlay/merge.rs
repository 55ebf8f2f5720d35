//! What an action's `update` does to its target.

use serde_json::Value;

use super::action::Version;
use crate::document::Pointer;
use crate::document::load::kind;

/// An update that does not fit what it would change.
#[derive(Debug)]
pub(super) struct Clash {
    /// Where in the target.
    pub(super) at: String,
    /// Where in the update.
    pub(super) from: String,
    /// What does not fit, in words.
    pub(super) words: String,
}

/// Updates a target, and calls `brought` with the place of each node that it brings
/// in: in the target, and in the update.
///
/// An object is merged into an object; anything is appended to a list, as one item, but a list
/// item by item since 1.1; since then a plain value replaces a plain value. It says whether
/// anything is another than before.
pub(super) fn update(
    target: &mut Value,
    update: &Value,
    version: Version,
    brought: &mut impl FnMut(&str, &str),
) -> Result<bool, Clash> {
    let root = Pointer::root();
    match target {
        Value::Array(_) if update.is_array() && version == Version::V1_1 => {
            merge(target, update, &root, &root, brought)
        }
        Value::Array(items) => {
            brought(&format!("/{}", items.len()), "");
            items.push(update.clone());
            Ok(true)
        }
        Value::Object(_) if update.is_object() => merge(target, update, &root, &root, brought),
        Value::Object(_) => Err(clash(target, update, &root, &root)),
        _ if version == Version::V1_1 => merge(target, update, &root, &root, brought),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Err(Clash {
            at: String::new(),
            from: String::new(),
            words: format!(
                "a target is an object or a list, before Overlay 1.1, and this is {}",
                kind(&target.clone().into())
            ),
        }),
    }
}

/// Merges, by the kinds of both: objects member by member, lists one after the other,
/// and one plain value in the place of another.
fn merge(
    target: &mut Value,
    update: &Value,
    at: &Pointer,
    from: &Pointer,
    brought: &mut impl FnMut(&str, &str),
) -> Result<bool, Clash> {
    match (target, update) {
        (Value::Object(members), Value::Object(changes)) => {
            let mut changed = false;
            for (name, change) in changes {
                let (at, from) = (at.child(name), from.child(name));
                match members.get_mut(name) {
                    Some(member) => changed |= merge(member, change, &at, &from, brought)?,
                    None => {
                        changed = true;
                        brought(at.as_str(), from.as_str());
                        members.insert(name.clone(), change.clone());
                    }
                }
            }
            Ok(changed)
        }
        (Value::Array(items), Value::Array(more)) => {
            for (index, item) in more.iter().enumerate() {
                brought(at.index(items.len()).as_str(), from.index(index).as_str());
                items.push(item.clone());
            }
            Ok(!more.is_empty())
        }
        (target, update) if is_plain(target) && is_plain(update) => {
            brought(at.as_str(), from.as_str());
            let changed = target != update;
            *target = update.clone();
            Ok(changed)
        }
        (target, update) => Err(clash(target, update, at, from)),
    }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        Value::Array(_) | Value::Object(_) => false,
    }
}

fn clash(target: &Value, update: &Value, at: &Pointer, from: &Pointer) -> Clash {
    Clash {
        at: at.as_str().to_owned(),
        from: from.as_str().to_owned(),
        words: format!(
            "it is {}, and the update is {}",
            kind(&target.clone().into()),
            kind(&update.clone().into())
        ),
    }
}
