//! `json_struct!` against `serde_derive` on generated JSON.

#![allow(clippy::unwrap_used, unreachable_pub)]

mod json;

use std::collections::BTreeMap;

use json::{assert_twins_but_for_errors, assert_twins_without_place, outcomes};
use proptest::prelude::*;
use specwright_runtime::{json::Nullable, v1::json_struct};

mod mine {
    use super::*;

    #[derive(Debug)]
    pub struct Node {
        pub id: i64,
        pub name: Option<String>,
        pub note: Nullable<f64>,
        pub parent: Option<bool>,
        pub child: Option<Box<Node>>,
        pub list: Option<Vec<Node>>,
    }
    json_struct!(Node {
        id: required "id",
        name: optional "na\"me",
        note: nullable "note",
        parent: required_nullable "parent",
        child: optional "child",
        list: optional "list",
    });

    #[derive(Debug)]
    pub struct Open {
        pub id: i64,
        pub rest: BTreeMap<String, Option<f64>>,
    }
    json_struct!(Open { id: required "id", ..rest });
}

mod theirs {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    pub struct Node {
        pub id: i64,
        #[serde(rename = "na\"me", skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        pub note: Nullable<f64>,
        pub parent: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub child: Option<Box<Node>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub list: Option<Vec<Node>>,
    }

    #[derive(Debug, Serialize, Deserialize)]
    pub struct Open {
        pub id: i64,
        #[serde(flatten)]
        pub rest: BTreeMap<String, Option<f64>>,
    }
}

/// A member as text, of the type that its field has.
fn member() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|id| format!(r#""\u0069d":{id}"#)),
        any::<String>().prop_map(|name| format!(r#""na\"me":{}"#, json_string(&name))),
        any::<f64>().prop_map(|note| format!(r#""note":{note:e}"#)),
        any::<bool>().prop_map(|parent| format!(r#" "parent" : {parent} "#)),
        "\"(name|note|parent|child|list|na.\"me)\":null",
        any::<(String, i8)>().prop_map(|(name, value)| format!("{}:{value}", json_string(&name))),
    ]
}

/// A member as text that has any name and any value, most of them wrong, some not even JSON.
fn odd_member(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let name = prop_oneof![
        "(id|name|note|parent|child|list|.u0069d|na.\"me)".prop_map(|name| format!("\"{name}\"")),
        any::<String>().prop_map(|name| json_string(&name)),
    ];
    (name, value).prop_map(|(name, value)| format!("{name}:{value}"))
}

fn odd_scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        "\"(\\\\u[d-e][0-9a-f]{3}){0,2}\"",
        "[\\[\\]{},:0-9 ]{0,4}",
    ]
}

fn object(members: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (
        prop::option::weighted(0.9, Just(r#""id":7"#.to_owned())),
        prop::collection::vec(members, 0..4),
    )
        .prop_map(|(id, members)| {
            let members: Vec<String> = id.into_iter().chain(members).collect();
            format!("{{{}}}", members.join(","))
        })
}

/// JSON that looks like a node, most of the time.
fn node() -> impl Strategy<Value = String> {
    object(member()).prop_recursive(4, 24, 3, |node| {
        let list = prop::collection::vec(node.clone(), 0..3)
            .prop_map(|nodes| format!("[{}]", nodes.join(",\n")));
        object(prop_oneof![
            6 => member(),
            3 => node.clone().prop_map(|child| format!("\"child\":{child}")),
            3 => list.prop_map(|list| format!("\"list\":{list}")),
            1 => odd_member(prop_oneof![odd_scalar(), node]),
        ])
    })
}

fn json_string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Whether an array stands where a struct is expected. Derive would read it by position.
fn has_array_for_struct(json: &str) -> bool {
    outcomes::<mine::Node>(json).iter().any(|outcome| {
        outcome
            .as_ref()
            .is_err_and(|text| text.contains("sequence, expected struct Node"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn generated_nodes_are_as_derived(json in node()) {
        if !has_array_for_struct(&json) {
            assert_twins_but_for_errors::<mine::Node, theirs::Node>(&json);
        }
    }

    #[test]
    fn generated_open_objects_are_as_derived(
        members in prop::collection::btree_map("[a-z]{0,2}|id", prop::option::of(any::<i32>()), 0..5),
        id in any::<i64>(),
    ) {
        let members: Vec<String> = members
            .into_iter()
            .map(|(name, value)| {
                let value = value.map_or("null".to_owned(), |value| value.to_string());
                format!("{}:{value}", json_string(&name))
            })
            .chain([format!("\"id\":{id}")])
            .collect();
        let json = format!("{{{}}}", members.join(","));
        assert_twins_without_place::<mine::Open, theirs::Open>(&json);
    }
}
