//! Who is calling: what a request carries to be let in, and where it comes
//! from.
//!
//! A [`Credential`] is a secret and its place in a request. The secret is
//! fixed, or comes from a [`CredentialProvider`], of which
//! [`ClientCredentials`] (OAuth 2.0) is one and your own may be another.

mod cache;
mod client_credentials;
mod credential;
mod provider;
mod token_endpoint;

pub use client_credentials::{ClientAuthentication, ClientCredentials, ClientCredentialsBuilder};
pub use credential::{BearerToken, Credential};
pub use provider::{CredentialProvider, Token};

pub(crate) use credential::{Applied, Used, choose};
