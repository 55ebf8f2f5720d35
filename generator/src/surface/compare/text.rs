//! A report for people.

use std::fmt;

use super::report::{Action, Change, Report, Side};
use super::source::GONE;

impl Action {
    /// The sign before a change.
    pub fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Changed => '~',
            Self::Deprecated => '!',
            Self::Removed => '-',
        }
    }
}

impl Side {
    /// The side in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl Report {
    /// The figures in a line: `3 changes; 1 breaks source, none the wire`.
    pub fn summary(&self) -> String {
        let count = |n: usize| match n {
            0 => "none breaks".to_owned(),
            1 => "1 breaks".to_owned(),
            n => format!("{n} break"),
        };
        let wire = match self.wire_breaks() {
            0 => "none the wire".to_owned(),
            n => format!("{n} the wire"),
        };
        let changes = match self.changes.len() {
            0 => return "no change".to_owned(),
            1 => "1 change".to_owned(),
            n => format!("{n} changes"),
        };
        format!("{changes}; {} source, {wire}", count(self.source_breaks()))
    }
}

impl fmt::Display for Report {
    /// What breaks comes first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (breaking, others): (Vec<&Change>, Vec<&Change>) =
            self.changes.iter().partition(|change| change.is_breaking());
        let parts = [("Breaking", breaking), ("Not breaking", others)];
        let parts = parts.into_iter().filter(|(_, changes)| !changes.is_empty());
        for (at, (title, changes)) in parts.enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            writeln!(f, "{title}")?;
            write!(f, "{}", Listed(&changes))?;
        }
        Ok(())
    }
}

/// Changes below what they are about.
struct Listed<'a>(&'a [&'a Change]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for changes in self.0.chunk_by(|one, other| one.subject == other.subject) {
            match changes {
                [only] if only.at == only.subject => {
                    let request = only.request.as_ref();
                    let is_whole = matches!(only.action, Action::Added | Action::Removed);
                    let name = match request.filter(|_| !is_whole) {
                        Some(request) => format!("{} ({request})", only.at),
                        None => only.at.clone(),
                    };
                    only.write(f, "  ", &name)?;
                }
                changes => {
                    for change in changes.iter().take(1) {
                        write!(f, "    {}", change.subject)?;
                        match &change.request {
                            Some(request) => writeln!(f, " ({request})")?,
                            None => writeln!(f)?,
                        }
                    }
                    for change in changes {
                        let own = change.at.strip_prefix(&change.subject);
                        let own = own.unwrap_or(&change.at).trim_start_matches([':', '.']);
                        change.write(f, "      ", own)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Change {
    /// The change, and below it what it breaks and why.
    fn write(&self, f: &mut fmt::Formatter<'_>, indent: &str, name: &str) -> fmt::Result {
        write!(f, "{indent}{}", self.action.sign())?;
        if !name.is_empty() {
            write!(f, " {name}")?;
        }
        let colon = if name.is_empty() || self.what.is_empty() {
            ""
        } else {
            ":"
        };
        let space = if self.what.is_empty() { "" } else { " " };
        write!(f, "{colon}{space}{}", self.what.join("; "))?;
        if self.source == [GONE] && self.wire.is_empty() {
            return writeln!(f, " [breaks source]");
        }
        writeln!(f)?;
        for why in &self.source {
            writeln!(f, "{indent}    breaks source: {why}")?;
        }
        for found in &self.wire {
            let (side, why) = (found.side.word(), &found.why);
            writeln!(f, "{indent}    breaks the wire ({side}): {why}")?;
        }
        for note in &self.notes {
            writeln!(f, "{indent}    {note}")?;
        }
        Ok(())
    }
}
