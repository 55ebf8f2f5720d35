//! `cargo xtask corpus`: every document below some folders into a crate.

mod compile;
mod entry;
pub(super) mod find;
mod generate;
mod show;

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use specwright::RuntimeSource;
use specwright::parallel;

use crate::screen::Screen;
use crate::workspace::Workspace;
use crate::{Failure, Verdict};

use compile::{CRATES, Compile};
use entry::Entry;
use generate::Destination;

const EXAMPLES: &str = "\
Examples:
  cargo xtask corpus ../apis              a crate of every document below ../apis
  cargo xtask corpus ../apis --compile --report corpus.json
                                          do all compile? with figures for each
  cargo xtask corpus ../apis --only adyen/ --only box --all-targets -v
                                          some of them, with examples and tests

Exit status:
  0  each valid document became a crate; with --compile: one that compiles
  1  some did not: they are named, with the reasons
  2  wrong arguments, no document, or a folder that cannot be used";

/// Try the generator on all documents below some folders
///
/// A document is a JSON or YAML file that says `openapi` or `swagger` at its top, with a version.
/// An API of several files is tried once, from that file; files that others refer to, and files
/// that are no OpenAPI at all, are skipped and counted. So are, apart, documents that nobody could
/// read: broken JSON or YAML, or a version that there is not.
///
/// The crates become one workspace, `corpus/` in the target folder, and stay there: the next run
/// checks again only what has changed. A thousand documents end in a screen of figures; `-v` has
/// a line for each.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Folders with documents, or single documents
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,

    /// Type-check the crates too, with warnings denied
    #[arg(long)]
    compile: bool,

    /// Type-check their examples and tests as well, not their libraries alone; implies `--compile`
    #[arg(long)]
    all_targets: bool,

    /// Write what became of each document to a file, as JSON: a list of objects with `file`,
    /// `version`, `crate`, `generated`, `compiled`, `valid`, `seconds`, `operations`, `types`,
    /// `lines`, `diagnostics` (counted by severity and code) and `errors`
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Only documents whose path has this text in it; more than one are alternatives
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,

    /// How many documents and compilers to run at a time; of documents no more than there are processors
    /// [default: the number of processors]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,

    /// Where the workspace of the crates goes [default: corpus/ in the target folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let jobs = arguments
        .jobs
        .map_or_else(parallel::processors, NonZero::get);
    let workspace = Workspace::find().ok();
    let out = match (&arguments.out, &workspace) {
        (Some(out), _) => out.clone(),
        (None, Some(workspace)) => workspace.target().join("corpus"),
        (None, None) => {
            return Err(Failure(
                "this is no workspace with a target folder: say `--out` where the crates go"
                    .to_owned(),
            ));
        }
    };
    let found = find::find(&arguments.folders, &arguments.only, jobs)?;
    if found.documents.is_empty() {
        return Err(Failure(
            "no OpenAPI document there: one is a JSON or YAML file with `openapi` or `swagger` at its top"
                .to_owned(),
        ));
    }

    let start = Instant::now();
    let destination = Destination {
        crates: out.join(CRATES),
        runtime: runtime(workspace.as_ref()),
    };
    let progress = screen.progress(found.documents.len());
    let mut entries = generate::all(&found.documents, &destination, jobs, &progress);
    progress.finish_and_clear();
    compile::write_workspace(&out, &entries)?;
    let generating = start.elapsed();

    let compiling = if arguments.compile || arguments.all_targets {
        let start = Instant::now();
        let compile = Compile {
            workspace: out,
            lock: workspace
                .map(|workspace| workspace.join("Cargo.lock"))
                .filter(|lock| lock.is_file()),
            all_targets: arguments.all_targets,
            jobs,
        };
        let progress = screen.progress(entries.iter().filter(|entry| entry.generated).count());
        progress.set_message("cargo check");
        compile::check(&compile, &mut entries, &progress)?;
        progress.finish_and_clear();
        Some(start.elapsed())
    } else {
        None
    };

    if let Some(report) = &arguments.report {
        write_report(report, &entries)?;
    }
    let times = show::Times {
        generating,
        compiling,
    };
    show::results(screen, &found, &entries, times);
    Ok(if entries.iter().any(Entry::is_failure) {
        Verdict::Found
    } else {
        Verdict::Done
    })
}

/// This workspace's runtime if it has one, or the published one of this version.
pub(super) fn runtime(workspace: Option<&Workspace>) -> RuntimeSource {
    workspace
        .and_then(|workspace| workspace.join("runtime").canonicalize().ok())
        .map_or_else(
            || RuntimeSource::Version(env!("CARGO_PKG_VERSION").to_owned()),
            RuntimeSource::Path,
        )
}

/// One object a document, in the order of the documents.
fn write_report(file: &Path, entries: &[Entry]) -> Result<(), Failure> {
    let failure = |error: &dyn std::fmt::Display| {
        Failure(format!("`{}` cannot be written: {error}", file.display()))
    };
    let mut text = serde_json::to_string_pretty(entries).map_err(|error| failure(&error))?;
    text.push('\n');
    fs::write(file, text).map_err(|error| failure(&error))
}
