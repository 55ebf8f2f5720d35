//! Nothing that is done to a document makes the pipeline panic, hang, print what is not Rust or
//! not its own, or write outside its folder.
//!
//! The documents are the fixtures, the two specifications, what was once found (all below
//! `tests/`), and those that `SPECWRIGHT_DOCUMENTS` names. `SPECWRIGHT_MUTANTS` says how many
//! mutants are made of them, `SPECWRIGHT_MUTANTS_FROM` the number of the first;
//! `SPECWRIGHT_MUTANTS_KEEP` names a folder in which those are kept that became a crate. A long
//! run:
//!
//! ```sh
//! SPECWRIGHT_MUTANTS=100000 cargo test --release -p specwright --test mutants -- --nocapture
//! ```
//!
//! What is found is written to `mutants/` below the target's folder for temporary files, with as few
//! changes as it takes. Make it a document below `tests/documents/found/` before the cause is
//! mended.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

mod hostile;
mod judge;
mod mutate;
mod random;
mod seeds;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use judge::judge;
use random::Random;
use seeds::Seed;
use serde_json::Value;

/// So many mutants are made where nobody asks for more.
const FEW: u64 = 250;

/// One in so many is run twice.
const SAMPLED: u64 = 8;

/// So many changes are made at the most.
const MOST_CHANGES: usize = 6;

#[test]
fn documents_as_they_are() {
    let mut found = Findings::default();
    for seed in seeds::all() {
        found.note(
            &seed.path.display().to_string(),
            judge(&seed.text(), true),
            seed.text(),
        );
    }
    found.report("documents");
}

#[test]
fn documents_cut_off() {
    let mut found = Findings::default();
    let cuts = number("SPECWRIGHT_CUTS").unwrap_or(2);
    for seed in seeds::all() {
        let random = &mut Random::new(seed.bytes.len() as u64);
        for _ in 0..cuts {
            let end = random.below(seed.bytes.len() + 1);
            let text = String::from_utf8_lossy(&seed.bytes[..end]).into_owned();
            let name = format!("{}, cut at {end}", seed.path.display());
            found.note(&name, judge(&text, false), text);
        }
    }
    found.report("documents cut off");
}

#[test]
fn mutants() {
    let seeds = seeds::all();
    let trees: Vec<(usize, Value)> = seeds
        .iter()
        .enumerate()
        .filter_map(|(index, seed)| Some((index, seed.tree()?)))
        .collect();
    let keep = std::env::var_os("SPECWRIGHT_MUTANTS_KEEP").map(PathBuf::from);
    let first = number("SPECWRIGHT_MUTANTS_FROM").unwrap_or(0);
    let end = first + number("SPECWRIGHT_MUTANTS").unwrap_or(FEW);
    let watched = Watch::over();
    let mut found = Findings::default();
    for case in first..end {
        let random = &mut Random::new(case);
        let (index, tree) = &trees[random.below(trees.len())];
        let (_, donor) = &trees[random.below(trees.len())];
        let mutant = Mutant {
            seed: &seeds[*index],
            tree,
            donor,
            // One in four is spoilt as text, the others as a tree.
            as_text: case % 4 == 3,
            changes: (0..=random.below(MOST_CHANGES))
                .map(|_| random.number())
                .collect(),
        };
        let text = mutant.text();
        watched.begin(case, &text);
        let mut verdict = judge(&text, case.is_multiple_of(SAMPLED));
        let mut simplest = text;
        if let Err(what) = &verdict
            && !found.knows(what)
        {
            simplest = mutant.simplest(what).text();
            verdict = judge(&simplest, true);
        }
        if let (Some(keep), Ok(verdict)) = (&keep, &verdict)
            && verdict.generated.is_some()
        {
            std::fs::create_dir_all(keep).unwrap();
            std::fs::write(keep.join(format!("{case}.json")), &simplest).unwrap();
        }
        found.note(&case.to_string(), verdict, simplest);
    }
    found.report("mutants");
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect("a variable that is a number"))
}

/// A document and what is done to it.
struct Mutant<'a> {
    seed: &'a Seed,
    tree: &'a Value,
    donor: &'a Value,
    as_text: bool,
    changes: Vec<u64>,
}

impl Mutant<'_> {
    fn text(&self) -> String {
        if self.as_text {
            let text = self.seed.text();
            let changes = self.changes.iter();
            return changes.fold(text, |text, &change| mutate::text(&text, change));
        }
        let mut tree = self.tree.clone();
        for &change in &self.changes {
            mutate::tree(&mut tree, self.donor, change);
        }
        serde_json::to_string_pretty(&tree).unwrap()
    }

    /// The mutant with the fewest changes of which the same is to be said.
    fn simplest(mut self, what: &str) -> Self {
        let mut at = 0;
        while at < self.changes.len() {
            let change = self.changes.remove(at);
            match judge(&self.text(), true) {
                Err(now) if kind(&now) == kind(what) => {}
                _ => {
                    self.changes.insert(at, change);
                    at += 1;
                }
            }
        }
        self
    }
}

/// What is said of a failure, without the numbers and names of the one document.
fn kind(what: &str) -> String {
    let words = what.chars().filter(|c| !c.is_ascii_digit());
    words.take(60).collect()
}

/// What was judged, and what does not hold.
#[derive(Default)]
struct Findings {
    judged: usize,
    crates: usize,
    bytes: usize,
    diagnostics: usize,
    worked: Duration,
    slowest: (Duration, String),
    /// How often each was seen, and where first.
    failures: BTreeMap<String, (usize, String)>,
}

impl Findings {
    fn knows(&self, what: &str) -> bool {
        self.failures.contains_key(&kind(what))
    }

    fn note(&mut self, name: &str, verdict: Result<judge::Verdict, String>, text: String) {
        self.judged += 1;
        self.bytes += text.len();
        match verdict {
            Ok(verdict) => {
                self.crates += usize::from(verdict.generated.is_some());
                self.diagnostics += verdict.diagnostics;
                self.worked += verdict.took;
                if verdict.took > self.slowest.0 {
                    self.slowest = (verdict.took, name.to_owned());
                }
            }
            Err(what) => {
                let next = self.failures.len();
                let (count, _) = self.failures.entry(kind(&what)).or_insert_with(|| {
                    let path = folder().join(format!("{}-{next}.json", std::process::id()));
                    std::fs::write(&path, text).unwrap();
                    (0, format!("{name}: {what}\n  {}", path.display()))
                });
                *count += 1;
            }
        }
    }

    fn report(self, of: &str) {
        println!(
            "{} {of}, {} kB, {} became a crate, {} diagnostics, {:.1?} in the pipeline, the slowest {:.1?} ({})",
            self.judged,
            self.bytes / 1000,
            self.crates,
            self.diagnostics,
            self.worked,
            self.slowest.0,
            self.slowest.1,
        );
        assert!(self.judged > 0, "no {of}");
        let failures: Vec<String> = self
            .failures
            .values()
            .map(|(count, first)| format!("{count} times, first {first}"))
            .collect();
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

/// Where what is found is written to.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Ends the process where a mutant hangs, which nothing else would.
struct Watch(&'static Mutex<(u64, Instant, String)>);

impl Watch {
    const PATIENCE: Duration = Duration::from_secs(120);

    fn over() -> Self {
        let state = Mutex::new((0, Instant::now(), String::new()));
        let state: &'static _ = Box::leak(Box::new(state));
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_secs(1));
                let (case, since, text) = &*state.lock().unwrap();
                if since.elapsed() > Self::PATIENCE {
                    let path = folder().join(format!("hangs-{case}.json"));
                    let _ = std::fs::write(&path, text);
                    eprintln!("mutant {case} hangs: {}", path.display());
                    std::process::abort();
                }
            }
        });
        Self(state)
    }

    fn begin(&self, case: u64, text: &str) {
        // All that is left where the stack overflows, which nobody can catch.
        std::fs::write(folder().join("running.json"), text).unwrap();
        *self.0.lock().unwrap() = (case, Instant::now(), text.to_owned());
    }
}
