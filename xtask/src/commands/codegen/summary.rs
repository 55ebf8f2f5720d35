//! What a run says at its end.

use std::path::{Path, PathBuf};
use std::time::Duration;

use specwright::output::Changes;

use crate::screen::{Align, Screen, Table, count};
use crate::workspace::folder_for;

use super::Rest;
use super::generate::{Finished, Made, Trouble};

/// After writing: the table, and the totals.
pub(super) fn written(screen: &Screen, finished: &[Finished], rest: &Rest, time: Duration) {
    let header = [
        ("API", Align::Left),
        ("operations", Align::Right),
        ("types", Align::Right),
        ("files changed", Align::Left),
        ("time", Align::Right),
    ];
    let mut table = Table::new(header);
    for api in finished {
        let [operations, types, files] = match &api.result {
            Ok(made) => [
                made.counts.operations.to_string(),
                made.counts.types.to_string(),
                count_changes(&made.changes),
            ],
            Err(_) => ["-".to_owned(), "-".to_owned(), "failed".to_owned()],
        };
        table.row([
            api.name.clone(),
            operations,
            types,
            files,
            milliseconds(api.time),
        ]);
    }
    screen.say(&table.to_string());
    let made: Vec<&Made> = finished
        .iter()
        .filter_map(|api| api.result.as_ref().ok())
        .collect();
    let operations = made.iter().map(|made| made.counts.operations).sum();
    let types = made.iter().map(|made| made.counts.types).sum();
    let files = made.iter().map(|made| made.changes.count()).sum();
    screen.say(&format!(
        "\n{}, {}, {}, {} changed in {:.2} s",
        count(made.len(), "API"),
        count(operations, "operation"),
        count(types, "type"),
        count(files, "file"),
        time.as_secs_f64()
    ));
    for api in finished {
        if let Ok(made) = &api.result
            && made.counts.left_out > 0
        {
            screen.say(&format!(
                "{}: {} left out, as its settings say",
                api.name,
                count(made.counts.left_out, "operation")
            ));
        }
    }
    for place in &rest.left_over {
        screen.warning(&format!(
            "`{0}` has no spec any more: remove it (`git rm -r {0}`), or put its spec back",
            place.display()
        ));
    }
    passed_over(screen, rest);
    failures(screen, finished);
}

/// What the changes mean for those who depend on the crates.
pub(super) fn differences(screen: &Screen, finished: &[Finished]) {
    for api in finished {
        let difference = match &api.result {
            Ok(made) => made.difference.as_ref(),
            Err(Trouble::Breaking(difference)) => Some(&**difference),
            Err(_) => None,
        };
        if let Some(difference) = difference.filter(|d| !d.report.changes.is_empty()) {
            difference.show(|line| screen.say(line));
            screen.say("");
        }
    }
}

/// After checking: the files that are not up to date, or that all are.
pub(super) fn checked(screen: &Screen, finished: &[Finished], rest: &Rest, time: Duration) {
    let mut stale = 0;
    let mut list = |kind: &str, paths: &[PathBuf]| {
        for path in paths {
            stale += 1;
            screen.find(&format!("{kind:<9}  {}", slashes(path)));
        }
    };
    for made in finished.iter().filter_map(|api| api.result.as_ref().ok()) {
        list("stale", &made.changes.changed);
        list("missing", &made.changes.added);
        list("left over", &made.changes.removed);
    }
    list("left over", &rest.left_over);
    passed_over(screen, rest);
    failures(screen, finished);
    if stale > 0 {
        screen.error(&format!(
            "{} not up to date: run `cargo xtask codegen` and commit what it changes{}",
            match stale {
                1 => "1 file is".to_owned(),
                _ => format!("{stale} files are"),
            },
            if rest.left_over.is_empty() {
                ""
            } else {
                "; remove the crates whose spec is gone"
            }
        ));
    } else if finished.iter().all(|api| api.result.is_ok()) {
        let files: usize = finished
            .iter()
            .filter_map(|api| api.result.as_ref().ok())
            .map(|made| made.changes.unchanged.len())
            .sum();
        let apis = count(finished.len(), "API");
        let files = count(files, "file");
        screen.say(&format!(
            "{apis}, {files}: all up to date, checked in {:.2} s",
            time.as_secs_f64()
        ));
    }
}

fn passed_over(screen: &Screen, rest: &Rest) {
    for document in &rest.passed_over {
        screen.warning(&format!("no crate is made of {}", without_folder(document)));
    }
}

/// What is wrong with a document that is in `specs/` itself, and the remedy.
pub(super) fn without_folder(document: &Path) -> String {
    let place = folder_for(document);
    let remedy = match place.exists() {
        true => "remove it, or put it in the place of",
        false => "move it to",
    };
    format!(
        "`{}`, which has no folder of its own: {remedy} `{}`",
        slashes(document),
        slashes(&place)
    )
}

fn failures(screen: &Screen, finished: &[Finished]) {
    for api in finished {
        if let Err(trouble) = &api.result {
            screen.error(&format!("{} was not generated: {trouble}", api.name));
        }
    }
}

fn count_changes(changes: &Changes) -> String {
    let parts = [
        (changes.changed.len(), "changed"),
        (changes.added.len(), "added"),
        (changes.removed.len(), "removed"),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if words.is_empty() {
        format!("none of {}", changes.unchanged.len())
    } else {
        words.join(", ")
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

/// The same list on every system.
fn slashes(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
