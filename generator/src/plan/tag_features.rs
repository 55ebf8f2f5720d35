//! Tags as Cargo features, so that a program builds only what it calls.
//!
//! A crate has them from its first version or never, unless its owner says otherwise: without its
//! default features a program sees less of a crate that has got them. `names.lock` remembers.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::HashMap;
use crate::ir::{Api, Type, TypeId};
use crate::settings::Settings;

use super::model::{Module, TagFeature};
use super::names::{Lock, Scope, Spelling, case};
use super::reach::{self, Reach, User};
use super::types::siblings;

/// How many operations an API has whose tags become features without being asked for. One costs
/// about 20 ms of `cargo check`, its types included: what has fewer is checked sooner than what it
/// depends on.
pub(super) const LARGE: usize = 100;

/// Where the features are in `names.lock`, as modules are spelled.
const PLACE: &str = "features";

/// The features of what has no tag.
const UNTAGGED: &str = "untagged";
const WEBHOOKS: &str = "webhooks";
const CALLBACKS: &str = "callbacks";

/// The features that a crate has beside those of tags, or may have one day, spelled as modules are.
const RESERVED: &[&str] = &[
    "all_tags",
    "blocking",
    "callbacks",
    "default",
    "full",
    "gzip",
    "metrics",
    "rustls",
    "testing",
    "tracing",
    "untagged",
    "webhooks",
];

/// The features of the tags, and what they bring.
pub(crate) struct TagFeatures {
    of_users: BTreeMap<User, String>,
    of_types: HashMap<TypeId, BTreeSet<String>>,
    /// Types of what is there without any of them.
    always: BTreeSet<TypeId>,
}

/// What a type is there with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Whatever is on.
    Nothing,
    /// Any of these features.
    AnyOf(BTreeSet<String>),
    /// The feature of all tags, since nothing uses it.
    AllTags,
}

impl TagFeatures {
    /// Decides whether tags are features, and names them.
    pub(crate) fn decide(
        api: &Api,
        settings: &Settings,
        reach: &HashMap<TypeId, Reach>,
        old: &Lock,
        new: &mut Lock,
    ) -> Option<Self> {
        let kept = (!old.is_new()).then_some(old.tag_features);
        let are_features = settings.tag_features.or(kept);
        if !are_features.unwrap_or_else(|| is_large(api)) {
            return None;
        }
        new.tag_features = true;
        let of_users = names(api, old, new);
        let mut of_types: HashMap<TypeId, BTreeSet<String>> = HashMap::default();
        for (id, reach) in reach {
            let features = of_types.entry(*id).or_default();
            let users = reach.users.iter();
            features.extend(users.filter_map(|user| of_users.get(&without_tag(user)).cloned()));
        }
        let responses = api.operations.iter().flat_map(|it| &it.responses);
        let headers = responses.flat_map(|response| &response.headers);
        let of_headers: Vec<&Type> = headers.map(|header| &header.ty).collect();
        Some(Self {
            of_users,
            of_types,
            always: reach::closure(api, &of_headers),
        })
    }

    /// All of them, by name. One needs another where its operations start jobs that an operation of
    /// the other asks for.
    pub(crate) fn all(&self, modules: &[Module]) -> Vec<TagFeature> {
        let needs = |name: &String| -> BTreeSet<String> {
            let own = modules
                .iter()
                .filter(|it| it.feature.as_ref() == Some(name));
            let operations = own.flat_map(|module| &module.operations);
            let jobs = operations.filter_map(|operation| operation.job.as_ref());
            let asked = jobs.filter_map(|job| feature_of(modules, &job.poll_method));
            asked.filter(|other| *other != name).cloned().collect()
        };
        let names: BTreeSet<&String> = self.of_users.values().collect();
        let all = names.into_iter().map(|name| TagFeature {
            name: name.clone(),
            needs: needs(name).into_iter().collect(),
        });
        all.collect()
    }

    /// That of the operations of a tag, or of those without one.
    pub(crate) fn of_operations(&self, tag: Option<&str>) -> Option<&String> {
        let user = User::Operations(tag.map(str::to_owned));
        self.of_users.get(&user)
    }

    /// What a type is there with. What it is made of is there with the same, for whoever uses a type
    /// uses that.
    pub(crate) fn of_type(&self, id: TypeId) -> Needs {
        if self.always.contains(&id) {
            return Needs::Nothing;
        }
        match self.of_types.get(&id) {
            Some(features) => Needs::AnyOf(features.clone()),
            None => Needs::AllTags,
        }
    }
}

/// The feature of the operation that has this method.
fn feature_of<'a>(modules: &'a [Module], method: &str) -> Option<&'a String> {
    let has = |module: &&Module| module.operations.iter().any(|it| it.method_name == method);
    modules.iter().find(has)?.feature.as_ref()
}

/// Whether an API is so large that its tags are features.
fn is_large(api: &Api) -> bool {
    let tags: BTreeSet<_> = api.operations.iter().map(|it| &it.tag).collect();
    api.operations.len() >= LARGE && tags.len() > 1
}

/// Webhooks and callbacks are features whatever their tags: each are one file.
fn without_tag(user: &User) -> User {
    match user {
        User::Operations(tag) => User::Operations(tag.clone()),
        User::Webhooks(_) => User::Webhooks(None),
        User::Callbacks(_) => User::Callbacks(None),
    }
}

/// What the feature of a tag would be called: as the module of its operations, and otherwise than
/// all other features.
fn wish(tag: &str) -> String {
    let name = case::module(tag);
    match RESERVED.contains(&name.as_str()) {
        true => format!("{name}_tag"),
        false => name,
    }
}

/// The feature of each of those that have one.
fn names(api: &Api, old: &Lock, new: &mut Lock) -> BTreeMap<User, String> {
    let mut names = BTreeMap::new();
    for received in &api.received {
        let user = without_tag(&User::of(received));
        let name = match user {
            User::Webhooks(_) => WEBHOOKS,
            User::Callbacks(_) | User::Operations(_) => CALLBACKS,
        };
        names.insert(user, name.to_owned());
    }
    let tags: BTreeSet<Option<&str>> = api.operations.iter().map(|it| it.tag.as_deref()).collect();
    if tags.contains(&None) {
        names.insert(User::Operations(None), UNTAGGED.to_owned());
    }
    let tags: Vec<&str> = tags.into_iter().flatten().collect();
    let wishes: Vec<(&str, String)> = tags.iter().map(|tag| (*tag, wish(tag))).collect();
    let mut scope = Scope::reserving(RESERVED.iter().copied());
    let found = siblings(&mut scope, PLACE, &wishes, Spelling::Snake, old, new);
    for (tag, name) in tags.into_iter().zip(found) {
        names.insert(
            User::Operations(Some(tag.to_owned())),
            name.replace('_', "-"),
        );
    }
    names
}
