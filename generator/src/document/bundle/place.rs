//! Puts what was brought in where it belongs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::document::{Moves, Pointer, Whence};
use crate::json::{Map, Value};

use super::Bundle;
use super::files::Files;
use super::grammar::{Dialect, Thing};
use super::names::{self, Address, Kind};
use super::walk::{Brought, Key, Spot, fragment};

/// Where components are that come from other files.
pub(super) type Placed = HashMap<Key, Pointer>;

/// Puts components into the document and points the references to them. Returns where
/// everything is from.
pub(super) fn place(tree: &mut Value, mut brought: Brought, bundle: &mut Bundle) -> Moves {
    let homes = homes(tree, &brought, &bundle.files);
    let mut placed: Placed = homes.clone();
    placed.extend(brought.at_home.drain());
    name_others(tree, &brought, &bundle.files, &mut placed);
    let end = |spot: &Spot, components: &[(Key, _, Value)]| match spot.component {
        None => Some(spot.pointer.clone()),
        Some(number) => {
            let (key, ..) = components.get(number)?;
            Some(placed.get(key)?.join(spot.pointer.as_str()))
        }
    };

    let mut moves = Moves::new();
    for (spot, source, from) in &brought.copies {
        if let Some(to) = end(spot, &brought.components) {
            moves.record(to, Whence::Source(*source, from.clone()));
        }
    }
    for (spot, key) in &brought.links {
        let Some(to) = placed.get(key) else {
            continue;
        };
        let tree = match spot.component {
            None => Some(&mut *tree),
            Some(number) => brought
                .components
                .get_mut(number)
                .map(|(_, _, content)| content),
        };
        let text = tree.and_then(|tree| spot.pointer.get_mut(tree));
        if let Some(text) = text {
            *text = Value::from(fragment(to));
        }
    }
    let mut new: BTreeMap<Pointer, Value> = BTreeMap::new();
    for (key, source, content) in brought.components {
        let Some(at) = placed.get(&key) else {
            continue;
        };
        // What was put there with everything around it is there already.
        let is_home = homes.contains_key(&key);
        if !is_home && at.get(tree).is_some() {
            continue;
        }
        moves.record(at.clone(), Whence::Source(source, key.target.pointer));
        match at.get_mut(tree) {
            Some(node) => *node = content,
            None => {
                new.insert(at.clone(), content);
            }
        }
    }
    for (at, content) in new {
        insert(tree, &at, content);
    }
    bundle.placed.extend(placed);
    moves
}

/// The components of the document that are nothing but a reference to one that is
/// brought in: its place. Of several that one which is called like it, or the first
/// by its name.
fn homes(tree: &Value, brought: &Brought, files: &Files) -> Placed {
    let mut homes: BTreeMap<&Key, BTreeSet<(bool, Pointer)>> = BTreeMap::new();
    for (spot, key) in &brought.links {
        let (None, Some(node)) = (spot.component, spot.pointer.parent()) else {
            continue;
        };
        let Some(section) = section_of(key.thing, brought.dialect) else {
            continue;
        };
        let is_reference =
            matches!(node.get(tree), Some(Value::Object(members)) if members.len() == 1);
        if is_reference && node.parent() == Some(section) {
            let name = node.last().unwrap_or_default();
            let short = address(key, files).short();
            let differs = names::folded(&name) != names::folded(&short);
            homes.entry(key).or_default().insert((differs, node));
        }
    }
    homes
        .into_iter()
        .filter_map(|(key, mut nodes)| Some((key.clone(), nodes.pop_first()?.1)))
        .collect()
}

/// Finds names for the components that have no place yet.
fn name_others(tree: &Value, brought: &Brought, files: &Files, placed: &mut Placed) {
    let mut sections: BTreeMap<Pointer, BTreeMap<Address, Vec<&Key>>> = BTreeMap::new();
    for (key, ..) in &brought.components {
        if placed.contains_key(key) {
            continue;
        }
        if let Some(section) = section_of(key.thing, brought.dialect) {
            let addresses = sections.entry(section).or_default();
            addresses.entry(address(key, files)).or_default().push(key);
        }
    }
    // Schemas before what is named so as not to be called like one.
    let mut sections: Vec<_> = sections.into_iter().collect();
    sections.sort_by_key(|(section, _)| !is_of(section, Thing::Schema, brought.dialect));
    let mut schemas = section_of(Thing::Schema, brought.dialect)
        .map(|section| there(tree, &section))
        .unwrap_or_default();
    for (section, addresses) in sections {
        let wanted: BTreeSet<Address> = addresses.keys().cloned().collect();
        let word = [
            (Thing::Response, "response"),
            (Thing::RequestBody, "request"),
        ]
        .into_iter()
        .find(|(thing, _)| is_of(&section, *thing, brought.dialect));
        let kind = word.map(|(_, word)| Kind {
            schemas: &schemas,
            word,
        });
        let names = names::names(&wanted, there(tree, &section), kind);
        if is_of(&section, Thing::Schema, brought.dialect) {
            schemas.extend(names.values().map(|name| names::folded(name)));
        }
        for (address, keys) in addresses {
            if let Some(name) = names.get(&address) {
                for key in keys {
                    placed.insert(key.clone(), section.child(name));
                }
            }
        }
    }
}

/// The names of a section, folded.
fn there(tree: &Value, section: &Pointer) -> BTreeSet<String> {
    let members = section.get(tree).and_then(Value::as_object);
    let names = members.into_iter().flat_map(Map::keys);
    names.map(names::folded).collect()
}

fn is_of(section: &Pointer, thing: Thing, dialect: Dialect) -> bool {
    section_of(thing, dialect).as_ref() == Some(section)
}

fn address(key: &Key, files: &Files) -> Address {
    Address {
        path: files.relative(key.target.file),
        pointer: key.target.pointer.clone(),
    }
}

/// Where components of a kind are.
pub(super) fn section_of(thing: Thing, dialect: Dialect) -> Option<Pointer> {
    let section = thing.section(dialect)?;
    Some(section.iter().fold(Pointer::root(), |at, it| at.child(it)))
}

/// Puts a node where none is, with the objects around it.
fn insert(tree: &mut Value, at: &Pointer, content: Value) {
    let mut steps: Vec<_> = at.steps().collect();
    let Some(name) = steps.pop() else {
        return;
    };
    let mut node = tree;
    for step in steps {
        let Value::Object(members) = node else {
            return;
        };
        let inner = members.entry(step.into_owned()).or_insert(Value::Null);
        if inner.is_null() {
            *inner = Value::Object(Map::new());
        }
        node = inner;
    }
    if let Value::Object(members) = node {
        members.insert(name.into_owned(), content);
    }
}
