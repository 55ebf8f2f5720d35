//! Diagnostics, framed for a terminal or plain for a log.

use std::fmt::{self, Write};
use std::sync::Arc;

use miette::{
    Diagnostic, LabeledSpan, MietteHandler, MietteHandlerOpts, NamedSource, ReportHandler,
};
use specwright::diagnostics::{Detail, Diagnostics, Place, Report, Severity};
use specwright::document::SourceMap;

/// Which diagnostics are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// Errors only.
    pub(super) quiet: bool,
    /// Notes too.
    pub(super) verbose: bool,
}

/// A screenful, whatever a document has thousands of.
const SHORT: Detail = Detail {
    all: 3,
    first: 1,
    lines: 4,
};

/// Each of them, though not each with its lines of the document.
const LONG: Detail = Detail {
    all: 3,
    first: 3,
    lines: usize::MAX,
};

/// A line that a terminal would wrap again and again, as one of minified JSON.
const LONGEST_FRAMED_LINE: usize = 400;

impl Shown {
    /// Those that are shown.
    pub(super) fn select(self, diagnostics: &Diagnostics) -> Diagnostics {
        let mut selected = Diagnostics::new();
        for diagnostic in diagnostics {
            if match diagnostic.severity() {
                Severity::Error => true,
                Severity::Dropped | Severity::Repaired => !self.quiet,
                Severity::Note => self.verbose,
            } {
                selected.push(diagnostic.clone());
            }
        }
        selected
    }

    fn detail(self) -> Detail {
        if self.verbose { LONG } else { SHORT }
    }

    /// As plain text.
    pub(super) fn plain(self, diagnostics: &Diagnostics, sources: &SourceMap) -> String {
        let text = self.select(diagnostics).render_in(self.detail(), sources);
        text + &self.rest(diagnostics)
    }

    /// With frames and, perhaps, colours; the grave ones first.
    pub(super) fn fancy(
        self,
        diagnostics: &Diagnostics,
        sources: &SourceMap,
        color: bool,
    ) -> String {
        let handler = MietteHandlerOpts::new()
            .color(color)
            .unicode(true)
            .terminal_links(false)
            .context_lines(1)
            .build();
        let mut text = String::new();
        for group in self.select(diagnostics).groups() {
            for diagnostic in group.shown(self.detail()) {
                let report = diagnostic.report(sources);
                let _ = if can_be_framed(&report) {
                    writeln!(
                        text,
                        "{}",
                        Framed {
                            report: &Frame::new(&report),
                            handler: &handler
                        }
                    )
                } else {
                    writeln!(text, "{report}")
                };
            }
            let others = group.others(self.detail(), sources);
            if !others.is_empty() {
                let _ = writeln!(text, "{others}");
            }
        }
        text + &self.rest(diagnostics)
    }

    /// What there is, in numbers, where not all of it is shown.
    fn rest(self, diagnostics: &Diagnostics) -> String {
        let is_short = diagnostics.groups().iter().any(|group| {
            group.severity != Severity::Note && group.shown(SHORT).count() < group.len()
        });
        if self.quiet || self.verbose || !is_short {
            return String::new();
        }
        let counts: Vec<String> = [
            (Severity::Error, "errors"),
            (Severity::Dropped, "dropped"),
            (Severity::Repaired, "repaired"),
            (Severity::Note, "notes"),
        ]
        .into_iter()
        .map(|(severity, words)| (diagnostics.count(severity), words))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
        format!("in all: {} (`-v` shows each)\n\n", counts.join(", "))
    }
}

fn can_be_framed(report: &Report) -> bool {
    let places = report
        .place
        .iter()
        .chain(report.related.iter().map(|(place, _)| place));
    places.into_iter().all(|place| {
        let Some(span) = &place.span else { return true };
        let before = place.text.get(..span.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let lines = place.text.get(start..).unwrap_or_default();
        let line = lines.lines().next().unwrap_or_default();
        line.len() <= LONGEST_FRAMED_LINE && !line.contains(char::is_control)
    })
}

/// A report as `miette` wants it.
#[derive(Debug)]
struct Frame {
    message: String,
    code: Option<String>,
    severity: miette::Severity,
    help: Option<String>,
    source: Option<NamedSource<Arc<String>>>,
    labels: Vec<LabeledSpan>,
    /// Places in other files.
    elsewhere: Vec<Frame>,
}

impl Frame {
    fn new(report: &Report) -> Self {
        let severity = match report.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Dropped | Severity::Repaired => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        };
        let mut frame = Self {
            message: printable(&report.message),
            code: Some(format!("{}[{}]", report.severity, report.code)),
            severity,
            help: Some(printable(&report.help)),
            source: None,
            labels: Vec::new(),
            elsewhere: Vec::new(),
        };
        if let Some(place) = &report.place {
            frame.point(place, place.pointer.as_deref().unwrap_or_default());
            for (other, words) in &report.related {
                if other.file == place.file {
                    frame.point(other, words);
                } else {
                    let mut apart = Self {
                        message: words.clone(),
                        code: None,
                        severity: miette::Severity::Advice,
                        help: None,
                        source: None,
                        labels: Vec::new(),
                        elsewhere: Vec::new(),
                    };
                    apart.point(other, words);
                    frame.elsewhere.push(apart);
                }
            }
        }
        frame
    }

    /// Underlines a place, with words beside it.
    fn point(&mut self, place: &Place, words: &str) {
        match &place.span {
            Some(span) => {
                let words = Some(printable(words)).filter(|words| !words.is_empty());
                self.labels
                    .push(LabeledSpan::new(words, span.start, span.len()));
                self.source = Some(NamedSource::new(&place.file, Arc::clone(&place.text)));
            }
            // Without a place in it, a file is not shown; then the message names it.
            None => self.message = format!("{}: {}", place.file, self.message),
        }
    }
}

/// What a document says could command a terminal.
fn printable(words: &str) -> String {
    words
        .chars()
        .map(|char| {
            if char.is_control() && char != '\n' {
                ' '
            } else {
                char
            }
        })
        .collect()
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Frame {}

impl Diagnostic for Frame {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code.as_ref()?))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.help.as_ref()?))
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(self.source.as_ref()?)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(
            self.elsewhere.iter().map(|frame| frame as &dyn Diagnostic),
        ))
    }
}

/// A frame, drawn.
struct Framed<'a> {
    report: &'a Frame,
    handler: &'a MietteHandler,
}

impl fmt::Display for Framed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handler.debug(self.report, f)
    }
}
