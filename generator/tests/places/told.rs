//! What a run says under one code, and where.

use std::fmt::Write as _;
use std::fs;
use std::thread;

use specwright::diagnostics::{Code, Diagnostic, Diagnostics, Place};
use specwright::{Codegen, RuntimeSource, Settings};

use crate::made;
use crate::moved::Files;

/// The bytes of a file that are underlined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) file: String,
    /// `None` where the file as a whole is meant.
    pub(crate) start: Option<usize>,
    pub(crate) underlined: String,
}

/// One diagnostic.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// The JSON pointer, the line and the column that it tells.
    pub(crate) pointer: Option<String>,
    line: Option<(usize, usize)>,
    places: Vec<Spot>,
    report: String,
}

impl Told {
    /// Where it is, and what else it concerns.
    pub(crate) fn places(&self) -> &[Spot] {
        &self.places
    }

    /// As a person reads it, below its place in one line.
    pub(crate) fn show(&self, way: &str, shown: &mut String) {
        let place = match (self.places.first(), self.line) {
            (Some(spot), Some((line, column))) => {
                format!("{}:{line}:{column} `{}`", spot.file, spot.underlined)
            }
            (Some(spot), None) => spot.file.clone(),
            (None, _) => "no file".to_owned(),
        };
        writeln!(shown, "{way}: {place}\n{}\n", self.report.trim_end()).unwrap();
    }
}

/// Runs the generator over files in a folder of their own.
pub(crate) fn run(code: Code, files: &Files) -> Vec<Told> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    made::on_disk(code, folder.path());
    let at = |name: &str| folder.path().join(name);
    let there = |name: &str| files.contains_key(name).then(|| at(name));
    let codegen = Codegen {
        spec: there("openapi.json").unwrap_or_else(|| at("openapi.yaml")),
        overlays: there("overlay.yaml").into_iter().collect(),
        lock: there("names.lock"),
        crate_name: made::crate_name(code).to_owned(),
        runtime: RuntimeSource::Version("0.1.0".to_owned()),
        settings: files
            .get("codegen.toml")
            .map_or_else(Settings::default, |text| {
                String::from_utf8_lossy(text).parse().unwrap()
            }),
    };
    let outcome = with_a_large_stack(|| match code {
        Code::ExternalReference => {
            codegen.run_text(&String::from_utf8_lossy(&files["openapi.yaml"]))
        }
        _ => codegen.run(),
    });
    // As one sees it who stands in the folder of the document.
    let prefix = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    let not_found = std::io::Error::from_raw_os_error(2).to_string();
    let short = |text: &str| {
        let text = text.replace(&prefix, "");
        text.replace(&not_found, "(in the words of the system)")
    };
    let of_this_code = outcome.diagnostics.iter().filter(|it| it.code == code);
    of_this_code
        .map(|diagnostic| {
            let mut alone = Diagnostics::new();
            alone.push(Diagnostic::clone(diagnostic));
            let report = diagnostic.report(&outcome.sources);
            let related = report.related.iter().map(|(place, _)| place);
            let place = report.place.as_ref();
            Told {
                pointer: place.and_then(|place| place.pointer.clone()),
                line: place.and_then(|place| place.line.zip(place.column)),
                places: place
                    .into_iter()
                    .chain(related)
                    .map(|place| spot(place, short(&place.file)))
                    .collect(),
                report: short(&alone.render(&outcome.sources)),
            }
        })
        .collect()
}

/// The bytes of a place, whose line and column have to be theirs.
fn spot(place: &Place, file: String) -> Spot {
    if let Some(span) = &place.span {
        let before = &place.text[..span.start];
        let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
        assert_eq!(place.line, Some(before.matches('\n').count() + 1));
        assert_eq!(place.column, Some(line.chars().count() + 1));
    }
    let underlined = place.span.clone().map(|span| &place.text[span]);
    Spot {
        file,
        start: place.span.as_ref().map(|span| span.start),
        underlined: underlined.unwrap_or_default().to_owned(),
    }
}

/// Documents may nest deeper than the two megabytes of a thread, as `xtask` knows.
fn with_a_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(16 << 20);
        let running = thread.spawn_scoped(scope, work).unwrap();
        running.join().unwrap()
    })
}
