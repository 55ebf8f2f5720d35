//! Types have the traits that the settings ask for, as far as what they are made of has them.

use std::collections::{BTreeSet, HashSet};

use derives::types::{All, Choice, Kept, Plain, Price};

#[test]
fn values_go_into_sets_and_are_put_in_order() {
    let read = |at: &str| -> Plain {
        let json = format!(r#"{{"at":"{at}","counts":{{"a":1}},"state":"new","level":3}}"#);
        serde_json::from_str(&json).unwrap()
    };
    let (late, early) = (read("2026-01-02T00:00:00Z"), read("2026-01-01T00:00:00Z"));
    let in_order: BTreeSet<Plain> = [late.clone(), early.clone()].into();
    assert_eq!(in_order.first(), Some(&early));
    let choices: HashSet<Choice> = [late.clone().into(), late.into(), early.into()].into();
    assert_eq!(choices.len(), 2);
    let all: HashSet<All> = serde_json::from_str("[{}, {}]").unwrap();
    assert_eq!(all.len(), 1);
}

#[test]
fn a_fraction_has_no_more_than_an_order() {
    let [low, high]: [Price; 2] = serde_json::from_str(r#"[{"amount":1.5},{"amount":2}]"#).unwrap();
    assert!(low < high);
}

#[test]
fn what_keeps_unknown_members_can_be_compared() {
    fn is_equal<T: Eq>(one: &T, other: &T) -> bool {
        one == other
    }
    let kept: Kept = serde_json::from_str(r#"{"other":1}"#).unwrap();
    assert!(is_equal(&kept, &kept.clone()));
}
