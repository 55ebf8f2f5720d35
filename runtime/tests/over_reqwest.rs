//! What is said of connections and of compressed bodies, over the other transport: that of settings
//! of `reqwest`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "tests, of which these are a part"
)]

#[path = "it/connections.rs"]
mod connections;
#[path = "it/gzip.rs"]
mod gzip;
#[path = "it/mock.rs"]
mod mock;
#[path = "it/server.rs"]
mod server;

use specwright_runtime::ClientBuilder;

/// The transport that clients of a real server have.
pub fn over(builder: ClientBuilder) -> ClientBuilder {
    builder.reqwest(|settings| settings.no_proxy())
}
