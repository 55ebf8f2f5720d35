//! What Criterion measures: the benches in `tests/benches/`.
//!
//! They are called `<what is done>/<who does it>`. Criterion leaves a folder for each, with estimates in
//! nanoseconds and what was done in that time. It measures one after another, for seconds each, in which a
//! machine may become faster or slower: so all are run some times, and the middle of what is found is taken.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::Failure;
use crate::peers::Generator;
use crate::peers::generator::empty;
use crate::workspace::{Workspace, absolute};

use super::figures::{self, Figure, Spread, What};

/// How often a bench is run.
const ROUNDS: usize = 5;

/// How long each of a bench is measured in a round, and what is taken of it.
const ROUND: [&str; 6] = [
    "--warm-up-time",
    "0.5",
    "--measurement-time",
    "1",
    "--sample-size",
    "10",
];

/// What our side is called where its values are copied instead of decoded.
const COPIES: &str = "copies";

/// Runs a bench, and reads what Criterion has found.
pub(super) fn figures(
    workspace: &Workspace,
    bench: &str,
    what: What,
) -> Result<Vec<Figure>, Failure> {
    let folder = absolute(&workspace.target())?.join("bench").join(bench);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        // What is no longer measured would be there as well.
        empty(&folder)?;
        run(workspace, bench, &folder)?;
        for place in estimates(&folder)? {
            rounds.push(estimate(&place)?);
        }
    }
    Ok(of_rounds(rounds, what))
}

fn run(workspace: &Workspace, bench: &str, folder: &Path) -> Result<(), Failure> {
    let status = Command::new("cargo")
        .args(["bench", "--quiet", "--package", "specwright-tests"])
        .args(["--bench", bench, "--", "--noplot", "--quiet"])
        .args(ROUND)
        .env("CRITERION_HOME", folder)
        .current_dir(workspace.join("."))
        // What it says of its progress is for those who run it by hand.
        .stdout(std::process::Stdio::null())
        .status()
        .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
    match status.success() {
        true => Ok(()),
        false => Err(Failure(format!("the bench `{bench}` ended with {status}"))),
    }
}

/// What a round found of one of a bench.
struct Found {
    of: String,
    who: String,
    /// The median, in seconds or in bytes per second.
    median: f64,
}

/// The middle of all rounds, in the order of the first.
fn of_rounds(rounds: Vec<Found>, what: What) -> Vec<Figure> {
    let mut all: Vec<((String, String), Vec<f64>)> = Vec::new();
    for Found { of, who, median } in rounds {
        let of_whom = (of, who);
        match all.iter_mut().find(|(known, _)| *known == of_whom) {
            Some((_, medians)) => medians.push(median),
            None => all.push((of_whom, vec![median])),
        }
    }
    let figures = all.into_iter().filter_map(|((of, who), medians)| {
        let found = figures::Found::Measured(Spread::of(medians)?);
        let (what, who) = match who == COPIES {
            true => (What::Copy, Generator::Specwright.name().to_owned()),
            false => (what, who),
        };
        Some(Figure {
            of,
            what,
            who,
            found,
        })
    });
    figures.collect()
}

/// The folders with results, each called `new`, in the order of their names.
fn estimates(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failure = |error: &dyn std::fmt::Display| {
        Failure(format!("`{}` cannot be read: {error}", folder.display()))
    };
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| failure(&error))? {
            let path = entry.map_err(|error| failure(&error))?.path();
            if path.is_dir() && path.ends_with("new") {
                found.push(path);
            } else if path.is_dir() {
                open.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[derive(Debug, Deserialize)]
struct Benchmark {
    group_id: String,
    function_id: String,
    throughput: Option<Throughput>,
}

#[derive(Debug, Deserialize)]
enum Throughput {
    Bytes(u64),
    #[serde(untagged)]
    Other(serde::de::IgnoredAny),
}

#[derive(Debug, Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Debug, Deserialize)]
struct Estimate {
    point_estimate: f64,
}

fn estimate(place: &Path) -> Result<Found, Failure> {
    let Benchmark {
        group_id,
        function_id,
        throughput,
    } = read(&place.join("benchmark.json"))?;
    let Estimates { median } = read(&place.join("estimates.json"))?;
    let seconds = median.point_estimate / 1e9;
    Ok(Found {
        of: group_id,
        who: function_id,
        median: match throughput {
            Some(Throughput::Bytes(bytes)) => bytes as f64 / seconds,
            Some(Throughput::Other(_)) | None => seconds,
        },
    })
}

fn read<T: for<'de> Deserialize<'de>>(place: &Path) -> Result<T, Failure> {
    let failure = |error: &dyn std::fmt::Display| {
        Failure(format!("`{}` cannot be read: {error}", place.display()))
    };
    let text = fs::read_to_string(place).map_err(|error| failure(&error))?;
    serde_json::from_str(&text).map_err(|error| failure(&error))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn found(throughput: &str) -> Found {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("lists/specwright/new");
        fs::create_dir_all(&place).unwrap();
        let benchmark = format!(
            r#"{{"group_id": "lists", "function_id": "specwright", "value_str": null, "throughput": {throughput}}}"#
        );
        fs::write(place.join("benchmark.json"), benchmark).unwrap();
        let estimates = r#"{"median": {"confidence_interval": {"confidence_level": 0.95,
            "lower_bound": 2e9, "upper_bound": 5e9}, "point_estimate": 4e9}}"#;
        fs::write(place.join("estimates.json"), estimates).unwrap();
        let places = super::estimates(folder.path()).unwrap();
        estimate(places.first().unwrap()).unwrap()
    }

    #[test]
    fn estimates_are_times_or_bytes_in_a_second() {
        let lists = found(r#"{"Bytes": 1000}"#);
        assert_eq!(
            (lists.of.as_str(), lists.who.as_str()),
            ("lists", "specwright")
        );
        assert_eq!(lists.median, 250.0);
        assert_eq!(found("null").median, 4.0);
        assert_eq!(found(r#"{"Elements": 7}"#).median, 4.0);
    }

    #[test]
    fn of_rounds_the_middle_is_taken_and_copies_are_ours() {
        let round = |who: &str, median| Found {
            of: "lists".to_owned(),
            who: who.to_owned(),
            median,
        };
        let rounds = [
            round("copies", 9.0),
            round("specwright", 3.0),
            round("copies", 8.0),
            round("specwright", 1.0),
            round("copies", 9.0),
            round("specwright", 2.0),
        ];
        let figures = of_rounds(rounds.into(), What::Decode);
        let spread = |median, min, max| figures::Found::Measured(Spread { median, min, max });
        let found = figures
            .iter()
            .map(|figure| (figure.what, figure.found.clone()));
        assert_eq!(
            found.collect::<Vec<_>>(),
            [
                (What::Copy, spread(9.0, 8.0, 9.0)),
                (What::Decode, spread(2.0, 1.0, 3.0))
            ]
        );
        assert!(figures.iter().all(|figure| figure.who == "specwright"));
    }
}
