//! Who is let in, before and after.

use std::collections::{BTreeMap, BTreeSet};

use super::super::wire::Heard;
use super::found::Found;

/// Alternatives of sign-ins: whoever signs in as before must be let in.
pub(super) fn compare(
    old: &BTreeMap<String, Heard>,
    new: &BTreeMap<String, Heard>,
    found: &mut Found,
) {
    let alternatives = |all: &BTreeMap<String, Heard>| -> Vec<BTreeSet<String>> {
        let lines = all.values().filter(|heard| heard.role == "security");
        let sets = lines.map(|heard| {
            let schemes = heard.words.iter().filter(|word| *word != "none");
            schemes.cloned().collect()
        });
        sets.collect()
    };
    let (old, new) = (alternatives(old), alternatives(new));
    if old == new {
        return;
    }
    let said = |all: &[BTreeSet<String>]| {
        let sets = all.iter().map(|set| match set.is_empty() {
            true => "nothing".to_owned(),
            false => set.iter().cloned().collect::<Vec<_>>().join(" and "),
        });
        let sets: Vec<String> = sets.collect();
        match sets.is_empty() {
            true => "nothing".to_owned(),
            false => sets.join(" or "),
        }
    };
    found.say(format!("signs in with {}, was {}", said(&new), said(&old)));
    let none = BTreeSet::new();
    let (old, new) = match (old.is_empty(), new.is_empty()) {
        (_, true) => return,
        (true, false) => (vec![none], new),
        (false, false) => (old, new),
    };
    let is_let_in = |had: &BTreeSet<String>| new.iter().any(|set| set.is_subset(had));
    if !old.iter().all(is_let_in) {
        found.breaks_requests("who signed in as before is refused");
    }
}
