//! Generators as processes, in turns: what each needs to write a crate, and what is in the crate.

use std::path::PathBuf;

use indicatif::ProgressBar;

use crate::Failure;
use crate::peers::Generator;
use crate::peers::generator::{NAME, reason};

use super::contents;
use super::figures::{Figure, Found, Spread, What};
use super::measure::{Usage, measure};
use super::setup::Setup;
use super::subjects::Subject;

/// A generator's crate of a document.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) generator: Generator,
    /// Its folder, in a folder of its own.
    pub(super) folder: PathBuf,
    /// Why there is none.
    pub(super) refused: Option<String>,
    /// What each run needed.
    usages: Vec<Usage>,
}

/// Has each generator make a crate of the document as often as that, in turns.
pub(super) fn crates(
    subject: &Subject,
    setup: &Setup,
    runs: usize,
    progress: &ProgressBar,
) -> Result<Vec<Made>, Failure> {
    let mut all: Vec<Made> = setup
        .generators()
        .map(|generator| Made {
            generator,
            folder: setup.folder_of(subject).join(generator.name()).join(NAME),
            refused: None,
            usages: Vec::new(),
        })
        .collect();
    for run in 1..=runs {
        // Who refuses a document does so each time.
        for made in all.iter_mut().filter(|made| made.refused.is_none()) {
            let name = made.generator.name();
            progress.set_message(format!("{}: {name}, {run} of {runs}", subject.name));
            setup.make_room(&made.folder)?;
            match measure(&setup.command(made.generator, &subject.path, &made.folder))? {
                Ok(usage) => made.usages.push(usage),
                Err(output) => made.refused = Some(reason(&output)),
            }
        }
    }
    Ok(all)
}

/// What it took to make the crates, and what is in them.
pub(super) fn figures(subject: &Subject, crates: &[Made]) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for made in crates {
        let figure = |what, found| Figure {
            of: subject.name.clone(),
            what,
            who: made.generator.name().to_owned(),
            found,
        };
        if let Some(reason) = &made.refused {
            let refuses = format!("refuses the document: {reason}");
            figures.push(figure(What::GenerateTime, Found::Missing(refuses)));
            continue;
        }
        let [time, memory] = of_usages(&made.usages);
        figures.extend(time.map(|time| figure(What::GenerateTime, Found::Measured(time))));
        figures.extend(memory.map(|memory| figure(What::GenerateMemory, Found::Measured(memory))));
        let contents = contents::of(made, &subject.document)?;
        let counts = contents.into_iter();
        figures.extend(
            counts.map(|(what, count)| figure(what, Found::Measured(Spread::exact(count)))),
        );
    }
    Ok(figures)
}

/// Times and memory, if any were measured.
pub(super) fn of_usages(usages: &[Usage]) -> [Option<Spread>; 2] {
    let times = usages.iter().map(|usage| usage.time).collect();
    let memory = usages.iter().filter_map(|usage| usage.memory).collect();
    [Spread::of(times), Spread::of(memory)]
}
