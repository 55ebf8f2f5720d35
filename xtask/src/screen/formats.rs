//! Diagnostics for programs.

use clap::ValueEnum;
use serde_json::{Value, json};
use specwright::diagnostics::{Place, Report, Severity};

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Github,
}

/// A diagnostic as a line of JSON.
pub(super) fn json(report: &Report) -> String {
    let place = |place: &Place| {
        json!({
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "pointer": place.pointer,
        })
    };
    let related = report
        .related
        .iter()
        .map(|(at, words)| json!({"place": place(at), "words": words}));
    let line = json!({
        "severity": report.severity.to_string(),
        "code": report.code.name(),
        "message": report.message,
        "help": report.help,
        "place": report.place.as_ref().map(place),
        "related": related.collect::<Vec<Value>>(),
    });
    line.to_string()
}

/// A diagnostic as a workflow command of GitHub Actions, which shows it beside the line.
pub(super) fn github(report: &Report) -> String {
    let kind = match report.severity {
        Severity::Error => "error",
        Severity::Dropped | Severity::Repaired => "warning",
        Severity::Note => "notice",
    };
    let mut properties = vec![format!("title={}", property(report.code.name()))];
    if let Some(place) = &report.place {
        properties.push(format!("file={}", property(&place.file)));
        properties.extend(place.line.map(|line| format!("line={line}")));
        properties.extend(place.column.map(|column| format!("col={column}")));
    }
    let message = data(&format!("{}\nhelp: {}", report.message, report.help));
    format!("::{kind} {}::{message}", properties.join(","))
}

/// What ends a command is encoded.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// And what ends a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
