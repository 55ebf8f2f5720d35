//! Queries: what is sent, what comes back, and how an answer shows that it was cut.

use jiff::Timestamp;
use prisma_access_insights::Error;
use prisma_access_insights::types::{
    CustomQuery, DataResourceQuery, DataResourceQuerySort, DataResourceQuerySortOrder,
    DataResourceResponseHeaderStatus, Histogram, HistogramGranularity, QueryDefinition,
    QueryFilter, QueryFilterOperator, QueryFilterRule, QueryFilterRuleOperator, QueryProperties,
    ResourceName, TimeRange, TimeRangeLast, TimeRangeLastUnits, TimeRangeType, TimeRangeValue,
};
use serde_json::json;
use specwright_tests::wire;
use wiremock::ResponseTemplate;
use wiremock::matchers::any;

use crate::Insights;

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Users of two sites since midnight, by hour.
fn query() -> DataResourceQuery {
    let range = TimeRange::new(TimeRangeType::Absolute).with_value(
        TimeRangeValue::new()
            .with_from(instant("2026-01-01T00:00:00Z"))
            .with_to(instant("2026-01-02T00:00:00Z")),
    );
    let filter = QueryFilter::new()
        .with_operator(QueryFilterOperator::And)
        .with_rules(vec![
            QueryFilterRule::new()
                .with_property("site")
                .with_operator(QueryFilterRuleOperator::In)
                .with_values(vec!["berlin".into(), "z\"rich".into()]),
            QueryFilterRule::new()
                .with_property("users")
                .with_operator(QueryFilterRuleOperator::GreaterThan)
                .with_values(vec!["10".into()]),
        ]);
    let properties = QueryProperties::new()
        .with_time_range(range)
        .with_filter(filter);
    DataResourceQuery::new()
        .with_query(QueryDefinition::new().with_properties(properties))
        .with_count(100)
        .with_group_by(vec!["site".into()])
        .with_histogram(
            Histogram::new()
                .with_property("users")
                .with_enabled_granularity(HistogramGranularity::FifteenMinutes),
        )
        .with_sort(
            DataResourceQuerySort::new()
                .with_property("users")
                .with_order(DataResourceQuerySortOrder::Desc),
        )
}

#[tokio::test]
async fn a_query_with_a_time_range_and_a_filter() {
    let insights = Insights::with_json(
        200,
        json!({
            "header": {"requestId": "r-1", "status": "success", "timestamp": "2026-01-02T00:00:01Z"},
            "data": [{"site": "berlin", "users": 12}, {"site": "z\"rich", "users": 11.5}],
            "count": 586,
            "pagination": {"offset": 0, "limit": 2},
        }),
    )
    .await;
    let answer = insights
        .client
        .query_data_resource(ResourceName::ConnectedUsers, &query())
        .send()
        .await
        .unwrap()
        .into_inner();
    let header = answer.header.unwrap();
    assert_eq!(header.request_id.as_deref(), Some("r-1"));
    assert_eq!(
        header.status,
        Some(DataResourceResponseHeaderStatus::Success)
    );
    let rows = answer.data.unwrap();
    assert_eq!(rows[1]["users"], json!(11.5));
    // More than the rows that came: the answer was cut.
    assert!(answer.count.unwrap() > rows.len() as i64);

    let request = wire::only(&insights.server).await;
    assert_eq!(
        wire::line(&request),
        "POST /insights/v3.0/resource/query/connected_users"
    );
    assert_eq!(
        wire::json(&request),
        json!({
            "query": {"properties": {
                "time_range": {
                    "type": "ABSOLUTE",
                    "value": {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"},
                },
                "filter": {"operator": "AND", "rules": [
                    {"property": "site", "operator": "in", "values": ["berlin", "z\"rich"]},
                    {"property": "users", "operator": "greater_than", "values": ["10"]},
                ]},
            }},
            "count": 100,
            "histogram": {"property": "users", "enabledGranularity": "15_MIN"},
            "group_by": ["site"],
            "sort": {"order": "desc", "property": "users"},
        })
    );
}

#[tokio::test]
async fn a_custom_query() {
    let insights = Insights::with_json(200, json!({"data": [{}], "count": 1})).await;
    let range = TimeRange::new(TimeRangeType::Relative).with_last(
        TimeRangeLast::new()
            .with_units(TimeRangeLastUnits::Days)
            .with_value(7),
    );
    let properties = QueryProperties::new().with_time_range(range);
    let body = CustomQuery::new().with_resource("tunnels").with_query(
        DataResourceQuery::new().with_query(QueryDefinition::new().with_properties(properties)),
    );
    // Awaited as it is.
    let answer = insights.client.execute_custom_query(&body).await.unwrap();
    assert_eq!(answer.count, Some(1));
    let request = wire::only(&insights.server).await;
    assert_eq!(
        wire::line(&request),
        "POST /insights/v3.0/resource/custom-query"
    );
    assert_eq!(
        wire::json(&request),
        json!({
            "resource": "tunnels",
            "query": {"query": {"properties": {
                "time_range": {"type": "RELATIVE", "last": {"units": "DAYS", "value": 7}},
            }}},
        })
    );
}

#[tokio::test]
async fn queries_are_tried_again_since_they_only_read_and_an_export_is_not() {
    let insights = Insights::with_json(200, json!({"job_id": "1"})).await;
    let trouble = || async {
        let mock = wiremock::Mock::given(any()).respond_with(ResponseTemplate::new(502));
        mock.up_to_n_times(1)
            .with_priority(1)
            .mount(&insights.server)
            .await;
    };
    let client = &insights.client;
    trouble().await;
    client
        .query_data_resource(ResourceName::Alerts, &query())
        .await
        .unwrap();
    trouble().await;
    client
        .execute_custom_query(&CustomQuery::new())
        .await
        .unwrap();
    trouble().await;
    let error = client
        .export_data_resource(ResourceName::Alerts, &query())
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(insights.requests().await.len(), 5);
}

#[tokio::test]
async fn errors_have_the_documented_type() {
    let body = json!({"error": {"code": "E_RANGE", "message": "too long ago"}});
    let insights = Insights::with_json(400, body).await;
    let error = insights
        .client
        .execute_custom_query(&CustomQuery::new())
        .await
        .unwrap_err();
    let Error::Api(error) = error else {
        panic!("{error}");
    };
    let typed = error.body().unwrap().error.as_ref().unwrap();
    assert_eq!(typed.code.as_deref(), Some("E_RANGE"));
    assert_eq!(typed.message.as_deref(), Some("too long ago"));
}
