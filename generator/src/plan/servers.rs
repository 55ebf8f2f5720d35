//! Servers, decided: what they are called, and what can be chosen of them.

use crate::ir::{Api, Server};

use super::model::{ServerChoice, ServerPart, ServerValues, ServerVariable};
use super::names::{Lock, Scope, Spelling, case};
use super::types::siblings;

/// Where the names are in `names.lock`.
const PLACE: &str = "servers";

/// The servers of an API, if there is more than one fixed URL to choose.
pub(super) fn decide(api: &Api, old: &Lock, new: &mut Lock) -> Vec<ServerChoice> {
    let is_plain = |server: &Server| server.is_absolute && server.variables.is_empty();
    if let [] | [_] = api.servers.as_slice()
        && api.servers.iter().all(is_plain)
    {
        return Vec::new();
    }
    // Names must not depend on the order of the document.
    let mut sorted: Vec<&Server> = api.servers.iter().collect();
    sorted.sort_by_key(|server| &server.template);
    let wishes: Vec<(&str, String)> = sorted
        .iter()
        .map(|server| (server.template.as_str(), natural(server)))
        .collect();
    let mut scope = Scope::reserving(["string", "default", "self"]);
    let names = siblings(&mut scope, PLACE, &wishes, Spelling::Snake, old, new);
    let structs: Vec<String> = names.iter().map(|name| case::pascal(name)).collect();
    let mut enums = Scope::reserving(structs.iter().map(String::as_str));
    let mut choices: Vec<(usize, ServerChoice)> = sorted
        .into_iter()
        .zip(names)
        .map(|(server, name)| {
            let place = api
                .servers
                .iter()
                .position(|other| other.template == server.template);
            (place.unwrap_or_default(), choice(server, &name, &mut enums))
        })
        .collect();
    choices.sort_by_key(|(place, _)| *place);
    choices.into_iter().map(|(_, choice)| choice).collect()
}

fn choice(server: &Server, name: &str, enums: &mut Scope) -> ServerChoice {
    let needs_origin = !server.is_absolute;
    let has_fields = needs_origin || !server.variables.is_empty();
    let pascal = case::pascal(name);
    let mut fields = Scope::reserving(["origin", "url", "new", "self"]);
    let variables: Vec<ServerVariable> = server
        .variables
        .iter()
        .map(|variable| {
            let word = fields.claim(&case::snake(&variable.name), Spelling::Snake);
            ServerVariable {
                name: variable.name.clone(),
                field: case::escaped(&word),
                values: values(variable, &format!("{pascal}{}", case::pascal(&word)), enums),
                word,
                default: variable.default.clone(),
                description: variable.description.clone(),
            }
        })
        .collect();
    ServerChoice {
        name: match has_fields {
            true => pascal,
            false => case::screaming(name),
        },
        url: parts(&server.template, &variables),
        description: server.description.clone(),
        variables,
        needs_origin,
    }
}

/// The enum of a variable that lists its values.
fn values(
    variable: &crate::ir::ServerVariable,
    name: &str,
    enums: &mut Scope,
) -> Option<ServerValues> {
    if variable.values.is_empty() {
        return None;
    }
    let others = variable
        .values
        .iter()
        .filter(|value| **value != variable.default);
    let mut variants = Scope::reserving(["Self"]);
    let variants = std::iter::once(&variable.default)
        .chain(others)
        .map(|value| {
            (
                variants.claim(&case::pascal(value), Spelling::Pascal),
                value.clone(),
            )
        })
        .collect();
    Some(ServerValues {
        name: enums.claim(name, Spelling::Pascal),
        variants,
    })
}

/// A template in parts.
fn parts(template: &str, variables: &[ServerVariable]) -> Vec<ServerPart> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (text, behind) = rest.split_at(at);
        let found = variables.iter().find_map(|variable| {
            let behind = behind.strip_prefix(&format!("{{{}}}", variable.name))?;
            Some((variable, behind))
        });
        let Some((variable, behind)) = found else {
            break;
        };
        if !text.is_empty() {
            parts.push(ServerPart::Text(text.to_owned()));
        }
        parts.push(ServerPart::Variable(variable.field.clone()));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(ServerPart::Text(rest.to_owned()));
    }
    parts
}

/// What a server is called: by its name, by a short description, or by its host.
fn natural(server: &Server) -> String {
    let is_short = |text: &&str| text.split_whitespace().count() <= 4;
    let words = server
        .name
        .as_deref()
        .or(server.description.as_deref().filter(is_short))
        .map(|words| case::snake(words.trim_end_matches('.')));
    let words = words.filter(|words| !words.is_empty());
    words.unwrap_or_else(|| match server.is_absolute {
        true => {
            let (_, rest) = server.template.split_once("://").unwrap_or_default();
            let plain = rest.replace(['{', '}'], " ");
            case::snake(&plain)
        }
        false => "server".to_owned(),
    })
}
