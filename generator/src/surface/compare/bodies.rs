//! Bodies of requests, before and after.

use std::collections::BTreeMap;

use super::super::wire::Heard;
use super::found::Found;
use super::words::described;

/// Bodies that an operation did not take, or no longer takes.
pub(super) fn compare(
    old: &BTreeMap<String, Heard>,
    new: &BTreeMap<String, Heard>,
    found: &mut Found,
) {
    let bodies = |all: &BTreeMap<String, Heard>| -> Vec<Heard> {
        let bodies = all.values().filter(|heard| heard.role == "body");
        bodies.cloned().collect()
    };
    let (old, new) = (bodies(old), bodies(new));
    let is_in = |all: &[Heard], body: &Heard| all.iter().any(|of| of.word(0) == body.word(0));
    for is in new.iter().filter(|is| !is_in(&old, is)) {
        found.say(described(is));
        if old.is_empty() && is.has("required") {
            found.breaks_requests("requests without a body are refused");
        }
    }
    for was in old.iter().filter(|was| !is_in(&new, was)) {
        found.say(format!("no body {}", was.word(0)));
        match new.is_empty() {
            true => found.note("the API no longer reads what is sent there"),
            false => found.breaks_requests(format!("a body {} is refused", was.word(0))),
        }
    }
}
