//! Changes that stop in the middle: by an error, or because the process is killed,
//! after every possible number of steps.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use super::super::{Files, MARK, OutputError, differences, scratch, write};
use super::*;

/// A crate and a spec's folder, as one change sees them.
struct Bench {
    _temporary: tempfile::TempDir,
    home: PathBuf,
}

impl Bench {
    /// With a first version written.
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let bench = Self {
            home: temporary.path().to_owned(),
            _temporary: temporary,
        };
        write(&bench.first()).unwrap();
        fs::write(bench.home.join("crate/notes.txt"), "my own").unwrap();
        bench
    }

    fn folders(&self, crate_files: &[(&str, &str)], lock: &str) -> Vec<Folder> {
        vec![
            Folder::whole(self.home.join("crate"), files(crate_files)),
            Folder::part(self.home.join("spec"), files(&[("names.lock", lock)])),
        ]
    }

    fn first(&self) -> Vec<Folder> {
        let files = [
            ("Cargo.toml", "1"),
            ("src/lib.rs", "1"),
            ("src/old/a.rs", "1"),
        ];
        self.folders(&files, "1")
    }

    /// Changes, adds and removes, files and folders.
    fn second(&self) -> Vec<Folder> {
        let files = [
            ("Cargo.toml", "1"),
            ("src/lib.rs", "2"),
            ("src/new/deep/b.rs", "2"),
        ];
        self.folders(&files, "2")
    }

    /// Every file and folder with its text, scratch folders apart.
    fn tree(&self) -> BTreeMap<String, Option<String>> {
        fn walk(root: &Path, place: &Path, tree: &mut BTreeMap<String, Option<String>>) {
            for entry in fs::read_dir(place).unwrap() {
                let path = entry.unwrap().path();
                if path.file_name().unwrap() == scratch::NAME {
                    continue;
                }
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                if path.is_dir() {
                    tree.insert(name, None);
                    walk(root, &path, tree);
                } else {
                    tree.insert(name, Some(fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let mut tree = BTreeMap::new();
        walk(&self.home, &self.home, &mut tree);
        tree
    }

    fn is_clean(&self) -> bool {
        !["crate", "spec"]
            .iter()
            .any(|root| self.home.join(root).join(scratch::NAME).exists())
    }
}

fn files(texts: &[(&str, &str)]) -> Files {
    let mut files = Files::new();
    for (path, text) in texts {
        files
            .insert(FilePath::new(*path).unwrap(), format!("# {MARK}\n{text}\n"))
            .unwrap();
    }
    files
}

/// How many steps of a change to make before the process "is killed".
fn make_steps(staged: &[Staged<'_>], steps: usize) {
    begin(staged).unwrap();
    let all = staged
        .iter()
        .flat_map(|folder| (0..folder.journal.steps.len()).map(move |index| (folder, index)));
    for (folder, index) in all.take(steps) {
        folder.apply(index).unwrap();
    }
}

/// Runs the change from the first version to the second until `stop`, then forgets it.
fn killed(bench: &Bench, stop: impl FnOnce(&[Staged<'_>])) {
    let folders = bench.second();
    let scratches = scratch::open(&folders).unwrap();
    recover(&folders, &scratches).unwrap();
    let differences = differences(&folders).unwrap();
    let staged = stage(&folders, &scratches, &differences).unwrap();
    assert_eq!(
        staged
            .iter()
            .map(|folder| folder.journal.steps.len())
            .collect::<Vec<_>>(),
        [3, 1]
    );
    stop(&staged);
}

#[test]
fn a_run_killed_after_any_step_is_undone_by_the_next() {
    for steps in 0..=4 {
        let bench = Bench::new();
        let before = bench.tree();
        killed(&bench, |staged| make_steps(staged, steps));
        assert!(
            !bench.is_clean(),
            "the journal is there after {steps} steps"
        );
        if steps > 0 {
            assert_ne!(bench.tree(), before, "{steps} steps have changed something");
        }
        write(&bench.first()).unwrap();
        assert_eq!(bench.tree(), before, "after {steps} steps");
        assert!(bench.is_clean());
    }
}

#[test]
fn a_run_killed_after_any_step_does_not_hinder_the_next() {
    let wanted = {
        let bench = Bench::new();
        write(&bench.second()).unwrap();
        bench.tree()
    };
    for steps in 0..=4 {
        let bench = Bench::new();
        killed(&bench, |staged| make_steps(staged, steps));
        let changes = write(&bench.second()).unwrap();
        assert_eq!(changes.count(), 4, "all of it, after {steps} steps");
        assert_eq!(bench.tree(), wanted, "after {steps} steps");
        assert!(bench.is_clean());
    }
}

#[test]
fn undoing_that_is_killed_itself_is_undone_again() {
    for undone in 0..=2 {
        let bench = Bench::new();
        let before = bench.tree();
        killed(&bench, |staged| {
            make_steps(staged, 4);
            for folder in staged.iter().rev().take(undone) {
                folder.undo().unwrap();
            }
        });
        write(&bench.first()).unwrap();
        assert_eq!(bench.tree(), before, "after undoing {undone} folders");
    }
}

#[test]
fn a_run_killed_while_staging_has_changed_nothing() {
    let bench = Bench::new();
    let before = bench.tree();
    // The second folder's journal is written first, and says nothing alone.
    killed(&bench, |staged| {
        let journal = staged.last().unwrap().scratch.journal();
        fs::write(journal, staged.last().unwrap().journal.to_string()).unwrap();
    });
    assert_eq!(bench.tree(), before);
    write(&bench.first()).unwrap();
    assert_eq!(bench.tree(), before);
    assert!(bench.is_clean());
}

#[test]
fn a_run_killed_after_the_first_journal_is_removed_has_made_the_change() {
    let bench = Bench::new();
    killed(&bench, |staged| {
        make_steps(staged, 4);
        fs::remove_file(staged.first().unwrap().scratch.journal()).unwrap();
    });
    let changes = write(&bench.second()).unwrap();
    assert!(changes.is_empty(), "{changes:?}");
    assert!(bench.is_clean());
}

/// Something comes in the way of step `step` after the comparison, of which the
/// change learns only when it is there.
fn fails_at(obstacle: impl Fn(&Path)) {
    let bench = Bench::new();
    obstacle(&bench.home);
    let before = bench.tree();
    fs::rename(bench.home.join("crate/src/new"), bench.home.join("later")).unwrap();
    killed(&bench, |staged| {
        fs::rename(bench.home.join("later"), bench.home.join("crate/src/new")).unwrap();
        let error = commit(staged).unwrap_err();
        assert!(
            matches!(
                error,
                OutputError::InTheWay { .. } | OutputError::Unowned { .. }
            ),
            "{error:?}"
        );
    });
    assert_eq!(bench.tree(), before);
    assert!(bench.is_clean());
}

#[test]
fn a_folder_in_the_way_in_the_middle_undoes_the_change() {
    fails_at(|home| fs::create_dir_all(home.join("crate/src/new/deep/b.rs")).unwrap());
}

#[test]
fn a_file_in_the_way_in_the_middle_undoes_the_change() {
    fails_at(|home| fs::write(home.join("crate/src/new"), "my own").unwrap());
}

#[test]
fn a_file_of_somebody_else_in_the_middle_undoes_the_change() {
    fails_at(|home| {
        fs::create_dir_all(home.join("crate/src/new/deep")).unwrap();
        fs::write(home.join("crate/src/new/deep/b.rs"), "my own").unwrap();
    });
}

#[test]
fn a_file_put_in_place_after_the_kill_is_not_touched() {
    let bench = Bench::new();
    killed(&bench, |staged| make_steps(staged, 4));
    fs::write(bench.home.join("crate/src/lib.rs"), "my own").unwrap();
    let error = write(&bench.second()).unwrap_err();
    assert!(
        matches!(&error, OutputError::Unowned { paths } if paths.len() == 1),
        "{error:?}"
    );
    assert_eq!(
        fs::read_to_string(bench.home.join("crate/src/lib.rs")).unwrap(),
        "my own"
    );
    // The rest was put back.
    assert!(bench.home.join("crate/src/old/a.rs").exists());
    assert!(!bench.home.join("crate/src/new").exists());
}

#[test]
fn a_journal_that_cannot_be_read_stops_the_run() {
    for journal in [
        "",
        "specwright journal 2\n",
        "specwright journal 1\nwrite ../../x\n",
    ] {
        let bench = Bench::new();
        let before = bench.tree();
        killed(&bench, |staged| {
            make_steps(staged, 0);
            fs::write(staged.first().unwrap().scratch.journal(), journal).unwrap();
        });
        let error = write(&bench.second()).unwrap_err();
        assert!(matches!(error, OutputError::Journal { .. }), "{error:?}");
        assert_eq!(bench.tree(), before);
    }
}

#[test]
fn an_error_that_cannot_be_undone_keeps_the_old_files_for_the_next_run() {
    let bench = Bench::new();
    let before = bench.tree();
    let lib = bench.home.join("crate/src/lib.rs");
    killed(&bench, |staged| {
        make_steps(staged, 4);
        // Undoing finds a folder where it would put the old file back.
        fs::remove_file(&lib).unwrap();
        fs::create_dir(&lib).unwrap();
        let undoing = undo(staged).unwrap_err();
        assert!(
            matches!(undoing, OutputError::InTheWay { .. }),
            "{undoing:?}"
        );
    });
    assert!(matches!(
        write(&bench.first()),
        Err(OutputError::InTheWay { .. })
    ));
    fs::remove_dir(&lib).unwrap();
    write(&bench.first()).unwrap();
    assert_eq!(bench.tree(), before);
}

#[test]
fn a_journal_reads_back_as_it_was_written() {
    let step = |path: &str, writes| Step {
        path: FilePath::new(path).unwrap(),
        writes,
    };
    let journal = Journal {
        folders: vec![FilePath::new("src/a b").unwrap()],
        steps: vec![step("src/a b/c.rs", true), step("old file.rs", false)],
    };
    assert_eq!(Journal::parse(&journal.to_string()), Some(journal));
}
