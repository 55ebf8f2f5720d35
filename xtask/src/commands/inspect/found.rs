//! What there is to say of an API, as `--json` has it.

use std::collections::BTreeMap;

use serde::Serialize;
use specwright::diagnostics::{Diagnostics, Severity};
use specwright::ir::{CredentialKind, KeyLocation};
use specwright::plan::method_word;
use specwright::plan::model::{At, Credential, Job, Operation, Paging, Strategy};
use specwright::rust::{Signature, signature};
use specwright::{Codegen, Generated};

/// An API, and what would be made of it.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) document: String,
    pub(crate) overlays: Vec<String>,
    #[serde(rename = "crate")]
    pub(crate) crate_name: String,
    pub(crate) types: usize,
    /// Members, items and bodies that are raw JSON, by cause.
    pub(crate) raw_json: BTreeMap<&'static str, usize>,
    pub(crate) features: Vec<String>,
    pub(crate) servers: Vec<String>,
    pub(crate) sign_ins: Vec<SignIn>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) operations: Vec<Called>,
    pub(crate) renamed: Vec<Renamed>,
    /// How many there are of each severity.
    pub(crate) diagnostics: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SignIn {
    pub(crate) scheme: String,
    /// The builder's method.
    pub(crate) method: String,
    pub(crate) how: String,
    #[serde(skip)]
    pub(crate) is_bearer_without_endpoint: bool,
    pub(crate) variables: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Setting {
    pub(crate) header: String,
    pub(crate) method: String,
    pub(crate) variable: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Called {
    /// Its first tag; or the group of its path, where tags do not tell operations apart.
    pub(crate) tag: Option<String>,
    pub(crate) id: String,
    /// `GET /incidents/{incident_id}`.
    pub(crate) request: String,
    pub(crate) method: String,
    pub(crate) setters: Vec<String>,
    pub(crate) success: String,
    pub(crate) error: String,
    /// Alternatives of sign-ins.
    pub(crate) security: Vec<Vec<String>>,
    /// Whether it is tried again when it is not known what became of it.
    pub(crate) repeatable: bool,
    pub(crate) deprecated: bool,
    /// Whether it is answered with 202.
    #[serde(skip)]
    pub(crate) is_accepted: bool,
    pub(crate) pages: Option<Pages>,
    pub(crate) job: Option<Waits>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Pages {
    pub(crate) item: String,
    pub(crate) strategy: String,
    /// JSON pointer of the items in a page.
    pub(crate) items_at: String,
    pub(crate) has_total: bool,
    pub(crate) reason: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Waits {
    pub(crate) status: String,
    /// The client's method that asks.
    pub(crate) asks: String,
    pub(crate) done: Vec<String>,
    pub(crate) failed: Vec<String>,
    pub(crate) reason: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Renamed {
    /// The place in the document.
    pub(crate) place: String,
    pub(crate) name: String,
}

impl Found {
    pub(crate) fn of(codegen: &Codegen, generated: &Generated, all: &Diagnostics) -> Self {
        let plan = &generated.plan;
        let operations = plan.modules.iter().flat_map(|module| {
            let tag = module.tag.clone();
            let of_module = module.operations.iter();
            of_module.map(move |operation| called(tag.clone(), operation))
        });
        let severities = [
            (Severity::Error, "errors"),
            (Severity::Dropped, "dropped"),
            (Severity::Repaired, "repaired"),
            (Severity::Note, "notes"),
        ];
        Self {
            title: plan.package.title.clone(),
            version: plan.package.api_version.clone(),
            document: codegen.spec.display().to_string(),
            overlays: codegen
                .overlays
                .iter()
                .map(|file| file.display().to_string())
                .collect(),
            crate_name: plan.package.name.clone(),
            types: generated.summary.types,
            raw_json: generated.summary.raw_json.clone(),
            features: features(generated),
            servers: plan
                .client
                .servers
                .iter()
                .map(|server| server.url.clone())
                .collect(),
            sign_ins: plan.client.credentials.iter().map(sign_in).collect(),
            settings: plan
                .client
                .settings
                .iter()
                .map(|setting| Setting {
                    header: setting.source.header.clone(),
                    method: setting.method.clone(),
                    variable: setting.variable.clone(),
                })
                .collect(),
            operations: operations.collect(),
            renamed: renamed(generated),
            diagnostics: severities.map(|(of, words)| (words, all.count(of))).into(),
        }
    }
}

/// The features of the crate, as its manifest has them.
fn features(generated: &Generated) -> Vec<String> {
    let mut files = generated.files.iter();
    let manifest = files.find(|(path, _)| path.as_str() == "Cargo.toml");
    let manifest = manifest.and_then(|(_, text)| text.parse::<toml::Table>().ok());
    let table = manifest.and_then(|manifest| manifest.get("features")?.as_table().cloned());
    table
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .filter(|name| name != "default")
        .collect()
}

fn sign_in(credential: &Credential) -> SignIn {
    let how = match (&credential.scheme.kind, &credential.client_credentials) {
        (_, Some(sign_in)) => format!("client credentials at {}", sign_in.source.token_url),
        (CredentialKind::Bearer(_), None) => "a bearer token".to_owned(),
        (CredentialKind::Basic, None) => "a user name and a password".to_owned(),
        (CredentialKind::Http(scheme), None) => format!("the scheme {scheme} of HTTP"),
        (CredentialKind::ApiKey { location, name }, None) => {
            let place = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query parameter",
                KeyLocation::Cookie => "cookie",
            };
            format!("a key in the {place} {name}")
        }
    };
    let mut variables = credential.variables.clone();
    if let Some(sign_in) = &credential.client_credentials {
        variables.push(sign_in.client_id_variable.clone());
        variables.push(sign_in.client_secret_variable.clone());
        variables.extend(sign_in.values.iter().map(|value| value.variable.clone()));
        variables.push(sign_in.token_url_variable.clone());
    }
    SignIn {
        scheme: credential.scheme.name.clone(),
        method: credential.method.clone(),
        how,
        is_bearer_without_endpoint: credential.client_credentials.is_none()
            && matches!(credential.scheme.kind, CredentialKind::Bearer(_)),
        variables,
    }
}

fn called(tag: Option<String>, operation: &Operation) -> Called {
    let Signature {
        method,
        setters,
        success,
        error,
        item,
        status,
    } = signature(operation);
    let pages = operation.paging.as_ref().zip(item);
    let job = operation.job.as_ref().zip(status);
    Called {
        tag,
        id: operation.id.clone(),
        request: format!("{} {}", method_word(&operation.method), operation.path),
        method,
        setters,
        success,
        error,
        security: operation.security.clone(),
        repeatable: operation.repeatable,
        deprecated: operation.docs.deprecated,
        is_accepted: operation.success.statuses.contains(&202),
        pages: pages.map(|(paging, item)| of_pages(paging, item)),
        job: job.map(|(job, status)| of_job(job, status)),
    }
}

fn of_pages(paging: &Paging, item: String) -> Pages {
    let at = |at: &At| match at {
        At::Query(name) => format!("`{name}` in the query"),
        At::Body(pointer) => format!("`{pointer}` in the body"),
    };
    let strategy = match &paging.strategy {
        Strategy::Offset(place) => format!("offset, {}", at(place)),
        Strategy::PageNumber(place, first) => format!("page number from {first}, {}", at(place)),
        Strategy::Cursor(place) => format!("cursor, {}", at(place)),
        Strategy::NextLink => "link in the page".to_owned(),
        Strategy::LinkHeader => "header `Link`".to_owned(),
    };
    Pages {
        item,
        strategy,
        items_at: paging.items_at.clone(),
        has_total: paging.total.is_some(),
        reason: paging.reason.clone(),
    }
}

fn of_job(job: &Job, status: String) -> Waits {
    Waits {
        status,
        asks: job.poll_method.clone(),
        done: job.done.clone(),
        failed: job.failed.clone(),
        // Jobs are never inferred: two operations that fit may have nothing to do with each other.
        reason: "an annotation says so".to_owned(),
    }
}

/// Names that are others than those of the document, spelling apart: of types, by the places that
/// the lock keeps, and of operations.
fn renamed(generated: &Generated) -> Vec<Renamed> {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|character| character.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let lock = generated.lock.parse::<toml::Table>().unwrap_or_default();
    let types = lock
        .get("types")
        .and_then(toml::Value::as_table)
        .cloned()
        .unwrap_or_default();
    let types = types.into_iter().filter_map(|(place, name)| {
        let name = name.as_str()?.to_owned();
        // What is within another schema has no name there.
        let own = place.strip_prefix("components/")?;
        let own = own.strip_prefix("parameters/").unwrap_or(own);
        if own.contains('/') {
            return None;
        }
        (letters(own) != letters(&name)).then_some(Renamed { place, name })
    });
    let operations = generated
        .plan
        .modules
        .iter()
        .flat_map(|module| &module.operations);
    let operations = operations.filter_map(|operation| {
        let (place, name) = (operation.id.clone(), operation.method_name.clone());
        // Without an ID the name is made of the method and the path.
        let has_id = !place.contains(' ');
        (has_id && letters(&place) != letters(&name)).then_some(Renamed { place, name })
    });
    types.chain(operations).collect()
}
