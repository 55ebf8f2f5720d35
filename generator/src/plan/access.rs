//! From a JSON pointer to the fields that lead there.

use crate::hash::HashMap;
use crate::ir::{Type, TypeId};

use super::model::{Access, RustType, Step};
use super::types::{Idents, Known};

/// The fields that lead from a value of `ty` to what is at `pointer` (RFC 6901), and the type
/// there. `None` if the pointer leaves the records.
pub(crate) fn access<'t>(
    known: &'t Known<'_>,
    idents: &Idents,
    ty: &'t Type,
    pointer: &str,
) -> Option<(Access, &'t Type)> {
    let mut steps = Vec::new();
    let mut ty = ty;
    for key in pointer.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        let (holder, record) = known.record(ty)?;
        let member = record.members.iter().find(|member| member.key == key)?;
        steps.push(Step {
            ident: ident(&idents.fields, holder, &key)?,
            presence: known.presence(holder, member),
            boxed: matches!(known.held_type(holder, &member.ty), RustType::Boxed(_)),
        });
        ty = &member.ty;
    }
    let is_string = known.rust_type(known.resolved(ty)) == RustType::String;
    Some((Access { steps, is_string }, ty))
}

fn ident(fields: &HashMap<(TypeId, String), String>, holder: TypeId, key: &str) -> Option<String> {
    fields.get(&(holder, key.to_owned())).cloned()
}
