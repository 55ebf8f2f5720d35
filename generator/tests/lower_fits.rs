//! Whether values are of their types, at the edges.

#![allow(clippy::unwrap_used)]

use serde_json::json;
use specwright::ir::{Api, IntegerWidth, TextFormat, Type};
use specwright::lower::fits;

fn is(ty: &Type, value: serde_json::Value) -> bool {
    fits(&Api::default(), ty, false, &value.into()).is_ok()
}

#[test]
fn instants() {
    let instant = Type::Text(TextFormat::Instant);
    for good in [
        "2025-04-23T07:16:37Z",
        "2024-02-29t00:00:00.123456789z",
        "2000-02-29T23:59:60+14:00",
        "1985-04-12 23:20:50.52-08:00",
    ] {
        assert!(is(&instant, json!(good)), "{good}");
    }
    for bad in [
        "",
        "2025-04-23",
        "2025-04-23T07:16:37",
        "2025-04-23T07:16Z",
        "2025-04-23T24:00:00Z",
        "2025-04-23T07:16:37+0200",
        "2025-04-23T07:16:37.Z",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "é025-04-23T07:16:37Z",
        "2025-04-23T07:16:37ZZ",
    ] {
        assert!(!is(&instant, json!(bad)), "{bad}");
    }
}

#[test]
fn dates() {
    let date = Type::Text(TextFormat::Date);
    assert!(is(&date, json!("2024-02-29")));
    for bad in [
        "2024-2-29",
        "2024-02-30",
        "2024-13-01",
        "2024-00-01",
        "2024-01-00",
        "24-01-01",
        "2024-01-01Z",
    ] {
        assert!(!is(&date, json!(bad)), "{bad}");
    }
}

#[test]
fn integers() {
    let of = Type::Integer;
    assert!(is(&of(IntegerWidth::I32), json!(i32::MIN)));
    assert!(!is(&of(IntegerWidth::I32), json!(i64::from(i32::MAX) + 1)));
    assert!(is(&of(IntegerWidth::I64), json!(i64::MAX)));
    assert!(!is(&of(IntegerWidth::I64), json!(u64::MAX)));
    assert!(is(&of(IntegerWidth::U64), json!(u64::MAX)));
    assert!(!is(&of(IntegerWidth::U32), json!(-1)));
    assert!(!is(&of(IntegerWidth::I64), json!("1")));
}

#[test]
fn a_mismatch_says_where() {
    let lists = Type::List(Box::new(Type::Map(Box::new(Type::Boolean))));
    let mismatch = fits(
        &Api::default(),
        &lists,
        false,
        &json!([{"a": true}, {"b/c": 1}]).into(),
    );
    assert_eq!(
        mismatch.unwrap_err().to_string(),
        "at `/1/b~1c`: expected a boolean, found `1`"
    );
    assert!(fits(&Api::default(), &lists, true, &json!(null).into()).is_ok());
    assert!(is(&Type::Nullable(Box::new(Type::Boolean)), json!(null)));
}
