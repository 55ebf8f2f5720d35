//! The page of the docs with the figures, and its chart.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Failure;

use super::chart;
use super::figures::Figures;
use super::grid::Grid;

/// How it is measured, for those who judge the figures.
const HOW: &str = "\
Each generator is a process that writes its crate into an empty folder, all of them in turns, ours in its
release build. Crates are compiled with what they depend on compiled before, but for the rows that say
*with dependencies*: these begin with an empty target folder and crates that are downloaded, and are
measured once, on a program that depends on the crate with TLS. *Memory* is that of the largest process.
Figures are medians, with the least and the greatest in parentheses where they differ. *Ahead* is by how
much specwright is better than the best of the others: below 1× one of them is better.

What counts as an operation, a parameter, a body, a type or an error of a document is what
`cargo xtask peers --help` says. Public fields are those of public structs and enums, each where it is
declared: specwright has setters for parameters, no field for a tag that a union settles, and one type for
what a document describes several times; others have fields for the first two and a type for each place.
*Copy of the values* is what was decoded, cloned, in bytes of its text: what is made takes as long however it
is read, and no decoder of these types is faster.
In the manifests of oas3-gen `native-tls` is changed to rustls, so that all are compiled with the same TLS.
";

/// Writes the page, and the chart under the same name beside it.
pub(super) fn write(place: &Path, measured: &Figures) -> Result<(), Failure> {
    let chart_place = place.with_extension("svg");
    let chart_name = chart_place.file_name().unwrap_or_default();
    let page = page(measured, &chart_name.to_string_lossy());
    for (place, text) in [(place, page), (&chart_place, chart::svg(&measured.figures))] {
        fs::write(place, text).map_err(|error| {
            Failure(format!("`{}` cannot be written: {error}", place.display()))
        })?;
    }
    Ok(())
}

fn page(measured: &Figures, chart: &str) -> String {
    let mut page = format!(
        "# Benchmarks\n\n\
         specwright beside other generators of Rust clients, on the same documents, in one run. This page is \
         written by:\n\n```sh\n{}\n```\n\n\
         on {}: {}. Compared are {}.\n\n\
         ![What is better the shorter its bar is: generating and checking]({chart})\n\n{HOW}",
        measured.commands.join("\n"),
        measured.machine.date,
        measured.machine.words(),
        measured.generators.join(", "),
    );
    for grid in Grid::all(&measured.figures) {
        // Writing to a text does not fail.
        let _ = write!(page, "\n## {}\n\n| | |", grid.title);
        for who in &grid.who {
            let _ = write!(page, " {who} |");
        }
        let _ = write!(page, " {} |\n|---|---|", grid.factor);
        page.push_str(&"--:|".repeat(grid.who.len() + 1));
        page.push('\n');
        let mut last = "";
        for row in &grid.rows {
            let of = if row.of == last { "" } else { &row.of };
            last = &row.of;
            let _ = write!(page, "| {of} | {} |", row.what.label());
            for cell in row.cells() {
                let _ = write!(page, " {cell} |");
            }
            let _ = writeln!(page, " {} |", row.factor());
        }
        let missing = grid.rows.iter().flat_map(|row| row.missing(&grid.who));
        for (number, reason) in missing.enumerate() {
            let gap = if number == 0 { "\n" } else { "" };
            let _ = writeln!(page, "{gap}- {}", quoted(&reason));
        }
    }
    page
}

/// Words of others, in which Markdown sees nothing.
fn quoted(words: &str) -> String {
    let mut text = String::new();
    for c in words.chars() {
        if matches!(c, '`' | '*' | '_' | '<' | '[' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
