//! What all measurements need: the generators, our own program in its release build, and a place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::RuntimeSource;

use crate::Failure;
use crate::commands::corpus;
use crate::peers::generator::{self, NAME, empty};
use crate::peers::{Generator, Peers};
use crate::screen::Screen;
use crate::workspace::{Workspace, absolute};

use super::subjects::Subject;

/// The generators, and where they work.
#[derive(Debug)]
pub(super) struct Setup {
    /// The others, where they are wanted.
    peers: Option<Peers>,
    /// Our own program, optimized.
    ours: PathBuf,
    /// Where crates of ours find the runtime.
    runtime: String,
    /// The lock of this workspace: the dependencies of all crates are those, where they have them.
    pub(super) lock: PathBuf,
    folder: PathBuf,
}

impl Setup {
    /// Installs the others, and builds our own where it is not given.
    pub(super) fn new(
        workspace: &Workspace,
        ours: Option<&Path>,
        with_peers: bool,
        screen: &Screen,
    ) -> Result<Self, Failure> {
        let target = absolute(&workspace.target())?;
        let peers = match with_peers {
            true => Some(generator::install(&target.join("peers"), screen)?),
            false => None,
        };
        let runtime = match corpus::runtime(Some(workspace)) {
            RuntimeSource::Path(path) => path.display().to_string(),
            RuntimeSource::Version(version) => version,
            RuntimeSource::Git(url) => url,
        };
        Ok(Self {
            peers,
            ours: match ours {
                Some(program) => absolute(program)?,
                None => optimized(workspace, screen)?,
            },
            runtime,
            lock: absolute(&workspace.join("Cargo.lock"))?,
            folder: target.join("bench"),
        })
    }

    /// Ours first.
    pub(super) fn generators(&self) -> impl Iterator<Item = Generator> {
        let all = Generator::ALL.into_iter();
        all.filter(|generator| self.peers.is_some() || *generator == Generator::Specwright)
    }

    /// The command that makes a crate of a document.
    pub(super) fn command(&self, generator: Generator, document: &Path, folder: &Path) -> Command {
        let peers = self.peers.as_ref();
        let command = peers.and_then(|peers| peers.command(generator, document, folder));
        command.unwrap_or_else(|| {
            let mut command = Command::new(&self.ours);
            command.args(["codegen", "--quiet", "--name", NAME]);
            command.args(["--runtime", &self.runtime]);
            command.arg("--spec").arg(document).arg("--out").arg(folder);
            command
        })
    }

    /// Makes room for a crate. What stands there is put aside and not removed: after many files were
    /// removed, a file system may take a while to make new ones, which would count as the generator's.
    /// (ext4 does not use what was freed in the last minutes, and comes by all of it each time.)
    pub(super) fn make_room(&self, folder: &Path) -> Result<(), Failure> {
        if !folder.exists() {
            return Ok(());
        }
        let put_aside = || {
            let aside = self.aside();
            fs::create_dir_all(&aside)?;
            let place = tempfile::tempdir_in(&aside)?.keep();
            fs::rename(folder, place.join(NAME))
        };
        put_aside().map_err(|error: std::io::Error| {
            Failure(format!(
                "`{}` cannot be put aside: {error}",
                folder.display()
            ))
        })
    }

    /// Removes what was put aside.
    pub(super) fn clear(&self) -> Result<(), Failure> {
        empty(&self.aside())
    }

    fn aside(&self) -> PathBuf {
        self.folder.join("aside")
    }

    /// The folder for what has to do with a document.
    pub(super) fn folder_of(&self, subject: &Subject) -> PathBuf {
        self.folder.join(subject.name.replace(['/', '\\'], "-"))
    }

    /// Where the crates of a generator are compiled: those of all documents, so that what they depend on is
    /// there after the first.
    pub(super) fn target_of(&self, generator: Generator) -> PathBuf {
        self.folder.join("target").join(generator.name())
    }
}

/// Builds this program as it is released: `cargo xtask` itself is a development build.
fn optimized(workspace: &Workspace, screen: &Screen) -> Result<PathBuf, Failure> {
    screen.warning("the release build of specwright is being made");
    let status = Command::new("cargo")
        .args(["build", "--quiet", "--release", "--package", "xtask"])
        .current_dir(workspace.join("."))
        .status()
        .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
    if !status.success() {
        return Err(Failure(
            "the release build of specwright failed, as cargo says above".to_owned(),
        ));
    }
    let program = format!("release/xtask{}", std::env::consts::EXE_SUFFIX);
    absolute(&workspace.target().join(program))
}
