//! Lists that contradict themselves: an error that says where, not an end.

use futures::{StreamExt, TryStreamExt};
use serde_json::{Value, json as value};
use specwright_runtime::{Error, PageError, PageErrorKind, Paging, Position};

use crate::mock::{Mock, Reply, Seen, json, reply};
use crate::pages::{
    CURSOR, LINK_HEADER, LIST, NEXT_LINK, NUMBER, OFFSET, Page, items, number, pages, slice,
};

/// Reads until the list is over: what came, and why it ended.
async fn read(
    paging: &'static Paging<Page, u64>,
    answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
) -> (usize, Option<PageError>) {
    let mock = Mock::new(answer);
    let mut list = items(&mock.client(), paging);
    let mut count = 0;
    loop {
        match list.next().await {
            Some(Ok(_)) => count += 1,
            None => return (count, None),
            Some(Err(Error::Page(error))) => {
                assert!(list.next().await.is_none(), "nothing comes after an error");
                assert_eq!(list.position().to_string(), error.position().to_string());
                return (count, Some(error));
            }
            Some(Err(other)) => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_page_without_its_array() {
    let (count, error) = read(&OFFSET, |seen| match number(seen, "offset") {
        None => json(200, value!({"items": slice(0, 10, 30), "total": 30})),
        Some(_) => json(200, value!({"total": 30})),
    })
    .await;
    let error = error.unwrap();
    assert_eq!(count, 10);
    assert_eq!(*error.kind(), PageErrorKind::MissingItems);
    assert_eq!(error.items_before(), 10);
    assert_eq!(
        error.to_string(),
        "list (GET /list): the page has no array of items; at offset 10 of 30, after 10 items"
    );
}

#[tokio::test]
async fn no_content_is_a_page_without_items() {
    for (total, ends_early) in [(None, false), (Some(30), true)] {
        let (count, error) = read(&OFFSET, move |seen| match number(seen, "offset") {
            None => json(200, value!({"items": slice(0, 10, 30), "total": total})),
            Some(_) => reply(204),
        })
        .await;
        let kind = error.map(|error| error.kind().clone());
        assert_eq!(count, 10);
        assert_eq!(
            kind,
            ends_early.then_some(PageErrorKind::EndedEarly { total: 30 })
        );
    }
    let (count, error) = read(&LINK_HEADER, |_| reply(204)).await;
    assert_eq!((count, error.is_none()), (0, true));
}

#[tokio::test]
async fn an_empty_page_before_the_total() {
    for paging in [&OFFSET, &NUMBER] {
        let (count, error) = read(paging, |seen| {
            let is_first = number(seen, "offset").is_none() && number(seen, "page").is_none();
            let items = if is_first {
                slice(0, 10, 30)
            } else {
                Vec::new()
            };
            json(200, value!({ "items": items, "total": 30 }))
        })
        .await;
        let error = error.unwrap();
        assert_eq!((count, error.items_before()), (10, 10));
        assert_eq!(*error.kind(), PageErrorKind::EndedEarly { total: 30 });
    }
}

#[tokio::test]
async fn a_cursor_that_ends_before_the_total() {
    let (count, error) = read(&CURSOR, |_| {
        json(200, value!({"items": [1, 2], "total": 3}))
    })
    .await;
    assert_eq!(count, 0, "the page that ends it is not handed out");
    assert_eq!(
        *error.unwrap().kind(),
        PageErrorKind::EndedEarly { total: 3 }
    );
}

#[tokio::test]
async fn a_total_that_shrinks() {
    for paging in [&OFFSET, &NUMBER, &CURSOR] {
        let (count, error) = read(paging, |seen| {
            let is_first = seen.url.query().is_none();
            let total = if is_first { 30 } else { 29 };
            json(
                200,
                value!({"items": slice(0, 10, 10), "total": total, "next": "x"}),
            )
        })
        .await;
        let error = error.unwrap();
        assert_eq!((count, error.items_before()), (10, 10));
        assert_eq!(
            *error.kind(),
            PageErrorKind::TotalShrank { from: 30, to: 29 }
        );
    }
}

#[tokio::test]
async fn whoever_resumes_after_a_shrunken_total_can_go_on() {
    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        let total = if offset == 0 { 30 } else { 25 };
        json(
            200,
            value!({"items": slice(offset, 10, total), "total": total}),
        )
    });
    let mut list = items(&mock.client(), &OFFSET);
    while let Some(Ok(_)) = list.next().await {}
    let position = list.position();
    let rest: Vec<u64> = list.resume_at(position).try_collect().await.unwrap();
    assert_eq!(rest, (10..25).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_cursor_that_comes_again() {
    let (count, error) = read(&CURSOR, |seen| match seen.query("cursor").as_deref() {
        None => json(200, value!({"items": [0], "next": "a"})),
        Some("a") => json(200, value!({"items": [1], "next": "b"})),
        _ => json(200, value!({"items": [2], "next": "a"})),
    })
    .await;
    let error = error.unwrap();
    assert_eq!((count, *error.kind() == PageErrorKind::Repeated), (2, true));
    assert_eq!(error.position().to_string(), "cursor b");
}

#[tokio::test]
async fn a_cursor_that_comes_again_after_resuming() {
    let mock = Mock::new(|_| json(200, value!({"items": [0], "next": "a"})));
    let position: Position = serde_json::from_value(value!({"cursor": "a"})).unwrap();
    let mut list = items(&mock.client(), &CURSOR).resume_at(position);
    let Some(Err(Error::Page(error))) = list.next().await else {
        panic!("a circle")
    };
    assert_eq!(*error.kind(), PageErrorKind::Repeated);
}

#[tokio::test]
async fn a_link_that_leads_back() {
    let first = "https://api.example/v1/list";
    let (count, error) = read(&NEXT_LINK, move |seen| match number(seen, "p") {
        None => json(200, value!({"items": [0], "next": "?p=2"})),
        Some(_) => json(200, value!({"items": [1], "next": first})),
    })
    .await;
    assert_eq!(count, 1);
    assert_eq!(*error.unwrap().kind(), PageErrorKind::Repeated);
}

#[tokio::test]
async fn a_link_to_another_origin() {
    for link in [
        "https://evil.example/list?p=2",
        "http://api.example/v1/list?p=2",
        "//evil.example",
    ] {
        let (count, error) = read(&NEXT_LINK, move |_| {
            json(200, value!({"items": [0], "next": link}))
        })
        .await;
        assert_eq!(count, 0);
        assert_eq!(*error.unwrap().kind(), PageErrorKind::ForeignLink, "{link}");
        let (_, error) = read(&LINK_HEADER, move |_| {
            json(200, value!({"items": [0]})).with_header("link", format!("<{link}>; rel=next"))
        })
        .await;
        assert_eq!(*error.unwrap().kind(), PageErrorKind::ForeignLink, "{link}");
    }
    let (_, error) = read(&NEXT_LINK, |_| {
        json(200, value!({"items": [0], "next": "http://[bad"}))
    })
    .await;
    assert_eq!(*error.unwrap().kind(), PageErrorKind::BadLink);
}

#[tokio::test]
async fn a_position_that_is_not_of_this_list() {
    let mock = Mock::new(|_| json(200, value!({"items": []})));
    let resume = async |paging, saved: Value| {
        let position: Position = serde_json::from_value(saved).unwrap();
        let result = items(&mock.client(), paging)
            .resume_at(position)
            .next()
            .await;
        match result {
            Some(Err(Error::Page(error))) => Some(error.kind().clone()),
            Some(other) => panic!("{other:?}"),
            None => None,
        }
    };
    let wrong = Some(PageErrorKind::WrongPosition);
    assert_eq!(resume(&OFFSET, value!({"cursor": "x"})).await, wrong);
    assert_eq!(resume(&CURSOR, value!({"offset": 3})).await, wrong);
    assert_eq!(resume(&NEXT_LINK, value!({"page": 3})).await, wrong);
    let foreign = value!({"link": "https://evil.example/"});
    assert_eq!(
        resume(&NEXT_LINK, foreign).await,
        Some(PageErrorKind::ForeignLink)
    );
    assert_eq!(mock.count(), 0);
    assert_eq!(resume(&OFFSET, value!({"end": true})).await, None);
    assert_eq!(mock.count(), 0);
}

#[test]
fn positions_that_make_no_sense_are_refused() {
    for saved in [
        "{}",
        r#"{"offset":1,"page":2}"#,
        r#"{"link":"x"}"#,
        "3",
        r#"{"offset":-1}"#,
    ] {
        assert!(serde_json::from_str::<Position>(saved).is_err(), "{saved}");
    }
    let saved = r#"{"cursor":"x","skip":3,"before":10,"total":20,"later":"unknown"}"#;
    let position: Position = serde_json::from_str(saved).unwrap();
    assert_eq!(position.to_string(), "cursor x, 3 items in");
}

#[tokio::test]
async fn an_end_is_an_end() {
    let mock = Mock::new(|_| json(200, value!({"items": [], "total": 0})));
    let mut list = pages(mock.client().request(&LIST), &OFFSET);
    assert!(list.next().await.unwrap().is_ok());
    assert!(list.next().await.is_none() && list.next().await.is_none());
    assert!(list.position().is_end());
    assert_eq!(mock.count(), 1);
}
