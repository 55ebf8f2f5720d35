//! Where each code is told: in the document as one writes it, and where what is wrong comes
//! through an anchor, a merge key, an overlay or another file.
//!
//! The documents are those of `tests/codes/<code>/`, and for what takes a large one those of
//! `made.rs`. Each is written anew in the other ways, with the member moved in which the fault
//! is; every place has to be told where its text is then. `<code>.snap` has what is said each
//! time; `excepted.rs` says which ways there cannot be, and why.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

mod excepted;
mod made;
mod moved;
mod told;
mod woven;

use std::fmt::Write as _;

use specwright::diagnostics::Code;

use moved::{Files, Moved, Way};
use told::Told;

#[test]
fn every_code_is_told_where_its_text_is() {
    let mut wrong = String::new();
    let mut all_shown = Vec::new();
    for code in Code::ALL {
        let never = excepted::NEVER.iter().any(|(never, _)| never == code);
        let Some(files) = made::files(*code).filter(|_| !never) else {
            assert!(
                never,
                "`{code}` is not brought about by any document: add tests/codes/{code}/"
            );
            continue;
        };
        let mut shown = String::new();
        if let Err(why) = told_each_way(*code, &files, &mut shown) {
            write!(wrong, "{code}: {why}\n\n").unwrap();
        }
        all_shown.push((code.name(), shown));
    }
    assert!(wrong.is_empty(), "{wrong}");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(".");
    for (name, shown) in all_shown {
        settings.bind(|| insta::assert_snapshot!(name, shown.trim_end()));
    }
}

/// Shows what is said of the document in each way, and says what is wrong with it.
fn told_each_way(code: Code, files: &Files, shown: &mut String) -> Result<(), String> {
    let plain = told::run(code, files);
    let first = plain.first().ok_or("it is not told")?;
    first.show("as it is", shown);
    let mut wrong = Vec::new();
    for way in Way::ALL {
        let excepted = excepted::reason(code, way);
        let result = match moved::moved(files, first, way) {
            Some(moved) => same(&plain, &moved, code),
            None => Err("the document cannot be written so".to_owned()),
        };
        match (result, excepted) {
            (Ok(told), None) => told.show(way.words(), shown),
            (Err(_), Some(reason)) => writeln!(shown, "{}: {reason}\n", way.words()).unwrap(),
            (Ok(_), Some(_)) => wrong.push(format!("{way:?} needs no exception")),
            (Err(why), None) => wrong.push(format!("{way:?}: {why}")),
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}

/// Whether the same is told of a document that is written in another way, each place where its
/// text is now; returns what the first is now.
fn same(plain: &[Told], moved: &Moved, code: Code) -> Result<Told, String> {
    let told = told::run(code, &moved.files);
    let of_the_key = excepted::OF_A_KEY.contains(&code);
    let mut expected = Vec::new();
    for one in plain {
        let places = one.places().iter();
        let now = places.map(|place| moved.now(place, of_the_key));
        expected.push(now.collect::<Result<Vec<_>, _>>()?);
    }
    let mut found: Vec<_> = told.iter().map(|one| one.places().to_vec()).collect();
    let first = found
        .iter()
        .position(|places| expected.first() == Some(places));
    found.sort();
    expected.sort();
    if let Some(first) = first.filter(|_| expected == found) {
        return Ok(told[first].clone());
    }
    let mut why = format!("expected {expected:?}\nfound {found:?}\n");
    for one in &told {
        one.show("told", &mut why);
    }
    for (name, text) in &moved.files {
        write!(why, "{name}:\n{}\n", String::from_utf8_lossy(text)).unwrap();
    }
    Err(why)
}
