//! Who is calling: what a request carries to be let in, and where it comes
//! from.
//!
//! A [`Credential`] is a secret and its place in a request. The secret is
//! fixed, or comes from a [`CredentialProvider`]: [`ClientCredentials`] (OAuth 2.0), a
//! [`TokenFile`], a [`TokenCommand`], or your own.

mod cache;
mod client_credentials;
mod credential;
mod provider;
mod token_command;
mod token_endpoint;
mod token_file;

pub use client_credentials::{ClientAuthentication, ClientCredentials, ClientCredentialsBuilder};
pub use credential::{BearerToken, Credential};
pub use provider::{CredentialProvider, Token};
pub use token_command::TokenCommand;
pub use token_file::TokenFile;

pub(crate) use credential::{Applied, Chosen, Used, choose};
