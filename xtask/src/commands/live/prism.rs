//! Prism: a server that answers as a document says, and checks what it is sent.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::workspace::absolute;

use super::tools::Tools;

/// How long it may take to start: large documents take a while.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server that runs until this is dropped.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    pub(super) fn new(child: Child, port: u16) -> Self {
        Self { child, port }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Waits until it answers; or says why it does not.
    pub(super) fn listening(mut self) -> Result<Self, String> {
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("the server ended: {status}"));
            }
            if begin.elapsed() > PATIENCE {
                return Err("the server does not listen".to_owned());
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(self)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts it on a free port of this machine, and waits until it answers.
pub(super) fn start(tools: &Tools, document: &Path) -> Result<Server, Failure> {
    let failure = |error: &dyn std::fmt::Display| Failure(format!("Prism did not start: {error}"));
    let port = free_port().map_err(|error| failure(&error))?;
    let child = Command::new(tools.prism())
        .args(["mock", "--errors", "--host", "127.0.0.1", "--port"])
        .arg(port.to_string())
        .arg(absolute(document)?)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failure(&error))?;
    let wrong = |words: String| Failure(format!("Prism and {}: {words}", document.display()));
    Server::new(child, port).listening().map_err(wrong)
}

/// A port of this machine that nobody listens on.
pub(super) fn free_port() -> std::io::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?.port())
}
