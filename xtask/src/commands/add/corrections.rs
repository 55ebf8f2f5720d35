//! An overlay to start from, where what was inferred is not right.

use std::path::Path;

use crate::commands::inspect::{Called, Found};

/// How many actions of a kind are shown.
const SOME: usize = 2;

/// What to say, and the overlay.
pub(super) fn lines(found: &Found, overlay: &Path) -> Vec<String> {
    let mut lines = vec![
        format!(
            "What is not right is corrected in `{}`, of which this is a beginning:",
            overlay.display()
        ),
        String::new(),
        "overlay: 1.1.0".to_owned(),
        "info: {title: What the document leaves out, version: '1'}".to_owned(),
        "actions:".to_owned(),
    ];
    let mut action = |why: &str, target: &str, update: &str| {
        lines.push(format!("  # {why}"));
        lines.push(format!("  - target: {}", quoted(target)));
        lines.push(format!("    update: {update}"));
    };
    if found.servers.is_empty() {
        let update = "{servers: [{url: 'https://api.example.com'}]}";
        action(
            "Where the API is, of which the document says nothing.",
            "$",
            update,
        );
    }
    let tokens = found
        .sign_ins
        .iter()
        .filter(|sign_in| sign_in.is_bearer_without_endpoint);
    for sign_in in tokens.take(SOME) {
        action(
            &format!(
                "Where tokens for `{}` are fetched, if a program can do that.",
                sign_in.scheme
            ),
            &format!("$.components.securitySchemes{}", member(&sign_in.scheme)),
            "{x-specwright-client-credentials: {tokenUrl: 'https://auth.example.com/token', scope: ''}}",
        );
    }
    let paged = found
        .operations
        .iter()
        .filter(|operation| operation.pages.is_some());
    for operation in paged.take(SOME) {
        action(
            &format!("`{}` does not come in pages after all.", name(operation)),
            &target(operation),
            "{x-specwright-pagination: false}",
        );
    }
    let begins = |operation: &&Called| operation.job.is_none() && operation.is_accepted;
    for operation in found.operations.iter().filter(begins).take(SOME) {
        action(
            &format!(
                "`{}` starts a job, and another operation tells how it goes.",
                name(operation)
            ),
            &target(operation),
            "{x-specwright-polling: {name: job, operation: getJob, id: /id, parameter: id, state: /status, done: [done], failed: [failed]}}",
        );
    }
    if let Some(operation) = found.operations.first() {
        action(
            &format!("Another name than `{}`.", name(operation)),
            &target(operation),
            &format!("{{x-specwright-name: {}}}", name(operation)),
        );
    }
    lines
}

/// The method without its arguments.
fn name(operation: &Called) -> &str {
    operation.method.split('(').next().unwrap_or_default()
}

/// The JSONPath of an operation.
fn target(operation: &Called) -> String {
    let (method, path) = operation.request.split_once(' ').unwrap_or_default();
    format!(
        "$.paths{}{}",
        member(path),
        member(&method.to_ascii_lowercase())
    )
}

/// A member in a JSONPath (RFC 9535 § 2.3.1).
fn member(name: &str) -> String {
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_plain
        && name
            .bytes()
            .next()
            .is_some_and(|first| !first.is_ascii_digit())
    {
        return format!(".{name}");
    }
    format!("['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// A text in YAML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
