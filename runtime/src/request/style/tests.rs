//! The table "Style Examples" of OAS 3.1, and what it leaves open.

use super::*;

fn scalar(text: &str) -> Value {
    Value::Scalar(text.to_owned())
}

fn array() -> Value {
    Value::Array(vec![scalar("blue"), scalar("black"), scalar("brown")])
}

fn object() -> Value {
    let member = |name: &str, value: &str| (name.to_owned(), scalar(value));
    Value::Object(vec![
        member("R", "100"),
        member("G", "200"),
        member("B", "150"),
    ])
}

fn style(kind: StyleKind, explode: bool) -> Style {
    Style {
        kind,
        explode,
        allow_reserved: false,
    }
}

fn in_path(value: &Value, kind: StyleKind, explode: bool) -> String {
    path("color", value, style(kind, explode)).unwrap_or_else(|error| format!("error: {error}"))
}

fn in_query(value: &Value, style: Style) -> String {
    match pairs("color", value, style) {
        Ok(pairs) => join(&pairs),
        Err(error) => format!("error: {error}"),
    }
}

/// A cell of the table that the specification leaves empty.
const NONE: &str = "n/a";

/// A row: the style, `explode`, and `color` as an empty text, a text, a list and an object.
type Row = (StyleKind, bool, [&'static str; 4]);

/// "Style Examples" of OAS 3.1.2, cell for cell. (3.1.0 § 4.8.12.4 has `.blue.black.brown` for a label
/// without `explode`, which is not what RFC 6570 writes and was corrected, and its delimiters are not
/// encoded.)
///
/// The first column is what 3.1.0 calls `empty`: an empty text. 3.1.2 calls it `undefined`; what is
/// absent is left out here, as RFC 6570 has it.
const TABLE: &[Row] = &[
    (
        StyleKind::Matrix,
        false,
        [
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ],
    ),
    (
        StyleKind::Matrix,
        true,
        [
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ],
    ),
    (
        StyleKind::Label,
        false,
        [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
    ),
    (
        StyleKind::Label,
        true,
        [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
    ),
    (
        StyleKind::Simple,
        false,
        ["", "blue", "blue,black,brown", "R,100,G,200,B,150"],
    ),
    (
        StyleKind::Simple,
        true,
        ["", "blue", "blue,black,brown", "R=100,G=200,B=150"],
    ),
    (
        StyleKind::Form,
        false,
        [
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ],
    ),
    (
        StyleKind::Form,
        true,
        [
            "color=",
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ],
    ),
    (
        StyleKind::SpaceDelimited,
        false,
        [
            NONE,
            NONE,
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ],
    ),
    (StyleKind::SpaceDelimited, true, [NONE, NONE, NONE, NONE]),
    (
        StyleKind::PipeDelimited,
        false,
        [
            NONE,
            NONE,
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ],
    ),
    (StyleKind::PipeDelimited, true, [NONE, NONE, NONE, NONE]),
    (StyleKind::DeepObject, false, [NONE, NONE, NONE, NONE]),
    (
        StyleKind::DeepObject,
        true,
        [
            NONE,
            NONE,
            NONE,
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ],
    ),
];

#[test]
fn every_cell_of_the_table() {
    let mut checked = 0;
    for &(kind, explode, cells) in TABLE {
        let values = [scalar(""), scalar("blue"), array(), object()];
        for (value, cell) in values.iter().zip(cells) {
            if cell == NONE {
                continue;
            }
            let written = match kind {
                StyleKind::Matrix | StyleKind::Label | StyleKind::Simple => {
                    in_path(value, kind, explode)
                }
                StyleKind::Form
                | StyleKind::SpaceDelimited
                | StyleKind::PipeDelimited
                | StyleKind::DeepObject
                | StyleKind::Cookie
                | StyleKind::Whole => in_query(value, style(kind, explode)),
            };
            assert_eq!(written, cell, "{kind:?}, explode: {explode}");
            checked += 1;
        }
    }
    assert_eq!((TABLE.len(), checked), (14, 37));
}

/// Cells that are `n/a`: what comes out is what most servers read, and never an error.
#[test]
fn what_the_table_leaves_open() {
    use StyleKind::{DeepObject, PipeDelimited, SpaceDelimited};
    for kind in [SpaceDelimited, PipeDelimited] {
        for explode in [false, true] {
            assert_eq!(in_query(&scalar(""), style(kind, explode)), "color=");
            assert_eq!(
                in_query(&scalar("blue"), style(kind, explode)),
                "color=blue"
            );
        }
        // Exploded, there is no delimiter left to write.
        assert_eq!(
            in_query(&array(), style(kind, true)),
            "color=blue&color=black&color=brown"
        );
        assert_eq!(in_query(&object(), style(kind, true)), "R=100&G=200&B=150");
    }
    assert_eq!(
        in_query(&scalar("blue"), style(DeepObject, true)),
        "color=blue"
    );
    assert_eq!(
        in_query(&array(), style(DeepObject, true)),
        "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown"
    );
    assert_eq!(
        in_query(&object(), style(DeepObject, false)),
        "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    );
}

#[test]
fn headers_are_not_encoded() {
    let in_header = |value: &Value, explode| {
        header(value, style(StyleKind::Simple, explode))
            .ok()
            .flatten()
    };
    assert_eq!(in_header(&scalar("a b/ü"), false).as_deref(), Some("a b/ü"));
    for (value, explode, written) in [
        (array(), false, "blue,black,brown"),
        (array(), true, "blue,black,brown"),
        (object(), false, "R,100,G,200,B,150"),
        (object(), true, "R=100,G=200,B=150"),
    ] {
        assert_eq!(in_header(&value, explode).as_deref(), Some(written));
    }
    assert_eq!(in_header(&Value::Null, false), None);
}

#[test]
fn deep_object() {
    let style = style(StyleKind::DeepObject, true);
    assert_eq!(
        in_query(&object(), style),
        "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    );
    let deep = Value::Object(vec![
        (
            "a".to_owned(),
            Value::Object(vec![("b c".to_owned(), scalar("1"))]),
        ),
        (
            "list".to_owned(),
            Value::Array(vec![scalar("x"), scalar("y")]),
        ),
        ("gone".to_owned(), Value::Null),
    ]);
    assert_eq!(
        in_query(&deep, style),
        "color%5Ba%5D%5Bb%20c%5D=1&color%5Blist%5D%5B%5D=x&color%5Blist%5D%5B%5D=y"
    );
    let objects = Value::Object(vec![("a".to_owned(), Value::Array(vec![object()]))]);
    assert_eq!(
        in_query(&objects, style),
        "color%5Ba%5D%5B0%5D%5BR%5D=100&color%5Ba%5D%5B0%5D%5BG%5D=200&color%5Ba%5D%5B0%5D%5BB%5D=150"
    );
}

#[test]
fn values_never_become_syntax() {
    let nasty = scalar("a&b=c#d?e/f%2C,g;h+i j[]");
    let encoded = "a%26b%3Dc%23d%3Fe%2Ff%252C%2Cg%3Bh%2Bi%20j%5B%5D";
    assert_eq!(in_query(&nasty, Style::FORM), format!("color={encoded}"));
    assert_eq!(in_path(&nasty, StyleKind::Simple, false), encoded);
    let list = Value::Array(vec![scalar("a,b"), scalar("c")]);
    assert_eq!(
        in_query(&list, style(StyleKind::Form, false)),
        "color=a%2Cb,c"
    );
}

#[test]
fn reserved_characters_stay_where_they_are_allowed() {
    let style = Style {
        allow_reserved: true,
        ..Style::FORM
    };
    let value = scalar("a/b?c:d@e!f$g'h(i)*j,k;l=m");
    assert_eq!(
        in_query(&value, style),
        "color=a/b?c:d@e!f$g%27h(i)*j,k;l=m"
    );
    // What is encoded already stays; what would end the value is encoded.
    assert_eq!(
        in_query(&scalar("%2F%zz&x=1#y+z"), style),
        "color=%2F%25zz%26x=1%23y%2Bz"
    );
    // The name of a member is the name of a parameter, which they would end.
    let member = Value::Object(vec![("a=b".to_owned(), scalar("c=d"))]);
    assert_eq!(in_query(&member, style), "a%3Db=c=d");
}

#[test]
fn absent_values_are_left_out() {
    for value in [
        Value::Null,
        Value::Array(Vec::new()),
        Value::Array(vec![Value::Null]),
    ] {
        assert_eq!(in_query(&value, Style::FORM), "");
        assert_eq!(in_path(&value, StyleKind::Simple, false), "");
    }
}

#[test]
fn what_no_style_can_write_is_an_error() {
    let nested = Value::Array(vec![array()]);
    assert!(in_query(&nested, Style::FORM).starts_with("error"));
    assert!(in_path(&nested, StyleKind::Simple, false).starts_with("error"));
}

#[test]
fn the_whole_query_has_no_name() {
    let whole = style(StyleKind::Whole, false);
    assert_eq!(in_query(&scalar("{\"a\":1}"), whole), "%7B%22a%22%3A1%7D");
    assert_eq!(in_query(&Value::Null, whole), "");
}

#[test]
fn forms() {
    const DEEP: FormEncoding = &[
        (
            "tags",
            Some(Style {
                kind: StyleKind::Form,
                explode: false,
                allow_reserved: false,
            }),
        ),
        (
            "deep",
            Some(Style {
                kind: StyleKind::DeepObject,
                explode: true,
                allow_reserved: false,
            }),
        ),
        ("list", None),
    ];
    let form =
        |value: &Value, encoding| form_body(value, encoding, |_| Some("[1]".to_owned())).ok();
    assert_eq!(form(&object(), &[]).as_deref(), Some("R=100&G=200&B=150"));
    assert_eq!(form(&scalar("x"), &[]), None);
    let members = Value::Object(vec![
        ("tags".to_owned(), array()),
        (
            "deep".to_owned(),
            Value::Object(vec![("a".to_owned(), scalar("1"))]),
        ),
        ("list".to_owned(), array()),
        ("plain".to_owned(), object()),
        ("gone".to_owned(), Value::Null),
    ]);
    assert_eq!(
        form(&members, DEEP).as_deref(),
        Some("tags=blue,black,brown&deep%5Ba%5D=1&list=%5B1%5D&plain=%5B1%5D")
    );
}

#[test]
fn the_style_of_cookies_encodes_nothing() {
    let cookie = style(StyleKind::Cookie, true);
    let written = |value: &Value, style| pairs("color", value, style).ok();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        written(&scalar("a%20b=c"), cookie),
        Some(vec![pair("color", "a%20b=c")])
    );
    let list = Value::Array(vec![scalar("x"), scalar("y")]);
    assert_eq!(
        written(&list, cookie),
        Some(vec![pair("color", "x"), pair("color", "y")])
    );
    let flat = style(StyleKind::Cookie, false);
    assert_eq!(written(&list, flat), Some(vec![pair("color", "x,y")]));
    for bad in ["a;b", "a b", "a\r\nb", "ü"] {
        assert_eq!(written(&scalar(bad), cookie), None, "{bad}");
    }
}
