//! `cargo xtask codegen`: specs into crates.

mod apis;
mod generate;
mod stamp;
mod summary;
mod watch;

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use specwright::RuntimeSource;

use crate::screen::Screen;
use crate::workspace::Workspace;
use crate::{Failure, Verdict};

use apis::Api;
pub(crate) use apis::{named, with_changelog};
use generate::{Finished, Mode, Task};

const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen                     all specs in specs/, into generated/
  cargo xtask codegen palo-alto-dlp       one of them
  cargo xtask codegen --watch             again, each time that a spec is saved
  cargo xtask codegen --check             is everything up to date? for CI
  cargo xtask codegen --spec petstore.yaml --out ../petstore --name petstore
                                          any file into any folder

Exit status:
  0  done; with --check: everything is up to date
  1  with --check: files are stale, missing or left over
  2  wrong arguments, or a spec or a file that cannot be used, or with
     --deny-breaking: a change that breaks something. Of an API that failed
     nothing was changed; the others were generated";

/// Generate client crates from specs
///
/// Each folder of `specs/` is an API: its spec (`openapi.yaml`, `openapi.json`, `swagger.json`, …),
/// and perhaps an `overlay.yaml` and a `codegen.toml` with settings, all of which are in
/// `generator/SETTINGS.md`. Its crate is written to the folder of the same name in `generated/`,
/// unless the settings have another name for it, and the names that its items have got to
/// `names.lock` beside the spec.
///
/// What a change means for those who depend on the crate is told by its surface, `api.txt`: what was
/// added, changed, removed and deprecated, whether that breaks source or the wire, and which version
/// follows by Cargo's rules.
///
/// An API of which nothing has changed since the last run is not generated again: neither a file that its
/// crate is made of, nor a file of the crate, nor this program. What is known of that is in
/// `target/specwright/`, can be removed at any time, and `--force` does without it.
///
/// The files of an API are replaced all together or not at all. Files that codegen did not write
/// are never touched.
#[derive(Debug, Clone, Default, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// APIs, by the names of their folders in `specs/` [default: all]
    #[arg(value_name = "NAME", conflicts_with = "spec")]
    names: Vec<String>,

    /// Generate again whenever something changes beside a spec, until it is interrupted
    #[arg(long, conflicts_with = "check")]
    watch: bool,

    /// Change nothing, list what is not up to date, and exit with 1 if anything is
    #[arg(long)]
    check: bool,

    /// Do not write an API whose change breaks source or the wire, and exit with 2
    #[arg(long)]
    deny_breaking: bool,

    /// Generate APIs of which nothing has changed since the last run, too
    #[arg(long)]
    force: bool,

    /// A spec that is anywhere
    #[arg(long, value_name = "FILE", requires_all = ["out", "name"], help_heading = "Any file into any folder")]
    spec: Option<PathBuf>,

    /// The folder that becomes the crate; its `names.lock` is kept there too
    #[arg(
        long,
        value_name = "DIR",
        requires = "spec",
        help_heading = "Any file into any folder"
    )]
    out: Option<PathBuf>,

    /// The name of the crate
    #[arg(long, value_name = "CRATE", requires = "spec", value_parser = apis::crate_name, help_heading = "Any file into any folder")]
    name: Option<String>,

    /// Where the crate finds `specwright-runtime`: a folder, a Git URL or a version
    /// [default: this workspace's `runtime/`, or else the published version]
    #[arg(
        long,
        value_name = "PATH|GIT|VERSION",
        requires = "spec",
        help_heading = "Any file into any folder"
    )]
    runtime: Option<RuntimeSource>,

    /// An overlay for the spec; more than one are applied in their order
    #[arg(
        long,
        value_name = "FILE",
        requires = "spec",
        help_heading = "Any file into any folder"
    )]
    overlay: Vec<PathBuf>,

    /// Settings for the spec, as a `codegen.toml` has them
    #[arg(
        long,
        value_name = "FILE",
        requires = "spec",
        help_heading = "Any file into any folder"
    )]
    config: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let selected = select(arguments.clone())?;
    let task = Task {
        mode,
        deny_breaking: arguments.deny_breaking,
        force: arguments.force,
    };
    let verdict = generate(&selected, task, screen);
    if arguments.watch {
        // What there is beside a spec may be another each time.
        watch::forever(&selected.apis, screen, || match select(arguments.clone()) {
            Ok(selected) => {
                generate(&selected, task, screen);
            }
            Err(Failure(words)) => screen.error(&words),
        })?;
    }
    Ok(verdict)
}

fn generate(selected: &Selected, task: Task, screen: &Screen) -> Verdict {
    let start = Instant::now();
    let progress = screen.progress(selected.apis.len());
    let finished = generate::all(&selected.apis, task, screen, &progress);
    progress.finish_and_clear();

    for api in &finished {
        screen.tell(&api.told);
    }
    summary::differences(screen, &finished);
    match task.mode {
        Mode::Write => summary::written(screen, &finished, &selected.rest, start.elapsed()),
        Mode::Check => summary::checked(screen, &finished, &selected.rest, start.elapsed()),
    }
    let failed = finished.iter().any(|api| api.result.is_err());
    let stale = !selected.rest.left_over.is_empty() || finished.iter().any(Finished::is_stale);
    match task.mode {
        _ if failed => Verdict::Failed,
        Mode::Check if stale => Verdict::Found,
        Mode::Check | Mode::Write => Verdict::Done,
    }
}

/// Generates one API of the workspace.
pub(crate) fn one(name: &str, screen: &Screen) -> Result<Verdict, Failure> {
    let arguments = Arguments {
        names: vec![name.to_owned()],
        ..Arguments::default()
    };
    run(arguments, screen)
}

/// What a run is about.
struct Selected {
    apis: Vec<Api>,
    rest: Rest,
}

/// What is in the workspace beside its APIs; looked for when all of them are asked for.
#[derive(Default)]
struct Rest {
    /// Crates whose spec is gone.
    left_over: Vec<PathBuf>,
    /// Documents in `specs/` that have no folder.
    passed_over: Vec<PathBuf>,
}

fn select(arguments: Arguments) -> Result<Selected, Failure> {
    if let (Some(spec), Some(out), Some(name)) = (arguments.spec, arguments.out, arguments.name) {
        let api = Api::anywhere(
            spec,
            out,
            name,
            arguments.runtime,
            arguments.overlay,
            arguments.config,
        )?;
        return Ok(Selected {
            apis: vec![api],
            rest: Rest::default(),
        });
    }
    let workspace = Workspace::find()?;
    let all = workspace.spec_folders()?;
    let passed_over = workspace.documents_without_folder()?;
    if all.is_empty() {
        let specs = workspace.join("specs");
        return Err(Failure(match passed_over.first() {
            Some(document) => format!(
                "no API in `{}`: {}",
                specs.display(),
                summary::without_folder(document)
            ),
            None => format!(
                "no API in `{0}`: put a spec at `{0}/<crate name>/openapi.yaml`",
                specs.display()
            ),
        }));
    }
    if arguments.names.is_empty() {
        let left_over = workspace.crates_without_spec(&all)?;
        let apis = all
            .iter()
            .map(|folder| Api::of_workspace(&workspace, folder, &all))
            .collect();
        return Ok(Selected {
            apis,
            rest: Rest {
                left_over,
                passed_over,
            },
        });
    }
    let mut apis: Vec<Api> = Vec::new();
    for name in &arguments.names {
        if apis.iter().all(|api| api.name() != name) {
            let folder = apis::named(name, &all)?;
            apis.push(Api::of_workspace(&workspace, folder, &all));
        }
    }
    Ok(Selected {
        apis,
        rest: Rest::default(),
    })
}
