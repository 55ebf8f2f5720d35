//! What a change of a surface means.

use serde::Serialize;

/// What is different between two surfaces, in the order of what it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The changes.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about: a method of the client, a type, or what neither holds.
    pub subject: String,
    /// The request of the operation that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// What has changed, by its path in Rust; an argument stands in the parentheses of its method.
    pub at: String,
    /// What has happened to it.
    pub action: Action,
    /// The change in words.
    pub what: Vec<String>,
    /// Why a program that compiled may no longer do so; empty if it does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
    /// Why requests that worked are refused, or answers no longer decode, with the crate as it was;
    /// empty if neither.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wire: Vec<WireBreak>,
    /// What to know beside that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// What has happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is new.
    Added,
    /// It is another.
    Changed,
    /// It is there, and its use is advised against.
    Deprecated,
    /// It is gone.
    Removed,
}

/// Why the wire breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WireBreak {
    /// Where.
    pub side: Side,
    /// Why.
    pub why: String,
}

/// A side of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Requests that worked are refused.
    Request,
    /// Answers no longer decode.
    Response,
}

/// What kind of release a report asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Nothing that a user can see has changed.
    Nothing,
    /// Programs compile as before, and there is nothing more for them to call.
    Patch,
    /// Programs compile as before, and there is more.
    Minor,
    /// Programs may no longer compile.
    Major,
}

impl Change {
    /// Whether it breaks something.
    pub fn is_breaking(&self) -> bool {
        !self.source.is_empty() || !self.wire.is_empty()
    }
}

impl Report {
    /// How many changes break programs that compiled.
    pub fn source_breaks(&self) -> usize {
        let breaks = self.changes.iter();
        breaks.filter(|change| !change.source.is_empty()).count()
    }

    /// How many changes break what goes over the wire.
    pub fn wire_breaks(&self) -> usize {
        let breaks = self.changes.iter();
        breaks.filter(|change| !change.wire.is_empty()).count()
    }

    /// Whether anything breaks.
    pub fn is_breaking(&self) -> bool {
        self.changes.iter().any(Change::is_breaking)
    }

    /// What kind of release follows by Cargo's rules, which are about source alone: a crate that
    /// follows its API across a change of the wire is what its users want to be given.
    pub fn step(&self) -> Step {
        let of = |change: &Change| match change.action {
            _ if !change.source.is_empty() => Step::Major,
            Action::Added | Action::Deprecated => Step::Minor,
            Action::Changed | Action::Removed => Step::Patch,
        };
        let steps = self.changes.iter().map(of);
        steps.max().unwrap_or(Step::Nothing)
    }
}

impl Step {
    /// The version that follows one, by the rules of Cargo: below 1.0.0 the second number is what
    /// the first is above it. `None` if it is no version, or a number would be too large.
    ///
    /// ```
    /// use specwright::surface::Step;
    ///
    /// assert_eq!(Step::Major.after("0.4.2").as_deref(), Some("0.5.0"));
    /// assert_eq!(Step::Minor.after("0.4.2").as_deref(), Some("0.4.3"));
    /// assert_eq!(Step::Minor.after("1.4.2").as_deref(), Some("1.5.0"));
    /// assert_eq!(Step::Nothing.after("1.4.2").as_deref(), Some("1.4.2"));
    /// ```
    pub fn after(self, version: &str) -> Option<String> {
        let core = version.split(['-', '+']).next().unwrap_or_default();
        let numbers: Option<Vec<u64>> = core.split('.').map(|part| part.parse().ok()).collect();
        let &[major, minor, patch] = numbers?.as_slice() else {
            return None;
        };
        if self == Self::Nothing {
            return Some(version.to_owned());
        }
        // What was only announced comes now.
        if core != version && patch == 0 {
            let is_announced = match self {
                Self::Nothing | Self::Patch => true,
                Self::Minor => major == 0 || minor > 0 || patch == 0,
                Self::Major => minor == 0 || major == 0,
            };
            if is_announced {
                return Some(core.to_owned());
            }
        }
        let next = |number: u64| number.checked_add(1);
        let (major, minor, patch) = match (self, major, minor) {
            (Self::Major, 0, 0) if patch > 0 => (0, 0, next(patch)?),
            (Self::Major, 0, _) => (0, next(minor)?, 0),
            (Self::Major, _, _) => (next(major)?, 0, 0),
            (Self::Minor, 1.., _) => (major, next(minor)?, 0),
            (Self::Minor | Self::Patch | Self::Nothing, _, _) => (major, minor, next(patch)?),
        };
        Some(format!("{major}.{minor}.{patch}"))
    }
}
