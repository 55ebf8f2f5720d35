//! For tests of programs that use a client: answers without a network. Feature `testing`.
//!
//! A [`MockTransport`] takes the place of `reqwest`. It answers by a list or by a function, and keeps
//! what was sent; everything above it — sign-in, retries, pages, limits, decoding — is what runs in
//! production.
//!
//! ```
//! use specwright_runtime::testing::{MockResponse, MockTransport};
//! use specwright_runtime::{Client, Method};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockTransport::new()
//!     .answer(MockResponse::new(503).with_header("retry-after", "0"))
//!     .answer(MockResponse::json(200, &serde_json::json!({"id": 7})));
//!
//! // Of a generated crate: `Client::builder().configure(|runtime| runtime.transport(mock.clone()))`
//! let client = Client::builder(Some("https://api.example/v1"), "test/1.0")
//!     .transport(mock.clone())
//!     .build()?;
//! client.raw(Method::Get, "/pets").send().await?;
//!
//! let requests = mock.requests();
//! assert_eq!(requests.len(), 2, "the first answer asked for another attempt");
//! assert_eq!(requests[1].target(), "/v1/pets");
//! # Ok(())
//! # }
//! ```
//!
//! All time is tokio's: with its feature `test-util`, `#[tokio::test(start_paused = true)]` makes
//! waits, timeouts and lifetimes of tokens pass at once, and `tokio::time::advance` moves the clock.

mod request;
mod response;
mod transport;

pub use request::MockRequest;
pub use response::MockResponse;
pub use transport::MockTransport;
