//! As many requests as go, beside the same calls written by hand with `reqwest` and `serde_json`.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use palo_alto_dlp::runtime::reqwest;
use palo_alto_dlp::{Client, types};

use super::server::Server;

/// Throughput and latency of some requests.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Requests a second.
    pub throughput: f64,
    /// The 99th percentile of how long one took.
    pub p99: Duration,
}

/// The figures of the client and of the same by hand.
#[derive(Debug)]
pub struct Report {
    /// How many in each turn.
    pub requests: u64,
    /// How many at a time.
    pub concurrency: u64,
    /// Those of the generated client.
    pub client: Figures,
    /// Those of the same calls written by hand.
    pub by_hand: Figures,
}

impl Report {
    /// The client's throughput for that by hand.
    pub fn throughput(&self) -> f64 {
        self.client.throughput / self.by_hand.throughput
    }

    /// The client's 99th percentile for that by hand.
    pub fn p99(&self) -> f64 {
        self.client.p99.as_secs_f64() / self.by_hand.p99.as_secs_f64()
    }
}

/// Makes the same requests in both ways, in turns, and takes the median of each.
pub async fn run(requests: u64, concurrency: u64, turns: usize) -> Report {
    let server = Server::start(None).await;
    let client = super::client(&server);
    let by_hand = reqwest::Client::new();
    let token = token(&by_hand, &server).await;
    let url = format!("{}/incidents", server.url());
    // Connections are made, and code is warm.
    of_client(&client, concurrency * 4, concurrency).await;
    of_hand(&by_hand, &url, &token, concurrency * 4, concurrency).await;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..turns {
        ours.push(of_client(&client, requests, concurrency).await);
        theirs.push(of_hand(&by_hand, &url, &token, requests, concurrency).await);
    }
    Report {
        requests,
        concurrency,
        client: median(ours),
        by_hand: median(theirs),
    }
}

/// Signs in by hand.
pub async fn token(client: &reqwest::Client, server: &Server) -> String {
    let answer = client
        .post(format!("{}/token", server.url()))
        .body("grant_type=client_credentials");
    let bytes = answer.send().await.unwrap().bytes().await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    body["access_token"].as_str().unwrap().to_owned()
}

/// One request at a time: what a caller does.
type Calling = Pin<Box<dyn Future<Output = ()> + Send>>;

async fn of_client(client: &Client, requests: u64, concurrency: u64) -> Figures {
    let client = client.clone();
    let one = move || -> Calling {
        let client = client.clone();
        Box::pin(async move {
            let page = client
                .list_incidents()
                .limit(5)
                .offset(0)
                .send()
                .await
                .unwrap();
            assert_eq!(page.incidents.as_ref().map(Vec::len), Some(5));
        })
    };
    measure(requests, concurrency, one).await
}

async fn of_hand(
    client: &reqwest::Client,
    url: &str,
    token: &str,
    requests: u64,
    concurrency: u64,
) -> Figures {
    let all = Arc::new((client.clone(), url.to_owned(), token.to_owned()));
    let one = move || -> Calling {
        let all = all.clone();
        Box::pin(async move {
            let (client, url, token) = &*all;
            let url = format!("{url}?limit=5&offset=0");
            let request = client
                .get(url)
                .bearer_auth(token)
                .header("accept", "application/json");
            let response = request.send().await.unwrap();
            assert!(response.status().is_success());
            let bytes = response.bytes().await.unwrap();
            let page: types::ListIncidentsResponse = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(page.incidents.as_ref().map(Vec::len), Some(5));
        })
    };
    measure(requests, concurrency, one).await
}

/// Makes requests, each caller one after another in a task of its own, and measures each.
async fn measure(
    requests: u64,
    concurrency: u64,
    one: impl Fn() -> Calling + Clone + Send + Sync + 'static,
) -> Figures {
    let left = Arc::new(AtomicU64::new(requests));
    let begin = Instant::now();
    let callers = (0..concurrency).map(|_| {
        let (left, one) = (left.clone(), one.clone());
        tokio::spawn(async move {
            let mut times = Vec::new();
            let take = |left: u64| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
                .is_ok()
            {
                let begin = Instant::now();
                one().await;
                times.push(begin.elapsed());
            }
            times
        })
    });
    let times = futures::future::join_all(callers).await;
    let mut times: Vec<Duration> = times.into_iter().flat_map(Result::unwrap).collect();
    let took = begin.elapsed();
    times.sort_unstable();
    Figures {
        throughput: requests as f64 / took.as_secs_f64(),
        p99: times[times.len() * 99 / 100],
    }
}

fn median(mut figures: Vec<Figures>) -> Figures {
    let middle = figures.len() / 2;
    figures.sort_by(|a, b| a.throughput.total_cmp(&b.throughput));
    let throughput = figures[middle].throughput;
    figures.sort_by_key(|figures| figures.p99);
    Figures {
        throughput,
        p99: figures[middle].p99,
    }
}

/// Resident memory of this process in bytes, where the system tells it.
pub fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = text.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

/// In how many rounds requests are made whose memory is measured.
const ROUNDS: u64 = 20;
/// After how many of them memory is first looked at, if there are enough.
const WARM: u64 = 100_000;

/// Resident memory early among some requests, and after all of them.
pub async fn memory(requests: u64, concurrency: u64) -> Option<(u64, u64)> {
    let server = Server::start(None).await;
    let client = super::client(&server);
    // In rounds: what is noted of each request grows, too, and is forgotten after a round.
    let round = requests / ROUNDS;
    // All callers have met all that there is to keep by then.
    let warm = (WARM / round.max(1)).clamp(ROUNDS / 10, ROUNDS / 2);
    let mut early = None;
    for number in 1..=ROUNDS {
        of_client(&client, round, concurrency).await;
        if number == warm {
            early = resident();
        }
    }
    Some((early?, resident()?))
}
