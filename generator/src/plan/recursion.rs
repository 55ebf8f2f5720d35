//! Where a type would contain itself without end, and a `Box` has to stand between.

use crate::hash::HashMap;
use crate::ir::{Api, Type, TypeId};

use super::reach::{named, parts};

/// Types that contain themselves, grouped by the circle they are in.
#[derive(Debug, Default)]
pub(crate) struct Circles {
    circle: HashMap<TypeId, usize>,
}

impl Circles {
    /// Whether a value of `from` that holds a `to` directly would never end.
    pub(crate) fn needs_box(&self, from: TypeId, to: TypeId) -> bool {
        matches!(
            (self.circle.get(&from), self.circle.get(&to)),
            (Some(a), Some(b)) if a == b
        )
    }
}

/// Finds the circles: strongly connected components over what is held directly, that is
/// not behind a list or a map (Tarjan's algorithm, without recursion).
pub(crate) fn circles(api: &Api) -> Circles {
    let held: HashMap<TypeId, Vec<TypeId>> = api
        .types
        .iter()
        .map(|(id, def)| {
            let held = parts(def).into_iter().filter_map(held_directly).collect();
            (id, held)
        })
        .collect();
    let mut found = Circles::default();
    for (number, circle) in circles_of(&held).into_iter().enumerate() {
        found
            .circle
            .extend(circle.into_iter().map(|id| (id, number)));
    }
    found
}

/// The circles among types, by what each leads to.
pub(super) fn circles_of(held: &HashMap<TypeId, Vec<TypeId>>) -> Vec<Vec<TypeId>> {
    let holds_itself = |id: &TypeId| held.get(id).is_some_and(|held| held.contains(id));
    let mut circles = components(held.keys().copied(), held);
    circles.retain(|circle| circle.len() > 1 || circle.iter().any(holds_itself));
    circles
}

/// How many types stand inside one another at most, whatever stands between them; a circle counts
/// as long as it can be.
pub(crate) fn depth(api: &Api) -> usize {
    let inside: HashMap<TypeId, Vec<TypeId>> = api
        .types
        .iter()
        .map(|(id, def)| {
            let inside = parts(def).into_iter().filter_map(named);
            (id, inside.collect())
        })
        .collect();
    let mut depths: HashMap<TypeId, usize> = HashMap::default();
    // What a circle leads to comes before it.
    for circle in components(api.types.iter().map(|(id, _)| id), &inside) {
        let below = circle
            .iter()
            .filter_map(|id| inside.get(id))
            .flatten()
            .filter_map(|id| depths.get(id))
            .max();
        let depth = circle.len() + below.copied().unwrap_or_default();
        depths.extend(circle.into_iter().map(|id| (id, depth)));
    }
    depths.into_values().max().unwrap_or_default()
}

fn held_directly(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => held_directly(inner),
        Type::List(_) | Type::Map(_) => None,
        Type::Text(_) | Type::Integer(_) | Type::Number(_) | Type::Boolean | Type::Any(_) => None,
    }
}

/// Strongly connected components.
fn components(
    nodes: impl Iterator<Item = TypeId>,
    edges: &HashMap<TypeId, Vec<TypeId>>,
) -> Vec<Vec<TypeId>> {
    #[derive(Clone, Copy)]
    struct Mark {
        index: usize,
        low: usize,
        on_stack: bool,
    }
    let none = Vec::new();
    let mut marks: HashMap<TypeId, Mark> = HashMap::default();
    let mut stack: Vec<TypeId> = Vec::new();
    let mut result = Vec::new();
    let mut index = 0;
    for root in nodes {
        if marks.contains_key(&root) {
            continue;
        }
        let mut work: Vec<(TypeId, usize)> = vec![(root, 0)];
        while let Some((node, next)) = work.pop() {
            if next == 0 {
                marks.insert(
                    node,
                    Mark {
                        index,
                        low: index,
                        on_stack: true,
                    },
                );
                index += 1;
                stack.push(node);
            }
            let children = edges.get(&node).unwrap_or(&none);
            if let Some(&child) = children.get(next) {
                work.push((node, next + 1));
                match marks.get(&child).copied() {
                    None => work.push((child, 0)),
                    Some(mark) if mark.on_stack => lower(&mut marks, node, mark.index),
                    Some(_) => {}
                }
                continue;
            }
            let Some(mark) = marks.get(&node).copied() else {
                continue;
            };
            if let Some(&(parent, _)) = work.last() {
                lower(&mut marks, parent, mark.low);
            }
            if mark.low == mark.index {
                let mut component = Vec::new();
                while let Some(member) = stack.pop() {
                    if let Some(mark) = marks.get_mut(&member) {
                        mark.on_stack = false;
                    }
                    component.push(member);
                    if member == node {
                        break;
                    }
                }
                result.push(component);
            }
        }
    }

    fn lower(marks: &mut HashMap<TypeId, Mark>, node: TypeId, to: usize) {
        if let Some(mark) = marks.get_mut(&node) {
            mark.low = mark.low.min(to);
        }
    }
    result
}
