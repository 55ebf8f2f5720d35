//! The client and its builder, decided: sign-ins, settings, environment variables.

use crate::ir::{Api, ClientCredentials, CredentialKind, CredentialScheme};

use super::model::{Client, ClientSetting, Credential, Module, ScopeValue, SignIn};
use super::names::{Scope, Spelling, case};
use super::operations::scheme_names;

/// Methods that every builder of a client has.
const BUILDER_METHODS: &[&str] = &["base_url", "build", "clone", "configure"];

/// Decides the client.
pub(crate) fn decide(api: &Api, crate_name: &str, modules: &[Module]) -> Client {
    let prefix = case::screaming(&case::snake(crate_name));
    let mut scope = Scope::reserving(BUILDER_METHODS.iter().copied());
    let sign_ins = api
        .credentials
        .iter()
        .filter(|scheme| matches!(scheme.kind, CredentialKind::Bearer(Some(_))))
        .count();
    let credentials = api
        .credentials
        .iter()
        .map(|scheme| credential(scheme, sign_ins, &prefix, &mut scope))
        .collect();
    let settings = api
        .settings
        .iter()
        .map(|setting| ClientSetting {
            method: case::escaped(&scope.claim(&case::snake(&setting.name), Spelling::Snake)),
            variable: setting.environment.clone().unwrap_or_else(|| {
                format!("{prefix}_{}", case::screaming(&case::snake(&setting.name)))
            }),
            source: setting.clone(),
        })
        .collect();
    Client {
        servers: api.servers.clone(),
        base_url_variable: format!("{prefix}_BASE_URL"),
        credentials,
        settings,
        security: scheme_names(&api.security),
        downloads: api
            .operations
            .iter()
            .any(|operation| operation.polling.as_ref().is_some_and(|job| job.download))
            && modules
                .iter()
                .flat_map(|module| &module.operations)
                .any(|operation| operation.job.is_some()),
    }
}

fn credential(
    scheme: &CredentialScheme,
    sign_ins: usize,
    prefix: &str,
    scope: &mut Scope,
) -> Credential {
    let word = case::snake(&scheme.name);
    let method = case::escaped(&scope.claim(&word, Spelling::Snake));
    let variable = format!("{prefix}_{}", case::screaming(&word));
    let (variables, client_credentials) = match &scheme.kind {
        CredentialKind::Basic => (
            vec![
                format!("{variable}_USERNAME"),
                format!("{variable}_PASSWORD"),
            ],
            None,
        ),
        CredentialKind::ApiKey { .. } => (vec![variable], None),
        CredentialKind::Bearer(source) => (
            vec![format!("{prefix}_TOKEN")],
            source.as_ref().map(|source| {
                let natural = if sign_ins == 1 {
                    "client_credentials".to_owned()
                } else {
                    format!("{word}_client_credentials")
                };
                sign_in(source, scope.claim(&natural, Spelling::Snake), prefix)
            }),
        ),
    };
    Credential {
        scheme: scheme.clone(),
        method,
        variables,
        client_credentials,
    }
}

fn sign_in(source: &ClientCredentials, method: String, prefix: &str) -> SignIn {
    let variable = |of: &str| {
        source
            .environment
            .iter()
            .find(|(name, _)| name == of)
            .map_or_else(
                || format!("{prefix}_{}", case::screaming(&case::snake(of))),
                |(_, variable)| variable.clone(),
            )
    };
    let mut arguments = Scope::reserving(["client_id", "client_secret", "token_url"]);
    let values = source
        .scope
        .as_deref()
        .map(scope_values)
        .unwrap_or_default()
        .into_iter()
        .map(|name| ScopeValue {
            argument: case::escaped(&arguments.claim(&case::snake(&name), Spelling::Snake)),
            variable: variable(&name),
            name,
        })
        .collect();
    SignIn {
        method,
        values,
        client_id_variable: variable("client_id"),
        client_secret_variable: variable("client_secret"),
        token_url_variable: variable("token_url"),
        source: source.clone(),
    }
}

/// The names between braces.
fn scope_values(scope: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in scope.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}
