//! `cargo xtask corpus`, run as people and CI run it, on small documents.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod run;

use std::fs;
use std::path::{Path, PathBuf};

use run::Run;
use serde_json::{Value, json};

/// Documents in a temporary folder.
struct Corpus(tempfile::TempDir);

impl Corpus {
    fn new(files: &[(&str, &str)]) -> Self {
        let corpus = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let place = corpus.path(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        }
        corpus
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Runs `cargo xtask corpus` on `apis/`, with the crates in `out/`.
    fn run(&self, arguments: &[&str]) -> Run {
        let given = ["corpus", "apis", "--out", "out"];
        Run::of(self.0.path(), &[&given, arguments].concat())
    }

    fn report(&self) -> Value {
        serde_json::from_slice(&fs::read(self.path("report.json")).unwrap()).unwrap()
    }
}

/// A document with one operation, in this version.
fn document(version: &str) -> String {
    format!(
        "{version}\n\
         info: {{title: Pets, version: '1'}}\n\
         paths:\n  /pets:\n    get:\n      operationId: listPets\n      responses:\n        \
         '200': {{description: The pets.}}\n"
    )
}

const JSON: &str = r#"{"info": {"title": "x", "version": "1"}, "paths": {}, "openapi": "3.1.0"}"#;

#[test]
fn every_document_becomes_a_crate_and_a_line_of_the_report() {
    let old = document("swagger: '2.0'");
    let new = document("openapi: 3.0.3");
    let corpus = Corpus::new(&[
        ("apis/one/openapi.yaml", &new),
        ("apis/one.yml", &old),
        ("apis/box/swagger.json", JSON),
        ("apis/.hidden/openapi.yaml", &new),
        ("apis/package.json", r#"{"openapi": {"input": "x.yaml"}}"#),
        ("apis/notes.yaml", "a: b"),
        ("apis/readme.md", "openapi: 3.0.0"),
    ]);
    let run = corpus.run(&["--report", "report.json"]).ends_with(0);
    assert_eq!(run.err, "", "quiet when all is well");
    let mut last = run.out.lines().rev();
    assert_eq!(
        last.next(),
        Some("skipped: 0 parts of documents, 2 files of something else")
    );
    assert!(
        last.next().unwrap().starts_with("2 operations, "),
        "{}",
        run.out
    );
    assert_eq!(last.next(), Some("3 documents: 3 generated"));

    let report = corpus.report();
    let of = |name: &str| -> Vec<Value> {
        let entries = report.as_array().unwrap();
        entries.iter().map(|entry| entry[name].clone()).collect()
    };
    assert_eq!(
        of("file"),
        [
            "apis/box/swagger.json",
            "apis/one/openapi.yaml",
            "apis/one.yml"
        ]
    );
    assert_eq!(of("version"), ["3.1.0", "3.0.3", "2.0"]);
    assert_eq!(of("crate"), ["box-api", "one", "one-2"]);
    assert_eq!(of("generated"), [true, true, true]);
    assert_eq!(of("compiled"), [Value::Null, Value::Null, Value::Null]);
    assert_eq!(of("operations"), [0, 1, 1]);
    assert!(of("lines").iter().all(|lines| lines.as_u64() > Some(10)));
    assert!(of("seconds").iter().all(Value::is_f64));
    assert_eq!(of("errors"), [json!([]), json!([]), json!([])]);
    for diagnostics in of("diagnostics") {
        let severities: Vec<&String> = diagnostics.as_object().unwrap().keys().collect();
        assert_eq!(severities, ["error", "dropped", "repaired", "note"]);
    }
    for name in ["box-api", "one", "one-2"] {
        assert!(
            corpus
                .path(&format!("out/crates/{name}/src/lib.rs"))
                .is_file()
        );
    }
    let manifest = fs::read_to_string(corpus.path("out/Cargo.toml")).unwrap();
    assert!(manifest.contains("\"crates/one-2\""), "{manifest}");

    // As many at a time as one likes: the report has the same order.
    corpus
        .run(&["--report", "report.json", "--jobs", "1"])
        .ends_with(0);
    let again = corpus.report();
    assert_eq!(again.as_array().unwrap().len(), 3);
    assert_eq!(again[1]["crate"], "one");
}

#[test]
fn diagnostics_are_counted_by_severity_and_code() {
    let text = document("openapi: 3.0.3") + "x: 1\ny: 2\n";
    let corpus = Corpus::new(&[("apis/a.yaml", &text), ("apis/b.yaml", &text)]);
    let run = corpus.run(&["--report", "report.json"]).ends_with(0);
    assert_eq!(
        corpus.report()[0]["diagnostics"]["note"]["unknown-field"],
        2
    );
    let line = run.out.lines().find(|line| line.contains("unknown-field"));
    let cells: Vec<&str> = line.unwrap().split_whitespace().collect();
    assert_eq!(cells, ["note", "unknown-field", "4", "2"]);
}

#[test]
fn an_api_of_several_files_is_tried_once_from_its_root() {
    let root = document("openapi: 3.0.3")
        .replace("{description: The pets.}", "{$ref: './parts/pets.yml#/ok'}");
    let corpus = Corpus::new(&[
        ("apis/pets/root.yaml", &root),
        ("apis/pets/parts/pets.yml", "ok: {$ref: deep/ok.yml}\n"),
        ("apis/pets/parts/deep/ok.yml", "description: The pets.\n"),
        ("apis/pets/parts/unused.yml", "description: Nothing.\n"),
    ]);
    let run = corpus.run(&[]);
    assert!(run.out.contains("1 document: "), "{run:?}");
    assert!(
        run.out
            .contains("skipped: 2 parts of documents, 1 file of something else"),
        "{run:?}"
    );
}

#[test]
fn a_document_that_nobody_could_read_is_told_and_fails_nothing() {
    let corpus = Corpus::new(&[
        ("apis/good.json", JSON),
        ("apis/broken.json", r#"{"openapi": "3.0.0", "info": "#),
        ("apis/future.yaml", "openapi: 12.0.0\n"),
    ]);
    let run = corpus.run(&["--report", "report.json"]).ends_with(0);
    assert!(
        run.out.contains("3 documents: 1 generated, 2 not valid"),
        "{run:?}"
    );
    let run = run.complains(&[
        "warning: broken.json is not valid",
        "invalid-json",
        "warning: future.yaml is not valid",
        "unsupported-version",
    ]);
    assert!(!run.err.contains("good"), "{run:?}");
    assert_eq!(corpus.report()[0]["valid"], false);
    assert_eq!(corpus.report()[2]["valid"], true);
}

#[test]
fn a_valid_document_without_a_crate_fails_the_run_and_not_the_others() {
    let deep = format!(
        "openapi: 3.0.0\ninfo: {{title: x, version: '1'}}\npaths: {{}}\nx-deep: {}{}\n",
        "[".repeat(2000),
        "]".repeat(2000)
    );
    let corpus = Corpus::new(&[("apis/deep.yaml", &deep), ("apis/good.json", JSON)]);
    let run = corpus.run(&["--report", "report.json"]).ends_with(1);
    let run = run.complains(&["error: deep.yaml was not generated", "nests-too-deep"]);
    assert!(
        run.out.contains("2 documents: 1 generated, 1 failed"),
        "{run:?}"
    );
    assert!(corpus.report()[0]["errors"][0].is_string());
    assert!(corpus.path("out/crates/good").is_dir());
    let manifest = fs::read_to_string(corpus.path("out/Cargo.toml")).unwrap();
    assert!(!manifest.contains("deep"), "{manifest}");
}

#[test]
fn only_some_of_the_documents() {
    let corpus = Corpus::new(&[
        ("apis/a/one.json", JSON),
        ("apis/b/two.json", JSON),
        ("apis/c/three.json", JSON),
    ]);
    let run = corpus.run(&["--only", "a/", "--only", "two"]).ends_with(0);
    assert!(run.out.contains("2 documents: 2 generated"), "{run:?}");
    let one = ["corpus", "apis/a/one.json", "apis/a", "--out", "out"];
    let run = Run::of(&corpus.path(""), &one).ends_with(0);
    assert!(run.out.contains("1 document: 1 generated"), "{run:?}");
}

#[test]
fn what_cannot_begin_says_why() {
    let corpus = Corpus::new(&[("apis/notes.yaml", "a: b")]);
    corpus
        .run(&[])
        .ends_with(2)
        .complains(&["no OpenAPI document"]);
    Run::of(&corpus.path(""), &["corpus", "missing", "--out", "out"])
        .ends_with(2)
        .complains(&["`missing` cannot be read"]);
    Run::of(&corpus.path(""), &["corpus", "apis"])
        .ends_with(2)
        .complains(&["--out"]);
    Run::of(&corpus.path(""), &["corpus"]).ends_with(2);
    let corpus = Corpus::new(&[("apis/a.json", JSON), ("out/Cargo.toml", "# mine")]);
    corpus.run(&[]).ends_with(2).complains(&["Cargo.toml"]);
    assert_eq!(
        fs::read_to_string(corpus.path("out/Cargo.toml")).unwrap(),
        "# mine"
    );
}

/// In this repository, whose runtime the crates depend on; what they share is compiled once.
#[test]
fn crates_are_compiled_together_and_fail_alone() {
    let corpus = Corpus::new(&[
        ("apis/good.yaml", &document("openapi: 3.0.3")),
        ("apis/other.yaml", &document("swagger: '2.0'")),
    ]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus");
    let (apis, report) = (corpus.path("apis"), corpus.path("report.json"));
    let arguments = [
        "corpus",
        apis.to_str().unwrap(),
        "--compile",
        "--out",
        out.to_str().unwrap(),
        "--report",
        report.to_str().unwrap(),
    ];
    let run = Run::of(root, &arguments).ends_with(0);
    assert!(
        run.out.contains("2 documents: 2 generated, 2 compiled\n"),
        "{run:?}"
    );
    assert_eq!(corpus.report()[0]["compiled"], true);

    // A file without codegen's mark stays, so that it can stand for a mistake of codegen's.
    let broken = out.join("crates/good/src/bin/broken.rs");
    fs::create_dir_all(broken.parent().unwrap()).unwrap();
    fs::write(&broken, "fn main() { let unused = 1; }").unwrap();
    let run = Run::of(root, &arguments).ends_with(1).complains(&[
        "error: good.yaml does not compile",
        "unused variable: `unused`",
    ]);
    fs::remove_file(broken).unwrap();
    assert!(
        run.out
            .contains("2 documents: 2 generated, 1 compiled, 1 failed"),
        "{run:?}"
    );
    assert_eq!(corpus.report()[0]["compiled"], false);
    assert_eq!(corpus.report()[1]["compiled"], true);
}

#[test]
fn help_has_examples_and_says_the_exit_statuses() {
    let corpus = Corpus::new(&[]);
    let run = Run::of(&corpus.path(""), &["corpus", "--help"]).ends_with(0);
    for words in ["Examples:", "--compile", "Exit status:", "DIR"] {
        assert!(run.out.contains(words), "{words:?} is not in {}", run.out);
    }
}
