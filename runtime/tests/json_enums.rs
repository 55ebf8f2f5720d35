//! `string_enum!` and `integer_enum!`: known values against `serde_derive`, unknown ones kept.

#![allow(clippy::unwrap_used, unreachable_pub)]

mod json;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use json::{assert_twins, outcomes};
use specwright_runtime::{
    json::{UnrecognizedInteger, UnrecognizedValue},
    v1::{integer_enum, string_enum},
};

#[derive(Clone)]
#[non_exhaustive]
enum Status {
    Open,
    InReview,
    Quarter,
    Empty,
    Unrecognized(UnrecognizedValue),
}
string_enum!(Status {
    Open = "open",
    InReview = "in \"review\"\n",
    Quarter = "15_MIN",
    Empty = "",
});

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Level {
    Low,
    High,
    Lowest,
    Highest,
    Unrecognized(UnrecognizedInteger),
}
integer_enum!(Level {
    Low = 1,
    High = 2,
    Lowest = -9223372036854775808,
    Highest = 0x7fff_ffff_ffff_ffff,
});

/// What derive makes of the known values.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
enum DerivedStatus {
    #[serde(rename = "open")]
    Open,
    #[serde(rename = "in \"review\"\n")]
    InReview,
    #[serde(rename = "15_MIN")]
    Quarter,
    #[serde(rename = "")]
    Empty,
}

/// What derive makes of any string, shown as the enum is.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
struct DerivedUnknown(String);

impl std::fmt::Debug for DerivedUnknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unrecognized({:?})", self.0)
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
struct DerivedUnknownInteger(i64);

impl std::fmt::Debug for DerivedUnknownInteger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unrecognized({})", self.0)
    }
}

#[test]
fn known_strings_are_as_derived() {
    for json in [
        r#""open""#,
        r#""\u006fpen""#,
        r#""in \"review\"\n""#,
        r#""15_MIN""#,
        r#""""#,
    ] {
        assert_twins::<Status, DerivedStatus>(json);
        assert_twins::<Option<Status>, Option<DerivedStatus>>(json);
        assert_twins::<Vec<Status>, Vec<DerivedStatus>>(&format!("[{json},{json}]"));
        let map = format!("{{{json}: 1}}");
        assert_eq!(
            outcomes::<HashMap<Status, i64>>(&map),
            outcomes::<HashMap<DerivedStatusKey, i64>>(&map)
        );
    }
}

/// As the key of a map, which derive takes only with `Eq` and `Hash`.
#[derive(Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
enum DerivedStatusKey {
    #[serde(rename = "open")]
    Open,
    #[serde(rename = "in \"review\"\n")]
    InReview,
    #[serde(rename = "15_MIN")]
    Quarter,
    #[serde(rename = "")]
    Empty,
}

#[test]
fn unknown_strings_and_errors_are_those_of_a_string() {
    for json in [
        r#""OPEN""#,
        r#""open ""#,
        r#""\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\u0000""#,
        "null",
        "1",
        "1.5",
        "true",
        "[]",
        "{}",
        r#"{"open":null}"#,
        r#"["open"]"#,
        "",
        r#""open"#,
    ] {
        assert_twins::<Status, DerivedUnknown>(json);
        assert_twins::<Vec<Status>, Vec<DerivedUnknown>>(&format!("[{json}]"));
    }
}

#[test]
fn known_integers_are_as_they_are_written() {
    for (json, level) in [
        ("1", Level::Low),
        ("2", Level::High),
        ("-9223372036854775808", Level::Lowest),
        ("9223372036854775807", Level::Highest),
    ] {
        assert_eq!(serde_json::from_str::<Level>(json).unwrap(), level);
        assert_eq!(serde_json::to_string(&level).unwrap(), json);
        assert_eq!(level.to_string(), json);
        assert_eq!(Level::from(level.as_i64()), level);
    }
    assert_eq!(Level::KNOWN, [1, 2, i64::MIN, i64::MAX]);
}

#[test]
fn unknown_integers_and_errors_are_those_of_an_integer() {
    for json in [
        "0",
        "-1",
        "3",
        "9223372036854775808",
        "1.0",
        "1e0",
        r#""1""#,
        "null",
        "true",
        "[]",
        "{}",
        "",
        "-",
    ] {
        assert_twins::<Level, DerivedUnknownInteger>(json);
        assert_twins::<Vec<Level>, Vec<DerivedUnknownInteger>>(&format!("[{json}]"));
    }
    assert_eq!(Level::from(7).as_i64(), 7);
    assert_eq!(format!("{:03}", Level::from(7)), "007");
}

#[test]
fn a_known_string_is_never_unrecognized() {
    for &known in Status::KNOWN {
        let parsed: Vec<Status> = vec![
            known.into(),
            known.to_owned().into(),
            known.parse().unwrap(),
            serde_json::from_str(&serde_json::to_string(known).unwrap()).unwrap(),
            serde_json::from_value(known.into()).unwrap(),
        ];
        for status in parsed {
            assert!(!matches!(status, Status::Unrecognized(_)), "{known}");
            assert_eq!(status.as_str(), known);
            assert_eq!(status.to_string(), known);
            assert_eq!(<Status as AsRef<str>>::as_ref(&status), known);
        }
    }
    assert_eq!(Status::KNOWN, ["open", "in \"review\"\n", "15_MIN", ""]);
}

#[test]
fn unknown_values_are_equal_however_they_were_parsed() {
    let unknown: HashSet<Status> = [
        Status::from("new"),
        Status::from("new".to_owned()),
        "new".parse().unwrap(),
        serde_json::from_str(r#""\u006eew""#).unwrap(),
    ]
    .into();
    assert_eq!(unknown.len(), 1);
    assert_ne!(Status::from("new"), Status::from("newer"));
    assert_eq!(Status::from("new").as_str(), "new");
    assert_eq!(
        format!("{:>5}|{:<7}|", Status::from("new"), Status::Open),
        "  new|open   |"
    );
}

#[test]
fn any_deserializer_of_strings_will_do() {
    use serde::{
        Deserialize,
        de::value::{BorrowedStrDeserializer, CowStrDeserializer, Error, StringDeserializer},
    };

    for text in ["open", "new"] {
        let borrowed = Status::deserialize(BorrowedStrDeserializer::<Error>::new(text));
        let owned = Status::deserialize(StringDeserializer::<Error>::new(text.to_owned()));
        let cow = Status::deserialize(CowStrDeserializer::<Error>::new(Cow::Borrowed(text)));
        assert_eq!(borrowed.unwrap(), Status::from(text));
        assert_eq!(owned.unwrap(), Status::from(text));
        assert_eq!(cow.unwrap(), Status::from(text));
    }
}

#[test]
fn an_enum_without_known_values() {
    #[derive(Clone)]
    enum Nothing {
        Unrecognized(UnrecognizedValue),
    }
    string_enum!(Nothing {});
    #[derive(Debug, Clone, PartialEq)]
    enum NoNumber {
        Unrecognized(UnrecognizedInteger),
    }
    integer_enum!(NoNumber {});

    let Nothing::Unrecognized(value) = Nothing::from("x");
    assert_eq!(value.as_str(), "x");
    let NoNumber::Unrecognized(value) = NoNumber::from(1);
    assert_eq!(value.as_i64(), 1);
}
