//! What tells the variants of a union apart, before and after.

use std::collections::BTreeSet;

use super::super::wire::Heard;
use super::found::Found;
use super::wire::Goes;
use super::words::bare;

/// The member that tells the variants of a union apart.
pub(super) fn told_apart(was: &Heard, is: &Heard, goes: Goes, found: &mut Found) {
    let tag = |heard: &Heard| {
        let at = heard.words.iter().position(|word| word == "by")?;
        heard.words.get(at + 1).map(|tag| bare(tag).to_owned())
    };
    match (tag(was), tag(is)) {
        (was, is) if was == is => {}
        (Some(was), Some(is)) => {
            found.say(format!("`{is}` tells what it is, was `{was}`"));
            if goes.received {
                found.breaks_responses("all of it comes as `Unrecognized`");
            }
        }
        (None, Some(is)) => found.say(format!("`{is}` tells what it is")),
        (Some(was), None) => found.say(format!("`{was}` no longer tells what it is")),
        (None, None) => {}
    }
}

/// The values of that member that tell of a variant.
pub(super) fn tags(was: &Heard, is: &Heard, goes: Goes, found: &mut Found) {
    let tags = |heard: &Heard| -> BTreeSet<String> {
        let words = heard.words.iter().skip(1);
        let values = words.filter_map(|word| word.strip_prefix("tag="));
        values.map(str::to_owned).collect()
    };
    let (was, is) = (tags(was), tags(is));
    if was == is || is.is_empty() {
        return;
    }
    let listed = is.iter().cloned().collect::<Vec<_>>().join(" or ");
    if was.is_empty() {
        found.say(format!("is told by {listed}"));
    } else {
        let before = was.iter().cloned().collect::<Vec<_>>().join(" or ");
        found.say(format!("is told by {listed}, was {before}"));
    }
    let keeps_all = !was.is_empty() && was.is_subset(&is);
    if goes.sent && !keeps_all {
        found.breaks_requests("the API may not know what is sent by the old value");
    }
    if goes.received && !was.is_empty() && !was.is_superset(&is) {
        found.note("told by the new value, it comes as `Unrecognized` with the crate as it was");
    }
}
