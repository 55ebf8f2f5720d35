//! The table of OAS 3.1 § 4.8.12.4, and what it leaves open.

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

#[test]
fn matrix() {
    use StyleKind::Matrix;
    assert_eq!(in_path(&scalar(""), Matrix, false), ";color");
    assert_eq!(in_path(&scalar("blue"), Matrix, false), ";color=blue");
    assert_eq!(in_path(&array(), Matrix, false), ";color=blue,black,brown");
    assert_eq!(
        in_path(&object(), Matrix, false),
        ";color=R,100,G,200,B,150"
    );
    assert_eq!(in_path(&scalar(""), Matrix, true), ";color");
    assert_eq!(
        in_path(&array(), Matrix, true),
        ";color=blue;color=black;color=brown"
    );
    assert_eq!(in_path(&object(), Matrix, true), ";R=100;G=200;B=150");
}

#[test]
fn label() {
    use StyleKind::Label;
    assert_eq!(in_path(&scalar(""), Label, false), ".");
    assert_eq!(in_path(&scalar("blue"), Label, false), ".blue");
    assert_eq!(in_path(&array(), Label, false), ".blue,black,brown");
    assert_eq!(in_path(&object(), Label, false), ".R,100,G,200,B,150");
    assert_eq!(in_path(&array(), Label, true), ".blue.black.brown");
    assert_eq!(in_path(&object(), Label, true), ".R=100.G=200.B=150");
}

#[test]
fn simple_in_paths_and_headers() {
    use StyleKind::Simple;
    for explode in [false, true] {
        assert_eq!(in_path(&scalar("blue"), Simple, explode), "blue");
        assert_eq!(in_path(&array(), Simple, explode), "blue,black,brown");
    }
    assert_eq!(in_path(&object(), Simple, false), "R,100,G,200,B,150");
    assert_eq!(in_path(&object(), Simple, true), "R=100,G=200,B=150");

    let in_header = |value: &Value, explode| header(value, style(Simple, explode)).ok().flatten();
    assert_eq!(in_header(&scalar("a b/ü"), false).as_deref(), Some("a b/ü"));
    assert_eq!(
        in_header(&array(), false).as_deref(),
        Some("blue,black,brown")
    );
    assert_eq!(
        in_header(&object(), true).as_deref(),
        Some("R=100,G=200,B=150")
    );
    assert_eq!(in_header(&Value::Null, false), None);
}

#[test]
fn form() {
    use StyleKind::Form;
    for explode in [false, true] {
        assert_eq!(in_query(&scalar(""), style(Form, explode)), "color=");
        assert_eq!(
            in_query(&scalar("blue"), style(Form, explode)),
            "color=blue"
        );
    }
    assert_eq!(
        in_query(&array(), style(Form, false)),
        "color=blue,black,brown"
    );
    assert_eq!(
        in_query(&object(), style(Form, false)),
        "color=R,100,G,200,B,150"
    );
    assert_eq!(
        in_query(&array(), style(Form, true)),
        "color=blue&color=black&color=brown"
    );
    assert_eq!(in_query(&object(), style(Form, true)), "R=100&G=200&B=150");
}

#[test]
fn delimited() {
    use StyleKind::{PipeDelimited, SpaceDelimited};
    let query = |value: &Value, kind| in_query(value, style(kind, false));
    assert_eq!(
        query(&array(), SpaceDelimited),
        "color=blue%20black%20brown"
    );
    assert_eq!(
        query(&object(), SpaceDelimited),
        "color=R%20100%20G%20200%20B%20150"
    );
    assert_eq!(query(&array(), PipeDelimited), "color=blue%7Cblack%7Cbrown");
    assert_eq!(
        query(&object(), PipeDelimited),
        "color=R%7C100%7CG%7C200%7CB%7C150"
    );
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
