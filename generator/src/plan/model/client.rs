//! The client, its sign-ins and its servers, decided.

use crate::ir::{ClientCredentials, CredentialScheme, Server, Setting};
use crate::json::Text;

/// The client and its builder.
#[derive(Debug, Clone)]
pub struct Client {
    /// The base URLs, the default first.
    pub servers: Vec<Server>,
    /// The environment variable that replaces the base URL.
    pub base_url_variable: String,
    /// The sign-ins, one builder method each.
    pub credentials: Vec<Credential>,
    /// The headers set once.
    pub settings: Vec<ClientSetting>,
    /// What a raw request asks for.
    pub security: Vec<Vec<String>>,
    /// Whether some operation asks for a certificate of the client's.
    pub mutual_tls: bool,
    /// Whether there is something to download from URLs that the API gives.
    pub downloads: bool,
}

/// A sign-in.
#[derive(Debug, Clone)]
pub struct Credential {
    /// What the API says of it.
    pub scheme: CredentialScheme,
    /// The builder's method.
    pub method: String,
    /// The environment variables that hold it: one for a token or a key, two for basic.
    pub variables: Vec<String>,
    /// How a token is fetched, if that is known.
    pub client_credentials: Option<SignIn>,
}

/// How a token is fetched.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// What the API says of it.
    pub source: ClientCredentials,
    /// The builder's method that takes the arguments below.
    pub method: String,
    /// What the user gives beside ID and secret: name in the scope, argument, variable.
    pub values: Vec<ScopeValue>,
    /// The variable with the client's ID.
    pub client_id_variable: String,
    /// The variable with the client's secret.
    pub client_secret_variable: String,
    /// The variable that replaces the token URL.
    pub token_url_variable: String,
}

/// A value in a scope that the user gives.
#[derive(Debug, Clone)]
pub struct ScopeValue {
    /// Its name between braces.
    pub name: String,
    /// The argument's name.
    pub argument: String,
    /// The environment variable.
    pub variable: String,
}

/// A header set once.
#[derive(Debug, Clone)]
pub struct ClientSetting {
    /// What the API says of it.
    pub source: Setting,
    /// The builder's method.
    pub method: String,
    /// The environment variable.
    pub variable: String,
}

/// A server that can be chosen.
#[derive(Debug, Clone)]
pub struct ServerChoice {
    /// Its constant, or the name of its struct if it has variables.
    pub name: String,
    /// Its URL: text, and variables by their position.
    pub url: Vec<ServerPart>,
    /// What the document says of it.
    pub description: Option<Text>,
    /// Its variables.
    pub variables: Vec<ServerVariable>,
    /// Whether its origin is for the user to say.
    pub needs_origin: bool,
}

/// A part of a URL.
#[derive(Debug, Clone)]
pub enum ServerPart {
    /// Text.
    Text(String),
    /// A variable, by its field.
    Variable(String),
}

/// A variable of a server.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name on the wire.
    pub name: String,
    /// The field.
    pub field: String,
    /// The setter's suffix, which is the name without `r#`.
    pub word: String,
    /// The enum of its values, its variants and the position of the default; none if any text is
    /// a value.
    pub values: Option<ServerValues>,
    /// The value if none is chosen.
    pub default: String,
    /// What it is for.
    pub description: Option<Text>,
}

/// The values of a variable.
#[derive(Debug, Clone)]
pub struct ServerValues {
    /// The enum.
    pub name: String,
    /// Variants and values, the default first.
    pub variants: Vec<(String, String)>,
}
