//! All that is written while clients are at work: the logs of all crates at their finest, errors with
//! their sources, `Debug`. None of it has a secret, and the secrets did go over the wire.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::convert::Infallible;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use palo_alto_dlp::runtime::auth::{BearerToken, ClientCredentials, Credential};
use palo_alto_dlp::runtime::reqwest::Certificate;
use palo_alto_dlp::runtime::{Client, ClientBuilder, Error, Method, RequestOptions, RetryPolicy};
use specwright_tests::search::find;
use specwright_tests::shown;
use specwright_tests::soak::faults::Plan;
use specwright_tests::soak::lists;
use specwright_tests::soak::server::{SECRET, TOKEN};
use specwright_tests::tls::Authority;
use tokio::net::TcpListener;
use tracing_log::LogTracer;
use tracing_subscriber::filter::LevelFilter;

const BEARER: &str = "hunter3-as-a-bearer";
const PASSWORD: &str = "hunter4-as-a-password";
const HEADER_KEY: &str = "hunter5-in-a-header";
const QUERY_KEY: &str = "hunter6/in+a query";
const COOKIE: &str = "hunter8-as-a-cookie";
const FETCHED: &str = "hunter9-from-the-endpoint";
const CLIENT_SECRET: &str = "hunter10-of-the-client";
const SECRETS: [&str; 9] = [
    SECRET,
    TOKEN,
    BEARER,
    PASSWORD,
    HEADER_KEY,
    QUERY_KEY,
    COOKIE,
    FETCHED,
    CLIENT_SECRET,
];

/// What was written.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn add(&self, text: &str) {
        self.clone().write_all(text.as_bytes()).unwrap();
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A server of both versions of HTTP that keeps what came and gives it back in its answers.
struct Echo {
    url: String,
    authority: String,
    came: Log,
}

impl Echo {
    async fn start() -> Self {
        let authority = Authority::new();
        let acceptor = authority.acceptor("127.0.0.1", false);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let came = Log::default();
        let keeps = came.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, keeps) = (acceptor.clone(), keeps.clone());
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let service = service_fn(|request| answer(request, keeps.clone()));
                    let server = auto::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self {
            url,
            authority: authority.pem(),
            came,
        }
    }

    /// A client of it that has every credential there is.
    fn client(&self, scheme: &'static [&'static [&'static str]], http2: bool) -> ClientBuilder {
        let token_url = format!("{}/token", self.url);
        let sign_in = ClientCredentials::builder(&token_url, "client", CLIENT_SECRET);
        let sign_in = sign_in.build().unwrap();
        let authority = self.authority.clone();
        Client::builder(None, "test/1")
            .base_url(&self.url)
            .retry(
                RetryPolicy::default()
                    .with_backoff(Duration::from_millis(1), Duration::from_millis(2)),
            )
            .reqwest(move |settings| {
                let authority = Certificate::from_pem(authority.as_bytes()).unwrap();
                let settings = settings.tls_certs_only([authority]);
                if http2 {
                    settings.http2_prior_knowledge()
                } else {
                    settings.http1_only()
                }
            })
            .credential("bearer", Credential::bearer(BearerToken::from(BEARER)))
            .credential("basic", Credential::basic("user", PASSWORD))
            .credential("header", Credential::api_key_header("x-key", HEADER_KEY))
            .credential("query", Credential::api_key_query("key", QUERY_KEY))
            .credential("cookie", Credential::api_key_cookie("session", COOKIE))
            .credential("oauth", Credential::client_credentials(sign_in))
            .default_security(scheme)
    }
}

/// Everything that came, in every place of an answer.
async fn answer(
    request: Request<Incoming>,
    came: Log,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body
        .collect()
        .await
        .map(|body| body.to_bytes())
        .unwrap_or_default();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let headers: Vec<String> = head
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", text(value.as_bytes())))
        .collect();
    let all = format!(
        "{} {}\n{}\n{}\n",
        head.method,
        head.uri,
        headers.join("\n"),
        text(&body)
    );
    came.add(&all);
    let path = head.uri.path();
    if path == "/token" {
        let token = format!(
            "{{\"access_token\":\"{FETCHED}\",\"token_type\":\"Bearer\",\"expires_in\":900}}"
        );
        return Ok(Response::new(token.into()));
    }
    let status: u16 = path.trim_matches('/').parse().unwrap_or(200);
    let one_line = all.replace(['\n', '\r'], " ");
    let answer = Response::builder()
        .status(status)
        .header(
            "location",
            format!("/200?echo={}", head.uri.query().unwrap_or_default()),
        )
        .header(
            "content-type",
            format!("text/{}", if status == 201 { "html" } else { "plain" }),
        )
        .header("x-request-id", "r-1")
        .header("x-echo", &one_line);
    let body = if status == 202 {
        format!("{{\"{one_line}\":")
    } else {
        one_line
    };
    Ok(answer.body(body.into()).unwrap())
}

/// Every credential, over both versions of HTTP, to every kind of answer.
async fn every_credential(echo: &Echo, log: &Log) {
    let schemes: [&'static [&'static [&'static str]]; 6] = [
        &[&["bearer"]],
        &[&["basic"]],
        &[&["header"]],
        &[&["query"]],
        &[&["cookie"]],
        &[&["oauth"]],
    ];
    for scheme in schemes {
        for http2 in [false, true] {
            let builder = echo.client(scheme, http2);
            log.add(&shown::debug(&builder));
            let client = builder.build().unwrap();
            log.add(&shown::debug(&client));
            for status in [200, 201, 202, 302, 308, 400, 401, 403, 429, 500, 503] {
                let request = client.raw(Method::Get, &format!("/{status}"));
                let request = request.with_timeout(Duration::from_secs(10));
                log.add(&shown::debug(&request));
                match request.send().await {
                    Ok(response) => assert!(!response.as_ref().is_empty()),
                    Err(error) => log.add(&shown::error(&error)),
                }
            }
            // An address at which nobody is.
            let nobody = echo
                .client(scheme, http2)
                .base_url("https://127.0.0.1:9")
                .build()
                .unwrap();
            let error = nobody.raw(Method::Get, "/200").send().await.unwrap_err();
            assert!(!matches!(error, Error::Decode(_)));
            log.add(&shown::error(&error));
        }
    }
    let streams = echo
        .client(&[&["bearer", "query", "cookie"]], true)
        .build()
        .unwrap();
    let mut stream = streams
        .raw(Method::Get, "/200")
        .send_stream()
        .await
        .unwrap()
        .into_inner();
    log.add(&shown::debug(&stream));
    while let Some(chunk) = stream.next().await {
        chunk.unwrap();
    }
}

#[test]
fn nothing_that_is_written_has_a_secret() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    // Of crates that write by `log`, too, as rustls does.
    LogTracer::builder().init().unwrap();
    tracing_subscriber::util::SubscriberInitExt::try_init(subscriber).unwrap_or_default();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let echo = Echo::start().await;
        every_credential(&echo, &log).await;
        let came = String::from_utf8_lossy(&echo.came.0.lock().unwrap()).into_owned();
        for secret in [
            BEARER,
            PASSWORD,
            HEADER_KEY,
            QUERY_KEY,
            COOKIE,
            FETCHED,
            CLIENT_SECRET,
        ] {
            assert!(
                find(&came, &[secret]).is_some(),
                "{secret} did not go over the wire"
            );
        }

        let plan = Plan {
            seed: 1,
            percent: 20,
        };
        for over_tls in [true, false] {
            let report = lists::run(60, plan, over_tls).await;
            assert!(report.wrong.is_empty(), "{:?}", report.wrong);
            assert!(
                report.secrets > 0 && report.requests > 0,
                "no secret went over the wire"
            );
            assert!(report.shown.len() > 5);
            report.shown.iter().for_each(|shown| log.add(shown));
        }
    });
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    // What the search would have to find, it would find here.
    for of in [
        "rustls::",
        "hyper_util::",
        "h2::",
        "specwright_runtime::",
        "TRACE",
        "listIncidents",
    ] {
        assert!(log.contains(of), "nothing of {of} in {} bytes", log.len());
    }
    if let Some(found) = find(&log, &SECRETS) {
        panic!("{found}");
    }
}
