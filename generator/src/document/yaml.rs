//! Reading YAML.
//!
//! `serde_yaml` resolves anchors, aliases and plain scalars by the core schema of
//! YAML 1.2 (§ 10.3): `no` is a string, `1e3` a number, `0o17` and `0x1F` integers,
//! `~` null, `2024-01-01` a string. It differs in two points, both of which keep
//! what people mean: `007` stays a string, and `0b11` is 3.

use serde::Deserialize as _;
use serde::de::{DeserializeSeed as _, IgnoredAny};

use crate::json::Value;

use super::marks;
use super::tree::{Builder, Finding, Format};

/// Why a text is not a YAML document.
#[derive(Debug)]
pub(super) struct Syntax {
    /// What the parser says, without the position.
    pub(super) message: String,
    /// The byte at which it gave up, if it says so.
    pub(super) offset: Option<usize>,
    /// What kind of trouble it is.
    pub(super) kind: Trouble,
}

/// Kinds of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The text is not well formed.
    Malformed,
    /// It nests too deep, or an alias is inside its own anchor.
    TooDeep,
    /// Its aliases expand to too much.
    TooManyNodes,
    /// It is a stream of several documents.
    SeveralDocuments,
}

/// The tree of a YAML text.
pub(super) fn parse(text: &str) -> Result<(Value, Vec<Finding>), Syntax> {
    if let Some(offset) = marks::nests_too_deep(text) {
        return Err(Syntax {
            message: String::new(),
            offset: Some(offset),
            kind: Trouble::TooDeep,
        });
    }
    let builder = Builder::new(Format::Yaml, text.len());
    let tree = builder
        .root()
        .deserialize(serde_yaml::Deserializer::from_str(text));
    match tree {
        Ok(tree) => Ok((tree, builder.into_findings())),
        Err(error) => {
            let syntax = syntax(text, &error, builder.overflowed());
            match syntax.kind {
                Trouble::SeveralDocuments => Err(second_document(text).unwrap_or(Syntax {
                    offset: marks::second_document(text),
                    ..syntax
                })),
                Trouble::Malformed | Trouble::TooDeep | Trouble::TooManyNodes => Err(syntax),
            }
        }
    }
}

/// What is wrong with the second document, which is no document but a mistake in the
/// first if the text does not begin another.
fn second_document(text: &str) -> Option<Syntax> {
    let second = serde_yaml::Deserializer::from_str(text).nth(1)?;
    let error = IgnoredAny::deserialize(second).err()?;
    Some(syntax(text, &error, false))
}

fn syntax(text: &str, error: &serde_yaml::Error, overflowed: bool) -> Syntax {
    let message = error.to_string();
    // The error's kinds are not public, its words are.
    let kind = if overflowed || message.starts_with("repetition limit") {
        Trouble::TooManyNodes
    } else if message.starts_with("recursion limit") {
        Trouble::TooDeep
    } else if message.contains("more than one document") {
        Trouble::SeveralDocuments
    } else {
        Trouble::Malformed
    };
    let offset = error
        .location()
        .map(|location| floor_char_boundary(text, location.index()));
    Syntax {
        message: without_position(&message),
        offset,
        kind,
    }
}

/// The message up to the position that the parser appends to it.
fn without_position(message: &str) -> String {
    match message.rsplit_once(" at line ") {
        Some((before, position)) if position.contains("column") => {
            without_position(before.trim_end_matches([',', ' ']))
        }
        _ => message.to_owned(),
    }
}

fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
