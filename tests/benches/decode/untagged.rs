//! A union that is told apart by the members that are there.

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
    number: required "number",
    amount: required "amount",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transfer {
    pub iban: String,
    pub amount: i64,
}

v1::json_struct!(Transfer {
    iban: required "iban",
    amount: required "amount",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Payment {
    Card(Box<Card>),
    Transfer(Box<Transfer>),
    Unrecognized(UnrecognizedJson),
}

v1::union!(Payment {
    Card: object { required ["number", "amount"], known ["number", "amount"] },
    Transfer: object { required ["iban", "amount"], known ["iban", "amount"] },
});

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "it is decoded and dropped")]
enum Derived {
    Card { number: String, amount: i64 },
    Transfer { iban: String, amount: i64 },
}

pub(crate) fn bench(criterion: &mut Criterion) {
    super::measure::<Payment, Derived>(criterion, "a union without one", |at| match at % 2 {
        0 => json!({"number": format!("{at:016}"), "amount": at}),
        _ => json!({"iban": format!("DE{at:020}"), "amount": at}),
    });
}
