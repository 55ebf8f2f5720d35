//! Lists of which several pages are asked for at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use serde_json::json as value;
use specwright_runtime::testing::MockRequest;
use specwright_runtime::{Client, RetryPolicy, TransportErrorKind};
use tokio::time::{Instant, sleep};

use crate::mock::{Mock, Reply, fails, json, reply};
use crate::pages::{CURSOR, LIST, NUMBER, OFFSET, items, number, pages, slice};

const SECOND: Duration = Duration::from_secs(1);

fn all(count: u64) -> Vec<u64> {
    (0..count).collect()
}

/// Answers by offset, a second later.
fn slow(answer: impl Fn(u64) -> Reply + Send + Sync + 'static) -> Mock {
    Mock::new(move |seen| answer(number(seen, "offset").unwrap_or(0)).after(SECOND))
}

/// A reader that has something else to do.
async fn in_a_moment<T>(item: T) -> T {
    sleep(Duration::from_millis(1)).await;
    item
}

fn offsets(mock: &Mock) -> Vec<u64> {
    let offset = |seen: &MockRequest| number(seen, "offset").unwrap_or(0);
    mock.seen().iter().map(offset).collect()
}

fn impatient(mock: &Mock) -> Client {
    mock.builder().retry(RetryPolicy::none()).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn pages_come_in_order_and_several_at_once() {
    let mock = Mock::new(|seen| {
        let offset = number(seen, "offset").unwrap_or(0);
        // The later ones are there first.
        let after = Duration::from_millis(1_000 - offset);
        json(200, value!({"items": slice(offset, 10, 205), "total": 205})).after(after)
    });
    let begin = Instant::now();
    let found: Vec<u64> = items(&mock.client(), &OFFSET)
        .in_flight(5)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found, all(205));
    assert_eq!(mock.count(), 21, "none is asked for behind the end");
    assert!(begin.elapsed() < 7 * SECOND, "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn no_more_are_held_than_was_said() {
    let mock = slow(|offset| {
        json(
            200,
            value!({"items": slice(offset, 10, 1_000), "total": 1_000}),
        )
    });
    let mut list = pages(mock.client().request(&LIST), &OFFSET).in_flight(4);
    for read in 1..10 {
        list.next().await.unwrap().unwrap();
        sleep(100 * SECOND).await;
        assert_eq!(mock.count(), read + 4, "while the reader is busy");
    }
}

#[tokio::test(start_paused = true)]
async fn by_number_and_without_a_total() {
    let most = Arc::new(AtomicUsize::new(0));
    let seen_most = most.clone();
    let mock = Mock::new(move |seen| {
        let page = number(seen, "page").unwrap_or(1);
        seen_most.fetch_max(page as usize, Ordering::Relaxed);
        // What is behind the end is an error of this API's.
        if page > 4 {
            return reply(400);
        }
        json(200, value!({"items": slice((page - 1) * 10, 10, 25)})).after(SECOND)
    });
    let found: Vec<u64> = items(&mock.client(), &NUMBER)
        .in_flight(3)
        .then(in_a_moment)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found, all(25));
    assert_eq!(most.load(Ordering::Relaxed), 6);
}

#[tokio::test(start_paused = true)]
async fn a_short_page_loses_and_repeats_nothing() {
    // The server gives fewer from the fourth page on.
    let mock = slow(|offset| {
        let limit = if offset < 30 { 10 } else { 7 };
        json(
            200,
            value!({"items": slice(offset, limit, 100), "total": 100}),
        )
    });
    let found: Vec<u64> = items(&mock.client(), &OFFSET)
        .in_flight(3)
        .then(in_a_moment)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found, all(100));
    let asked = offsets(&mock);
    assert!(
        asked.contains(&40) && asked.contains(&37) && asked.contains(&44),
        "{asked:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_error_comes_at_its_place_and_the_list_goes_on() {
    let times = AtomicUsize::new(0);
    let mock = slow(move |offset| {
        if offset == 30 && times.fetch_add(1, Ordering::Relaxed) == 0 {
            return fails(TransportErrorKind::Broken);
        }
        json(200, value!({"items": slice(offset, 10, 100), "total": 100}))
    });
    let mut list = items(&impatient(&mock), &OFFSET).in_flight(8);
    let mut found: Vec<u64> = list.by_ref().take(30).try_collect().await.unwrap();
    let error = list.next().await.unwrap().unwrap_err();
    assert!(error.is_retryable(), "{error}");
    assert!(list.next().await.is_none());
    assert_eq!(list.position().to_string(), "offset 30 of 100");
    let position = list.position();
    let rest: Vec<u64> = list.resume_at(position).try_collect().await.unwrap();
    found.extend(rest);
    assert_eq!(found, all(100));
}

#[tokio::test(start_paused = true)]
async fn a_total_that_shrinks_is_an_error_here_too() {
    let mock = slow(|offset| {
        let total = if offset < 40 { 100 } else { 95 };
        json(
            200,
            value!({"items": slice(offset, 10, total), "total": total}),
        )
    });
    let mut list = items(&mock.client(), &OFFSET).in_flight(4);
    let found: Vec<u64> = list.by_ref().take(40).try_collect().await.unwrap();
    assert_eq!(found, all(40));
    let error = list.next().await.unwrap().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the total shrank from 100 to 95"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn by_cursor_the_next_page_comes_while_the_last_is_read() {
    let mock = Mock::new(|seen| {
        let at = number(seen, "cursor").unwrap_or(0);
        let next = (at < 40).then(|| (at + 10).to_string());
        json(200, value!({"items": slice(at, 10, 50), "next": next})).after(SECOND)
    });
    let begin = Instant::now();
    let mut list = pages(mock.client().request(&LIST), &CURSOR).in_flight(8);
    let mut found = Vec::new();
    while let Some(page) = list.next().await {
        found.extend(page.unwrap().into_inner().items.unwrap());
        sleep(SECOND).await;
    }
    assert_eq!(found, all(50));
    assert_eq!(mock.count(), 5);
    assert!(begin.elapsed() < 7 * SECOND, "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn dropping_the_list_stops_what_was_asked_for() {
    let mock = slow(|offset| {
        if offset == 0 {
            json(200, value!({"items": slice(0, 10, 100), "total": 100}))
        } else {
            reply(503)
        }
    });
    let mut list = items(&mock.client(), &OFFSET).in_flight(4);
    list.next().await.unwrap().unwrap();
    drop(list);
    sleep(100 * SECOND).await;
    assert!(mock.count() <= 5, "{}", mock.count());
}
