//! The work itself: each API generated and written, several at a time.

use std::fmt;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use specwright::Summary;
use specwright::diagnostics::Diagnostics;
use specwright::document::SourceMap;
use specwright::output::{self, Changes, FilesError, OutputError};

use super::apis::Api;

/// Whether files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Write,
    Check,
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

/// Nested schemas are walked and printed recursively, and documents may nest them
/// deeper than the two megabytes of a thread.
const STACK: usize = 16 << 20;

/// Deals with all of them, as many at a time as there are processors. The result is
/// in the order of `apis`.
pub(super) fn all(apis: &[Api], mode: Mode, progress: &ProgressBar) -> Vec<Finished> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let work = || {
        let sender = sender.clone();
        while let Some((index, api)) = take(&next, apis) {
            progress.set_message(api.name().to_owned());
            // The receiver lives as long as the scope.
            let _ = sender.send((index, one(api, mode)));
            progress.inc(1);
        }
    };
    thread::scope(|scope| {
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let spawned = (0..processors.min(apis.len()))
            .filter(|_| {
                thread::Builder::new()
                    .stack_size(STACK)
                    .spawn_scoped(scope, work)
                    .is_ok()
            })
            .count();
        if spawned == 0 {
            work();
        }
    });
    drop(sender);
    let mut finished: Vec<(usize, Finished)> = receiver.into_iter().collect();
    finished.sort_by_key(|(index, _)| *index);
    finished.into_iter().map(|(_, finished)| finished).collect()
}

fn take<'a>(next: &AtomicUsize, apis: &'a [Api]) -> Option<(usize, &'a Api)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    apis.get(index).map(|api| (index, api))
}

/// Deals with one of them.
fn one(api: &Api, mode: Mode) -> Finished {
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
                    let folders = api
                        .folders(generated.files, generated.lock)
                        .map_err(Trouble::Files)?;
                    let changes = match mode {
                        Mode::Write => output::write(&folders),
                        Mode::Check => output::compare(&folders),
                    };
                    Ok(Made {
                        summary: generated.summary,
                        changes: changes.map_err(Trouble::Output)?,
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
