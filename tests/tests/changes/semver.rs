//! What breaks by cargo-semver-checks breaks source by our report, too. That tool looks at rustdoc and
//! knows nothing of types: what it does not see is for the programs of the other test to prove.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::Generated;
use specwright_tests::{crates, rustdoc};

use super::case::{self, Verdict};

/// The program, of whoever has it: `cargo install cargo-semver-checks`.
fn program() -> PathBuf {
    match std::env::var_os("CARGO_SEMVER_CHECKS") {
        Some(program) => program.into(),
        None => "cargo-semver-checks".into(),
    }
}

/// What rustdoc says of a crate, in a file.
fn documented(workspace: &Path, generated: &Generated, age: &str) -> PathBuf {
    crates::write_workspace(workspace, &[("things".to_owned(), generated.files.clone())]);
    let json = rustdoc::json(
        workspace,
        env!("CARGO_TARGET_TMPDIR"),
        "things",
        "--no-default-features",
    );
    let file = workspace.join(age).with_extension("json");
    fs::write(&file, json).unwrap();
    file
}

/// Whether the change from one crate to the other asks for a major release.
fn asks_for_major(old: &Path, new: &Path) -> (bool, String) {
    let output = Command::new(program())
        .args(["semver-checks", "check-release", "--release-type", "minor"])
        .arg("--baseline-rustdoc")
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new)
        .output()
        .unwrap();
    let words = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(words.contains("Checked"), "it did not check: {words}");
    (!output.status.success(), words)
}

#[test]
#[ignore = "needs cargo-semver-checks, and minutes"]
fn what_cargo_semver_checks_sees_is_said() {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
    let (mut seen, mut unseen, mut wrong) = (0, 0, Vec::new());
    let pairs = case::all().into_iter();
    for pair in pairs.filter(|pair| pair.case.user.is_some()) {
        let before = pair.before("things");
        let after = pair.after("things", &before);
        let old = documented(&workspace, &before, "old");
        let new = documented(&workspace, &after, "new");
        let (is_major, words) = asks_for_major(&old, &new);
        match (pair.case.source, is_major) {
            (Verdict::Breaks, true) => seen += 1,
            (Verdict::Breaks, false) => unseen += 1,
            (Verdict::Works, false) => {}
            (Verdict::Works, true) => wrong.push(format!("{}/{}\n{words}", pair.topic, pair.name)),
        }
    }
    println!("{seen} breaks are seen by both, {unseen} only here");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 20, "only {seen} breaks are seen by both");
}
