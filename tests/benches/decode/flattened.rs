//! A map beside fields: `#[serde(flatten)]`.

use std::collections::BTreeMap;

use criterion::Criterion;
use serde::Deserialize;
use serde_json::json;
use specwright_runtime::v1;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labels {
    pub id: String,
    pub count: i64,
    pub additional_properties: BTreeMap<String, String>,
}

v1::json_struct!(Labels {
    id: required "id",
    count: required "count",
    ..additional_properties
});

#[derive(Deserialize)]
#[allow(dead_code, reason = "it is decoded and dropped")]
struct Derived {
    id: String,
    count: i64,
    #[serde(flatten)]
    additional_properties: BTreeMap<String, String>,
}

pub(crate) fn bench(criterion: &mut Criterion) {
    super::measure::<Labels, Derived>(criterion, "a map beside fields", |at| {
        json!({
            "id": format!("{at}"),
            "count": at,
            "region": "eu-central-1",
            "team": format!("team-{}", at % 20),
            "tier": "gold",
        })
    });
}
