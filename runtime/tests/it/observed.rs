//! What a client tells of its work, and what it does not.

use std::io;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use serde_json::json as value;
use specwright_runtime::auth::{ClientCredentials, Credential};
use specwright_runtime::{Client, Pace};
use tracing::Dispatch;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::mock::{GET, JSON, Mock, SIGNED, call, json, reply};

/// A subscriber that nobody writes to.
///
/// Whether a place in the code is of interest is asked once, and remembered for all threads. While
/// only one subscriber is alive, `tracing` asks the default of the thread that comes there first: a
/// test beside, which has none, would silence the place for the one that reads its log. With two it
/// asks them all.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Log::default().subscriber()));

/// All that is logged while it lives, at any level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        LazyLock::force(&SECOND);
        let log = Self::default();
        let guard = tracing::subscriber::set_default(log.subscriber());
        (log, guard)
    }

    fn subscriber(&self) -> impl tracing::Subscriber + use<> {
        let writer = self.clone();
        tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::CLOSE)
            .with_ansi(false)
            .without_time()
            .finish()
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A client that signs in, at an API that is in trouble once.
fn client() -> Client {
    let mock = Mock::new(
        |seen| match (seen.url.path(), seen.header("authorization")) {
            ("/token", _) => json(
                200,
                value!({"access_token": "hunter2-token", "expires_in": 600}),
            ),
            (_, Some(_)) if seen.query("trouble").is_some() => reply(503),
            _ => json(200, value!({})).with_header("x-request-id", "req-7"),
        },
    );
    let sign_in = ClientCredentials::builder("https://auth.example/token", "id", "hunter2-secret");
    mock.builder()
        .credential(
            "auth",
            Credential::client_credentials(sign_in.build().unwrap()),
        )
        .build()
        .unwrap()
}

/// A call whose attempts all fail.
async fn in_trouble(client: &Client) {
    let request = client.request(&SIGNED).query("trouble", "1");
    request.send(JSON, JSON).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn calls_requests_and_waits_are_traced_by_the_conventions() {
    let (log, _guard) = Log::start();
    let client = client();
    client
        .request(&SIGNED)
        .query("hunter2-query", "hunter2-value")
        .header("x-anything", "hunter2-header")
        .json(&value!({"password": "hunter2-body"}))
        .send(JSON, JSON)
        .await
        .unwrap();
    in_trouble(&client).await;
    let log = log.text();
    for expected in [
        "otel.name=\"getSigned\" otel.kind=\"internal\" operation=\"getSigned\"",
        "otel.name=\"GET /signed\" otel.kind=\"client\" http.request.method=\"GET\"",
        "url.scheme=\"https\" url.template=\"/signed\" server.address=\"api.example\" server.port=443",
        // A token has no template.
        "otel.name=\"POST\" otel.kind=\"client\" http.request.method=\"POST\"",
        "server.address=\"auth.example\"",
        "http.response.status_code=200",
        "request_id=\"req-7\"",
        "attempts=1",
        "attempts=4",
        "http.request.resend_count=3",
        "error.type=\"503\"",
        "otel.status_code=\"ERROR\"",
        "waits before the next attempt attempt=1 wait_ms=",
    ] {
        assert!(log.contains(expected), "{expected} is not in:\n{log}");
    }
    assert!(!log.contains("hunter2"), "{log}");
}

#[tokio::test(start_paused = true)]
async fn what_is_held_back_is_told() {
    let (log, _guard) = Log::start();
    let mock = Mock::new(|_| json(200, value!({})));
    let pace = Pace::default().with_rate(1, Duration::from_secs(60));
    let client = mock.builder().pace(pace).build().unwrap();
    call(&client, &GET).await.unwrap();
    call(&client, &GET).await.unwrap();
    assert!(
        log.text()
            .contains("is held back to keep the pace wait_ms=60000"),
        "{}",
        log.text()
    );
}

#[tokio::test(start_paused = true)]
async fn requests_and_retries_are_counted() {
    let recorder = DebuggingRecorder::new();
    let figures = recorder.snapshotter();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let client = client();
    call(&client, &SIGNED).await.unwrap();
    in_trouble(&client).await;

    let mut told: Vec<String> = figures
        .snapshot()
        .into_vec()
        .into_iter()
        .map(|(key, _, _, value)| {
            let (_, key) = key.into_parts();
            let mut labels: Vec<String> = key
                .labels()
                .map(|label| format!("{}={}", label.key(), label.value()))
                .collect();
            labels.sort();
            let number = match value {
                DebugValue::Counter(number) => number,
                DebugValue::Histogram(values) => values.len() as u64,
                DebugValue::Gauge(_) => 0,
            };
            format!("{} {}: {number}", key.name(), labels.join(" "))
        })
        .collect();
    told.sort();
    let api = "server.address=api.example server.port=443 url.template=/signed";
    assert_eq!(
        told,
        [
            format!("http.client.request.duration error.type=503 http.request.method=GET http.response.status_code=503 {api}: 4"),
            format!("http.client.request.duration http.request.method=GET http.response.status_code=200 {api}: 1"),
            "http.client.request.duration http.request.method=POST http.response.status_code=200 server.address=auth.example server.port=443: 1".to_owned(),
            "specwright.client.retries error.type=503 operation=getSigned url.template=/signed: 3".to_owned(),
        ]
    );
}
