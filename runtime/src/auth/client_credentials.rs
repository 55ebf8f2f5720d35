//! OAuth 2.0 client credentials (RFC 6749 § 4.4).

use std::fmt;
use std::sync::Arc;

use url::Url;

use super::cache::Cache;
use super::provider::{CredentialProvider, Token};
use super::token_endpoint::TokenEndpoint;
use crate::error::{AuthError, BuildError};
use crate::secret::Secret;
use crate::transport::{Bare, BoxFuture, Transport, is_confidential};

/// How the client names itself to the token endpoint (RFC 6749 § 2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// HTTP basic authentication; what form decoding would change in ID and
    /// secret is encoded first.
    #[default]
    Basic,
    /// `client_id` and `client_secret` in the form.
    Body,
}

/// OAuth 2.0 client credentials: a token is fetched once for any number of
/// waiting calls, renewed before it expires, and thrown away when the API
/// refuses it.
///
/// Clones share the token: give one to each client that signs in the same
/// way.
///
/// ```
/// use specwright_runtime::auth::{ClientCredentials, Credential};
///
/// # fn main() -> Result<(), specwright_runtime::BuildError> {
/// let sign_in = ClientCredentials::builder("https://auth.example/oauth2/token", "id", "secret")
///     .scope("tsg_id:1234")
///     .build()?;
/// let for_one_client = Credential::client_credentials(sign_in.clone());
/// let for_another = Credential::client_credentials(sign_in);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ClientCredentials(Arc<Shared>);

struct Shared {
    endpoint: Arc<TokenEndpoint>,
    cache: Cache,
}

impl ClientCredentials {
    /// Starts with the token URL and the client's ID and secret.
    pub fn builder(
        token_url: &str,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> ClientCredentialsBuilder {
        ClientCredentialsBuilder {
            token_url: token_url.to_owned(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            authentication: ClientAuthentication::Basic,
            form: Vec::new(),
            insecure: false,
            transport: None,
        }
    }
}

impl CredentialProvider for ClientCredentials {
    fn token<'a>(
        &'a self,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Token, AuthError>> {
        let endpoint = self.0.endpoint.clone();
        Box::pin(
            self.0
                .cache
                .token(move || endpoint.fetch(transport.clone())),
        )
    }

    fn invalidate(&self, refused: &Token) {
        self.0.cache.invalidate(refused);
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("token_url", &format_args!("{}", Bare(&self.0.endpoint.url)))
            .field("authentication", &self.0.endpoint.authentication)
            .finish_non_exhaustive()
    }
}

/// Builds [`ClientCredentials`].
#[derive(Clone)]
#[must_use]
pub struct ClientCredentialsBuilder {
    token_url: String,
    client_id: String,
    client_secret: Secret,
    authentication: ClientAuthentication,
    form: Vec<(String, Secret)>,
    insecure: bool,
    transport: Option<Arc<dyn Transport>>,
}

impl ClientCredentialsBuilder {
    /// The scopes to ask for, separated by spaces.
    pub fn scope(self, scope: impl Into<Secret>) -> Self {
        self.parameter("scope", scope)
    }

    /// The audience, which some servers want to have named.
    pub fn audience(self, audience: impl Into<Secret>) -> Self {
        self.parameter("audience", audience)
    }

    /// Any other parameter of the form. A second one of a name replaces the
    /// first.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        let name = name.into();
        self.form.retain(|(other, _)| *other != name);
        self.form.push((name, value.into()));
        self
    }

    /// How the client names itself; basic authentication unless said
    /// otherwise.
    pub fn authentication(mut self, authentication: ClientAuthentication) -> Self {
        self.authentication = authentication;
        self
    }

    /// Lets the secret go over plain HTTP to another machine.
    pub fn allow_insecure_http(mut self) -> Self {
        self.insecure = true;
        self
    }

    /// Fetches tokens over this, rather than over the transport of whichever
    /// client asks first.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Checks the token URL.
    pub fn build(self) -> Result<ClientCredentials, BuildError> {
        let wrong = BuildError::ClientCredentials;
        let url = Url::parse(&self.token_url).map_err(|_| wrong("the token URL is not a URL"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong("the token URL is not an http or https URL"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("the token URL holds a user name or a password"));
        }
        if url.fragment().is_some() {
            // RFC 6749 § 3.2.
            return Err(wrong("the token URL has a fragment"));
        }
        if !self.insecure && !is_confidential(&url) {
            return Err(wrong(
                "the token URL is plain HTTP; use https, or `allow_insecure_http`",
            ));
        }
        if self.client_id.is_empty() || self.client_secret.is_empty() {
            return Err(wrong("the client ID or the client secret is empty"));
        }
        let endpoint = TokenEndpoint {
            url,
            client_id: self.client_id,
            client_secret: self.client_secret,
            authentication: self.authentication,
            form: self.form,
            transport: self.transport,
        };
        Ok(ClientCredentials(Arc::new(Shared {
            endpoint: Arc::new(endpoint),
            cache: Cache::default(),
        })))
    }
}

impl fmt::Debug for ClientCredentialsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.form.iter().map(|(name, _)| name).collect();
        f.debug_struct("ClientCredentialsBuilder")
            .field("authentication", &self.authentication)
            .field("form", &names)
            .finish_non_exhaustive()
    }
}
