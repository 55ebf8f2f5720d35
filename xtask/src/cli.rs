//! What can be said on the command line.

use clap::{ColorChoice, Parser};

use crate::commands::Command;
use crate::screen::Format;

/// specwright: OpenAPI documents into Rust client crates.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// Say what a code of a diagnostic means, and what to do
    #[arg(long, value_name = "CODE", exclusive = true)]
    pub(crate) explain: Option<String>,

    /// Say nothing but what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Show each diagnostic, and notes too: what is worth knowing of a spec, though nothing is lost
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,

    /// How diagnostics are written: for people; as JSON, one a line on standard output, and what is
    /// for people on standard error; or as annotations of GitHub Actions
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    /// Colours: on a terminal, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        super::Cli::command().debug_assert();
    }
}
