//! What is installed from npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;
use crate::screen::Screen;

/// The programs that are not ours.
#[derive(Debug)]
pub(super) struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// The command line of Prism.
    pub(super) fn prism(&self) -> PathBuf {
        self.folder.join("node_modules/.bin/prism")
    }

    /// The script that gives tokens.
    pub(super) fn token_server(&self) -> PathBuf {
        self.folder.join("server.mjs")
    }

    /// The script that makes values of schemas.
    pub(super) fn sampler(&self) -> PathBuf {
        self.folder.join("sample.mjs")
    }
}

/// Installs what `package.json` names, once, into a folder of its own.
pub(super) fn install(folder: &Path, source: &Path, screen: &Screen) -> Result<Tools, Failure> {
    let failure = |error: &dyn std::fmt::Display| {
        Failure(format!("`{}` cannot be set up: {error}", folder.display()))
    };
    fs::create_dir_all(folder).map_err(|error| failure(&error))?;
    for script in ["sample.mjs", "sign-in/server.mjs"] {
        let from = source.join(script);
        let name = from.file_name().unwrap_or_default();
        fs::copy(&from, folder.join(name)).map_err(|error| failure(&error))?;
    }
    let wanted = fs::read(source.join("package.json")).map_err(|error| failure(&error))?;
    let tools = Tools {
        folder: folder.to_owned(),
    };
    let there = fs::read(folder.join("installed.json")).ok();
    if there.as_ref() == Some(&wanted) && tools.prism().is_file() {
        return Ok(tools);
    }
    screen.say("installing from npm");
    fs::write(folder.join("package.json"), &wanted).map_err(|error| failure(&error))?;
    let output = Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder)
        .output()
        .map_err(|error| Failure(format!("npm cannot be started, install Node 20: {error}")))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(Failure(format!("npm could not install: {words}")));
    }
    fs::write(folder.join("installed.json"), &wanted).map_err(|error| failure(&error))?;
    Ok(tools)
}
