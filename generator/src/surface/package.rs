//! What the manifest says to those who depend on the crate.

use super::{Kind, Lines};

/// The path of what the manifest says.
const PATH: &str = "Cargo.toml";

/// The lines of a manifest, which is this program's own.
pub(super) fn lines(manifest: &str) -> Lines {
    let table = manifest.parse::<toml::Table>().unwrap_or_default();
    let mut lines = Lines::default();
    let package = table.get("package").and_then(toml::Value::as_table);
    for (key, kind) in [
        ("version", Kind::Version),
        ("rust-version", Kind::RustVersion),
    ] {
        let version = package.and_then(|package| package.get(key)?.as_str());
        if let Some(version) = version {
            lines.add(&[PATH], kind, &[version]);
        }
    }
    let within = |name: &str| {
        let table = table.get(name).and_then(toml::Value::as_table);
        table.into_iter().flatten()
    };
    for (name, entry) in within("dependencies") {
        let version = entry.get("version").unwrap_or(entry).as_str();
        let version = version.map(compatible).unwrap_or_default();
        let said = format!("{name} {version}");
        lines.add(&[PATH], Kind::Dependency, &[said.trim_end()]);
    }
    for (name, enables) in within("features") {
        if name != "default" {
            lines.add(&[PATH], Kind::Feature, &[name]);
        }
        let enabled = enables.as_array().filter(|_| name == "default");
        for feature in enabled.into_iter().flatten().filter_map(|f| f.as_str()) {
            lines.add(&[PATH], Kind::Feature, &[feature, " default"]);
        }
    }
    lines
}

/// The part of a version whose change breaks those who use it: `0.2` of `0.2.3`, `1` of `1.4`.
fn compatible(version: &str) -> String {
    let mut numbers = version.split('.');
    match (numbers.next(), numbers.next()) {
        (Some("0"), Some(minor)) => format!("0.{minor}"),
        (Some(major), _) => major.to_owned(),
        (None, _) => String::new(),
    }
}
