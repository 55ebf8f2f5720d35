//! What a run says at its end.

use std::collections::BTreeMap;
use std::time::Duration;

use specwright::diagnostics::Severity;

use crate::screen::{Align, Screen, Table, count};

use super::entry::Entry;
use super::find::Found;

/// The gravest first.
const SEVERITIES: [Severity; 4] = [
    Severity::Error,
    Severity::Dropped,
    Severity::Repaired,
    Severity::Note,
];

/// How many documents are shown without being asked for, a line each.
const LISTED: usize = 30;

/// How many lines of an error are shown.
const ERROR_LINES: usize = 12;

/// How wide the name of a document may be, so that the table fits a terminal.
const NAME: usize = 30;

/// How long the two parts of a run took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) generating: Duration,
    pub(super) compiling: Option<Duration>,
}

/// Shows what came of the documents: all of them where they are few or asked for, and in any
/// case those that failed, and the totals.
pub(super) fn results(screen: &Screen, found: &Found, entries: &[Entry], times: Times) {
    if screen.is_verbose() || entries.len() <= LISTED {
        screen.say(&format!("{}\n", documents(entries)));
    }
    if let Some(table) = diagnostics(entries) {
        screen.say(&format!("{table}\n"));
    }
    if let Some(table) = raw_json(entries) {
        screen.say(&format!("{table}\n"));
    }
    for entry in entries {
        if entry.is_failure() {
            let what = if entry.generated {
                "does not compile"
            } else {
                "was not generated"
            };
            screen.error(&format!("{} {what}{}", entry.name, reasons(entry)));
        } else if !entry.valid {
            screen.warning(&format!("{} is not valid{}", entry.name, reasons(entry)));
        }
    }
    for line in totals(found, entries, times) {
        screen.say(&line);
    }
}

fn documents(entries: &[Entry]) -> impl std::fmt::Display {
    let mut table = Table::new([
        ("document", Align::Left),
        ("version", Align::Left),
        ("operations", Align::Right),
        ("types", Align::Right),
        ("lines", Align::Right),
        ("time", Align::Right),
        ("dropped", Align::Right),
        ("repaired", Align::Right),
        ("notes", Align::Right),
        ("raw JSON", Align::Right),
        ("crate", Align::Left),
    ]);
    for entry in entries {
        let of = |severity| entry.diagnostics.sum(severity).to_string();
        let outcome = match (entry.generated, entry.compiled) {
            (true, Some(true)) => "compiled",
            (true, None) => "generated",
            (true, Some(false)) => "does not compile",
            (false, _) if entry.valid => "failed",
            (false, _) => "not valid",
        };
        table.row([
            end_of(&entry.name),
            entry.version.chars().take(7).collect(),
            entry.operations.to_string(),
            entry.types.to_string(),
            entry.lines.to_string(),
            format!("{:.2} s", entry.seconds),
            of(Severity::Dropped),
            of(Severity::Repaired),
            of(Severity::Note),
            entry.raw_json.values().sum::<usize>().to_string(),
            outcome.to_owned(),
        ]);
    }
    table
}

/// The end of a path tells more than its beginning.
fn end_of(name: &str) -> String {
    let length = name.chars().count();
    if length <= NAME {
        return name.to_owned();
    }
    let end: String = name.chars().skip(length + 1 - NAME).collect();
    format!("…{end}")
}

/// All codes with their numbers; `None` where there is nothing to say.
fn diagnostics(entries: &[Entry]) -> Option<impl std::fmt::Display> {
    let mut table = Table::new([
        ("severity", Align::Left),
        ("code", Align::Left),
        ("number", Align::Right),
        ("documents", Align::Right),
    ]);
    let mut is_empty = true;
    for severity in SEVERITIES {
        let mut codes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for entry in entries {
            for (code, number) in entry.diagnostics.of_severity(severity) {
                let sums = codes.entry(code).or_default();
                sums.0 += number;
                sums.1 += 1;
            }
        }
        for (code, (number, documents)) in codes {
            is_empty = false;
            table.row([
                severity.to_string(),
                code.to_owned(),
                number.to_string(),
                documents.to_string(),
            ]);
        }
    }
    (!is_empty).then_some(table)
}

/// What is raw JSON, by cause; `None` where nothing is.
fn raw_json(entries: &[Entry]) -> Option<impl std::fmt::Display> {
    let mut causes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (cause, number) in entries.iter().flat_map(|entry| &entry.raw_json) {
        let sums = causes.entry(cause).or_default();
        sums.0 += number;
        sums.1 += 1;
    }
    let mut table = Table::new([
        ("raw JSON, and why", Align::Left),
        ("number", Align::Right),
        ("documents", Align::Right),
    ]);
    let is_empty = causes.is_empty();
    for (cause, (number, documents)) in causes {
        table.row([cause.to_owned(), number.to_string(), documents.to_string()]);
    }
    (!is_empty).then_some(table)
}

fn reasons(entry: &Entry) -> String {
    let mut reasons = String::new();
    for error in &entry.errors {
        for line in error.lines().take(ERROR_LINES) {
            reasons.push_str("\n  ");
            reasons.push_str(line);
        }
    }
    reasons
}

fn totals(found: &Found, entries: &[Entry], times: Times) -> Vec<String> {
    let number = |wanted: &dyn Fn(&Entry) -> bool| entries.iter().filter(|e| wanted(e)).count();
    let sum = |of: &dyn Fn(&Entry) -> usize| entries.iter().map(of).sum::<usize>();
    let mut first = format!(
        "{}: {} generated",
        count(entries.len(), "document"),
        number(&|entry| entry.generated)
    );
    if times.compiling.is_some() {
        first += &format!(
            ", {} compiled",
            number(&|entry| entry.compiled == Some(true))
        );
    }
    for (some, words) in [
        (number(&Entry::is_failure), "failed"),
        (number(&|entry| !entry.valid), "not valid"),
    ] {
        if some > 0 {
            first += &format!(", {some} {words}");
        }
    }
    let mut second = format!(
        "{}, {}, {} in {:.1} s",
        count(sum(&|entry| entry.operations), "operation"),
        count(sum(&|entry| entry.types), "type"),
        count(sum(&|entry| entry.lines), "line"),
        times.generating.as_secs_f64()
    );
    if let Some(time) = times.compiling {
        second += &format!(", compiled in {:.1} s", time.as_secs_f64());
    }
    let mut lines = vec![first, second];
    if found.parts + found.others > 0 {
        lines.push(format!(
            "skipped: {} of documents, {} of something else",
            count(found.parts, "part"),
            count(found.others, "file")
        ));
    }
    lines
}
