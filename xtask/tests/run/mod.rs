//! `cargo xtask`, run as a person runs it.

use std::path::Path;
use std::process::{Command, Output};

/// What a command printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Runs the command in a folder.
    pub(crate) fn of(folder: &Path, arguments: &[&str]) -> Self {
        Self::ended(Self::command(folder, arguments))
    }

    /// The command itself, to be changed before it is run.
    pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
        Self::command_of(Path::new(env!("CARGO_BIN_EXE_xtask")), folder, arguments)
    }

    /// The same of a program that is elsewhere.
    pub(crate) fn command_of(program: &Path, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(folder)
            .env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs a command to its end.
    pub(crate) fn ended(mut command: Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        Self {
            status: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Fails the test, with all there is to see, unless the status is this one.
    #[track_caller]
    pub(crate) fn ends_with(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// Fails the test unless standard error has all of these words.
    #[track_caller]
    pub(crate) fn complains(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in {self:#?}");
        }
        self
    }
}
