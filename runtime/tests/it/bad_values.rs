//! Values in list items that are not as documented, left out and told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures::{StreamExt, TryStreamExt};
use serde::{Deserialize, Serialize};
use specwright_runtime::v1::json_struct;
use specwright_runtime::{At, BadValue, Client, Error, Items, Paging, Strategy, decode};

use crate::mock::{JSON, Mock, Reply};
use crate::pages::{LIST, number};

#[derive(Debug, PartialEq)]
struct Page {
    incidents: Option<Vec<Incident>>,
    total: Option<u64>,
}
json_struct!(Page { incidents: optional(serde) "incidents", total: optional "total" });

#[derive(Debug, Deserialize, Serialize, PartialEq, Clone, Default)]
#[serde(default)]
struct Incident {
    at: Option<std::net::Ipv4Addr>,
    count: Option<i64>,
    files: Vec<File>,
    tags: BTreeMap<String, i32>,
    #[serde(rename = "a/b")]
    odd: Option<bool>,
    number: Option<u64>,
}

#[derive(Debug, Deserialize, Serialize, PartialEq, Clone)]
struct File {
    size: u64,
}

static PAGING: Paging<Page, Incident> = Paging {
    strategy: Strategy::Offset {
        offset: At::Query("offset"),
    },
    items_at: "/incidents",
    items: |page| page.incidents.as_mut(),
    total: Some(|page| page.total),
    next: None,
};

type Told = Arc<Mutex<Vec<String>>>;

fn tells(told: &Told) -> impl Fn(&BadValue) + Send + Sync + 'static {
    let told = told.clone();
    move |bad| {
        let line = format!("{bad} | {}", bad.raw());
        told.lock().unwrap().push(line);
    }
}

fn text(body: impl Into<String>) -> Reply {
    Reply::body(200, "application/json", body.into())
}

/// What comes of a body, and what was told.
async fn read(body: &str) -> (Result<Page, Error<serde_json::Value>>, Vec<String>) {
    let body = body.to_owned();
    let mock = Mock::new(move |_| text(body.clone()));
    let told = Told::default();
    let client = mock
        .builder()
        .leave_out_bad_values(tells(&told))
        .build()
        .unwrap();
    let sent = client.request(&LIST).send(decode::json::<Page>, JSON).await;
    let told = told.lock().unwrap().clone();
    (sent.map(|page| page.into_inner()), told)
}

fn items(client: &Client) -> Items<Page, Incident, serde_json::Value> {
    client
        .request(&LIST)
        .pages(&PAGING, decode::json, JSON)
        .items()
}

#[tokio::test]
async fn the_value_is_left_out_and_told_with_its_text() {
    let body = r#"{"incidents": [
        {"number": 0, "at": "10.0.0.1", "count": 5},
        {"number": 1, "at": "yesterday", "count": 12345678901234567890123, "a/b": "maybe"},
        {"number": 2, "tags": {"a": 1, "b": "x", "c": 3}, "unknown" : [ 1.50 ]}
    ], "total": 3}"#;
    let (page, told) = read(body).await;
    let incidents = page.unwrap().incidents.unwrap();
    assert_eq!(incidents.len(), 3);
    assert_eq!(
        incidents[1],
        Incident {
            number: Some(1),
            ..Incident::default()
        }
    );
    assert_eq!(
        incidents[2].tags,
        BTreeMap::from([("a".into(), 1), ("c".into(), 3)])
    );
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(
        told[0].starts_with("list: the value at `incidents[1].at` is left out: "),
        "{told:?}"
    );
    assert!(told[0].ends_with(r#" | "yesterday""#), "{told:?}");
    assert!(
        told[1].contains("incidents[1].count") && told[1].ends_with("| 12345678901234567890123")
    );
    assert!(told[2].contains(r#"incidents[1]["a/b"]"#), "{told:?}");
    assert!(told[3].contains("incidents[2].tags.b") && told[3].ends_with(r#"| "x""#));
}

#[tokio::test]
async fn what_cannot_be_without_it_goes_with_it() {
    let body = r#"{"incidents":[
        {"number":0,"files":[{"size":1},{"size":"much", "name":"a"},{"size":3},{"size":-4}]},
        "no incident",
        {"number":2,"files":{}}
    ]}"#;
    let (page, told) = read(body).await;
    let incidents = page.unwrap().incidents.unwrap();
    let numbers: Vec<_> = incidents.iter().map(|incident| incident.number).collect();
    assert_eq!(numbers, [Some(0), Some(2)]);
    assert_eq!(incidents[0].files, [File { size: 1 }, File { size: 3 }]);
    assert!(incidents[1].files.is_empty());
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(
        told[0].contains("the value at `incidents[0].files[1]`"),
        "{told:?}"
    );
    assert!(
        told[0].ends_with(r#"| {"size":"much", "name":"a"}"#),
        "{told:?}"
    );
    assert!(
        told[0].contains("expected u64"),
        "the reason is that of the value: {told:?}"
    );
    assert!(told[1].contains("incidents[0].files[3]"), "{told:?}");
    assert!(told[2].contains("the item at `incidents[1]`"), "{told:?}");
    assert!(told[3].contains("incidents[2].files"), "{told:?}");
}

#[tokio::test]
async fn all_the_rest_fails_as_before() {
    for body in [
        // The end of the list depends on it.
        r#"{"incidents":[{"number":0}],"total":"many"}"#,
        r#"{"incidents":{"0":{}}}"#,
        // What broke off is not taken for what was left out.
        r#"{"incidents":[{"number":0},{"at":"yesterday"}"#,
        r#"{"incidents":[{"number":0},{"at":"yesterday"}]"#,
        "<html>",
        "",
        r#"{"incidents":[{"at":"yesterday"}],"total":"many"}"#,
    ] {
        let (page, told) = read(body).await;
        let error = page.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{body}: {error}");
        assert!(told.is_empty(), "{told:?}");
    }
    // Without the setting, too.
    let mock = Mock::new(|_| text(r#"{"incidents":[{"count":"x"}]}"#));
    let sent = mock
        .client()
        .request(&LIST)
        .send(decode::json::<Page>, JSON)
        .await;
    assert!(sent.unwrap_err().to_string().contains("incidents[0].count"));
}

#[tokio::test]
async fn a_list_with_bad_items_loses_and_repeats_none() {
    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        let item = |number: u64| match number % 5 {
            3 => "5".to_owned(),
            1 => format!(r#"{{"number":{number},"at":{number}}}"#),
            _ => format!(r#"{{"number":{number}}}"#),
        };
        let items: Vec<String> = (offset..(offset + 10).min(98)).map(item).collect();
        text(format!(
            r#"{{"incidents":[{}],"total":98}}"#,
            items.join(",")
        ))
    });
    let told = Told::default();
    let client = mock
        .builder()
        .leave_out_bad_values(tells(&told))
        .build()
        .unwrap();
    let expected: Vec<u64> = (0..98).filter(|number| number % 5 != 3).collect();
    let numbers = |incident: Incident| incident.number.unwrap();
    for in_flight in [1, 3] {
        told.lock().unwrap().clear();
        let list = items(&client).in_flight(in_flight).map_ok(numbers);
        assert_eq!(list.try_collect::<Vec<_>>().await.unwrap(), expected);
        assert_eq!(told.lock().unwrap().len(), 39, "19 items, 20 values");
    }
    // Stopped anywhere, it goes on with the next item.
    for read in 0..30 {
        let mut list = items(&client);
        let mut found: Vec<u64> = list
            .by_ref()
            .take(read)
            .map_ok(numbers)
            .try_collect()
            .await
            .unwrap();
        let rest = items(&client).resume_at(list.position()).map_ok(numbers);
        found.extend(rest.try_collect::<Vec<_>>().await.unwrap());
        assert_eq!(found, expected, "after {read}");
    }
}

#[tokio::test]
async fn a_page_of_nothing_but_bad_values_takes_no_longer_than_it_must() {
    let item = |number: u64| {
        format!(
            r#"{{"number":{number},"at":"x","count":"x","a/b":"x","files":[{{}},{{"size":1}}]}}"#
        )
    };
    let items: Vec<String> = (0..20_000).map(item).collect();
    let body = format!(r#"{{"incidents":[{}],"total":20000}}"#, items.join(","));
    let (page, told) = read(&body).await;
    assert_eq!(page.unwrap().incidents.unwrap().len(), 20_000);
    assert_eq!(told.len(), 80_000);
}

#[tokio::test]
async fn what_would_take_too_long_is_the_first_error() {
    // Each item is decoded beside a megabyte of something else.
    let items = vec![r#"{"at":1}"#; 2_000].join(",");
    let body = format!(
        r#"{{"incidents":[{items}],"else":"{}"}}"#,
        "x".repeat(1 << 20)
    );
    let (page, told) = read(&body).await;
    assert!(page.unwrap_err().to_string().contains("`incidents[0].at`"));
    assert!(told.is_empty());
}

#[tokio::test]
async fn what_would_take_too_much_memory_is_the_first_error() {
    let numbers = vec!["1"; 1_100_000].join(",");
    let body = format!(r#"{{"incidents":[{{"at":1,"unknown":[{numbers}]}}]}}"#);
    let (page, told) = read(&body).await;
    assert!(page.unwrap_err().to_string().contains("`incidents[0].at`"));
    assert!(told.is_empty());
}

#[test]
fn neither_display_nor_debug_has_the_value() {
    let (_, told) = crate::mock::block_on(async {
        let mock = Mock::new(|_| text(r#"{"incidents":[{"at":"hunter2"}]}"#));
        let told = Told::default();
        let tell = told.clone();
        let client = mock
            .builder()
            .leave_out_bad_values(move |bad| {
                tell.lock().unwrap().push(format!("{bad} {bad:?}"));
                assert_eq!(bad.item(), r#"{"at":"hunter2"}"#);
            })
            .build()
            .unwrap();
        let sent = client.request(&LIST).send(decode::json::<Page>, JSON).await;
        (sent, told.lock().unwrap().clone())
    });
    assert!(
        told[0].contains("incidents[0].at") && !told[0].contains("hunter2"),
        "{told:?}"
    );
}
