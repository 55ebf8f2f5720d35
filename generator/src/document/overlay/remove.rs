//! What an action's `remove` does to its targets.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::{Moves, Pointer, Whence};

/// Lists that lose items: where they were, and the positions that go.
type Gaps = BTreeMap<Pointer, BTreeSet<usize>>;

/// Removes nodes, and records the items of lists that move up.
pub(super) fn remove(tree: &mut Value, targets: &[Pointer], moves: &mut Moves) {
    let mut gaps = Gaps::new();
    let mut sorted: Vec<(Vec<Position>, &Pointer)> = targets
        .iter()
        .map(|target| {
            (
                target.steps().map(|step| Position::of(&step)).collect(),
                target,
            )
        })
        .collect();
    // From the end, so that no pointer is stale when its turn comes.
    sorted.sort();
    for (_, target) in sorted.into_iter().rev() {
        let (Some(parent), Some(name)) = (target.parent(), target.last()) else {
            continue;
        };
        match tree.pointer_mut(parent.as_str()) {
            Some(Value::Object(members)) => {
                members.shift_remove(&*name);
            }
            Some(Value::Array(items)) => {
                if let Ok(index) = name.parse::<usize>()
                    && index < items.len()
                {
                    items.remove(index);
                    gaps.entry(parent).or_default().insert(index);
                }
            }
            _ => {}
        }
    }
    for (list, gone) in &gaps {
        let after = moved(list, &gaps);
        let Some(Value::Array(left)) = tree.pointer(after.as_str()) else {
            continue;
        };
        let kept = (0..left.len() + gone.len()).filter(|index| !gone.contains(index));
        for (now, before) in kept.enumerate() {
            if now != before {
                moves.record(after.index(now), Whence::Before(list.index(before)));
            }
        }
    }
}

/// Where a node is once the items before it, and those before the nodes around it, are
/// gone.
fn moved(pointer: &Pointer, gaps: &Gaps) -> Pointer {
    let mut before = Pointer::root();
    let mut after = Pointer::root();
    for step in pointer.steps() {
        match (gaps.get(&before), step.parse::<usize>()) {
            (Some(gone), Ok(index)) => {
                after.push_index(index - gone.range(..index).count());
                before.push_index(index);
            }
            _ => {
                after.push(&step);
                before.push(&step);
            }
        }
    }
    after
}

/// A step, so ordered that item 10 comes after item 9.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    Index(usize),
    Key(String),
}

impl Position {
    fn of(step: &str) -> Self {
        match step.parse() {
            Ok(index) => Self::Index(index),
            Err(_) => Self::Key(step.to_owned()),
        }
    }
}
