//! `tagged_union!` and `union!`.

#![allow(clippy::unwrap_used, unreachable_pub)]

mod json;

use std::collections::BTreeMap;

use json::assert_twins_without_place;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use specwright_runtime::{
    decode,
    json::{UnrecognizedJson, UnrecognizedValue},
    v1::{json_struct, string_enum, tagged_union, union},
};

#[derive(Debug, Clone, PartialEq)]
struct Cat {
    pet_type: String,
    lives: Option<i64>,
    mass: Option<f64>,
}
json_struct!(Cat { pet_type: required "petType", lives: optional "lives", mass: optional "mass" });

#[derive(Debug, Clone, PartialEq)]
struct Dog {
    pet_type: DogType,
    name: String,
    chip: Option<u64>,
    friend: Option<Box<Pet>>,
}
json_struct!(Dog {
    pet_type: required "petType",
    name: required "name",
    chip: optional "chip",
    friend: optional "friend",
});

#[derive(Clone)]
enum DogType {
    Dog,
    Unrecognized(UnrecognizedValue),
}
string_enum!(DogType { Dog = "dog" });

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Unrecognized(UnrecognizedJson),
}
tagged_union!(Pet, "petType" { Cat = "cat" | "kitty", Dog = "dog" });

fn decode<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
    serde_json::from_str::<T>(json).unwrap_err().to_string()
}

fn assert_comes_back<T: DeserializeOwned + Serialize>(json: Value) {
    assert_eq!(
        serde_json::to_value(decode::<T>(json.clone())).unwrap(),
        json
    );
}

/// A union that derive tells apart by a tag. Its payloads do not carry the tag.
mod derived {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Serialize, Deserialize)]
    #[serde(tag = "petType")]
    pub enum Pet {
        #[serde(rename = "cat")]
        Cat(Cat),
        #[serde(rename = "dog")]
        Dog(Box<Dog>),
    }

    #[derive(Debug, Serialize, Deserialize)]
    pub struct Cat {
        #[serde(skip_serializing_if = "Option::is_none")]
        lives: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        mass: Option<f64>,
    }

    #[derive(Debug, Serialize, Deserialize)]
    pub struct Dog {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        chip: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        friend: Option<Box<Pet>>,
    }
}

/// The same with our macro, whose payloads here leave the tag out as derive's do.
mod twin {
    use super::*;

    #[derive(Debug)]
    pub enum Pet {
        Cat(Cat),
        Dog(Box<Dog>),
        Unrecognized(UnrecognizedJson),
    }
    tagged_union!(Pet, "petType" { Cat = "cat", Dog = "dog" });

    #[derive(Debug)]
    pub struct Cat {
        lives: Option<i64>,
        mass: Option<f64>,
    }
    json_struct!(Cat { lives: optional "lives", mass: optional "mass" });

    #[derive(Debug)]
    pub struct Dog {
        name: String,
        chip: Option<u64>,
        friend: Option<Box<Pet>>,
    }
    json_struct!(Dog { name: required "name", chip: optional "chip", friend: optional "friend" });
}

#[test]
fn errors_of_the_variant_that_the_tag_names_are_as_derived() {
    for json in [
        r#"{"petType":"dog"}"#,
        r#"{"petType":"dog","name":1}"#,
        r#"{"name":null,"petType":"dog"}"#,
        r#"{"petType":"cat","lives":"nine"}"#,
        r#"{"petType":"cat","lives":9.5}"#,
        r#"{"petType":"cat","lives":9223372036854775808}"#,
        r#"{"petType":"cat","mass":[]}"#,
        r#"{"petType":"dog","name":"d","friend":{"petType":"dog"}}"#,
        r#"{"petType":"c\ud800t"}"#,
    ] {
        let mine = refused::<twin::Pet>(json);
        let theirs = refused::<derived::Pet>(json);
        let theirs = theirs.split(" at line ").next();
        assert_eq!(Some(mine.as_str()), theirs, "for {json}");
    }
    // The outcomes also agree by every way of reading, as far as they are errors.
    assert_twins_without_place::<Vec<twin::Pet>, Vec<derived::Pet>>(
        r#"[{"petType":"dog","name":"d","friend":{"petType":"cat","lives":true}}]"#,
    );
}

#[test]
fn a_tag_picks_the_variant_wherever_it_stands() {
    let cat = |pet_type: &str| {
        Pet::Cat(Cat {
            pet_type: pet_type.to_owned(),
            lives: Some(9),
            mass: None,
        })
    };
    assert_eq!(
        decode::<Pet>(json!({"petType": "cat", "lives": 9})),
        cat("cat")
    );
    assert_eq!(
        decode::<Pet>(json!({"lives": 9, "petType": "kitty"})),
        cat("kitty")
    );
    let escaped: Pet = serde_json::from_str(r#"{"lives":9,"\u0070etType":"c\u0061t"}"#).unwrap();
    assert_eq!(escaped, cat("cat"));
    assert_comes_back::<Pet>(json!({"petType": "kitty", "lives": 9}));
    assert_comes_back::<Pet>(json!({
        "petType": "dog", "name": "d", "friend": {"petType": "dog", "name": "e", "friend": {"petType": "cat"}}
    }));
}

#[test]
fn a_tag_that_is_missing_or_unknown_keeps_the_json() {
    for json in [
        json!({"petType": "bird", "wings": [1, 2], "nested": {"a": null}}),
        json!({"petType": "Cat"}),
        json!({"petType": 1}),
        json!({"petType": null}),
        json!({"lives": 9}),
        json!({}),
        json!("cat"),
        json!(["cat"]),
        json!(null),
        json!(18_446_744_073_709_551_615_u64),
    ] {
        let Pet::Unrecognized(kept) = decode::<Pet>(json.clone()) else {
            unreachable!("a tag that is not there")
        };
        assert_eq!(kept.as_value(), &json);
        assert_eq!(kept.to_string(), json.to_string());
        assert_eq!(kept.into_value(), json);
        assert_comes_back::<Pet>(json);
    }
}

#[test]
fn a_tag_can_be_a_number_or_a_boolean() {
    #[derive(Debug, Clone, PartialEq)]
    enum Numbered {
        One(BTreeMap<String, Value>),
        Yes(BTreeMap<String, Value>),
        Unrecognized(UnrecognizedJson),
    }
    tagged_union!(Numbered, "type" { One = "1" | "-1", Yes = "true" });
    assert!(matches!(decode(json!({"type": 1})), Numbered::One(_)));
    assert!(matches!(decode(json!({"type": -1})), Numbered::One(_)));
    assert!(matches!(decode(json!({"type": true})), Numbered::Yes(_)));
    for other in [
        json!({"type": 2}),
        json!({"type": null}),
        json!({"type": [1]}),
    ] {
        assert!(matches!(
            decode::<Numbered>(other.clone()),
            Numbered::Unrecognized(_)
        ));
        assert_comes_back::<Numbered>(other);
    }
}

#[test]
fn large_integers_and_floats_survive_the_buffer() {
    for (chip, mass) in [
        (u64::MAX, 0.1),
        (9_007_199_254_740_993, 5e-324),
        (0, f64::MAX),
    ] {
        let json = format!(r#"{{"petType":"dog","name":"d","chip":{chip}}}"#);
        let Pet::Dog(dog) = serde_json::from_str::<Pet>(&json).unwrap() else {
            unreachable!("a dog")
        };
        assert_eq!(dog.chip, Some(chip));
        let json = format!(r#"{{"petType":"cat","mass":{mass:e}}}"#);
        let Pet::Cat(cat) = serde_json::from_str::<Pet>(&json).unwrap() else {
            unreachable!("a cat")
        };
        assert_eq!(cat.mass, Some(mass));
    }
    let cat = r#"{"petType":"cat","lives":-9223372036854775808}"#;
    assert_eq!(
        serde_json::to_string(&serde_json::from_str::<Pet>(cat).unwrap()).unwrap(),
        cat
    );
    let unknown = r#"{"a":18446744073709551615,"b":-9223372036854775808,"c":0.30000000000000004}"#;
    assert_eq!(
        serde_json::to_string(&serde_json::from_str::<Pet>(unknown).unwrap()).unwrap(),
        unknown
    );
}

#[derive(Debug, Clone, PartialEq)]
struct Circle {
    radius: f64,
    name: Option<String>,
}
json_struct!(Circle { radius: required "radius", name: optional "name" });

#[derive(Debug, Clone, PartialEq)]
struct Ellipse {
    radius: f64,
    radius2: f64,
}
json_struct!(Ellipse { radius: required "radius", radius2: required "radius2" });

#[derive(Debug, Clone, PartialEq)]
struct Label {
    name: Option<String>,
    color: Option<String>,
}
json_struct!(Label { name: optional "name", color: optional "color" });

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
enum Shape {
    Number(f64),
    Integer(i64),
    Circle(Circle),
    Ellipse(Ellipse),
    Label(Box<Label>),
    Name(String),
    Flag(bool),
    Many(Vec<Shape>),
    Unrecognized(UnrecognizedJson),
}
union!(Shape {
    Number: number,
    Integer: integer,
    Circle: object { required ["radius"], known ["radius", "name"] },
    Ellipse: object { required ["radius", "radius2"], known ["radius", "radius2"] },
    Label: object { required [], known ["name", "color"] },
    Name: string,
    Flag: boolean,
    Many: array,
});

#[test]
fn the_json_type_picks() {
    assert_eq!(decode::<Shape>(json!(1)), Shape::Integer(1));
    assert_eq!(decode::<Shape>(json!(-1)), Shape::Integer(-1));
    assert_eq!(decode::<Shape>(json!(1.5)), Shape::Number(1.5));
    assert_eq!(decode::<Shape>(json!(1.0)), Shape::Number(1.0));
    assert_eq!(decode::<Shape>(json!("x")), Shape::Name("x".to_owned()));
    assert_eq!(decode::<Shape>(json!(true)), Shape::Flag(true));
    assert_eq!(
        decode::<Shape>(json!(["x", [1]])),
        Shape::Many(vec![
            Shape::Name("x".to_owned()),
            Shape::Many(vec![Shape::Integer(1)])
        ])
    );
    assert!(matches!(
        decode::<Shape>(json!(null)),
        Shape::Unrecognized(_)
    ));
    for json in [
        json!(1),
        json!(1.5),
        json!("\u{1f600}"),
        json!([[], "x", null, {"radius": 1.0}]),
    ] {
        assert_comes_back::<Shape>(json);
    }
}

#[test]
fn of_objects_the_most_specific_is_picked() {
    // All that Ellipse requires is there, and more of it than of Circle.
    assert!(matches!(
        decode(json!({"radius": 1, "radius2": 2})),
        Shape::Ellipse(_)
    ));
    // Circle and Ellipse know as many of these, and Ellipse requires more.
    assert!(matches!(
        decode(json!({"radius": 1, "radius2": 2, "name": "n"})),
        Shape::Ellipse(_)
    ));
    assert!(matches!(decode(json!({"radius": 1})), Shape::Circle(_)));
    assert!(matches!(
        decode(json!({"radius": 1, "other": 2})),
        Shape::Circle(_)
    ));
    // Label knows more, and Circle still fits.
    assert!(matches!(
        decode(json!({"radius": 1, "name": "n", "color": "c"})),
        Shape::Circle(_)
    ));
    assert!(matches!(decode(json!({"name": "n"})), Shape::Label(_)));
    assert!(matches!(decode(json!({"radius2": 2})), Shape::Label(_)));
    assert!(matches!(decode(json!({})), Shape::Label(_)));
}

#[test]
fn of_equals_the_first_listed_is_picked() {
    #[derive(Debug, Clone, PartialEq)]
    enum Twins {
        First(BTreeMap<String, Value>),
        Second(BTreeMap<String, Value>),
        Text(String),
        SameText(String),
        Unrecognized(UnrecognizedJson),
    }
    union!(Twins {
        First: object { required ["a"], known ["a", "b"] },
        Second: object { required ["b"], known ["a", "b"] },
        Text: string,
        SameText: string,
    });
    assert!(matches!(decode(json!({"a": 1, "b": 2})), Twins::First(_)));
    assert!(matches!(decode(json!({"b": 2})), Twins::Second(_)));
    assert!(matches!(decode(json!("x")), Twins::Text(_)));
    assert!(matches!(decode(json!({})), Twins::Unrecognized(_)));
    assert_comes_back::<Twins>(json!({"a": {"z": [1, null]}, "b": 18_446_744_073_709_551_615_u64}));
}

#[test]
fn constants_have_to_be_equal_where_they_are_there() {
    #[derive(Debug, Clone, PartialEq)]
    enum Event {
        Opened(BTreeMap<String, Value>),
        Closed(BTreeMap<String, Value>),
        Other(BTreeMap<String, Value>),
        Unrecognized(UnrecognizedJson),
    }
    union!(Event {
        Other: object { required ["id"], known ["id", "kind"] },
        Opened: object { required ["id"], known ["id", "kind"], constant ["kind" = "opened"] },
        Closed: object { required ["id", "kind"], known ["id", "kind"], constant ["kind" = "closed", "v" = "1"] },
    });
    assert!(matches!(
        decode(json!({"id": 1, "kind": "opened"})),
        Event::Opened(_)
    ));
    assert!(matches!(
        decode(json!({"id": 1, "kind": "closed"})),
        Event::Closed(_)
    ));
    assert!(matches!(
        decode(json!({"id": 1, "kind": "closed", "v": "1"})),
        Event::Closed(_)
    ));
    assert!(matches!(
        decode(json!({"id": 1, "kind": "closed", "v": "2"})),
        Event::Other(_)
    ));
    assert!(matches!(
        decode(json!({"id": 1, "kind": "moved"})),
        Event::Other(_)
    ));
    assert!(matches!(
        decode(json!({"id": 1, "kind": 1})),
        Event::Other(_)
    ));
    // Its absence contradicts nothing.
    assert!(matches!(decode(json!({"id": 1})), Event::Opened(_)));
    assert!(matches!(
        decode(json!({"kind": "opened"})),
        Event::Unrecognized(_)
    ));
}

#[test]
fn constants_can_be_integers_and_booleans() {
    #[derive(Debug, Clone, PartialEq)]
    enum Component {
        Row(BTreeMap<String, Value>),
        Button(BTreeMap<String, Value>),
        Legacy(BTreeMap<String, Value>),
        Unrecognized(UnrecognizedJson),
    }
    union!(Component {
        Row: object { required ["type"], known ["type"], constant ["type" = 1] },
        Button: object { required ["type"], known ["type"], constant ["type" = -2] },
        Legacy: object { required ["type"], known ["type"], constant ["old" = true, "type" = 3] },
    });
    assert!(matches!(decode(json!({"type": 1})), Component::Row(_)));
    assert!(matches!(decode(json!({"type": -2})), Component::Button(_)));
    assert!(matches!(
        decode(json!({"type": 3, "old": true})),
        Component::Legacy(_)
    ));
    for other in [
        json!({"type": 3, "old": false}),
        json!({"type": "1"}),
        json!({"type": null}),
        json!({"type": 4}),
    ] {
        assert!(matches!(
            decode::<Component>(other.clone()),
            Component::Unrecognized(_)
        ));
        assert_comes_back::<Component>(other);
    }
}

#[test]
fn listed_values_and_types_of_members_are_preferred() {
    #[derive(Debug, Clone, PartialEq)]
    enum Message {
        Input(BTreeMap<String, Value>),
        Output(BTreeMap<String, Value>),
        Parts(BTreeMap<String, Value>),
        Unrecognized(UnrecognizedJson),
    }
    #[derive(Debug, Clone, PartialEq)]
    enum Failure {
        Objects(BTreeMap<String, Value>),
        Texts(BTreeMap<String, Value>),
        Unrecognized(UnrecognizedJson),
    }
    union!(Failure {
        Objects: object { required [], known ["errors"], items ["errors" = object] },
        Texts: object { required [], known ["errors"], items ["errors" = string] },
    });
    union!(Message {
        Output: object { required ["role"], known ["role", "content", "id"], values ["role" = "assistant"], types ["content" = array] },
        Input: object { required ["role"], known ["role", "content"], values ["role" = "user" | "system"], types ["content" = string] },
        Parts: object { required ["role"], known ["role", "content"], values ["role" = "user" | "system"], types ["content" = array] },
    });
    assert!(matches!(
        decode(json!({"role": "assistant", "content": []})),
        Message::Output(_)
    ));
    assert!(matches!(
        decode(json!({"role": "user", "content": "hi", "id": 1})),
        Message::Input(_)
    ));
    assert!(matches!(
        decode(json!({"role": "system", "content": [], "id": 1})),
        Message::Parts(_)
    ));
    assert!(matches!(
        decode(json!({"errors": ["e", null]})),
        Failure::Texts(_)
    ));
    assert!(matches!(
        decode(json!({"errors": [{"code": 1}]})),
        Failure::Objects(_)
    ));
    assert!(matches!(decode(json!({"errors": []})), Failure::Objects(_)));
    // Neither excludes: a value that nobody knew of goes where the rest fits best.
    assert!(matches!(
        decode(json!({"role": "critic", "content": "hi"})),
        Message::Input(_)
    ));
    assert!(matches!(
        decode(json!({"role": "user", "content": null})),
        Message::Input(_)
    ));
}

#[test]
fn any_is_picked_last_and_null_is_a_type() {
    #[derive(Debug, Clone, PartialEq)]
    enum Loose {
        Anything(Value),
        Nothing(()),
        Free(BTreeMap<String, Value>),
        Whole(u64),
        Unrecognized(UnrecognizedJson),
    }
    union!(Loose {
        Anything: any,
        Nothing: null,
        Free: object,
        Whole: integer
    });
    assert_eq!(decode::<Loose>(json!(null)), Loose::Nothing(()));
    assert_eq!(decode::<Loose>(json!({})), Loose::Free(BTreeMap::new()));
    assert_eq!(decode::<Loose>(json!(u64::MAX)), Loose::Whole(u64::MAX));
    assert_eq!(decode::<Loose>(json!("x")), Loose::Anything(json!("x")));
    assert_eq!(decode::<Loose>(json!(1.5)), Loose::Anything(json!(1.5)));
    assert_comes_back::<Loose>(json!(null));
    let never = Loose::Unrecognized(unrecognized());
    assert_eq!(serde_json::to_value(never).unwrap(), json!({}));
}

fn unrecognized() -> UnrecognizedJson {
    match decode(json!({})) {
        Pet::Unrecognized(json) => json,
        Pet::Cat(_) | Pet::Dog(_) => unreachable!("no tag"),
    }
}

#[test]
fn a_failure_of_the_variant_that_was_picked_is_an_error() {
    assert_eq!(
        refused::<Shape>(r#"{"radius":"wide"}"#),
        "invalid type: string \"wide\", expected f64"
    );
    assert_eq!(
        refused::<Shape>(r#"{"color":1}"#),
        "invalid type: integer `1`, expected a string"
    );
    assert_eq!(
        refused::<Shape>(r#"[1, {"radius":1,"radius2":null}]"#),
        "invalid type: null, expected f64"
    );
    assert_eq!(
        refused::<Shape>("18446744073709551615"),
        "invalid value: integer `18446744073709551615`, expected i64"
    );
    assert_eq!(
        refused::<Shape>("{"),
        "EOF while parsing an object at line 1 column 1"
    );
    assert_eq!(
        refused::<Shape>(""),
        "EOF while parsing a value at line 1 column 0"
    );
}

#[test]
fn the_path_of_an_error_goes_into_the_union() {
    #[derive(Debug, Clone, PartialEq)]
    struct Home {
        pets: Vec<Pet>,
    }
    json_struct!(Home { pets: required "pets" });

    // Derive holds the object until it knows the variant, and can only say that it is somewhere in
    // there.
    let json = r#"{"pets":[{"petType":"cat"},{"petType":"dog","name":1}]}"#;
    let error = decode::payload::<Home>(json.as_bytes()).unwrap_err();
    assert_eq!(error.path(), Some("pets[1].name"));

    #[derive(Debug, serde::Deserialize)]
    struct DerivedHome {
        #[allow(dead_code)]
        pets: Vec<derived::Pet>,
    }
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let derived =
        serde_path_to_error::deserialize::<_, DerivedHome>(&mut deserializer).unwrap_err();
    assert_eq!(derived.path().to_string(), "pets[1]");
}

#[test]
fn a_union_can_be_a_payload_and_the_member_of_a_derived_struct() {
    #[derive(Debug, Clone, PartialEq)]
    enum Outer {
        Pet(Pet),
        Shape(Shape),
        Unrecognized(UnrecognizedJson),
    }
    union!(Outer {
        Pet: object { required ["petType"], known ["petType"] },
        Shape: any,
    });
    assert!(matches!(
        decode(json!({"petType": "cat"})),
        Outer::Pet(Pet::Cat(_))
    ));
    assert!(matches!(
        decode(json!({"radius": 1})),
        Outer::Shape(Shape::Circle(_))
    ));
    assert!(matches!(decode(json!(3)), Outer::Shape(Shape::Integer(3))));

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Stored {
        seen: u64,
        #[serde(flatten)]
        pet: Pet,
    }
    assert_comes_back::<Stored>(json!({"seen": 1, "petType": "cat", "lives": 9}));
    assert_comes_back::<Stored>(
        json!({"seen": 1, "petType": "dog", "name": "d", "chip": u64::MAX}),
    );
}
