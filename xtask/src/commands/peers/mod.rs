//! `cargo xtask peers`: what other generators make of the same documents, counted.

mod show;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use specwright::RuntimeSource;
use specwright::parallel;

use crate::commands::corpus::{self, find};
use crate::peers::said::{Code, Document, Tally};
use crate::peers::{Generator, Peers, code, document, generator};
use crate::screen::Screen;
use crate::workspace::{Workspace, absolute};
use crate::{Failure, Verdict};

const HELP: &str = "\
What is counted, of the document and of the code of each generator:
  operations  by method and path, whose fragment is not sent; what follows counts for those that the
              code has
  path, query, header, cookie
              parameters, those of path items too, by the names under which they are sent; not the
              headers `Accept`, `Content-Type` and `Authorization`, which are none (OAS 3.1, 4.8.12)
  bodies      operations with a request body, whatever it carries
  successes   different types of what an operation answers when it succeeds, by schema: those of 2XX,
              or of `default` where there is no 2XX; none of HEAD
  errors      documented statuses of errors (4XX, 5XX, `default`) with a body that the code decodes
  security    schemes that some operation asks for and whose place the code fills: the header
              `Authorization`, or the key's header, query parameter or cookie; not mutual TLS

The documents are read by a walk of their own, the code by its syntax tree; docs count for nothing.
What code has beyond its document counts for nothing either. OpenAPI 3 in single files.

Examples:
  cargo xtask peers                         the APIs in specs/
  cargo xtask peers ../apis --only oxide    documents below a folder, too
  cargo xtask peers --json > peers.json     for programs

Exit status:
  0  all was counted, whatever the others refuse
  2  something could not be installed or read";

/// Count what specwright, Ploidy, Progenitor and oas3-gen make of the same documents, side by side
///
/// Parameters that can be sent, bodies, success types, error bodies and security schemes: how many a
/// document has, and how many of them are in the code of each. The others are installed with cargo
/// into `peers/` in the target folder, once.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct Arguments {
    /// Folders with documents, or single documents, beside the APIs in `specs/`
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,

    /// Only documents whose path has this text in it; more than one are alternatives
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,

    /// Print JSON, one object a document and generator
    #[arg(long)]
    json: bool,
}

/// What became of a document with a generator.
#[derive(Debug, Serialize)]
struct Row {
    document: String,
    generator: Generator,
    /// Why there is no crate.
    refused: Option<String>,
    #[serde(flatten)]
    counts: Tally,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let workspace = Workspace::find()?;
    let folder = absolute(&workspace.target())?.join("peers");
    let peers = generator::install(&folder, screen)?;
    let runtime = corpus::runtime(Some(&workspace));

    let mut subjects = Vec::new();
    for (name, path) in documents(arguments, &workspace)? {
        let text = fs::read_to_string(&path)
            .map_err(|error| Failure(format!("`{}` cannot be read: {error}", path.display())))?;
        match document::read(&text) {
            Ok(document) => subjects.push((name, path, document)),
            Err(reason) => screen.warning(&format!("{name} is left out: {reason}")),
        }
    }
    let jobs = parallel::processors();
    let rows = parallel::map(&subjects, jobs, |(name, path, document)| {
        let folder = folder.join("crates").join(name.replace(['/', '\\'], "-"));
        count(name, path, document, &peers, &runtime, &folder)
    });
    let mut all = Vec::new();
    for row in rows {
        all.extend(row?);
    }
    match arguments.json {
        true => show::json(screen, &all)?,
        false => show::table(screen, &all),
    }
    Ok(Verdict::Done)
}

/// The APIs of the workspace, and the documents below the folders: names and files.
fn documents(
    arguments: &Arguments,
    workspace: &Workspace,
) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut documents = Vec::new();
    for folder in workspace.spec_folders()? {
        let document = folder.spec()?;
        documents.push((folder.name, document));
    }
    if !arguments.folders.is_empty() {
        let found = find::find(&arguments.folders, &arguments.only, parallel::processors())?;
        let found = found.documents.into_iter();
        documents.extend(found.map(|document| (document.name, document.path)));
    }
    Ok(documents)
}

/// The rows of a document.
fn count(
    name: &str,
    path: &Path,
    document: &Document,
    peers: &Peers,
    runtime: &RuntimeSource,
    folder: &Path,
) -> Result<Vec<Row>, Failure> {
    let rows = Generator::ALL.into_iter().map(|generator| {
        let folder = folder.join(generator.name());
        let refused = generator::generate(generator, peers, path, &folder, runtime)?.err();
        let code = match refused {
            None => code::read(generator, &folder).map_err(Failure)?,
            Some(_) => Code::default(),
        };
        Ok(Row {
            document: name.to_owned(),
            generator,
            refused,
            counts: Tally::of(document, &code),
        })
    });
    rows.collect()
}
