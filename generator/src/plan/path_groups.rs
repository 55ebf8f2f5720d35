//! Groups of operations by their paths, where tags do not tell them apart.
//!
//! One in five large APIs has no tags, or one for all. Their operations would be one module and one
//! feature, so that a program builds hundreds of them to call two. What people would have tagged
//! `accounts` is mostly below `/v1/accounts`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::ir::{Api, Operation, Tag};
use crate::settings::Settings;

use super::names::{Lock, case};
use super::operations::template;
use super::tag_features::LARGE;

/// How the operations of a crate are grouped by their paths. `names.lock` keeps it, so that no group
/// is called otherwise because the API has grown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PathGroups {
    /// What most paths have in common: groups are named after the segment behind it. Without
    /// versions, and each parameter is `{}`.
    pub(crate) below: String,
    /// The one tag that operations have, if they have one: it is none.
    #[serde(default)]
    pub(crate) tag: Option<String>,
}

/// What a parameter is in [`PathGroups::below`].
const PARAMETER: &str = "{}";

/// Gives operations that no tag tells from others the group of their path for a tag, in a crate that
/// gets features for its tags.
pub(crate) fn divide(api: &mut Api, settings: &Settings, old: &Lock, new: &mut Lock) {
    let is_new_and_large = old.is_new() && api.operations.len() >= LARGE;
    let groups = match &old.path_groups {
        _ if settings.tag_features == Some(false) => None,
        Some(kept) => Some(kept.clone()),
        // It has features by tag, for better or worse.
        None if old.tag_features => None,
        None if settings.tag_features.unwrap_or(is_new_and_large) => PathGroups::find(api),
        None => None,
    };
    let Some(groups) = groups else {
        return;
    };
    let (divided, others): (Vec<_>, Vec<_>) = api
        .operations
        .iter_mut()
        .partition(|operation| groups.divides(operation));
    let tagged: BTreeSet<&String> = others.iter().filter_map(|it| it.tag.as_ref()).collect();
    // A tag that is called like a group is that group, also where the document only lists it.
    let listed = api.tags.iter().map(|tag| &tag.name);
    let tags: BTreeMap<String, String> = listed
        .filter(|tag| groups.tag.as_ref() != Some(*tag))
        .map(|tag| (case::module(tag), tag.clone()))
        .collect();
    let mut paths: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in divided {
        operation.tag = groups.of(operation).map(|group| {
            let name = tags.get(&group.name).unwrap_or(&group.name);
            if !tagged.contains(name) {
                let paths = paths.entry(name.clone()).or_default();
                paths.insert(group.path);
            }
            name.clone()
        });
    }
    for (name, paths) in paths {
        let paths = paths.into_iter().collect();
        match api.tags.iter_mut().find(|tag| tag.name == name) {
            Some(tag) => tag.paths = paths,
            None => api.tags.push(Tag {
                name,
                description: None,
                paths,
            }),
        }
    }
    new.path_groups = Some(groups);
}

/// The group of a path.
struct Group {
    name: String,
    /// The path up to the segment that names the group, as the document has it.
    path: String,
}

/// A part of a path between slashes.
struct Segment {
    /// As the document has it.
    written: String,
    /// Where it ends in the path.
    end: usize,
}

impl Segment {
    fn is_parameter(&self) -> bool {
        self.written.contains('{')
    }

    /// The segment as it is compared.
    fn key(&self) -> &str {
        match self.is_parameter() {
            true => PARAMETER,
            false => &self.written,
        }
    }

    /// What a group would be called after it: `chat.postMessage` and `chat:post` are of `chat`.
    fn name(&self) -> Option<String> {
        let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '~');
        let ends = |c: char| matches!(c, '.' | ':' | '(' | ';' | ',');
        let word = self.written.split(ends).next()?;
        let names = !word.is_empty() && word.chars().all(is_of_word);
        names.then(|| case::module(word))
    }
}

impl PathGroups {
    /// How to group operations, if their tags do not and their paths do.
    fn find(api: &Api) -> Option<Self> {
        let tags: BTreeSet<&String> = api
            .operations
            .iter()
            .filter_map(|it| it.tag.as_ref())
            .collect();
        let untagged = api.operations.iter().filter(|it| it.tag.is_none()).count();
        let tag = match (tags.len(), tags.first()) {
            (0 | 1, tag) => tag.map(|tag| (*tag).clone()),
            _ if 2 * untagged > api.operations.len() => None,
            _ => return None,
        };
        let mut groups = Self {
            below: String::new(),
            tag,
        };
        let divided = api.operations.iter().filter(|it| groups.divides(it));
        let divided: Vec<&Operation> = divided.collect();
        let paths: Vec<Vec<Segment>> = divided.iter().map(|it| segments(it)).collect();
        for below in beginnings(&paths).into_iter().rev() {
            groups.below = below;
            if groups.group(&divided) {
                return Some(groups);
            }
        }
        None
    }

    /// Whether there are groups, of more than one operation: where each has a path of its own, as with
    /// calls of procedures, paths say nothing.
    fn group(&self, operations: &[&Operation]) -> bool {
        let groups = operations.iter().filter_map(|it| self.of(it));
        let names: Vec<String> = groups.map(|group| group.name).collect();
        let different: BTreeSet<&String> = names.iter().collect();
        different.len() > 1 && 2 * different.len() <= names.len()
    }

    /// Whether an operation is in the group of its path.
    fn divides(&self, operation: &Operation) -> bool {
        operation.tag.is_none() || operation.tag == self.tag
    }

    /// The group of an operation: named after the first segment that is not as in most paths; or,
    /// where that is a parameter or there is none, after the last one before.
    fn of(&self, operation: &Operation) -> Option<Group> {
        let segments = segments(operation);
        let mut below = self.below.split('/').skip(1);
        let common = segments
            .iter()
            .take_while(|segment| below.next() == Some(segment.key()));
        let common = common.count();
        let candidates = segments.get(..=common).unwrap_or(&segments);
        let named = candidates.iter().rfind(|it| !it.is_parameter())?;
        let path = template(&operation.path);
        Some(Group {
            name: named.name()?,
            path: path.get(..named.end)?.to_owned(),
        })
    }
}

/// What most paths begin with, from nothing on: one segment more as long as two thirds of all go through
/// it, and on.
fn beginnings(paths: &[Vec<Segment>]) -> Vec<String> {
    let mut below = String::new();
    let mut all = vec![below.clone()];
    let mut through: Vec<&[Segment]> = paths.iter().map(Vec::as_slice).collect();
    loop {
        let mut next: BTreeMap<&str, Vec<&[Segment]>> = BTreeMap::new();
        for path in through {
            if let Some((first, rest)) = path.split_first()
                && rest.iter().any(|segment| !segment.is_parameter())
            {
                next.entry(first.key()).or_default().push(rest);
            }
        }
        let largest = next.into_iter().max_by_key(|(_, paths)| paths.len());
        let Some((segment, on)) = largest.filter(|(_, on)| 3 * on.len() >= 2 * paths.len()) else {
            return all;
        };
        below = format!("{below}/{segment}");
        all.push(below.clone());
        through = on;
    }
}

/// The parts of a path that say what it is about: all but versions.
fn segments(operation: &Operation) -> Vec<Segment> {
    let path = template(&operation.path);
    let mut end = 0;
    let mut segments = Vec::new();
    for written in path.split('/') {
        end += written.len();
        if !written.is_empty() && !is_version(written) {
            segments.push(Segment {
                written: written.to_owned(),
                end,
            });
        }
        end += "/".len();
    }
    segments
}

/// Whether a segment is a version: `v1`, `2`, `v2.1`, `v1beta2`, `2022-11-28`.
fn is_version(segment: &str) -> bool {
    let numbers = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    let words = ["alpha", "beta", "rc", "preview"];
    let without_words = words.iter().fold(numbers.to_owned(), |numbers, word| {
        numbers.replace(word, "")
    });
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    numbers.starts_with(|c: char| c.is_ascii_digit()) && without_words.chars().all(is_of_number)
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_are_numbers() {
        for version in ["v1", "2", "v2.1", "v1beta2", "v1.0-preview", "2022-11-28"] {
            assert!(is_version(version), "{version}");
        }
        for word in ["v", "vm", "accounts", "v1accounts", "beta", "2fa"] {
            assert!(!is_version(word), "{word}");
        }
    }
}
