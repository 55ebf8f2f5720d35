//! A map beside fields: `#[serde(flatten)]`. Of texts, of structs, and of any JSON.

use std::collections::BTreeMap;

use criterion::Criterion;
use serde::Deserialize;
use serde_json::{Value, json};
use specwright_runtime::{json::Members, v1};

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

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Limit {
    pub soft: i64,
    pub hard: i64,
    pub unit: String,
}

v1::json_struct!(Limit {
    soft: required "soft",
    hard: required "hard",
    unit: required "unit",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Limits {
    pub id: String,
    pub count: i64,
    pub additional_properties: BTreeMap<String, Limit>,
}

v1::json_struct!(Limits {
    id: required "id",
    count: required "count",
    ..additional_properties
});

#[derive(Deserialize)]
#[allow(dead_code, reason = "it is decoded and dropped")]
struct DerivedLimit {
    soft: i64,
    hard: i64,
    unit: String,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "it is decoded and dropped")]
struct DerivedLimits {
    id: String,
    count: i64,
    #[serde(flatten)]
    additional_properties: BTreeMap<String, DerivedLimit>,
}

pub(crate) fn bench_of_structs(criterion: &mut Criterion) {
    super::measure::<Limits, DerivedLimits>(criterion, "a map of structs beside fields", |at| {
        json!({
            "id": format!("{at}"),
            "count": at,
            "cpu": {"soft": at % 8, "hard": 16, "unit": "cores"},
            "disk": {"soft": at, "hard": at * 2, "unit": "GiB"},
            "memory": {"soft": at % 512, "hard": 1024, "unit": "MiB"},
        })
    });
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Grown {
    pub id: String,
    pub count: i64,
    pub unknown: Members,
}

v1::json_struct!(Grown {
    id: required "id",
    count: required "count",
    ..unknown
});

#[derive(Deserialize)]
#[allow(dead_code, reason = "it is decoded and dropped")]
struct DerivedGrown {
    id: String,
    count: i64,
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

pub(crate) fn bench_of_any(criterion: &mut Criterion) {
    super::measure::<Grown, DerivedGrown>(criterion, "any JSON beside fields", |at| {
        json!({
            "id": format!("{at}"),
            "count": at,
            "size": at * 3,
            "tags": ["new", at % 10, at % 2 == 0],
            "owner": {"name": format!("user-{at}"), "since": 2020 + at % 5},
        })
    });
}
