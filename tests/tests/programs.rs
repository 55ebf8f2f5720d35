//! Programs that call the crates of fixtures, compiled as a user's code would be.
//!
//! `programs/streams.rs` calls the crate of the fixture `streams`, and so on: adding a case is
//! adding a file. The answers come from a transport of the programs' own, `programs/wire`, which
//! keeps what was sent.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

use specwright::{Codegen, RuntimeSource, Settings};
use specwright_tests::{cargo, specs};

#[test]
fn the_programs_get_what_the_documents_promise() {
    let programs = specs::root().join("tests/tests/programs");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs");
    let mut names: Vec<String> = fs::read_dir(&programs)
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".rs").map(str::to_owned)
        })
        .collect();
    names.sort();
    for name in &names {
        write_crate(name, &folder.join("crates").join(name));
        copy(
            &programs.join(format!("{name}.rs")),
            &folder.join(format!("tests/{name}.rs")),
        );
    }
    copy(
        &programs.join("wire/mod.rs"),
        &folder.join("tests/wire/mod.rs"),
    );
    copy(
        &specs::root().join("Cargo.lock"),
        &folder.join("Cargo.lock"),
    );
    write(&folder.join("src/lib.rs"), "//! Nothing but its tests.\n");
    write(&folder.join("Cargo.toml"), &manifest(&names));

    let output = cargo::at(&folder, env!("CARGO_TARGET_TMPDIR"))
        .args(["test", "--tests", "--no-fail-fast"])
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    let results = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{words}\n{results}");
    for name in &names {
        let ran = words.contains(&format!("tests/{name}.rs"));
        assert!(ran, "`{name}` did not run: {words}");
    }
}

/// The crate of a fixture.
fn write_crate(name: &str, folder: &Path) {
    let fixture = specs::root().join("generator/tests/fixtures").join(name);
    let settings = match fs::read_to_string(fixture.join("codegen.toml")) {
        Ok(text) => text.parse().unwrap(),
        Err(_) => Settings::default(),
    };
    let outcome = Codegen {
        spec: fixture.join("openapi.yaml"),
        overlays: Vec::new(),
        lock: None,
        crate_name: name.replace('_', "-"),
        runtime: RuntimeSource::Path(runtime()),
        settings,
    }
    .run();
    for (path, text) in specs::generated(outcome).files.iter() {
        write(&path.within(folder), &text);
    }
}

fn runtime() -> PathBuf {
    fs::canonicalize(specs::root().join("runtime")).unwrap()
}

/// The manifest of a package that depends on the crates and has the programs for its tests.
fn manifest(names: &[String]) -> String {
    let crates: String = names
        .iter()
        .map(|name| name.replace('_', "-"))
        .zip(names)
        .map(|(krate, folder)| {
            format!(
                "{krate} = {{ path = \"crates/{folder}\", default-features = false, \
                 features = [\"testing\"] }}\n"
            )
        })
        .collect();
    let runtime = runtime();
    format!(
        "[package]\nname = \"programs\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{crates}\
         specwright-runtime = {{ path = {runtime:?}, default-features = false, features = [\"testing\"] }}\n\
         futures = \"0.3\"\n\
         serde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
         [workspace]\n"
    )
}

fn copy(from: &Path, to: &Path) {
    write(to, &fs::read_to_string(from).unwrap());
}

/// Writes what has changed: cargo goes by the time of a file.
fn write(place: &Path, text: &str) {
    if fs::read_to_string(place).ok().as_deref() != Some(text) {
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
}
