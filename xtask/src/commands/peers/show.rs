//! The table, and the same for programs.

use crate::Failure;
use crate::peers::Generator;
use crate::peers::said::Tally;
use crate::screen::{Align, Screen, Table};

use super::Row;

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

fn table_of(what: &str) -> Table {
    let parts = Tally::default().parts();
    let of = [(what, Align::Left), ("generator", Align::Left)];
    let parts = parts.map(|(name, _)| (name, Align::Right));
    Table::new(of.into_iter().chain(parts))
}

fn cells(name: &str, generator: Generator, tally: &Tally, instead: Option<&str>) -> Vec<String> {
    let parts = tally.parts().map(|(_, part)| match part.documented {
        0 => "-".to_owned(),
        documented => format!("{}/{documented}", part.generated),
    });
    let mut cells = vec![name.to_owned(), generator.title()];
    cells.extend(parts);
    if let Some((first, instead)) = cells.get_mut(2).zip(instead) {
        instead.clone_into(first);
    }
    cells
}

/// The beginning of a long line.
fn short(line: &str) -> String {
    match line.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}
