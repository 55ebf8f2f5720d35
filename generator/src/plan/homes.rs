//! Which file each type is in, and which features that file needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::TypeId;

use super::model::{ALL_TAGS, Item, Module, TypeFile};
use super::names::{Scope, Spelling, case};
use super::tag_features::{Needs, TagFeatures};
use super::types::Known;

/// How many features may share a type that each of them brings. What more of them use is always
/// there: such types are few and mostly small, and each set of features is a file.
const MOST: usize = 3;

/// The file of the types that nobody has to himself.
const SHARED: &str = "shared";
/// The file of those that no operation uses, where what is used decides what is there.
const UNUSED: &str = "unused";

/// The types, by the file that they are in.
pub(crate) type ByHome = BTreeMap<Home, Vec<Item>>;

/// Where a type is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    /// With the types of several tags.
    Shared,
    /// With those of this tag.
    Tag(String),
    /// With those that any of these features brings.
    Features(BTreeSet<String>),
    /// With those that no operation uses.
    Unused,
}

impl Home {
    /// That of a type.
    pub(crate) fn of(known: &Known<'_>, features: Option<&TagFeatures>, id: TypeId) -> Self {
        let Some(features) = features else {
            let tag = known.reach.get(&id).and_then(|reach| reach.only_tag());
            return tag.map_or(Self::Shared, |tag| Self::Tag(tag.to_owned()));
        };
        match features.of_type(id) {
            Needs::AnyOf(features) if features.len() <= MOST => Self::Features(features),
            Needs::Nothing | Needs::AnyOf(_) => Self::Shared,
            Needs::AllTags => Self::Unused,
        }
    }

    /// That of what an operation of the module answers.
    pub(crate) fn of_answers(module: &Module, there: &ByHome) -> Self {
        if let Some(feature) = &module.feature {
            return Self::Features([feature.clone()].into());
        }
        let tag = module.tag.clone().map(Self::Tag);
        tag.filter(|home| there.contains_key(home))
            .unwrap_or(Self::Shared)
    }

    /// The file's name, if it is free.
    fn name(&self) -> String {
        match self {
            Self::Shared => SHARED.to_owned(),
            Self::Unused => UNUSED.to_owned(),
            Self::Tag(tag) => case::module(tag),
            Self::Features(features) => {
                let names: Vec<String> = features.iter().map(|name| case::module(name)).collect();
                listed(&names, "_", "_and_")
            }
        }
    }

    /// What is in the file, in CommonMark.
    fn title(&self) -> String {
        match self {
            Self::Shared => "Types that several tags share, or none uses.".to_owned(),
            Self::Unused => "Types that no operation uses.".to_owned(),
            Self::Tag(tag) => {
                let tag = tag.replace(['\r', '\n'], " ");
                format!("Types of the operations tagged {tag}.")
            }
            Self::Features(features) => {
                let names: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
                match names.as_slice() {
                    [one] => format!("Types that only {one} uses."),
                    all => format!("Types that {} share.", listed(all, ", ", " and ")),
                }
            }
        }
    }

    /// The features of which one has to be on.
    fn features(&self) -> Vec<String> {
        match self {
            Self::Shared | Self::Tag(_) => Vec::new(),
            Self::Unused => vec![ALL_TAGS.to_owned()],
            Self::Features(features) => features.iter().cloned().collect(),
        }
    }
}

/// The files, by name.
pub(crate) fn files(types: ByHome) -> Vec<TypeFile> {
    let mut scope = Scope::reserving([SHARED]);
    let mut files: Vec<TypeFile> = types
        .into_iter()
        .map(|(home, items)| {
            let name = match home {
                Home::Shared => SHARED.to_owned(),
                Home::Tag(_) | Home::Features(_) | Home::Unused => {
                    scope.claim(&home.name(), Spelling::Snake)
                }
            };
            TypeFile {
                name: case::escaped(&name),
                title: home.title(),
                features: home.features(),
                items,
            }
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// Names one after the other.
fn listed(names: &[String], between: &str, before_last: &str) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{}{before_last}{last}", others.join(between)),
        None => String::new(),
    }
}
