//! The same for people.

use crate::screen::count;

use super::found::{Called, Found};

/// What is shown, line by line.
pub(super) fn lines(found: &Found) -> Vec<String> {
    let mut lines = Vec::new();
    let from = [vec![found.document.clone()], found.overlays.clone()].concat();
    lines.push(format!("{} {}", found.title, found.version));
    lines.push(format!(
        "  crate {}, {}, {}, from {}",
        found.crate_name,
        count(found.operations.len(), "operation"),
        count(found.types, "type"),
        from.join(" and ")
    ));
    section(&mut lines, "Servers", found.servers.clone());
    let sign_ins = found.sign_ins.iter().map(|sign_in| {
        let variables = sign_in.variables.join(", ");
        format!(
            "{}: {}, by `{}` or {variables}",
            sign_in.scheme, sign_in.how, sign_in.method
        )
    });
    section(&mut lines, "Sign-ins", sign_ins.collect());
    let settings = found.settings.iter().map(|setting| {
        format!(
            "{}, by `{}` or {}",
            setting.header, setting.method, setting.variable
        )
    });
    section(&mut lines, "Settings", settings.collect());
    let mut tag = None;
    for operation in &found.operations {
        if tag != Some(&operation.tag) {
            lines.push(String::new());
            lines.push(
                operation
                    .tag
                    .clone()
                    .unwrap_or_else(|| "Without a tag".to_owned()),
            );
            tag = Some(&operation.tag);
        }
        called(&mut lines, operation);
    }
    let renamed = found.renamed.iter();
    let renamed = renamed.map(|renamed| format!("{} is `{}`", renamed.place, renamed.name));
    section(
        &mut lines,
        "Other names than the document's",
        renamed.collect(),
    );
    section(&mut lines, "Features", vec![found.features.join(", ")]);
    let raw = found.raw_json.iter().filter(|(_, count)| **count > 0);
    let raw = raw.map(|(cause, count)| format!("{count}: {cause}"));
    section(&mut lines, "Raw JSON", raw.collect());
    let diagnostics = found.diagnostics.iter().filter(|(_, count)| **count > 0);
    let diagnostics: Vec<String> = diagnostics
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    if !diagnostics.is_empty() {
        section(
            &mut lines,
            "Diagnostics (`-v` shows each)",
            vec![diagnostics.join(", ")],
        );
    }
    lines
}

fn section(lines: &mut Vec<String>, title: &str, entries: Vec<String>) {
    if entries.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(title.to_owned());
    lines.extend(entries.into_iter().map(|entry| format!("  {entry}")));
}

fn called(lines: &mut Vec<String>, operation: &Called) {
    let Called {
        method,
        success,
        error,
        ..
    } = operation;
    let deprecated = if operation.deprecated {
        ", deprecated"
    } else {
        ""
    };
    lines.push(format!("  {method} -> {success}, or {error}"));
    lines.push(format!("      {}{deprecated}", operation.request));
    if !operation.setters.is_empty() {
        lines.push(format!("      .{}", operation.setters.join(" .")));
    }
    if let Some(pages) = &operation.pages {
        lines.push(format!(
            "      .items() of {}, by {}: {}",
            pages.item, pages.strategy, pages.reason
        ));
    }
    if let Some(job) = &operation.job {
        lines.push(format!(
            "      .wait() for {}, by `{}`, until {}: {}",
            job.status,
            job.asks,
            [job.done.as_slice(), &job.failed].concat().join(" or "),
            job.reason
        ));
    }
}
