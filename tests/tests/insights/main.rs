//! `prisma-access-insights` against a server on loopback that plays the API, and another one
//! that plays the SASE sign-in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod bodies;
mod downloads;
mod exports;
mod queries;
mod resource_names;
mod settings;

use std::time::Duration;

use prisma_access_insights::runtime::RetryPolicy;
use prisma_access_insights::{Client, ClientBuilder};
use serde_json::Value;
use specwright_tests::sase::Sase;
use specwright_tests::wire;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

const REGION: &str = "de";
const SUB_TENANT: &str = "sub-tenant-7";

/// The API, the sign-in and a client of both.
struct Insights {
    server: MockServer,
    sase: Sase,
    client: Client,
}

impl Insights {
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
        .base_url(&server.uri())
        .bearer_auth(sase.sign_in())
        .region(REGION)
        .sub_tenant(SUB_TENANT)
        .configure(|settings| settings.retry(RetryPolicy::default().with_backoff(quick, quick)))
}
