//! `cargo xtask release`: the version that follows, with its changelog.

mod changelog;
mod files;
mod package;

use clap::Args;
use specwright::surface::{Report, Surface, compare};

use crate::commands::codegen::{named, with_changelog};
use crate::screen::{Screen, count};
use crate::workspace::{SpecFolder, Workspace, generated};
use crate::{Failure, Verdict};

const EXAMPLES: &str = "\
Examples:
  cargo xtask release                     all crates that have changed since their last release
  cargo xtask release palo-alto-dlp       one of them
  cargo xtask release --dry-run           what would be released, and as what

Exit status:
  0  released, or nothing to release
  2  a spec cannot be used, or `cargo package` failed: nothing was changed";

/// Set the version that follows, and write the changelog
///
/// The surface of a crate is compared with that of its last release (`released.txt` beside its spec). By
/// Cargo's rules that says which version follows, which is written to its `codegen.toml`; what has
/// changed goes to `CHANGELOG.md` beside the spec, from where codegen copies it into the crate. What
/// stands there under `Unreleased` becomes part of the release. Before anything is written, the crates
/// and the runtime are packaged together, and what was packaged is compiled.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// APIs, by the names of their folders in `specs/` [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Say what would be released, and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Do not compile what was packaged
    #[arg(long)]
    no_verify: bool,
}

/// A release, before it is written.
#[derive(Debug)]
struct Release {
    folder: SpecFolder,
    /// The version of the last release.
    from: Option<String>,
    to: String,
    /// What has changed since then.
    report: Report,
    /// The text of `codegen.toml`, with the version.
    settings: String,
    changelog: String,
    /// The crate of that version.
    generated: specwright::Generated,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<Verdict, Failure> {
    let workspace = Workspace::find()?;
    let mut folders = workspace.spec_folders()?;
    for name in &arguments.names {
        named(name, &folders)?;
    }
    folders.retain(|folder| arguments.names.is_empty() || arguments.names.contains(&folder.name));
    let mut releases = Vec::new();
    for folder in folders {
        let name = folder.name.clone();
        match prepare(folder, screen)? {
            Some(release) => {
                screen.say(&described(&release));
                releases.push(release);
            }
            None => screen.say(&format!(
                "{name}: nothing has changed since its last release"
            )),
        }
    }
    if releases.is_empty() || arguments.dry_run {
        return Ok(Verdict::Done);
    }
    screen.say("\npackaging…");
    package::check(&workspace, &releases, !arguments.no_verify)?;
    for release in &releases {
        files::write(&workspace, release)?;
    }
    screen.say(&format!(
        "{} released: commit what has changed, and publish with `cargo publish`",
        count(releases.len(), "crate")
    ));
    Ok(Verdict::Done)
}

fn described(release: &Release) -> String {
    let name = release.folder.crate_name();
    match &release.from {
        Some(from) => format!(
            "{name} {from} -> {}: {}",
            release.to,
            release.report.summary()
        ),
        None => format!("{name} {}: the first release", release.to),
    }
}

/// What a release would be; `None` if there is nothing to release.
fn prepare(folder: SpecFolder, screen: &Screen) -> Result<Option<Release>, Failure> {
    let codegen = folder.codegen()?;
    let now = generated(&codegen, screen)?;
    let released = files::released(&folder)?;
    let report = match &released {
        Some(released) => compare(released, &now.surface),
        None => Report::default(),
    };
    if released.is_some() && report.changes.is_empty() {
        return Ok(None);
    }
    let from = released
        .as_ref()
        .and_then(Surface::version)
        .map(str::to_owned);
    let to = match &from {
        Some(from) => report
            .step()
            .after(from)
            .ok_or_else(|| Failure(format!("`{from}` has no version after it")))?,
        None => codegen.settings.version.clone(),
    };
    // A version that its owner has set may be later than has to be.
    let to = later(&codegen.settings.version, &to);
    let settings = files::settings_with(&folder, &to)?;
    let changelog = changelog::with_release(
        &files::changelog(&folder)?,
        &to,
        &today(),
        from.as_ref().map(|_| &report),
    );
    let mut codegen = codegen;
    codegen.settings.version.clone_from(&to);
    let mut generated = generated(&codegen, screen)?;
    with_changelog(&mut generated.files, &changelog)
        .map_err(|error| Failure(format!("the changelog cannot be written: {error}")))?;
    Ok(Some(Release {
        folder,
        from,
        to,
        report,
        settings,
        changelog,
        generated,
    }))
}

/// The later of two versions; the second, if they are no versions.
fn later(one: &str, other: &str) -> String {
    let numbers = |version: &str| -> Option<(Vec<u64>, bool)> {
        let core = version.split(['-', '+']).next()?;
        let numbers: Option<Vec<u64>> = core.split('.').map(|part| part.parse().ok()).collect();
        // What is before a version is earlier than it.
        Some((numbers?, core == version))
    };
    match numbers(one).zip(numbers(other)) {
        Some((first, second)) if first > second => one.to_owned(),
        _ => other.to_owned(),
    }
}

/// Today, in UTC: `2026-11-26`.
fn today() -> String {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    now.date().to_string()
}
