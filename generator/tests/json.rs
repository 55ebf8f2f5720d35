//! Values of trees, held to `serde_json`'s.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use specwright::json::{Map, Value};

/// What is done to the members of an object.
#[derive(Debug, Clone)]
enum Change {
    Insert(String, u64),
    InsertFirst(String, u64),
    Entry(String, u64),
    Remove(String),
    KeepEven,
    Append(Vec<(String, u64)>),
}

fn name() -> impl Strategy<Value = String> {
    (0..24_u8).prop_map(|number| format!("name{number}"))
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (name(), any::<u64>()).prop_map(|(name, value)| Change::Insert(name, value)),
        2 => (name(), any::<u64>()).prop_map(|(name, value)| Change::InsertFirst(name, value)),
        3 => (name(), any::<u64>()).prop_map(|(name, value)| Change::Entry(name, value)),
        3 => name().prop_map(Change::Remove),
        1 => Just(Change::KeepEven),
        1 => proptest::collection::vec((name(), any::<u64>()), 0..20).prop_map(Change::Append),
    ]
}

fn is_even(value: Option<u64>) -> bool {
    value.is_some_and(|value| value % 2 == 0)
}

proptest! {
    /// With few members and with many, and on the way from one to the other.
    #[test]
    fn members_are_those_of_serde_json(changes in proptest::collection::vec(change(), 0..60)) {
        let mut ours = Map::new();
        let mut theirs = serde_json::Map::new();
        for change in changes {
            match change {
                Change::Insert(name, value) => {
                    let before = ours.insert(name.as_str(), Value::from(value));
                    let expected = theirs.insert(name, json!(value));
                    prop_assert_eq!(before, expected.map(Value::from));
                }
                Change::InsertFirst(name, value) => {
                    ours.insert_first(name.as_str(), Value::from(value));
                    theirs.shift_insert(0, name, json!(value));
                }
                Change::Entry(name, value) => {
                    let found = ours.entry(name.as_str()).or_insert(Value::from(value)).clone();
                    let expected = theirs.entry(name).or_insert(json!(value));
                    prop_assert_eq!(found, Value::from(expected.clone()));
                }
                Change::Remove(name) => {
                    let gone = ours.shift_remove(&name);
                    prop_assert_eq!(gone, theirs.shift_remove(&name).map(Value::from));
                }
                Change::KeepEven => {
                    ours.retain(|_, value| is_even(value.as_u64()));
                    theirs.retain(|_, value| is_even(value.as_u64()));
                }
                Change::Append(members) => {
                    let members = members.into_iter();
                    let mut more = members
                        .map(|(name, value)| (name, json!(value)))
                        .collect::<serde_json::Map<_, _>>();
                    let Value::Object(mut other) = Value::from(json!(more.clone())) else {
                        unreachable!()
                    };
                    ours.append(&mut other);
                    theirs.append(&mut more);
                    prop_assert!(other.is_empty());
                }
            }
            prop_assert_eq!(ours.len(), theirs.len());
            // The text says the order, too.
            prop_assert_eq!(
                Value::from(ours.clone()).to_string(),
                json!(theirs).to_string()
            );
            for (name, value) in &theirs {
                prop_assert_eq!(ours.get(name), Some(&Value::from(value.clone())));
            }
        }
    }
}

#[test]
fn the_order_of_members_tells_no_objects_apart() {
    use std::hash::{BuildHasher as _, RandomState};

    let hash = RandomState::new();
    for count in [3_u64, 40] {
        let members = || (0..count).map(|number| (format!("a{number}"), Value::from(number)));
        let one = Value::from(Map::from_iter(members()));
        let other = Value::from(members().rev().collect::<Map>());
        assert_eq!(one, other);
        assert_eq!(hash.hash_one(&one), hash.hash_one(&other));
        assert_ne!(one.to_string(), other.to_string());
        let fewer = Value::from(members().skip(1).collect::<Map>());
        assert_ne!(one, fewer);
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Nothing,
    Number(i32),
    Both { a: u8, b: Option<bool> },
}

/// Types are read from a tree as they are by `serde_json`, and refused where they are refused.
#[test]
fn types_are_read_as_by_serde_json() {
    fn both<T: DeserializeOwned + PartialEq + std::fmt::Debug>(json: &serde_json::Value) -> usize {
        let ours = T::deserialize(&Value::from(json.clone())).ok();
        let theirs = serde_json::from_value::<T>(json.clone()).ok();
        assert_eq!(ours, theirs, "{json}");
        ours.iter().count()
    }

    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!(-0.5),
        json!("nothing"),
        json!([1, null]),
        json!({"number": 3}),
        json!({"both": {"a": 1}}),
        json!({"a": 1, "b": null}),
    ];
    let read = values.iter().map(|value| {
        both::<Said>(value)
            + both::<Option<Said>>(value)
            + both::<Vec<Option<u8>>>(value)
            + both::<BTreeMap<String, Option<u8>>>(value)
            + both::<f64>(value)
            + both::<String>(value)
    });
    assert_eq!(read.sum::<usize>(), 13);
}

/// Which is why there are values of our own.
#[test]
#[cfg(target_pointer_width = "64")]
fn values_are_small() {
    use specwright::json::Text;

    assert_eq!(size_of::<Value>(), 24);
    assert_eq!(size_of::<(Text, Value)>(), 40);
    assert_eq!(size_of::<serde_json::Value>(), 72);
}
