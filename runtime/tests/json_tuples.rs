//! Tuples, newtypes, and enums of values of several types.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use serde_json::{Value, json};
use specwright_runtime::json::UnrecognizedJson;
use specwright_runtime::v1::{json_tuple, newtype, scalar_enum};

#[derive(Debug, Clone, PartialEq)]
struct Sample(i64, Option<String>, Option<bool>, Vec<Value>);
json_tuple!(Sample(required 0, optional 1, optional 2, ..3));

#[derive(Debug, Clone, PartialEq)]
struct Tree(Vec<Tree>);
newtype!(Tree: Vec<Tree>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Mixed {
    Auto,
    One,
    Half,
    Yes,
    Unrecognized(UnrecognizedJson),
}
scalar_enum!(Mixed { Auto = text "auto", One = integer 1, Half = number 0.5, Yes = boolean true });

#[test]
fn tuples_come_back_as_they_went_in() {
    for json in [
        "[1]",
        r#"[1,"a"]"#,
        r#"[1,"a",true]"#,
        r#"[1,"a",true,{"b":null},2]"#,
    ] {
        let sample: Sample = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&sample).unwrap(), json);
    }
}

#[test]
fn tuples_that_are_none() {
    for json in ["[]", r#"["a"]"#, "{}", "1"] {
        assert!(serde_json::from_str::<Sample>(json).is_err(), "{json}");
    }
    let gap = Sample(1, None, Some(true), Vec::new());
    assert!(serde_json::to_string(&gap).is_err());
    let gap = Sample(1, Some(String::new()), None, vec![json!(2)]);
    assert!(serde_json::to_string(&gap).is_err());
}

#[test]
fn newtypes_are_not_seen() {
    let tree: Tree = serde_json::from_str("[[[]],[]]").unwrap();
    assert_eq!(
        tree,
        Tree::from(vec![Tree(vec![Tree(vec![])]), Tree(vec![])])
    );
    assert_eq!(serde_json::to_string(&tree).unwrap(), "[[[]],[]]");
}

#[test]
fn values_of_several_types() {
    let json = r#"["auto",1,0.5,true,"1",false,null,{"a":1}]"#;
    let values: Vec<Mixed> = serde_json::from_str(json).unwrap();
    assert_eq!(
        values[..4],
        [Mixed::Auto, Mixed::One, Mixed::Half, Mixed::Yes]
    );
    assert!(
        values[4..]
            .iter()
            .all(|value| matches!(value, Mixed::Unrecognized(_)))
    );
    assert_eq!(serde_json::to_string(&values).unwrap(), json);
    assert_eq!(Mixed::from("auto"), Mixed::Auto);
    assert_eq!(Mixed::from(true), Mixed::Yes);
    assert_eq!(
        format!("{} {} {}", Mixed::Auto, Mixed::One, Mixed::Half),
        "auto 1 0.5"
    );
}
