//! A crate whose settings ask for checks: what breaks a limit of its document is not sent.
//!
//! The crate is that of the fixture `checks`. The program that calls it, `programs/checks.rs`,
//! becomes one of its tests, so that it is compiled as a user's code would be.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::Path;
use std::process::Command;

use specwright::{Codegen, RuntimeSource};
use specwright_tests::specs;

#[test]
fn what_breaks_a_limit_is_not_sent() {
    let fixture = specs::root().join("generator/tests/fixtures/checks");
    let outcome = Codegen {
        spec: fixture.join("openapi.yaml"),
        overlays: Vec::new(),
        lock: None,
        crate_name: "checks".to_owned(),
        runtime: RuntimeSource::Path(fs::canonicalize(specs::root().join("runtime")).unwrap()),
        settings: "validate = true".parse().unwrap(),
    }
    .run();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("checks");
    for (path, text) in specs::generated(outcome).files.iter() {
        write(&path.within(&folder), text);
    }
    let program = include_str!("programs/checks.rs");
    write(&folder.join("tests/checks.rs"), program);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    if !manifest.contains("[workspace]") {
        fs::write(
            folder.join("Cargo.toml"),
            format!("{manifest}\n[workspace]\n"),
        )
        .unwrap();
    }
    fs::copy(specs::root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();

    // A target folder that is kept: what the crate depends on is compiled once.
    let output = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--no-default-features"])
        .args(["--test", "checks", "--target-dir"])
        .arg(folder.join("target"))
        .current_dir(&folder)
        .env("RUSTFLAGS", "-D warnings")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    let results = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{words}\n{results}");
    assert!(results.contains("6 passed"), "{results}");
}

/// Writes what has changed: cargo goes by the time of a file.
fn write(place: &Path, text: &str) {
    if fs::read_to_string(place).ok().as_deref() != Some(text) {
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
}
