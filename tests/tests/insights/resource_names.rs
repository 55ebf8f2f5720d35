//! The name of a resource can have two segments, and changes the route in no other way.

use percent_encoding::percent_decode_str;
use prisma_access_insights::Error;
use prisma_access_insights::types::DataResourceQuery;
use serde_json::json;

use crate::Insights;

const PREFIX: &str = "/insights/v3.0/resource/query/";

/// The segments after the prefix, decoded; `None` if it was refused.
async fn sent(insights: &Insights, name: &str) -> Option<Vec<String>> {
    let before = insights.requests().await.len();
    let result = insights
        .client
        .query_data_resource(name.into(), &DataResourceQuery::new())
        .await;
    let requests = insights.requests().await;
    match result {
        Ok(_) => {
            let url = &requests.last().unwrap().url;
            assert_eq!((url.query(), url.fragment()), (None, None), "{name:?}");
            let rest = url.path().strip_prefix(PREFIX);
            let rest = rest.unwrap_or_else(|| panic!("{name:?} led to {}", url.path()));
            let decode = |text| percent_decode_str(text).decode_utf8().unwrap().into_owned();
            Some(rest.split('/').map(decode).collect())
        }
        Err(Error::Request(error)) => {
            assert_eq!(error.parameter_name(), Some("resource_name"));
            assert_eq!(requests.len(), before, "{name:?}");
            None
        }
        Err(other) => panic!("{name:?}: {other}"),
    }
}

#[tokio::test]
async fn one_or_two_segments_are_sent_each_of_them_encoded() {
    let insights = Insights::with_json(200, json!({})).await;
    for (name, segments) in [
        ("alerts", &["alerts"][..]),
        (
            "applications/application_list",
            &["applications", "application_list"],
        ),
        ("a b/ü?#", &["a b", "ü?#"]),
        ("a%2Fb/c", &["a%2Fb", "c"]),
        ("%2e%2e/x", &["%2e%2e", "x"]),
        ("...", &["..."]),
    ] {
        assert_eq!(sent(&insights, name).await.unwrap(), segments, "{name:?}");
    }
}

#[tokio::test]
async fn what_would_change_the_route_is_refused() {
    let insights = Insights::with_json(200, json!({})).await;
    for name in [
        "",
        ".",
        "..",
        "../x",
        "x/..",
        "./x",
        "a/b/c",
        "/",
        "/a",
        "a/",
        "a//b",
        "//evil.example",
    ] {
        assert_eq!(sent(&insights, name).await, None, "{name:?}");
    }
    assert!(insights.requests().await.is_empty());
    assert_eq!(insights.sase.asked(), 0);
}
