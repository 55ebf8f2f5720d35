//! `--watch`: again, whenever something changes beside a spec.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::Failure;
use crate::screen::Screen;

use super::apis::Api;

/// An editor saves a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// Calls `again` after each change, until the process is interrupted.
pub(super) fn forever(apis: &[Api], screen: &Screen, again: impl Fn()) -> Result<(), Failure> {
    let failure = |error: notify::Error| Failure(format!("the specs cannot be watched: {error}"));
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let matters = event.is_ok_and(|event| !is_our_own(&event));
        // The receiver lives as long as this.
        let _ = matters.then(|| sender.send(()));
    })
    .map_err(failure)?;
    let folders: BTreeSet<PathBuf> = apis.iter().filter_map(Api::spec_folder).collect();
    for folder in &folders {
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .map_err(failure)?;
    }
    let names: Vec<String> = folders
        .iter()
        .map(|folder| folder.display().to_string())
        .collect();
    screen.say(&format!("\nwatching {}", names.join(", ")));
    while changes.recv().is_ok() {
        while changes.recv_timeout(QUIET).is_ok() {}
        again();
    }
    Ok(())
}

/// What generating itself does there: it reads, and it writes `names.lock`.
fn is_our_own(event: &Event) -> bool {
    matches!(event.kind, EventKind::Access(_))
        || event.paths.iter().all(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(crate::workspace::LOCK) || name.starts_with('.')
        })
}
