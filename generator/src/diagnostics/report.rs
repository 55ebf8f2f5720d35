//! Diagnostics with their places looked up, for whoever shows them.

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Location, Origin, SourceMap};

use super::visible::visible;
use super::{Code, Diagnostic, Diagnostics, Severity};

/// A diagnostic, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What kind of thing it is.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do now.
    pub help: String,
    /// Where it was found.
    pub place: Option<Place>,
    /// Other places that it concerns, each with a few words.
    pub related: Vec<(Place, String)>,
}

/// A place in a file, for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The name of the file.
    pub file: String,
    /// The JSON pointer of the node in that file.
    pub pointer: Option<String>,
    /// The line, from 1; `None` if only the file is known.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The bytes to underline, always within `text`, never empty unless the text is.
    pub span: Option<Range<usize>>,
    /// The whole file.
    pub text: Arc<String>,
}

impl Diagnostics {
    /// All of them with their places, in the order in which they were found.
    pub fn report(&self, sources: &SourceMap) -> Vec<Report> {
        self.iter()
            .map(|diagnostic| diagnostic.report(sources))
            .collect()
    }
}

impl Diagnostic {
    /// The diagnostic with its places.
    pub fn report(&self, sources: &SourceMap) -> Report {
        let help = self.help.as_deref().unwrap_or(self.code.remedy());
        Report {
            code: self.code,
            severity: self.severity(),
            message: visible(&self.message).into_owned(),
            help: visible(help).into_owned(),
            place: Place::of(&self.origin, sources),
            related: self
                .related
                .iter()
                .filter_map(|(origin, words)| Some((Place::of(origin, sources)?, words.clone())))
                .collect(),
        }
    }
}

impl Place {
    fn of(origin: &Origin, sources: &SourceMap) -> Option<Self> {
        let Location {
            source,
            pointer,
            span,
        } = sources.locate(origin)?;
        let text = sources.text(source);
        let span = span.map(|span| clamp(&text, span));
        let position = span.as_ref().and_then(|span| {
            let (line, start) = sources.line(source, span.start)?;
            let before = text.get(start..span.start).unwrap_or_default();
            Some((line, before.chars().count() + 1))
        });
        Some(Self {
            file: visible(sources.name(source)).into_owned(),
            pointer: pointer.map(|pointer| visible(pointer.as_str()).into_owned()),
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
            span,
            text,
        })
    }
}

/// A span that begins and ends at characters of the text and holds one at least.
fn clamp(text: &str, span: Range<usize>) -> Range<usize> {
    let last = text
        .char_indices()
        .next_back()
        .map_or(0, |(start, _)| start);
    let mut start = span.start.min(last);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span
        .end
        .clamp(start + 1, text.len().max(start + 1))
        .min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}
