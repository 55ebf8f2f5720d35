//! Tables, written and read.

use super::*;
use crate::request::ParameterValue as Value;

static TAG: Xml = Xml::Object(&[Member {
    key: "label",
    name: Name::new("label"),
    place: Place::Text,
    value: &Xml::Text,
}]);

static PET: Xml = Xml::Object(&[
    Member {
        key: "id",
        name: Name::new("id"),
        place: Place::Attribute,
        value: &Xml::Number,
    },
    Member {
        key: "name",
        name: Name {
            local: "name",
            prefix: "p",
            namespace: "https://pets.example",
        },
        place: Place::Element,
        value: &Xml::Text,
    },
    Member {
        key: "good",
        name: Name::new("isGood"),
        place: Place::Element,
        value: &Xml::Boolean,
    },
    Member {
        key: "photos",
        name: Name::new("photos"),
        place: Place::Element,
        value: &Xml::List(&Items {
            name: Name::new("photo"),
            wrapped: false,
            value: &Xml::Text,
        }),
    },
    Member {
        key: "tags",
        name: Name::new("tags"),
        place: Place::Element,
        value: &Xml::List(&Items {
            name: Name::new("tag"),
            wrapped: true,
            value: &TAG,
        }),
    },
    Member {
        key: "parent",
        name: Name::new("parent"),
        place: Place::Element,
        value: &PET,
    },
]);

static ROOT: Root = Root {
    name: Name::new("pet"),
    value: &PET,
};

fn scalar(text: &str) -> Value {
    Value::Scalar(text.to_owned())
}

fn object(members: &[(&str, Value)]) -> Value {
    let members = members.iter();
    Value::Object(
        members
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
    )
}

const WRITTEN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><pet id=\"7\">\
    <p:name xmlns:p=\"https://pets.example\">a &lt;b&gt; &amp; ü</p:name><isGood>true</isGood>\
    <photo>x</photo><photo>y</photo><tags><tag>small</tag></tags>\
    <parent id=\"8\"></parent><other>z</other></pet>";

#[test]
fn a_value_is_written_by_its_table() {
    let value = object(&[
        ("name", scalar("a <b> & ü")),
        ("id", scalar("7")),
        ("good", scalar("true")),
        ("photos", Value::Array(vec![scalar("x"), scalar("y")])),
        (
            "tags",
            Value::Array(vec![object(&[("label", scalar("small"))])]),
        ),
        (
            "parent",
            object(&[("id", scalar("8")), ("name", Value::Null)]),
        ),
        ("other", scalar("z")),
    ]);
    let written = write(&ROOT, &value).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert_eq!(written, Ok(WRITTEN.to_owned()));
}

#[test]
fn a_document_is_read_by_its_table() {
    let read = read(&ROOT, WRITTEN.as_bytes());
    let expected = serde_json::json!({
        "id": 7, "name": "a <b> & ü", "good": true, "photos": ["x", "y"],
        "tags": [{"label": "small"}], "parent": {"id": 8},
    });
    assert_eq!(read, Ok(expected));
}

#[test]
fn a_list_may_be_the_whole_document() {
    static LIST: Root = Root {
        name: Name::new("pets"),
        value: &Xml::List(&Items {
            name: Name::new("pet"),
            wrapped: true,
            value: &Xml::Any,
        }),
    };
    let all = Value::Array(vec![scalar("a"), object(&[("n", scalar("1"))])]);
    let written = write(&LIST, &all).unwrap_or_default();
    let text = String::from_utf8_lossy(&written).into_owned();
    assert!(
        text.ends_with("<pets><pet>a</pet><pet><n>1</n></pet></pets>"),
        "{text}"
    );
    assert_eq!(
        read(&LIST, &written),
        Ok(serde_json::json!(["a", {"n": "1"}]))
    );
}

#[test]
fn what_is_no_xml_is_refused_without_its_text() {
    let bad = [
        "",
        "<a>",
        "<a></b>",
        "<!DOCTYPE a [<!ENTITY x \"secret\">]><a>&x;</a>",
        "<a b=\"&secret;\"/>",
    ];
    for text in bad {
        let error = read(&ROOT, text.as_bytes()).err();
        assert!(
            error
                .as_ref()
                .is_some_and(|error| !error.0.contains("secret")),
            "{text}: {error:?}"
        );
    }
    let deep = "<a>".repeat(10_000);
    assert!(read(&ROOT, deep.as_bytes()).is_err());
}

#[test]
fn what_would_be_other_xml_is_not_written() {
    for value in [
        object(&[("a b", scalar("x"))]),
        object(&[("a><b", scalar("x"))]),
        object(&[("name", scalar("\u{0}"))]),
    ] {
        assert!(write(&ROOT, &value).is_err());
    }
}
