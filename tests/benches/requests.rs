//! What a call costs by a generated client and by hand with `reqwest`: `cargo xtask bench --part requests`
//! shows it.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use palo_alto_dlp::runtime::reqwest;
use palo_alto_dlp::{Client, types};
use serde_json::json;
use specwright_runtime::{
    BoxFuture, ByteStream, Transport, TransportError, TransportRequest, http,
};
use specwright_tests::soak;
use specwright_tests::soak::load::token;
use specwright_tests::soak::server::Server;
use tokio::runtime::Runtime;

/// Answers at once, with the same page.
#[derive(Clone)]
struct Memory {
    page: Vec<u8>,
}

impl Memory {
    fn new() -> Self {
        let incidents: Vec<_> = (0..5)
            .map(|at| json!({"incident_id": format!("{at}"), "status": "open", "match_count": at}))
            .collect();
        let page = json!({"total": 5, "incidents": incidents});
        Self {
            page: page.to_string().into_bytes(),
        }
    }
}

impl Transport for Memory {
    fn send(
        &self,
        _request: TransportRequest,
    ) -> BoxFuture<'static, Result<http::Response<ByteStream>, TransportError>> {
        let body = ByteStream::once(self.page.clone());
        let mut response = http::Response::new(body);
        let json = http::HeaderValue::from_static("application/json");
        response
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, json);
        Box::pin(async { Ok(response) })
    }
}

async fn call(client: &Client) -> usize {
    let page = client.list_incidents().limit(5).offset(0).send().await;
    page.unwrap().incidents.as_ref().map_or(0, Vec::len)
}

/// The request, as one writes it by hand.
fn request(client: &reqwest::Client, url: &str, token: &str) -> reqwest::RequestBuilder {
    client
        .get(format!("{url}?limit=5&offset=0"))
        .bearer_auth(token)
        .header("accept", "application/json")
}

fn decoded(body: &[u8]) -> usize {
    let page: types::ListIncidentsResponse = serde_json::from_slice(body).unwrap();
    page.incidents.map_or(0, |incidents| incidents.len())
}

/// What there is to do but for the network: the request is made, the answer decoded.
fn from_memory(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let memory = Memory::new();
    let transport = memory.clone();
    let client = Client::builder()
        .bearer_auth("token")
        .configure(move |runtime| runtime.transport(transport.clone()))
        .build()
        .unwrap();
    let by_hand = reqwest::Client::new();
    let mut group = criterion.benchmark_group("a call, answered from memory");
    group.bench_function("specwright", |bench| {
        bench.iter(|| assert_eq!(runtime.block_on(call(&client)), 5));
    });
    group.bench_function("reqwest by hand", |bench| {
        bench.iter(|| {
            let request = request(&by_hand, "https://localhost/incidents", "token");
            std::hint::black_box(request.build().unwrap());
            assert_eq!(decoded(&memory.page), 5);
        });
    });
    group.finish();
}

/// The same from a server on this machine, one call after another.
fn over_loopback(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(Server::start(None));
    let client = soak::client(&server);
    let by_hand = reqwest::Client::new();
    let token = runtime.block_on(token(&by_hand, &server));
    let url = format!("{}/incidents", server.url());
    let mut group = criterion.benchmark_group("a call, over loopback");
    group.bench_function("specwright", |bench| {
        bench.iter(|| assert_eq!(runtime.block_on(call(&client)), 5));
    });
    group.bench_function("reqwest by hand", |bench| {
        bench.iter(|| {
            let page = runtime.block_on(async {
                let response = request(&by_hand, &url, &token).send().await.unwrap();
                response.bytes().await.unwrap()
            });
            assert_eq!(decoded(&page), 5);
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5));
    targets = from_memory, over_loopback
}
criterion_main!(benches);
