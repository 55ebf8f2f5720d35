//! `cargo xtask live`: generated clients against servers that check what they send.

mod driver;
mod httpbin;
mod outcome;
mod prism;
mod samples;
mod sign_in;
mod tools;
mod written;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use specwright::output::{self, FilePath, Files, Folder};
use specwright::parallel;
use specwright::{Codegen, RuntimeSource, Settings};

use crate::commands::corpus::{self, find};
use crate::screen::Screen;
use crate::workspace::{Workspace, absolute};
use crate::{Failure, Verdict};

use driver::Driver;
use outcome::{Known, Outcome, Tally};

const EXAMPLES: &str = "\
Examples:
  cargo xtask live                        the APIs in specs/
  cargo xtask live ../apis --only box/    documents below a folder, too

Exit status:
  0  each call was accepted, but for those that tests/live/known.toml explains
  1  a call was refused that is not explained there, or something there is no longer so
  2  something could not be installed or started";

/// Call every operation of some documents by generated code, against servers that check requests
///
/// httpbin (PyPI) echoes every kind of parameter, body, header, cookie, sign-in, redirect, stream and
/// status, and what it saw is compared with what was said.
///
/// oidc-provider (npm), a certified token endpoint, gives tokens for client credentials, refuses wrong
/// ones, and lets them expire in seconds and be revoked.
///
/// Prism (npm: `@stoplight/prism-cli`) answers for each document and checks each request against it.
/// The values come from openapi-sampler (npm), not from specwright. Each operation is called with
/// what is required, with everything that it takes, and with each of its bodies. What is needed is
/// installed into `live/` in the target folder, with Node 20 or later, npm, Python 3 and pip.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Folders with documents, or single documents, beside the APIs in `specs/`
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,

    /// Only documents whose path has this text in it; more than one are alternatives
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,

    /// Of those below a folder, leave out documents with more operations, which take long to compile
    #[arg(long, value_name = "N", default_value_t = 400)]
    most: usize,

    /// Of those below a folder, leave out documents with fewer operations
    #[arg(long, value_name = "N", default_value_t = 1)]
    least: usize,
}

/// A server that a program calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counterpart {
    /// The one that answers as a document says.
    Prism,
    /// The one that says what it has seen.
    Echo,
    /// The one that gives tokens.
    SignIn,
}

/// A document that is tried.
#[derive(Debug)]
struct Subject {
    /// What it is called in what is printed.
    name: String,
    document: PathBuf,
    overlays: Vec<PathBuf>,
    lock: Option<PathBuf>,
    crate_name: String,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let workspace = Workspace::find()?;
    let folder = absolute(&workspace.target())?.join("live");
    let source = workspace.join("tests/live");
    let tools = tools::install(&folder.join("npm"), &source, screen)?;
    let known = Known::read(&source.join("known.toml"))?;
    let runtime = corpus::runtime(Some(&workspace));

    let mut drivers = vec![
        httpbin::prepare(&source.join("httpbin"), &runtime, &folder)?,
        sign_in::prepare(&source.join("sign-in"), &runtime, &folder)?,
    ];
    for subject in subjects(arguments, &workspace)? {
        match prepare(&subject, arguments, &tools, &runtime, &folder)? {
            Ok(driver) => drivers.push(driver),
            Err(reason) => screen.say(&format!("{}: left out, {reason}", subject.name)),
        }
    }
    write_workspace(&folder, &drivers)?;
    build(&workspace, &folder, screen)?;

    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for driver in &drivers {
        screen.say(&format!("{}: {} calls", driver.name, driver.calls));
        let server = match driver.counterpart {
            Counterpart::Echo => httpbin::start(&folder.join("venv"), screen)?,
            Counterpart::SignIn => sign_in::start(&tools)?,
            Counterpart::Prism => prism::start(&tools, &driver.document)?,
        };
        let outcomes = call(&folder, driver, server.port())?;
        drop(server);
        let tally = Tally::of(&driver.name, outcomes, &known);
        for refused in &tally.refused {
            screen.find(&format!("  {refused}"));
        }
        tallies.insert(driver.name.clone(), tally);
    }
    Ok(outcome::show(screen, &tallies, &known))
}

/// The APIs of the workspace, and the documents below the folders.
fn subjects(arguments: &Arguments, workspace: &Workspace) -> Result<Vec<Subject>, Failure> {
    let mut subjects = Vec::new();
    for folder in workspace.spec_folders()? {
        subjects.push(Subject {
            name: folder.name.clone(),
            document: folder.spec()?,
            overlays: folder.overlays(),
            lock: Some(folder.place.join("names.lock")),
            crate_name: folder.name,
        });
    }
    if !arguments.folders.is_empty() {
        let found = find::find(&arguments.folders, &arguments.only, parallel::processors())?;
        let documents = found.documents.into_iter();
        // Prism knows no later version.
        let documents = documents.filter(|document| !document.version.starts_with("3.2"));
        subjects.extend(documents.map(|document| Subject {
            crate_name: format!("of-{}", document.crate_name),
            name: document.name,
            document: document.path,
            overlays: Vec::new(),
            lock: None,
        }));
    }
    Ok(subjects)
}

/// Writes the crate of a document and the program that calls it; or why it is left out.
fn prepare(
    subject: &Subject,
    arguments: &Arguments,
    tools: &tools::Tools,
    runtime: &RuntimeSource,
    folder: &Path,
) -> Result<Result<Driver, String>, Failure> {
    let codegen = Codegen {
        spec: subject.document.clone(),
        overlays: subject.overlays.clone(),
        lock: subject.lock.clone(),
        crate_name: subject.crate_name.clone(),
        runtime: runtime.clone(),
        settings: Settings::default(),
    };
    let Some(generated) = codegen.run().result else {
        return Ok(Err("no crate can be made of it".to_owned()));
    };
    let operations = generated.summary.operations;
    let is_chosen = subject.lock.is_some();
    if !is_chosen && !(arguments.least..=arguments.most).contains(&operations) {
        return Ok(Err(format!("it has {operations} operations")));
    }
    let samples = match samples::make(tools, &subject.document)? {
        Ok(samples) => samples,
        Err(reason) => return Ok(Err(reason)),
    };
    let driver = driver::print(&subject.name, &subject.document, &generated.plan, &samples);
    write_crates(&driver, &subject.crate_name, generated.files, folder)?;
    Ok(Ok(driver))
}

/// Writes a crate and the program that calls it.
fn write_crates(
    driver: &Driver,
    crate_name: &str,
    of_crate: Files,
    folder: &Path,
) -> Result<(), Failure> {
    let failure = |error: &dyn std::fmt::Display| Failure(error.to_string());
    let crates = folder.join("crates");
    let mut files = Files::new();
    for (path, text) in [
        ("Cargo.toml", &driver.manifest),
        ("src/main.rs", &driver.program),
    ] {
        let path = FilePath::new(path).map_err(|error| failure(&error))?;
        files
            .insert(path, text.clone())
            .map_err(|error| failure(&error))?;
    }
    output::write(&[
        Folder::whole(crates.join(crate_name), of_crate),
        Folder::whole(crates.join(&driver.package), files),
    ])
    .map_err(|error| failure(&error))?;
    Ok(())
}

/// One workspace of all crates and programs.
fn write_workspace(folder: &Path, drivers: &[Driver]) -> Result<(), Failure> {
    let members: String = drivers
        .iter()
        .map(|driver| format!("    \"crates/{}\",\n", driver.package))
        .collect();
    let text = format!(
        "# {}: the programs of `cargo xtask live`.\n\n\
         [workspace]\nresolver = \"3\"\nmembers = [\n{members}]\nexclude = [\"npm\"]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n",
        output::MARK
    );
    let failure = |error: &dyn std::fmt::Display| Failure(error.to_string());
    let mut files = Files::new();
    let path = FilePath::new("Cargo.toml").map_err(|error| failure(&error))?;
    files.insert(path, text).map_err(|error| failure(&error))?;
    output::write(&[Folder::part(folder, files)]).map_err(|error| failure(&error))?;
    Ok(())
}

fn build(workspace: &Workspace, folder: &Path, screen: &Screen) -> Result<(), Failure> {
    screen.say("building the programs");
    // Versions that are known to work.
    let _ = fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"));
    let output = Command::new("cargo")
        .args(["build", "--quiet", "--target-dir"])
        .arg(folder.join("target"))
        .current_dir(folder)
        .output()
        .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(Failure(format!("the programs do not compile:\n{words}")))
}

/// Runs the program of a document against the server at a port.
fn call(folder: &Path, driver: &Driver, port: u16) -> Result<Vec<Outcome>, Failure> {
    let program = folder.join("target/debug").join(&driver.package);
    let output = Command::new(&program)
        .arg(format!("http://127.0.0.1:{port}"))
        .output()
        .map_err(|error| {
            Failure(format!(
                "`{}` cannot be started: {error}",
                program.display()
            ))
        })?;
    let lines = String::from_utf8_lossy(&output.stdout);
    let outcomes: Result<Vec<Outcome>, _> = lines.lines().map(serde_json::from_str).collect();
    let outcomes = outcomes.map_err(|error| Failure(format!("{}: {error}", driver.name)))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(Failure(format!(
            "the calls of {} broke off: {words}",
            driver.name
        )));
    }
    Ok(outcomes)
}
