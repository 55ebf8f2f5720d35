//! Diagnostics as plain text, for a terminal or a log.
//!
//! ```text
//! error[dangling-reference]: `#/components/schemas/Pett` leads nowhere
//!   --> openapi.yaml:12:15 (/paths/~1pets/get/responses/200)
//!    |
//! 11 |             schema:
//! 12 |               $ref: '#/components/schemas/Pett'
//!    |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
//!    = help: correct the reference, or add what it names
//! ```

use crate::document::SourceMap;

use super::visible::is_obeyed;
use super::{Detail, Diagnostics, Place, Report};

/// What is told of a kind where nothing else is asked for.
const DETAIL: Detail = Detail {
    all: 5,
    first: 5,
    lines: 0,
};

impl Diagnostics {
    /// All of them as text, the grave ones first, many of one kind in short.
    pub fn render(&self, sources: &SourceMap) -> String {
        self.render_in(DETAIL, sources)
    }

    /// The same in another detail.
    pub fn render_in(&self, detail: Detail, sources: &SourceMap) -> String {
        let mut text = String::new();
        for group in self.groups() {
            for diagnostic in group.shown(detail) {
                text.push_str(&diagnostic.report(sources).to_string());
                text.push('\n');
            }
            let others = group.others(detail, sources);
            if !others.is_empty() {
                text.push_str(&others);
                text.push('\n');
            }
        }
        text
    }
}

impl Report {
    /// Place, code and message, for a list: `openapi.yaml:12:15: dangling-reference: …`.
    pub fn in_a_line(&self) -> String {
        let place = match &self.place {
            Some(place) => match (place.line, place.column) {
                (Some(line), Some(column)) => format!("{}:{line}:{column}: ", place.file),
                _ => format!("{}: ", place.file),
            },
            None => String::new(),
        };
        let line = self.message.lines().next().unwrap_or_default();
        format!("{place}{}: {}", self.code, Cut(line))
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        if let Some(place) = &self.place {
            place.excerpt(f, "", '^')?;
        }
        for (place, words) in &self.related {
            place.excerpt(f, words, '-')?;
        }
        writeln!(f, "   = help: {}", self.help)
    }
}

impl Place {
    /// The file, line and column, the line before and the line itself, underlined.
    fn excerpt(
        &self,
        f: &mut std::fmt::Formatter<'_>,
        words: &str,
        mark: char,
    ) -> std::fmt::Result {
        write!(f, "  --> {}", self.file)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        match &self.pointer {
            Some(pointer) if !pointer.is_empty() => writeln!(f, " ({pointer})")?,
            _ => writeln!(f)?,
        }
        let (Some(line), Some(column), Some(span)) = (self.line, self.column, &self.span) else {
            return Ok(());
        };
        let width = line.to_string().len().max(2);
        writeln!(f, "{:width$} |", "")?;
        for (number, shown) in self.lines(line, span.start) {
            writeln!(
                f,
                "{}",
                format!("{number:width$} | {}", Cut(shown)).trim_end()
            )?;
        }
        let marked = self.text.get(span.clone()).unwrap_or_default();
        let length = marked.lines().next().unwrap_or_default().chars().count();
        // On a line that is cut, as minified JSON is, the place is said by its column.
        let below = if column <= Cut::COLUMNS {
            let length = length.clamp(1, Cut::COLUMNS + 1 - column);
            let marks: String = std::iter::repeat_n(mark, length).collect();
            format!("{:indent$}{marks} {words}", "", indent = column - 1)
        } else {
            format!("at column {column}: {} {words}", Cut(marked))
        };
        writeln!(f, "{:width$} | {}", "", below.trim_end())
    }

    /// The line that holds a byte and the one before it, with their numbers.
    fn lines(&self, line: usize, offset: usize) -> impl Iterator<Item = (usize, &str)> {
        let text = &*self.text;
        let before = |end: usize| text.get(..end).unwrap_or_default();
        let start = before(offset).rfind('\n').map(|newline| newline + 1);
        let previous = start.map(|start| {
            let end = start - 1;
            let begin = before(end).rfind('\n').map_or(0, |newline| newline + 1);
            (line - 1, text.get(begin..end).unwrap_or_default())
        });
        let shown = text.get(start.unwrap_or(0)..).unwrap_or_default();
        let shown = shown.split('\n').next().unwrap_or_default();
        previous.into_iter().chain([(line, shown)])
    }
}

/// A line, cut where a terminal would no longer show it.
struct Cut<'a>(&'a str);

impl Cut<'_> {
    const COLUMNS: usize = 160;
}

impl std::fmt::Display for Cut<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = self.0.lines().next().unwrap_or_default();
        for char in line.chars().take(Self::COLUMNS) {
            // One column each, so that what is underlined stands above its marks.
            let shown = if is_obeyed(char) { ' ' } else { char };
            write!(f, "{shown}")?;
        }
        if line.chars().nth(Self::COLUMNS).is_some() {
            f.write_str("…")?;
        }
        Ok(())
    }
}
