//! One line of a surface.

use std::fmt;

/// One thing that users can see, or one that goes over the wire.
///
/// As text: the path of what it speaks of, what kind of thing is said, and what is said.
///
/// ```text
/// types::Incident.severity field Option<IncidentSeverity>
/// types::Incident.severity wire member "severity" optional IncidentSeverity
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line<'a> {
    /// The path in Rust, as a user of the crate writes it; a field stands behind a dot.
    pub path: &'a str,
    /// What kind of thing it says.
    pub kind: Kind,
    /// What it says.
    pub says: &'a str,
}

/// What kind of thing a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The crate's version, which is no part of what can be seen or sent.
    Version,
    /// The oldest compiler that will do.
    RustVersion,
    /// A crate whose types are in the surface, and its version.
    Dependency,
    /// A Cargo feature.
    Feature,
    /// A module.
    Module,
    /// Something of another crate under a name of this one.
    Use,
    /// A struct, and whether its fields are all that it has.
    Struct,
    /// An enum, and whether its variants are all that it has.
    Enum,
    /// Another name for a type.
    Type,
    /// The traits that a type has.
    Traits,
    /// A public field.
    Field,
    /// A variant, and what it holds.
    Variant,
    /// A constant.
    Const,
    /// A function or a method.
    Fn,
    /// An environment variable that the client reads.
    Env,
    /// Something that goes over the wire.
    Wire,
}

impl Kind {
    /// All of them, with their words.
    const ALL: [(Self, &'static str); 16] = [
        (Self::Version, "version"),
        (Self::RustVersion, "rust-version"),
        (Self::Dependency, "dependency"),
        (Self::Feature, "feature"),
        (Self::Module, "mod"),
        (Self::Use, "use"),
        (Self::Struct, "struct"),
        (Self::Enum, "enum"),
        (Self::Type, "type"),
        (Self::Traits, "traits"),
        (Self::Field, "field"),
        (Self::Variant, "variant"),
        (Self::Const, "const"),
        (Self::Fn, "fn"),
        (Self::Env, "env"),
        (Self::Wire, "wire"),
    ];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(kind, _)| *kind == self)
            .map_or("", |(_, word)| word)
    }

    fn of_word(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(_, of)| *of == word).map(|(kind, _)| *kind)
    }
}

impl<'a> Line<'a> {
    /// What it says as a list: the names of traits.
    pub fn listed(&self) -> Vec<&'a str> {
        listed(self.says)
    }

    /// How many bytes [`write`](Self::write) adds.
    pub(super) fn width(&self) -> usize {
        self.path.len() + self.kind.word().len() + self.says.len() + 3
    }

    /// Adds the line to a text.
    pub(super) fn write(&self, text: &mut String) {
        for part in [self.path, " ", self.kind.word()] {
            text.push_str(part);
        }
        if !self.says.is_empty() {
            text.push(' ');
            text.push_str(self.says);
        }
        text.push('\n');
    }

    /// Reads what [`Display`](fmt::Display) writes.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (path, rest) = text.split_once(' ')?;
        let (word, says) = rest.split_once(' ').unwrap_or((rest, ""));
        let kind = Kind::of_word(word)?;
        Some(Self { path, kind, says })
    }
}

/// The parts of a list, of which a part may have commas between its brackets.
pub(super) fn listed(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let parts = text.split(|c: char| {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    let parts = parts.map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.kind.word())?;
        if !self.says.is_empty() {
            write!(f, " {}", self.says)?;
        }
        Ok(())
    }
}
