//! Tags that are features: each compiles alone, and so does none, without a warning; which crates
//! have them, and what a change of them means.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};
use specwright::surface::{Report, compare};
use specwright::{Codegen, Generated};
use specwright_tests::{crates, fixtures};

#[test]
fn each_tag_alone_compiles_without_a_warning() {
    each_feature_alone_compiles_without_a_warning("tags_as_features");
}

#[test]
fn each_group_of_paths_alone_compiles_without_a_warning() {
    each_feature_alone_compiles_without_a_warning("paths_as_features");
}

fn each_feature_alone_compiles_without_a_warning(fixture: &str) {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join(fixture);
    let (name, folder) = fixtures::all()
        .into_iter()
        .find(|(name, _)| name == fixture)
        .unwrap();
    let generated = fixtures::codegen(&name, &folder).run().result.unwrap();
    let features = generated.plan.tag_features.unwrap();
    assert!(features.len() >= 5, "only {features:?}");
    crates::write_workspace(&workspace, &[(name, generated.files)]);

    check(&workspace, "");
    for feature in features.iter().map(|feature| &feature.name) {
        check(&workspace, feature);
        check(&workspace, &format!("{feature},testing"));
    }
}

/// Checks the crate, its tests and its programs with these features and no others.
fn check(workspace: &Path, features: &str) {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--all-targets"])
        .args(["--no-default-features", "--features", features])
        .arg("--target-dir")
        .arg(workspace.join("target"))
        .current_dir(workspace)
        .env("RUSTFLAGS", "-D warnings")
        // It would go before.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`{features}`: {words}");
    assert!(!words.contains("warning"), "`{features}`: {words}");
}

/// A document with so many operations, each of a tag of these and with an answer of a type.
fn document(operations: &[(&str, &str)]) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for (index, (tag, answer)) in operations.iter().enumerate() {
        let schema = json!({"$ref": format!("#/components/schemas/{answer}")});
        let content = json!({"application/json": {"schema": schema}});
        let get = json!({
            "operationId": format!("get{index}"),
            "tags": [tag],
            "responses": {"200": {"description": "It.", "content": content}},
        });
        paths.insert(format!("/things/{index}"), json!({"get": get}));
        let properties = json!({"name": {"type": "string"}});
        let schema = json!({"type": "object", "properties": properties});
        schemas.insert((*answer).to_owned(), schema);
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// What comes of a document, with these settings and the lock of a run before, if there was one.
fn generated(document: &Value, settings: &str, before: Option<&Generated>) -> Generated {
    let lock = before.map(|before| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tag_features_locks");
        fs::create_dir_all(&folder).unwrap();
        let thread = std::thread::current();
        let file = folder.join(thread.name().unwrap());
        fs::write(&file, &before.lock).unwrap();
        file
    });
    let codegen = Codegen {
        lock,
        settings: settings.parse().unwrap(),
        ..Codegen::new("things.json", "things")
    };
    codegen.run_text(&document.to_string()).result.unwrap()
}

/// The names of the features of tags; none where tags are no features.
fn features(generated: &Generated) -> Option<Vec<&str>> {
    let features = generated.plan.tag_features.as_ref()?.iter();
    Some(features.map(|feature| feature.name.as_str()).collect())
}

#[test]
fn a_new_crate_of_a_large_api_has_them_and_an_old_one_keeps_what_it_has() {
    let large: Vec<(&str, &str)> = (0..100)
        .map(|index| (["cats", "dogs"][index % 2], "Thing"))
        .collect();
    let small = document(&large[..99]);
    let one_tag: Vec<(&str, &str)> = large.iter().map(|(_, ty)| ("cats", *ty)).collect();
    let (large, one_tag) = (document(&large), document(&one_tag));
    let all = Some(vec!["cats", "dogs"]);

    let (is_large, is_small) = (generated(&large, "", None), generated(&small, "", None));
    assert_eq!(features(&is_large), all);
    assert_eq!(features(&is_small), None);
    assert_eq!(features(&generated(&one_tag, "", None)), None);
    // Whatever becomes of the API.
    assert_eq!(features(&generated(&small, "", Some(&is_large))), all);
    assert_eq!(features(&generated(&large, "", Some(&is_small))), None);
    // Its owner has the last word, and the lock remembers that.
    let asked = generated(&small, "features.tags = true", Some(&is_small));
    assert_eq!(features(&asked), all);
    assert_eq!(features(&generated(&small, "", Some(&asked))), all);
    let refused = generated(&large, "features.tags = false", None);
    assert_eq!(features(&refused), None);
    assert_eq!(features(&generated(&large, "", Some(&refused))), None);
}

#[test]
fn a_feature_keeps_its_name() {
    let before = generated(
        &document(&[("Big Cats", "Cat"), ("testing", "Test")]),
        "features.tags = true",
        None,
    );
    assert_eq!(features(&before), Some(vec!["big-cats", "testing-tag"]));
    // One that is spelled like its own name would have it otherwise.
    let after = [
        ("Big Cats", "Cat"),
        ("big_cats", "Cat"),
        ("testing_tag", "Test"),
    ];
    let after = generated(&document(&after), "", Some(&before));
    let names = Some(vec!["big-cats", "big-cats-2", "testing-tag"]);
    assert_eq!(features(&after), names);
}

/// A document with an operation at each of these paths, of these tags.
fn document_of_paths(operations: &[(String, &[&str])]) -> Value {
    let operations = operations.iter().enumerate().map(|(index, (path, tags))| {
        let get = json!({
            "operationId": format!("get{index}"),
            "tags": tags,
            "responses": {"204": {"description": "It."}},
        });
        (path.clone(), json!({"get": get}))
    });
    let paths: Map<String, Value> = operations.collect();
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
    })
}

/// The features of a new crate, and the lock's line about paths.
fn of_paths(operations: &[(String, &[&str])], settings: &str) -> (String, String) {
    let generated = generated(&document_of_paths(operations), settings, None);
    let names = features(&generated).map(|names| names.join(" "));
    let line = generated
        .lock
        .lines()
        .find(|it| it.starts_with("path_groups"));
    (
        names.unwrap_or_default(),
        line.unwrap_or_default().to_owned(),
    )
}

#[test]
fn paths_are_features_where_tags_tell_nothing_apart() {
    let paths: Vec<String> = (0..50)
        .flat_map(|index| ["cats", "dogs"].map(|kind| format!("/v1/{kind}/a{index}")))
        .collect();
    let tagged = |tags: fn(usize) -> &'static [&'static str]| -> Vec<(String, &[&str])> {
        let paths = paths.iter().cloned().enumerate();
        paths.map(|(index, path)| (path, tags(index))).collect()
    };
    let both = (
        "cats dogs".to_owned(),
        r#"path_groups = { below = "" }"#.to_owned(),
    );
    let none = (String::new(), String::new());

    let untagged = tagged(|_| &[]);
    assert_eq!(of_paths(&untagged, ""), both);
    assert_eq!(of_paths(&untagged[..99], ""), none);
    assert_eq!(of_paths(&untagged[..99], "features.tags = true"), both);
    assert_eq!(of_paths(&untagged, "features.tags = false"), none);
    let lone = r#"path_groups = { below = "", tag = "All" }"#.to_owned();
    assert_eq!(of_paths(&tagged(|_| &["All"]), ""), (both.0.clone(), lone));
    let few = tagged(|index| if index < 8 { &["few"] } else { &[] });
    let few = few.into_iter().enumerate();
    let few: Vec<(String, &[&str])> = few
        .map(|(index, (path, tags))| (path, if index < 4 { &["more"] } else { tags }))
        .collect();
    assert_eq!(of_paths(&few, "").0, "cats dogs few more");
    // Tags do tell most of them apart.
    let half = tagged(|index| match index % 4 {
        0 => &["a"],
        1 => &["b"],
        _ => &[],
    });
    assert_eq!(of_paths(&half, "").0, "a b untagged");
    // Every call has a path of its own.
    let calls: Vec<(String, &[&str])> = (0..100)
        .map(|index| (format!("/call{index}"), [].as_slice()))
        .collect();
    assert_eq!(of_paths(&calls, ""), none);
}

#[test]
fn a_path_keeps_its_feature() {
    let paths = |groups: &[&str]| -> Value {
        let paths = groups.iter().enumerate();
        let paths: Vec<(String, &[&str])> = paths
            .map(|(index, group)| (format!("/{group}/a{index}"), [].as_slice()))
            .collect();
        document_of_paths(&paths)
    };
    let settings = "features.tags = true";
    let old = paths(&["api/cats", "api/cats", "api/dogs", "api/dogs"]);
    let old = generated(&old, settings, None);
    assert_eq!(features(&old), Some(vec!["cats", "dogs"]));
    // Most are no longer below `/api`, and without a lock none would be `cats`.
    let grown = paths(&[
        "api/cats", "api/dogs", "x/a", "x/a", "x/b", "x/b", "y/a", "y/a", "y/b",
    ]);
    let new = generated(&grown, settings, None);
    assert_eq!(features(&new), Some(vec!["api", "x", "y"]));
    let new = generated(&grown, settings, Some(&old));
    assert_eq!(features(&new), Some(vec!["cats", "dogs", "x", "y"]));
    // What had features before paths could be some keeps them, and has new ones if they are asked for now.
    let before = generated(&grown, "features.tags = false", None);
    assert_eq!(features(&generated(&grown, "", Some(&before))), None);
    let asked = generated(&grown, settings, Some(&before));
    assert_eq!(features(&asked), Some(vec!["api", "x", "y"]));
}

/// What a change of the tags and types of operations means.
fn change(old: &[(&str, &str)], new: &[(&str, &str)]) -> Report {
    let old = generated(&document(old), "features.tags = true", None);
    let new = generated(&document(new), "features.tags = true", Some(&old));
    compare(&old.surface, &new.surface)
}

#[test]
fn what_needs_another_feature_breaks_those_who_go_without_the_default_ones() {
    const OF_A: (&str, &str) = ("a", "Thing");
    const OF_B: (&str, &str) = ("b", "Other");
    let shared = [OF_A, ("b", "Thing"), OF_B];
    let apart = [OF_A, ("b", "Other"), OF_B];
    let of_three = [OF_A, ("b", "Thing"), ("c", "Thing"), OF_B];
    let of_four = [OF_A, ("b", "Thing"), ("c", "Thing"), OF_B, ("d", "Thing")];
    let mut text = String::new();
    for (name, report) in [
        ("a tag comes", change(&[OF_A], &[OF_A, OF_B])),
        ("a tag goes", change(&[OF_A, OF_B], &[OF_A])),
        ("another tag uses a type", change(&apart, &shared)),
        ("a tag no longer uses a type", change(&shared, &apart)),
        ("a fourth tag uses a type", change(&of_three, &of_four)),
        (
            "an operation has another tag",
            change(&[OF_A, OF_B], &[("b", "Thing"), OF_B]),
        ),
    ] {
        text.push_str(&format!("===== {name} =====\n{report}\n"));
    }
    let old = generated(&document(&apart), "", None);
    let new = generated(&document(&apart), "features.tags = true", Some(&old));
    let (with, without) = (
        compare(&old.surface, &new.surface),
        compare(&new.surface, &old.surface),
    );
    text.push_str(&format!("===== tags become features =====\n{with}\n"));
    text.push_str(&format!(
        "===== tags are no longer features =====\n{without}"
    ));
    insta::assert_snapshot!("tag_features", text);
}
