//! Unions that are told apart by the members that are there: of two variants, and of five.

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

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Host {
    pub id: String,
    pub zone: String,
    pub host_name: String,
    pub port: i64,
}

v1::json_struct!(Host {
    id: required "id",
    zone: required "zone",
    host_name: required "hostName",
    port: required "port",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Subnet {
    pub id: String,
    pub zone: String,
    pub cidr: String,
    pub size: i64,
}

v1::json_struct!(Subnet {
    id: required "id",
    zone: required "zone",
    cidr: required "cidr",
    size: required "size",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Range {
    pub id: String,
    pub zone: String,
    pub first: i64,
    pub last: i64,
}

v1::json_struct!(Range {
    id: required "id",
    zone: required "zone",
    first: required "first",
    last: required "last",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub id: String,
    pub zone: String,
    pub members: Vec<i64>,
}

v1::json_struct!(Group {
    id: required "id",
    zone: required "zone",
    members: required "members",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rule {
    pub id: String,
    pub zone: String,
    pub priority: i64,
    pub note: Option<String>,
}

v1::json_struct!(Rule {
    id: required "id",
    zone: required "zone",
    priority: required "priority",
    note: optional "note",
});

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Resource {
    Host(Box<Host>),
    Subnet(Box<Subnet>),
    Range(Box<Range>),
    Group(Box<Group>),
    Rule(Box<Rule>),
    Unrecognized(UnrecognizedJson),
}

v1::union!(Resource {
    Host: object { required ["id", "zone", "hostName", "port"], known ["id", "zone", "hostName", "port"] },
    Subnet: object { required ["id", "zone", "cidr", "size"], known ["id", "zone", "cidr", "size"] },
    Range: object { required ["id", "zone", "first", "last"], known ["id", "zone", "first", "last"] },
    Group: object { required ["id", "zone", "members"], known ["id", "zone", "members"] },
    Rule: object { required ["id", "zone", "priority"], known ["id", "zone", "priority", "note"] },
});

#[derive(Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[allow(dead_code, reason = "it is decoded and dropped")]
enum DerivedResource {
    Host {
        id: String,
        zone: String,
        host_name: String,
        port: i64,
    },
    Subnet {
        id: String,
        zone: String,
        cidr: String,
        size: i64,
    },
    Range {
        id: String,
        zone: String,
        first: i64,
        last: i64,
    },
    Group {
        id: String,
        zone: String,
        members: Vec<i64>,
    },
    Rule {
        id: String,
        zone: String,
        priority: i64,
        note: Option<String>,
    },
}

pub(crate) fn bench_of_five(criterion: &mut Criterion) {
    let name = "a union of five without one";
    super::measure::<Resource, DerivedResource>(criterion, name, |at| {
        let (id, zone) = (format!("resource-{at}"), "eu-central");
        match at % 5 {
            0 => json!({"id": id, "zone": zone, "hostName": format!("host-{at}"), "port": 443}),
            1 => json!({"id": id, "zone": zone, "cidr": "10.0.0.0/8", "size": at}),
            2 => json!({"id": id, "zone": zone, "first": at, "last": at * 2}),
            3 => json!({"id": id, "zone": zone, "members": [at, at % 9, at % 17, 5]}),
            _ => json!({"id": id, "zone": zone, "priority": at % 100, "note": "by hand"}),
        }
    });
}
