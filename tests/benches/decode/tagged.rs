//! A union whose discriminator comes first.

use criterion::Criterion;
use serde::Deserialize;
use serde_json::json;
use specwright_runtime::{UnrecognizedJson, v1};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    pub kind: String,
    pub number: String,
    pub amount: i64,
}

v1::json_struct!(Card {
    kind: required "kind",
    number: required "number",
    amount: required "amount",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transfer {
    pub kind: String,
    pub iban: String,
    pub amount: i64,
}

v1::json_struct!(Transfer {
    kind: required "kind",
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
