//! `cargo xtask codegen`, run as people and CI run it, on small workspaces.

#![allow(clippy::unwrap_used)]

mod run;

use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead;
use std::path::Path;

use run::Run;

/// A workspace in a temporary folder.
struct Workspace(tempfile::TempDir);

impl Workspace {
    /// With these APIs.
    fn new(names: &[&str]) -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        workspace.put("Cargo.toml", "[workspace]\n");
        fs::create_dir(workspace.root().join("specs")).unwrap();
        for name in names {
            workspace.put(&format!("specs/{name}/openapi.yaml"), &spec(name, "Pet"));
        }
        workspace
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, path: &str, text: &str) {
        let place = self.root().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    fn has(&self, path: &str) -> bool {
        self.root().join(path).exists()
    }

    /// Runs `cargo xtask codegen` in the workspace.
    fn codegen(&self, arguments: &[&str]) -> Run {
        let mut command = Run::command(self.root(), &[&["codegen"], arguments].concat());
        // Workspaces of tests have APIs of the same names.
        command.env("CARGO_TARGET_DIR", self.root().join("target"));
        Run::ended(command)
    }

    /// All files with their bytes, those in the target folder apart.
    fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        let mut tree = BTreeMap::new();
        walk(self.root(), self.root(), &mut tree);
        tree
    }
}

fn walk(root: &Path, place: &Path, tree: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(place).unwrap() {
        let path = entry.unwrap().path();
        if path == root.join("target") {
            continue;
        } else if path.is_dir() {
            walk(root, &path, tree);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            tree.insert(name.replace('\\', "/"), fs::read(&path).unwrap());
        }
    }
}

fn spec(title: &str, component: &str) -> String {
    format!(
        "\
openapi: 3.1.0
info:
  title: {title}
  version: 1.0.0
servers:
- url: https://api.example.com
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/{component}'
components:
  schemas:
    {component}:
      type: object
      required: [id]
      properties:
        id:
          type: string
"
    )
}

#[test]
fn all_specs_become_crates_and_a_second_run_changes_nothing() {
    let workspace = Workspace::new(&["birds", "cats"]);
    let run = workspace.codegen(&[]).ends_with(0);
    assert_eq!(run.err, "", "quiet when all is well");
    let lines: Vec<&str> = run.out.lines().collect();
    let header: Vec<&str> = lines
        .first()
        .unwrap()
        .split("  ")
        .filter(|cell| !cell.is_empty())
        .collect();
    assert_eq!(
        header.iter().map(|cell| cell.trim()).collect::<Vec<_>>(),
        ["API", "operations", "types", "files changed", "time"]
    );
    assert!(lines.get(1).unwrap().starts_with("birds  "), "{}", run.out);
    assert!(lines.get(2).unwrap().starts_with("cats  "), "{}", run.out);
    assert!(
        lines.last().unwrap().starts_with("2 APIs, 2 operations, "),
        "{}",
        run.out
    );
    for name in ["birds", "cats"] {
        assert!(workspace.has(&format!("generated/{name}/Cargo.toml")));
        assert!(workspace.has(&format!("generated/{name}/src/lib.rs")));
        assert!(workspace.has(&format!("specs/{name}/names.lock")));
    }
    assert!(!workspace.has("generated/birds/.specwright"));

    let before = workspace.tree();
    let run = workspace.codegen(&[]).ends_with(0);
    assert!(run.out.contains("none of "), "{}", run.out);
    assert!(run.out.contains("0 files changed"), "{}", run.out);
    assert_eq!(workspace.tree(), before);

    let elsewhere = Workspace::new(&["cats", "birds"]);
    elsewhere.codegen(&["--quiet"]).ends_with(0);
    assert_eq!(
        elsewhere.tree(),
        before,
        "the same input gives the same bytes"
    );
}

#[test]
fn only_the_apis_named_are_generated() {
    let workspace = Workspace::new(&["birds", "cats", "dogs"]);
    workspace.codegen(&["cats", "birds", "cats"]).ends_with(0);
    assert!(workspace.has("generated/cats") && workspace.has("generated/birds"));
    assert!(!workspace.has("generated/dogs"));
}

#[test]
fn a_name_that_is_none_is_an_error_with_a_suggestion() {
    let workspace = Workspace::new(&["birds", "cats"]);
    let run = workspace.codegen(&["brids", "cats"]).ends_with(2);
    run.complains(&["`brids`", "did you mean `birds`?", "There are: birds, cats"]);
    assert!(!workspace.has("generated"), "nothing is generated");
    let run = workspace
        .codegen(&["zebra"])
        .ends_with(2)
        .complains(&["There are: birds, cats"]);
    assert!(!run.err.contains("did you mean"), "{}", run.err);
}

#[test]
fn check_lists_what_is_not_up_to_date_and_changes_nothing() {
    let workspace = Workspace::new(&["birds", "cats"]);
    let run = workspace.codegen(&["--check"]).ends_with(1);
    assert!(
        run.out.contains("missing    generated/birds/Cargo.toml"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("missing    specs/cats/names.lock"),
        "{}",
        run.out
    );
    assert!(!workspace.has("generated"));

    workspace.codegen(&[]).ends_with(0);
    let run = workspace.codegen(&["--check"]).ends_with(0);
    assert!(
        run.out.starts_with("2 APIs, ") && run.out.contains("all up to date"),
        "{}",
        run.out
    );

    workspace.put(
        "generated/birds/src/stray.rs",
        "// @generated by specwright\n",
    );
    workspace.put(
        "generated/birds/src/lib.rs",
        "// @generated by specwright\nedited",
    );
    workspace.put("generated/birds/src/mine.rs", "my own");
    let before = workspace.tree();
    let run = workspace
        .codegen(&["--check"])
        .ends_with(1)
        .complains(&["2 files are not up to date"]);
    assert_eq!(
        run.out.lines().collect::<Vec<_>>(),
        [
            "stale      generated/birds/src/lib.rs",
            "left over  generated/birds/src/stray.rs"
        ]
    );
    assert_eq!(workspace.tree(), before);
    let quiet = workspace.codegen(&["--check", "--quiet"]).ends_with(1);
    assert_eq!(quiet.out, run.out, "the list is what was asked for");

    let run = workspace.codegen(&[]).ends_with(0);
    assert!(run.out.contains("1 changed, 1 removed"), "{}", run.out);
    workspace.codegen(&["--check"]).ends_with(0);
    assert!(workspace.has("generated/birds/src/mine.rs"));
}

#[test]
fn a_spec_that_changes_makes_its_files_stale() {
    let workspace = Workspace::new(&["birds"]);
    workspace.codegen(&[]).ends_with(0);
    workspace.put("specs/birds/openapi.yaml", &spec("birds", "Parrot"));
    workspace.codegen(&["--check"]).ends_with(1);
    workspace.codegen(&[]).ends_with(0);
    workspace.codegen(&["--check"]).ends_with(0);
}

#[test]
fn a_broken_spec_is_shown_with_its_place_and_the_others_are_generated() {
    let workspace = Workspace::new(&["birds", "cats"]);
    workspace.codegen(&[]).ends_with(0);
    let before = workspace.tree();
    workspace.put(
        "specs/birds/openapi.yaml",
        "openapi: 3.1.0\ninfo:\n  title: [a\npaths: {}\n",
    );
    workspace.put("specs/cats/openapi.yaml", &spec("cats", "Lion"));
    let run = workspace.codegen(&[]).ends_with(2).complains(&[
        "error[",
        "specs/birds/openapi.yaml:4:",
        "paths: {}",
        "help: ",
        "error: birds was not generated",
    ]);
    assert!(run.out.contains("failed"), "{}", run.out);
    assert!(
        !run.err.contains('\u{1b}'),
        "no colours in a pipe: {}",
        run.err
    );
    let after = workspace.tree();
    let of = |tree: &BTreeMap<String, Vec<u8>>, api: &str| -> Vec<(String, Vec<u8>)> {
        let prefix = format!("generated/{api}/");
        tree.iter()
            .filter(|(path, _)| path.starts_with(&prefix))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect()
    };
    assert_eq!(
        of(&after, "birds"),
        of(&before, "birds"),
        "what failed is not touched"
    );
    assert_ne!(of(&after, "cats"), of(&before, "cats"));
    workspace.codegen(&["--check"]).ends_with(2);
    workspace.codegen(&["--check", "cats"]).ends_with(0);
}

#[test]
fn frames_and_colours_are_for_those_who_ask() {
    let workspace = Workspace::new(&["birds"]);
    workspace.put(
        "specs/birds/openapi.yaml",
        "openapi: 3.1.0\ninfo:\n  title: [a\npaths: {}\n",
    );
    let run = workspace.codegen(&["--color", "always"]).ends_with(2);
    assert!(
        run.err.contains('\u{1b}') && run.err.contains('╭'),
        "{}",
        run.err
    );
    let run = workspace.codegen(&["--color", "never"]).ends_with(2);
    assert!(!run.err.contains('\u{1b}'), "{}", run.err);
}

#[test]
fn a_file_of_somebody_else_is_never_touched() {
    let workspace = Workspace::new(&["birds", "cats"]);
    workspace.put("generated/birds/src/lib.rs", "fn mine() {}\n");
    workspace.put("generated/birds/Cargo.toml", "[package]\n");
    let lib = Path::new("generated/birds/src/lib.rs")
        .display()
        .to_string();
    let run = workspace.codegen(&[]).ends_with(2);
    run.complains(&[
        "birds was not generated",
        &lib,
        "Cargo.toml",
        "Move them away",
    ]);
    assert_eq!(
        fs::read_to_string(workspace.root().join(lib)).unwrap(),
        "fn mine() {}\n"
    );
    assert!(!workspace.has("specs/birds/names.lock"), "all or nothing");
    assert!(workspace.has("generated/cats/src/lib.rs"));
    workspace.codegen(&["--check", "birds"]).ends_with(2);
}

#[test]
fn a_crate_whose_spec_is_gone_is_said() {
    let workspace = Workspace::new(&["birds", "cats"]);
    workspace.codegen(&[]).ends_with(0);
    fs::remove_dir_all(workspace.root().join("specs/birds")).unwrap();
    workspace.put("generated/by-hand/Cargo.toml", "[package]\n");
    let run = workspace
        .codegen(&[])
        .ends_with(0)
        .complains(&["generated/birds", "no spec"]);
    assert!(!run.err.contains("by-hand"), "{}", run.err);
    assert!(
        workspace.has("generated/birds/src/lib.rs"),
        "a whole crate is not removed unasked"
    );
    let run = workspace.codegen(&["--check"]).ends_with(1);
    assert_eq!(run.out, "left over  generated/birds\n");
}

#[test]
fn a_folder_without_a_spec_or_with_two_is_an_error_of_its_own() {
    let workspace = Workspace::new(&["birds", "two"]);
    workspace.put("specs/two/swagger.json", "{}");
    workspace.put("specs/none/notes.txt", "");
    workspace.put("specs/1st/openapi.yaml", &spec("1st", "Pet"));
    workspace.put("specs/README.md", "not an API");
    workspace.codegen(&[]).ends_with(2).complains(&[
        "more than one spec of `two`",
        "no spec in `specs/none`",
        "begin with an ASCII letter",
    ]);
    assert!(workspace.has("generated/birds/src/lib.rs"));
    assert!(!workspace.has("generated/two") && !workspace.has("generated/1st"));
}

#[test]
fn a_document_without_a_folder_is_told_where_it_belongs() {
    let workspace = Workspace::new(&[]);
    workspace.put("specs/Old Birds.YAML", &spec("old birds", "Pet"));
    workspace.put("specs/common.yaml", "Pet: {type: object}\n");
    let remedy = "move it to `specs/old-birds/openapi.yaml`";
    workspace.codegen(&[]).ends_with(2).complains(&[
        "no API in `specs`",
        "`specs/Old Birds.YAML`",
        remedy,
    ]);

    workspace.put("specs/cats/openapi.yaml", &spec("cats", "Pet"));
    let run = workspace
        .codegen(&[])
        .ends_with(0)
        .complains(&["no crate is made of `specs/Old Birds.YAML`", remedy]);
    assert!(!run.err.contains("common.yaml"), "{}", run.err);
    // It is told each time, and by no means keeps the crates from being up to date.
    workspace
        .codegen(&["--check"])
        .ends_with(0)
        .complains(&[remedy]);

    workspace.put("specs/cats.yaml", &spec("cats", "Pet"));
    workspace.codegen(&[]).complains(&[
        "`specs/cats.yaml`",
        "in the place of `specs/cats/openapi.yaml`",
    ]);

    fs::create_dir(workspace.root().join("specs/old-birds")).unwrap();
    let place = |path: &str| workspace.root().join(path);
    fs::rename(
        place("specs/Old Birds.YAML"),
        place("specs/old-birds/openapi.yaml"),
    )
    .unwrap();
    let run = workspace.codegen(&[]).ends_with(0);
    assert!(!run.err.contains("birds"), "{}", run.err);
    assert!(workspace.has("generated/old-birds/src/lib.rs"));
}

#[test]
fn works_from_a_folder_below_and_not_outside_of_a_workspace() {
    let workspace = Workspace::new(&["birds"]);
    let below = workspace.root().join("specs/birds");
    Run::of(&below, &["codegen"]).ends_with(0);
    assert!(workspace.has("generated/birds/src/lib.rs"));
    let outside = tempfile::tempdir().unwrap();
    Run::of(outside.path(), &["codegen"])
        .ends_with(2)
        .complains(&["specs", "--spec"]);
    let empty = Workspace::new(&[]);
    empty
        .codegen(&[])
        .ends_with(2)
        .complains(&["no API in `specs`"]);
}

#[test]
fn any_file_goes_into_any_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), spec("pets", "Pet")).unwrap();
    let arguments = [
        "codegen",
        "--spec",
        "pets.yaml",
        "--out",
        "a/pets-client",
        "--name",
        "pets-client",
        "--runtime",
        "0.1.0",
    ];
    Run::of(folder.path(), &arguments).ends_with(0);
    let out = folder.path().join("a/pets-client");
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
    assert!(
        manifest.contains("name = \"pets-client\"") && manifest.contains("0.1.0"),
        "{manifest}"
    );
    assert!(
        out.join("names.lock").exists(),
        "the names stay with the crate"
    );
    assert!(!folder.path().join("names.lock").exists());
    Run::of(folder.path(), &[&arguments[..], &["--check"]].concat()).ends_with(0);
}

#[test]
fn a_crate_anywhere_finds_the_runtime() {
    let workspace = Workspace::new(&["birds"]);
    let outside = tempfile::tempdir().unwrap();
    let outside = outside.path().join("birds").display().to_string();
    let manifest = |out: &str, runtime: &[&str]| {
        let given = [
            "--spec",
            "specs/birds/openapi.yaml",
            "--name",
            "birds",
            "--out",
            out,
        ];
        workspace
            .codegen(&[&given[..], runtime].concat())
            .ends_with(0);
        fs::read_to_string(workspace.root().join(out).join("Cargo.toml")).unwrap()
    };
    let published = manifest("in/birds", &[]);
    assert!(!published.contains("runtime\""), "{published}");
    assert!(published.contains(env!("CARGO_PKG_VERSION")), "{published}");
    workspace.put("runtime/Cargo.toml", "");
    let inside = manifest("in/birds", &[]);
    assert!(inside.contains("\"../../runtime\""), "{inside}");
    let root = workspace.root().canonicalize().unwrap();
    let absolute = root
        .join("runtime")
        .display()
        .to_string()
        .replace('\\', "/");
    let apart = manifest(&outside, &[]);
    assert!(apart.contains(&absolute), "{apart}");
    let given = manifest("in/birds", &["--runtime", "in/../runtime"]);
    assert!(given.contains("runtime\""), "{given}");
    let git = manifest(
        "in/birds",
        &["--runtime", "https://example.com/specwright.git"],
    );
    assert!(
        git.contains("git = \"https://example.com/specwright.git\""),
        "{git}"
    );
}

#[test]
fn overlays_apply_in_the_order_of_their_names_and_what_is_obsolete_is_told() {
    let workspace = Workspace::new(&["birds"]);
    let titled = |title: &str| {
        format!(
            "overlay: 1.1.0\ninfo: {{title: o, version: '1'}}\nactions:\n- target: $.info.title\n  update: {title}\n"
        )
    };
    workspace.put("specs/birds/overlay.yaml", &titled("First"));
    workspace.put("specs/birds/a.overlay.yaml", &titled("Second"));
    workspace.put("specs/birds/b.overlay.json", "{\"overlay\": \"1.1.0\", \"info\": {\"title\": \"o\", \"version\": \"1\"}, \"actions\": [{\"target\": \"$.info.title\", \"update\": \"Third\"}]}");
    workspace.put("specs/birds/c.overlay.yaml", &titled("Third"));
    workspace.put("specs/birds/.overlay.yaml", "no overlay");
    workspace.put("specs/birds/overlay.yaml.bak", "no overlay");
    let run = workspace.codegen(&[]).ends_with(0);
    let readme = workspace.root().join("generated/birds/README.md");
    assert!(fs::read_to_string(readme).unwrap().contains("Third"));
    run.complains(&[
        "overlay-changes-nothing",
        "specs/birds/c.overlay.yaml:4:",
        "the document says by itself what it was to say",
    ]);
}

#[test]
fn what_is_saved_while_it_watches_is_generated_at_once() {
    let workspace = Workspace::new(&["birds"]);
    /// Ends with the test, however that ends.
    struct Watching(std::process::Child);
    impl Drop for Watching {
        fn drop(&mut self) {
            self.0.kill().unwrap();
            self.0.wait().unwrap();
        }
    }
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--watch"])
        .current_dir(workspace.root())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut child = Watching(child);
    let mut lines = std::io::BufReader::new(child.0.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "watching specs/birds"));
    let readme = workspace.root().join("generated/birds/README.md");
    let becomes = |words: &str| {
        let begin = std::time::Instant::now();
        while !fs::read_to_string(&readme)
            .unwrap_or_default()
            .contains(words)
        {
            assert!(begin.elapsed().as_secs() < 20, "{words} does not come");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    };
    becomes("birds");
    // Half of a document, as an editor may leave it for a moment: the crate stays what it was.
    workspace.put(
        "specs/birds/openapi.yaml",
        "openapi: 3.1.0\ninfo: {title: Owls",
    );
    assert!(lines.any(|line| line.unwrap().contains("failed")));
    assert!(workspace.has("generated/birds/src/lib.rs"));
    workspace.put("specs/birds/openapi.yaml", &spec("Owls", "Pet"));
    becomes("Owls");
    let overlay = "overlay: 1.1.0\ninfo: {title: o, version: '1'}\nactions:\n- target: $.info.title\n  update: Gulls\n";
    workspace.put("specs/birds/overlay.yaml", overlay);
    becomes("Gulls");
}

#[test]
fn an_overlay_is_applied() {
    let workspace = Workspace::new(&["birds"]);
    let overlay = "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n- target: $.info\n  update: {title: Parrots of the world}\n";
    workspace.codegen(&[]).ends_with(0);
    workspace.put("specs/birds/overlay.yaml", overlay);
    workspace.codegen(&["--check"]).ends_with(1);
    workspace.put("o.yaml", overlay);
    let given = [
        "--spec",
        "specs/birds/openapi.yaml",
        "--out",
        "given",
        "--name",
        "birds",
        "--overlay",
        "o.yaml",
    ];
    workspace.codegen(&given).ends_with(0);
    let tree = workspace.tree();
    let mentions = |tree: &BTreeMap<String, Vec<u8>>| {
        tree.iter().any(|(path, text)| {
            path.starts_with("given/")
                && String::from_utf8_lossy(text).contains("Parrots of the world")
        })
    };
    assert!(mentions(&tree), "{:?}", tree.keys());
}

#[test]
fn arguments_that_do_not_go_together_are_refused() {
    let workspace = Workspace::new(&["birds"]);
    for (arguments, words) in [
        (&["--spec", "x.yaml"][..], "--out"),
        (&["--out", "x"][..], "--spec"),
        (&["--overlay", "x.yaml"][..], "--spec"),
        (
            &["birds", "--spec", "x.yaml", "--out", "x", "--name", "x"][..],
            "cannot be used with",
        ),
        (
            &["--spec", "x.yaml", "--out", "x", "--name", "../x"][..],
            "ASCII letter",
        ),
        (&["--quiet", "--verbose"][..], "cannot be used with"),
    ] {
        workspace
            .codegen(arguments)
            .ends_with(2)
            .complains(&[words]);
    }
    let missing = ["--spec", "missing.yaml", "--out", "x", "--name", "x"];
    workspace
        .codegen(&missing)
        .ends_with(2)
        .complains(&["missing.yaml"]);
    assert!(!workspace.has("x") && !workspace.has("generated"));
}

#[test]
fn help_has_examples_and_says_the_exit_statuses() {
    let workspace = Workspace::new(&[]);
    let run = workspace.codegen(&["--help"]).ends_with(0);
    for words in [
        "Examples:",
        "cargo xtask codegen --check",
        "Exit status:",
        "[NAME]",
        "PATH|GIT|VERSION",
    ] {
        assert!(run.out.contains(words), "{words:?} is not in {}", run.out);
    }
}

#[test]
fn settings_that_cannot_be_used_fail_their_own_api() {
    let workspace = Workspace::new(&["birds", "cats"]);
    workspace.put("specs/birds/codegen.toml", "# all\nvaildate = true\n");
    let run = workspace.codegen(&[]).ends_with(2).complains(&[
        "error: birds was not generated",
        "specs/birds/codegen.toml:2: unknown key `vaildate`; did you mean `validate`?",
    ]);
    assert!(workspace.has("generated/cats"), "{}", run.out);
    assert!(!workspace.has("generated/birds"));
    workspace.put("specs/birds/codegen.toml", "validate = 1\n");
    workspace.codegen(&["birds"]).ends_with(2).complains(&[
        "specs/birds/codegen.toml:1: `validate` takes `true` or `false`, and this is a number",
    ]);
    workspace.put("specs/birds/codegen.toml", "validate = false\n");
    workspace.codegen(&["birds"]).ends_with(0);
}

#[test]
fn settings_of_a_spec_that_is_anywhere_are_named() {
    let workspace = Workspace::new(&["birds"]);
    workspace.put("settings.toml", "validat = true\n");
    let spec = ["--spec", "specs/birds/openapi.yaml", "--out", "out"];
    let named = ["--name", "birds", "--config", "settings.toml"];
    workspace
        .codegen(&[spec, named].concat())
        .ends_with(2)
        .complains(&["settings.toml:1: unknown key `validat`; did you mean `validate`?"]);
    workspace.put("settings.toml", "validate = true\n");
    workspace.codegen(&[spec, named].concat()).ends_with(0);
    workspace
        .codegen(&["--config", "settings.toml"])
        .ends_with(2);
}

#[test]
fn a_crate_has_the_name_and_the_version_that_the_settings_say() {
    let workspace = Workspace::new(&["birds", "cats"]);
    workspace.codegen(&[]).ends_with(0);
    let settings = "[crate]\nname = \"ornithology\"\nversion = \"2.0.0-rc.1\"\n";
    workspace.put("specs/birds/codegen.toml", settings);

    // The API has the folder's name, and the crate of the old name is left over.
    let run = workspace.codegen(&[]).ends_with(0).complains(&[
        "`generated/birds` has no spec any more: remove it (`git rm -r generated/birds`)",
    ]);
    assert!(run.out.contains("\nbirds  "), "{}", run.out);
    let manifest = workspace.text("generated/ornithology/Cargo.toml");
    assert!(manifest.contains("name = \"ornithology\"\nversion = \"2.0.0-rc.1\"\n"));
    assert!(workspace.has("specs/birds/names.lock"));
    let run = workspace.codegen(&["--check"]).ends_with(1);
    assert!(
        run.out.contains("left over  generated/birds"),
        "{}",
        run.out
    );

    fs::remove_dir_all(workspace.root().join("generated/birds")).unwrap();
    workspace.codegen(&["--check"]).ends_with(0);
    workspace.codegen(&["birds"]).ends_with(0);
    assert!(!workspace.has("generated/birds"));
    let run = Run::of(workspace.root(), &["inspect", "birds"]).ends_with(0);
    assert!(run.out.contains("ornithology"), "{}", run.out);
    workspace
        .codegen(&["ornithology"])
        .ends_with(2)
        .complains(&["there is no API `ornithology`"]);
}

#[test]
fn two_apis_with_one_crate_are_not_generated() {
    let workspace = Workspace::new(&["birds", "cats", "dogs"]);
    workspace.put("specs/birds/codegen.toml", "crate.name = \"cats\"\n");
    let words = [
        "error: birds was not generated: `specs/cats` makes the crate `cats` too",
        "error: cats was not generated: `specs/birds` makes the crate `cats` too",
    ];
    workspace.codegen(&[]).ends_with(2).complains(&words);
    assert!(workspace.has("generated/dogs"));
    assert!(!workspace.has("generated/cats"));
    workspace
        .codegen(&["birds"])
        .ends_with(2)
        .complains(words.get(..1).unwrap());
}

#[test]
fn a_folder_need_not_be_called_as_a_crate_can_be() {
    let workspace = Workspace::new(&["My Birds"]);
    workspace
        .codegen(&[])
        .ends_with(2)
        .complains(&["`My Birds` cannot be the name of a crate"]);
    workspace.put("specs/My Birds/codegen.toml", "crate.name = \"my-birds\"\n");
    workspace.codegen(&["My Birds"]).ends_with(0);
    assert!(workspace.has("generated/my-birds/Cargo.toml"));
}

#[test]
fn crates_are_not_called_left_over_while_it_is_not_known_which_there_are() {
    let workspace = Workspace::new(&["birds"]);
    workspace.put("specs/birds/codegen.toml", "crate.name = \"ornithology\"\n");
    workspace.codegen(&[]).ends_with(0);
    workspace.put("specs/birds/codegen.toml", "crate.name = ornithology\n");
    let run = workspace.codegen(&[]).ends_with(2);
    assert!(!run.err.contains("has no spec any more"), "{}", run.err);
}

#[test]
fn operations_that_are_left_out_are_counted_and_their_types_are_gone() {
    let workspace = Workspace::new(&["birds"]);
    let document = spec("birds", "Pet").replace(
        "components:\n  schemas:\n",
        "  /eggs:
    get:
      operationId: listEggs
      responses:
        '200':
          description: The eggs.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Egg'
components:
  schemas:
    Egg:
      type: object
      properties:
        size:
          type: string
",
    );
    workspace.put("specs/birds/openapi.yaml", &document);
    let run = workspace.codegen(&[]).ends_with(0);
    assert!(
        run.out.contains("1 API, 2 operations, 2 types, "),
        "{}",
        run.out
    );
    workspace.put("specs/birds/codegen.toml", "include.tags = [\"Pets\"]\n");
    let run = workspace.codegen(&[]).ends_with(0);
    assert_eq!(run.err, "");
    assert!(
        run.out.contains("1 API, 1 operation, 1 type, "),
        "{}",
        run.out
    );
    let words = "birds: 1 operation left out, as its settings say";
    assert!(run.out.contains(words), "{}", run.out);

    workspace.put("specs/birds/codegen.toml", "\nexclude.tags = [\"pet\"]\n");
    workspace.codegen(&[]).ends_with(0).complains(&[
        "setting-matches-nothing",
        "`exclude` names the tag `pet`, and the document has none like it",
        "specs/birds/codegen.toml:2:17",
        "did you mean `Pets`?",
    ]);
}

#[test]
fn what_a_change_breaks_is_told_and_can_be_denied() {
    let workspace = Workspace::new(&["cats"]);
    let run = workspace.codegen(&[]).ends_with(0);
    assert!(!run.out.contains("Breaking"), "{}", run.out);

    workspace.put("specs/cats/openapi.yaml", &spec("cats", "Dog"));
    let before = workspace.tree();
    let run = workspace.codegen(&["--deny-breaking"]).ends_with(2);
    assert!(run.out.contains("break source"), "{}", run.out);
    assert!(run.err.contains("cats was not generated"), "{}", run.err);
    assert_eq!(workspace.tree(), before);

    let run = workspace.codegen(&[]).ends_with(0);
    assert!(run.out.contains("after 0.1.0 comes 0.2.0"), "{}", run.out);
    workspace.codegen(&["--deny-breaking"]).ends_with(0);
}

/// A workspace with one API, generated until nothing is left to be done.
fn settled() -> Workspace {
    let workspace = Workspace::new(&["birds"]);
    workspace.put("specs/birds/codegen.toml", "validate = true\n");
    workspace.codegen(&[]).ends_with(0);
    workspace.codegen(&[]).ends_with(0);
    workspace
}

const STAMP: &str = "target/specwright/birds.stamp";

/// Makes the stamp say what no run would, so that it shows where it is believed.
fn mark_stamp(workspace: &Workspace) {
    let stamp = workspace.text(STAMP);
    assert!(stamp.contains("\"operations\":1,"), "{stamp}");
    workspace.put(
        STAMP,
        &stamp.replace("\"operations\":1,", "\"operations\":77,"),
    );
}

#[track_caller]
fn assert_generated(run: &Run, is_generated: bool) {
    let words = match is_generated {
        true => "1 API, 1 operation, ",
        false => "1 API, 77 operations, ",
    };
    assert!(run.out.contains(words), "{run:#?}");
}

#[test]
fn what_has_not_changed_is_not_generated_again() {
    let workspace = settled();
    mark_stamp(&workspace);
    let before = workspace.tree();
    let time = |path: &str| {
        let found = fs::metadata(workspace.root().join(path)).unwrap();
        found.modified().unwrap()
    };
    let files = [
        "generated/birds/src/lib.rs",
        "specs/birds/names.lock",
        STAMP,
    ];
    let times = files.map(time);
    let run = workspace.codegen(&[]).ends_with(0);
    assert_generated(&run, false);
    assert!(run.out.contains("none of "), "{}", run.out);
    workspace.codegen(&["--check"]).ends_with(0);
    assert_eq!(workspace.tree(), before);
    assert_eq!(files.map(time), times);

    let run = workspace.codegen(&["--force"]).ends_with(0);
    assert_generated(&run, true);
    assert!(workspace.text(STAMP).contains("\"operations\":1,"));
}

#[test]
fn whatever_has_changed_is_generated_again() {
    type Change = fn(&Workspace);
    let changes: [(&str, Change); 8] = [
        ("the document", |workspace| {
            let text = workspace.text("specs/birds/openapi.yaml");
            workspace.put("specs/birds/openapi.yaml", &format!("{text}# more\n"));
        }),
        ("an overlay that is new", |workspace| {
            workspace.put(
                "specs/birds/overlay.yaml",
                "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.info\n  update: {description: d}\n",
            );
        }),
        ("the settings", |workspace| {
            workspace.put("specs/birds/codegen.toml", "validate = false\n");
        }),
        ("the names", |workspace| {
            let text = workspace.text("specs/birds/names.lock");
            workspace.put("specs/birds/names.lock", &text.replace("Pet", "Bird"));
        }),
        ("a file of the crate", |workspace| {
            let text = workspace.text("generated/birds/src/lib.rs");
            workspace.put("generated/birds/src/lib.rs", &format!("{text}// more\n"));
        }),
        ("a file that is gone", |workspace| {
            fs::remove_file(workspace.root().join("generated/birds/api.txt")).unwrap();
        }),
        ("a stamp that cannot be read", |workspace| {
            let text = workspace.text(STAMP);
            workspace.put(STAMP, text.get(1..).unwrap());
        }),
        ("a stamp that is gone", |workspace| {
            fs::remove_file(workspace.root().join(STAMP)).unwrap();
        }),
    ];
    for (what, change) in changes {
        println!("{what}");
        let workspace = settled();
        mark_stamp(&workspace);
        change(&workspace);
        let was_stamped = workspace.tree();
        let run = workspace.codegen(&["--check"]);
        assert!(!run.out.contains("77"), "{run:#?}");
        assert_eq!(workspace.tree(), was_stamped, "--check changes nothing");
        assert_generated(&workspace.codegen(&[]).ends_with(0), true);
        workspace.codegen(&["--check"]).ends_with(0);
    }
}

#[test]
fn a_left_over_file_is_removed_and_a_changelog_copied_whatever_the_stamp_says() {
    let workspace = settled();
    let marked = workspace.text("generated/birds/src/lib.rs");
    workspace.put("generated/birds/src/old.rs", &marked);
    workspace.put("specs/birds/CHANGELOG.md", "# Changelog\n");
    workspace.codegen(&["--check"]).ends_with(1);
    workspace.codegen(&[]).ends_with(0);
    assert!(!workspace.has("generated/birds/src/old.rs"));
    assert!(
        workspace
            .text("generated/birds/CHANGELOG.md")
            .ends_with("# Changelog\n")
    );
    workspace.codegen(&["--check"]).ends_with(0);
}

#[test]
fn another_generator_generates_again() {
    let workspace = settled();
    mark_stamp(&workspace);
    let other = workspace.root().join("target/other-xtask");
    fs::copy(env!("CARGO_BIN_EXE_xtask"), &other).unwrap();
    let mut command = Run::command_of(&other, workspace.root(), &["codegen"]);
    command.env("CARGO_TARGET_DIR", workspace.root().join("target"));
    assert_generated(&Run::ended(command).ends_with(0), true);
}

#[test]
fn files_that_a_document_refers_to_are_looked_at_and_what_was_told_is_told_again() {
    let workspace = Workspace::new(&["birds"]);
    let document = spec("birds", "Pet").replace("'#/components/schemas/Pet'", "pet.yaml");
    workspace.put("specs/birds/openapi.yaml", &document);
    let pet =
        "type: object\nproperties:\n  age: {type: integer, format: nonsense, type: integer}\n";
    workspace.put("specs/birds/pet.yaml", pet);
    workspace.codegen(&[]).ends_with(0);
    let generated = workspace.codegen(&[]).ends_with(0);
    generated.complains(&["duplicate-key", "pet.yaml"]);
    mark_stamp(&workspace);
    let run = workspace.codegen(&[]).ends_with(0);
    assert_generated(&run, false);
    let told = run.err.clone();
    run.complains(&["duplicate-key", "pet.yaml"]);
    // Another way to tell it.
    let run = workspace.codegen(&["--format", "json"]).ends_with(0);
    assert!(run.out.contains("\"duplicate-key\""), "{}", run.out);
    let run = workspace.codegen(&[]).ends_with(0);
    assert_eq!(run.err, told);

    mark_stamp(&workspace);
    workspace.put("specs/birds/pet.yaml", &pet.replace("age", "years"));
    let run = workspace.codegen(&[]).ends_with(0);
    assert_generated(&run, true);
    assert!(workspace.has("generated/birds/src/types"));

    // What is not there may come.
    fs::remove_file(workspace.root().join("specs/birds/pet.yaml")).unwrap();
    workspace.codegen(&[]).ends_with(0);
    workspace.codegen(&[]).ends_with(0);
    workspace.put("specs/birds/pet.yaml", pet);
    let run = workspace.codegen(&[]).ends_with(0);
    assert!(!run.err.contains("there is no file"), "{}", run.err);
}
