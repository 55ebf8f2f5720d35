//! What an example has that its type does not speak of.

use crate::document::Pointer;
use crate::ir::{Additional, Record, Shape, Tuple, Type, TypeId, Union};
use crate::json::Value;

use super::Check;

impl Check<'_> {
    /// Takes the members that no record has a word for out of a value that fits, and says where
    /// they were. What carries such a value one way only does not keep them.
    pub(super) fn without_unspoken(self, ty: &Type, value: &mut Value) -> Vec<Pointer> {
        let mut gone = Vec::new();
        self.prune(ty, value, &Pointer::root(), &mut gone);
        gone
    }

    fn prune(self, ty: &Type, value: &mut Value, at: &Pointer, gone: &mut Vec<Pointer>) {
        if self.names >= super::MOST_NAMES {
            return;
        }
        match (ty, value) {
            (Type::Nullable(inner), value) => self.prune(inner, value, at, gone),
            (Type::Named(id), value) => self.prune_named(*id, value, at, gone),
            (Type::List(items), Value::Array(list)) => {
                for (index, item) in list.iter_mut().enumerate() {
                    self.inside().prune(items, item, &at.index(index), gone);
                }
            }
            (Type::Map(values), Value::Object(map)) => {
                for (key, value) in map {
                    self.inside().prune(values, value, &at.child(key), gone);
                }
            }
            _ => {}
        }
    }

    fn prune_named(self, id: TypeId, value: &mut Value, at: &Pointer, gone: &mut Vec<Pointer>) {
        match self.api.types.get(id).map(|def| &def.shape) {
            Some(Shape::Record(record)) => self.prune_record(record, value, at, gone),
            Some(Shape::Tuple(tuple)) => self.prune_tuple(tuple, value, at, gone),
            Some(Shape::Newtype(ty) | Shape::Alias(ty)) => {
                self.renamed().prune(ty, value, at, gone);
            }
            Some(Shape::Union(union)) => self.prune_union(union, value, at, gone),
            Some(Shape::TextEnum(_) | Shape::IntegerEnum(_) | Shape::ScalarEnum(_)) | None => {}
        }
    }

    fn prune_record(
        self,
        record: &Record,
        value: &mut Value,
        at: &Pointer,
        gone: &mut Vec<Pointer>,
    ) {
        let Value::Object(object) = value else {
            return;
        };
        object.retain(|key, value| {
            let at = at.child(key);
            let member = record.members.iter().find(|member| member.key == *key);
            match (member.map(|member| &member.ty), &record.additional) {
                (Some(ty), _) | (None, Additional::Typed(ty)) => {
                    self.inside().prune(ty, value, &at, gone);
                    true
                }
                (None, Additional::Unspoken) => {
                    gone.push(at);
                    false
                }
            }
        });
    }

    fn prune_tuple(self, tuple: &Tuple, value: &mut Value, at: &Pointer, gone: &mut Vec<Pointer>) {
        let Value::Array(list) = value else {
            return;
        };
        let types = tuple.items.iter().map(|item| &item.ty);
        let types = types.chain(std::iter::repeat(&tuple.rest));
        for (index, (item, ty)) in list.iter_mut().zip(types).enumerate() {
            self.inside().prune(ty, item, &at.index(index), gone);
        }
    }

    /// Of several variants that the value fits, the one that knows most of it.
    fn prune_union(self, union: &Union, value: &mut Value, at: &Pointer, gone: &mut Vec<Pointer>) {
        let inside = self.renamed();
        let best = union
            .variants
            .iter()
            .filter(|variant| inside.value(&variant.ty, false, value, at).is_ok())
            .map(|variant| {
                let (mut pruned, mut lost) = (value.clone(), Vec::new());
                inside.prune(&variant.ty, &mut pruned, at, &mut lost);
                (pruned, lost)
            })
            .min_by_key(|(_, lost)| lost.len());
        if let Some((pruned, lost)) = best {
            *value = pruned;
            gone.extend(lost);
        }
    }
}
