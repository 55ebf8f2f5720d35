//! Pairs of documents that differ in one thing, as they are written in `cases/`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};
use specwright::surface::{Report, compare};
use specwright::{Codegen, Generated, RuntimeSource, Settings};
use specwright_tests::specs;

/// A file of `cases/`: a document, and the changes that are made to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    /// What each case begins with, `openapi` and `info` apart.
    base: Value,
    cases: BTreeMap<String, Case>,
}

/// A change, and what must be said of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// What is different from the base before the change.
    #[serde(default)]
    old: Edit,
    /// The change: what is different from that after it.
    #[serde(default)]
    new: Edit,
    /// Whether a program that compiled may no longer do so.
    pub(crate) source: Verdict,
    /// Whether requests that worked are refused.
    pub(crate) request: Verdict,
    /// Whether answers no longer decode.
    pub(crate) response: Verdict,
    /// The rules of oasdiff that it is an example of, and what oasdiff says of each.
    #[serde(default)]
    pub(crate) oasdiff: BTreeMap<String, Level>,
    /// Why our verdict is another than that of oasdiff.
    pub(crate) differs: Option<String>,
    /// The inside of `async fn user(client: &api::Client) -> Result<(), Box<dyn Error>>`, which
    /// compiles with the old crate and, if the verdict is right, with the new one or not.
    pub(crate) user: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    Breaks,
    Works,
}

/// The levels of oasdiff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Err,
    Warn,
    Info,
}

/// Values by JSON pointer (RFC 6901); `~` removes what is there.
#[derive(Debug, Clone, Default, Deserialize)]
struct Edit(BTreeMap<String, Option<Value>>);

/// A case with its name: that of its file, and its own.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) topic: String,
    pub(crate) name: String,
    pub(crate) case: Case,
    old: Value,
    new: Value,
}

/// All pairs, sorted.
pub(crate) fn all() -> Vec<Pair> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    files.sort();
    files.iter().flat_map(|file| pairs(file)).collect()
}

fn pairs(file: &Path) -> Vec<Pair> {
    let topic = file.file_stem().unwrap().to_str().unwrap().to_owned();
    let text = std::fs::read_to_string(file).unwrap();
    let read: Topic =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let base = document(read.base);
    let cases = read.cases.into_iter().map(|(name, case)| {
        let at = format!("{topic}/{name}");
        let old = edited(&base, &case.old, &at);
        let new = edited(&old, &case.new, &at);
        assert_ne!(old, new, "{at} changes nothing");
        Pair {
            topic: topic.clone(),
            name,
            case,
            old,
            new,
        }
    });
    cases.collect()
}

fn document(base: Value) -> Value {
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
    });
    let Value::Object(base) = base else {
        panic!("the base is no document")
    };
    document.as_object_mut().unwrap().extend(base);
    document
}

fn edited(document: &Value, edit: &Edit, at: &str) -> Value {
    let mut document = document.clone();
    for (pointer, value) in &edit.0 {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        let parent = document
            .pointer_mut(parent)
            .unwrap_or_else(|| panic!("{at}: there is no {parent}"));
        match (parent, value) {
            (Value::Object(members), Some(value)) => {
                members.insert(key, value.clone());
            }
            (Value::Object(members), None) => {
                let gone = members.shift_remove(&key);
                assert!(gone.is_some(), "{at}: there is no {pointer}");
            }
            (Value::Array(items), Some(value)) => match key.as_str() {
                "-" => items.push(value.clone()),
                key => items[key.parse::<usize>().unwrap()] = value.clone(),
            },
            (Value::Array(items), None) => {
                items.remove(key.parse().unwrap());
            }
            (other, _) => panic!("{at}: {other} has no members"),
        }
    }
    document
}

impl Pair {
    /// The crate before the change.
    pub(crate) fn before(&self, crate_name: &str) -> Generated {
        self.generated(&self.old, crate_name, None)
    }

    /// The crate after it, in which names are kept.
    pub(crate) fn after(&self, crate_name: &str, before: &Generated) -> Generated {
        self.generated(&self.new, crate_name, Some(&before.lock))
    }

    /// What is said of the change.
    pub(crate) fn report(&self) -> Report {
        let before = self.before("things");
        let after = self.after("things", &before);
        compare(&before.surface, &after.surface)
    }

    fn generated(&self, document: &Value, crate_name: &str, lock: Option<&str>) -> Generated {
        let folder = tempfile::tempdir().unwrap();
        let lock = lock.map(|text| {
            let path = folder.path().join("names.lock");
            std::fs::write(&path, text).unwrap();
            path
        });
        let runtime = std::fs::canonicalize(specs::root().join("runtime")).unwrap();
        let codegen = Codegen {
            spec: "openapi.yaml".into(),
            overlays: Vec::new(),
            lock,
            crate_name: crate_name.to_owned(),
            runtime: RuntimeSource::Path(runtime),
            settings: Settings::default(),
        };
        specs::generated(codegen.run_text(&document.to_string()))
    }
}
