//! On what it was measured, and with what.

use std::fs;
use std::process::Command;

use serde::{Deserialize, Serialize};
use specwright::parallel;

/// The machine and its compiler.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Machine {
    /// The day, in UTC.
    pub(super) date: String,
    pub(super) processor: String,
    pub(super) cores: usize,
    /// In GiB; 0 where it is not known.
    pub(super) memory: u64,
    pub(super) system: String,
    pub(super) rustc: String,
}

impl Machine {
    /// This one, today. What it does not tell is said to be unknown.
    pub(super) fn this() -> Self {
        let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
        let unknown = || "unknown".to_owned();
        Self {
            date: now.date().to_string(),
            processor: field("/proc/cpuinfo", "model name")
                .or_else(|| said("sysctl", &["-n", "machdep.cpu.brand_string"]))
                .unwrap_or_else(unknown),
            cores: parallel::processors(),
            memory: field("/proc/meminfo", "MemTotal")
                .and_then(|total| total.split(' ').next()?.parse::<u64>().ok())
                .map_or(0, |kibibytes| kibibytes.div_ceil(1 << 20)),
            system: said("uname", &["-srm"]).unwrap_or_else(|| std::env::consts::OS.to_owned()),
            rustc: said("rustc", &["--version"]).unwrap_or_else(unknown),
        }
    }

    /// In a sentence's part, for people.
    pub(super) fn words(&self) -> String {
        let memory = match self.memory {
            0 => String::new(),
            gibibytes => format!(", {gibibytes} GiB of memory"),
        };
        format!(
            "{}, {} cores{memory}, {}; {}",
            self.processor, self.cores, self.system, self.rustc
        )
    }
}

/// `b` of a line `a : b`.
fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = fields.find(|(key, _)| key.trim() == name)?;
    Some(value.trim().to_owned())
}

/// What a program prints.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    (output.status.success() && !text.is_empty()).then(|| text.to_owned())
}
