//! The table, and the same for programs.

use crate::Failure;
use crate::screen::{Align, Screen, Table};

use super::Row;
use super::generator::Generator;
use super::said::Tally;

/// One object of JSON a row.
pub(super) fn json(screen: &Screen, rows: &[Row]) -> Result<(), Failure> {
    for row in rows {
        let line = serde_json::to_string(row);
        screen.find(&line.map_err(|error| Failure(error.to_string()))?);
    }
    Ok(())
}

/// A table of all documents, with why some are refused below it, and one of the sums.
pub(super) fn table(screen: &Screen, rows: &[Row]) {
    let mut table = table_of("document");
    let mut refused = Vec::new();
    for row in rows {
        let name = match row.generator {
            Generator::Specwright => row.document.as_str(),
            _ => "",
        };
        table.row(match &row.refused {
            None => cells(name, row.generator, &row.counts, None),
            Some(reason) => {
                refused.push(format!(
                    "{} refuses {}: {}",
                    row.generator.title(),
                    row.document,
                    short(reason)
                ));
                cells(name, row.generator, &row.counts, Some("refused"))
            }
        });
    }
    screen.find(&table.to_string());
    for line in refused {
        screen.find(&line);
    }
    let mut sums = table_of("all");
    for generator in Generator::ALL {
        let mut sum = Tally::default();
        let rows = rows.iter().filter(|row| row.generator == generator);
        rows.for_each(|row| sum.add(&row.counts));
        sums.row(cells("", generator, &sum, None));
    }
    screen.find(&format!(
        "\nIn all, with what is refused as none:\n\n{sums}"
    ));
}

fn table_of(what: &str) -> Table<11> {
    let parts = Tally::default().parts();
    let [a, b, c, d, e, f, g, h, i] = parts.map(|(name, _)| (name, Align::Right));
    let (what, generator) = ((what, Align::Left), ("generator", Align::Left));
    Table::new([what, generator, a, b, c, d, e, f, g, h, i])
}

fn cells(name: &str, generator: Generator, tally: &Tally, instead: Option<&str>) -> [String; 11] {
    let [a, b, c, d, e, f, g, h, i] = tally.parts().map(|(_, part)| match part.documented {
        0 => "-".to_owned(),
        documented => format!("{}/{documented}", part.generated),
    });
    let a = instead.map_or(a, str::to_owned);
    [
        name.to_owned(),
        generator.title(),
        a,
        b,
        c,
        d,
        e,
        f,
        g,
        h,
        i,
    ]
}

/// The beginning of a long line.
fn short(line: &str) -> String {
    match line.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}
