//! The surface of a crate: all that a program that uses it can see, and all that goes over the
//! wire, one line an item. `api.txt` is that list; the difference of two of them is what a change
//! means for those who depend on the crate.

mod compare;
mod line;
mod lines;
mod package;
mod wire;

use std::fmt;

use crate::ir::Api;
use crate::output::{FileText, Files, MARK};
use crate::packed::Packed;
use crate::parallel;
use crate::plan::Plan;

pub use compare::{Action, Change, Report, Side, Step, WireBreak, compare};
pub use line::{Kind, Line};
pub(crate) use lines::Lines;

/// The surface of a crate, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// In their order, each once.
    lines: Lines,
}

/// What goes over the wire, which is all that a surface has of the API itself.
pub(crate) fn wire(api: &Api, plan: &Plan) -> Lines {
    wire::lines(api, plan)
}

/// The surface of a crate: what was printed of it, and what goes over the wire.
pub(crate) fn surface(wire: Lines, mut printed: Lines, files: &Files) -> Surface {
    let mut manifests = files
        .iter()
        .filter(|(path, _)| path.as_str() == "Cargo.toml");
    if let Some((_, manifest)) = manifests.next() {
        printed.append(package::lines(&manifest));
    }
    printed.append(wire);
    Surface::of(printed)
}

impl Surface {
    fn of(mut lines: Lines) -> Self {
        lines.sort();
        lines.dedup();
        Self { lines }
    }

    /// The lines, sorted by path.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines.iter()
    }

    /// The crate's version.
    pub fn version(&self) -> Option<&str> {
        let mut lines = self.lines.iter();
        let line = lines.find(|line| line.kind == Kind::Version)?;
        Some(line.says)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.lines.len() == 0
    }

    /// Reads an `api.txt`.
    ///
    /// # Errors
    ///
    /// The number, from 1, of the first line that is none.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let mut parsed = Lines::default();
        for (at, line) in lines {
            parsed.extend([Line::parse(line).ok_or(at + 1)?]);
        }
        Ok(Self::of(parsed))
    }

    /// The text of `api.txt`.
    pub fn to_text(&self, crate_name: &str) -> String {
        let mut text = Self::opening(crate_name);
        text.reserve_exact(self.lines.iter().map(|line| line.width()).sum());
        for line in self.lines.iter() {
            line.write(&mut text);
        }
        text
    }

    /// The same, packed: that of a large API is megabytes.
    pub(crate) fn to_file(&self, crate_name: &str) -> FileText {
        /// How many lines are written at a time.
        const PIECE: usize = 512;
        let pieces = self.lines.pieces(PIECE);
        let lines = parallel::map(pieces, parallel::processors(), |lines| {
            let mut text = String::with_capacity(lines.clone().map(|line| line.width()).sum());
            lines.for_each(|line| line.write(&mut text));
            Packed::of(&text)
        });
        let opening = Packed::of(&Self::opening(crate_name));
        FileText::marked(std::iter::once(opening).chain(lines).collect())
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
        let mut lines = self.lines.iter();
        lines.try_for_each(|line| writeln!(f, "{line}"))
    }
}
