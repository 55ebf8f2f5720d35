//! Lists, page after page, while a part of all requests goes wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use futures::{FutureExt, StreamExt};
use palo_alto_dlp::{Client, RequestOptions};

use super::faults::{Fault, Plan};
use super::server::{ITEMS, PER_PAGE, Server};

/// How many lists are gone through at a time.
const AT_A_TIME: usize = 64;
/// How long the server is there at a stretch, and how long it is not.
const UP: Duration = Duration::from_secs(1);
const DOWN: Duration = Duration::from_millis(50);
/// How often a list goes on after an error before it is given up.
const MOST_ERRORS: u32 = 100;
/// How long it waits before.
const PAUSE: Duration = Duration::from_millis(10);

/// What became of some lists.
#[derive(Debug, Default)]
pub struct Report {
    /// How many there were.
    pub lists: u64,
    /// Those that ended in success without an error on the way.
    pub at_once: u64,
    /// Those that ended in errors, and were complete when they went on where they had stopped.
    pub continued: u64,
    /// The errors, by what they say.
    pub errors: BTreeMap<String, u64>,
    /// All that they and their sources say, in each way, those that say the same once.
    pub shown: BTreeSet<String>,
    /// What must not be: a list that ended without an error and is not complete, in order, each item
    /// once.
    pub wrong: Vec<String>,
    /// Requests that the server saw, those for tokens apart.
    pub requests: u64,
    /// Tokens that were fetched.
    pub tokens: u64,
    /// How often the client's secret came to the server.
    pub secrets: u64,
    /// How many were asked for at a time, at most.
    pub most_tokens_at_once: usize,
    /// What went wrong, and how often.
    pub faults: BTreeMap<Fault, u64>,
    /// How often the server went away, with all connections, and came back.
    pub restarts: u64,
    /// How long all of it took.
    pub took: Duration,
}

/// Goes through lists of twenty pages: over TLS, whose settings are those of `reqwest`, or plain, by
/// the usual transport.
pub async fn run(lists: u64, plan: Plan, over_tls: bool) -> Report {
    let mut server = match over_tls {
        true => Server::start_tls(Some(plan)).await,
        false => Server::start(Some(plan)).await,
    };
    let client = super::client(&server);
    let begin = Instant::now();
    let mut all = futures::stream::iter(0..lists)
        .map(|list| go_through(client.clone(), list))
        .buffer_unordered(AT_A_TIME)
        .collect::<Vec<Outcome>>()
        .boxed();
    let mut restarts = 0;
    let results = loop {
        match tokio::time::timeout(UP, &mut all).await {
            Ok(results) => break results,
            Err(_) => {
                restarts += 1;
                tokio::select! {
                    () = server.restart(DOWN) => {}
                    results = &mut all => break results,
                }
            }
        }
    };
    let mut report = Report {
        lists,
        requests: server.requests(),
        tokens: server.tokens(),
        secrets: server.secrets(),
        most_tokens_at_once: server.most_tokens_at_once(),
        faults: server.faults(),
        restarts,
        took: begin.elapsed(),
        ..Report::default()
    };
    for outcome in results {
        match outcome.wrong {
            Some(wrong) => report.wrong.push(wrong),
            None if outcome.errors.is_empty() => report.at_once += 1,
            None => report.continued += 1,
        }
        report.shown.extend(outcome.shown);
        for error in outcome.errors {
            *report.errors.entry(error).or_default() += 1;
        }
    }
    report
}

struct Outcome {
    errors: Vec<String>,
    shown: BTreeSet<String>,
    wrong: Option<String>,
}

async fn go_through(client: Client, list: u64) -> Outcome {
    let request = client.list_incidents().limit(PER_PAGE as i64);
    // Every other list has pages asked for ahead of its reader.
    let in_flight = if list.is_multiple_of(2) { 1 } else { 4 };
    let request = request.with_header("x-list", &list.to_string());
    let mut items = request.items().in_flight(in_flight);
    let mut found = Vec::new();
    let mut errors = Vec::new();
    let mut shown = BTreeSet::new();
    let wrong = loop {
        match items.next().await {
            Some(Ok(item)) => found.push(item.incident_id.unwrap_or_default()),
            None => {
                let expected = (0..ITEMS).map(|item| format!("{list}-{item}"));
                let is_right = expected.eq(found.iter().cloned());
                break (!is_right).then(|| format!("list {list} ended with {found:?}"));
            }
            Some(Err(error)) => {
                errors.push(kind(&error.to_string()));
                shown.insert(kind(&crate::shown::error(&error)));
                if errors.len() as u32 == MOST_ERRORS {
                    break Some(format!("list {list} did not go on: {error}"));
                }
                // As anybody would: not at once.
                tokio::time::sleep(PAUSE).await;
                let position = items.position();
                items = items.resume_at(position);
            }
        }
    };
    Outcome {
        errors,
        shown,
        wrong,
    }
}

/// An error without its numbers, so that those of a kind are counted together.
fn kind(words: &str) -> String {
    let words: String = words
        .chars()
        .map(|character| {
            if character.is_ascii_digit() {
                '#'
            } else {
                character
            }
        })
        .collect();
    let mut short = String::new();
    for character in words.chars() {
        if !(character == '#' && short.ends_with('#')) {
            short.push(character);
        }
    }
    short
}
