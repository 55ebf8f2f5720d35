//! The library called from other repositories: those in `tests/elsewhere`, which are copied to where
//! they are alone, and run there by cargo.
//!
//! They are locked as this workspace is, so that nothing is fetched.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::json;
use specwright::RuntimeSource;
use specwright_tests::{cargo, fixtures, specs};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A repository of somebody else's.
struct Repository {
    root: PathBuf,
}

impl Repository {
    /// A new copy of one that is in `tests/elsewhere`.
    fn new(name: &str) -> Self {
        let root = below_target(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let here = fs::canonicalize(specs::root()).unwrap();
        let source = here.join("tests/elsewhere").join(name);
        for (path, text) in texts(&source) {
            let to = root.join(path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            if to.ends_with("Cargo.toml") {
                fs::copy(here.join("Cargo.lock"), to.with_file_name("Cargo.lock")).unwrap();
            }
            let here = format!("path = \"{}/", here.display());
            let text = text
                .replace("path = \"../../../../", &here)
                .replace("path = \"../../../", &here);
            fs::write(to, text).unwrap();
        }
        Self { root }
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        self.cargo_with(arguments, "SPECWRIGHT_NOTHING", "")
    }

    /// Runs cargo with a variable.
    fn cargo_with(&self, arguments: &[&str], variable: &str, value: &str) -> Output {
        cargo(&self.root)
            .args(arguments)
            .env_remove("SPECWRIGHT_LOCK")
            .env(variable, value)
            .output()
            .unwrap()
    }

    /// Changes a file, whose time says so.
    fn replace(&self, path: &str, from: &str, to: &str) {
        let path = self.root.join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{}", path.display());
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }

    fn texts(&self) -> BTreeMap<PathBuf, String> {
        texts(&self.root)
    }
}

fn below_target(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("elsewhere")
        .join(name)
}

/// Cargo as it runs there.
fn cargo(folder: &Path) -> Command {
    let mut cargo = cargo::at(folder, env!("CARGO_TARGET_TMPDIR"));
    cargo.env("NO_PROXY", "127.0.0.1");
    cargo
}

/// All files below a folder, by their paths in it.
fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            // Where somebody ran them by hand.
            if path.ends_with("tests/elsewhere/xtask/crates") || path.ends_with("target") {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), text);
            }
        }
    }
    found
}

/// What was written to standard output of a command that went well.
fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", complaint(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a command complained of that did not go well.
fn refusal(output: &Output) -> String {
    assert!(!output.status.success(), "{}", complaint(output));
    complaint(output)
}

/// A store with a pet.
async fn store() -> MockServer {
    let store = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/pets"))
        .and(query_param("status", "available"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([
            {"id": 7, "name": "Rex", "since": "2026-02-28", "status": "available"},
        ])))
        .mount(&store)
        .await;
    store
}

#[tokio::test]
async fn an_xtask_of_ones_own() {
    let there = Repository::new("xtask");
    let written = said(&there.cargo(&["xtask", "clients"]));
    for path in ["crates/petstore/src/lib.rs", "specs/petstore.lock"] {
        assert!(written.lines().any(|line| line == path), "{written}");
    }
    assert_eq!(said(&there.cargo(&["xtask", "clients"])), "");
    assert_eq!(said(&there.cargo(&["xtask", "clients", "--check"])), "");

    let store = store().await;
    let run = there.cargo_with(&["run"], "PETSTORE_BASE_URL", &store.uri());
    assert_eq!(said(&run), "7: Rex\n");

    let before = there.texts();
    there.replace("specs/petstore.yaml", "name: {type", "nickname: {type");
    let stale = there.cargo(&["xtask", "clients", "--check"]);
    assert_eq!(refusal(&stale), "");
    let stale = String::from_utf8(stale.stdout).unwrap();
    assert!(
        stale.contains("crates/petstore/src/types/pets.rs"),
        "{stale}"
    );

    there.replace("specs/petstore.yaml", "    Pet:", "    Pet: [");
    let report = refusal(&there.cargo(&["xtask", "clients"]));
    assert!(report.starts_with("error["), "{report}");
    assert!(report.contains("--> specs/petstore.yaml:"), "{report}");
    let mut after = there.texts();
    let spec = Path::new("specs/petstore.yaml");
    after.insert(spec.to_owned(), before[spec].clone());
    assert_eq!(after, before, "something was written");
}

#[tokio::test]
async fn a_build_script() {
    let there = Repository::new("build-script");
    let store = store().await;
    let run = || there.cargo_with(&["run"], "PETSTORE_BASE_URL", &store.uri());
    let first = run();
    assert_eq!(said(&first), "7: Rex, since 2026-02-28\n");
    let warning = "`SPECWRIGHT_LOCK=write cargo build` writes it";
    assert!(complaint(&first).contains(warning), "{}", complaint(&first));
    said(&there.cargo_with(&["build"], "SPECWRIGHT_LOCK", "write"));
    let lock = there.root.join("specs/petstore.lock");
    assert!(fs::read_to_string(lock).unwrap().contains("PetStatus"));

    // Nothing has changed, then a file that the document refers to.
    said(&run());
    let again = run();
    assert_eq!(said(&again), "7: Rex, since 2026-02-28\n");
    let words = complaint(&again);
    let is_quiet = !words.contains("Compiling") && !words.contains("warning");
    assert!(is_quiet, "{words}");
    there.replace("specs/pet.yaml", "since: {type", "born: {type");
    let words = refusal(&run());
    assert!(words.contains("no field `since`"), "{words}");
    there.replace("specs/pet.yaml", "born: {type", "since: {type");

    let module = modules_written();
    there.replace("specs/petstore.yaml", "  /pets:", "  /pets: [");
    let report = refusal(&run());
    assert!(report.contains("Error: no client can be made"), "{report}");
    assert!(report.contains("--> specs/petstore.yaml:"), "{report}");
    assert_eq!(modules_written(), module);
    there.replace("specs/petstore.yaml", "  /pets: [", "  /pets:");

    there.replace("Cargo.toml", "jiff = ", "# jiff = ");
    let report = refusal(&run());
    assert!(report.contains("lacks what the client names"), "{report}");
    assert!(
        report.contains("  jiff = { version = \"0.2\", default-features = false, "),
        "{report}"
    );
    there.replace("Cargo.toml", "# jiff = ", "jiff = ");
    assert_eq!(said(&run()), "7: Rex, since 2026-02-28\n");
}

/// The modules that build scripts have written.
fn modules_written() -> Vec<String> {
    let builds =
        fs::read_dir(cargo::target(env!("CARGO_TARGET_TMPDIR")).join("debug/build")).unwrap();
    let written: Vec<String> = builds
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path().join("out/petstore.rs")).ok())
        .collect();
    assert!(!written.is_empty());
    written
}

/// What comes out of every fixture is a module that compiles, deep in a crate that uses nothing of it,
/// without a warning.
#[test]
fn every_fixture_compiles_as_a_module() {
    let folder = below_target("modules");
    let mut modules = String::new();
    let mut count = 0;
    let mut limit = 128;
    let mut needed = BTreeSet::new();
    let mut features = BTreeSet::new();
    for (name, fixture) in fixtures::all() {
        let outcome = fixtures::codegen(&name, &fixture).run();
        let Some(generated) = outcome.result else {
            continue;
        };
        let text = specwright::rust::module(&generated.plan).unwrap();
        write(&folder.join(format!("src/{name}.rs")), &text);
        modules.push_str(&format!(
            "mod {name} {{\n    include!(\"{name}.rs\");\n}}\n"
        ));
        let runtime = RuntimeSource::Path(fixtures::runtime());
        let dependencies = specwright::rust::dependencies(&generated.plan);
        for dependency in dependencies {
            match dependency.name.as_str() {
                "specwright-runtime" => features.extend(dependency.features),
                _ => drop(needed.insert(dependency.line(&runtime))),
            }
        }
        limit = limit.max(generated.plan.package.recursion_limit.unwrap_or_default());
        count += 1;
    }
    assert!(count >= 30, "only {count} fixtures");
    write(
        &folder.join("src/lib.rs"),
        &format!(
            "//! Clients.\n\n#![recursion_limit = \"{limit}\"]\n\
             #![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]\n\
             #![warn(missing_docs, unreachable_pub, unused_qualifications)]\n\n\
             mod deep {{\n{modules}}}\n"
        ),
    );
    fs::copy(specs::root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let needed = needed.into_iter().collect::<Vec<_>>().join("\n");
    let features: Vec<String> = features.into_iter().collect();
    for edition in ["2021", "2024"] {
        write(
            &folder.join("Cargo.toml"),
            &format!(
                "[package]\nname = \"modules\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\npublish = false\n\n\
                 [workspace]\n\n[dependencies]\n{needed}\n\
                 specwright-runtime = {{ path = {:?}, features = {features:?} }}\n",
                fixtures::runtime()
            ),
        );
        let output = cargo(&folder).arg("check").output().unwrap();
        let words = complaint(&output);
        assert!(output.status.success(), "{edition}: {words}");
        assert!(!words.contains("warning"), "{edition}: {words}");
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The code of the README is the repositories' own.
#[test]
fn the_readme_shows_what_is_tested() {
    let readme = fs::read_to_string(specs::root().join("README.md")).unwrap();
    let (_, section) = readme
        .split_once("\n## From your own xtask, or a build script\n")
        .expect("the section");
    let (section, _) = section.split_once("\n## ").expect("a section behind it");
    let sources = texts(&specs::root().join("tests/elsewhere"));
    let blocks: Vec<&str> = section
        .split("```rust\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert_eq!(blocks.len(), 4);
    // A part of a function stands further to the left.
    let flush = |text: &str| -> String {
        let lines = text.lines().map(str::trim_start);
        lines.map(|line| format!("{line}\n")).collect()
    };
    for block in blocks {
        assert!(
            sources
                .values()
                .any(|source| flush(source).contains(&flush(block))),
            "in no source: {block}"
        );
    }
}
