//! What is said of a change is so: pairs of documents that differ in one thing, with the verdicts
//! that they must get, and programs that compile with the crates or do not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod case;
mod compiled;
mod oasdiff;
mod semver;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use specwright::surface::{Report, Side};

use case::{Pair, Verdict};

/// What a report says, side by side.
fn verdicts(report: &Report) -> (Verdict, Verdict, Verdict) {
    let of = |breaks: bool| match breaks {
        true => Verdict::Breaks,
        false => Verdict::Works,
    };
    let side = |side: Side| {
        let mut breaks = report.changes.iter().flat_map(|change| &change.wire);
        of(breaks.any(|found| found.side == side))
    };
    (
        of(report.source_breaks() > 0),
        side(Side::Request),
        side(Side::Response),
    )
}

#[test]
fn every_change_gets_its_verdicts() {
    let pairs = case::all();
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut wrong = String::new();
    for pair in &pairs {
        let report = pair.report();
        let text = texts.entry(&pair.topic).or_default();
        let _ = writeln!(text, "===== {} =====\n{report}", pair.name);
        let expected = (pair.case.source, pair.case.request, pair.case.response);
        if verdicts(&report) != expected {
            let Pair { topic, name, .. } = pair;
            let _ = writeln!(wrong, "{topic}/{name} shall be {expected:?}:\n{report}");
        }
    }
    assert!(wrong.is_empty(), "source, request, response\n{wrong}");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes/cases");
    settings.set_snapshot_path(folder);
    for (topic, text) in texts {
        settings.bind(|| insta::assert_snapshot!(topic, text));
    }
    assert!(pairs.len() >= 120, "only {} pairs", pairs.len());
}
