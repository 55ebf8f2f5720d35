//! The generators that are compared, and how each is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Serialize;
use specwright::output::{self, Folder};
use specwright::{Codegen, RuntimeSource, Settings};

use crate::Failure;
use crate::screen::Screen;

/// What all crates are called.
pub(crate) const NAME: &str = "peer";

/// A generator of Rust clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Generator {
    Specwright,
    Ploidy,
    Progenitor,
    #[serde(rename = "oas3-gen")]
    Oas3Gen,
}

impl Generator {
    pub(crate) const ALL: [Self; 4] = [
        Self::Specwright,
        Self::Ploidy,
        Self::Progenitor,
        Self::Oas3Gen,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Specwright => "specwright",
            Self::Ploidy => "ploidy",
            Self::Progenitor => "progenitor",
            Self::Oas3Gen => "oas3-gen",
        }
    }

    /// The package on crates.io and its version; none of ours, which is here.
    fn package(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Specwright => None,
            Self::Ploidy => Some(("ploidy", "0.15.0")),
            Self::Progenitor => Some(("cargo-progenitor", "0.15.1")),
            Self::Oas3Gen => Some(("oas3-gen", "0.29.0")),
        }
    }

    /// Its name with the version that is compared.
    pub(crate) fn title(self) -> String {
        match self.package() {
            Some((_, version)) => format!("{} {version}", self.name()),
            None => self.name().to_owned(),
        }
    }
}

/// Where the others are installed.
#[derive(Debug)]
pub(crate) struct Peers {
    root: PathBuf,
}

/// Installs the others by name, once, into a folder of their own.
pub(crate) fn install(root: &Path, screen: &Screen) -> Result<Peers, Failure> {
    let installed = fs::read_to_string(root.join(".crates.toml")).unwrap_or_default();
    for (package, version) in Generator::ALL.into_iter().filter_map(Generator::package) {
        if installed.contains(&format!("\"{package} {version} (")) {
            continue;
        }
        screen.warning(&format!("{package} {version} is being installed"));
        let mut cargo = Command::new("cargo");
        cargo.args(["install", "--quiet", "--locked", "--root"]);
        cargo.arg(root).arg("--target-dir").arg(root.join("target"));
        cargo.arg(format!("{package}@{version}"));
        let output = cargo
            .output()
            .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            return Err(Failure(format!("{package} cannot be installed:\n{words}")));
        }
    }
    Ok(Peers {
        root: root.to_owned(),
    })
}

impl Peers {
    /// The command by which one of the others makes a crate of a document; none of ours, which is here.
    pub(crate) fn command(
        &self,
        generator: Generator,
        document: &Path,
        folder: &Path,
    ) -> Option<Command> {
        let mut command = match generator {
            Generator::Specwright => return None,
            Generator::Ploidy => {
                let mut command = Command::new(self.root.join("bin/ploidy"));
                command.args(["generate", "rust", "--name", NAME, "--output"]);
                command.arg(folder).arg(document);
                command
            }
            Generator::Progenitor => {
                let mut command = Command::new(self.root.join("bin/cargo-progenitor"));
                command.args(["progenitor", "--name", NAME, "--version", "0.1.0"]);
                command.arg("--output").arg(folder);
                command.arg("--input").arg(document);
                command
            }
            // The crate is called as the folder is.
            Generator::Oas3Gen => {
                let mut command = Command::new(self.root.join("bin/oas3-gen"));
                command.args(["generate", "client-mod", "--workspace", "--quiet"]);
                command.arg("--output").arg(folder);
                command.arg("--input").arg(document);
                command
            }
        };
        command.env("RUST_BACKTRACE", "0").env("NO_COLOR", "1");
        Some(command)
    }
}

/// Makes a crate of a document, in an empty folder; or why the generator refuses it.
pub(crate) fn generate(
    generator: Generator,
    peers: &Peers,
    document: &Path,
    folder: &Path,
    runtime: &RuntimeSource,
) -> Result<Result<(), String>, Failure> {
    empty(folder)?;
    let Some(mut command) = peers.command(generator, document, folder) else {
        return ours(document, folder, runtime);
    };
    let output = command
        .output()
        .map_err(|error| Failure(format!("{} cannot be started: {error}", generator.name())))?;
    Ok(match output.status.success() {
        true => Ok(()),
        false => Err(reason(&output)),
    })
}

/// Removes a folder with all that is in it, if it is there.
pub(crate) fn empty(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure(format!(
            "`{}` cannot be emptied: {error}",
            folder.display()
        ))),
        _ => Ok(()),
    }
}

fn ours(
    document: &Path,
    folder: &Path,
    runtime: &RuntimeSource,
) -> Result<Result<(), String>, Failure> {
    let codegen = Codegen {
        spec: document.to_owned(),
        overlays: Vec::new(),
        lock: None,
        crate_name: NAME.to_owned(),
        runtime: runtime.clone(),
        settings: Settings::default(),
    };
    let outcome = codegen.run();
    let Some(generated) = outcome.result else {
        let first = outcome.diagnostics.iter().next();
        return Ok(Err(first
            .map(|first| first.message.clone())
            .unwrap_or_default()));
    };
    output::write(&[Folder::whole(folder, generated.files)])
        .map_err(|error| Failure(error.to_string()))?;
    Ok(Ok(()))
}

/// What a program says of its failure, in a line: what it panicked of, or its error.
pub(crate) fn reason(output: &Output) -> String {
    // Some say why on one, and that they failed on the other.
    let words = [&output.stdout, &output.stderr].map(|words| String::from_utf8_lossy(words));
    let lines: Vec<&str> = words
        .iter()
        .flat_map(|words| words.lines())
        .map(str::trim)
        .collect();
    let panic = lines.iter().position(|line| line.contains("panicked at"));
    let panic = panic.and_then(|place| lines.get(place + 1));
    if let Some(words) = panic {
        return format!("panic: {words}");
    }
    let lines = lines.iter().filter(|line| !line.is_empty());
    let first = lines.clone().find(|line| {
        let words = line.to_ascii_lowercase();
        words.contains("error") || words.contains("fail") || words.contains('×')
    });
    let first = first.or(lines.clone().next());
    first.map_or_else(|| output.status.to_string(), |line| (*line).to_owned())
}
