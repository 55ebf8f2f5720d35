//! Answers that come piece by piece: server-sent events, lines of JSON, sequences of JSON texts.

mod frames;
mod items;
mod sse;

pub use items::ItemStream;
pub use sse::{Event, EventStream};

pub(crate) use frames::Framing;
