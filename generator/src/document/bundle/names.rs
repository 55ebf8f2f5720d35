//! What components are called that come from other files.
//!
//! A name depends on where the component is written and on what else has a like name,
//! never on the order in which references are met.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Pointer;

/// Words that say what kind of thing is meant, and not which.
const GENERIC: [&str; 47] = [
    "_index",
    "api",
    "body",
    "callbacks",
    "common",
    "components",
    "content",
    "defs",
    "definition",
    "definitions",
    "doc",
    "docs",
    "example",
    "examples",
    "header",
    "headers",
    "index",
    "items",
    "links",
    "main",
    "model",
    "models",
    "object",
    "objects",
    "openapi",
    "parameter",
    "parameters",
    "paths",
    "properties",
    "request",
    "requestBodies",
    "requests",
    "resource",
    "resources",
    "response",
    "responses",
    "schema",
    "schemas",
    "securitySchemes",
    "shared",
    "spec",
    "specification",
    "specs",
    "src",
    "swagger",
    "type",
    "types",
];

/// Where something is written that wants a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// The folders of its file, from the document's on, and the file's name.
    pub(super) path: Vec<String>,
    /// Where it is in the file.
    pub(super) pointer: Pointer,
}

impl Address {
    /// The words of its name, the most telling first: each of the others goes before
    /// the name where it alone is not enough.
    fn words(&self) -> Vec<String> {
        let steps: Vec<String> = self.pointer.steps().map(|step| plain(&step)).collect();
        let mut path: Vec<String> = self.path.iter().map(|folder| plain(folder)).collect();
        if let Some(file) = path.last_mut() {
            *file = stem(file).to_owned();
        }
        let all: Vec<String> = path.into_iter().chain(steps).rev().collect();
        let telling: Vec<String> = all.iter().filter(|word| tells(word)).cloned().collect();
        if telling.is_empty() {
            return all
                .into_iter()
                .find(|word| !word.is_empty())
                .into_iter()
                .collect();
        }
        telling
    }

    /// What it is called if nothing else is.
    pub(super) fn short(&self) -> String {
        self.words().into_iter().next().unwrap_or_default()
    }
}

/// A kind of component whose content can become a type that is named by it.
#[derive(Clone, Copy)]
pub(super) struct Kind<'a> {
    /// The names of schemas, folded: `responses/account.yml` is `account_response` where
    /// a schema is the `account` that it answers with.
    pub(super) schemas: &'a BTreeSet<String>,
    /// The word that tells the two apart.
    pub(super) word: &'static str,
}

/// Names for what is at the addresses, other than those that are taken.
///
/// Of those that would have the same name none gets it: each takes a word of its path
/// before its own, and another until they differ. Upper and lower case and punctuation
/// make no difference, as in a Rust name.
pub(super) fn names(
    addresses: &BTreeSet<Address>,
    taken: BTreeSet<String>,
    kind: Option<Kind<'_>>,
) -> BTreeMap<Address, String> {
    let mut all: Vec<(&Address, Vec<String>, usize)> = addresses
        .iter()
        .map(|address| (address, address.words(), 1))
        .collect();
    loop {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, (_, words, used)) in all.iter().enumerate() {
            groups
                .entry(folded(&joined(words, *used)))
                .or_default()
                .push(index);
        }
        let mut grown = false;
        for (name, group) in groups {
            if group.len() == 1 && !taken.contains(&name) {
                continue;
            }
            for index in group {
                if let Some((_, words, used)) = all.get_mut(index)
                    && *used < words.len()
                {
                    *used += 1;
                    grown = true;
                }
            }
        }
        if !grown {
            break;
        }
    }
    let mut taken = taken;
    let mut named = BTreeMap::new();
    for (address, words, used) in all {
        let name = match joined(&words, used) {
            name if name.is_empty() => "component".to_owned(),
            name => match kind {
                Some(kind) if kind.schemas.contains(&folded(&name)) => {
                    format!("{name}_{}", kind.word)
                }
                Some(_) | None => name,
            },
        };
        let free = std::iter::once(name.clone())
            .chain((2..).map(|number| format!("{name}{number}")))
            .find(|candidate| !taken.contains(&folded(candidate)))
            .unwrap_or(name);
        taken.insert(folded(&free));
        named.insert(address.clone(), free);
    }
    named
}

/// The first words of a list in the order of a path.
fn joined(words: &[String], used: usize) -> String {
    let mut words: Vec<&str> = words.iter().take(used).map(String::as_str).collect();
    words.reverse();
    words.join("_")
}

fn tells(word: &str) -> bool {
    let is_number = word.chars().all(|char| char.is_ascii_digit());
    !word.is_empty() && !is_number && !GENERIC.contains(&word)
}

/// `pet.schema.json` is `pet`.
fn stem(file: &str) -> &str {
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    match stem.rsplit_once('.') {
        Some((name, kind)) if !name.is_empty() && GENERIC.contains(&kind) => name,
        _ => stem,
    }
}

/// The word with nothing in it that the name of a component cannot hold
/// (OAS 3.1 § 4.8.7.1), but for letters of other scripts.
fn plain(word: &str) -> String {
    word.chars()
        .map(|char| match char {
            '.' | '-' | '_' => char,
            char if char.is_alphanumeric() => char,
            _ => '_',
        })
        .collect::<String>()
        .trim_matches('_')
        .to_owned()
}

/// A name as far as it differs from others.
pub(super) fn folded(name: &str) -> String {
    name.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn address(address: &str) -> Address {
        let (path, pointer) = address.split_once('#').unwrap_or((address, ""));
        Address {
            path: path.split('/').map(str::to_owned).collect(),
            pointer: pointer.into(),
        }
    }

    fn named(addresses: &[&str], taken: &[&str]) -> Vec<String> {
        let all: BTreeSet<Address> = addresses.iter().map(|it| address(it)).collect();
        let named = names(&all, taken.iter().map(|it| folded(it)).collect(), None);
        addresses
            .iter()
            .map(|it| named.get(&address(it)).unwrap().clone())
            .collect()
    }

    #[test]
    fn the_file_or_the_last_step_names() {
        let addresses = [
            "models/droplet.yml",
            "pet.schema.json",
            "models.yml#/action",
            "common.yaml#/components/schemas/Error",
            "owner/index.yaml",
            "x.yaml#/get/responses/200/schema",
        ];
        assert_eq!(
            named(&addresses, &[]),
            ["droplet", "pet", "action", "Error", "owner", "get"]
        );
    }

    #[test]
    fn folders_tell_apart_whatever_the_order() {
        let addresses = ["droplets/models/action.yml", "volumes/models/action.yml"];
        assert_eq!(
            named(&addresses, &[]),
            ["droplets_action", "volumes_action"]
        );
        let addresses = ["volumes/models/action.yml", "droplets/models/action.yml"];
        assert_eq!(
            named(&addresses, &[]),
            ["volumes_action", "droplets_action"]
        );
    }

    #[test]
    fn what_is_there_wins() {
        assert_eq!(named(&["a/pet.yaml"], &["Pet"]), ["a_pet"]);
        assert_eq!(named(&["pet.yaml"], &["Pet"]), ["pet2"]);
    }

    #[test]
    fn an_answer_is_not_called_like_what_it_brings() {
        let all = BTreeSet::from([address("responses/account.yml")]);
        let schemas = BTreeSet::from(["account".to_owned()]);
        let kind = Kind {
            schemas: &schemas,
            word: "response",
        };
        let named = names(&all, BTreeSet::new(), Some(kind));
        assert_eq!(named.into_values().next().unwrap(), "account_response");
    }

    #[test]
    fn numbers_are_the_last_resort() {
        assert_eq!(named(&["pet.json", "pet.yaml"], &[]), ["pet", "pet2"]);
    }
}
