//! Unions whose discriminator comes first, and last.

use criterion::Criterion;
use serde::Deserialize;
use serde_json::json;
use specwright_runtime::{UnrecognizedJson, v1};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    pub number: String,
    pub amount: i64,
}

v1::json_struct!(Card {
    "kind" = "card",
    number: required "number",
    amount: required "amount",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transfer {
    pub iban: String,
    pub amount: i64,
}

v1::json_struct!(Transfer {
    "kind" = "transfer",
    iban: required "iban",
    amount: required "amount",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Payment {
    Card(Box<Card>),
    Transfer(Box<Transfer>),
    Unrecognized(UnrecognizedJson),
}

v1::tagged_union!(Payment, "kind" {
    Card = "card",
    Transfer = "transfer",
});

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[allow(dead_code, reason = "it is decoded and dropped")]
enum Derived {
    Card { number: String, amount: i64 },
    Transfer { iban: String, amount: i64 },
}

pub(crate) fn bench(criterion: &mut Criterion) {
    super::measure::<Payment, Derived>(criterion, "a union with a discriminator", |at| {
        match at % 2 {
            0 => json!({"kind": "card", "number": format!("{at:016}"), "amount": at}),
            _ => json!({"kind": "transfer", "iban": format!("DE{at:020}"), "amount": at}),
        }
    });
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gauge {
    pub id: i64,
    pub value: f64,
    pub samples: Vec<i64>,
}

v1::json_struct!(Gauge {
    "type" = "gauge",
    id: required "id",
    value: required "value",
    samples: required "samples",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Counter {
    pub id: i64,
    pub total: i64,
    pub per_hour: Vec<i64>,
}

v1::json_struct!(Counter {
    "type" = "counter",
    id: required "id",
    total: required "total",
    per_hour: required "perHour",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Metric {
    Gauge(Box<Gauge>),
    Counter(Box<Counter>),
    Unrecognized(UnrecognizedJson),
}

v1::tagged_union!(Metric, "type" {
    Gauge = "gauge",
    Counter = "counter",
});

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[allow(dead_code, reason = "it is decoded and dropped")]
enum DerivedMetric {
    Gauge {
        id: i64,
        value: f64,
        samples: Vec<i64>,
    },
    #[serde(rename_all = "camelCase")]
    Counter {
        id: i64,
        total: i64,
        per_hour: Vec<i64>,
    },
}

pub(crate) fn bench_last(criterion: &mut Criterion) {
    let name = "a union with a discriminator at the end";
    super::measure::<Metric, DerivedMetric>(criterion, name, |at| {
        let list = [at, at + 1, at % 60, at % 7, 0, 12, at % 100, at * 2];
        match at % 2 {
            0 => {
                json!({"id": at, "value": at as f64 / 4.0, "samples": list, "type": "gauge"})
            }
            _ => json!({"id": at, "total": at * 9, "perHour": list, "type": "counter"}),
        }
    });
}
