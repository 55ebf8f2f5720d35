//! The crates type-checked, all in one workspace.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use indicatif::ProgressBar;
use serde::Deserialize;
use specwright::output::{self, FilePath, Files, Folder};

use crate::Failure;

use super::entry::Entry;

/// The folder of a crate, in the workspace.
pub(super) const CRATES: &str = "crates";

/// How many errors of a crate are kept.
const ERRORS: usize = 3;

/// What is compiled, and how.
#[derive(Debug)]
pub(super) struct Compile {
    /// The folder of the workspace.
    pub(super) workspace: PathBuf,
    /// A lock file to begin with, so that dependencies are those that are known to work.
    pub(super) lock: Option<PathBuf>,
    /// Examples and tests too.
    pub(super) all_targets: bool,
    pub(super) jobs: usize,
}

/// Writes the manifest that makes one workspace of the crates.
pub(super) fn write_workspace(folder: &Path, entries: &[Entry]) -> Result<(), Failure> {
    let members: String = entries
        .iter()
        .filter(|entry| entry.generated)
        .map(|entry| format!("    \"{CRATES}/{}\",\n", entry.crate_name))
        .collect();
    // Each is checked once and run never: nothing is kept for the next time but what it says.
    let text = format!(
        "# {}: the crates of a corpus.\n\n\
         [workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n",
        output::MARK
    );
    let failure = |error: &dyn std::fmt::Display| {
        Failure(format!("`{}` cannot be written: {error}", folder.display()))
    };
    let mut files = Files::new();
    let path = FilePath::new("Cargo.toml").map_err(|error| failure(&error))?;
    files.insert(path, text).map_err(|error| failure(&error))?;
    output::write(&[Folder::part(folder, files)]).map_err(|error| failure(&error))?;
    Ok(())
}

/// Type-checks all crates of the workspace, warnings denied, and notes what came of each.
pub(super) fn check(
    compile: &Compile,
    entries: &mut [Entry],
    progress: &ProgressBar,
) -> Result<(), Failure> {
    if entries.iter().all(|entry| !entry.generated) {
        return Ok(());
    }
    if let Some(lock) = &compile.lock {
        fs::copy(lock, compile.workspace.join("Cargo.lock"))
            .map_err(|error| Failure(format!("`{}` cannot be copied: {error}", lock.display())))?;
    }
    let mut crates: HashMap<String, Checked> = HashMap::new();
    let complaints = cargo(compile, |message| {
        if let Some(name) = message.crate_name() {
            let checked = crates.entry(name).or_default();
            if checked.take(message) {
                progress.inc(1);
            }
        }
    })?;
    if crates.is_empty() {
        return Err(Failure(format!("cargo could not begin: {complaints}")));
    }
    for entry in entries.iter_mut().filter(|entry| entry.generated) {
        let checked = crates.remove(&entry.crate_name).unwrap_or_default();
        entry.compiled = Some(checked.is_done && checked.errors.is_empty());
        if !checked.is_done && checked.errors.is_empty() {
            entry
                .errors
                .push(format!("cargo did not check it: {complaints}"));
        }
        entry.errors.extend(checked.errors);
    }
    Ok(())
}

/// What cargo said of a crate.
#[derive(Debug, Default)]
struct Checked {
    /// The library went through.
    is_done: bool,
    errors: Vec<String>,
}

impl Checked {
    /// Takes a message in; whether the library is through with it.
    fn take(&mut self, message: Message) -> bool {
        match message {
            Message::Artifact { target, .. } if target.is_library() => {
                !std::mem::replace(&mut self.is_done, true)
            }
            Message::Complaint { message, .. } => {
                // At its end rustc counts its errors in a message without a place.
                let counts = message.rendered.starts_with("error: aborting due to");
                if message.level.starts_with("error") && !counts && self.errors.len() < ERRORS {
                    self.errors.push(message.rendered.trim_end().to_owned());
                }
                false
            }
            Message::Artifact { .. } | Message::Other => false,
        }
    }
}

/// A line of `cargo check --message-format=json`, as far as it is of interest.
#[derive(Debug, Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-message")]
    Complaint {
        manifest_path: PathBuf,
        message: Words,
    },
    #[serde(rename = "compiler-artifact")]
    Artifact {
        manifest_path: PathBuf,
        target: Target,
    },
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
struct Words {
    level: String,
    #[serde(default)]
    rendered: String,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
}

impl Target {
    fn is_library(&self) -> bool {
        self.kind.iter().any(|kind| kind == "lib")
    }
}

impl Message {
    /// The crate of the corpus that it is about.
    fn crate_name(&self) -> Option<String> {
        let (Self::Complaint { manifest_path, .. } | Self::Artifact { manifest_path, .. }) = self
        else {
            return None;
        };
        let folder = manifest_path.parent()?;
        if folder.parent()?.file_name()? != CRATES {
            return None;
        }
        Some(folder.file_name()?.to_str()?.to_owned())
    }
}

/// Runs cargo, and returns what it complained of in words.
fn cargo(compile: &Compile, mut take: impl FnMut(Message)) -> Result<String, Failure> {
    let failure = |error| Failure(format!("cargo cannot be run: {error}"));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command
        .args(["check", "--workspace", "--keep-going", "--quiet"])
        .args(["--message-format", "json"])
        .args(["--jobs", &compile.jobs.to_string()])
        .args(compile.all_targets.then_some("--all-targets"))
        .args(["--target-dir", "target"])
        .current_dir(&compile.workspace)
        .env("RUSTFLAGS", "-D warnings")
        // It would go before.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(failure)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    // Both are read at once: cargo waits for whoever does not listen.
    let complaints = thread::scope(|scope| {
        let complaints = scope.spawn(|| {
            let mut words = Vec::new();
            if let Some(mut stderr) = stderr {
                // What was read until an error is all there is.
                let _ = stderr.read_to_end(&mut words);
            }
            String::from_utf8_lossy(&words).into_owned()
        });
        for line in stdout
            .into_iter()
            .flat_map(|out| BufReader::new(out).lines())
        {
            // Other lines than messages come from build scripts.
            if let Ok(message) = serde_json::from_str(&line.unwrap_or_default()) {
                take(message);
            }
        }
        complaints.join().unwrap_or_default()
    });
    child.wait().map_err(failure)?;
    Ok(complaints.trim().to_owned())
}
