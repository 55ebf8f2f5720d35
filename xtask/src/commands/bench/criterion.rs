//! What Criterion measures: the benches in `tests/benches/`.
//!
//! They are called `<what is done>/<who does it>`. Criterion leaves a folder for each, with estimates in
//! nanoseconds and what was done in that time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::Failure;
use crate::peers::generator::empty;
use crate::workspace::{Workspace, absolute};

use super::figures::{Figure, Found, Spread, What};

/// Runs a bench, and reads what Criterion has found.
pub(super) fn figures(
    workspace: &Workspace,
    bench: &str,
    what: What,
) -> Result<Vec<Figure>, Failure> {
    let folder = absolute(&workspace.target())?.join("bench").join(bench);
    // What is no longer measured would be there as well.
    empty(&folder)?;
    let status = Command::new("cargo")
        .args(["bench", "--quiet", "--package", "specwright-tests"])
        .args(["--bench", bench, "--", "--noplot"])
        .env("CRITERION_HOME", &folder)
        .current_dir(workspace.join("."))
        // What it says of its progress is for those who run it by hand.
        .stdout(std::process::Stdio::null())
        .status()
        .map_err(|error| Failure(format!("cargo cannot be started: {error}")))?;
    if !status.success() {
        return Err(Failure(format!("the bench `{bench}` ended with {status}")));
    }
    let mut figures = Vec::new();
    for place in estimates(&folder)? {
        figures.push(figure(&place, what)?);
    }
    Ok(figures)
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
    confidence_interval: Interval,
}

#[derive(Debug, Deserialize)]
struct Interval {
    lower_bound: f64,
    upper_bound: f64,
}

fn figure(place: &Path, what: What) -> Result<Figure, Failure> {
    let Benchmark {
        group_id,
        function_id,
        throughput,
    } = read(&place.join("benchmark.json"))?;
    let Estimates { median } = read(&place.join("estimates.json"))?;
    let Interval {
        lower_bound,
        upper_bound,
    } = median.confidence_interval;
    let [median, least, most] =
        [median.point_estimate, lower_bound, upper_bound].map(|nanos| nanos / 1e9);
    let spread = match throughput {
        Some(Throughput::Bytes(bytes)) => {
            let [median, least, most] = [median, least, most].map(|time| bytes as f64 / time);
            Spread {
                median,
                min: most,
                max: least,
            }
        }
        Some(Throughput::Other(_)) | None => Spread {
            median,
            min: least,
            max: most,
        },
    };
    Ok(Figure {
        of: group_id,
        what,
        who: function_id,
        found: Found::Measured(spread),
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

    fn found(throughput: &str) -> Figure {
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
        figure(places.first().unwrap(), What::Decode).unwrap()
    }

    fn spread(median: f64, min: f64, max: f64) -> Found {
        Found::Measured(Spread { median, min, max })
    }

    #[test]
    fn estimates_are_times_or_bytes_in_a_second() {
        let figure = found(r#"{"Bytes": 1000}"#);
        assert_eq!(
            (figure.of.as_str(), figure.who.as_str()),
            ("lists", "specwright")
        );
        assert_eq!(figure.found, spread(250.0, 200.0, 500.0));
        assert_eq!(found("null").found, spread(4.0, 2.0, 5.0));
        assert_eq!(found(r#"{"Elements": 7}"#).found, spread(4.0, 2.0, 5.0));
    }
}
