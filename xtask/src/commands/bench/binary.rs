//! How large a program is that calls ten operations.

use std::fs;

use indicatif::ProgressBar;

use crate::Failure;

use super::compiled::{Compiled, does_not_compile};
use super::figures::{Figure, Found, Spread, What};
use super::program::{PROGRAM, built};
use super::subjects::Subject;

/// Builds the program of each crate, stripped.
pub(super) fn figures(
    subject: &Subject,
    crates: &[Compiled],
    progress: &ProgressBar,
) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for compiled in crates {
        let name = compiled.generator.name();
        progress.set_message(format!("{}: a program with {name}", subject.name));
        figures.push(Figure {
            of: subject.name.clone(),
            what: What::BinarySize,
            who: name.to_owned(),
            found: size(compiled)?,
        });
    }
    Ok(figures)
}

fn size(compiled: &Compiled) -> Result<Found, Failure> {
    if let Err(reason) = &compiled.calls {
        return Ok(Found::Missing(reason.clone()));
    }
    let arguments = ["build", "--release", "--package", PROGRAM];
    let mut cargo = compiled.cargo(&arguments, None);
    cargo.args(["--config", "profile.release.strip=true"]);
    let output = cargo
        .output()
        .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
    if !output.status.success() {
        return Ok(Found::Missing(does_not_compile(&output)));
    }
    let program = built(compiled);
    let about = fs::metadata(&program)
        .map_err(|error| Failure(format!("`{}` cannot be read: {error}", program.display())))?;
    let size = usize::try_from(about.len()).unwrap_or(usize::MAX);
    Ok(Found::Measured(Spread::exact(size)))
}
