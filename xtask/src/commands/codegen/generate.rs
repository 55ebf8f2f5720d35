//! The work itself: each API generated and written, several at a time.

use std::fmt;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use specwright::Summary;
use specwright::diagnostics::Diagnostics;
use specwright::document::SourceMap;
use specwright::output::{self, Changes, FilesError, OutputError};
use specwright::parallel;
use specwright::surface::compare;

use crate::commands::diff::Difference;

use super::apis::Api;

/// Whether files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Write,
    Check,
}

/// What is done of each API.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub(super) mode: Mode,
    /// Whether what breaks something is not written.
    pub(super) deny_breaking: bool,
}

/// An API that was dealt with, well or not.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) name: String,
    pub(super) time: Duration,
    pub(super) diagnostics: Diagnostics,
    pub(super) sources: SourceMap,
    pub(super) result: Result<Made, Trouble>,
}

/// What was made of an API.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) summary: Summary,
    /// What was changed, or would be.
    pub(super) changes: Changes,
    /// What that means for those who depend on the crate; `None` of one that is new.
    pub(super) difference: Option<Difference>,
}

/// Why nothing was made of an API.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Its folder in `specs/` is not as it should be.
    Folder(String),
    /// Its document cannot be used: the diagnostics say why.
    Document,
    /// What was made of it is not fit to be written: a mistake of the generator's.
    Files(FilesError),
    /// It could not be written, or compared.
    Output(OutputError),
    /// It would break those who depend on it, which was not to be.
    Breaking(Box<Difference>),
}

impl Finished {
    /// Whether files differ from what they should be.
    pub(super) fn is_stale(&self) -> bool {
        self.result
            .as_ref()
            .is_ok_and(|made| !made.changes.is_empty())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(words) => f.write_str(words),
            Self::Document => f.write_str("the document cannot be used, for the reasons above"),
            Self::Files(error) => write!(
                f,
                "{error}; this is a mistake in specwright, please report it"
            ),
            Self::Breaking(difference) => {
                let (source, wire) = (difference.source_breaks, difference.wire_breaks);
                write!(f, "{source} of its changes break source, {wire} the wire")
            }
            Self::Output(error) => {
                write!(f, "{error}")?;
                match std::error::Error::source(error) {
                    Some(source) => write!(f, ": {source}"),
                    None => Ok(()),
                }
            }
        }
    }
}

/// Deals with all of them, as many at a time as there are processors. The result is
/// in the order of `apis`.
pub(super) fn all(apis: &[Api], task: Task, progress: &ProgressBar) -> Vec<Finished> {
    parallel::map(apis, parallel::processors(), |api| {
        progress.set_message(api.name().to_owned());
        let finished = one(api, task);
        progress.inc(1);
        finished
    })
}

/// Deals with one of them.
fn one(api: &Api, task: Task) -> Finished {
    let start = Instant::now();
    let (diagnostics, sources, result) = match api.codegen() {
        Err(words) => (
            Diagnostics::new(),
            SourceMap::new(),
            Err(Trouble::Folder(words.to_owned())),
        ),
        Ok(codegen) => {
            let outcome = codegen.run();
            let result = outcome
                .result
                .ok_or(Trouble::Document)
                .and_then(|generated| {
                    let difference = api.surface_before().map(|before| {
                        let report = compare(&before, &generated.surface);
                        Difference::new(api.name(), before.version(), report)
                    });
                    if let Some(difference) = &difference
                        && task.deny_breaking
                        && difference.report.is_breaking()
                    {
                        return Err(Trouble::Breaking(Box::new(difference.clone())));
                    }
                    let folders = api
                        .folders(generated.files, generated.lock)
                        .map_err(Trouble::Files)?;
                    let changes = match task.mode {
                        Mode::Write => output::write(&folders),
                        Mode::Check => output::compare(&folders),
                    };
                    Ok(Made {
                        summary: generated.summary,
                        changes: changes.map_err(Trouble::Output)?,
                        difference,
                    })
                });
            (outcome.diagnostics, outcome.sources, result)
        }
    };
    Finished {
        name: api.name().to_owned(),
        time: start.elapsed(),
        diagnostics,
        sources,
        result,
    }
}
