//! Structs of texts, numbers and booleans.

use criterion::Criterion;
use serde::Deserialize;
use serde_json::json;
use specwright_runtime::v1;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Host {
    pub name: String,
    pub address: String,
    pub port: i64,
    pub load: f64,
    pub is_up: bool,
    pub note: Option<String>,
}

v1::json_struct!(Host {
    name: required "name",
    address: required "address",
    port: required "port",
    load: required "load",
    is_up: required "isUp",
    note: optional "note",
});

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "it is decoded and dropped")]
struct Derived {
    name: String,
    address: String,
    port: i64,
    load: f64,
    is_up: bool,
    note: Option<String>,
}

pub(crate) fn bench(criterion: &mut Criterion) {
    super::measure::<Host, Derived>(criterion, "plain structs", |at| {
        json!({
            "name": format!("host-{at}"),
            "address": format!("host-{at}.example.com"),
            "port": at % 65_536,
            "load": at as f64 / 7.0,
            "isUp": at % 3 != 0,
            "note": if at % 2 == 0 { Some("in the cellar") } else { None },
        })
    });
}
