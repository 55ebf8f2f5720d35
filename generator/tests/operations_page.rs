//! `OPERATIONS.md` names what shows each of its rows, and all of that is there.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::Path;

#[test]
fn every_row_names_what_shows_it() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(crate_folder.join("OPERATIONS.md")).unwrap();
    let mut rows = 0;
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let shown = line.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        if shown == "shown by" {
            continue;
        }
        rows += 1;
        let names: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "{line}");
        for name in names {
            let place = match name.starts_with("fixtures/") {
                true => crate_folder.join("tests").join(name),
                false => crate_folder.join("..").join(name),
            };
            assert!(place.exists(), "`{name}` of: {line}");
        }
    }
    assert!(rows > 40, "{rows}");
}
