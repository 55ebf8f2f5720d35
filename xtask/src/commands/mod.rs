//! The commands, one file or folder each.

mod add;
mod bench;
mod codegen;
mod corpus;
pub(crate) mod diff;
mod inspect;
mod live;
mod peers;
mod release;
mod soak;

use clap::Subcommand;

use crate::screen::Screen;
use crate::{Failure, Verdict};

/// A command with its arguments.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Add(add::Arguments),
    Bench(bench::Arguments),
    Codegen(codegen::Arguments),
    Corpus(corpus::Arguments),
    Diff(diff::Arguments),
    Inspect(inspect::Arguments),
    Live(live::Arguments),
    #[command(hide = true)]
    Measured(bench::measure::Arguments),
    Peers(peers::Arguments),
    Release(release::Arguments),
    Soak(soak::Arguments),
}

/// Runs a command.
pub(crate) fn run(command: Command, screen: &Screen) -> Result<Verdict, Failure> {
    match command {
        Command::Add(arguments) => add::run(&arguments, screen),
        Command::Bench(arguments) => bench::run(&arguments, screen),
        Command::Codegen(arguments) => codegen::run(arguments, screen),
        Command::Corpus(arguments) => corpus::run(&arguments, screen),
        Command::Diff(arguments) => diff::run(&arguments, screen),
        Command::Inspect(arguments) => inspect::run(&arguments, screen),
        Command::Live(arguments) => live::run(&arguments, screen),
        Command::Measured(arguments) => bench::measure::run(&arguments, screen),
        Command::Peers(arguments) => peers::run(&arguments, screen),
        Command::Release(arguments) => release::run(&arguments, screen),
        Command::Soak(arguments) => soak::run(&arguments, screen),
    }
}
