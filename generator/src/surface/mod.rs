//! The surface of a crate: all that a program that uses it can see, and all that goes over the
//! wire, one line an item. `api.txt` is that list; the difference of two of them is what a change
//! means for those who depend on the crate.

mod compare;
mod line;
mod package;
mod wire;

use std::fmt;

use crate::ir::Api;
use crate::output::{FileText, Files, MARK};
use crate::packed::Packer;
use crate::plan::Plan;

pub use compare::{Action, Change, Report, Side, Step, WireBreak, compare};
pub use line::{Kind, Line};

/// The surface of a crate, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// In their order, each once.
    lines: Vec<Line>,
}

/// What goes over the wire, which is all that a surface has of the API itself.
pub(crate) fn wire(api: &Api, plan: &Plan) -> Vec<Line> {
    wire::lines(api, plan)
}

/// The surface of a crate: what was printed of it, and what goes over the wire.
pub(crate) fn surface(wire: Vec<Line>, mut printed: Vec<Line>, files: &Files) -> Surface {
    let mut manifests = files
        .iter()
        .filter(|(path, _)| path.as_str() == "Cargo.toml");
    let package = manifests.next().map(|(_, text)| package::lines(&text));
    printed.extend(package.into_iter().flatten());
    printed.extend(wire);
    Surface::of(printed)
}

impl Surface {
    fn of(mut lines: Vec<Line>) -> Self {
        // Parts of them are sorted already.
        lines.sort();
        lines.dedup();
        Self { lines }
    }

    /// The lines, sorted by path.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// The crate's version.
    pub fn version(&self) -> Option<&str> {
        let mut lines = self.lines.iter();
        let line = lines.find(|line| line.kind == Kind::Version)?;
        Some(&line.says)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Reads an `api.txt`.
    ///
    /// # Errors
    ///
    /// The number, from 1, of the first line that is none.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let lines = lines.map(|(at, line)| Line::parse(line).ok_or(at + 1));
        lines.collect::<Result<_, _>>().map(Self::of)
    }

    /// The text of `api.txt`.
    pub fn to_text(&self, crate_name: &str) -> String {
        let mut text = Self::opening(crate_name);
        text.reserve_exact(self.lines.iter().map(Line::width).sum());
        for line in &self.lines {
            line.write(&mut text);
        }
        text
    }

    /// The same, packed: that of a large API is megabytes.
    pub(crate) fn to_file(&self, crate_name: &str) -> FileText {
        let mut packer = Packer::default();
        packer.add(|text| text.push_str(&Self::opening(crate_name)));
        for line in &self.lines {
            packer.add(|text| line.write(text));
        }
        FileText::marked(packer.finish())
    }

    fn opening(crate_name: &str) -> String {
        format!(
            "# {MARK}. Do not edit: the next run replaces it.\n\
             #\n\
             # All that a program that uses `{crate_name}` can see, and all that goes over the wire,\n\
             # one line an item, sorted: a change of this file is a change for its users.\n\n"
        )
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
