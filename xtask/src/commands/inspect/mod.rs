//! `cargo xtask inspect`: what would be generated, and why.

mod found;
mod text;

use std::path::Path;

use clap::Args;
use specwright::{Codegen, Outcome};

use crate::screen::Screen;
use crate::workspace::{Workspace, codegen_of_document};
use crate::{Failure, Verdict};

pub(crate) use found::{Called, Found};

const EXAMPLES: &str = "\
Examples:
  cargo xtask inspect palo-alto-dlp       an API in specs/, with its overlay and settings
  cargo xtask inspect ../petstore.yaml    any document
  cargo xtask inspect palo-alto-dlp --json | jq '.operations[].pages'

Exit status:
  0  it can be generated
  2  it cannot, or there is no such API";

/// Say what would be generated of a spec, and why
///
/// Servers and sign-ins with their environment variables; each operation as it is called in Rust, with
/// what comes back; which lists come in pages and which operations start jobs, and what that was seen
/// by; names that are others than those of the document; features; and diagnostics. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// An API, by the name of its folder in `specs/`, or a document
    #[arg(value_name = "NAME|FILE")]
    subject: String,

    /// For programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let found = found_in(&subject(&arguments.subject)?, |outcome| {
        screen.diagnostics(&outcome.diagnostics, &outcome.sources);
    })?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&found)
            .map_err(|error| Failure(format!("it cannot be written as JSON: {error}")))?;
        screen.hand_out(&json);
    } else {
        show(&found, screen);
    }
    Ok(Verdict::Done)
}

/// What there is to say of an API or a document, but for its diagnostics.
pub(crate) fn found(name: &str) -> Result<Found, Failure> {
    found_in(&subject(name)?, |_| {})
}

fn found_in(codegen: &Codegen, tell: impl FnOnce(&Outcome)) -> Result<Found, Failure> {
    let outcome = codegen.run();
    tell(&outcome);
    match &outcome.result {
        Some(generated) => Ok(Found::of(codegen, generated, &outcome.diagnostics)),
        None => {
            let document = codegen.spec.display();
            Err(Failure(format!("no crate can be made of `{document}`")))
        }
    }
}

/// Says it to people.
pub(crate) fn show(found: &Found, screen: &Screen) {
    for line in text::lines(found) {
        screen.find(&line);
    }
}

/// An API of the workspace, or a document that is anywhere.
fn subject(name: &str) -> Result<Codegen, Failure> {
    let path = Path::new(name);
    if path.is_file() {
        return Ok(codegen_of_document(path));
    }
    let folders = Workspace::find()?.spec_folders()?;
    let Some(folder) = folders.iter().find(|folder| folder.name == name) else {
        let names: Vec<&str> = folders.iter().map(|folder| folder.name.as_str()).collect();
        return Err(Failure(format!(
            "`{name}` is neither a file nor an API in `specs/`, which has: {}",
            names.join(", ")
        )));
    };
    folder.codegen()
}
