//! The figures on the screen.

use crate::screen::{Align, Screen, Table};

use super::figures::Figures;
use super::grid::Grid;

/// Prints a table for each part, and below it why figures are missing.
pub(super) fn print(screen: &Screen, measured: &Figures) {
    for grid in Grid::all(&measured.figures) {
        screen.find(&format!("{}\n", grid.title));
        let who = grid.who.iter().map(|who| (who.as_str(), Align::Right));
        let mut header = vec![("", Align::Left), ("", Align::Left)];
        header.extend(who);
        header.push((grid.factor, Align::Right));
        let mut table = Table::new(header);
        let mut last = "";
        for row in &grid.rows {
            let of = if row.of == last { "" } else { &row.of };
            last = &row.of;
            let mut cells = vec![of.to_owned(), row.what.label().to_owned()];
            cells.extend(row.cells());
            cells.push(row.factor());
            table.row(cells);
        }
        screen.find(&format!("{table}\n"));
        let missing = grid.rows.iter().flat_map(|row| row.missing(&grid.who));
        let missing: Vec<String> = missing.collect();
        if !missing.is_empty() {
            screen.find(&format!("{}\n", missing.join("\n")));
        }
    }
    screen.find(&format!("On {}", measured.machine.words()));
    if !measured.generators.is_empty() {
        screen.find(&format!("With {}", measured.generators.join(", ")));
    }
}
