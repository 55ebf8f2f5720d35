//! Credentials, and what a client is told once for all its requests.

use crate::json::Text;

/// A way to prove who is calling.
#[derive(Debug, Clone)]
pub struct CredentialScheme {
    /// The name by which operations ask for it.
    pub name: String,
    /// What the document says of it.
    pub description: Option<Text>,
    /// How it is sent.
    pub kind: CredentialKind,
    /// The ways in which a person gets a token, and what it can be good for.
    pub flows: Vec<Flow>,
}

/// A way to get a token.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// What it is called.
    pub name: &'static str,
    /// The addresses that it takes: what for, and the URL.
    pub urls: Vec<(&'static str, String)>,
    /// The scopes that there are: name and meaning.
    pub scopes: Vec<(String, String)>,
}

/// How a credential is sent.
#[derive(Debug, Clone)]
pub enum CredentialKind {
    /// `Authorization: Bearer` (RFC 6750); fetched from a token endpoint where one is known.
    Bearer(Option<ClientCredentials>),
    /// `Authorization: Basic` (RFC 7617).
    Basic,
    /// `Authorization` with this scheme, and what the user makes of it (RFC 9110 § 11.6.2).
    Http(String),
    /// A key under a name of the API's own.
    ApiKey {
        /// Where it goes.
        location: KeyLocation,
        /// The name of the header, the query parameter or the cookie.
        name: String,
    },
}

/// Where an API key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyLocation {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
    Cookie,
}

/// A token endpoint that takes a client's own credentials (RFC 6749 § 4.4).
#[derive(Debug, Clone, PartialEq)]
pub struct ClientCredentials {
    /// Where tokens are fetched.
    pub token_url: String,
    /// The scope to ask for; `{name}` stands for a value that the user gives.
    pub scope: Option<String>,
    /// Whether the client's ID and secret go into the body instead of the header.
    pub credentials_in_body: bool,
    /// Environment variables by what they hold: `client_id`, `client_secret`, `token_url`
    /// and the values of the scope. What is not listed gets a name after the crate.
    pub environment: Vec<(String, String)>,
}

/// A header that is set once, on the client.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The header.
    pub header: String,
    /// What it is called in the client's builder, in words: `region`.
    pub name: String,
    /// Whether the API refuses requests without it.
    pub required: bool,
    /// What it means.
    pub description: Option<Text>,
    /// The environment variable that holds it; without one, a name after the crate.
    pub environment: Option<String>,
}
