//! `palo-alto-dlp` against a server on loopback that plays the API, and another one that
//! plays the SASE sign-in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod blocking;
mod bodies;
mod errors;
mod lists;
mod operations;
mod paths;
mod secrecy;
mod sign_in;

use std::time::Duration;

use palo_alto_dlp::runtime::RetryPolicy;
use palo_alto_dlp::{Client, ClientBuilder};
use serde_json::Value;
use specwright_tests::sase::Sase;
use specwright_tests::wire;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// The API, the sign-in and a client of both.
struct Dlp {
    server: MockServer,
    sase: Sase,
    client: Client,
}

impl Dlp {
    /// An API that answers every request like this.
    async fn answering(answer: impl Respond + 'static) -> Self {
        let (server, sase) = (MockServer::builder().start().await, Sase::start().await);
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let client = builder(&server, &sase).build().unwrap();
        Self {
            server,
            sase,
            client,
        }
    }

    /// An API that answers every request with this JSON.
    async fn with_json(status: u16, body: Value) -> Self {
        Self::answering(ResponseTemplate::new(status).set_body_json(body)).await
    }

    /// What the API received.
    async fn requests(&self) -> Vec<Request> {
        wire::all(&self.server).await
    }
}

/// Everything as in production, but for the addresses and the time between two attempts.
fn builder(server: &MockServer, sase: &Sase) -> ClientBuilder {
    let quick = Duration::from_millis(1);
    Client::builder()
        .base_url(&format!("{}/v4", server.uri()))
        .bearer_auth(sase.sign_in())
        .configure(|settings| settings.retry(RetryPolicy::default().with_backoff(quick, quick)))
}
