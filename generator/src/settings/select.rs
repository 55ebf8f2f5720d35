//! Which operations a crate goes without.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::Pointer;
use crate::lower::Listed;

use super::nearest::nearest;
use super::{Pattern, Selection, Settings, Shown};

/// Where the operations stand that are left out, of these.
///
/// With `include`, those that it does not match; and those that `exclude` matches. A pattern that
/// matches none of them is told.
pub(crate) fn left_out(
    settings: &Settings,
    listed: &[Listed],
    shown: Shown,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<Pointer> {
    for (key, selection) in [
        ("include", &settings.include),
        ("exclude", &settings.exclude),
    ] {
        for (kind, patterns, matches) in [
            ("tag", &selection.tags, has_tag as Match),
            ("operation", &selection.operations, is_called as Match),
        ] {
            let without = patterns
                .iter()
                .filter(|pattern| !listed.iter().any(|listed| matches(listed, pattern)));
            for pattern in without {
                let words = format!(
                    "`{key}` names the {kind} `{}`, and the document has none like it",
                    pattern.text
                );
                let diagnostic = Diagnostic::new(Code::SettingMatchesNothing, words);
                let diagnostic = diagnostic.at(shown.at(&pattern.at));
                diagnostics.push(match meant(kind, &pattern.text, listed) {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None => diagnostic,
                });
            }
        }
    }
    let is_left_out = |listed: &&Listed| {
        let included = settings.include.is_empty() || selects(&settings.include, listed);
        !included || selects(&settings.exclude, listed)
    };
    let left_out = listed.iter().filter(is_left_out);
    left_out.map(|listed| listed.pointer.clone()).collect()
}

type Match = fn(&Listed, &Pattern) -> bool;

fn selects(selection: &Selection, listed: &Listed) -> bool {
    selection.tags.iter().any(|tag| has_tag(listed, tag))
        || selection
            .operations
            .iter()
            .any(|pattern| is_called(listed, pattern))
}

fn has_tag(listed: &Listed, pattern: &Pattern) -> bool {
    listed.tags.iter().any(|tag| matches(&pattern.text, tag))
}

/// By its `operationId`, or by method and path: `GET /pets`.
fn is_called(listed: &Listed, pattern: &Pattern) -> bool {
    match pattern.text.split_once(' ') {
        Some((method, path)) => {
            matches(&method.to_ascii_uppercase(), &listed.method) && matches(path, &listed.path)
        }
        None => listed
            .id
            .as_ref()
            .is_some_and(|id| matches(&pattern.text, id)),
    }
}

/// Whether a text is as a pattern has it, in which `*` stands for any characters or none.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut left) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return left.ends_with(part);
        }
        // The first place is the one that leaves most to the others.
        let Some((_, after)) = left.split_once(part) else {
            return false;
        };
        left = after;
    }
    true
}

/// What a pattern without `*` probably means.
fn meant(kind: &str, pattern: &str, listed: &[Listed]) -> Option<String> {
    if pattern.contains('*') {
        return None;
    }
    let names: BTreeSet<String> = match (kind, pattern.contains(' ')) {
        ("tag", _) => listed.iter().flat_map(|one| one.tags.clone()).collect(),
        (_, false) => listed.iter().filter_map(|one| one.id.clone()).collect(),
        (_, true) => listed
            .iter()
            .map(|one| format!("{} {}", one.method, one.path))
            .collect(),
    };
    nearest(pattern, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_is_any_characters_or_none() {
        for (pattern, text) in [
            ("list", "list"),
            ("*", ""),
            ("*", "list"),
            ("list*", "list"),
            ("list*", "listPets"),
            ("*Pets", "listPets"),
            ("l*P*s", "listPets"),
            ("a*a*a", "aaa"),
            ("**", "x"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("list", "lists"),
            ("list*", "lis"),
            ("*Pets", "listPet"),
            ("a*a", "a"),
            ("a*b*a", "aa"),
            ("List*", "listPets"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
