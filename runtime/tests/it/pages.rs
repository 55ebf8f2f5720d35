//! Lists that arrive complete, in order, each item once.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::{StreamExt, TryStreamExt};
use serde_json::{Value, json as value};
use specwright_runtime::v1::json_struct;
use specwright_runtime::{
    At, Client, Items, Operation, Pages, Paging, Position, Request, RequestOptions, Strategy,
    decode,
};

use crate::mock::{JSON, Mock, OPERATION, Seen, json, reply};

#[derive(Debug)]
pub struct Page {
    pub items: Option<Vec<u64>>,
    pub total: Option<u64>,
    pub next: Option<String>,
}
json_struct!(Page { items: optional "items", total: optional "total", next: optional "next" });

pub const fn paging(strategy: Strategy) -> Paging<Page, u64> {
    Paging {
        strategy,
        items_at: "/items",
        items: |page| page.items.as_mut(),
        total: Some(|page| page.total),
        next: Some(|page| page.next.clone()),
    }
}

pub static LIST: Operation = Operation {
    id: "list",
    path: "/list",
    ..OPERATION
};
pub static OFFSET: Paging<Page, u64> = paging(Strategy::Offset {
    offset: At::Query("offset"),
});
pub static NUMBER: Paging<Page, u64> = paging(Strategy::PageNumber {
    page: At::Query("page"),
    first: 1,
});
pub static CURSOR: Paging<Page, u64> = paging(Strategy::Cursor {
    cursor: At::Query("cursor"),
});
pub static NEXT_LINK: Paging<Page, u64> = paging(Strategy::NextLink);
pub static LINK_HEADER: Paging<Page, u64> = paging(Strategy::LinkHeader);

pub fn pages(request: Request, paging: &'static Paging<Page, u64>) -> Pages<Page, u64, Value> {
    request.pages(paging, decode::json, JSON)
}

pub fn items(client: &Client, paging: &'static Paging<Page, u64>) -> Items<Page, u64, Value> {
    pages(client.request(&LIST), paging).items()
}

pub fn number(seen: &Seen, name: &str) -> Option<u64> {
    seen.query(name).map(|text| text.parse().unwrap())
}

/// The numbers from `from` up to `to`, at most `limit`.
pub fn slice(from: u64, limit: u64, to: u64) -> Vec<u64> {
    (from.min(to)..from.saturating_add(limit).min(to)).collect()
}

fn all(count: u64) -> Vec<u64> {
    (0..count).collect()
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_items_by_offset() {
    // Every third page fails once; the server gives 300 at most, says 500, and
    // echoes an offset that is wrong.
    let asked = Mutex::new(std::collections::HashSet::new());
    let mock = Mock::new(move |seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        if offset.is_multiple_of(900) && asked.lock().unwrap().insert(offset) {
            return reply(503);
        }
        let limit = number(seen, "limit").unwrap().min(300);
        json(
            200,
            value!({
                "items": slice(offset, limit, 10_000), "total": 10_000, "offset": offset + 7,
                "limit": 500,
            }),
        )
    });
    let request = mock.client().request(&LIST).query("limit", &500);
    let items: Vec<u64> = pages(request, &OFFSET).items().try_collect().await.unwrap();
    assert_eq!(items, all(10_000));
    let offsets: Vec<_> = mock
        .seen()
        .iter()
        .filter_map(|seen| number(seen, "offset"))
        .collect();
    assert!(offsets.contains(&9_900) && !offsets.contains(&10_000));
    assert!(mock.count() > 34, "some were sent twice");
}

#[tokio::test]
async fn the_first_request_is_the_callers() {
    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        json(200, value!({"items": slice(offset, 10, 25), "total": 25}))
    });
    let client = mock.client();
    assert_eq!(
        items(&client, &OFFSET)
            .try_collect::<Vec<_>>()
            .await
            .unwrap(),
        all(25)
    );
    assert_eq!(mock.seen()[0].url.query(), None);

    let started = client.request(&LIST).query("offset", &12).query("q", "x");
    let rest: Vec<u64> = pages(started, &OFFSET).items().try_collect().await.unwrap();
    assert_eq!(rest, (12..25).collect::<Vec<_>>());
    assert!(
        mock.seen()
            .iter()
            .skip(3)
            .all(|seen| seen.query("q").as_deref() == Some("x"))
    );

    let overridden = client.request(&LIST).with_query("offset", "20");
    let rest: Vec<u64> = pages(overridden, &OFFSET)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest, (20..25).collect::<Vec<_>>());

    let wrong = client.request(&LIST).query("offset", "some");
    assert!(pages(wrong, &OFFSET).next().await.unwrap().is_err());
}

#[tokio::test]
async fn without_a_total_an_empty_page_is_the_end() {
    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        json(200, value!({"items": slice(offset, 10, 20)}))
    });
    let items: Vec<u64> = items(&mock.client(), &OFFSET).try_collect().await.unwrap();
    assert_eq!(items, all(20));
    assert_eq!(mock.count(), 3);
}

#[tokio::test]
async fn a_total_that_goes_missing_is_remembered() {
    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        let total = (offset == 0).then_some(20);
        json(
            200,
            value!({"items": slice(offset, 10, 20), "total": total}),
        )
    });
    let items: Vec<u64> = items(&mock.client(), &OFFSET).try_collect().await.unwrap();
    assert_eq!((items, mock.count()), (all(20), 2));
}

#[tokio::test]
async fn a_total_that_is_too_small_does_not_end_the_list() {
    // A total of what is on the page, as some APIs have it.
    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        json(200, value!({"items": slice(offset, 10, 35), "total": 3}))
    });
    let items: Vec<u64> = items(&mock.client(), &OFFSET).try_collect().await.unwrap();
    assert_eq!(items, all(35));
}

#[tokio::test]
async fn a_total_that_grows_is_followed() {
    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        let total = 20 + offset / 10;
        json(
            200,
            value!({"items": slice(offset, 10, total), "total": total}),
        )
    });
    let items: Vec<u64> = items(&mock.client(), &OFFSET).try_collect().await.unwrap();
    assert_eq!(items, all(22));
}

#[tokio::test]
async fn by_page_number() {
    let mock = Mock::new(|seen| {
        let page = number(seen, "page").unwrap_or(1);
        json(
            200,
            value!({"items": slice((page - 1) * 10, 10, 25), "total": 25}),
        )
    });
    let client = mock.client();
    let found: Vec<u64> = items(&client, &NUMBER).try_collect().await.unwrap();
    assert_eq!((found, mock.count()), (all(25), 3));

    let from_second = client.request(&LIST).query("page", &2);
    let found: Vec<u64> = pages(from_second, &NUMBER)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found, (10..25).collect::<Vec<_>>());
}

#[tokio::test]
async fn by_cursor_also_over_empty_pages() {
    let mock = Mock::new(|seen| match seen.query("cursor").as_deref() {
        None => json(200, value!({"items": [0, 1], "next": "a b&="})),
        Some("a b&=") => json(200, value!({"items": [], "next": "c"})),
        Some("c") => json(200, value!({"items": [2], "next": "d"})),
        Some("d") => json(200, value!({"items": [3], "next": ""})),
        Some(other) => panic!("{other}"),
    });
    let found: Vec<u64> = items(&mock.client(), &CURSOR).try_collect().await.unwrap();
    assert_eq!(found, all(4));
}

#[tokio::test]
async fn by_links_in_pages_and_headers() {
    let answer = |seen: &Seen, in_header: bool| {
        let from = number(seen, "from").unwrap_or(0);
        // Relative and absolute in turn.
        let next = match from {
            20 => None,
            0 => Some("?from=10&api_key=echoed".to_owned()),
            _ => Some(format!("https://api.example/v1/list?from={}#x", from + 10)),
        };
        let items = slice(from, 10, 25);
        if in_header {
            let link = next.map(|next| format!(r#"<x>; rel="prev", <{next}>; rel="next""#));
            json(200, value!({ "items": items })).with_header("link", link.unwrap_or_default())
        } else {
            json(200, value!({ "items": items, "next": next }))
        }
    };
    for (paging, in_header) in [(&NEXT_LINK, false), (&LINK_HEADER, true)] {
        let mock = Mock::new(move |seen| answer(seen, in_header));
        let credential = specwright_runtime::auth::Credential::api_key_query("api_key", "s3cret");
        static SIGNED: Operation = Operation {
            security: &[&["auth"]],
            ..LIST_CONST
        };
        let client = mock
            .builder()
            .credential("auth", credential)
            .build()
            .unwrap();
        let request = client.request(&SIGNED).query("q", "x").header("x-h", "1");
        let mut pages = pages(request, paging);
        pages.try_next().await.unwrap();
        let saved = serde_json::to_string(&pages.position()).unwrap();
        assert!(
            saved.contains("from=10") && !saved.contains("api_key"),
            "{saved}"
        );
        let rest: Vec<u64> = pages.items().try_collect().await.unwrap();
        assert_eq!(rest, (10..25).collect::<Vec<_>>());
        for seen in mock.seen() {
            let keys: Vec<_> = seen
                .url
                .query_pairs()
                .filter(|(name, _)| name == "api_key")
                .collect();
            assert_eq!(keys, [("api_key".into(), "s3cret".into())]);
            assert_eq!(seen.header("x-h"), Some("1"));
        }
        assert_eq!(mock.count(), 3);
        assert_eq!(mock.last().query("q"), None, "a link has the whole query");
    }
}

const LIST_CONST: Operation = Operation {
    id: "list",
    path: "/list",
    ..OPERATION
};

static BODY_OFFSET: Paging<Page, u64> = paging(Strategy::Offset {
    offset: At::Body("/page/offset"),
});
static BODY_CURSOR: Paging<Page, u64> = paging(Strategy::Cursor {
    cursor: At::Body("/page/after"),
});

#[tokio::test]
async fn in_the_body_of_the_request() {
    let mock = Mock::new(|seen| {
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        assert_eq!(body["filter"], value!({"z": 1, "a": 2}));
        let offset = body["page"]["offset"].as_u64().unwrap_or(0);
        json(200, value!({"items": slice(offset, 10, 25), "total": 25}))
    });
    let request = |body: Value| mock.client().request(&LIST).json(&body);
    let filter = value!({"z": 1, "a": 2});
    let found = pages(request(value!({ "filter": filter })), &BODY_OFFSET).items();
    assert_eq!(found.try_collect::<Vec<_>>().await.unwrap(), all(25));
    let body = value!({"filter": filter, "page": {"offset": 20}});
    let found = pages(request(body), &BODY_OFFSET).items();
    assert_eq!(
        found.try_collect::<Vec<_>>().await.unwrap(),
        (20..25).collect::<Vec<_>>()
    );

    let mock = Mock::new(|seen| {
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        match body["page"]["after"].as_str() {
            None => json(200, value!({"items": [0], "next": "\"}"})),
            Some("\"}") => json(200, value!({"items": [1]})),
            Some(other) => panic!("{other}"),
        }
    });
    let request = mock.client().request(&LIST).json(&value!({"page": {}}));
    let found = pages(request, &BODY_CURSOR).items();
    assert_eq!(found.try_collect::<Vec<_>>().await.unwrap(), all(2));

    let bodiless = pages(mock.client().request(&LIST), &BODY_CURSOR).items();
    assert!(bodiless.try_collect::<Vec<_>>().await.is_err());
}

/// A server for each strategy, of the same 25 items.
fn any_strategy(seen: &Seen) -> crate::mock::Reply {
    let number = |name| number(seen, name);
    let cursor = seen
        .query("cursor")
        .map(|text| text.trim_start_matches('c').parse().unwrap());
    let from = number("offset")
        .or(number("page").map(|page| (page - 1) * 10))
        .or(cursor);
    let from = from.or(number("from")).unwrap_or(0);
    let by_link = seen.query("kind").as_deref() == Some("link");
    let next = (from + 10 < 25).then(|| {
        let next = from + 10;
        if by_link {
            format!("?kind=link&from={next}")
        } else {
            format!("c{next}")
        }
    });
    json(
        200,
        value!({"items": slice(from, 10, 25), "total": 25, "next": next}),
    )
}

#[tokio::test]
async fn resuming_repeats_nothing_and_leaves_nothing_out() {
    for paging in [&OFFSET, &NUMBER, &CURSOR, &NEXT_LINK] {
        for stop in 0..=25 {
            let mock = Mock::new(any_strategy);
            let client = mock.client();
            let list = || {
                let request = client.request(&LIST);
                let is_link = paging.strategy == Strategy::NextLink;
                let request = if is_link {
                    request.query("kind", "link")
                } else {
                    request
                };
                pages(request, paging).items()
            };
            let mut first = list();
            let mut found: Vec<u64> = first
                .by_ref()
                .take(stop)
                .map(Result::unwrap)
                .collect()
                .await;
            let saved = serde_json::to_string(&first.position()).unwrap();
            drop(first);

            let position: Position = serde_json::from_str(&saved).unwrap();
            let rest: Vec<u64> = list().resume_at(position).try_collect().await.unwrap();
            found.extend(rest);
            assert_eq!(found, all(25), "{:?} {stop} {saved}", paging.strategy);
        }
    }
}

#[tokio::test]
async fn a_list_goes_on_after_an_error() {
    let failing = AtomicUsize::new(0);
    let mock = Mock::new(move |seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        if offset == 10 && failing.fetch_add(1, Ordering::SeqCst) == 0 {
            return reply(400);
        }
        json(200, value!({"items": slice(offset, 10, 25), "total": 25}))
    });
    let client = mock.client();
    let mut list = items(&client, &OFFSET);
    let mut found = Vec::new();
    let error = loop {
        match list.next().await {
            Some(Ok(item)) => found.push(item),
            Some(Err(error)) => break error,
            None => panic!("an end before the end"),
        }
    };
    assert_eq!(error.status(), Some(http::StatusCode::BAD_REQUEST));
    assert!(list.next().await.is_none(), "it is over after an error");
    assert_eq!(list.position().to_string(), "offset 10 of 25");
    let position = list.position();
    let rest: Vec<u64> = list.resume_at(position).try_collect().await.unwrap();
    found.extend(rest);
    assert_eq!(found, all(25));
}

#[tokio::test]
async fn pages_are_lazy_and_one_at_a_time() {
    let mock = Mock::new(any_strategy);
    let mut list = items(&mock.client(), &OFFSET);
    assert_eq!(mock.count(), 0);
    for item in 0..10 {
        assert_eq!(list.try_next().await.unwrap(), Some(item));
    }
    assert_eq!(mock.count(), 1);
    list.try_next().await.unwrap();
    assert_eq!(mock.count(), 2);

    let page = pages(mock.client().request(&LIST), &OFFSET)
        .try_next()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(page.status(), http::StatusCode::OK);
    assert_eq!(page.total, Some(25));
}
