//! How long cargo takes for the crates, alone and with what they depend on.

use indicatif::ProgressBar;

use crate::Failure;
use crate::peers::generator::{NAME, empty};

use super::compiled::{Compiled, does_not_compile};
use super::figures::{Figure, Found, What};
use super::generate::of_usages;
use super::measure::{Usage, measure};
use super::program::PROGRAM;
use super::subjects::Subject;
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

/// What is measured of a crate, and what came of it.
struct Measured<'a> {
    compiled: &'a Compiled,
    usages: Result<Vec<Usage>, String>,
}

/// Measures all crates of a document, in turns: `cargo check` alone, or all of it.
pub(super) fn figures(
    subject: &Subject,
    crates: &[Compiled],
    runs: usize,
    check_only: bool,
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
    let mut crates: Vec<&Compiled> = crates.iter().collect();
    let steps = STEPS
        .into_iter()
        .filter(|(step, ..)| !check_only || *step == ["check"]);
    for (step, time, memory) in steps {
        let mut arguments = step.to_vec();
        arguments.extend(["--package", NAME]);
        let say = |compiled: &Compiled, run: &str| {
            let name = compiled.generator.name();
            let step = step.join(" ");
            progress.set_message(format!("{}: cargo {step} of {name}, {run}", subject.name));
        };
        let measured = alone(&crates, &arguments, runs, say)?;
        // What does not compile once is not tried again.
        let compiles = measured.iter().filter(|measured| measured.usages.is_ok());
        crates = compiles.map(|measured| measured.compiled).collect();
        add([Some(time), Some(memory)], measured);
    }

    let mut one_tag = Vec::new();
    for &compiled in &crates {
        let Some(tag) = tags::first(&compiled.folder.join(NAME)) else {
            continue;
        };
        let features = ["--no-default-features", "--features", &tag];
        let mut arguments = vec!["check", "--package", NAME];
        arguments.extend(features);
        one_tag.extend(alone(&[compiled], &arguments, runs, |_, _| {})?);
    }
    add([Some(What::TagCheckTime), None], one_tag);

    if check_only {
        return Ok(figures);
    }
    // The program has each with TLS.
    let cold_steps = [
        ("check", What::ColdCheckTime),
        ("build", What::ColdBuildTime),
    ];
    for (step, what) in cold_steps {
        progress.set_message(format!("{}: cargo {step}, with dependencies", subject.name));
        add(
            [Some(what), None],
            cold(&crates, &[step, "--package", PROGRAM])?,
        );
    }
    Ok(figures)
}

/// Crates whose dependencies are compiled before.
fn alone<'a>(
    crates: &[&'a Compiled],
    arguments: &[&str],
    runs: usize,
    say: impl Fn(&Compiled, &str),
) -> Result<Vec<Measured<'a>>, Failure> {
    let mut all = Vec::new();
    for &compiled in crates {
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
fn cold<'a>(crates: &[&'a Compiled], arguments: &[&str]) -> Result<Vec<Measured<'a>>, Failure> {
    let mut all = Vec::new();
    for &compiled in crates {
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
