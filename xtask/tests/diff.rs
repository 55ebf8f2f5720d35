//! `cargo xtask diff`, on documents and on revisions.

#![allow(clippy::unwrap_used)]

mod run;

use std::fs;
use std::path::Path;
use std::process::Command;

use run::Run;

fn spec(limit: u64) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: Cats, version: '1'}}\n\
         servers: [{{url: 'https://cats.example.com'}}]\npaths:\n  /cats:\n    get:\n      \
         operationId: listCats\n      parameters:\n        - $ref: 'limit.yaml'\n      \
         responses:\n        '204': {{description: None.}}\n  /dogs/{limit}:\n    get:\n      \
         operationId: listDogs{limit}\n      responses:\n        '204': {{description: None.}}\n"
    )
}

fn limit(limit: u64) -> String {
    format!("name: limit\nin: query\nschema: {{type: integer, maximum: {limit}}}\n")
}

fn put(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

fn git(root: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(arguments)
        .current_dir(root)
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn two_documents() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, n) in [("old", 500), ("new", 50)] {
        put(root, &format!("{name}/cats.yaml"), &spec(n));
        put(root, &format!("{name}/limit.yaml"), &limit(n));
    }
    let run = Run::of(root, &["diff", "old/cats.yaml", "new/cats.yaml"]).ends_with(0);
    insta::assert_snapshot!("documents", run.out);
    let both = ["diff", "old/cats.yaml", "new/cats.yaml", "--json"];
    let run = Run::of(root, &[&both[..], &["--deny-breaking"]].concat()).ends_with(2);
    insta::assert_snapshot!("documents_as_json", run.out);
    let same = ["diff", "old/cats.yaml", "old/cats.yaml", "--deny-breaking"];
    let run = Run::of(root, &same).ends_with(0);
    assert_eq!(run.out, "cats: no change\n");
}

#[test]
fn revisions_and_what_is_in_them() {
    // Whoever has no git has no revisions.
    if Command::new("git").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "Cargo.toml", "[workspace]\n");
    put(root, "specs/cats/openapi.yaml", &spec(500));
    put(root, "specs/cats/limit.yaml", &limit(500));
    git(root, &["init", "--quiet"]);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message", "only the spec"]);
    git(root, &["tag", "spec"]);
    Run::of(root, &["codegen"]).ends_with(0);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message", "and its crate"]);
    git(root, &["tag", "crate"]);
    put(root, "specs/cats/limit.yaml", &limit(50));
    Run::of(root, &["codegen"]).ends_with(0);

    let run = Run::of(root, &["diff", "spec", "crate"]).ends_with(0);
    assert_eq!(run.out, "cats: no change\n");
    let run = Run::of(root, &["diff", "crate"]).ends_with(0);
    assert!(run.out.starts_with("cats: 1 change; "), "{}", run.out);
    let of_specs = Run::of(root, &["diff", "spec:specs/cats", "specs/cats"]).ends_with(0);
    assert_eq!(of_specs.out, run.out);
    let inside = Run::of(
        &root.join("specs"),
        &["diff", "spec:cats/openapi.yaml", "cats/openapi.yaml"],
    );
    assert!(
        inside.out.contains("`maximum` is 50, was 500"),
        "{}",
        inside.err
    );
}

#[test]
fn what_cannot_be_compared_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "cats.yaml", &spec(5));
    put(root, "bad.yaml", "{");
    for (arguments, words) in [
        (&["diff", "cats.yaml"][..], "Give a second document"),
        (
            &["diff", "birds.yaml", "cats.yaml"],
            "`birds.yaml` is neither",
        ),
        (&["diff", "cats.yaml", "--output=x:y"], "--output"),
        (&["diff", "nowhere", "cats.yaml"], "`nowhere` is neither"),
        (
            &["diff", "cats.yaml", "bad.yaml"],
            "no crate can be made of",
        ),
    ] {
        Run::of(root, arguments).ends_with(2).complains(&[words]);
    }
}
