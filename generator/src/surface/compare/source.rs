//! What a program sees, before and after: whether what compiled still does, by the rules that
//! Cargo has for what is compatible.

use std::collections::{BTreeMap, BTreeSet};

use super::super::line::listed;
use super::super::{Kind, Line};
use super::condition::{self, taken_apart};
use super::found::Found;

/// What is there under the feature `testing` only.
const TESTING: &str = "#[cfg(feature = \"testing\")]";
/// Why a program no longer compiles that names what is not there.
pub(super) const GONE: &str = "it is gone";
const DEPRECATED: &str = "#[deprecated]";

/// What the variants of a type hold, before and after.
pub(super) type Held<'a> = (&'a BTreeSet<String>, &'a BTreeSet<String>);

/// Compares the lines about Rust of one thing, which is there before and after.
pub(super) fn compare(old: &[Line<'_>], new: &[Line<'_>], held: Held<'_>, found: &mut Found) {
    if let Some((was, is)) = other_kind(old, new) {
        found.say(format!("{is}, was {was}"));
        found.breaks_source("it is another kind of type");
        return;
    }
    let moved = builder(old).zip(builder(new)).filter(|(was, is)| was != is);
    let (old, mut new) = (keyed(old), keyed(new));
    if let Some((was, is)) = moved {
        found.say(format!("its builder is `{is}`, was `{was}`"));
        found.breaks_source("its builder has another path");
        new = at_old_path(new, is, was);
    }
    // A setter takes what its field is.
    let is_field = |key: &Key| key.kind == Kind::Field;
    let is_of_field = old.keys().any(is_field) && new.keys().any(is_field);
    let keys: BTreeSet<&Key> = old.keys().chain(new.keys()).collect();
    if is_renamed(&old, &new) {
        found.breaks_requests("what the old variable holds is not sent");
    }
    for key in keys {
        match (old.get(key), new.get(key)) {
            (Some(was), Some(is)) if was == is => {}
            (Some(was), Some(is)) if key.kind == Kind::Traits => traits(was, is, held, found),
            (Some(was), Some(is)) => changed(key, was, is, is_of_field, found),
            // The setter of a field is there if it is optional, which is said of the field.
            (Some(was), None) if key.kind == Kind::Fn && was.contains(TESTING) => {}
            (None, Some(_)) if key.kind == Kind::Fn && is_of_field => {}
            (Some(was), None) => gone(key, was, is_of_field, found),
            (None, Some(is)) => come(key, is, found),
            (None, None) => {}
        }
    }
}

/// Whether variables of the environment have other names.
fn is_renamed(old: &BTreeMap<Key, &str>, new: &BTreeMap<Key, &str>) -> bool {
    let lacks = |one: &BTreeMap<Key, &str>, other: &BTreeMap<Key, &str>| {
        let mut variables = one.keys().filter(|key| key.kind == Kind::Env);
        variables.any(|key| !other.contains_key(key))
    };
    lacks(old, new) && lacks(new, old)
}

/// The path of what builds the request of an operation.
fn builder<'a>(lines: &[Line<'a>]) -> Option<&'a str> {
    let is_builder =
        |line: &&Line<'_>| line.kind == Kind::Struct && line.path.starts_with("operations::");
    lines.iter().find(is_builder).map(|line| line.path)
}

/// What is below one path, as if it were below another.
fn at_old_path<'a>(lines: BTreeMap<Key, &'a str>, is: &str, was: &str) -> BTreeMap<Key, &'a str> {
    let moved = lines.into_iter().map(|(mut key, says)| {
        if let Some(rest) = key.path.strip_prefix(is) {
            key.path = format!("{was}{rest}");
        }
        (key, says)
    });
    moved.collect()
}

/// The kinds of a type that is of another kind now.
fn other_kind(old: &[Line<'_>], new: &[Line<'_>]) -> Option<(String, String)> {
    let kind = |lines: &[Line<'_>]| {
        let is_kind =
            |line: &&Line<'_>| matches!(line.kind, Kind::Struct | Kind::Enum | Kind::Type);
        let line = lines.iter().find(is_kind)?;
        Some((
            line.kind,
            match line.kind {
                Kind::Type => format!("another name for `{}`", taken_apart(line.says).0),
                kind => kind.word().to_owned(),
            },
        ))
    };
    let ((was, was_said), (is, is_said)) = kind(old).zip(kind(new))?;
    (was != is).then_some((was_said, is_said))
}

/// The lines of a thing that is no longer there.
pub(super) fn removed(old: &[Line<'_>], found: &mut Found) {
    let is_seen = |line: &&Line<'_>| {
        !matches!(line.kind, Kind::Wire | Kind::Env) && !line.says.contains(TESTING)
    };
    if old.iter().any(|line| is_seen(&line)) {
        found.breaks_source(GONE);
    }
}

/// What tells the lines of a thing apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    kind: Kind,
    /// Of what a manifest says: the name of the crate or the feature.
    name: String,
}

fn keyed<'a>(lines: &[Line<'a>]) -> BTreeMap<Key, &'a str> {
    let lines = lines.iter().filter(|line| line.kind != Kind::Wire);
    let keyed = lines.map(|line| {
        let says = line.says;
        let (name, says) = match line.kind {
            Kind::Dependency => says.split_once(' ').unwrap_or((says, "")),
            Kind::Feature | Kind::Env => (says, ""),
            _ => ("", says),
        };
        let key = Key {
            path: line.path.to_string(),
            kind: line.kind,
            name: name.to_owned(),
        };
        (key, says)
    });
    keyed.collect()
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit(['.', ':']).next().unwrap_or(path)
}

fn gone(key: &Key, was: &str, is_of_field: bool, found: &mut Found) {
    match key.kind {
        Kind::Dependency => {
            found.say(format!("does not need the crate `{}`", key.name));
        }
        Kind::Feature => {
            found.say(format!("no feature `{}`", key.name));
            found.breaks_source("a feature that is asked for is not there");
        }
        Kind::Env => {
            found.say(format!("does not read the variable `{}`", key.name));
        }
        Kind::Traits => {
            found.say("has no traits");
            found.breaks_source("its traits are gone");
        }
        _ => {
            let word = match key.kind {
                Kind::Fn if setter(was).is_some() => "setter",
                kind => kind.word(),
            };
            if !is_of_field {
                found.say(format!("no {word} `{}`", name(&key.path)));
            }
            found.breaks_source(format!("{word} `{}` is gone", name(&key.path)));
        }
    }
}

fn come(key: &Key, is: &str, found: &mut Found) {
    let said = match key.kind {
        Kind::Dependency => format!("needs the crate `{}` {is}", key.name),
        Kind::Feature => format!("feature `{}`", key.name),
        Kind::Env => format!("reads the variable `{}`", key.name),
        Kind::Fn => format!("`{}{is}`", name(&key.path)),
        Kind::Version
        | Kind::RustVersion
        | Kind::Module
        | Kind::Use
        | Kind::Struct
        | Kind::Enum
        | Kind::Type
        | Kind::Traits
        | Kind::Field
        | Kind::Variant
        | Kind::Const
        | Kind::Wire => format!("{} `{}`", key.kind.word(), name(&key.path)),
    };
    found.say(said);
}

fn changed(key: &Key, was: &str, is: &str, is_of_field: bool, found: &mut Found) {
    found.is_deprecated |= is.contains(DEPRECATED) && !was.contains(DEPRECATED);
    let (was_in_tests, is_in_tests) = (was.contains(TESTING), is.contains(TESTING));
    let ((was, was_with), (is, is_with)) = (taken_apart(was), taken_apart(is));
    condition::compare(&was_with, &is_with, found);
    let (was, is) = (undeprecated(&was), undeprecated(&is));
    match (was_in_tests, is_in_tests) {
        (false, true) => {
            found.say(format!(
                "`{}` only with the feature `testing`",
                name(&key.path)
            ));
            found.breaks_source("without the feature `testing` it is gone");
        }
        (true, false) => {
            found.say(format!(
                "`{}` also without the feature `testing`",
                name(&key.path)
            ));
        }
        (true, true) | (false, false) => {}
    }
    if was == is {
        return;
    }
    match key.kind {
        Kind::Fn if is_of_field => {}
        Kind::Fn if was_in_tests && is_in_tests => {
            found.note(format!(
                "tests that call `{}` have to change",
                name(&key.path)
            ));
        }
        Kind::Fn => {
            let own = name(&key.path);
            let given = |says: &str| says.split_once(" -> ").map(|(_, ty)| ty.to_owned());
            let takes_the_same = is.split(" -> ").next() == was.split(" -> ").next();
            match (setter(&was).zip(setter(&is)), given(&was).zip(given(&is))) {
                (Some((was, is)), _) => found.say(format!("`{is}`, was `{was}`")),
                (None, Some((was, is))) if takes_the_same => {
                    found.say(format!("`{own}` gives `{is}`, was `{was}`"));
                    found.breaks_source("what it gives is of another type");
                    return;
                }
                (None, _) => found.say(format!("`{own}{is}`, was `{own}{was}`")),
            }
            if !takes_more(&was, &is) {
                found.breaks_source("calls of it have to change");
            }
        }
        Kind::Struct | Kind::Enum => match is.as_str() {
            "exhaustive" => found.say("nothing more can be added to it"),
            _ => {
                found.say("more may be added to it");
                found.breaks_source("it cannot be built or matched without the rest");
            }
        },
        Kind::Dependency => {
            found.say(format!("crate `{}` {is}, was {was}", key.name));
            found.breaks_source("its types are those of another version");
        }
        Kind::RustVersion => {
            found.say(format!("needs Rust {is}, was {was}"));
            found.note("a compiler that was new enough may no longer be");
        }
        Kind::Variant => {
            found.say(format!("holds `{is}`, was `{was}`"));
            found.breaks_source("patterns and values have another type");
        }
        Kind::Field | Kind::Const | Kind::Type | Kind::Use => {
            found.say(format!("`{is}`, was `{was}`"));
            found.breaks_source("it has another type");
        }
        Kind::Version | Kind::Feature | Kind::Env | Kind::Module | Kind::Traits | Kind::Wire => {}
    }
}

fn undeprecated(says: &str) -> String {
    says.replace(DEPRECATED, "").trim().to_owned()
}

/// What a setter takes.
fn setter(signature: &str) -> Option<&str> {
    let taken = signature.strip_suffix(") -> Self")?;
    let (_, ty) = taken.strip_prefix("(self, ")?.split_once(": ")?;
    Some(ty)
}

fn traits(was: &str, is: &str, held: Held<'_>, found: &mut Found) {
    // What a variant holds is made into it; that one came or went is said of the variant.
    let follows = |name: &str| {
        let of = name
            .strip_prefix("From<")
            .and_then(|name| name.strip_suffix('>'));
        of.is_some_and(|of| held.0.contains(of) != held.1.contains(of))
    };
    let set = |text: &str| -> BTreeSet<String> {
        let names = listed(text).into_iter().filter(|name| !follows(name));
        names.map(str::to_owned).collect()
    };
    let (was, is) = (set(was), set(is));
    let list = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        let list: Vec<String> = one
            .difference(other)
            .map(|name| format!("`{name}`"))
            .collect();
        list.join(", ")
    };
    let (lost, got) = (list(&was, &is), list(&is, &was));
    if !got.is_empty() {
        found.say(format!("has {got}"));
    }
    if !lost.is_empty() {
        found.say(format!("has no longer {lost}"));
        found.breaks_source(format!("{lost} is gone"));
    }
}

/// Whether a function takes all that it took, and gives back the same.
fn takes_more(was: &str, is: &str) -> bool {
    let (Some((was_takes, was_gives)), Some((is_takes, is_gives))) = (parts(was), parts(is)) else {
        return false;
    };
    was_gives == is_gives
        && was_takes.len() == is_takes.len()
        && was_takes
            .iter()
            .zip(&is_takes)
            .all(|(was, is)| argument_takes_more(was, is))
}

fn argument_takes_more(was: &str, is: &str) -> bool {
    let ty = |argument: &str| match argument.split_once(": ") {
        Some((_, ty)) => ty.to_owned(),
        None => argument.to_owned(),
    };
    let (was, is) = (ty(was), ty(is));
    let into = is
        .strip_prefix("impl Into<")
        .and_then(|ty| ty.strip_suffix('>'));
    was == is || into == Some(was.as_str()) || (was == "&str" && is == "impl AsRef<str>")
}

/// The arguments and what comes back.
fn parts(signature: &str) -> Option<(Vec<String>, &str)> {
    let (mut depth, mut end) = (0_usize, None);
    let mut arguments = Vec::new();
    let mut argument = String::new();
    for (at, c) in signature.char_indices() {
        let is_arrow = c == '>' && signature.get(..at).is_some_and(|text| text.ends_with('-'));
        match c {
            '(' | '<' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '>' if !is_arrow => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (c, depth) {
            (')', 0) => {
                end = Some(at);
                break;
            }
            ('(', 1) => {}
            (',', 1) => arguments.push(std::mem::take(&mut argument)),
            (c, _) => argument.push(c),
        }
    }
    arguments.push(argument);
    let arguments = arguments.iter().map(|text| text.trim().to_owned());
    let arguments = arguments.filter(|text| !text.is_empty()).collect();
    Some((arguments, signature.get(end?..)?))
}
