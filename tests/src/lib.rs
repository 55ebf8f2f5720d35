//! Tests that need more than one crate, or a server; and here what they share.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "only tests use it"
)]

pub mod cargo;
pub mod crates;
pub mod examples;
pub mod fixtures;
pub mod lists;
pub mod reorder;
pub mod rustdoc;
pub mod sase;
pub mod search;
pub mod shown;
pub mod soak;
pub mod specs;
pub mod tls;
pub mod transport;
pub mod wire;
