//! How long a command takes, and how much memory.
//!
//! The system tells the greatest memory of all children that a process has waited for. So each command has
//! a process of its own to wait for it: this program once more, by a command that no help shows.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Instant;

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::screen::Screen;
use crate::{Failure, Verdict};

/// What a command needed, with all processes that it has started and waited for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Usage {
    /// From its start to its end, in seconds.
    pub(super) time: f64,
    /// What the largest of its processes had in memory at most, in bytes; `None` where the system does not
    /// say.
    pub(super) memory: Option<f64>,
}

/// The command that waits for another one
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The file that is told what it needed
    #[arg(long, value_name = "FILE")]
    report: PathBuf,

    /// The command
    #[arg(required = true, last = true)]
    command: Vec<std::ffi::OsString>,
}

/// Runs a command and measures it; or what it says of its failure.
pub(super) fn measure(command: &Command) -> Result<Result<Usage, Output>, Failure> {
    let failure = |error: &dyn std::fmt::Display| Failure(format!("nothing is measured: {error}"));
    let this = std::env::current_exe().map_err(|error| failure(&error))?;
    let folder = tempfile::tempdir().map_err(|error| failure(&error))?;
    let report = folder.path().join("report.json");
    let mut measured = Command::new(this);
    measured.args(["measured", "--report"]).arg(&report);
    measured.arg("--").arg(command.get_program());
    measured.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measured.env(name, value),
            None => measured.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        measured.current_dir(folder);
    }
    let output = measured.output().map_err(|error| failure(&error))?;
    if !output.status.success() {
        return Ok(Err(output));
    }
    let text = fs::read_to_string(&report).map_err(|error| failure(&error))?;
    let usage = serde_json::from_str(&text).map_err(|error| failure(&error))?;
    Ok(Ok(usage))
}

/// Runs the command that waits for another one.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let [program, rest @ ..] = arguments.command.as_slice() else {
        return Ok(Verdict::Failed);
    };
    let started = Instant::now();
    let status = Command::new(program).args(rest).status().map_err(|error| {
        Failure(format!(
            "`{}` cannot be started: {error}",
            program.display()
        ))
    })?;
    let usage = Usage {
        time: started.elapsed().as_secs_f64(),
        memory: memory_of_children(),
    };
    if !status.success() {
        // It has said why.
        screen.error(&format!("`{}` ended with {status}", program.display()));
        return Ok(Verdict::Failed);
    }
    let text = serde_json::to_string(&usage).map_err(|error| Failure(error.to_string()))?;
    fs::write(&arguments.report, text)
        .map_err(|error| Failure(format!("the report cannot be written: {error}")))?;
    Ok(Verdict::Done)
}

#[cfg(unix)]
fn memory_of_children() -> Option<f64> {
    use nix::sys::resource::{UsageWho, getrusage};

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    // Apple's systems count bytes, all others KiB.
    let unit = if cfg!(target_vendor = "apple") {
        1
    } else {
        1024
    };
    Some(usage.max_rss().checked_mul(unit)? as f64)
}

#[cfg(not(unix))]
fn memory_of_children() -> Option<f64> {
    None
}
