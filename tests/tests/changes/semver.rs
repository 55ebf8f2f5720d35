//! What breaks by cargo-semver-checks breaks source by our report, too. That tool looks at rustdoc and
//! knows nothing of types: what it does not see is for the programs of the other test to prove.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright_tests::crates;

use super::case::{self, Pair, Verdict};

/// The program, of whoever has it: `cargo install cargo-semver-checks`.
fn program() -> PathBuf {
    match std::env::var_os("CARGO_SEMVER_CHECKS") {
        Some(program) => program.into(),
        None => "cargo-semver-checks".into(),
    }
}

/// Whether the change from one crate to the other asks for a major release.
fn asks_for_major(old: &Path, new: &Path, target: &Path) -> (bool, String) {
    let output = Command::new(program())
        .args([
            "semver-checks",
            "check-release",
            "--release-type",
            "minor",
            "--only-explicit-features",
        ])
        .arg("--manifest-path")
        .arg(new.join("Cargo.toml"))
        .arg("--baseline-root")
        .arg(old)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
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

fn write(pair: &Pair, folder: &Path) -> (PathBuf, PathBuf) {
    // At 1.0.0, so that a change of minor numbers is one that compiles.
    let before = pair.before("things");
    let after = pair.after("things", &before);
    let place = |age: &str| folder.join(age).join("things");
    for (age, generated) in [("old", &before), ("new", &after)] {
        let place = place(age);
        fs::create_dir_all(&place).unwrap();
        crates::write(&generated.files, &place);
        let manifest = place.join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap();
        let text = text.replace(
            "version = \"0.1.0\"\nedition",
            "version = \"1.0.0\"\nedition",
        );
        fs::write(&manifest, format!("{text}\n[workspace]\n")).unwrap();
        let lock = specwright_tests::specs::root().join("Cargo.lock");
        fs::copy(lock, place.join("Cargo.lock")).unwrap();
    }
    (place("old"), place("new"))
}

#[test]
#[ignore = "needs cargo-semver-checks, and minutes"]
fn what_cargo_semver_checks_sees_is_said() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
    let target = root.join("target");
    let (mut seen, mut unseen, mut wrong) = (0, 0, Vec::new());
    for pair in case::all() {
        let (old, new) = write(&pair, &root);
        let (is_major, words) = asks_for_major(&old, &new, &target);
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
