//! Diagnostics of one kind, told together: a document may have thousands of them.

use std::collections::BTreeMap;

use crate::document::SourceMap;

use super::{Code, Diagnostic, Diagnostics, Severity};

/// How much of a group is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail {
    /// So many are shown in full, if there are no more of them.
    pub all: usize,
    /// Of more than that, so many are.
    pub first: usize,
    /// So many of the others have a line each; the rest is a number.
    pub lines: usize,
}

/// All diagnostics of one code, in the order in which they were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<'a> {
    /// How grave they are.
    pub severity: Severity,
    /// What they have in common.
    pub code: Code,
    all: Vec<&'a Diagnostic>,
}

impl Diagnostics {
    /// All of them by code, the grave ones first.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: BTreeMap<(Severity, Code), Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in self {
            groups
                .entry((diagnostic.severity(), diagnostic.code))
                .or_default()
                .push(diagnostic);
        }
        groups
            .into_iter()
            .map(|((severity, code), all)| Group {
                severity,
                code,
                all,
            })
            .collect()
    }
}

impl<'a> Group<'a> {
    /// How many there are: one at least.
    #[expect(clippy::len_without_is_empty, reason = "no group is empty")]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Those that are shown in full.
    pub fn shown(&self, detail: Detail) -> impl Iterator<Item = &'a Diagnostic> {
        self.all.iter().copied().take(self.shown_count(detail))
    }

    /// How many there are besides, and where the first of them are; empty if there are none.
    pub fn others(&self, detail: Detail, sources: &SourceMap) -> String {
        let shown = self.shown_count(detail);
        let others = self.all.get(shown..).unwrap_or_default();
        if others.is_empty() {
            return String::new();
        }
        let mut text = format!(
            "{}[{}]: {} more of this kind\n",
            self.severity,
            self.code,
            others.len()
        );
        for other in others.iter().take(detail.lines) {
            text.push_str("  ");
            text.push_str(&other.report(sources).in_a_line());
            text.push('\n');
        }
        if let Some(rest @ 1..) = others.len().checked_sub(detail.lines)
            && detail.lines > 0
        {
            text.push_str(&format!("  … and {rest} more\n"));
        }
        text
    }

    fn shown_count(&self, detail: Detail) -> usize {
        if self.all.len() <= detail.all {
            detail.all
        } else {
            detail.first
        }
    }
}
