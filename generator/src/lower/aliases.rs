//! Aliases that lead back to themselves.
//!
//! Another name for a type cannot contain itself: a list of lists of lists has to be a
//! type of its own. Such an alias becomes a struct around the list, which may refer to
//! itself. An alias of nothing but itself stands for any JSON.

use crate::diagnostics::Code;
use crate::document::Pointer;
use crate::hash::HashSet;
use crate::ir::{Place, Shape, Type, TypeDef, TypeId, Unknown};

use super::context::Lowering;

impl Lowering<'_> {
    pub(super) fn break_circles(&mut self) {
        // By place, so that the same alias of a circle is broken whatever the order.
        let mut ids: Vec<(Place, TypeId)> = self
            .types
            .iter()
            .filter(|(_, def)| matches!(def.shape, Shape::Alias(_)))
            .map(|(id, def)| (def.place.clone(), id))
            .collect();
        ids.sort();
        for (_, id) in ids {
            let Some(TypeDef {
                shape: Shape::Alias(ty),
                ..
            }) = self.types.get(id)
            else {
                continue;
            };
            let ty = ty.clone();
            if !self.leads_to(&ty, id) {
                continue;
            }
            let shape = if matches!(ty, Type::Named(_)) {
                let pointer = self
                    .types
                    .get(id)
                    .map(|def| Pointer::from(def.pointer.as_str()));
                self.report(
                    Code::CircularReference,
                    &pointer.unwrap_or_default(),
                    "the references lead back to where they began, and to no definition",
                );
                Shape::Alias(Type::Any(Unknown::Endless))
            } else {
                Shape::Newtype(ty)
            };
            if let Some(def) = self.types.get_mut(id) {
                def.shape = shape;
            }
        }
    }

    /// Whether a type is, through aliases alone, made of this one.
    fn leads_to(&self, ty: &Type, goal: TypeId) -> bool {
        let mut seen = HashSet::default();
        let mut ty = Some(ty);
        while let Some(inner) = ty {
            ty = match inner {
                Type::Named(id) if *id == goal => return true,
                Type::Named(id) => match self.types.get(*id).map(|def| &def.shape) {
                    Some(Shape::Alias(next)) if seen.insert(*id) => Some(next),
                    _ => None,
                },
                Type::List(next) | Type::Map(next) | Type::Nullable(next) => Some(&**next),
                Type::Text(_)
                | Type::Integer(_)
                | Type::Number(_)
                | Type::Boolean
                | Type::Any(_) => None,
            };
        }
        false
    }
}
