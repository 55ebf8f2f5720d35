//! What is shown: results on standard output, everything else on standard error.

mod formats;
mod reports;
mod table;

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use specwright::diagnostics::{Diagnostics, Report};
use specwright::document::SourceMap;

pub(crate) use formats::Format;
pub(crate) use table::{Align, Table};

/// The two streams, and what may be written to them.
#[derive(Debug)]
pub(crate) struct Screen {
    quiet: bool,
    verbose: bool,
    color: ColorChoice,
    format: Format,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

impl Screen {
    pub(crate) fn new(quiet: bool, verbose: bool, color: ColorChoice, format: Format) -> Self {
        Self {
            quiet,
            verbose,
            color,
            format,
        }
    }

    /// Whether more was asked for than what matters.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// A line of the result, which `--quiet` hides.
    pub(crate) fn say(&self, line: &str) {
        if !self.quiet {
            self.find(line);
        }
    }

    /// A line that was asked for, and is shown in any case.
    pub(crate) fn find(&self, line: &str) {
        // Nobody is there to hear of a pipe that was closed.
        let _ = match self.format {
            Format::Text | Format::Github => {
                writeln!(AutoStream::new(io::stdout(), self.choice()), "{line}")
            }
            Format::Json => writeln!(AutoStream::new(io::stderr(), self.choice()), "{line}"),
        };
    }

    /// What a program reads.
    pub(crate) fn hand_out(&self, text: &str) {
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// What went wrong, in the words for it.
    pub(crate) fn error(&self, words: &str) {
        self.complain(ERROR, "error", words);
    }

    /// What is odd, though it went well.
    pub(crate) fn warning(&self, words: &str) {
        if !self.quiet {
            self.complain(WARNING, "warning", words);
        }
    }

    fn complain(&self, style: Style, kind: &str, words: &str) {
        let mut stream = AutoStream::new(io::stderr(), self.choice());
        let _ = writeln!(stream, "{style}{kind}{style:#}: {words}");
    }

    /// What there is to say about the documents of an API.
    pub(crate) fn diagnostics(&self, diagnostics: &Diagnostics, sources: &SourceMap) {
        self.tell(&self.told(diagnostics, sources));
    }

    /// The same as text, for [`Self::tell`].
    pub(crate) fn told(&self, diagnostics: &Diagnostics, sources: &SourceMap) -> String {
        let shown = reports::Shown {
            quiet: self.quiet,
            verbose: self.verbose,
        };
        let written = match self.format {
            Format::Text => None,
            Format::Json => Some(formats::json as fn(&Report) -> String),
            Format::Github => Some(formats::github as fn(&Report) -> String),
        };
        if let Some(written) = written {
            let all = shown.select(diagnostics).report(sources);
            return all.iter().map(|report| written(report) + "\n").collect();
        }
        match self.frames() {
            Some(color) => shown.fancy(diagnostics, sources, color),
            None => shown.plain(diagnostics, sources),
        }
    }

    /// Shows what was told of diagnostics.
    pub(crate) fn tell(&self, told: &str) {
        let _ = match self.format {
            Format::Text => io::stderr().write_all(told.as_bytes()),
            Format::Json | Format::Github => io::stdout().write_all(told.as_bytes()),
        };
    }

    /// How it is told, in words that are others if the same diagnostics would be told in another way.
    pub(crate) fn manner(&self) -> String {
        let frames = self
            .frames()
            .map(|color| (color, terminal_size::terminal_size()));
        format!(
            "{:?}, quiet {}, verbose {}, frames {frames:?}",
            self.format, self.quiet, self.verbose
        )
    }

    /// Whether diagnostics are framed, and if so, whether in colours.
    fn frames(&self) -> Option<bool> {
        match self.color {
            ColorChoice::Always => Some(true),
            ColorChoice::Never => io::stderr().is_terminal().then_some(false),
            ColorChoice::Auto => io::stderr()
                .is_terminal()
                .then(|| AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never),
        }
    }

    /// A bar for this many steps; only a terminal shows it.
    pub(crate) fn progress(&self, steps: usize) -> ProgressBar {
        let target = if self.quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        // The template is a constant; the default stands in should it be wrong.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:20} {pos}/{len} {wide_msg}")
        {
            bar.set_style(style);
        }
        // A large document takes seconds, in which no step is done. It takes a thread, which there need not be.
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        bar
    }

    fn choice(&self) -> anstream::ColorChoice {
        match self.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
    }
}

/// A number of things in words: `1 file`, `2 files`.
pub(crate) fn count(count: usize, of: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {of}{plural}")
}
