//! What became of each call, and which refusals are explained.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::screen::{Screen, count};
use crate::{Failure, Verdict};

/// What a program says of one call.
#[derive(Debug, Deserialize)]
pub(super) struct Outcome {
    operation: String,
    case: String,
    status: Option<u16>,
    body: Option<Value>,
    error: Option<String>,
}

/// What that means.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Accepted,
    /// Why the server would not take the request.
    Refused(String),
    /// Why there was no request.
    NotSent(String),
}

/// How the types of Prism's own errors begin.
const PRISM: &str = "https://stoplight.io/prism/errors#";

/// Of these, those that are about the request; the others are about the answer that Prism cannot
/// make up.
const ABOUT_REQUESTS: &[&str] = &[
    "UNPROCESSABLE_ENTITY",
    "UNAUTHORIZED",
    "NO_PATH_MATCHED_ERROR",
    "NO_METHOD_MATCHED_ERROR",
    "NO_SERVER_MATCHED_ERROR",
    "INVALID_CONTENT_TYPE",
    "NO_BASE_URL_ERROR",
];

impl Outcome {
    fn meaning(&self) -> Meaning {
        if let Some(error) = &self.error {
            return Meaning::NotSent(error.clone());
        }
        let body = self.body.as_ref();
        let kind = body
            .and_then(|body| body.get("type"))
            .and_then(Value::as_str)
            .and_then(|kind| kind.strip_prefix(PRISM));
        match kind {
            Some(kind) if ABOUT_REQUESTS.contains(&kind) => {
                Meaning::Refused(format!("{kind}{}", violations(body)))
            }
            _ => Meaning::Accepted,
        }
    }
}

/// What Prism says is wrong.
fn violations(body: Option<&Value>) -> String {
    let list = body
        .and_then(|body| body.get("validation"))
        .and_then(Value::as_array);
    let mut text = String::new();
    for violation in list.into_iter().flatten() {
        let place: Vec<String> = violation
            .get("location")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|step| {
                step.as_str()
                    .map_or_else(|| step.to_string(), str::to_owned)
            })
            .collect();
        let message = violation.get("message").and_then(Value::as_str);
        let place = place.join(".");
        text.push_str(&format!(" [{place}: {}]", message.unwrap_or_default()));
    }
    text
}

/// Refusals that are no fault of ours, with the reason: `tests/live/known.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    #[serde(default)]
    known: Vec<Entry>,
    /// Which of them were met.
    #[serde(skip)]
    met: RefCell<BTreeSet<usize>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// A part of the document's name; empty for all.
    #[serde(default)]
    document: String,
    /// The operation, `GET /pets`; empty for all.
    #[serde(default)]
    operation: String,
    /// A part of what is said of the refusal.
    says: String,
    /// Whose fault it is, and why.
    reason: String,
}

impl Known {
    pub(super) fn read(file: &Path) -> Result<Self, Failure> {
        let failure = |error: &dyn std::fmt::Display| {
            Failure(format!("`{}` cannot be used: {error}", file.display()))
        };
        let text = fs::read_to_string(file).map_err(|error| failure(&error))?;
        let known: Self = toml::from_str(&text).map_err(|error| failure(&error))?;
        match known
            .known
            .iter()
            .find(|entry| entry.reason.trim().is_empty())
        {
            Some(entry) => Err(failure(&format!("`{}` has no reason", entry.says))),
            None => Ok(known),
        }
    }

    /// Explanations for one of these documents that nothing was explained by.
    fn stale<'d>(&self, documents: impl Iterator<Item = &'d String>) -> Vec<String> {
        let documents: Vec<&String> = documents.collect();
        let met = self.met.borrow();
        let entries = self.known.iter().enumerate();
        entries
            .filter(|(index, entry)| {
                let tried = documents.iter().any(|name| name.contains(&entry.document));
                !entry.document.is_empty() && tried && !met.contains(index)
            })
            .map(|(_, entry)| format!("{} {}: {}", entry.document, entry.operation, entry.says))
            .collect()
    }

    fn explains(&self, document: &str, outcome: &Outcome, says: &str) -> bool {
        let found = self.known.iter().position(|entry| {
            document.contains(&entry.document)
                && (entry.operation.is_empty() || entry.operation == outcome.operation)
                && says.contains(&entry.says)
        });
        if let Some(index) = found {
            self.met.borrow_mut().insert(index);
        }
        found.is_some()
    }
}

/// What became of the calls of a document.
#[derive(Debug, Default)]
pub(super) struct Tally {
    operations: usize,
    calls: usize,
    accepted: usize,
    explained: usize,
    /// What was refused or not sent, and is not explained.
    pub(super) refused: Vec<String>,
}

impl Tally {
    pub(super) fn of(document: &str, outcomes: Vec<Outcome>, known: &Known) -> Self {
        let mut tally = Self::default();
        let operations: BTreeSet<&String> =
            outcomes.iter().map(|outcome| &outcome.operation).collect();
        tally.operations = operations.len();
        for outcome in &outcomes {
            tally.calls += 1;
            let says = match outcome.meaning() {
                Meaning::Accepted => {
                    tally.accepted += 1;
                    continue;
                }
                Meaning::Refused(says) => says,
                Meaning::NotSent(says) => format!("not sent: {says}"),
            };
            if known.explains(document, outcome, &says) {
                tally.explained += 1;
                continue;
            }
            let status = outcome
                .status
                .map(|status| format!(" {status}"))
                .unwrap_or_default();
            let (operation, case) = (&outcome.operation, &outcome.case);
            tally
                .refused
                .push(format!("{operation} ({case}):{status} {says}"));
        }
        tally
    }
}

/// Shows the table, and says how it went.
pub(super) fn show(screen: &Screen, tallies: &BTreeMap<String, Tally>, known: &Known) -> Verdict {
    let width = tallies.keys().map(String::len).max().unwrap_or(0).max(8);
    screen.say(&format!(
        "\n{:<width$}  operations  calls  accepted  explained  refused",
        "document"
    ));
    let mut all = Tally::default();
    for (name, tally) in tallies {
        let refused = tally.refused.len();
        screen.say(&format!(
            "{name:<width$}  {:>10}  {:>5}  {:>8}  {:>9}  {refused:>7}",
            tally.operations, tally.calls, tally.accepted, tally.explained
        ));
        all.operations += tally.operations;
        all.calls += tally.calls;
        all.accepted += tally.accepted;
        all.explained += tally.explained;
        all.refused.extend(tally.refused.iter().cloned());
    }
    screen.say(&format!(
        "\n{} in {}: {} accepted, {} explained, {} refused",
        count(all.calls, "call"),
        count(all.operations, "operation"),
        all.accepted,
        all.explained,
        all.refused.len()
    ));
    let stale = known.stale(tallies.keys());
    for entry in &stale {
        screen.find(&format!(
            "tests/live/known.toml explains what is no longer so: {entry}"
        ));
    }
    match all.refused.is_empty() && stale.is_empty() {
        true => Verdict::Done,
        false => Verdict::Found,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn outcome(json: &str) -> Outcome {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_is_about_the_answer_is_no_refusal() {
        let refused = outcome(
            r#"{"operation": "GET /a", "case": "all", "status": 422, "body": {
                "type": "https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY",
                "validation": [{"location": ["query", "n"], "message": "must be integer"}]}}"#,
        );
        assert_eq!(
            refused.meaning(),
            Meaning::Refused("UNPROCESSABLE_ENTITY [query.n: must be integer]".to_owned())
        );
        let other = outcome(
            r#"{"operation": "GET /a", "case": "all", "status": 406, "body": {
                "type": "https://stoplight.io/prism/errors#NOT_ACCEPTABLE"}}"#,
        );
        assert_eq!(other.meaning(), Meaning::Accepted);
        let own = outcome(r#"{"operation": "GET /a", "case": "all", "status": 422, "body": {}}"#);
        assert_eq!(own.meaning(), Meaning::Accepted);
    }

    #[test]
    fn what_is_explained_is_told_apart() {
        let known: Known =
            toml::from_str("[[known]]\nsays = \"no value\"\nreason = \"the sampler\"").unwrap();
        let outcomes = vec![
            outcome(r#"{"operation": "GET /a", "case": "all", "error": "no value"}"#),
            outcome(r#"{"operation": "GET /a", "case": "required", "error": "else"}"#),
            outcome(r#"{"operation": "GET /b", "case": "required", "status": 200}"#),
        ];
        let tally = Tally::of("x", outcomes, &known);
        assert_eq!((tally.operations, tally.calls), (2, 3));
        assert_eq!((tally.accepted, tally.explained), (1, 1));
        assert_eq!(tally.refused, ["GET /a (required): not sent: else"]);
    }
}
