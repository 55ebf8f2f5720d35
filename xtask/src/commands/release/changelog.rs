//! `CHANGELOG.md`, in the form of *Keep a Changelog* 1.1.

use specwright::output::MARK;
use specwright::surface::{Action, Change, Report};

const UNRELEASED: &str = "## [Unreleased]";

/// The beginning of a changelog.
fn head() -> String {
    format!(
        "<!-- {MARK}, by `cargo xtask release`: what has been released may be put in other words. -->\n\n\
         # Changelog\n\n\
         All notable changes of this crate, in the form of\n\
         [Keep a Changelog](https://keepachangelog.com/en/1.1.0/). Versions are as\n\
         [Cargo](https://doc.rust-lang.org/cargo/reference/semver.html) understands them: they tell of\n\
         source. What breaks between the crate as it was and the API as it is now is marked with *wire*.\n\n\
         {UNRELEASED}\n"
    )
}

/// A changelog with one more release; the report is `None` of the first one.
pub(super) fn with_release(
    old: &str,
    version: &str,
    date: &str,
    report: Option<&Report>,
) -> String {
    let old = match old.trim().is_empty() {
        true => head(),
        false => old.to_owned(),
    };
    let (before, after) = match old.split_once(UNRELEASED) {
        Some((before, after)) => (format!("{before}{UNRELEASED}\n"), after.to_owned()),
        // Its owner does not keep that part.
        None => match old.find("\n## ") {
            Some(at) => {
                let (before, after) = old.split_at(at + 1);
                (before.to_owned(), format!("\n{after}"))
            }
            None => (format!("{}\n", old.trim_end()), String::new()),
        },
    };
    // What was written down meanwhile, up to the release before.
    let (own, earlier) = match after.find("\n## ") {
        Some(at) if old.contains(UNRELEASED) => after.split_at(at + 1),
        _ if old.contains(UNRELEASED) => (after.as_str(), ""),
        _ => ("", after.as_str()),
    };
    let mut text = format!("{}\n\n## [{version}] - {date}\n", before.trim_end());
    if !own.trim().is_empty() {
        text.push_str(&format!("\n{}\n", own.trim()));
    }
    text.push_str(&sections(report));
    if !earlier.trim().is_empty() {
        text.push_str(&format!("\n{}\n", earlier.trim()));
    }
    text
}

fn sections(report: Option<&Report>) -> String {
    let Some(report) = report else {
        return "\n### Added\n\n- The crate.\n".to_owned();
    };
    let mut text = String::new();
    for (action, title) in [
        (Action::Added, "Added"),
        (Action::Changed, "Changed"),
        (Action::Deprecated, "Deprecated"),
        (Action::Removed, "Removed"),
    ] {
        let changes = report
            .changes
            .iter()
            .filter(|change| change.action == action);
        // What breaks comes first.
        let (breaking, others): (Vec<&Change>, Vec<&Change>) =
            changes.partition(|change| change.is_breaking());
        let entries: Vec<String> = breaking.into_iter().chain(others).map(entry).collect();
        if !entries.is_empty() {
            text.push_str(&format!("\n### {title}\n\n{}", entries.concat()));
        }
    }
    text
}

fn entry(change: &Change) -> String {
    let mut marks = Vec::new();
    if !change.source.is_empty() {
        marks.push("**breaking**");
    }
    if !change.wire.is_empty() {
        marks.push("*wire*");
    }
    let marks = match marks.is_empty() {
        true => String::new(),
        false => format!("{}: ", marks.join(", ")),
    };
    let request = change.request.as_ref();
    let request = request.filter(|_| change.action != Action::Added && change.at != change.subject);
    let of = request
        .map(|request| format!(" of `{request}`"))
        .unwrap_or_default();
    let mut what = change.what.clone();
    what.extend(change.wire.iter().map(|found| found.why.clone()));
    let what = match what.is_empty() {
        true => String::new(),
        false => format!(": {}", what.join("; ")),
    };
    format!("- {marks}`{}`{of}{what}\n", change.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_stand_above_those_before_and_take_what_was_written_down() {
        let first = with_release("", "0.1.0", "2026-01-02", None);
        let noted = first.replace(UNRELEASED, "## [Unreleased]\n\n### Fixed\n\n- A word.");
        let second = with_release(&noted, "0.2.0", "2026-03-04", Some(&Report::default()));
        let (_, below) = second.split_once(UNRELEASED).unwrap_or_default();
        let expected = "\n\n## [0.2.0] - 2026-03-04\n\n### Fixed\n\n- A word.\n\n\
                        ## [0.1.0] - 2026-01-02\n\n### Added\n\n- The crate.\n";
        assert_eq!(below, expected);
    }

    #[test]
    fn a_changelog_without_a_part_for_what_comes_keeps_its_form() {
        let old = "# Changes\n\nOurs.\n\n## 0.1.0\n\n- All.\n";
        let new = with_release(old, "0.2.0", "2026-03-04", Some(&Report::default()));
        assert_eq!(
            new,
            "# Changes\n\nOurs.\n\n## [0.2.0] - 2026-03-04\n\n## 0.1.0\n\n- All.\n"
        );
    }
}
