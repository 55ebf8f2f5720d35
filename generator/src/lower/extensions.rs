//! `x-specwright-*`: what an author or an overlay says beyond OpenAPI.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{ClientCredentials, Cursor, Location, Paging, PagingStrategy, Polling, Setting};
pub(super) use crate::ir::{PAGINATION, POLLING};
use crate::json::Value;

use super::context::Lowering;
use super::node::Node;

pub(super) const NAME: &str = "x-specwright-name";
pub(super) const SAFE: &str = "x-specwright-safe";
pub(super) const SEGMENTS: &str = "x-specwright-segments";
pub(super) const IDEMPOTENCY: &str = "x-specwright-idempotency";
pub(super) const SETTINGS: &str = "x-specwright-settings";
pub(super) const CLIENT_CREDENTIALS: &str = "x-specwright-client-credentials";

/// Reports a value that is not what its extension takes.
fn wrong(lowering: &mut Lowering<'_>, node: &Node<'_>, key: &str, expected: &str) {
    let found = match node.value {
        Value::Null => "null".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        scalar => format!("`{scalar}`"),
    };
    lowering.say(
        Diagnostic::new(
            Code::ExtensionValue,
            format!("`{key}` takes {expected}, and this is {found}"),
        )
        .at(&node.pointer),
    );
}

/// The text of a member; `None` if it is not there or wrong, which is reported.
fn text(lowering: &mut Lowering<'_>, node: &Node<'_>, key: &str) -> Option<String> {
    let member = node.get(key)?;
    match member.value.as_str() {
        Some(text) if !text.is_empty() => Some(text.to_owned()),
        _ => {
            wrong(lowering, &member, key, "a text");
            None
        }
    }
}

/// The text of a member that has to be there.
fn required_text(lowering: &mut Lowering<'_>, node: &Node<'_>, key: &str) -> Option<String> {
    if !node.has(key) {
        lowering.say(
            Diagnostic::new(Code::ExtensionValue, format!("`{key}` is missing here"))
                .at(&node.pointer),
        );
    }
    text(lowering, node, key)
}

fn flag(lowering: &mut Lowering<'_>, node: &Node<'_>, key: &str) -> bool {
    let Some(member) = node.get(key) else {
        return false;
    };
    match member.value {
        Value::Bool(flag) => *flag,
        _ => {
            wrong(lowering, &member, key, "`true` or `false`");
            false
        }
    }
}

fn texts(lowering: &mut Lowering<'_>, node: &Node<'_>, key: &str) -> Vec<String> {
    let Some(member) = node.get(key) else {
        return Vec::new();
    };
    let texts = member.value.as_array().and_then(|items| {
        items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
    });
    texts.unwrap_or_else(|| {
        wrong(lowering, &member, key, "a list of texts");
        Vec::new()
    })
}

/// A JSON pointer (RFC 6901).
fn pointer(lowering: &mut Lowering<'_>, node: &Node<'_>, key: &str) -> Option<String> {
    let text = text(lowering, node, key)?;
    if text.starts_with('/') {
        return Some(text);
    }
    if let Some(member) = node.get(key) {
        wrong(lowering, &member, key, "a JSON pointer such as `/items`");
    }
    None
}

fn required_pointer(lowering: &mut Lowering<'_>, node: &Node<'_>, key: &str) -> Option<String> {
    required_text(lowering, node, key)?;
    pointer(lowering, node, key)
}

/// `x-specwright-name`.
pub(super) fn name(lowering: &mut Lowering<'_>, node: &Node<'_>) -> Option<String> {
    text(lowering, node, NAME)
}

/// `x-specwright-safe`.
pub(super) fn safe(lowering: &mut Lowering<'_>, node: &Node<'_>) -> bool {
    flag(lowering, node, SAFE)
}

/// `x-specwright-segments`: how many segments a path parameter may have.
pub(super) fn segments(lowering: &mut Lowering<'_>, node: &Node<'_>) -> usize {
    let Some(member) = node.get(SEGMENTS) else {
        return 1;
    };
    let number = member
        .value
        .as_u64()
        .and_then(|number| usize::try_from(number).ok());
    number.filter(|number| *number > 0).unwrap_or_else(|| {
        wrong(lowering, &member, SEGMENTS, "a number from 1");
        1
    })
}

/// `x-specwright-idempotency`: whether a header has the key by which the server tells that a
/// request has come before.
pub(super) fn idempotency(
    lowering: &mut Lowering<'_>,
    node: &Node<'_>,
    location: Location,
) -> bool {
    let is_key = flag(lowering, node, IDEMPOTENCY);
    if is_key && location != Location::Header {
        let message = format!("`{IDEMPOTENCY}` is for parameters in a header, and this is in none");
        lowering.report(
            Code::ExtensionValue,
            &node.pointer.child(IDEMPOTENCY),
            message,
        );
        return false;
    }
    is_key
}

/// `x-specwright-settings`: headers that are set once, on the client.
pub(super) fn settings(lowering: &mut Lowering<'_>, root: &Node<'_>) -> Vec<Setting> {
    let Some(list) = root.get(SETTINGS) else {
        return Vec::new();
    };
    if !list.value.is_array() {
        wrong(lowering, &list, SETTINGS, "a list of settings");
    }
    let mut settings = Vec::new();
    for node in root.items_of(SETTINGS) {
        let header = required_text(lowering, &node, "header");
        let name = required_text(lowering, &node, "name");
        if let (Some(header), Some(name)) = (header, name) {
            settings.push(Setting {
                header,
                name,
                required: flag(lowering, &node, "required"),
                description: text(lowering, &node, "description").map(Into::into),
                environment: text(lowering, &node, "environment"),
            });
        }
    }
    settings
}

/// `x-specwright-client-credentials`, on a security scheme.
pub(super) fn client_credentials(
    lowering: &mut Lowering<'_>,
    scheme: &Node<'_>,
) -> Option<ClientCredentials> {
    let node = scheme.get(CLIENT_CREDENTIALS)?;
    let token_url = required_text(lowering, &node, "tokenUrl")?;
    let place = text(lowering, &node, "clientAuthentication");
    let credentials_in_body = match place.as_deref() {
        None | Some("basic") => false,
        Some("body") => true,
        Some(_) => {
            if let Some(member) = node.get("clientAuthentication") {
                wrong(
                    lowering,
                    &member,
                    "clientAuthentication",
                    "`basic` or `body`",
                );
            }
            false
        }
    };
    let mut environment = Vec::new();
    for (key, value) in node.members_of("environment") {
        match value.value.as_str() {
            Some(variable) => environment.push((key.to_owned(), variable.to_owned())),
            None => wrong(lowering, &value, key, "the name of an environment variable"),
        }
    }
    Some(ClientCredentials {
        token_url,
        scope: text(lowering, &node, "scope"),
        credentials_in_body,
        environment,
    })
}

/// `x-specwright-pagination`, on an operation.
pub(super) fn paging(lowering: &mut Lowering<'_>, operation: &Node<'_>) -> Paging {
    let Some(node) = operation.get(PAGINATION) else {
        return Paging::Unspoken;
    };
    match node.value {
        Value::Bool(false) => Paging::Off,
        Value::Object(_) => paging_by(lowering, &node).unwrap_or_default(),
        _ => {
            wrong(
                lowering,
                &node,
                PAGINATION,
                "`false` or an object with a `strategy`",
            );
            Paging::Unspoken
        }
    }
}

fn paging_by(lowering: &mut Lowering<'_>, node: &Node<'_>) -> Option<Paging> {
    let strategy = match required_text(lowering, node, "strategy")?.as_str() {
        "offset" => PagingStrategy::Offset(cursor(lowering, node, "offset")?),
        "page" => PagingStrategy::PageNumber {
            page: cursor(lowering, node, "page")?,
            first: first(lowering, node),
        },
        "cursor" => PagingStrategy::Cursor {
            cursor: cursor(lowering, node, "cursor")?,
            next: required_pointer(lowering, node, "next")?,
        },
        "nextLink" => PagingStrategy::NextLink(required_pointer(lowering, node, "next")?),
        "linkHeader" => PagingStrategy::LinkHeader,
        _ => {
            if let Some(member) = node.get("strategy") {
                let expected = "`offset`, `page`, `cursor`, `nextLink` or `linkHeader`";
                wrong(lowering, &member, "strategy", expected);
            }
            return None;
        }
    };
    let items = match node.text("items") {
        // The whole answer is the list.
        Some("") => String::new(),
        _ => required_pointer(lowering, node, "items")?,
    };
    Some(Paging::By {
        strategy,
        items,
        total: pointer(lowering, node, "total"),
    })
}

fn first(lowering: &mut Lowering<'_>, node: &Node<'_>) -> u64 {
    let Some(member) = node.get("first") else {
        return 1;
    };
    member.value.as_u64().unwrap_or_else(|| {
        wrong(lowering, &member, "first", "the number of the first page");
        1
    })
}

/// Where a request says which page it wants: `name`, `{query: name}` or `{body: /pointer}`.
fn cursor(lowering: &mut Lowering<'_>, node: &Node<'_>, key: &str) -> Option<Cursor> {
    let Some(member) = node.get(key) else {
        lowering.say(
            Diagnostic::new(Code::ExtensionValue, format!("`{key}` is missing here"))
                .at(&node.pointer),
        );
        return None;
    };
    match member.value {
        Value::String(name) if !name.is_empty() => Some(Cursor::Query(name.to_string())),
        Value::Object(_) if member.has("query") => {
            text(lowering, &member, "query").map(Cursor::Query)
        }
        Value::Object(_) if member.has("body") => {
            pointer(lowering, &member, "body").map(Cursor::Body)
        }
        _ => {
            wrong(
                lowering,
                &member,
                key,
                "a name, `{query: name}` or `{body: /pointer}`",
            );
            None
        }
    }
}

/// `x-specwright-polling`, on an operation.
pub(super) fn polling(lowering: &mut Lowering<'_>, operation: &Node<'_>) -> Option<Polling> {
    let node = operation.get(POLLING)?;
    if !node.value.is_object() {
        wrong(lowering, &node, POLLING, "an object");
        return None;
    }
    Some(Polling {
        name: text(lowering, &node, "name"),
        operation: required_text(lowering, &node, "operation")?,
        id: required_pointer(lowering, &node, "id")?,
        parameter: required_text(lowering, &node, "parameter")?,
        state: required_pointer(lowering, &node, "state")?,
        done: texts(lowering, &node, "done"),
        failed: texts(lowering, &node, "failed"),
        result: pointer(lowering, &node, "result"),
        download: flag(lowering, &node, "download"),
    })
}
