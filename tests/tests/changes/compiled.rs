//! Programs over the crate before a change and the one after it: whether they compile is what the
//! verdict on source says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use specwright_tests::{cargo, crates};

use super::case::{self, Pair, Verdict};

#[test]
fn programs_compile_or_do_not_as_the_verdict_says() {
    let pairs: Vec<_> = case::all()
        .into_iter()
        .filter(|pair| pair.case.user.is_some())
        .collect();
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("changes");
    let folder = workspace.join("crates");
    let mut members = Vec::new();
    let mut expected = BTreeSet::new();
    for (at, pair) in pairs.iter().enumerate() {
        let before = pair.before(&format!("old{at}"));
        let after = pair.after(&format!("new{at}"), &before);
        for (age, generated) in [("old", before), ("new", after)] {
            let name = format!("{age}{at}");
            crates::write(&generated.files, &folder.join(&name));
            let user = format!("user-of-{name}");
            let body = pair.case.user.as_deref().unwrap();
            write_user(&folder.join(&user), &user, &name, body);
            if age == "old" || pair.case.source == Verdict::Works {
                expected.insert(user.clone());
            }
            members.push(format!("\"crates/{name}\""));
            members.push(format!("\"crates/{user}\""));
        }
    }
    crates::write_manifest(&workspace, &members);
    let (compiled, errors) = compiled(&workspace);
    let mut wrong = String::new();
    for (at, pair) in pairs.iter().enumerate() {
        for age in ["old", "new"] {
            let user = format!("user-of-{age}{at}");
            if compiled.contains(&user) != expected.contains(&user) {
                let error = errors.get(&user).map_or("it compiles", String::as_str);
                let Pair { topic, name, .. } = pair;
                let _ = writeln!(wrong, "{topic}/{name}, with the {age} crate: {error}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(pairs.len() >= 60, "only {} programs", pairs.len());
}

fn write_user(folder: &Path, name: &str, of: &str, body: &str) {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n\
         api = {{ package = \"{of}\", path = \"../{of}\", default-features = false }}\n"
    );
    let program = format!(
        "#![allow(warnings)]\n\n\
         pub async fn user(client: &api::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
         {body}\n    Ok(())\n}}\n"
    );
    fs::create_dir_all(folder.join("src")).unwrap();
    for (path, text) in [("Cargo.toml", manifest), ("src/lib.rs", program)] {
        let path = folder.join(path);
        if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
            fs::write(path, text).unwrap();
        }
    }
}

/// The packages of a workspace that compile, and why others do not.
fn compiled(workspace: &Path) -> (BTreeSet<String>, BTreeMap<String, String>) {
    let output = cargo::at(workspace, env!("CARGO_TARGET_TMPDIR"))
        .args(["check", "--workspace", "--lib", "--keep-going"])
        .args(["--message-format", "json"])
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&output.stdout);
    let (mut compiled, mut errors) = (BTreeSet::new(), BTreeMap::<String, String>::new());
    for line in messages.lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let Some(name) = message["target"]["name"].as_str() else {
            continue;
        };
        let name = name.replace('_', "-");
        if message["reason"] == "compiler-artifact" {
            compiled.insert(name);
        } else if message["message"]["level"] == "error" {
            let error = message["message"]["rendered"].as_str().unwrap_or_default();
            errors.entry(name).or_default().push_str(error);
        }
    }
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(compiled.contains("specwright-runtime"), "{words}");
    (compiled, errors)
}
