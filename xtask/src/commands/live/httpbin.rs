//! httpbin: a server that says what it has seen.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use specwright::RuntimeSource;

use crate::Failure;
use crate::screen::Screen;

use super::driver::Driver;
use super::prism::{Server, free_port};
use super::{Counterpart, written};

/// What is installed from PyPI.
const PACKAGE: &str = "httpbin==0.10.2";

/// Writes the crate of its document, and the program that compares.
pub(super) fn prepare(
    source: &Path,
    runtime: &RuntimeSource,
    folder: &Path,
) -> Result<Driver, Failure> {
    written::prepare("httpbin", Counterpart::Echo, source, runtime, folder)
}

/// Starts it on a free port of this machine, from an environment of its own.
pub(super) fn start(folder: &Path, screen: &Screen) -> Result<Server, Failure> {
    let python = folder.join("bin/python");
    let there = fs::read_to_string(folder.join("installed.txt")).unwrap_or_default();
    if there != PACKAGE {
        screen.say("installing httpbin from PyPI");
        run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", PACKAGE]))?;
        fs::write(folder.join("installed.txt"), PACKAGE)
            .map_err(|error| Failure(format!("`{}`: {error}", folder.display())))?;
    }
    let failure =
        |error: &dyn std::fmt::Display| Failure(format!("httpbin did not start: {error}"));
    let port = free_port().map_err(|error| failure(&error))?;
    let child = Command::new(&python)
        .args(["-m", "flask", "--app", "httpbin:app", "run", "--port"])
        .arg(port.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failure(&error))?;
    Server::new(child, port)
        .listening()
        .map_err(|words| failure(&words))
}

fn run(command: &mut Command) -> Result<(), Failure> {
    let words = format!("{command:?}");
    let output = command
        .output()
        .map_err(|error| Failure(format!("{words} cannot be started: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure(format!("{words} failed: {said}")))
}
