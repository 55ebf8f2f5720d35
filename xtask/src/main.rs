//! The command line of specwright's workspace: `cargo xtask`.

mod cli;
mod commands;
mod explain;
mod peers;
mod screen;
mod top;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use cli::Cli;
use screen::Screen;

/// Trees of tokens are many small allocations, of which this one makes half the work.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended, for those who read exit statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// All is as it shall be: 0.
    Done,
    /// A check found what it looks for: 1.
    Found,
    /// A spec or a file could not be used: 2, as for wrong arguments.
    Failed,
}

/// Why a command could not begin: shown as it is.
#[derive(Debug)]
struct Failure(String);

fn main() -> ExitCode {
    let cli = Cli::parse();
    let screen = Screen::new(cli.quiet, cli.verbose, cli.color, cli.format);
    let result = match (cli.explain, cli.command) {
        (Some(code), _) => explain::run(&code, &screen),
        (None, Some(command)) => commands::run(command, &screen),
        // clap has shown the help.
        (None, None) => Ok(Verdict::Failed),
    };
    let verdict = result.unwrap_or_else(|Failure(words)| {
        screen.error(&words);
        Verdict::Failed
    });
    ExitCode::from(match verdict {
        Verdict::Done => 0,
        Verdict::Found => 1,
        Verdict::Failed => 2,
    })
}
