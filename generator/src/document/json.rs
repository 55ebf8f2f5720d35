//! Reading JSON.

use serde::de::DeserializeSeed as _;

use crate::json::Value;

use super::tree::{Builder, Finding, Format};

/// Why a text is not JSON.
#[derive(Debug)]
pub(super) struct Syntax {
    /// What the parser says, without the position.
    pub(super) message: String,
    /// The byte at which it gave up.
    pub(super) offset: usize,
    /// Whether it nests too deep.
    pub(super) too_deep: bool,
}

/// The tree of a JSON text.
pub(super) fn parse(text: &str) -> Result<(Value, Vec<Finding>), Syntax> {
    let builder = Builder::new(Format::Json, text.len());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tree = builder.root().deserialize(&mut deserializer);
    match tree.and_then(|tree| deserializer.end().map(|()| tree)) {
        Ok(tree) => Ok((tree, builder.into_findings())),
        Err(error) => Err(syntax(text, &error)),
    }
}

fn syntax(text: &str, error: &serde_json::Error) -> Syntax {
    let full = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let message = full.strip_suffix(&position).unwrap_or(&full).to_owned();
    let line_start = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    Syntax {
        too_deep: message.starts_with("recursion limit"),
        message,
        // The column counts bytes, and is that of the last byte read.
        offset: (line_start + error.column().saturating_sub(1)).min(text.len()),
    }
}
