//! Types with required members, and values that the document does not know.

use prisma_access_insights::runtime::http::{HeaderMap, StatusCode};
use prisma_access_insights::runtime::{DecodeError, Head, decode};
use prisma_access_insights::types::{
    DataResourceQuery, HistogramGranularity, ResourceName, TimeRange, TimeRangeType,
};
use serde_json::{Value, json};

/// Decodes as a response of the API is decoded.
fn decoded(body: &Value) -> Result<DataResourceQuery, DecodeError> {
    let head = Head::new(StatusCode::OK, HeaderMap::new());
    decode::json(&head, body.to_string().into())
}

#[test]
fn a_missing_required_member_is_an_error_that_names_the_path() {
    let body = json!({"query": {"properties": {"time_range": {"last": {"value": 7}}}}});
    let error = decoded(&body).unwrap_err();
    assert_eq!(error.path(), Some("query.properties.time_range"));
    assert!(
        error.to_string().contains("missing field `type`"),
        "{error}"
    );
}

#[test]
fn so_is_one_that_is_null() {
    let body = json!({"query": {"properties": {"time_range": {"type": null}}}});
    let error = decoded(&body).unwrap_err();
    assert_eq!(error.path(), Some("query.properties.time_range.type"));
}

#[test]
fn unknown_values_and_members_decode_and_unknown_values_go_back_out() {
    let body = json!({
        "count": null,
        "histogram": {"enabledGranularity": "5_MIN"},
        "query": {"properties": {"time_range": {"type": "LUNAR"}}},
    });
    let query = decoded(&body).unwrap();
    assert_eq!(query.count, None);
    let out = serde_json::to_value(&query).unwrap();
    assert_eq!(
        out,
        json!({
            "histogram": {"enabledGranularity": "5_MIN"},
            "query": {"properties": {"time_range": {"type": "LUNAR"}}},
        })
    );
    let mut body = body;
    body["new_in_v4"] = json!([1, 2]);
    assert_eq!(decoded(&body).unwrap(), query);
}

#[test]
fn values_have_the_names_that_the_overlay_gives_them() {
    assert_eq!(HistogramGranularity::FifteenMinutes.as_str(), "15_MIN");
    assert_eq!(
        HistogramGranularity::from("1_DAY"),
        HistogramGranularity::OneDay
    );
    assert_eq!(ResourceName::from("alerts"), ResourceName::Alerts);
    let range = TimeRange::new(TimeRangeType::Relative);
    assert_eq!(
        serde_json::to_value(&range).unwrap(),
        json!({"type": "RELATIVE"})
    );
}
