//! Requests that the API sends, to servers of its users.

use crate::json::Text;

use super::{Docs, Method, Place, Status, Type};

/// A request that the API sends.
#[derive(Debug, Clone)]
pub struct Received {
    /// Its identity over time.
    pub place: Place,
    /// Its JSON pointer in the canonical document.
    pub pointer: String,
    /// Why it comes.
    pub occasion: Occasion,
    /// The name that the document gives it: the key of a webhook or of a callback.
    pub name: String,
    /// The name that an annotation or an `operationId` asks for.
    pub requested_name: Option<String>,
    /// How it comes.
    pub method: Method,
    /// The group that it belongs to: the first tag.
    pub tag: Option<String>,
    /// What the document says of it.
    pub docs: Docs,
    /// What it carries, if that is JSON.
    pub payload: Option<Type>,
    /// The headers that it has, by their names.
    pub headers: Vec<String>,
    /// What may be answered: when, and what that means.
    pub answers: Vec<(Status, Option<Text>)>,
}

/// Why a request comes.
#[derive(Debug, Clone, PartialEq)]
pub enum Occasion {
    /// The user has subscribed to it, in ways that the document does not speak of.
    Webhook,
    /// An operation was called that gave the address.
    Callback {
        /// The operation, by its position in `Api::operations`.
        operation: usize,
        /// Where the request goes, as a runtime expression.
        expression: String,
    },
}
