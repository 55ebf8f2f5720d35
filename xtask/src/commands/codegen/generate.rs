//! The work itself: each API generated and written, several at a time.

use std::fmt;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use specwright::output::{self, Changes, FilesError, Folder, OutputError};
use specwright::parallel;
use specwright::surface::compare;
use specwright::{Codegen, Generated};

use crate::commands::diff::Difference;
use crate::screen::Screen;

use super::apis::Api;
use super::stamp::{self, Counts, Recalled};

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
    /// Whether what an earlier run has left behind is passed over.
    pub(super) force: bool,
}

/// An API that was dealt with, well or not.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) name: String,
    pub(super) time: Duration,
    /// What there is to say about its documents, as the screen shows it.
    pub(super) told: String,
    pub(super) result: Result<Made, Trouble>,
}

/// What was made of an API.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) counts: Counts,
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
pub(super) fn all(
    apis: &[Api],
    task: Task,
    screen: &Screen,
    progress: &ProgressBar,
) -> Vec<Finished> {
    parallel::map(apis, parallel::processors(), |api| {
        progress.set_message(api.name().to_owned());
        let start = Instant::now();
        let (told, result) = match api.codegen() {
            Err(words) => (String::new(), Err(Trouble::Folder(words.to_owned()))),
            Ok(codegen) => one(api, codegen, task, screen),
        };
        progress.inc(1);
        Finished {
            name: api.name().to_owned(),
            time: start.elapsed(),
            told,
            result,
        }
    })
}

/// Deals with one of them: what there is to say about its documents, and what was made of it.
fn one(
    api: &Api,
    codegen: &Codegen,
    task: Task,
    screen: &Screen,
) -> (String, Result<Made, Trouble>) {
    let asked = stamp::Asked::of(api, codegen, screen);
    if !task.force
        && let Some(recalled) = asked.as_ref().and_then(stamp::Asked::recall)
    {
        let Recalled {
            files,
            lock,
            counts,
            told,
        } = recalled;
        let made = api
            .folders(files, lock)
            .map_err(Trouble::Files)
            .and_then(|folders| {
                Ok(Made {
                    counts,
                    changes: put(&folders, task.mode)?,
                    difference: None,
                })
            });
        return (told, made);
    }
    let outcome = codegen.run();
    let told = screen.told(&outcome.diagnostics, &outcome.sources);
    let Some(generated) = outcome.result else {
        return (told, Err(Trouble::Document));
    };
    let asked = asked.filter(|_| task.mode == Mode::Write);
    let stamp = asked
        .and_then(|asked| asked.stamp(&generated, &told, &outcome.diagnostics, &outcome.sources));
    drop((outcome.diagnostics, outcome.sources));
    let made = make(api, generated, task);
    if let (Ok(made), Some(stamp)) = (&made, stamp) {
        stamp.leave(&made.changes);
    }
    (told, made)
}

/// Puts what was generated where it belongs.
fn make(api: &Api, generated: Generated, task: Task) -> Result<Made, Trouble> {
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
    let made = put(&folders, task.mode).map(|changes| Made {
        counts: Counts::of(&generated.summary),
        changes,
        difference,
    });
    // Of a large API each of these is many megabytes.
    parallel::drop_later((generated.plan, generated.surface, folders));
    made
}

/// Writes the files, or says what that would change.
fn put(folders: &[Folder], mode: Mode) -> Result<Changes, Trouble> {
    match mode {
        Mode::Write => output::write(folders),
        Mode::Check => output::compare(folders),
    }
    .map_err(Trouble::Output)
}
