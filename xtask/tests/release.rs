//! `cargo xtask release`, on a workspace with this runtime.

#![allow(clippy::unwrap_used)]

mod run;

use std::fs;
use std::path::Path;

use run::Run;

fn spec(limit: u64, required: bool) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: Cats, version: '1'}}\n\
         servers: [{{url: 'https://cats.example.com'}}]\npaths:\n  /cats:\n    get:\n      \
         operationId: listCats\n      parameters:\n        - {{name: limit, in: query, required: {required}, \
         schema: {{type: integer, maximum: {limit}}}}}\n      \
         responses:\n        '204': {{description: None.}}\n"
    )
}

/// A workspace with the runtime of this one, and an API.
fn workspace() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for file in ["Cargo.toml", "Cargo.lock"] {
        fs::copy(ours.join(file), workspace.path().join(file)).unwrap();
    }
    copy(&ours.join("runtime"), &workspace.path().join("runtime"));
    put(
        workspace.path(),
        "specs/cats/openapi.yaml",
        &spec(500, false),
    );
    workspace
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

fn put(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

/// The changelog from its first release on, without the day.
fn releases(root: &Path) -> String {
    let text = text(root, "specs/cats/CHANGELOG.md");
    let (_, below) = text.split_once("## [Unreleased]").unwrap();
    let lines = below.lines().map(|line| match line.split_once("] - ") {
        Some((version, _)) => format!("{version}]"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn versions_follow_what_changes_and_the_changelog_says_what() {
    let workspace = workspace();
    let root = workspace.path();
    put(
        root,
        "specs/cats/codegen.toml",
        "# Ours.\nvalidate = true # indeed\n",
    );

    // What is packaged is compiled, too.
    Run::of(root, &["release"]).ends_with(0);
    assert_eq!(
        text(root, "specs/cats/codegen.toml"),
        "# Ours.\nvalidate = true # indeed\n\n[crate]\nversion = \"0.1.0\"\n"
    );
    assert!(text(root, "generated/cats/CHANGELOG.md").contains("## [0.1.0] - 20"));
    let run = Run::of(root, &["release", "cats"]).ends_with(0);
    assert!(run.out.contains("nothing has changed"), "{}", run.out);

    // A change of the wire alone.
    put(root, "specs/cats/openapi.yaml", &spec(50, false));
    let run = Run::of(root, &["release", "--no-verify"]).ends_with(0);
    assert!(
        run.out.contains("cats 0.1.0 -> 0.1.1: 1 change"),
        "{}",
        run.out
    );

    // One of source, with a word of the owner's.
    put(root, "specs/cats/openapi.yaml", &spec(50, true));
    let changelog = text(root, "specs/cats/CHANGELOG.md");
    let noted = changelog.replace(
        "## [Unreleased]\n",
        "## [Unreleased]\n\nCats must be counted.\n",
    );
    put(root, "specs/cats/CHANGELOG.md", &noted);
    let before = text(root, "specs/cats/codegen.toml");
    Run::of(root, &["release", "--dry-run"]).ends_with(0);
    assert_eq!(text(root, "specs/cats/codegen.toml"), before);
    Run::of(root, &["release", "--no-verify"]).ends_with(0);
    insta::assert_snapshot!(releases(root));
    assert!(text(root, "generated/cats/Cargo.toml").contains("\nversion = \"0.2.0\"\n"));
    Run::of(root, &["codegen", "--check"]).ends_with(0);
}

#[test]
fn nothing_is_released_that_cannot_be_packaged() {
    let workspace = workspace();
    let root = workspace.path();
    put(root, "runtime/Cargo.toml", "[package]\n");
    Run::of(root, &["release", "--no-verify"])
        .ends_with(2)
        .complains(&["nothing was released", "cargo package"]);
    for file in [
        "specs/cats/CHANGELOG.md",
        "specs/cats/released.txt",
        "generated/cats",
    ] {
        assert!(!root.join(file).exists(), "{file}");
    }
}
