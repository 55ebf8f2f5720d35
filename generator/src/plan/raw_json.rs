//! What is raw JSON in a crate, and why.

use std::collections::BTreeMap;

use crate::ir::{Outcome, Type, TypeId, Unknown};

use super::reach::parts;
use super::types::Known;

/// How many members, items, parameters and bodies are raw JSON, or lists or maps of it.
pub(crate) fn count(known: &Known<'_>, printed: &[TypeId]) -> BTreeMap<Unknown, usize> {
    let of_types = printed
        .iter()
        .filter_map(|id| known.api.types.get(*id))
        .filter(|def| !matches!(def.shape, crate::ir::Shape::Alias(_)))
        .flat_map(parts);
    let of_operations = known.api.operations.iter().flat_map(|operation| {
        let bodies = operation.bodies.iter();
        let bodies = bodies.filter_map(|body| body.content.ty());
        let answers = operation
            .responses
            .iter()
            .flat_map(|response| std::iter::once(&response.content).chain(&response.others))
            .filter_map(Outcome::ty);
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        parameters.chain(bodies).chain(answers)
    });
    let mut counts = BTreeMap::new();
    for why in of_types
        .chain(of_operations)
        .filter_map(|ty| unknown(known, ty))
    {
        *counts.entry(why).or_default() += 1;
    }
    counts
}

/// Why a type is raw JSON, or a list or a map of it.
fn unknown(known: &Known<'_>, ty: &Type) -> Option<Unknown> {
    match known.resolved(ty) {
        Type::Any(why) => Some(*why),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => unknown(known, inner),
        Type::Named(_) | Type::Text(_) | Type::Integer(_) | Type::Number(_) | Type::Boolean => None,
    }
}
