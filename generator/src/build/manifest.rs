//! Whether the manifest of a crate has what the client in it names.

use std::path::Path;

use toml::{Table, Value};

use crate::rust::{Dependency, RuntimeSource};

use super::BuildError;

/// Checks a manifest.
pub(super) fn check(
    path: &Path,
    needed: &[Dependency],
    runtime: &RuntimeSource,
) -> Result<(), BuildError> {
    let unreadable = |reason: String| BuildError::UnreadableManifest {
        path: path.to_owned(),
        reason,
    };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let manifest: Table = text
        .parse()
        .map_err(|error: toml::de::Error| unreadable(error.message().to_owned()))?;
    let lines = lacking(&manifest, needed, runtime);
    match lines.is_empty() {
        true => Ok(()),
        false => Err(BuildError::Manifest {
            path: path.to_owned(),
            lines,
        }),
    }
}

/// The lines that a manifest lacks.
fn lacking(manifest: &Table, needed: &[Dependency], runtime: &RuntimeSource) -> Vec<String> {
    let there = dependencies(manifest);
    let mut lines = Vec::new();
    for dependency in needed {
        // Code knows a crate by the key of its entry.
        let in_code = |name: &str| name.replace('-', "_");
        let mut entries = there
            .iter()
            .filter(|(name, _)| in_code(name) == in_code(&dependency.name))
            .peekable();
        if entries.peek().is_none() {
            lines.push(wanted(dependency).line(runtime));
        } else if let Some(feature) = dependency
            .features
            .iter()
            .find(|feature| !entries.clone().any(|(_, entry)| has(entry, feature)))
        {
            lines.push(format!(
                "{}   # is there, without the feature `{feature}`",
                wanted(dependency).line(runtime)
            ));
        }
    }
    lines
}

/// What is best put into a manifest: with HTTPS, which a client can do without.
fn wanted(dependency: &Dependency) -> Dependency {
    let mut wanted = dependency.clone();
    if wanted.name == "specwright-runtime" {
        wanted.features.push("rustls".to_owned());
    }
    wanted
}

/// The dependencies that code can use, on this system or another.
fn dependencies(manifest: &Table) -> Vec<(&String, &Value)> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flatten().map(|(_, target)| target);
    let tables = targets.filter_map(|target| target.get("dependencies"));
    manifest
        .get("dependencies")
        .into_iter()
        .chain(tables)
        .filter_map(Value::as_table)
        .flatten()
        .collect()
}

/// Whether an entry brings a feature, as far as it says so itself.
fn has(entry: &Value, feature: &str) -> bool {
    let flag = |name: &str| entry.get(name).and_then(Value::as_bool);
    if flag("workspace") == Some(true) {
        return true;
    }
    let listed = entry.get("features").and_then(Value::as_array);
    let is_listed = listed.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(feature)));
    let is_default = feature == "std" && flag("default-features") != Some(false);
    is_listed || is_default
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(manifest: &str) -> Vec<String> {
        let needed = [
            Dependency {
                name: "jiff".to_owned(),
                features: vec!["serde".to_owned(), "std".to_owned()],
                default_features: false,
                version: Some("0.2".to_owned()),
            },
            Dependency {
                name: "specwright-runtime".to_owned(),
                features: vec!["xml".to_owned()],
                default_features: false,
                version: None,
            },
        ];
        let runtime = RuntimeSource::Version("0.1.0".to_owned());
        lacking(&manifest.parse().unwrap_or_default(), &needed, &runtime)
    }

    #[test]
    fn what_is_missing_is_a_line_to_add() {
        assert_eq!(
            said("[dependencies]\nserde = \"1\"\n[dev-dependencies]\njiff = \"0.2\""),
            [
                r#"jiff = { version = "0.2", default-features = false, features = ["serde", "std"] }"#,
                r#"specwright-runtime = { version = "0.1.0", default-features = false, features = ["xml", "rustls"] }"#,
            ]
        );
    }

    #[test]
    fn what_lacks_a_feature_is_named() {
        let said = said("[dependencies]\njiff = \"0.2\"\nspecwright-runtime.workspace = true");
        let [line] = said.as_slice() else {
            unreachable!("{said:?}")
        };
        assert!(
            line.ends_with("# is there, without the feature `serde`"),
            "{line}"
        );
    }

    #[test]
    fn what_is_there_is_enough() {
        assert!(
            said(
                "[dependencies]\nspecwright_runtime = { package = \"specwright-runtime\", features = [\"xml\"] }\n\
                 [target.'cfg(unix)'.dependencies]\njiff = { version = \"0.2\", features = [\"serde\"] }"
            )
            .is_empty()
        );
    }
}
