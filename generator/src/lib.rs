//! OpenAPI documents into Rust client crates.

pub mod diagnostics;
pub mod dialect;
pub mod document;
