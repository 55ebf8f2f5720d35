//! A secret and its place in a request.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::client_credentials::{ClientCredentials, ClientCredentialsBuilder};
use super::provider::{CredentialProvider, Token};
use super::token_command::TokenCommand;
use super::token_file::TokenFile;
use crate::environment::Environment;
use crate::error::{AuthError, AuthErrorKind, BuildError};
use crate::operation::SecurityAlternative;
use crate::secret::Secret;
use crate::transport::Transport;

/// Where bearer tokens come from: a token that does not change, OAuth 2.0 client credentials
/// ([`ClientCredentials`]), a file ([`TokenFile`]), a program ([`TokenCommand`]), an environment
/// variable, or anything of your own.
#[derive(Clone)]
pub struct BearerToken(Source);

impl BearerToken {
    /// Tokens from a provider of your own. Give the same `Arc` to several clients, and they share
    /// its tokens.
    pub fn provider(provider: Arc<dyn CredentialProvider>) -> Self {
        Self(Source::Provider(provider))
    }

    /// The token in an environment variable, read now. That it is missing or empty comes out when
    /// the client is built.
    pub fn from_env(variable: &str) -> Self {
        match Environment::process()
            .optional(variable)
            .map(Zeroizing::new)
        {
            Some(token) => token.trim().into(),
            None => {
                let missing = BuildError::MissingVariables(vec![variable.to_owned()]);
                Self(Source::Unusable(missing))
            }
        }
    }
}

impl From<TokenFile> for BearerToken {
    fn from(file: TokenFile) -> Self {
        Self::provider(Arc::new(file))
    }
}

impl From<TokenCommand> for BearerToken {
    fn from(command: TokenCommand) -> Self {
        Self::provider(Arc::new(command))
    }
}

impl From<&str> for BearerToken {
    fn from(token: &str) -> Self {
        Self(Source::Fixed(token.into()))
    }
}

impl From<String> for BearerToken {
    fn from(token: String) -> Self {
        Self(Source::Fixed(token.into()))
    }
}

impl From<Secret> for BearerToken {
    fn from(token: Secret) -> Self {
        Self(Source::Fixed(token))
    }
}

impl From<ClientCredentials> for BearerToken {
    fn from(credentials: ClientCredentials) -> Self {
        Self(Source::Provider(Arc::new(credentials)))
    }
}

impl From<ClientCredentialsBuilder> for BearerToken {
    /// What is wrong with them comes out when the client is built.
    fn from(builder: ClientCredentialsBuilder) -> Self {
        match builder.build() {
            Ok(credentials) => credentials.into(),
            Err(error) => Self(Source::Unusable(error)),
        }
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BearerToken")
            .field(&format_args!("{}", self.0.word()))
            .finish()
    }
}

/// What lets a request in: a secret and its place. `Debug` shows the place.
#[derive(Clone)]
pub struct Credential {
    place: Place,
    source: Source,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization` with another scheme.
    Scheme(String),
    Header(String),
    Query(String),
    Cookie(String),
}

#[derive(Clone)]
enum Source {
    Fixed(Secret),
    Provider(Arc<dyn CredentialProvider>),
    /// What could not be made, and why.
    Unusable(BuildError),
}

impl Source {
    fn word(&self) -> &'static str {
        match self {
            Self::Fixed(_) => "fixed",
            Self::Provider(_) => "provider",
            Self::Unusable(_) => "unusable",
        }
    }
}

impl Credential {
    /// A bearer token (RFC 6750), or whatever fetches one.
    pub fn bearer(token: impl Into<BearerToken>) -> Self {
        Self {
            place: Place::Bearer,
            source: token.into().0,
        }
    }

    /// HTTP basic authentication (RFC 7617).
    pub fn basic(user: &str, password: &str) -> Self {
        let pair = Zeroizing::new(format!("{user}:{password}"));
        let secret = Secret::new(STANDARD.encode(&*pair));
        Self {
            place: Place::Basic,
            source: Source::Fixed(secret),
        }
    }

    /// HTTP authentication by another scheme (RFC 9110 § 11): `credentials` is what stands behind
    /// the scheme in the header `Authorization`, as it is sent.
    pub fn http(scheme: impl Into<String>, credentials: impl Into<Secret>) -> Self {
        Self {
            place: Place::Scheme(scheme.into()),
            source: Source::Fixed(credentials.into()),
        }
    }

    /// An API key in a header.
    pub fn api_key_header(name: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self {
            place: Place::Header(name.into()),
            source: Source::Fixed(key.into()),
        }
    }

    /// An API key in the query.
    pub fn api_key_query(name: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self {
            place: Place::Query(name.into()),
            source: Source::Fixed(key.into()),
        }
    }

    /// An API key in a cookie.
    pub fn api_key_cookie(name: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self {
            place: Place::Cookie(name.into()),
            source: Source::Fixed(key.into()),
        }
    }

    /// OAuth 2.0 client credentials. A clone of the same [`ClientCredentials`]
    /// in another client shares its tokens.
    pub fn client_credentials(credentials: ClientCredentials) -> Self {
        Self::provider(credentials)
    }

    /// Bearer tokens from a provider of your own.
    pub fn provider(provider: impl CredentialProvider) -> Self {
        Self {
            place: Place::Bearer,
            source: Source::Provider(Arc::new(provider)),
        }
    }

    /// The same secret in a header of this name, without a scheme before it.
    pub fn in_header(mut self, name: impl Into<String>) -> Self {
        self.place = Place::Header(name.into());
        self
    }

    /// Whether it can be sent at all, told when the client is built.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        let name = match &self.place {
            Place::Bearer | Place::Basic | Place::Scheme(_) => "Authorization",
            Place::Header(name) => {
                if HeaderName::from_bytes(name.as_bytes()).is_err() {
                    let reason = "is not a header name";
                    return Err(BuildError::Header {
                        name: name.clone(),
                        reason,
                    });
                }
                name
            }
            Place::Query(_) => return Ok(()),
            Place::Cookie(_) => "Cookie",
        };
        let wrong = |reason| BuildError::Header {
            name: name.to_owned(),
            reason,
        };
        match &self.source {
            Source::Provider(_) => Ok(()),
            Source::Unusable(error) => Err(error.clone()),
            Source::Fixed(secret) if secret.is_empty() => Err(wrong("has an empty credential")),
            Source::Fixed(secret) => match HeaderValue::from_str(secret.expose()) {
                Ok(_) => Ok(()),
                Err(_) => Err(wrong(
                    "has a credential with characters that cannot be sent",
                )),
            },
        }
    }

    /// The query parameter it is sent as, if it is sent as one.
    pub(crate) fn query_name(&self) -> Option<&str> {
        match &self.place {
            Place::Query(name) => Some(name),
            Place::Bearer
            | Place::Basic
            | Place::Scheme(_)
            | Place::Header(_)
            | Place::Cookie(_) => None,
        }
    }

    async fn secret(
        &self,
        transport: &Arc<dyn Transport>,
        used: &mut Used,
    ) -> Result<Secret, AuthError> {
        match &self.source {
            Source::Fixed(secret) => Ok(secret.clone()),
            Source::Provider(provider) => {
                let token = provider.token(transport).await?;
                let secret = token.secret().clone();
                used.0.push((provider.clone(), token));
                Ok(secret)
            }
            // No client is built with one.
            Source::Unusable(error) => Err(AuthError::provider(error.clone())),
        }
    }

    fn apply(&self, secret: Secret, applied: &mut Applied) -> Result<(), AuthError> {
        let header = |text: String| {
            let text = Zeroizing::new(text);
            let mut value = HeaderValue::from_str(&text).map_err(|_| {
                AuthError::new(AuthErrorKind::BadToken(
                    "it has characters that cannot be sent",
                ))
            })?;
            value.set_sensitive(true);
            Ok::<_, AuthError>(value)
        };
        match &self.place {
            Place::Bearer => {
                let value = header(format!("Bearer {}", secret.expose()))?;
                applied.headers.push((AUTHORIZATION, value));
            }
            Place::Basic => {
                let value = header(format!("Basic {}", secret.expose()))?;
                applied.headers.push((AUTHORIZATION, value));
            }
            Place::Scheme(scheme) => {
                let value = header(format!("{scheme} {}", secret.expose()))?;
                applied.headers.push((AUTHORIZATION, value));
            }
            Place::Header(name) => {
                // Checked when the client was built.
                if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
                    applied
                        .headers
                        .push((name, header(secret.expose().to_owned())?));
                }
            }
            Place::Query(name) => applied.query.push((name.clone(), secret)),
            Place::Cookie(name) => {
                header(secret.expose().to_owned())?;
                applied.cookies.push((name.clone(), secret));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("place", &self.place)
            .field("source", &self.source.word())
            .finish()
    }
}

/// What an attempt has to carry.
#[derive(Default)]
pub(crate) struct Applied {
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) query: Vec<(String, Secret)>,
    pub(crate) cookies: Vec<(String, Secret)>,
}

impl Applied {
    pub(crate) fn is_empty(&self) -> bool {
        self.headers.is_empty() && self.query.is_empty() && self.cookies.is_empty()
    }
}

/// The tokens that an attempt carried, to be thrown away if they were refused.
#[derive(Default)]
pub(crate) struct Used(Vec<(Arc<dyn CredentialProvider>, Token)>);

impl Used {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn invalidate(&self) {
        for (provider, token) in &self.0 {
            provider.invalidate(token);
        }
    }
}

/// The credentials for the first alternative that the client can meet.
pub(crate) fn choose<'c>(
    credentials: &'c BTreeMap<&'static str, Credential>,
    security: &'static [SecurityAlternative],
) -> Result<Chosen<'c>, AuthError> {
    if security.is_empty() {
        return Ok(Chosen(Vec::new()));
    }
    let met = security.iter().find_map(|schemes| {
        // An empty alternative lets anyone in, but one with a credential that
        // the client has is better.
        let found: Option<Vec<_>> = schemes.iter().map(|name| credentials.get(name)).collect();
        found.filter(|found| !found.is_empty())
    });
    match met {
        Some(found) => Ok(Chosen(found)),
        None if security.iter().any(|schemes| schemes.is_empty()) => Ok(Chosen(Vec::new())),
        None => {
            let names = security.iter().map(|schemes| schemes.to_vec()).collect();
            Err(AuthError::new(AuthErrorKind::Missing(names)))
        }
    }
}

/// The credentials of one alternative.
#[derive(Default)]
pub(crate) struct Chosen<'c>(Vec<&'c Credential>);

impl Chosen<'_> {
    /// Leaves out what would go into the header `Authorization`.
    pub(crate) fn without_authorization(&mut self) {
        self.0.retain(|credential| match &credential.place {
            Place::Bearer | Place::Basic | Place::Scheme(_) => false,
            Place::Header(name) => !name.eq_ignore_ascii_case("authorization"),
            Place::Query(_) | Place::Cookie(_) => true,
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fetches what has to be fetched.
    pub(crate) async fn fetch(
        &self,
        transport: &Arc<dyn Transport>,
    ) -> Result<(Applied, Used), AuthError> {
        let (mut applied, mut used) = (Applied::default(), Used::default());
        for credential in &self.0 {
            let secret = credential.secret(transport, &mut used).await?;
            credential.apply(secret, &mut applied)?;
        }
        Ok((applied, used))
    }
}
