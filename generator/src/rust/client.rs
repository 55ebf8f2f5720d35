//! `src/client.rs`: the client and its builder.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{CredentialKind, Flow, KeyLocation};
use crate::plan::model::{Client, ClientSetting, Credential, Plan, SignIn};

use super::docs;
use super::form::Form;
use super::layout::mentions;
use super::operations::alternatives;
use super::prose::Prose;
use super::source::{NotRust, Printed, Source};
use super::syntax::{doc, ident};

/// Names of the runtime that this file may use.
const RUNTIME: &[&str] = &[
    "BuildError",
    "Download",
    "Environment",
    "Method",
    "RawRequest",
    "Secret",
];

/// Prints the file.
pub(crate) fn print(plan: &Plan, form: Form) -> Result<Printed, NotRust> {
    let mut source = Source::new(form, vec![" The client, and how it is built.".to_owned()]);
    source.items(client(plan));
    source.items(builder(plan));
    let used = source.names()?;
    source.import_used("specwright_runtime", RUNTIME, &used);
    source.import_used(
        "specwright_runtime::auth",
        &[
            "BearerToken",
            "ClientAuthentication",
            "ClientCredentials",
            "ClientCredentialsBuilder",
            "Credential",
        ],
        &used,
    );
    source.finish()
}

fn client(plan: &Plan) -> TokenStream {
    let client = &plan.client;
    let docs = doc(&format!(
        "A client for {}.\n\nIt is cheap to clone, and clones share connections and tokens.",
        docs::summary(&plan.package.title).trim_end_matches('.')
    ));
    let base_url = client.servers.first().map(|server| {
        let url = &server.url;
        let docs = doc(&Prose::default()
            .say("The base URL if none is given.")
            .quote(server.description.as_deref())
            .finish());
        quote! {
            #docs
            pub const BASE_URL: &'static str = #url;
        }
    });
    let sign_ins = client
        .credentials
        .iter()
        .filter_map(|credential| credential.client_credentials.as_ref())
        .map(sign_in_function);
    let from_env_docs = doc(&format!(
        "A client whose settings come from environment variables:\n\n{}\n\n# Errors\n\nIf one is \
         missing that is needed; the error names all of them.",
        variables(client)
            .iter()
            .map(|(name, what)| format!("* {}: {what}", docs::inline_code(name)))
            .collect::<Vec<_>>()
            .join("\n")
    ));
    let read = reading(client);
    let download = client.downloads.then(|| {
        quote! {
            #[doc = " Downloads from a URL that the API has given, such as a signed one."]
            #[doc = ""]
            #[doc = " It goes without credentials and without the client's headers, over HTTPS alone."]
            pub fn download(&self, url: &str) -> Download {
                self.0.download(url)
            }
        }
    });
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct Client(pub(crate) specwright_runtime::Client);

        impl Client {
            #base_url

            #from_env_docs
            pub fn from_env() -> Result<Self, BuildError> {
                Self::from_vars(|name| std::env::var(name).ok())
            }

            #[doc = " As [`from_env`](Self::from_env), with the variables looked up elsewhere."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " If one is missing that is needed; the error names all of them."]
            pub fn from_vars(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, BuildError> {
                #read
            }

            #[doc = " Starts with what the API itself says, to be completed."]
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }

            #(#sign_ins)*

            #[doc = " A request of one's own, with the credentials that the API asks for by default."]
            #[doc = ""]
            #[doc = " The path is relative to the base URL and is sent as it is."]
            pub fn request(&self, method: Method, path: &str) -> RawRequest {
                self.0.raw(method, path)
            }

            #download
        }
    }
}

/// The variables that `from_env` reads: name and meaning.
pub(crate) fn variables(client: &Client) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    for credential in &client.credentials {
        let word = docs::inline_code(&credential.scheme.name);
        if let Some(sign_in) = &credential.client_credentials {
            variables.push((
                sign_in.client_id_variable.clone(),
                "the client's ID.".to_owned(),
            ));
            variables.push((
                sign_in.client_secret_variable.clone(),
                "the client's secret.".to_owned(),
            ));
            for value in &sign_in.values {
                variables.push((
                    value.variable.clone(),
                    format!("`{}` of the scope.", value.argument),
                ));
            }
            variables.push((
                sign_in.token_url_variable.clone(),
                "another token URL (optional).".to_owned(),
            ));
        }
        let optional = if credential.client_credentials.is_some() {
            "a token that is used as it is, instead of all of these (optional)."
        } else {
            ""
        };
        match credential.variables.as_slice() {
            [one] => variables.push((
                one.clone(),
                if optional.is_empty() {
                    format!("the credential for {word}.")
                } else {
                    optional.to_owned()
                },
            )),
            several => {
                for (name, what) in several.iter().zip(["the user's name", "the password"]) {
                    variables.push((name.clone(), format!("{what} for {word}.")));
                }
            }
        }
    }
    for setting in &client.settings {
        let optional = if setting.source.required {
            ""
        } else {
            " (optional)"
        };
        variables.push((
            setting.variable.clone(),
            format!(
                "the header {}{optional}.",
                docs::inline_code(&setting.source.header)
            ),
        ));
    }
    let base = match client.servers.first() {
        Some(server) => format!(
            "another base URL than {} (optional).",
            docs::inline_code(&server.url)
        ),
        None => "the base URL.".to_owned(),
    };
    variables.push((client.base_url_variable.clone(), base));
    variables
}

fn reading(client: &Client) -> TokenStream {
    let base_url = &client.base_url_variable;
    let base_url = if client.servers.is_empty() {
        quote! {
            builder = builder.base_url(&environment.required(#base_url));
        }
    } else {
        quote! {
            if let Some(url) = environment.optional(#base_url) {
                builder = builder.base_url(&url);
            }
        }
    };
    let alone = client.credentials.len() == 1;
    let credentials = client
        .credentials
        .iter()
        .map(|credential| reading_credential(credential, alone));
    let settings = client.settings.iter().map(|setting| {
        let variable = &setting.variable;
        let method = ident(&setting.method);
        if setting.source.required {
            quote! {
                builder = builder.#method(&environment.required(#variable));
            }
        } else {
            quote! {
                if let Some(value) = environment.optional(#variable) {
                    builder = builder.#method(&value);
                }
            }
        }
    });
    let reads = quote! {
        #base_url
        #(#credentials)*
        #(#settings)*
    };
    // Only what is required is noted down when it is missing.
    let mutable = mentions(reads.clone(), "required").then(|| quote!(mut));
    quote! {
        let #mutable environment = Environment::new(&lookup);
        let mut builder = Self::builder();
        #reads
        environment.finish()?;
        builder.build()
    }
}

fn reading_credential(credential: &Credential, alone: bool) -> TokenStream {
    let method = ident(&credential.method);
    match (
        credential.variables.as_slice(),
        &credential.client_credentials,
    ) {
        ([token], Some(sign_in)) => {
            let id = &sign_in.client_id_variable;
            let secret = &sign_in.client_secret_variable;
            let url = &sign_in.token_url_variable;
            let function = ident(&sign_in_at_name(sign_in));
            let values: Vec<TokenStream> = sign_in
                .values
                .iter()
                .map(|value| {
                    let variable = &value.variable;
                    quote!(&environment.required(#variable))
                })
                .collect();
            let otherwise = if alone {
                quote!(else)
            } else {
                quote!(else if environment.optional(#id).is_some())
            };
            quote! {
                if let Some(token) = environment.optional(#token) {
                    builder = builder.#method(token);
                } #otherwise {
                    let token_url = environment.optional(#url);
                    builder = builder.#method(#function(
                        token_url.as_deref(),
                        &environment.required(#id),
                        &environment.required(#secret),
                        #(#values,)*
                    ));
                }
            }
        }
        ([user, password], _) => {
            let read = quote! {
                builder = builder.#method(
                    &environment.required(#user),
                    &environment.required(#password),
                );
            };
            if alone {
                read
            } else {
                quote! { if environment.optional(#user).is_some() { #read } }
            }
        }
        ([variable, ..], None) if alone => quote! {
            builder = builder.#method(environment.required(#variable));
        },
        ([variable, ..], _) => quote! {
            if let Some(value) = environment.optional(#variable) {
                builder = builder.#method(value);
            }
        },
        ([], _) => quote!(),
    }
}

fn sign_in_name(sign_in: &SignIn) -> String {
    match sign_in.method.strip_suffix("client_credentials") {
        Some("") | None => "sign_in".to_owned(),
        Some(prefix) => format!("{prefix}sign_in"),
    }
}

/// The function behind it, which takes another token URL.
fn sign_in_at_name(sign_in: &SignIn) -> String {
    format!("{}_at", sign_in_name(sign_in))
}

/// The associated function that makes a sign-in which several clients can share.
fn sign_in_function(sign_in: &SignIn) -> TokenStream {
    let name = ident(&sign_in_name(sign_in));
    let url = &sign_in.source.token_url;
    let docs = doc(&format!(
        "OAuth 2.0 client credentials (RFC 6749 § 4.4) for {}.\n\nClones share the token: give one \
         to each client that signs in the same way.",
        docs::markdown(&format!("<{url}>")),
    ));
    let arguments = arguments(sign_in);
    let names = argument_names(sign_in);
    let at = ident(&sign_in_at_name(sign_in));
    quote! {
        #docs
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " If the ID or the secret is empty."]
        pub fn #name(#arguments) -> Result<ClientCredentials, BuildError> {
            #at(None, #names).build()
        }
    }
}

fn arguments(sign_in: &SignIn) -> TokenStream {
    let values = sign_in.values.iter().map(|value| {
        let argument = ident(&value.argument);
        quote!(#argument: &str)
    });
    quote!(client_id: &str, client_secret: &str, #(#values),*)
}

fn argument_names(sign_in: &SignIn) -> TokenStream {
    let values = sign_in.values.iter().map(|value| ident(&value.argument));
    quote!(client_id, client_secret, #(#values),*)
}

/// The function behind it, which takes another token URL.
fn sign_in_at(sign_in: &SignIn) -> TokenStream {
    let name = ident(&sign_in_at_name(sign_in));
    let url = &sign_in.source.token_url;
    let arguments = arguments(sign_in);
    let scope = sign_in.source.scope.as_ref().map(|scope| {
        if sign_in.values.is_empty() {
            quote!(.scope(#scope))
        } else {
            let format = scope_format(scope, sign_in);
            quote!(.scope(format!(#format)))
        }
    });
    let in_body = sign_in
        .source
        .credentials_in_body
        .then(|| quote!(.authentication(ClientAuthentication::Body)));
    quote! {
        fn #name(token_url: Option<&str>, #arguments) -> ClientCredentialsBuilder {
            ClientCredentials::builder(
                token_url.unwrap_or(#url),
                client_id,
                client_secret,
            )
            #scope
            #in_body
        }
    }
}

/// The scope as a format string: its values are arguments, and other braces are braces.
fn scope_format(scope: &str, sign_in: &SignIn) -> String {
    let mut format = String::new();
    let mut rest = scope;
    while let Some(c) = rest.chars().next() {
        let value = sign_in.values.iter().find_map(|value| {
            let behind = rest.strip_prefix(&format!("{{{}}}", value.name))?;
            Some((value.argument.trim_start_matches("r#"), behind))
        });
        match value {
            Some((argument, behind)) => {
                format.push_str(&format!("{{{argument}}}"));
                rest = behind;
            }
            None => {
                if matches!(c, '{' | '}') {
                    format.push(c);
                }
                format.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }
    format
}

fn builder(plan: &Plan) -> TokenStream {
    let client = &plan.client;
    let base_url = match client.servers.first() {
        Some(_) => quote!(Some(Client::BASE_URL)),
        None => quote!(None),
    };
    let required = client
        .settings
        .iter()
        .filter(|setting| setting.source.required)
        .map(|setting| {
            let header = &setting.source.header;
            let remedy = format!("call `{}` or set {}", setting.method, setting.variable);
            quote!(.require_setting(#header, #remedy))
        });
    let servers: Vec<String> = client
        .servers
        .iter()
        .skip(1)
        .map(|server| {
            let words = server
                .description
                .as_deref()
                .map(docs::summary)
                .unwrap_or_default();
            format!("* {} {words}", docs::inline_code(&server.url))
        })
        .collect();
    let base_docs = doc(&Prose::default()
        .say("Sets the base URL, which every operation's path is appended to.")
        .say(if servers.is_empty() {
            String::new()
        } else {
            format!(
                "The API has others than the default:\n\n{}",
                servers.join("\n")
            )
        })
        .finish());
    let security = alternatives(&client.security);
    let credentials = client.credentials.iter().map(credential_methods);
    let settings = client.settings.iter().map(setting_method);
    let sign_ins = client
        .credentials
        .iter()
        .filter_map(|credential| credential.client_credentials.as_ref())
        .map(sign_in_at);
    let configure_docs = doc(&Prose::default()
        .say(
            "Changes what all clients have in common: timeouts, retries, limits, headers of one's \
             own, the user agent, hooks, `reqwest`'s settings, the transport.",
        )
        .say(match client.mutual_tls {
            true => {
                "The API asks for a certificate of the client's (mutual TLS): \
                 `configure(|runtime| runtime.reqwest(move |http| http.identity(identity.clone())))`."
            }
            false => "",
        })
        .finish());
    quote! {
        #[doc = " Builds a [`Client`]."]
        #[derive(Debug, Clone)]
        #[must_use = "a builder does nothing until it is built"]
        pub struct ClientBuilder(specwright_runtime::ClientBuilder);

        impl ClientBuilder {
            fn new() -> Self {
                Self(
                    specwright_runtime::ClientBuilder::new(
                        #base_url,
                        concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
                    )
                    .default_security(#security)
                    #(#required)*
                )
            }

            #base_docs
            pub fn base_url(self, url: &str) -> Self {
                Self(self.0.base_url(url))
            }

            #(#credentials)*
            #(#settings)*

            #configure_docs
            pub fn configure(
                self,
                change: impl FnOnce(specwright_runtime::ClientBuilder) -> specwright_runtime::ClientBuilder,
            ) -> Self {
                Self(change(self.0))
            }

            #[doc = " Builds the client."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " If something is missing or cannot be sent; the error says what, and never its value."]
            pub fn build(self) -> Result<Client, BuildError> {
                self.0.build().map(Client)
            }
        }

        #(#sign_ins)*
    }
}

fn credential_methods(credential: &Credential) -> TokenStream {
    let scheme = &credential.scheme.name;
    let method = ident(&credential.method);
    let prose = Prose::default();
    let words = credential.scheme.description.as_deref();
    match &credential.scheme.kind {
        CredentialKind::Bearer(_) => {
            let docs = doc(&prose
                .say("Signs requests with a bearer token, or with tokens fetched when needed.")
                .quote(words)
                .say(flows(&credential.scheme.flows))
                .finish());
            let plain = quote! {
                #docs
                pub fn #method(self, token: impl Into<BearerToken>) -> Self {
                    Self(self.0.credential(#scheme, Credential::bearer(token)))
                }
            };
            let with_sign_in = credential.client_credentials.as_ref().map(|sign_in| {
                let name = ident(&sign_in.method);
                let function = ident(&sign_in_at_name(sign_in));
                let arguments = arguments(sign_in);
                let names = argument_names(sign_in);
                let docs = doc(&format!(
                    "Signs in with OAuth 2.0 client credentials, as [`Client::{}`] does.",
                    sign_in_name(sign_in)
                ));
                quote! {
                    #docs
                    pub fn #name(self, #arguments) -> Self {
                        self.#method(#function(None, #names))
                    }
                }
            });
            quote! { #plain #with_sign_in }
        }
        CredentialKind::Basic => {
            let docs = doc(&prose
                .say("Signs requests with a user's name and password (RFC 7617).")
                .quote(words)
                .finish());
            quote! {
                #docs
                pub fn #method(self, user: &str, password: &str) -> Self {
                    Self(self.0.credential(#scheme, Credential::basic(user, password)))
                }
            }
        }
        CredentialKind::Http(http) => {
            let docs = doc(&prose
                .say(format!(
                    "Signs requests with the header `Authorization` and the scheme {}: `credentials` \
                     is what stands behind the scheme.",
                    docs::inline_code(http)
                ))
                .quote(words)
                .finish());
            quote! {
                #docs
                pub fn #method(self, credentials: impl Into<Secret>) -> Self {
                    Self(self.0.credential(#scheme, Credential::http(#http, credentials)))
                }
            }
        }
        CredentialKind::ApiKey { location, name } => {
            let (place, make) = match location {
                KeyLocation::Header => ("header", quote!(api_key_header)),
                KeyLocation::Query => ("query parameter", quote!(api_key_query)),
                KeyLocation::Cookie => ("cookie", quote!(api_key_cookie)),
            };
            let docs = doc(&prose
                .say(format!(
                    "Signs requests with a key in the {place} {}.",
                    docs::inline_code(name)
                ))
                .quote(words)
                .finish());
            quote! {
                #docs
                pub fn #method(self, key: impl Into<Secret>) -> Self {
                    Self(self.0.credential(#scheme, Credential::#make(#name, key)))
                }
            }
        }
    }
}

/// The ways to a token, and what it can be good for.
fn flows(flows: &[Flow]) -> String {
    let mut lines = Vec::new();
    for flow in flows {
        let urls: Vec<String> = flow
            .urls
            .iter()
            .map(|(what, url)| format!("{what} at {}", docs::inline_code(url)))
            .collect();
        let urls = match urls.is_empty() {
            true => String::new(),
            false => format!(": {}", urls.join(", ")),
        };
        lines
            .push(format!("* OAuth 2.0 {}{urls}", flow.name).replace("OAuth 2.0 OpenID", "OpenID"));
        for (scope, meaning) in &flow.scopes {
            let meaning = docs::summary(meaning);
            let scope = docs::inline_code(scope);
            lines.push(match meaning.is_empty() {
                true => format!("  * {scope}"),
                false => format!("  * {scope}: {meaning}"),
            });
        }
    }
    lines.join("\n")
}

fn setting_method(setting: &ClientSetting) -> TokenStream {
    let method = ident(&setting.method);
    let header = &setting.source.header;
    let docs = doc(&Prose::default()
        .say(format!(
            "Sets the header {}, which every request carries.",
            docs::inline_code(header)
        ))
        .quote(setting.source.description.as_deref())
        .finish());
    quote! {
        #docs
        pub fn #method(self, #method: &str) -> Self {
            Self(self.0.setting(#header, #method))
        }
    }
}
