//! `cargo xtask add`: a document becomes an API of the workspace.

mod corrections;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use specwright::{Codegen, RuntimeSource, Settings, crate_name};

use crate::commands::{codegen, inspect};
use crate::screen::Screen;
use crate::workspace::Workspace;
use crate::{Failure, Verdict};

const EXAMPLES: &str = "\
Examples:
  cargo xtask add petstore ../petstore.yaml

Exit status:
  0  done
  2  there is such an API already, or no crate can be made of the document:
     nothing was changed";

/// Set up an API from any document, and say what was inferred
///
/// The document is copied to `specs/NAME/`, its crate is generated into `generated/NAME/`, and what
/// `cargo xtask inspect` says of it is shown, with an overlay to start from where that is not right.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The API: the name of its folder in `specs/`, and of its crate
    #[arg(value_name = "NAME")]
    name: String,

    /// The document, YAML or JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let Arguments { name, file } = arguments;
    crate_name::check(name).map_err(|error| Failure(format!("`{name}`: {error}")))?;
    let workspace = Workspace::find()?;
    let place = workspace.join("specs").join(name);
    if place.exists() {
        let words = format!(
            "`{}` is there already: remove it, or take another name",
            place.display()
        );
        return Err(Failure(words));
    }
    check(name, file, screen)?;
    copy(file, &place)?;
    let verdict = codegen::one(name, screen);
    if !matches!(verdict, Ok(Verdict::Done)) {
        // As if nothing had been asked for.
        let _ = fs::remove_dir_all(&place);
        return verdict;
    }
    let found = inspect::found(name)?;
    screen.say("");
    inspect::show(&found, screen);
    screen.say("");
    for line in corrections::lines(&found, &place.join("overlay.yaml")) {
        screen.say(&line);
    }
    Ok(Verdict::Done)
}

/// Whether a crate can be made of the document where it is, and it is in one file.
fn check(name: &str, file: &Path, screen: &Screen) -> Result<(), Failure> {
    let codegen = Codegen {
        spec: file.to_owned(),
        overlays: Vec::new(),
        lock: None,
        crate_name: name.to_owned(),
        runtime: RuntimeSource::Path(PathBuf::from("../../runtime")),
        settings: Settings::default(),
    };
    let outcome = codegen.run();
    if outcome.result.is_none() {
        screen.diagnostics(&outcome.diagnostics, &outcome.sources);
        let words = format!(
            "no crate can be made of `{}`, for the reasons above",
            file.display()
        );
        return Err(Failure(words));
    }
    let others: Vec<&str> = outcome.sources.names().skip(1).collect();
    match others.as_slice() {
        [] => Ok(()),
        [other, ..] => Err(Failure(format!(
            "`{}` is in more than one file, `{other}` among them: copy its folder to `specs/{name}`, with the document as `openapi.yaml` or `openapi.json`, and run `cargo xtask codegen {name}`",
            file.display()
        ))),
    }
}

/// Copies the document, byte by byte, into a folder that is there whole or not at all.
fn copy(file: &Path, place: &Path) -> Result<(), Failure> {
    let failure =
        |error: std::io::Error| Failure(format!("`{}` cannot be made: {error}", place.display()));
    let is_json = file
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let as_file = if is_json {
        "openapi.json"
    } else {
        "openapi.yaml"
    };
    let hidden = place.with_file_name(format!(".adding-{}", std::process::id()));
    let made = fs::create_dir_all(&hidden)
        .and_then(|()| fs::copy(file, hidden.join(as_file)))
        .and_then(|_| fs::rename(&hidden, place));
    if made.is_err() {
        let _ = fs::remove_dir_all(&hidden);
    }
    made.map_err(failure)
}
