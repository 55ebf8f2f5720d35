//! Names that the settings ask for.
//!
//! They become names of the old lock, so that they win over all others, and what is named after
//! nothing else follows from them as it does from any name that was given before.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, TypeDef};
use crate::plan::operations::{method_word, written_path};
use crate::settings::{Rename, Settings, Shown, nearest};

use super::Lock;

/// What has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Type,
    Operation,
}

/// A name that is asked for.
struct Wish<'a> {
    kind: Kind,
    /// What it is for, by its place in the lock.
    place: String,
    rename: &'a Rename,
}

/// The names that the settings ask for, of those things that there are.
pub(crate) struct Wishes<'a> {
    all: Vec<Wish<'a>>,
    shown: Shown,
}

impl<'a> Wishes<'a> {
    /// Finds what the settings speak of, and tells of what there is not.
    pub(crate) fn of(
        settings: &'a Settings,
        api: &Api,
        shown: Shown,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut all = Vec::new();
        for rename in &settings.names.types {
            let mut types = api.types.iter().map(|(_, def)| def);
            match types.find(|def| is_type(def, &rename.of)) {
                Some(def) => all.push(Wish {
                    kind: Kind::Type,
                    place: def.place.0.clone(),
                    rename,
                }),
                None => {
                    let types = api.types.iter().map(|(_, def)| type_key(def));
                    diagnostics.push(without("type", rename, types.collect(), shown));
                }
            }
        }
        for rename in &settings.names.operations {
            let mut operations = api.operations.iter();
            match operations.find(|operation| is_operation(operation, &rename.of)) {
                Some(operation) => all.push(Wish {
                    kind: Kind::Operation,
                    place: operation.place.0.clone(),
                    rename,
                }),
                None => {
                    let by_request = rename.of.contains(' ');
                    let operations = api.operations.iter();
                    let keys = operations.filter_map(|operation| match by_request {
                        true => Some(request(operation)),
                        false => operation.id.clone(),
                    });
                    diagnostics.push(without("operation", rename, keys.collect(), shown));
                }
            }
        }
        Self { all, shown }
    }

    /// The old names as if these had been given before.
    pub(crate) fn fulfilled(&self, api: &Api, old: &Lock) -> Lock {
        let mut lock = old.clone();
        self.types(old, &mut lock);
        self.methods(api, &mut lock);
        lock
    }

    fn types(&self, old: &Lock, lock: &mut Lock) {
        let wishes = || self.all.iter().filter(|wish| wish.kind == Kind::Type);
        // What shares its name with one of them is the same type.
        let mut wanted: BTreeMap<&str, &str> = BTreeMap::new();
        for wish in wishes() {
            let before = old.types.get(&wish.place);
            let same = old.types.iter().filter(|(_, name)| Some(*name) == before);
            wanted.extend(same.map(|(place, _)| (place.as_str(), wish.rename.name.as_str())));
        }
        wanted.extend(wishes().map(|wish| (wish.place.as_str(), wish.rename.name.as_str())));
        // Whoever has such a name now takes another.
        let names: BTreeSet<&str> = wanted.values().copied().collect();
        lock.types.retain(|_, name| !names.contains(name.as_str()));
        let wanted = wanted.into_iter();
        lock.types
            .extend(wanted.map(|(place, name)| (place.to_owned(), name.to_owned())));
    }

    fn methods(&self, api: &Api, lock: &mut Lock) {
        let wishes = || self.all.iter().filter(|wish| wish.kind == Kind::Operation);
        let names: BTreeSet<&str> = wishes().map(|wish| wish.rename.name.as_str()).collect();
        for (place, method) in &mut lock.methods {
            let is_wished = wishes().any(|wish| wish.place == *place);
            if !is_wished && names.contains(method.name.as_str()) {
                // It keeps its arguments, and takes the name that it would get today.
                method.name.clear();
            }
        }
        for wish in wishes() {
            let method = lock.methods.entry(wish.place.clone()).or_default();
            let is_new = method.name != wish.rename.name;
            method.name.clone_from(&wish.rename.name);
            let operation = api.operations.iter().find(|it| it.place.0 == wish.place);
            for body in operation.iter().flat_map(|operation| &operation.bodies) {
                if is_new && let Some(of_body) = lock.methods.get_mut(&body.place.0) {
                    of_body.name.clear();
                }
            }
        }
    }

    /// Tells of the names that could not be given.
    pub(crate) fn told(&self, new: &Lock, diagnostics: &mut Diagnostics) {
        for Wish {
            kind,
            place,
            rename,
        } in &self.all
        {
            let given = match kind {
                Kind::Type => new.types.get(place),
                Kind::Operation => new.methods.get(place).map(|method| &method.name),
            };
            let Rename { of, name, .. } = rename;
            let words = match given {
                Some(given) if given == name => continue,
                Some(given) => format!("`{of}` cannot have the name `{name}`: it is `{given}`"),
                None => format!("`{of}` cannot have the name `{name}`: it is not in the crate"),
            };
            let diagnostic = Diagnostic::new(Code::SettingNameTaken, words);
            diagnostics.push(diagnostic.at(self.shown.at(&rename.at)));
        }
    }
}

/// By the component's name, by its place in the document, or by its place in `names.lock`.
fn is_type(def: &TypeDef, key: &str) -> bool {
    def.place.0 == key || is_component(def, key)
}

/// By the component's name, or by its place in the document.
pub(crate) fn is_component(def: &TypeDef, key: &str) -> bool {
    let place = def.place.0.as_str();
    let component = place.strip_prefix("components/");
    component == Some(key.strip_prefix("components/schemas/").unwrap_or(key))
}

/// How a type is spoken of most shortly.
pub(crate) fn type_key(def: &TypeDef) -> String {
    let place = def.place.0.as_str();
    let component = place.strip_prefix("components/");
    let component = component.filter(|name| !name.contains('/'));
    component.unwrap_or(place).to_owned()
}

/// By its `operationId`, or by method and path.
fn is_operation(operation: &Operation, key: &str) -> bool {
    operation.id.as_deref() == Some(key)
        || key.split_once(' ').is_some_and(|(method, path)| {
            method.eq_ignore_ascii_case(method_word(&operation.method))
                && path == written_path(operation)
        })
}

fn request(operation: &Operation) -> String {
    let method = method_word(&operation.method);
    format!("{method} {}", written_path(operation))
}

fn without(kind: &str, rename: &Rename, keys: BTreeSet<String>, shown: Shown) -> Diagnostic {
    let words = format!(
        "`names` has a name for the {kind} `{}`, and the crate has none like it",
        rename.of
    );
    let diagnostic = Diagnostic::new(Code::SettingMatchesNothing, words).at(shown.at(&rename.at));
    match nearest(&rename.of, keys.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}
