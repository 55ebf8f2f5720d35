//! The runtime as generated crates use it: against a mock in the place of the
//! network, where time can be paused, and against servers on loopback.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub
)]

mod auth;
mod auth_places;
mod bad_values;
mod blocked;
mod bodies;
mod building;
mod checks;
mod connections;
mod downloads;
mod downloads_to_file;
mod generated;
mod gzip;
mod hooks;
mod jobs;
mod methods;
mod mock;
mod observed;
mod pace;
mod pages;
mod pages_ahead;
mod pages_end;
mod paths;
mod redirects;
mod retries;
mod secrecy;
mod server;
mod streams;
mod tokens;
mod uploads;

/// The transport that clients of a real server have: the usual one.
pub fn over(builder: specwright_runtime::ClientBuilder) -> specwright_runtime::ClientBuilder {
    builder
}
