//! `Nullable` and `Members` by themselves.

#![allow(clippy::unwrap_used)]

use serde_json::json;
use specwright_runtime::json::{Members, Nullable, UnrecognizedJson};

#[test]
fn nullable_tells_three_states_apart() {
    let absent: Nullable<i64> = Nullable::default();
    assert_eq!(absent, Nullable::Absent);
    assert!(absent.is_absent() && !absent.is_null());
    assert_eq!(absent.value(), None);
    assert_eq!(absent.as_ref(), Nullable::Absent);
    assert_eq!(absent.into_option(), None);

    let null: Nullable<i64> = None.into();
    assert_eq!(null, Nullable::Null);
    assert!(null.is_null() && !null.is_absent());
    assert_eq!(null.value(), None);
    assert_eq!(null.as_ref(), Nullable::Null);
    assert_eq!(null.into_option(), None);

    let value: Nullable<String> = "x".to_owned().into();
    assert_eq!(value, Some("x".to_owned()).into());
    assert!(!value.is_null() && !value.is_absent());
    assert_eq!(value.value().map(String::as_str), Some("x"));
    assert_eq!(value.as_ref(), Nullable::Value(&"x".to_owned()));
    assert_eq!(value.into_option().as_deref(), Some("x"));
}

#[test]
fn nullable_by_itself_is_a_value_or_null() {
    assert_eq!(
        serde_json::from_str::<Nullable<i64>>("null").unwrap(),
        Nullable::Null
    );
    assert_eq!(
        serde_json::from_str::<Nullable<i64>>("1").unwrap(),
        Nullable::Value(1)
    );
    assert_eq!(
        serde_json::from_value::<Nullable<i64>>(json!(1)).unwrap(),
        Nullable::Value(1)
    );
    assert_eq!(
        serde_json::from_str::<Nullable<i64>>("\"x\"")
            .unwrap_err()
            .to_string(),
        serde_json::from_str::<Option<i64>>("\"x\"")
            .unwrap_err()
            .to_string(),
    );
    assert_eq!(serde_json::to_string(&Nullable::Value(1)).unwrap(), "1");
    assert_eq!(
        serde_json::to_string(&Nullable::<i64>::Null).unwrap(),
        "null"
    );
    assert_eq!(
        serde_json::to_string(&Nullable::<i64>::Absent).unwrap(),
        "null"
    );
}

#[test]
fn members_keep_names_in_order() {
    let mut members = Members::new();
    assert!(members.is_empty());
    assert_eq!(members.len(), 0);
    assert_eq!(members.iter().count(), 0);
    assert_eq!(members.get("a"), None);
    assert_eq!(members.remove("a"), None);

    assert_eq!(members.insert("b", 1), None);
    assert_eq!(members.insert("a", json!({"c": null})), None);
    assert_eq!(members.insert("b", 2), Some(json!(1)));
    assert_eq!(members.len(), 2);
    assert_eq!(members.get("b"), Some(&json!(2)));
    let names: Vec<&str> = (&members)
        .into_iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["a", "b"]);

    assert_eq!(members.remove("a"), Some(json!({"c": null})));
    assert_eq!(members.remove("b"), Some(json!(2)));
    assert_eq!(members, Members::default());
}

#[test]
fn members_are_thin() {
    assert_eq!(size_of::<Members>(), size_of::<usize>());
    assert!(size_of::<UnrecognizedJson>() <= size_of::<serde_json::Value>());
}
