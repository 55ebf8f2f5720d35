//! `json_struct!` against `serde_derive`.

#![allow(clippy::unwrap_used, unreachable_pub)]

mod json;

use std::collections::BTreeMap;

use json::{assert_twins, assert_twins_without_place};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use specwright_runtime::{
    decode,
    json::{Members, Nullable},
    v1::json_struct,
};

mod mine {
    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    pub struct Record {
        pub id: String,
        pub r#type: Option<i64>,
        pub note: Nullable<String>,
        pub parent: Option<String>,
        pub owner: Option<Box<Owner>>,
        pub tags: Option<Vec<String>>,
        pub ratio: Option<f64>,
        pub flag: bool,
    }
    json_struct!(Record {
        id: required "id",
        r#type: optional "type",
        note: nullable "note",
        parent: required_nullable "parent",
        owner: optional "owner",
        tags: optional "tags",
        ratio: optional "ratio",
        flag: required "flag",
    });

    #[derive(Debug, Clone, PartialEq)]
    pub struct Owner {
        pub name: String,
        pub groups: Vec<Owner>,
        pub levels: BTreeMap<String, u8>,
    }
    json_struct!(Owner {
        name: required "name",
        groups: required "groups",
        levels: required "levels"
    });

    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Empty {}
    json_struct!(Empty {});

    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Odd {
        pub quote: Option<i64>,
        pub backslash: Option<i64>,
        pub newline: Option<i64>,
        pub null: Option<i64>,
        pub empty: Option<i64>,
        pub emoji: Option<i64>,
        pub key: Option<i64>,
        pub map: Option<i64>,
        pub buffer: Option<i64>,
        pub missing: Option<i64>,
        pub object: Option<i64>,
        pub serializer: Option<i64>,
        pub r#match: Option<i64>,
    }
    json_struct!(Odd {
        quote: optional "a\"b",
        backslash: optional "a\\b",
        newline: optional "a\nb",
        null: optional "\0",
        empty: optional "",
        emoji: optional "😀 ü",
        key: optional "key",
        map: optional "map",
        buffer: optional "buffer",
        missing: optional "missing",
        object: optional "object",
        serializer: optional "serializer",
        r#match: optional r#"match"#,
    });

    #[derive(Debug, Clone, PartialEq)]
    pub struct Open {
        pub id: i64,
        pub note: Option<String>,
        pub additional_properties: BTreeMap<String, i64>,
    }
    json_struct!(Open {
        id: required "id",
        note: optional "note",
        ..additional_properties
    });

    #[derive(Debug, Clone, PartialEq)]
    pub struct OpenStructs {
        pub additional_properties: BTreeMap<String, Owner>,
    }
    json_struct!(OpenStructs {
        ..additional_properties
    });
}

mod theirs {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Record {
        pub id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub r#type: Option<i64>,
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        pub note: Nullable<String>,
        pub parent: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub owner: Option<Box<Owner>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tags: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ratio: Option<f64>,
        pub flag: bool,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Owner {
        pub name: String,
        pub groups: Vec<Owner>,
        pub levels: BTreeMap<String, u8>,
    }

    #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
    pub struct Empty {}

    #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
    pub struct Odd {
        #[serde(rename = "a\"b", skip_serializing_if = "Option::is_none")]
        pub quote: Option<i64>,
        #[serde(rename = "a\\b", skip_serializing_if = "Option::is_none")]
        pub backslash: Option<i64>,
        #[serde(rename = "a\nb", skip_serializing_if = "Option::is_none")]
        pub newline: Option<i64>,
        #[serde(rename = "\0", skip_serializing_if = "Option::is_none")]
        pub null: Option<i64>,
        #[serde(rename = "", skip_serializing_if = "Option::is_none")]
        pub empty: Option<i64>,
        #[serde(rename = "😀 ü", skip_serializing_if = "Option::is_none")]
        pub emoji: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub key: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub map: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buffer: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub missing: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub serializer: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub r#match: Option<i64>,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Open {
        pub id: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
        #[serde(flatten)]
        pub additional_properties: BTreeMap<String, i64>,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct OpenStructs {
        #[serde(flatten)]
        pub additional_properties: BTreeMap<String, Owner>,
    }
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
    serde_json::from_str::<T>(json).unwrap_err().to_string()
}

#[test]
fn records_are_as_derived() {
    for json in [
        // Whole, partly, and not at all.
        r#"{"id":"1","type":2,"note":"n","parent":"p","owner":{"name":"o","groups":[],"levels":{}},"tags":["a"],"ratio":0.1,"flag":true}"#,
        r#"{"id":"1","flag":false}"#,
        r#"{"flag":false,"parent":null,"id":"1"}"#,
        " {\n \"id\" : \"1\" ,\t\"flag\" : true\r\n} ",
        "{}",
        r#"{"id":"1"}"#,
        r#"{"flag":true}"#,
        // null
        r#"{"id":"1","type":null,"note":null,"parent":null,"owner":null,"tags":null,"flag":true}"#,
        r#"{"id":null,"flag":true}"#,
        r#"{"id":"1","flag":null}"#,
        r#"{"id":"1","flag":true,"tags":[null]}"#,
        // Twice, also when the first was null.
        r#"{"id":"1","flag":true,"id":"2"}"#,
        r#"{"id":"1","flag":true,"type":null,"type":1}"#,
        r#"{"id":"1","flag":true,"note":null,"note":null}"#,
        r#"{"id":"1","flag":true,"parent":null,"parent":"x"}"#,
        r#"{"id":"1","flag":true,"id":{"not":"read"}}"#,
        // Members without a field, of every kind and also twice.
        r#"{"id":"1","x":[{"y":[1,2.5,"z",null,true]}],"flag":true,"x":1}"#,
        r#"{"Id":"1","flag":true}"#,
        r#"{"id":"1","flag":true,"x":}"#,
        r#"{"id":"1","flag":true,"x":[1,}"#,
        // Other types than expected.
        r#"{"id":1,"flag":true}"#,
        r#"{"id":["1"],"flag":true}"#,
        r#"{"id":{"a":1},"flag":true}"#,
        r#"{"id":"1","flag":"true"}"#,
        r#"{"id":"1","flag":0}"#,
        r#"{"id":"1","flag":true,"type":"2"}"#,
        r#"{"id":"1","flag":true,"type":2.0}"#,
        r#"{"id":"1","flag":true,"type":9223372036854775807}"#,
        r#"{"id":"1","flag":true,"type":9223372036854775808}"#,
        r#"{"id":"1","flag":true,"type":1e400}"#,
        r#"{"id":"1","flag":true,"note":1}"#,
        r#"{"id":"1","flag":true,"parent":{}}"#,
        r#"{"id":"1","flag":true,"ratio":1}"#,
        r#"{"id":"1","flag":true,"ratio":0.30000000000000004}"#,
        r#"{"id":"1","flag":true,"ratio":"1"}"#,
        // Further in.
        r#"{"id":"1","flag":true,"owner":{"name":"o","groups":[{"name":"p","groups":[],"levels":{"a":256}}],"levels":{}}}"#,
        r#"{"id":"1","flag":true,"owner":{"name":"o","groups":[{"groups":[],"levels":{}}],"levels":{}}}"#,
        r#"{"id":"1","flag":true,"owner":{"name":"o","groups":[{"name":"p"},1],"levels":{}}}"#,
        r#"{"id":"1","flag":true,"owner":{"name":"o","groups":{},"levels":{}}}"#,
        r#"{"id":"1","flag":true,"owner":{"name":"o","groups":[],"levels":{"a":-1}}}"#,
        r#"{"id":"1","flag":true,"owner":"o"}"#,
        // Escapes and surrogates, in names and in values.
        r#"{"\u0069d":"1","fl\u0061g":true,"un\u006bnown":1}"#,
        r#"{"\u0069d":"1","id":"2","flag":true}"#,
        r#"{"id":"\ud83d\ude00 \u00fc \n\\\"","flag":true}"#,
        r#"{"id":"\ud83d","flag":true}"#,
        r#"{"id":"\ude00\ud83d","flag":true}"#,
        r#"{"\ud83d":1,"id":"1","flag":true}"#,
        r#"{"\ud83d\ude00":1,"id":"1","flag":true}"#,
        // Not an object. (An array is below.)
        "null",
        "true",
        "1",
        "-1.5",
        r#""{}""#,
        // Not JSON.
        "",
        " ",
        "{",
        "}",
        r#"{"id""#,
        r#"{"id":"#,
        r#"{"id":"1""#,
        r#"{"id":"1","#,
        r#"{"id":"1","flag":true,}"#,
        r#"{"id":"1","flag":true} x"#,
        r#"{id:"1"}"#,
        r#"{1:"1"}"#,
        "{\"id\":\"a\nb\",\"flag\":true}",
    ] {
        assert_twins::<mine::Record, theirs::Record>(json);
        assert_twins::<Vec<mine::Record>, Vec<theirs::Record>>(&format!("[{json}, {json}]"));
        assert_twins::<BTreeMap<String, mine::Record>, BTreeMap<String, theirs::Record>>(&format!(
            r#"{{"a": {json}}}"#
        ));
    }
}

#[test]
fn an_array_is_refused_where_derive_reads_it_by_position() {
    assert_eq!(
        refused::<mine::Owner>(r#"["o", [], {}]"#),
        "invalid type: sequence, expected struct Owner"
    );
    assert!(serde_json::from_str::<theirs::Owner>(r#"["o", [], {}]"#).is_ok());
}

#[test]
fn a_struct_without_fields() {
    for json in [
        "{}",
        r#"{"a":1}"#,
        r#"{"a":1,"a":2}"#,
        "null",
        "1",
        r#"{"a"}"#,
        "{",
    ] {
        assert_twins::<mine::Empty, theirs::Empty>(json);
    }
}

#[test]
fn names_that_need_escapes_or_could_clash_with_the_macro() {
    for json in [
        r#"{"a\"b":1,"a\\b":2,"a\nb":3,"\u0000":4,"":5,"😀 ü":6,"key":7,"map":8,"buffer":9,"missing":10,"object":11,"serializer":12,"match":13}"#,
        r#"{"\ud83d\ude00 \u00fc":6,"a\u0022b":1}"#,
        r#"{"a\"b":1,"a\u0022b":1}"#,
        r#"{"":"x"}"#,
        r#"{"a\nb":false}"#,
    ] {
        assert_twins_without_place::<mine::Odd, theirs::Odd>(json);
    }
}

#[test]
fn a_map_takes_the_members_without_a_field() {
    for json in [
        r#"{"id":1}"#,
        r#"{"id":1,"note":"n","z":3,"a":2}"#,
        r#"{"z":3,"id":1,"\u0061":2}"#,
        r#"{"id":1,"a":2,"a":3}"#,
        r#"{"id":1,"id":2}"#,
        r#"{"id":1,"a":"x"}"#,
        r#"{"id":1,"a":null}"#,
        r#"{"id":"x"}"#,
        r#"{"a":1}"#,
        "[]",
        "1",
    ] {
        assert_twins_without_place::<mine::Open, theirs::Open>(json);
    }
    for json in [
        "{}",
        r#"{"a":{"name":"o","groups":[],"levels":{}},"b":{"name":"p","groups":[],"levels":{"l":1}}}"#,
        r#"{"a":{"name":"o","groups":[]}}"#,
        r#"{"a":{"name":"o","groups":[],"levels":{"l":[]}}}"#,
    ] {
        assert_twins_without_place::<mine::OpenStructs, theirs::OpenStructs>(json);
    }
}

#[test]
fn an_error_in_a_map_says_where_it_is() {
    // serde_derive buffers the object, and can only say that it is somewhere in there.
    let json = "{\"id\":1,\n\"a\":\"x\"}";
    let error = decode::payload::<mine::Open>(json.as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body is not as documented: invalid type: string \"…\", expected i64, at `a`, \
         line 2 column 5"
    );
}

#[test]
fn a_map_cannot_write_a_member_twice() {
    let mut open = mine::Open {
        id: 1,
        note: None,
        additional_properties: BTreeMap::from([("a".to_owned(), 2)]),
    };
    assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"id":1,"a":2}"#);
    open.additional_properties.insert("id".to_owned(), 3);
    assert_eq!(
        serde_json::to_string(&open).unwrap_err().to_string(),
        "member `id` has a field of its own"
    );
}

#[test]
fn unknown_members_come_back_out() {
    #[derive(Debug, Clone, PartialEq, Default)]
    struct Sent {
        name: Option<String>,
        unknown: Members,
    }
    json_struct!(Sent { name: optional "name", ..unknown });

    let json = r#"{"name":"n","a":{"b":[1,18446744073709551615,-9223372036854775808,2.5,null,"\u00fc"]},"z":null}"#;
    let sent: Sent = serde_json::from_str(json).unwrap();
    assert_eq!(sent.unknown.len(), 2);
    let written: serde_json::Value =
        serde_json::from_str(&serde_json::to_string(&sent).unwrap()).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<serde_json::Value>(json).unwrap()
    );

    let sent: Sent = serde_json::from_str(r#"{"name":"n"}"#).unwrap();
    assert!(sent.unknown.is_empty());
    assert_eq!(sent.unknown, Members::new());
    assert_eq!(serde_json::to_string(&sent).unwrap(), r#"{"name":"n"}"#);

    let twice: Sent = serde_json::from_str(r#"{"a":1,"a":2}"#).unwrap();
    assert_eq!(twice.unknown.get("a"), Some(&json!(2)));
}

/// They are kept as text, and nobody may be surprised by it later.
#[test]
fn what_is_wrong_with_unknown_members_is_told_by_reading() {
    #[derive(Debug, Clone, PartialEq, Default)]
    struct Sent {
        name: Option<String>,
        unknown: Members,
    }
    json_struct!(Sent { name: optional "name", ..unknown });

    let escaped = "{ \"\\u00fc\" : [ \"a\\nb\", 1e2, -0, { \"\\\"\" : {} } ] , \"name\":\"n\" }";
    let sent: Sent = serde_json::from_str(escaped).unwrap();
    let expected = json!(["a\nb", 100.0, -0.0, {"\"": {}}]);
    assert_eq!(sent.unknown.get("\u{fc}"), Some(&expected));
    assert_eq!(sent.clone(), sent);
    let mut changed = sent.clone();
    changed.unknown.insert("new", 1);
    assert_ne!(changed, sent);
    assert_eq!(
        serde_json::to_string(&changed).unwrap(),
        r#"{"name":"n","new":1,"ü":["a\nb",100.0,-0.0,{"\"":{}}]}"#
    );
    assert_eq!(changed.unknown.remove("new"), Some(json!(1)));
    assert_eq!(changed, sent);

    let long = "1".repeat(400);
    for wrong in [
        r#"{"a":["\ud800"]}"#,
        r#"{"\ud800":1}"#,
        r#"{"a":{"b":1e999}}"#,
        r#"{"a":{"\ud800":1}}"#,
        &format!(r#"{{"a":{long}}}"#),
        &format!(r#"{{"a":{long}.5}}"#),
    ] {
        let ours = serde_json::from_str::<Sent>(wrong).unwrap_err();
        let theirs = serde_json::from_str::<serde_json::Value>(wrong).unwrap_err();
        assert!(
            theirs.to_string().starts_with(&ours.to_string()),
            "{ours}; {theirs}"
        );
    }
}

#[test]
fn the_error_of_a_field_comes_out_of_writing() {
    impl serde::Serialize for Refuses {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("refused"))
        }
    }
    impl<'de> Deserialize<'de> for Refuses {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Ok(Self)
        }
    }
    #[derive(Debug, Clone, PartialEq)]
    struct Refuses;
    #[derive(Debug, Clone, PartialEq)]
    struct Holder {
        before: i64,
        refuses: Refuses,
        after: i64,
    }
    json_struct!(Holder fallible { before: required "before", refuses: required(serde) "refuses", after: required "after" });

    let holder = Holder {
        before: 1,
        refuses: Refuses,
        after: 2,
    };
    assert_eq!(
        serde_json::to_string(&holder).unwrap_err().to_string(),
        "refused"
    );
}

#[test]
fn a_struct_of_which_nothing_can_be_made_up_is_read_as_derived() {
    #[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Level {
        Low,
        High,
    }
    #[derive(Debug, Clone, PartialEq)]
    struct Mine {
        name: String,
        level: Level,
        before: Nullable<Level>,
        others: Option<Vec<Level>>,
        more: std::collections::BTreeMap<String, Level>,
    }
    json_struct!(Mine fallible {
        "kind" = "mine",
        name: required "name",
        level: required(serde) "level",
        before: nullable(serde) "before",
        others: optional(serde) "others",
        ..more(serde)
    });

    let json =
        r#"{"kind":"mine","name":"a","level":"low","before":null,"others":["high"],"x":"low"}"#;
    let read: Mine = serde_json::from_str(json).unwrap();
    assert_eq!(read.level, Level::Low);
    assert_eq!(read.before, Nullable::Null);
    assert_eq!(read.others, Some(vec![Level::High]));
    assert_eq!(read.more.get("x"), Some(&Level::Low));
    assert_eq!(serde_json::to_string(&read).unwrap(), json);

    let whole: Mine = specwright_runtime::decode::payload_by_serde(json.as_bytes()).unwrap();
    assert_eq!(whole, read);
    for (wrong, words) in [
        (
            r#"{"kind":"yours"}"#,
            "unknown variant `yours`, expected `mine`",
        ),
        (
            r#"{"kind":"mine","name":1,"level":"low"}"#,
            "invalid type: integer `1`, expected a string",
        ),
        (r#"{"kind":"mine","name":"a"}"#, "missing field `level`"),
        (
            r#"{"kind":"mine","name":"a","level":"none"}"#,
            "unknown variant `none`, expected `low` or `high`",
        ),
        (
            r#"{"kind":"mine","name":"a","level":"low","before":7}"#,
            "expected value",
        ),
        (
            r#"{"kind":"mine","name":"a","level":"low","others":["low",1]}"#,
            "expected value",
        ),
        (
            r#"{"kind":"mine","name":"a","level":"low","x":"y"}"#,
            "unknown variant `y`, expected `low` or `high`",
        ),
        (
            r#"{"kind":"mine","name":"a","level":"low","name":"b"}"#,
            "duplicate field `name`",
        ),
        ("[]", "invalid type: sequence, expected struct Mine"),
    ] {
        let error = serde_json::from_str::<Mine>(wrong).unwrap_err();
        assert_eq!(error.to_string(), words, "{wrong}");
        specwright_runtime::decode::payload_by_serde::<Mine>(wrong.as_bytes()).unwrap_err();
    }
}

#[test]
fn what_would_have_no_end_is_an_error() {
    #[derive(Debug, Clone, PartialEq)]
    struct Endless {
        next: Box<Endless>,
    }
    json_struct!(Endless fallible { next: required(serde) "next" });

    for wrong in ["{}", r#"{"next":{}}"#, r#"{"next":{"next":{"next":{}}}}"#] {
        let error = serde_json::from_str::<Endless>(wrong).unwrap_err();
        assert_eq!(error.to_string(), "missing field `next`", "{wrong}");
    }
}

#[test]
fn pretty_printing_is_as_derived() {
    let json = r#"{"id":"1","flag":true,"owner":{"name":"o","groups":[],"levels":{}}}"#;
    assert_eq!(
        serde_json::to_string_pretty(&serde_json::from_str::<mine::Record>(json).unwrap()).unwrap(),
        serde_json::to_string_pretty(&serde_json::from_str::<theirs::Record>(json).unwrap())
            .unwrap(),
    );
    assert_eq!(serde_json::to_string_pretty(&mine::Empty {}).unwrap(), "{}");
    assert_eq!(serde_json::to_value(mine::Empty {}).unwrap(), json!({}));
}

#[test]
fn a_struct_can_be_part_of_a_derived_one() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Stored {
        seen: u64,
        #[serde(flatten)]
        owner: mine::Owner,
    }
    let json = r#"{"seen":1,"name":"o","groups":[],"levels":{"a":1}}"#;
    let stored: Stored = serde_json::from_str(json).unwrap();
    assert_eq!(stored.owner.name, "o");
    assert_eq!(serde_json::to_string(&stored).unwrap(), json);
}

#[test]
fn a_member_that_may_be_anything_may_be_null() {
    #[derive(Debug, Clone, PartialEq)]
    pub struct Loose {
        pub anything: Option<serde_json::Value>,
    }
    json_struct!(Loose {
        anything: optional_json "anything",
    });

    for text in [r#"{"anything":null}"#, "{}", r#"{"anything":[null]}"#] {
        let loose: Loose = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&loose).unwrap(), text);
    }
    let null: Loose = serde_json::from_str(r#"{"anything":null}"#).unwrap();
    assert_eq!(null.anything, Some(serde_json::Value::Null));
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Settled {
    size: Option<u8>,
    rest: BTreeMap<String, u8>,
}
json_struct!(Settled {
    "kind" = "a \"kind\"",
    size: optional "size",
    ..rest
});

#[derive(Debug, Clone, PartialEq, Default)]
struct NothingElse {}
json_struct!(NothingElse {
    "kind" = "alone",
});

#[test]
fn a_tag_is_written_and_has_its_value() {
    let text = r#"{"kind":"a \"kind\"","size":1,"other":2}"#;
    let read: Settled = serde_json::from_str(text).unwrap();
    assert_eq!(read.size, Some(1));
    assert_eq!(read.rest, BTreeMap::from([("other".to_owned(), 2)]));
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    let anywhere: Settled =
        serde_json::from_str(r#"{"other":2,"size":1,"kind":"a \u0022kind\u0022"}"#).unwrap();
    assert_eq!(anywhere, read);

    let alone: NothingElse = serde_json::from_str(r#"{"new": [], "kind": "alone"}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&alone).unwrap(),
        r#"{"kind":"alone"}"#
    );

    let error = |text: &str| match decode::payload::<NothingElse>(text.as_bytes()) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    };
    let errors = [
        "{}",
        r#"{"kind": 1}"#,
        r#"{"kind": null}"#,
        r#"{"kind": "other"}"#,
        r#"{"kind": "alone", "kind": "alone"}"#,
        "[]",
    ];
    assert_eq!(
        errors.map(error),
        [
            "the body is not as documented: missing field `kind`, at line 1 column 1",
            "the body is not as documented: invalid type: integer `1`, expected a string, at `kind`, line 1 column 10",
            "the body is not as documented: invalid type: null, expected a string, at `kind`, line 1 column 10",
            "the body is not as documented: unknown variant `other`, expected `alone`, at `kind`, line 1 column 10",
            "the body is not as documented: duplicate field `kind`, at line 1 column 1",
            "the body is not as documented: invalid type: sequence, expected struct NothingElse, at line 1 column 1",
        ]
    );

    let twice = Settled {
        rest: BTreeMap::from([("kind".to_owned(), 1)]),
        ..Settled::default()
    };
    let error = serde_json::to_string(&twice).unwrap_err();
    assert_eq!(error.to_string(), "member `kind` has a field of its own");
}
