//! The figures as bars, in SVG: readable on light and on dark ground, by those who hear it as well.

use std::fmt::Write as _;

use super::figures::{Figure, Found, What};
use super::grid::{Grid, Row};

/// What has bars; all else is in the tables.
const CHARTED: [What; 3] = [What::GenerateTime, What::CheckTime, What::Decode];

const WIDTH: usize = 760;
/// Where bars begin, to the right of names.
const LEFT: usize = 150;
/// How long the longest bar of a group is; its figure stands to the right of it.
const LONGEST: f64 = 470.0;
/// From one bar to the next.
const STEP: usize = 20;

const STYLE: &str = "\
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 }
.bar { fill: #8c959f }
.ours { fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .bar { fill: #6e7681 }
  .ours { fill: #f0883e }
}
";

/// The chart; groups of bars have a scale of their own each.
pub(super) fn svg(figures: &[Figure]) -> String {
    let grids = Grid::all(figures);
    let mut body = String::new();
    let mut y = 8;
    for grid in &grids {
        let charted = grid.rows.iter().filter(|row| CHARTED.contains(&row.what));
        for row in charted {
            y = group(&mut body, y, &grid.who, row);
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y}\" width=\"{WIDTH}\" height=\"{y}\" role=\"img\">\n\
         <title>specwright and other generators, measured</title>\n<style>\n{STYLE}</style>\n{body}</svg>\n"
    )
}

/// Draws the bars of a row below a line; the line below them.
fn group(body: &mut String, top: usize, who: &[String], row: &Row) -> usize {
    let longest = row.found.iter().flatten().map(|found| match found {
        Found::Measured(spread) => spread.median,
        Found::Missing(_) => 0.0,
    });
    let longest = longest.fold(0.0, f64::max);
    let better = match row.what {
        What::Decode => "more is better",
        _ => "less is better",
    };
    let mut y = top + STEP;
    let title = escaped(&format!("{}: {}, {better}", row.of, row.what.label()));
    // Writing to a text does not fail.
    let _ = writeln!(
        body,
        "<text class=\"title\" x=\"8\" y=\"{y}\">{title}</text>"
    );
    for (number, (who, found)) in who.iter().zip(&row.found).enumerate() {
        let class = if number == 0 { "ours" } else { "bar" };
        let (length, figure) = match found {
            Some(Found::Measured(spread)) => (
                (spread.median / longest * LONGEST).max(1.0),
                row.what.unit().shown(spread.median),
            ),
            Some(Found::Missing(_)) | None => (0.0, "–".to_owned()),
        };
        let (name, figure) = (escaped(who), escaped(&figure));
        let (right, bar, end) = (LEFT - 10, y + 7, LEFT as f64 + length + 8.0);
        y += STEP;
        let _ = writeln!(
            body,
            "<g><title>{name}: {figure}</title>\
             <text x=\"{right}\" y=\"{y}\" text-anchor=\"end\">{name}</text>\
             <rect class=\"{class}\" x=\"{LEFT}\" y=\"{bar}\" width=\"{length:.1}\" height=\"15\" rx=\"2\"/>\
             <text x=\"{end:.1}\" y=\"{y}\">{figure}</text></g>"
        );
    }
    y + STEP
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
