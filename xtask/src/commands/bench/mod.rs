//! `cargo xtask bench`: what generators and their crates take, side by side.

mod binary;
mod chart;
mod compile;
mod compiled;
mod contents;
mod criterion;
mod figures;
mod generate;
mod grid;
mod growth;
mod machine;
pub(crate) mod measure;
mod page;
mod program;
mod setup;
mod subjects;
mod table;
mod tags;

use std::num::NonZero;
use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;

use crate::screen::Screen;
use crate::workspace::Workspace;
use crate::{Failure, Verdict};

use compiled::Compiled;
use figures::{Figure, Figures, Found, Part, What};
use machine::Machine;
use setup::Setup;
use subjects::Subject;

/// How often a generator is run, if nothing else is said.
const RUNS_OF_GENERATORS: usize = 5;

/// How often a crate is compiled, if nothing else is said.
const RUNS_OF_COMPILERS: usize = 3;

const HELP: &str = "\
What is measured:
  generate  time and peak memory of each generator as a process that writes its crate into an
            empty folder, in turns, ours in its release build and with the settings of `cargo
            xtask`; the size of what is written, and how much of the document is in it (`cargo
            xtask peers --help`); and, of the largest document, how the time of ours grows when
            its paths and components are there twice, four and eight times
  compile   time and peak memory of a compiler, for `cargo check`, `cargo build` and `cargo
            build --release` of each crate with its dependencies built before; of a crate with
            features for tags, `cargo check` with one of them alone; and once, in an empty
            target folder, `cargo check` and `cargo build` of a program that depends on the
            crate, with TLS
  binary    the size of that program, stripped, when it calls ten operations, the same of each
  decode    large lists, decoded to the types of generated crates, to structs with derives of
            serde, and to `serde_json::Value`; and, as the least that it can take, copies of
            what was decoded (Criterion, tests/benches/decode/, all of it in five rounds)
  requests  a call of a generated client beside the same with reqwest by hand, from memory and
            from a server on loopback (Criterion, tests/benches/requests.rs, in five rounds)

Figures are medians, with the least and the greatest beside them. `ahead` is by how much ours
is better than the best of the others; below 1 one of them is better. What is refused or does
not compile is said below the table. Memory is known on Unix. Crates and target folders are in
bench/ in the target folder. Figures are shown when all is measured: of large documents, take
one at a time with `--json`, and show them together with `--from`.

Examples:
  cargo xtask bench                                the APIs in specs/, with everything
  cargo xtask bench ../apis --only oxide --part generate --part compile
  cargo xtask bench --json > figures.json          for programs, and for --from
  cargo xtask bench --from figures.json --page generator/BENCH.md

Exit status:
  0  all was measured, whatever is refused or does not compile
  2  something could not be installed, built or read";

/// Measure specwright and other generators on the same documents, in one run
///
/// Ploidy, Progenitor and oas3-gen are installed with cargo into `peers/` in the target folder, once.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct Arguments {
    /// Folders with documents, or single documents, beside the APIs in `specs/`
    #[arg(value_name = "DIR|FILE")]
    folders: Vec<PathBuf>,

    /// Only documents whose path, or APIs whose name, has this text in it; more than one are
    /// alternatives
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,

    /// Only this part; more than one are done [default: all]
    #[arg(long, value_name = "PART")]
    part: Vec<Part>,

    /// How often each is done [default: 5 for generators, 3 for compilers]
    #[arg(long, value_name = "N")]
    runs: Option<NonZero<usize>>,

    /// Of what compilers do, only `cargo check`: of a crate of GitHub's some take minutes for each
    #[arg(long)]
    check_only: bool,

    /// Only ours: nothing is installed
    #[arg(long)]
    no_peers: bool,

    /// Our program [default: the release build of this one, which is made]
    #[arg(long, value_name = "PROGRAM")]
    ours: Option<PathBuf>,

    /// Measure nothing, and show what `--json` wrote before; more than one are shown together
    #[arg(long, value_name = "FILE", conflicts_with_all = ["folders", "only", "part", "runs", "check_only", "no_peers", "ours"])]
    from: Vec<PathBuf>,

    /// Print JSON
    #[arg(long)]
    json: bool,

    /// Write a page with the figures, in Markdown, and a chart beside it that ends in `.svg`
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
}

impl Arguments {
    fn has(&self, part: Part) -> bool {
        self.part.is_empty() || self.part.contains(&part)
    }

    fn runs(&self, default: usize) -> usize {
        self.runs.map_or(default, NonZero::get)
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let measured = match arguments.from.is_empty() {
        true => measured(arguments, screen)?,
        false => Figures::read(&arguments.from)?,
    };
    if let Some(place) = &arguments.page {
        page::write(place, &measured)?;
    }
    match arguments.json {
        true => {
            let text = serde_json::to_string_pretty(&measured);
            screen.find(&text.map_err(|error| Failure(error.to_string()))?);
        }
        false => table::print(screen, &measured),
    }
    Ok(Verdict::Done)
}

/// Measures what is asked for.
fn measured(arguments: &Arguments, screen: &Screen) -> Result<Figures, Failure> {
    let workspace = Workspace::find()?;
    let mut measured = Figures {
        machine: Machine::this(),
        commands: vec![command()],
        ..Figures::default()
    };
    let of_documents = [Part::Generate, Part::Compile, Part::Binary];
    if of_documents.into_iter().any(|part| arguments.has(part)) {
        let subjects = subjects::find(&arguments.folders, &arguments.only, &workspace, screen)?;
        let setup = Setup::new(
            &workspace,
            arguments.ours.as_deref(),
            !arguments.no_peers,
            screen,
        )?;
        measured.generators = setup
            .generators()
            .map(|generator| generator.title())
            .collect();
        let progress = screen.progress(subjects.len());
        for subject in &subjects {
            let figures = of_document(subject, &setup, arguments, &progress)?;
            measured.figures.extend(figures);
            progress.inc(1);
        }
        if let Some(largest) = subjects.iter().max_by_key(|subject| subject.size)
            && arguments.has(Part::Generate)
        {
            let runs = arguments.runs(RUNS_OF_GENERATORS);
            let figures = growth::run(largest, &setup, runs, &progress)?;
            measured.figures.extend(figures);
        }
        setup.clear()?;
        progress.finish_and_clear();
    }
    for (part, bench, what) in [
        (Part::Decode, "decode", What::Decode),
        (Part::Requests, "requests", What::Call),
    ] {
        if arguments.has(part) {
            screen.warning(&format!("the bench `{bench}` is being run"));
            let figures = criterion::figures(&workspace, bench, what)?;
            measured.figures.extend(figures);
        }
    }
    Ok(measured)
}

/// Measures generators and their crates on a document.
fn of_document(
    subject: &Subject,
    setup: &Setup,
    arguments: &Arguments,
    progress: &ProgressBar,
) -> Result<Vec<Figure>, Failure> {
    let is_measured = arguments.has(Part::Generate);
    let runs = match is_measured {
        true => arguments.runs(RUNS_OF_GENERATORS),
        // The crates are needed.
        false => 1,
    };
    let crates = generate::crates(subject, setup, runs, progress)?;
    let mut figures = Vec::new();
    if is_measured {
        figures.extend(generate::figures(subject, &crates)?);
    }
    if !arguments.has(Part::Compile) && !arguments.has(Part::Binary) {
        return Ok(figures);
    }
    let calls = program::common(&crates)?;
    let mut compiled = Vec::new();
    for made in crates.iter().filter(|made| made.refused.is_none()) {
        match Compiled::new(made, &calls, setup)? {
            Ok(one) => compiled.push(one),
            Err(reason) => figures.push(Figure {
                of: subject.name.clone(),
                what: What::CheckTime,
                who: made.generator.name().to_owned(),
                found: Found::Missing(format!("cannot be compiled: {reason}")),
            }),
        }
    }
    if arguments.has(Part::Compile) {
        let runs = arguments.runs(RUNS_OF_COMPILERS);
        figures.extend(compile::figures(
            subject,
            &compiled,
            runs,
            arguments.check_only,
            progress,
        )?);
    }
    if arguments.has(Part::Binary) {
        figures.extend(binary::figures(subject, &compiled, progress)?);
    }
    Ok(figures)
}

/// The command as it was typed.
fn command() -> String {
    let mut words = vec!["cargo xtask".to_owned()];
    words.extend(std::env::args().skip(1));
    words.join(" ")
}
