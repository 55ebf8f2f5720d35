//! Lists over many pages: complete, in order, once each, or an error that says where.

use futures::{Stream, StreamExt, TryStreamExt};
use palo_alto_dlp::Error;
use palo_alto_dlp::runtime::{PageError, PageErrorKind, Position};
use palo_alto_dlp::types::{DlpIncident, ErrorResponse};
use serde_json::json;
use specwright_tests::lists::List;
use specwright_tests::wire;

use crate::Dlp;

const MANY: usize = 10_000;

async fn all(items: impl Stream<Item = Result<DlpIncident, Error<ErrorResponse>>>) -> Vec<String> {
    items
        .map_ok(|incident| incident.incident_id.unwrap())
        .try_collect()
        .await
        .unwrap()
}

/// All incidents of a list, and how many requests it took.
async fn read(list: List, limit: i64) -> usize {
    let dlp = Dlp::answering(list.clone()).await;
    let ids = all(dlp.client.list_incidents().limit(limit).items()).await;
    assert_eq!(ids, list.ids());
    dlp.requests().await.len()
}

#[tokio::test]
async fn ten_thousand_incidents_over_pages_of_500() {
    assert_eq!(read(List::of_incidents(MANY), 500).await, 20);
}

#[tokio::test]
async fn some_pages_fail_once() {
    let list = List::of_incidents(MANY).failing_once_at([0, 500, 4500, 5000, 9500]);
    assert_eq!(read(list, 500).await, 25);
}

#[tokio::test]
async fn the_server_has_a_lower_limit_of_its_own() {
    let list = List::of_incidents(MANY).at_most(137);
    assert_eq!(read(list, 500).await, MANY.div_ceil(137));
}

#[tokio::test]
async fn the_server_echoes_a_wrong_offset_and_limit() {
    let list = List::of_incidents(MANY).spoiled(|offset, page| {
        page["offset"] = json!(offset / 2 + 1);
        page["limit"] = json!(-3);
    });
    assert_eq!(read(list, 500).await, 20);
}

#[tokio::test]
async fn all_of_that_at_once() {
    let list = List::of_incidents(MANY)
        .at_most(499)
        .failing_once_at([499, 998, 4990])
        .spoiled(|_, page| page["offset"] = json!(0));
    assert_eq!(read(list, 500).await, MANY.div_ceil(499) + 3);
}

#[tokio::test]
async fn a_list_begins_where_the_caller_says_and_keeps_the_filters() {
    let dlp = Dlp::answering(List::of_incidents(1000)).await;
    let items = dlp
        .client
        .list_incidents()
        .status("escalated".into())
        .limit(300)
        .offset(250)
        .items();
    let ids = all(items).await;
    assert_eq!(ids.len(), 750);
    assert_eq!(ids[0], "250");
    let asked: Vec<_> = dlp
        .requests()
        .await
        .iter()
        .map(|request| {
            assert_eq!(wire::query(request, "status").unwrap(), "escalated");
            assert_eq!(wire::query(request, "limit").unwrap(), "300");
            wire::query(request, "offset").unwrap()
        })
        .collect();
    assert_eq!(asked, ["250", "550", "850"]);
}

#[tokio::test]
async fn a_list_without_a_total_ends_at_an_empty_page() {
    let list = List::of_incidents(1000).spoiled(|_, page| {
        page.as_object_mut().unwrap().remove("total");
    });
    assert_eq!(read(list, 500).await, 3);
}

#[tokio::test]
async fn an_empty_list() {
    assert_eq!(read(List::of_incidents(0), 500).await, 1);
}

#[tokio::test]
async fn pages_come_whole_and_only_when_asked_for() {
    let dlp = Dlp::answering(List::of_incidents(1000)).await;
    let mut pages = dlp.client.list_incidents().limit(400).pages();
    assert_eq!(dlp.requests().await.len(), 0);
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!(first.status(), 200);
    assert_eq!(first.total, Some(1000));
    assert_eq!(dlp.requests().await.len(), 1);
    let lengths: Vec<usize> = pages
        .map_ok(|page| page.into_inner().incidents.unwrap().len())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(lengths, [400, 200]);
}

#[tokio::test]
async fn data_patterns_are_a_list_too() {
    let list = List::of_data_patterns(1234).at_most(500);
    let dlp = Dlp::answering(list.clone()).await;
    let ids: Vec<String> = dlp
        .client
        .list_data_patterns()
        .limit(500)
        .items()
        .map_ok(|pattern| pattern.id.unwrap())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(ids, list.ids());
    let pages: Vec<_> = dlp
        .client
        .list_data_patterns()
        .limit(500)
        .pages()
        .collect()
        .await;
    assert_eq!(pages.len(), 3);
}

/// Reads up to the error: what came before it, the error, and that nothing comes after.
async fn refused(list: List) -> (usize, PageError, Position) {
    let dlp = Dlp::answering(list).await;
    let mut items = dlp.client.list_incidents().limit(500).items();
    let mut received = 0;
    let error = loop {
        match items.next().await.expect("the list ended in silence") {
            Ok(_) => received += 1,
            Err(error) => break error,
        }
    };
    assert!(items.next().await.is_none(), "it went on after an error");
    assert_eq!(error.operation(), Some("listIncidents"));
    assert!(!error.is_retryable());
    match error {
        Error::Page(error) => (received, error, items.position()),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_page_without_its_array_is_an_error() {
    let list = List::of_incidents(2000).spoiled(|offset, page| {
        if offset == 1000 {
            page.as_object_mut().unwrap().remove("incidents");
        }
    });
    let (received, error, position) = refused(list).await;
    assert_eq!(received, 1000);
    assert_eq!(*error.kind(), PageErrorKind::MissingItems);
    assert_eq!(error.items_before(), 1000);
    assert_eq!(position, *error.position());
    insta::assert_snapshot!(error, @"listIncidents (GET /incidents): the page has no array of items; at offset 1000 of 2000, after 1000 items");
}

#[tokio::test]
async fn so_is_one_whose_array_is_null() {
    let list = List::of_incidents(2000).spoiled(|offset, page| {
        if offset == 500 {
            page["incidents"] = json!(null);
        }
    });
    let (received, error, _) = refused(list).await;
    assert_eq!(received, 500);
    assert_eq!(*error.kind(), PageErrorKind::MissingItems);
}

#[tokio::test]
async fn an_empty_page_before_the_total_is_an_error() {
    let list = List::of_incidents(2000).spoiled(|offset, page| {
        if offset == 1500 {
            page["incidents"] = json!([]);
        }
    });
    let (received, error, _) = refused(list).await;
    assert_eq!(received, 1500);
    assert_eq!(*error.kind(), PageErrorKind::EndedEarly { total: 2000 });
    insta::assert_snapshot!(error, @"listIncidents (GET /incidents): the list ended before its total of 2000 items; at offset 1500 of 2000, after 1500 items");
}

#[tokio::test]
async fn a_total_that_shrinks_is_an_error() {
    let list = List::of_incidents(2000).spoiled(|offset, page| {
        if offset == 1000 {
            page["total"] = json!(1999);
        }
    });
    let (received, error, _) = refused(list).await;
    assert_eq!(received, 1000);
    let shrank = PageErrorKind::TotalShrank {
        from: 2000,
        to: 1999,
    };
    assert_eq!(*error.kind(), shrank);
    insta::assert_snapshot!(error, @"listIncidents (GET /incidents): the total shrank from 2000 to 1999 while the list was read; at offset 1000, after 1000 items");
}

#[tokio::test]
async fn a_list_that_broke_off_goes_on_where_it_was() {
    let list = List::of_incidents(3000).spoiled(|offset, page| {
        if offset == 1500 {
            page["incidents"][7] = json!({"match_count": "many"});
        }
    });
    let dlp = Dlp::answering(list).await;
    let mut items = dlp.client.list_incidents().limit(500).items();
    let mut ids = Vec::new();
    let error = loop {
        match items.next().await.unwrap() {
            Ok(incident) => ids.push(incident.incident_id.unwrap()),
            Err(error) => break error,
        }
    };
    let Error::Decode(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.path(), Some("incidents[7].match_count"));
    assert_eq!(ids.len(), 1500);

    // Saved, and read by another process, whose server is well again.
    let saved = serde_json::to_string(&items.position()).unwrap();
    let list = List::of_incidents(3000);
    let dlp = Dlp::answering(list.clone()).await;
    let position: Position = serde_json::from_str(&saved).unwrap();
    let rest = dlp.client.list_incidents().limit(500).items();
    ids.extend(all(rest.resume_at(position)).await);
    assert_eq!(ids, list.ids());
}
