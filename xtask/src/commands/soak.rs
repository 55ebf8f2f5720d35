//! `cargo xtask soak`: a client under faults and under load, on loopback.

use std::process::Command;

use clap::{Args, ValueEnum};

use crate::screen::Screen;
use crate::workspace::Workspace;
use crate::{Failure, Verdict};

const HELP: &str = "\
What is done, and what is asked of it:
  lists    10,000 lists of 20 pages, half of them over TLS, while 20 % of all requests go wrong, in 24
           ways, and the server goes away once a second: each list that ends without an error is
           complete, in order, each item once; the others say so, and are complete when they go on
           where they stopped
  outage   500 callers while the server is down for a minute: requests are at most 1.1 times the calls
           and the budget of retries, and all succeed within 5 s of its return
  load     50,000 requests at concurrency 256, beside the same by hand with reqwest and serde_json:
           at least 0.97 of its throughput, at most 1.05 of its 99th percentile
  memory   a million requests: resident memory does not grow

The same seed brings the same faults about. Figures of time are of this machine.

Exit status:
  0  all figures are as they have to be
  1  one of them is not
  2  the program could not be built";

/// Try a client under faults and under load, and say how it fared
///
/// Everything is on this machine: a server that fails as it is told, and the generated client of
/// Enterprise DLP, which signs in, retries and goes through pages there.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct Arguments {
    /// What the choice of faults is made of
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,

    /// Less of everything: seconds instead of minutes
    #[arg(long)]
    quick: bool,

    /// Only this part; more than one are done in their order
    #[arg(long, value_name = "PART")]
    only: Vec<Part>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Part {
    Lists,
    Outage,
    Load,
    Memory,
}

impl Part {
    fn argument(self) -> &'static str {
        match self {
            Self::Lists => "--only=lists",
            Self::Outage => "--only=outage",
            Self::Load => "--only=load",
            Self::Memory => "--only=memory",
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let workspace = Workspace::find()?;
    screen.say("building the program, optimized");
    let mut cargo = Command::new("cargo");
    cargo.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "specwright-tests",
    ]);
    cargo
        .args(["--bin", "soak", "--"])
        .arg(arguments.seed.to_string());
    if arguments.quick {
        cargo.arg("--quick");
    }
    cargo.args(arguments.only.iter().map(|part| part.argument()));
    let status = cargo
        .current_dir(workspace.join("."))
        .status()
        .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
    match status.code() {
        Some(0) => Ok(Verdict::Done),
        Some(1) => Ok(Verdict::Found),
        _ => Err(Failure(format!("the program ended with {status}"))),
    }
}
