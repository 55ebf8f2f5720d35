//! A client under faults and under load, on loopback. `cargo xtask soak` runs all of it; a quick form
//! is a test.
//!
//! What goes wrong is chosen by a seed, for each list, page and attempt: the same seed brings the same
//! faults about, whatever the order in which the requests come.

mod door;
pub mod faults;
pub mod lists;
pub mod load;
pub mod outage;
pub mod server;

use std::time::Duration;

use palo_alto_dlp::Client;
use palo_alto_dlp::runtime::auth::ClientCredentials;
use palo_alto_dlp::runtime::reqwest::Certificate;
use palo_alto_dlp::runtime::{Limits, RetryPolicy, Timeouts};

use server::{SECRET, Server};

/// A client of the server that signs in there, and is as patient as a run of minutes allows.
pub fn client(server: &Server) -> Client {
    let sign_in = ClientCredentials::builder(&format!("{}/token", server.url()), "client", SECRET)
        .build()
        .unwrap();
    Client::builder()
        .base_url(&server.url())
        .bearer_auth(sign_in)
        .configure(|runtime| {
            let runtime = match server.authority() {
                Some(pem) => runtime.reqwest(move |settings| {
                    let authority = Certificate::from_pem(pem.as_bytes()).unwrap();
                    settings.tls_certs_only([authority])
                }),
                None => runtime,
            };
            let runtime = runtime.limits(Limits::default().with_body(1 << 20));
            let quick = RetryPolicy::default();
            let quick = quick.with_backoff(Duration::from_millis(2), Duration::from_millis(20));
            runtime.retry(quick).timeouts(
                Timeouts::default()
                    .with_attempt(Duration::from_millis(500))
                    .with_total(Duration::from_secs(30)),
            )
        })
        .build()
        .unwrap()
}
