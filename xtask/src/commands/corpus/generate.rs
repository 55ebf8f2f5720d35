//! A crate of each document.

use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::Instant;

use indicatif::ProgressBar;
use specwright::diagnostics::Severity;
use specwright::output::{self, Files, Folder};
use specwright::parallel;
use specwright::{Codegen, Outcome, RuntimeSource};

use super::entry::{Counts, Entry, is_valid};
use super::find::Document;

/// How many errors of a document are kept.
const ERRORS: usize = 5;

/// Where crates go, and what they depend on.
#[derive(Debug)]
pub(super) struct Destination {
    /// The folder that has a folder for each crate.
    pub(super) crates: PathBuf,
    pub(super) runtime: RuntimeSource,
}

/// Makes a crate of each document, in their order. One that panics fails alone.
pub(super) fn all(
    documents: &[Document],
    to: &Destination,
    jobs: usize,
    progress: &ProgressBar,
) -> Vec<Entry> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|panic| {
        PANIC_AT.set(panic.location().map(ToString::to_string));
    }));
    let entries = parallel::map(documents, jobs, |document| {
        progress.set_message(document.name.clone());
        let entry = one(document, to);
        progress.inc(1);
        entry
    });
    panic::set_hook(hook);
    entries
}

thread_local! {
    /// Where this thread panicked last: only the hook is told.
    static PANIC_AT: Cell<Option<String>> = const { Cell::new(None) };
}

fn one(document: &Document, to: &Destination) -> Entry {
    let start = Instant::now();
    let mut entry = Entry {
        file: document.path.display().to_string().replace('\\', "/"),
        version: document.version.clone(),
        crate_name: document.crate_name.clone(),
        generated: false,
        compiled: None,
        valid: true,
        seconds: 0.0,
        operations: 0,
        types: 0,
        lines: 0,
        diagnostics: Counts::default(),
        raw_json: BTreeMap::new(),
        errors: Vec::new(),
        name: document.name.clone(),
    };
    let codegen = Codegen {
        spec: document.path.clone(),
        overlays: Vec::new(),
        lock: None,
        crate_name: document.crate_name.clone(),
        runtime: to.runtime.clone(),
        settings: specwright::Settings::default(),
    };
    // Nothing that the closure touches is used after a panic.
    match panic::catch_unwind(AssertUnwindSafe(|| codegen.run())) {
        Ok(outcome) => entry.take(outcome, &to.crates.join(&document.crate_name)),
        Err(panic) => entry.errors.push(panicked(panic.as_ref())),
    }
    // In whole milliseconds, as far as it can be told.
    entry.seconds = (start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    entry
}

impl Entry {
    /// Writes the crate, and counts what there is to count.
    fn take(&mut self, outcome: Outcome, folder: &Path) {
        let diagnostics = &outcome.diagnostics;
        self.diagnostics = Counts::of(diagnostics);
        let Some(generated) = outcome.result else {
            self.valid = is_valid(diagnostics);
            self.errors = diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity() == Severity::Error)
                .take(ERRORS)
                .map(|error| error.report(&outcome.sources).in_a_line())
                .collect();
            return;
        };
        self.operations = generated.summary.operations;
        self.types = generated.summary.types;
        self.raw_json = generated.summary.raw_json;
        self.lines = lines(&generated.files);
        match output::write(&[Folder::whole(folder, generated.files)]) {
            Ok(_) => self.generated = true,
            Err(error) => self.errors.push(error.to_string()),
        }
    }
}

fn lines(files: &Files) -> usize {
    files
        .iter()
        .filter(|(path, _)| path.as_str().ends_with(".rs"))
        .map(|(_, text)| text.lines().count())
        .sum()
}

fn panicked(panic: &(dyn Any + Send)) -> String {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word");
    match PANIC_AT.take() {
        Some(place) => format!("the generator panicked at {place}: {words}"),
        None => format!("the generator panicked: {words}"),
    }
}
