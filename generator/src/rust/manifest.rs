//! `Cargo.toml`, which inherits nothing, so that the crate can be moved and published.

use std::path::PathBuf;
use std::str::FromStr;

use crate::plan::Plan;
use crate::plan::model::{ALL_TAGS, TagFeature};

use super::docs;
use super::examples::Program;
use super::source::{MARK, literal};

/// The version of the runtime that the generated code is written for.
const RUNTIME_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where a generated crate finds the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuntimeSource {
    /// In a folder, relative to the crate's own or absolute.
    Path(PathBuf),
    /// In a Git repository.
    Git(String),
    /// In the registry, at a version.
    Version(String),
}

impl Default for RuntimeSource {
    /// In the registry, at the version that the generated code is written for.
    fn default() -> Self {
        Self::Version(RUNTIME_VERSION.to_owned())
    }
}

impl FromStr for RuntimeSource {
    type Err = std::convert::Infallible;

    /// A version if it looks like one, a repository if it is a URL or ends in `.git`, else a path.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let version = text.trim_start_matches(['^', '=', '~', '>', '<', ' ']);
        let is_version =
            version.starts_with(|c: char| c.is_ascii_digit()) && !version.contains(['/', '\\']);
        let is_git = text.contains("://") || text.starts_with("git@") || text.ends_with(".git");
        Ok(if is_git {
            Self::Git(text.to_owned())
        } else if is_version {
            Self::Version(text.to_owned())
        } else {
            Self::Path(PathBuf::from(text))
        })
    }
}

impl RuntimeSource {
    fn entry(&self, features: &str) -> String {
        match self {
            Self::Path(path) => {
                let path = path.to_string_lossy().replace('\\', "/");
                format!(
                    "{{ path = {}, version = {}, default-features = false{features} }}",
                    literal(&path),
                    literal(RUNTIME_VERSION)
                )
            }
            Self::Git(url) => {
                format!(
                    "{{ git = {}, default-features = false{features} }}",
                    literal(url)
                )
            }
            Self::Version(version) => format!(
                "{{ version = {}, default-features = false{features} }}",
                literal(version)
            ),
        }
    }
}

/// A crate that the code of a client names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// Its name, as in a manifest.
    pub name: String,
    /// The features that are needed of it.
    pub features: Vec<String>,
    /// Whether its default features are on.
    pub default_features: bool,
    /// Its version; `None` of the runtime, which is where its user has it.
    pub(crate) version: Option<String>,
}

impl Dependency {
    /// Its line in a manifest.
    pub fn line(&self, runtime: &RuntimeSource) -> String {
        let features: Vec<String> = self.features.iter().map(|name| toml(name)).collect();
        let features = match features.is_empty() {
            true => String::new(),
            false => format!(", features = [{}]", features.join(", ")),
        };
        let default = match self.default_features {
            true => "",
            false => ", default-features = false",
        };
        let entry = match &self.version {
            None => runtime.entry(&features),
            Some(version) => format!("{{ version = {}{default}{features} }}", toml(version)),
        };
        format!("{} = {entry}", self.name)
    }
}

/// The crates that the code of a client names.
pub fn dependencies(plan: &Plan) -> Vec<Dependency> {
    let package = &plan.package;
    let runtime = [
        (package.uses_chrono, "chrono"),
        (plan.checks.patterns, "patterns"),
        (package.uses_uuid, "uuid"),
        (!plan.xml.roots.is_empty(), "xml"),
    ];
    let runtime = runtime
        .into_iter()
        .filter_map(|(is_used, name)| is_used.then_some(name));
    let elsewhere = package.elsewhere.iter();
    let elsewhere = elsewhere.map(|(name, version, features)| Dependency {
        name: name.clone(),
        features: features.clone(),
        default_features: true,
        version: Some(version.clone()),
    });
    let mut all: Vec<Dependency> = [
        (
            package.uses_chrono,
            "chrono",
            Some("0.4"),
            vec!["serde", "std"],
        ),
        (package.uses_jiff, "jiff", Some("0.2"), vec!["serde", "std"]),
        (package.uses_uuid, "uuid", Some("1"), vec!["serde", "std"]),
        (package.uses_json, "serde_json", Some("1"), vec!["std"]),
        (true, "specwright-runtime", None, runtime.collect()),
    ]
    .into_iter()
    .filter(|(is_used, ..)| *is_used)
    .map(|(_, name, version, features)| Dependency {
        name: name.to_owned(),
        features: features.into_iter().map(str::to_owned).collect(),
        default_features: false,
        version: version.map(str::to_owned),
    })
    .chain(elsewhere)
    .collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

/// Prints the manifest of a crate with these programs in `examples/`.
pub(crate) fn print(plan: &Plan, runtime: &RuntimeSource, programs: &[Program]) -> String {
    let package = &plan.package;
    let mut description = docs::summary(&format!("A client for {}", package.title));
    description.retain(|c| !c.is_control());
    let default = package.default_features.iter();
    let default: Vec<String> = default.map(|feature| toml(feature)).collect();
    let mut text = format!(
        "# {MARK}\n\n\
         [package]\n\
         name = {}\n\
         version = {}\n\
         edition = \"2024\"\n\
         rust-version = \"1.88\"\n\
         description = {}\n\
         license = \"MIT OR Apache-2.0\"\n\
         readme = \"README.md\"\n\
         categories = [\"api-bindings\"]\n\n\
         [package.metadata.docs.rs]\n\
         all-features = true\n\n\
         [features]\n\
         default = [{}]\n\
         # HTTPS by rustls. Without it the client speaks plain HTTP, or what its user's transport does.\n\
         rustls = [\"specwright-runtime/rustls\"]\n\
         # Calls from programs that are not async.\n\
         blocking = [\"specwright-runtime/blocking\"]\n\
         # Answers may come compressed.\n\
         gzip = [\"specwright-runtime/gzip\"]\n\
         # Figures of requests by the facade `metrics`.\n\
         metrics = [\"specwright-runtime/metrics\"]\n\
         # For tests of one's own: `new` and `with_*` for the types that only responses carry, and\n\
         # answers without a network.\n\
         testing = [\"specwright-runtime/testing\"]\n\
         # Spans of calls and requests by the crate `tracing`.\n\
         tracing = [\"specwright-runtime/tracing\"]\n",
        toml(&package.name),
        toml(&package.version),
        toml(&description),
        default.join(", "),
    );
    text.push_str(&tag_features(plan));
    text.push_str("\n[dependencies]\n");
    for dependency in dependencies(plan) {
        text.push_str(&dependency.line(runtime));
        text.push('\n');
    }
    text.push_str(
        "\n[dev-dependencies]\n\
         futures = { version = \"0.3\", default-features = false, features = [\"std\"] }\n\
         serde = { version = \"1\", default-features = false, features = [\"std\"] }\n\
         serde_json = \"1\"\n\
         tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n",
    );
    text.push_str(&targets(plan, programs));
    if package.beyond_ascii {
        text.push_str(
            "\n# The API's own words, in its own script.\n\
             [lints.rust]\n\
             confusable_idents = \"allow\"\n\
             mixed_script_confusables = \"allow\"\n\
             uncommon_codepoints = \"allow\"\n",
        );
    }
    text
}

/// The features of tags; nothing if there are none.
fn tag_features(plan: &Plan) -> String {
    let Some(features) = &plan.tag_features else {
        return String::new();
    };
    let names: Vec<String> = features.iter().map(|it| toml(&it.name)).collect();
    let list: String = names.iter().map(|name| format!("\n    {name},")).collect();
    let end = if names.is_empty() { "" } else { "\n" };
    let by = if plan.is_by_path() { "path" } else { "tag" };
    let mut text = format!(
        "# The whole API, by parts: operations with what they carry, by {by}.\n\
         {ALL_TAGS} = [{list}{end}]\n"
    );
    for TagFeature { name, needs } in features {
        let needs: Vec<String> = needs.iter().map(|name| toml(name)).collect();
        text.push_str(&format!("{name} = [{}]\n", needs.join(", ")));
    }
    text
}

/// The tests and programs that are not compiled without a feature.
fn targets(plan: &Plan, programs: &[Program]) -> String {
    let tests = ("test", "examples", Some(ALL_TAGS));
    let is_there = plan.tag_features.is_some() && !plan.examples.is_empty();
    let programs = programs.iter();
    let programs = programs.map(|it| ("example", it.name.as_str(), it.feature.as_deref()));
    let all = is_there.then_some(tests).into_iter().chain(programs);
    let needy = all.filter_map(|(kind, name, feature)| Some((kind, name, feature?)));
    let entries = needy.map(|(kind, name, feature)| {
        format!(
            "\n[[{kind}]]\nname = {}\nrequired-features = [{}]\n",
            toml(name),
            toml(feature)
        )
    });
    entries.collect()
}

/// A TOML basic string.
fn toml(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007F")
}
