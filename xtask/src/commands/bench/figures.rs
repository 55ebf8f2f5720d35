//! What was measured, as data: of what, by whom, and how much.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::Failure;

use super::machine::Machine;

/// Everything that one run found out; `--json` writes it and `--from` reads it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Figures {
    pub(super) machine: Machine,
    /// The command that was run, as one types it.
    pub(super) commands: Vec<String>,
    /// The generators with their versions.
    pub(super) generators: Vec<String>,
    pub(super) figures: Vec<Figure>,
}

impl Figures {
    /// Reads what `--json` wrote; of several runs, as of one, on the machine of the first.
    pub(super) fn read(places: &[PathBuf]) -> Result<Self, Failure> {
        let mut all = Self::default();
        for place in places {
            let failure = |error: &dyn fmt::Display| {
                Failure(format!("`{}` cannot be read: {error}", place.display()))
            };
            let text = fs::read_to_string(place).map_err(|error| failure(&error))?;
            let one: Self = serde_json::from_str(&text).map_err(|error| failure(&error))?;
            if all.commands.is_empty() {
                all.machine = one.machine;
            }
            all.commands.extend(one.commands);
            for generator in one.generators {
                if !all.generators.contains(&generator) {
                    all.generators.push(generator);
                }
            }
            all.figures.extend(one.figures);
        }
        Ok(all)
    }
}

/// What one of the compared needs, or has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Figure {
    /// The document, or what else it is about.
    pub(super) of: String,
    pub(super) what: What,
    /// Who is measured: a generator, or another way to do the same.
    pub(super) who: String,
    #[serde(flatten)]
    pub(super) found: Found,
}

/// A figure, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Found {
    Measured(Spread),
    /// In a line.
    Missing(String),
}

/// The middle of some measurements with the least and the greatest: seconds, bytes, or a count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) min: f64,
    pub(super) max: f64,
}

impl Spread {
    /// Of measurements in any order; `None` of none.
    pub(super) fn of(mut measured: Vec<f64>) -> Option<Self> {
        measured.sort_by(f64::total_cmp);
        let (min, max) = (*measured.first()?, *measured.last()?);
        let half = measured.len() / 2;
        let upper = *measured.get(half)?;
        let median = match measured.len() % 2 {
            0 => f64::midpoint(*measured.get(half.checked_sub(1)?)?, upper),
            _ => upper,
        };
        Some(Self { median, min, max })
    }

    /// Of what does not vary.
    pub(super) fn exact(count: usize) -> Self {
        let count = count as f64;
        Self {
            median: count,
            min: count,
            max: count,
        }
    }
}

/// A part of the measurements, which can be asked for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    Generate,
    Compile,
    Binary,
    Decode,
    Requests,
}

impl Part {
    pub(super) const ALL: [Self; 5] = [
        Self::Generate,
        Self::Compile,
        Self::Binary,
        Self::Decode,
        Self::Requests,
    ];

    /// What stands above its rows.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Generate => "Generating",
            Self::Compile => "Compiling",
            Self::Binary => "Programs",
            Self::Decode => "Decoding JSON",
            Self::Requests => "Requests",
        }
    }
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    GenerateTime,
    GenerateMemory,
    /// Of a document that is repeated, for ours alone.
    Growth,
    Lines,
    Bytes,
    Operations,
    Parameters,
    Bodies,
    Successes,
    Errors,
    Fields,
    CheckTime,
    CheckMemory,
    TagCheckTime,
    BuildTime,
    BuildMemory,
    ReleaseTime,
    ReleaseMemory,
    ColdCheckTime,
    ColdBuildTime,
    BinarySize,
    Decode,
    /// Of the values that were decoded: in bytes of their text.
    Copy,
    Call,
}

/// In what something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Bytes,
    Count,
    BytesPerSecond,
}

/// Which figure is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Better {
    Less,
    More,
    /// Neither: it says how large something is.
    Neither,
}

impl What {
    pub(super) fn part(self) -> Part {
        match self {
            Self::GenerateTime
            | Self::GenerateMemory
            | Self::Growth
            | Self::Lines
            | Self::Bytes
            | Self::Operations
            | Self::Parameters
            | Self::Bodies
            | Self::Successes
            | Self::Errors
            | Self::Fields => Part::Generate,
            Self::CheckTime
            | Self::CheckMemory
            | Self::TagCheckTime
            | Self::BuildTime
            | Self::BuildMemory
            | Self::ReleaseTime
            | Self::ReleaseMemory
            | Self::ColdCheckTime
            | Self::ColdBuildTime => Part::Compile,
            Self::BinarySize => Part::Binary,
            Self::Decode | Self::Copy => Part::Decode,
            Self::Call => Part::Requests,
        }
    }

    /// What its row is called.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::GenerateTime => "generate",
            Self::GenerateMemory => "generate, memory",
            Self::Growth => "generate",
            Self::Lines => "lines",
            Self::Bytes => "size of the code",
            Self::Operations => "operations",
            Self::Parameters => "parameters",
            Self::Bodies => "request bodies",
            Self::Successes => "success types",
            Self::Errors => "error bodies",
            Self::Fields => "public fields",
            Self::CheckTime => "check",
            Self::CheckMemory => "check, memory",
            Self::TagCheckTime => "check of one tag",
            Self::BuildTime => "build",
            Self::BuildMemory => "build, memory",
            Self::ReleaseTime => "release build",
            Self::ReleaseMemory => "release build, memory",
            Self::ColdCheckTime => "check of a program, with dependencies",
            Self::ColdBuildTime => "build of a program, with dependencies",
            Self::BinarySize => "program with TLS, stripped",
            Self::Decode => "decode",
            Self::Copy => "copy of the values",
            Self::Call => "a call",
        }
    }

    pub(super) fn unit(self) -> Unit {
        match self {
            Self::GenerateTime
            | Self::Growth
            | Self::CheckTime
            | Self::TagCheckTime
            | Self::BuildTime
            | Self::ReleaseTime
            | Self::ColdCheckTime
            | Self::ColdBuildTime
            | Self::Call => Unit::Seconds,
            Self::GenerateMemory
            | Self::Bytes
            | Self::CheckMemory
            | Self::BuildMemory
            | Self::ReleaseMemory
            | Self::BinarySize => Unit::Bytes,
            Self::Lines
            | Self::Operations
            | Self::Parameters
            | Self::Bodies
            | Self::Successes
            | Self::Errors
            | Self::Fields => Unit::Count,
            Self::Decode | Self::Copy => Unit::BytesPerSecond,
        }
    }

    pub(super) fn better(self) -> Better {
        match (self, self.unit()) {
            (Self::Growth | Self::Lines | Self::Bytes | Self::Fields | Self::Copy, _) => {
                Better::Neither
            }
            (_, Unit::Seconds | Unit::Bytes) => Better::Less,
            (_, Unit::Count | Unit::BytesPerSecond) => Better::More,
        }
    }
}

impl Unit {
    /// A figure as people read it.
    pub(super) fn shown(self, figure: f64) -> String {
        match self {
            Self::Seconds if figure < 1e-3 => format!("{:.1} µs", figure * 1e6),
            Self::Seconds if figure < 1e-2 => format!("{:.1} ms", figure * 1e3),
            Self::Seconds if figure < 1.0 => format!("{:.0} ms", figure * 1e3),
            Self::Seconds if figure < 100.0 => format!("{figure:.2} s"),
            Self::Seconds => format!("{figure:.0} s"),
            Self::Bytes if figure < 1e6 => format!("{:.0} kB", figure / 1e3),
            Self::Bytes if figure < 1e7 => format!("{:.1} MB", figure / 1e6),
            Self::Bytes if figure < 1e9 => format!("{:.0} MB", figure / 1e6),
            Self::Bytes => format!("{:.2} GB", figure / 1e9),
            Self::BytesPerSecond => format!("{:.0} MB/s", figure / 1e6),
            Self::Count => grouped(figure),
        }
    }
}

/// `12,345`.
fn grouped(figure: f64) -> String {
    let digits = format!("{figure:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The figure with its spread, if there is one to speak of.
pub(super) struct Shown(pub(super) Unit, pub(super) Spread);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(unit, Spread { median, min, max }) = *self;
        write!(f, "{}", unit.shown(median))?;
        let [least, greatest] = [min, max].map(|end| unit.shown(end));
        if least != greatest {
            write!(f, " ({least} – {greatest})")?;
        }
        Ok(())
    }
}
