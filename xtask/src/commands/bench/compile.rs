//! How long cargo takes for the crates, alone and with what they depend on.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use indicatif::ProgressBar;

use crate::Failure;
use crate::peers::Generator;
use crate::peers::generator::{NAME, empty};

use super::figures::{Figure, Found, What};
use super::generate::{Made, of_usages};
use super::measure::{Usage, measure};
use super::program::{self, PROGRAM};
use super::setup::{Setup, Subject};
use super::tags;

/// What cargo is asked for, of a crate whose dependencies are there: its arguments, and what is measured.
const STEPS: [(&[&str], What, What); 3] = [
    (&["check"], What::CheckTime, What::CheckMemory),
    (&["build"], What::BuildTime, What::BuildMemory),
    (
        &["build", "--release"],
        What::ReleaseTime,
        What::ReleaseMemory,
    ),
];

/// A crate in a workspace of its own.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) generator: Generator,
    pub(super) folder: PathBuf,
    target: PathBuf,
    /// Whether the program calls it; or why not.
    pub(super) calls: Result<(), String>,
}

impl Compiled {
    /// Makes a workspace of a crate and the program that calls it, and fetches what they depend on; or why
    /// cargo does not take it.
    pub(super) fn new(
        made: &Made,
        calls: &[String],
        setup: &Setup,
    ) -> Result<Result<Self, String>, Failure> {
        let folder = made.folder.parent().unwrap_or(&made.folder).to_owned();
        program::use_rustls(made)?;
        let calls = program::write(made, calls, &folder)?;
        let members = format!("\"{NAME}\", \"{PROGRAM}\"");
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
        let failure = |error: &dyn std::fmt::Display| {
            Failure(format!("`{}` cannot be written: {error}", folder.display()))
        };
        fs::write(folder.join("Cargo.toml"), manifest).map_err(|error| failure(&error))?;
        fs::copy(&setup.lock, folder.join("Cargo.lock")).map_err(|error| failure(&error))?;
        let compiled = Self {
            generator: made.generator,
            target: setup.target_of(made.generator),
            folder,
            calls,
        };
        let fetched = cargo(&compiled.folder)
            .arg("fetch")
            .output()
            .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
        Ok(match fetched.status.success() {
            true => Ok(compiled),
            false => Err(first_error(&fetched)),
        })
    }

    /// Cargo for this workspace, without the network, in the usual target folder or another one.
    pub(super) fn cargo(&self, arguments: &[&str], target: Option<&Path>) -> Command {
        let mut cargo = cargo(&self.folder);
        cargo.args(arguments).arg("--offline");
        cargo
            .arg("--target-dir")
            .arg(target.unwrap_or(&self.target));
        cargo
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// The crate is compiled again the next time, and what it depends on is not.
    fn touch(&self) -> Result<(), Failure> {
        let library = self.folder.join(NAME).join("src/lib.rs");
        File::options()
            .append(true)
            .open(&library)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(|error| {
                Failure(format!(
                    "`{}` cannot be touched: {error}",
                    library.display()
                ))
            })
    }
}

/// What is measured of a crate, and what came of it.
struct Measured<'a> {
    compiled: &'a Compiled,
    usages: Result<Vec<Usage>, String>,
}

/// Measures all crates of a document, in turns.
pub(super) fn figures(
    subject: &Subject,
    crates: &[Compiled],
    runs: usize,
    progress: &ProgressBar,
) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    let mut add = |what: [Option<What>; 2], measured: Vec<Measured<'_>>| {
        for Measured { compiled, usages } in measured {
            let figure = |what, found| Figure {
                of: subject.name.clone(),
                what,
                who: compiled.generator.name().to_owned(),
                found,
            };
            let [time, memory] = what;
            match usages {
                Ok(usages) => {
                    let spreads = of_usages(&usages).into_iter().zip([time, memory]);
                    figures.extend(spreads.filter_map(|(spread, what)| {
                        Some(figure(what?, Found::Measured(spread?)))
                    }));
                }
                Err(reason) => {
                    figures.extend(time.map(|what| figure(what, Found::Missing(reason))));
                }
            }
        }
    };
    for (step, time, memory) in STEPS {
        let mut arguments = step.to_vec();
        arguments.extend(["--package", NAME]);
        let say = |compiled: &Compiled, run: &str| {
            let name = compiled.generator.name();
            let step = step.join(" ");
            progress.set_message(format!("{}: cargo {step} of {name}, {run}", subject.name));
        };
        let measured = alone(crates, &arguments, runs, say)?;
        add([Some(time), Some(memory)], measured);
    }

    let mut one_tag = Vec::new();
    for compiled in crates {
        let Some(tag) = tags::first(&compiled.folder.join(NAME)) else {
            continue;
        };
        let features = ["--no-default-features", "--features", &tag];
        let mut arguments = vec!["check", "--package", NAME];
        arguments.extend(features);
        let of_one = std::slice::from_ref(compiled);
        one_tag.extend(alone(of_one, &arguments, runs, |_, _| {})?);
    }
    add([Some(What::TagCheckTime), None], one_tag);

    // The program has each with TLS.
    let cold_steps = [
        ("check", What::ColdCheckTime),
        ("build", What::ColdBuildTime),
    ];
    for (step, what) in cold_steps {
        progress.set_message(format!("{}: cargo {step}, with dependencies", subject.name));
        add(
            [Some(what), None],
            cold(crates, &[step, "--package", PROGRAM])?,
        );
    }
    Ok(figures)
}

/// Crates whose dependencies are compiled before.
fn alone<'a>(
    crates: &'a [Compiled],
    arguments: &[&str],
    runs: usize,
    say: impl Fn(&Compiled, &str),
) -> Result<Vec<Measured<'a>>, Failure> {
    let mut all = Vec::new();
    for compiled in crates {
        say(compiled, "dependencies");
        let first = compiled
            .cargo(arguments, None)
            .output()
            .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
        let usages = match first.status.success() {
            true => Ok(Vec::new()),
            false => Err(does_not_compile(&first)),
        };
        all.push(Measured { compiled, usages });
    }
    for run in 1..=runs {
        for Measured { compiled, usages } in &mut all {
            if let Ok(taken) = usages {
                say(compiled, &format!("{run} of {runs}"));
                compiled.touch()?;
                match measure(&compiled.cargo(arguments, None))? {
                    Ok(usage) => taken.push(usage),
                    Err(output) => *usages = Err(does_not_compile(&output)),
                }
            }
        }
    }
    Ok(all)
}

/// Crates with all that they depend on, which is downloaded; once, for it takes long.
fn cold<'a>(crates: &'a [Compiled], arguments: &[&str]) -> Result<Vec<Measured<'a>>, Failure> {
    let mut all = Vec::new();
    for compiled in crates {
        let target = compiled.folder.join("cold");
        empty(&target)?;
        let measured = measure(&compiled.cargo(arguments, Some(&target)))?;
        empty(&target)?;
        all.push(Measured {
            compiled,
            usages: match measured {
                Ok(usage) => Ok(vec![usage]),
                Err(output) => Err(does_not_compile(&output)),
            },
        });
    }
    Ok(all)
}

/// Cargo in a folder, without what the environment says of flags.
fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(folder)
        // What is compiled again would be less.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

pub(super) fn does_not_compile(output: &Output) -> String {
    format!("does not compile: {}", first_error(output))
}

/// The first error that cargo or a compiler tells of, in a line.
fn first_error(output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr);
    let mut lines = words.lines();
    let error = lines.find(|line| line.starts_with("error"));
    error.map_or_else(|| output.status.to_string(), str::to_owned)
}
