//! Members that go in one direction only, of types that go in both.
//!
//! A required `readOnly` member is required of responses, and a required `writeOnly` one of
//! requests (OAS 3.0.3 § 4.7.24.2). A type that also goes the other way cannot insist on it.

use crate::ir::{Docs, Member, TypeId};

use super::model::Presence;
use super::types::Known;

/// The direction in which a member is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Absent {
    FromRequests,
    FromResponses,
}

impl Known<'_> {
    /// When a member of this type is there.
    pub(crate) fn presence(&self, holder: TypeId, member: &Member) -> Presence {
        let required = member.required && absent(self, holder, member).is_none();
        match (required, member.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::Nullable,
        }
    }

    /// Whether a member of this type is there in whatever carries it.
    pub(crate) fn is_always_there(&self, holder: TypeId, member: &Member) -> bool {
        match self.presence(holder, member) {
            Presence::Required | Presence::RequiredNullable => true,
            Presence::Optional | Presence::Nullable => false,
        }
    }
}

/// What is said of a member, with the direction in which it goes if its type goes in the other.
pub(crate) fn docs(known: &Known<'_>, holder: TypeId, member: &Member) -> Docs {
    let mut docs = member.docs.clone();
    let direction = absent(known, holder, member).map(|absent| match absent {
        Absent::FromRequests => "Only the server sets it.",
        Absent::FromResponses => "Only requests carry it.",
    });
    docs.limits.extend(direction.map(str::to_owned));
    docs
}

fn absent(known: &Known<'_>, holder: TypeId, member: &Member) -> Option<Absent> {
    let reach = known.reach.get(&holder)?;
    match (member.read_only, member.write_only) {
        (true, _) if reach.sent => Some(Absent::FromRequests),
        (_, true) if reach.received => Some(Absent::FromResponses),
        _ => None,
    }
}
