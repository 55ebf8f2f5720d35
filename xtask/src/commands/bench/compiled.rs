//! A crate with the program that calls it, in a workspace of their own, and cargo there.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use crate::Failure;
use crate::peers::Generator;
use crate::peers::generator::NAME;

use super::generate::Made;
use super::program::{self, PROGRAM};
use super::setup::Setup;

/// A crate in a workspace of its own.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) generator: Generator,
    pub(super) folder: PathBuf,
    target: PathBuf,
    /// Whether the program calls it; or why not.
    pub(super) calls: Result<(), String>,
}

impl Compiled {
    /// Makes a workspace of a crate and the program that calls it, and fetches what they depend on; or why
    /// cargo does not take it.
    pub(super) fn new(
        made: &Made,
        calls: &[String],
        setup: &Setup,
    ) -> Result<Result<Self, String>, Failure> {
        let folder = made.folder.parent().unwrap_or(&made.folder).to_owned();
        program::use_rustls(made)?;
        let calls = program::write(made, calls, &folder)?;
        let members = format!("\"{NAME}\", \"{PROGRAM}\"");
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
        let failure = |error: &dyn std::fmt::Display| {
            Failure(format!("`{}` cannot be written: {error}", folder.display()))
        };
        fs::write(folder.join("Cargo.toml"), manifest).map_err(|error| failure(&error))?;
        fs::copy(&setup.lock, folder.join("Cargo.lock")).map_err(|error| failure(&error))?;
        let compiled = Self {
            generator: made.generator,
            target: setup.target_of(made.generator),
            folder,
            calls,
        };
        let fetched = cargo(&compiled.folder)
            .arg("fetch")
            .output()
            .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
        Ok(match fetched.status.success() {
            true => Ok(compiled),
            false => Err(first_error(&fetched)),
        })
    }

    /// Cargo for this workspace, without the network, in the usual target folder or another one.
    pub(super) fn cargo(&self, arguments: &[&str], target: Option<&Path>) -> Command {
        let mut cargo = cargo(&self.folder);
        cargo.args(arguments).arg("--offline");
        cargo
            .arg("--target-dir")
            .arg(target.unwrap_or(&self.target));
        cargo
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// The crate is compiled again the next time, and what it depends on is not.
    pub(super) fn touch(&self) -> Result<(), Failure> {
        let library = self.folder.join(NAME).join("src/lib.rs");
        File::options()
            .append(true)
            .open(&library)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(|error| {
                Failure(format!(
                    "`{}` cannot be touched: {error}",
                    library.display()
                ))
            })
    }
}

/// Cargo in a folder, without what the environment says of flags.
fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(folder)
        // What is compiled again would be less.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

pub(super) fn does_not_compile(output: &Output) -> String {
    format!("does not compile: {}", first_error(output))
}

/// The first error that cargo or a compiler tells of, in a line.
fn first_error(output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr);
    let mut lines = words.lines();
    let error = lines.find(|line| line.starts_with("error"));
    error.map_or_else(|| output.status.to_string(), str::to_owned)
}
