//! What a thing is there with: the features that its line names.

use std::collections::BTreeSet;

use super::found::Found;

const BEGIN: &str = "#[cfg(";
const END: &str = ")]";

/// What is there in tests only says so apart: that is no part of an API.
const TESTING: &str = "testing";

/// What a line says without its conditions, and the features of which its thing needs one; none if
/// it is always there.
pub(super) fn taken_apart(says: &str) -> (String, BTreeSet<&str>) {
    let mut bare = String::new();
    let mut features = BTreeSet::new();
    let mut rest = says;
    while let Some((before, condition)) = rest.split_once(BEGIN) {
        let (condition, after) = condition.split_once(END).unwrap_or((condition, ""));
        // What stands between quotes is every second part.
        features.extend(condition.split('"').skip(1).step_by(2));
        bare.push_str(before);
        rest = after;
    }
    bare.push_str(rest);
    features.remove(TESTING);
    (bare.trim().to_owned(), features)
}

/// Tells of a thing that is there with other features than before.
pub(super) fn compare(was: &BTreeSet<&str>, is: &BTreeSet<&str>, found: &mut Found) {
    if was == is {
        return;
    }
    if is.is_empty() {
        found.say(format!("also without {}", listed(was)));
        return;
    }
    if was.is_empty() {
        found.say(format!("only with {}", listed(is)));
        found.breaks_source("programs without default features have to ask for it");
        return;
    }
    let (lost, got) = (was - is, is - was);
    if !got.is_empty() {
        found.say(format!("also with {}", listed(&got)));
    }
    if !lost.is_empty() {
        found.say(format!("no longer with {}", listed(&lost)));
        found.breaks_source("programs without default features have to ask for another");
    }
}

fn listed(features: &BTreeSet<&str>) -> String {
    let names: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => format!("the feature {last}"),
        Some((last, others)) => format!("one of the features {} and {last}", others.join(", ")),
        None => String::new(),
    }
}
