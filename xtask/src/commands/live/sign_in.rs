//! oidc-provider: a token endpoint that OpenID has certified, and an API behind it.

use std::path::Path;
use std::process::{Command, Stdio};

use specwright::RuntimeSource;

use crate::Failure;

use super::driver::Driver;
use super::prism::{Server, free_port};
use super::tools::Tools;
use super::{Counterpart, written};

/// Writes the crate of its document, and the program that signs in.
pub(super) fn prepare(
    source: &Path,
    runtime: &RuntimeSource,
    folder: &Path,
) -> Result<Driver, Failure> {
    written::prepare("sign-in", Counterpart::SignIn, source, runtime, folder)
}

/// Starts it on a free port of this machine.
pub(super) fn start(tools: &Tools) -> Result<Server, Failure> {
    let failure =
        |error: &dyn std::fmt::Display| Failure(format!("oidc-provider did not start: {error}"));
    let port = free_port().map_err(|error| failure(&error))?;
    let child = Command::new("node")
        .arg(tools.token_server())
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
