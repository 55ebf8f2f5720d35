//! Limits that are checked before a request is sent: nothing goes out when one is broken.

use std::collections::BTreeMap;

use futures::StreamExt;
use serde_json::{Value, json};
use specwright_runtime::check::{
    Case, Check, Checks, In, Looks, Number, ParameterChecks, RequestChecks,
};
use specwright_runtime::{
    AsJson, At, Error, Method, Operation, Paging, Request, RequestError, Strategy,
};

use crate::mock::{JSON, Mock, OPERATION, POST, block_on, json as answer};

static PATH: Operation = Operation {
    path: "/thing/{id}",
    ..OPERATION
};

static CHECKS: RequestChecks = RequestChecks {
    parameters: &[
        ParameterChecks {
            location: In::Path,
            name: "id",
            checks: &Checks(&[Check::MinLength(3)]),
        },
        ParameterChecks {
            location: In::Query,
            name: "limit",
            checks: &Checks(&[
                Check::AtLeast(Number::Whole(1)),
                Check::AtMost(Number::Whole(500)),
            ]),
        },
        ParameterChecks {
            location: In::Query,
            name: "ids",
            checks: &Checks(&[
                Check::MaxItems(2),
                Check::UniqueItems,
                Check::Each(&Checks(&[Check::MaxLength(2)])),
            ]),
        },
        ParameterChecks {
            location: In::Query,
            name: "filter",
            checks: &Checks(&[Check::Json(&Checks(&[Check::Member(
                "depth",
                &Checks(&[Check::LessThan(Number::Fraction(1.5))]),
            )]))]),
        },
        ParameterChecks {
            location: In::Header,
            name: "X-Trace",
            checks: &Checks(&[Check::MaxLength(4)]),
        },
        ParameterChecks {
            location: In::Cookie,
            name: "step",
            checks: &Checks(&[Check::MultipleOf(Number::Fraction(0.25))]),
        },
    ],
    body: &NODE,
};

static NODE: Checks = Checks(&[
    Check::MaxMembers(4),
    Check::Member("name", &Checks(&[Check::MinLength(1), Check::MaxLength(3)])),
    Check::Member("size", &Checks(&[Check::MoreThan(Number::Whole(0))])),
    Check::Member("flag", &Checks(&[Check::OneOf(&["true", "1.0", "\"on\""])])),
    Check::Member("nodes", &Checks(&[Check::Each(&NODE), Check::MinItems(1)])),
    Check::Member(
        "labels",
        &Checks(&[Check::Each(&Checks(&[Check::MaxLength(2)]))]),
    ),
    Check::Member("pet", &Checks(&[Check::Cases(&PET)])),
    Check::Others(
        &["name", "size", "flag", "nodes", "labels", "pet"],
        &Checks(&[Check::MaxLength(1)]),
    ),
]);

static PET: [Case; 3] = [
    Case {
        looks: Looks::Object {
            required: &["kind"],
            texts: &[("kind", &["cat", "1"])],
        },
        checks: &Checks(&[Check::Member(
            "lives",
            &Checks(&[Check::AtMost(Number::Whole(9))]),
        )]),
    },
    Case {
        looks: Looks::Object {
            required: &["kind"],
            texts: &[("kind", &["dog"])],
        },
        checks: &Checks(&[]),
    },
    Case {
        looks: Looks::Text,
        checks: &Checks(&[Check::MinLength(2)]),
    },
];

/// Sends a request; why it was not sent, if it was not.
fn sent(make: impl FnOnce(&specwright_runtime::Client) -> Request) -> Option<RequestError> {
    sent_by(&CHECKS, make)
}

fn sent_by(
    checks: &'static RequestChecks,
    make: impl FnOnce(&specwright_runtime::Client) -> Request,
) -> Option<RequestError> {
    let mock = Mock::new(|_| answer(200, json!({})));
    let result = block_on(make(&mock.client()).checked(checks).send(JSON, JSON));
    match result {
        Ok(_) => {
            assert_eq!(mock.count(), 1);
            None
        }
        Err(Error::Request(error)) => {
            assert_eq!(mock.count(), 0, "{error}");
            Some(error)
        }
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn body_is_sent(body: Value) {
    let error = sent(|client| client.request(&POST).checked(&CHECKS).json(&body));
    assert!(error.is_none(), "{error:?}");
}

#[track_caller]
fn body_is_refused(body: Value, place: &str, reason: &str) {
    let error = sent(|client| client.request(&POST).checked(&CHECKS).json(&body)).unwrap();
    assert_eq!(error.parameter_name(), Some("body"));
    assert_eq!((error.place(), error.reason()), (Some(place), reason));
}

#[test]
fn parameters_are_checked_wherever_they_go() {
    let errors = [
        sent(|client| client.request(&PATH).path("id", "ab")),
        sent(|client| client.request(&POST).query("limit", &501)),
        sent(|client| client.request(&POST).query("limit", &0)),
        sent(|client| client.request(&POST).query("ids", &["a", "b", "c"])),
        sent(|client| client.request(&POST).query("ids", &["a", "a"])),
        sent(|client| client.request(&POST).query("ids", &["a", "bcd"])),
        sent(|client| {
            client
                .request(&POST)
                .query("filter", &AsJson(&json!({"depth": 1.5})))
        }),
        sent(|client| client.request(&POST).header("x-trace", "12345")),
        sent(|client| client.request(&POST).cookie("step", &0.3)),
    ];
    let words: Vec<String> = errors.map(|error| error.unwrap().to_string()).into();
    assert_eq!(
        words,
        [
            "getThing (GET /thing/{id}): the request was not sent: `id` has less than 3 characters",
            "postThing (POST /thing): the request was not sent: `limit` is more than 500",
            "postThing (POST /thing): the request was not sent: `limit` is less than 1",
            "postThing (POST /thing): the request was not sent: `ids` has more than 2 items",
            "postThing (POST /thing): the request was not sent: `ids` has an item twice, again at [1]",
            "postThing (POST /thing): the request was not sent: `$[1]` of `ids` has more than 2 characters",
            "postThing (POST /thing): the request was not sent: `$.depth` of `filter` is not less than 1.5",
            "postThing (POST /thing): the request was not sent: `X-Trace` has more than 4 characters",
            "postThing (POST /thing): the request was not sent: `step` is not a multiple of 0.25",
        ]
    );
}

#[test]
fn what_keeps_to_the_limits_is_sent() {
    let error = sent(|client| {
        client
            .request(&PATH)
            .path("id", "äöü")
            .query("limit", &500)
            .query("ids", &["1", "01"])
            .query("filter", &AsJson(&json!({"depth": 1, "name": "abcdefgh"})))
            .header("X-Trace", "1234")
            .cookie("step", &0.75f32)
    });
    assert!(error.is_none(), "{error:?}");
    body_is_sent(json!({
        "name": "äöü", "flag": 1, "nodes": [{}], "labels": {"long name": "ab"}
    }));
    body_is_sent(json!({"name": null, "size": null, "nodes": null, "pet": null}));
    body_is_sent(json!({"name": 5, "size": 1, "nodes": "none"}));
    body_is_sent(json!([]));
}

#[test]
fn the_last_value_of_a_parameter_counts() {
    let error = sent(|client| client.request(&POST).query("limit", &0).query("limit", &5));
    assert!(error.is_none(), "{error:?}");
    let error = sent(|client| client.request(&POST).query("limit", &5).query("limit", &0));
    assert!(error.is_some());
}

#[test]
fn bodies_are_checked_to_their_depths() {
    body_is_refused(json!({"name": ""}), "$.name", "has less than 1 character");
    body_is_refused(json!({"size": 0}), "$.size", "is not more than 0");
    body_is_refused(json!({"nodes": []}), "$.nodes", "has less than 1 item");
    body_is_refused(
        json!({"nodes": [{}, {"nodes": [{"name": "abcd"}]}]}),
        "$.nodes[1].nodes[0].name",
        "has more than 3 characters",
    );
    body_is_refused(
        json!({"labels": {"a": "b", "a label": "abc"}}),
        "$.labels[\"a label\"]",
        "has more than 2 characters",
    );
    body_is_refused(json!({"x": "ab"}), "$.x", "has more than 1 character");
    body_is_refused(
        json!({"flag": "off"}),
        "$.flag",
        "is not one of true, 1.0, \"on\"",
    );
    body_is_refused(
        json!({"a": "", "b": "", "c": "", "d": "", "e": ""}),
        "$",
        "has more than 4 members",
    );
}

#[test]
fn a_union_keeps_to_the_case_that_it_looks_like() {
    let cat = |lives: u8| json!({"pet": {"kind": "cat", "lives": lives}});
    body_is_sent(cat(9));
    body_is_refused(cat(10), "$.pet.lives", "is more than 9");
    body_is_sent(json!({"pet": {"kind": "dog", "lives": 10}}));
    body_is_sent(json!({"pet": {"kind": "unheard of", "lives": 10}}));
    // A tag can be a number.
    body_is_sent(json!({"pet": {"kind": 1, "lives": 9}}));
    body_is_sent(json!({"pet": {"kind": 2, "lives": 10}}));
    let numbered = json!({"pet": {"kind": 1, "lives": 10}});
    body_is_refused(numbered, "$.pet.lives", "is more than 9");
    body_is_refused(json!({"pet": "x"}), "$.pet", "has less than 2 characters");
    body_is_sent(json!({"pet": 5}));
}

#[test]
fn a_body_that_is_too_deep_to_be_read_is_not_sent_unchecked() {
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let error = sent(|client| client.request(&POST).checked(&CHECKS).json(&deep)).unwrap();
    assert_eq!(error.reason(), "nests too deep to be checked");
}

#[test]
fn forms_are_checked_by_their_members() {
    let form = BTreeMap::from([("name", "abcd"), ("size", "1")]);
    let error = sent(|client| client.request(&POST).checked(&CHECKS).form(&form)).unwrap();
    assert_eq!(error.place(), Some("$.name"));
    let form = BTreeMap::from([("name", "abc"), ("size", "0")]);
    let error = sent(|client| client.request(&POST).checked(&CHECKS).form(&form)).unwrap();
    assert_eq!(error.place(), Some("$.size"));
    let form = BTreeMap::from([("name", "abc"), ("size", "1")]);
    assert!(sent(|client| client.request(&POST).checked(&CHECKS).form(&form)).is_none());
}

#[test]
fn an_error_never_shows_the_value() {
    let error = sent(|client| {
        let request = client.request(&POST).checked(&CHECKS);
        request.header("X-Trace", "hunter22").secret("X-Trace")
    });
    let error = error.unwrap();
    assert!(!format!("{error} {error:?}").contains("hunter22"));
}

#[test]
fn each_page_is_checked_before_it_is_asked_for() {
    static LIST: Operation = Operation {
        id: "list",
        method: Method::Get,
        ..OPERATION
    };
    static OFFSETS: RequestChecks = RequestChecks {
        parameters: &[ParameterChecks {
            location: In::Query,
            name: "offset",
            checks: &Checks(&[Check::AtMost(Number::Whole(3))]),
        }],
        body: &Checks(&[]),
    };
    static PAGES: Paging<Value, Value> = Paging {
        strategy: Strategy::Offset {
            offset: At::Query("offset"),
        },
        items_at: "",
        items: |page| page.as_array_mut(),
        total: None,
        next: None,
    };
    let mock = Mock::new(|_| answer(200, json!([1, 2])));
    let pages = mock
        .client()
        .request(&LIST)
        .checked(&OFFSETS)
        .pages(&PAGES, JSON, JSON);
    let pages: Vec<_> = block_on(pages.collect());
    assert_eq!(pages.len(), 3, "offsets 0 and 2, and what 4 breaks");
    let error = pages.into_iter().next_back().unwrap().unwrap_err();
    assert!(
        error.to_string().ends_with("`offset` is more than 3"),
        "{error}"
    );
    assert_eq!(mock.count(), 2);
}

/// As a list with a type for each position has them.
static POSITIONS: RequestChecks = RequestChecks {
    parameters: &[ParameterChecks {
        location: In::Query,
        name: "at",
        checks: &POINT,
    }],
    body: &POINT,
};

static POINT: Checks = Checks(&[
    Check::Item(0, &Checks(&[Check::AtMost(Number::Whole(90))])),
    Check::Item(1, &Checks(&[Check::AtMost(Number::Whole(180))])),
    Check::Rest(2, &Checks(&[Check::MaxLength(1)])),
]);

#[test]
fn items_are_checked_by_their_position() {
    let place = |body: Value| {
        let error = sent_by(&POSITIONS, |client| client.request(&POST).json(&body))?;
        error.place().map(str::to_owned)
    };
    assert_eq!(place(json!([90, 180, "a", "b"])), None);
    assert_eq!(place(json!([])), None);
    assert_eq!(place(json!({"0": 91})), None);
    assert_eq!(place(json!([91])).as_deref(), Some("$[0]"));
    assert_eq!(place(json!([0, 181])).as_deref(), Some("$[1]"));
    assert_eq!(place(json!([0, 0, "a", "bc"])).as_deref(), Some("$[3]"));
    let at = |second: &str| {
        let at = ["0", second];
        sent_by(&POSITIONS, |client| client.request(&POST).query("at", &at))
    };
    assert!(at("180").is_none());
    assert_eq!(at("181").unwrap().place(), Some("$[1]"));
}

#[test]
fn texts_are_checked_as_a_whole() {
    static NOTE: RequestChecks = RequestChecks {
        parameters: &[],
        body: &Checks(&[Check::MinLength(1), Check::MaxLength(3)]),
    };
    let note = |text: &'static str| {
        sent_by(&NOTE, |client| {
            client.request(&POST).text("text/plain", text)
        })
    };
    assert!(note("äöü").is_none());
    let error = note("abcd").unwrap();
    assert_eq!(error.place(), Some("$"));
    assert_eq!(error.reason(), "has more than 3 characters");
    assert_eq!(note("").unwrap().reason(), "has less than 1 character");
    // Bytes have no characters.
    let bytes = sent_by(&NOTE, |client| {
        let request = client.request(&POST);
        request.bytes("application/octet-stream", "abcd")
    });
    assert!(bytes.is_none());
}
