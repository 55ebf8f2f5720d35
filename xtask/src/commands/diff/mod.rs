//! `cargo xtask diff`: what a change means for those who depend on the crates.

mod git;
mod sides;

use clap::Args;
use serde::Serialize;
use specwright::surface::{Report, Step};

use crate::screen::Screen;
use crate::{Failure, Verdict};

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff old.yaml new.yaml           two documents
  cargo xtask diff main                        a git revision and the working tree, all APIs
  cargo xtask diff v1.0 v1.1                   two git revisions
  cargo xtask diff main:specs/palo-alto-dlp specs/palo-alto-dlp
                                               an API at a revision and now
  cargo xtask diff main --deny-breaking        for CI

Exit status:
  0  compared
  2  a document or a revision cannot be used, or with --deny-breaking: something
     breaks, source or the wire";

/// Say what is different between two documents or revisions, and what that breaks
///
/// Each change with whether it breaks source (a program that compiled no longer does) or the wire (with
/// the crate as it was, requests that worked are refused or answers no longer decode), and the
/// release that follows by Cargo's rules. Revisions are compared by the `api.txt` of their crates, or by
/// their specs where there is none.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A document, a folder of `specs/`, an `api.txt`, any of these at a git revision
    /// (`REVISION:PATH`), or a git revision
    old: String,

    /// The same [default: the working tree]
    new: Option<String>,

    /// For programs
    #[arg(long)]
    json: bool,

    /// Exit with 2 if something breaks
    #[arg(long)]
    deny_breaking: bool,
}

/// The difference between two states of a crate.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Difference {
    /// The crate.
    #[serde(rename = "crate")]
    pub(crate) name: String,
    /// The version that it had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<String>,
    /// The version that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_version: Option<String>,
    /// What kind of release that is.
    pub(crate) step: Step,
    pub(crate) source_breaks: usize,
    pub(crate) wire_breaks: usize,
    #[serde(flatten)]
    pub(crate) report: Report,
}

impl Difference {
    pub(crate) fn new(name: &str, version: Option<&str>, report: Report) -> Self {
        let step = report.step();
        Self {
            name: name.to_owned(),
            version: version.map(str::to_owned),
            next_version: version.and_then(|version| step.after(version)),
            step,
            source_breaks: report.source_breaks(),
            wire_breaks: report.wire_breaks(),
            report,
        }
    }

    /// For people: a line with the figures, and the changes.
    pub(crate) fn show(&self, show: impl Fn(&str)) {
        let release = match (self.step, &self.version, &self.next_version) {
            (Step::Nothing, ..) => String::new(),
            (_, Some(version), Some(next)) => format!("; after {version} comes {next}"),
            (Step::Major, ..) => "; asks for a major release".to_owned(),
            (Step::Minor, ..) => "; asks for a minor release".to_owned(),
            (Step::Patch, ..) => "; asks for a patch release".to_owned(),
        };
        show(&format!(
            "{}: {}{release}",
            self.name,
            self.report.summary()
        ));
        let text = self.report.to_string();
        if !text.is_empty() {
            show("");
            text.lines().for_each(|line| match line.is_empty() {
                true => show(""),
                false => show(&format!("  {line}")),
            });
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let differences = sides::differences(&arguments.old, arguments.new.as_deref(), screen)?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&differences)
            .map_err(|error| Failure(format!("it cannot be written as JSON: {error}")))?;
        screen.hand_out(&json);
    } else {
        for (at, difference) in differences.iter().enumerate() {
            if at > 0 {
                screen.find("");
            }
            difference.show(|line| screen.find(line));
        }
    }
    let is_breaking = differences
        .iter()
        .any(|difference| difference.report.is_breaking());
    Ok(match arguments.deny_breaking && is_breaking {
        true => Verdict::Failed,
        false => Verdict::Done,
    })
}
