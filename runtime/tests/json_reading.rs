//! What is JSON and what is not, and where an error is, against `serde_json`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fmt::Debug;

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer};
use serde_json::Value;
use specwright_runtime::json::FromJson;
use specwright_runtime::v1::json_struct;
use specwright_runtime::{DecodeErrorKind, decode};

/// Texts with all that JSON has, to be cut, changed and put together.
const TEXTS: &[&str] = &[
    r#"{"a":[1,-2.5e+3,0.1E-7,-0,"b",true,false,null,{}],"c":{"d":[[]],"":"x"}}"#,
    " [ 1 , { \"a\" : \"\\u00fc\\n\\\"\\\\\\/\" } ] \r\n\t",
    r#""\ud83d\ude00 ü 😀 0123456789012345678901234567890""#,
    "18446744073709551616",
    "-",
    "01",
    "1.",
    ".5",
    "1e",
    "+1",
    "tru",
    "nulll",
    "NaN",
    "[1,]",
    "[,1]",
    "[1 2]",
    r#"{"a":1,}"#,
    r#"{"a" 1}"#,
    r#"{"a"}"#,
    r#"{a:1}"#,
    "{1:1}",
    r#"{"a":1 "b":2}"#,
    "[1}",
    r#"{"a":1]"#,
    "[1]]",
    "\"\u{7f}\"",
    "\"\u{1f}\"",
    r#""\x""#,
    r#""\u12g4""#,
    r#""\u123""#,
    r#""\"#,
    "",
    " ",
    "\u{feff}1",
];

fn assert_as_serde_json(text: &[u8]) {
    let mine = decode::payload::<Value>(text);
    let theirs = serde_json::from_slice::<Value>(text);
    match (mine, theirs) {
        (Ok(mine), Ok(theirs)) => assert_eq!(mine, theirs),
        (Err(_), Err(_)) => {}
        (mine, theirs) => panic!(
            "{mine:?} and {theirs:?} for {:?}",
            String::from_utf8_lossy(text)
        ),
    }
}

#[test]
fn what_is_json_is_what_serde_json_takes() {
    for text in TEXTS {
        assert_as_serde_json(text.as_bytes());
        for end in 0..text.len() {
            assert_as_serde_json(&text.as_bytes()[..end]);
            assert_as_serde_json(&text.as_bytes()[end..]);
        }
    }
    // Each kind of byte at each place of the eight that are looked at in a step.
    for place in 0..20 {
        for byte in 0..=u8::MAX {
            let mut text = br#""01234567890123456789""#.to_vec();
            text[place + 1] = byte;
            assert_as_serde_json(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn changed_texts_are_json_as_serde_json_has_it(
        one in prop::sample::select(TEXTS),
        other in prop::sample::select(TEXTS),
        at in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut text = one.as_bytes().to_vec();
        let at = at.index(text.len() + 1);
        text.truncate(at);
        text.extend_from_slice(&other.as_bytes()[from.index(other.len() + 1)..]);
        assert_as_serde_json(&text);
        if let Some(changed) = text.get_mut(at) {
            *changed = byte;
            assert_as_serde_json(&text);
        }
    }
}

fn assert_same<T: FromJson + DeserializeOwned + PartialEq + Debug>(text: &str) {
    let mine = decode::payload::<T>(text.as_bytes());
    assert_eq!(mine.ok(), serde_json::from_str(text).ok(), "{text}");
}

#[test]
fn integers_of_any_length_are_as_serde_json_has_them() {
    let digits = "12345678901234567890123";
    let integers = (1..=digits.len()).map(|length| &digits[..length]);
    for integer in integers.chain(["0", "9", "127", "128", "255", "256", "99999999"]) {
        // To `serde_json` -0 is no integer; here it is zero.
        let signs = if integer == "0" {
            &[""][..]
        } else {
            &["", "-"]
        };
        for sign in signs {
            // What is behind a number is looked at with it.
            for behind in ["", " ", "        9"] {
                let text = format!("{sign}{integer}{behind}");
                assert_same::<i8>(&text);
                assert_same::<u8>(&text);
                assert_same::<i64>(&text);
                assert_same::<u64>(&text);
                assert_same::<Value>(&text);
            }
            let list = format!("[{sign}{integer},{sign}{integer},5]");
            assert_same::<Vec<i64>>(&list);
            assert_same::<Vec<Value>>(&list);
        }
    }
}

#[test]
fn how_deep_values_can_be_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    for depth in [126, 127, 128, 200] {
        assert_as_serde_json(nested(depth).as_bytes());
    }
    let error = decode::payload::<Value>(nested(100_000).as_bytes()).unwrap_err();
    assert!(
        error.to_string().contains("recursion limit exceeded"),
        "{error}"
    );
}

#[derive(Debug, PartialEq)]
struct Page {
    items: Option<Vec<Item>>,
    total: Option<u64>,
}
json_struct!(Page { items: optional "items", total: optional "total" });

#[derive(Debug, PartialEq)]
struct Item {
    id: i64,
    name: Option<String>,
}
json_struct!(Item { id: required "id", name: optional "na/me" });

#[test]
fn an_error_has_the_place_where_the_value_begins() {
    for (text, expected) in [
        ("[]", (" struct Page", "", 1, 1)),
        (
            "{\"items\":\n  [{\"id\": \"x\"}]}",
            ("expected i64", "items[0].id", 2, 11),
        ),
        (
            r#"{"items":[{"id":1},{}]}"#,
            ("missing field `id`", "items[1]", 1, 20),
        ),
        (
            r#"{"items":[{"id":1,"na/me":[]}]}"#,
            ("a string", r#"items[0]["na/me"]"#, 1, 27),
        ),
        (
            r#"{"items":[{"id":1,"id":2}]}"#,
            ("duplicate field `id`", "items[0]", 1, 11),
        ),
        (
            r#"{"total":-1}"#,
            ("invalid value: integer `-1`, expected u64", "total", 1, 10),
        ),
        (
            r#"{"items":[{"id":1},"#,
            ("EOF while parsing", "items", 1, 19),
        ),
        (r#"{"total":1} x"#, ("trailing characters", "", 1, 13)),
    ] {
        let error = decode::payload::<Page>(text.as_bytes()).unwrap_err();
        let DecodeErrorKind::Json {
            message,
            path,
            line,
            column,
        } = error.kind()
        else {
            panic!("{error}");
        };
        assert!(message.contains(expected.0), "{message} for {text}");
        assert_eq!(
            (path.as_str(), *line, *column),
            (expected.1, expected.2, expected.3),
            "{text}"
        );
    }
    let latin = b"{\"items\":[{\"id\":1,\"na/me\":\"caf\xe9\"}]}";
    let error = decode::payload::<Page>(latin).unwrap_err();
    let expected = "the body is not as documented: invalid unicode code point, at \
                    `items[0][\"na/me\"]`, line 1 column 31";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn members_are_found_in_any_order_and_beyond_64() {
    let others = |from: usize, to: usize| -> String {
        (from..to).map(|n| format!("\"other{n}\":{n},")).collect()
    };
    for text in [
        format!(r#"{{"na/me":"n",{}"id":7}}"#, others(0, 100)),
        format!(r#"{{{}"id":7,"na/me":"n","z":1}}"#, others(0, 100)),
        format!(r#"{{"id":7,{}"na\/me":"n"}}"#, others(0, 100)),
    ] {
        let item = decode::payload::<Item>(text.as_bytes()).unwrap();
        assert_eq!(
            item,
            Item {
                id: 7,
                name: Some("n".to_owned())
            }
        );
    }
    for text in [
        format!(r#"{{"id":7,{}"id":8}}"#, others(0, 100)),
        format!(r#"{{{}"id":7,"id":8}}"#, others(0, 100)),
    ] {
        let error = decode::payload::<Item>(text.as_bytes()).unwrap_err();
        assert!(
            error.to_string().contains("duplicate field `id`"),
            "{error}"
        );
    }
}

#[test]
fn other_formats_than_json_are_read_too() {
    let members = [("id", 7_i64), ("total", 2)].into_iter();
    let members: MapDeserializer<'_, _, Error> = MapDeserializer::new(members);
    let item = Item::deserialize(members).unwrap();
    assert_eq!(item, Item { id: 7, name: None });
    let none: MapDeserializer<'_, std::array::IntoIter<(&str, i64), 0>, Error> =
        MapDeserializer::new([].into_iter());
    assert_eq!(
        Item::deserialize(none).unwrap_err().to_string(),
        "missing field `id`"
    );
}
