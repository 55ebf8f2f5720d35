//! Webhooks and callbacks, decided.

use crate::ir::{Docs, Method};
use crate::json::Text;

use super::RustType;

/// The webhooks of an API.
#[derive(Debug, Clone, Default)]
pub struct Webhooks {
    /// All of them, by name.
    pub all: Vec<Received>,
    /// The member that tells them apart, if there is one in each.
    pub tag: Option<String>,
}

/// A request that the API sends.
#[derive(Debug, Clone)]
pub struct Received {
    /// The function that takes its body apart.
    pub function: String,
    /// Of webhooks: the variant.
    pub variant: String,
    /// The name that the document gives it.
    pub name: String,
    /// The value of the member that tells webhooks apart.
    pub tag: Option<String>,
    /// How it comes.
    pub method: Method,
    /// Of callbacks: where it goes, and the client's method that asks for it.
    pub callback: Option<(String, String)>,
    /// What the document says of it.
    pub docs: Docs,
    /// What it carries, if that is known.
    pub payload: Option<RustType>,
    /// Whether a variant holds it in a `Box`.
    pub boxed: bool,
    /// The headers that it has.
    pub headers: Vec<String>,
    /// What may be answered: status, meaning.
    pub answers: Vec<(String, Text)>,
}
