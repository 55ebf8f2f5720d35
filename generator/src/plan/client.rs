//! The client and its builder, decided: sign-ins, settings, environment variables.

use crate::ir::{Api, ClientCredentials, CredentialKind, CredentialScheme};

use super::model::{Client, ClientSetting, Credential, Module, ScopeValue, SignIn};
use super::names::{Lock, Scope, Spelling, case};
use super::operations::scheme_names;

/// Methods that every builder of a client has.
const BUILDER_METHODS: &[&str] = &["base_url", "build", "clone", "configure", "new"];

/// Decides the client. Its names and variables are locked as those of types are.
pub(crate) fn decide(
    api: &Api,
    crate_name: &str,
    modules: &[Module],
    old: &Lock,
    new: &mut Lock,
) -> Client {
    let mut naming = Naming {
        prefix: case::variable(crate_name),
        variables: Scope::default(),
        scope: Scope::reserving(BUILDER_METHODS.iter().copied()),
        bearers: count(api, |kind| matches!(kind, CredentialKind::Bearer(_))),
        sign_ins: count(api, |kind| matches!(kind, CredentialKind::Bearer(Some(_)))),
        old,
        new,
    };
    let base_url_variable = naming.variable(&format!("{}_BASE_URL", naming.prefix));
    // What is locked comes first, and then names decide, not the document's order.
    let mut schemes: Vec<&CredentialScheme> = api.credentials.iter().collect();
    schemes.sort_by_key(|scheme| {
        let locked = old.members.contains_key(&place(&scheme.name, "method"));
        (!locked, &scheme.name)
    });
    let credentials = schemes
        .into_iter()
        .map(|scheme| credential(scheme, &mut naming))
        .collect();
    let settings = api
        .settings
        .iter()
        .map(|setting| {
            let word = case::snake(&setting.name);
            let place = format!("settings/{}#method", setting.header);
            ClientSetting {
                method: case::escaped(&naming.method(&place, &word)),
                variable: setting
                    .environment
                    .clone()
                    .unwrap_or_else(|| naming.variable(&naming.prefix_of(&setting.name))),
                source: setting.clone(),
            }
        })
        .collect();
    Client {
        servers: api
            .servers
            .iter()
            .filter(|server| server.is_absolute)
            .cloned()
            .collect(),
        base_url_variable,
        credentials,
        settings,
        security: scheme_names(&api.security),
        mutual_tls: api.mutual_tls,
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

fn count(api: &Api, wanted: impl Fn(&CredentialKind) -> bool) -> usize {
    let kinds = api.credentials.iter().map(|scheme| &scheme.kind);
    kinds.filter(|kind| wanted(kind)).count()
}

fn place(scheme: &str, what: &str) -> String {
    format!("credentials/{scheme}#{what}")
}

/// The functions of the client that sign in, which no operation may be called like.
pub(crate) fn sign_in_functions(api: &Api) -> Vec<String> {
    let mut names = Vec::new();
    for scheme in &api.credentials {
        if matches!(scheme.kind, CredentialKind::Bearer(Some(_))) {
            names.push("sign_in".to_owned());
            names.push(format!("{}_sign_in", case::snake(&scheme.name)));
        }
    }
    names
}

/// What naming a client needs to know.
struct Naming<'a> {
    prefix: String,
    scope: Scope,
    variables: Scope,
    bearers: usize,
    sign_ins: usize,
    old: &'a Lock,
    new: &'a mut Lock,
}

impl Naming<'_> {
    /// The locked name of a method, or one that is free.
    fn method(&mut self, place: &str, natural: &str) -> String {
        let locked = self.old.members.get(place);
        let name = match locked.filter(|name| is_word(name) && self.scope.take(name)) {
            Some(name) => name.clone(),
            None => self.scope.claim(natural, Spelling::Snake),
        };
        self.new.members.insert(place.to_owned(), name.clone());
        name
    }

    /// A variable that no other value is read from.
    fn variable(&mut self, natural: &str) -> String {
        self.variables.claim(natural, Spelling::Snake)
    }

    /// What the variables of a setting or a scheme begin with.
    fn prefix_of(&self, name: &str) -> String {
        format!("{}_{}", self.prefix, case::variable(name))
    }

    /// What the variables of a bearer scheme begin with: the crate's name alone for the first
    /// and only one, so that no scheme reads another's secret.
    fn variables(&mut self, scheme: &str) -> String {
        let place = place(scheme, "variables");
        let name = match self.old.members.get(&place) {
            Some(name) if is_word(name) => name.clone(),
            _ if self.bearers == 1 => self.prefix.clone(),
            _ => self.prefix_of(scheme),
        };
        self.new.members.insert(place, name.clone());
        name
    }
}

/// A locked name comes from a file that a person may have edited.
fn is_word(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(&case::escaped(name)).is_ok()
}

fn credential(scheme: &CredentialScheme, naming: &mut Naming<'_>) -> Credential {
    let word = case::snake(&scheme.name);
    let method = case::escaped(&naming.method(&place(&scheme.name, "method"), &word));
    let (variables, client_credentials) = match &scheme.kind {
        CredentialKind::Basic => {
            let prefix = naming.prefix_of(&scheme.name);
            let variables =
                ["USERNAME", "PASSWORD"].map(|part| naming.variable(&format!("{prefix}_{part}")));
            (variables.to_vec(), None)
        }
        CredentialKind::ApiKey { .. } | CredentialKind::Http(_) => {
            let natural = naming.prefix_of(&scheme.name);
            (vec![naming.variable(&natural)], None)
        }
        CredentialKind::Bearer(source) => {
            let prefix = naming.variables(&scheme.name);
            let sign_in = source.as_ref().map(|source| {
                let natural = if naming.sign_ins == 1 {
                    "client_credentials".to_owned()
                } else {
                    format!("{word}_client_credentials")
                };
                let method = naming.method(&place(&scheme.name, "sign_in"), &natural);
                sign_in(source, method, &prefix, &mut naming.variables)
            });
            (vec![naming.variable(&format!("{prefix}_TOKEN"))], sign_in)
        }
    };
    Credential {
        scheme: scheme.clone(),
        method,
        variables,
        client_credentials,
    }
}

fn sign_in(source: &ClientCredentials, method: String, prefix: &str, taken: &mut Scope) -> SignIn {
    let mut variable = |of: &str| {
        let natural = format!("{prefix}_{}", case::variable(of));
        source
            .environment
            .iter()
            .find(|(name, _)| name == of)
            .map_or_else(
                || taken.claim(&natural, Spelling::Snake),
                |(_, variable)| variable.clone(),
            )
    };
    let client_id_variable = variable("client_id");
    let client_secret_variable = variable("client_secret");
    let token_url_variable = variable("token_url");
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
        client_id_variable,
        client_secret_variable,
        token_url_variable,
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
