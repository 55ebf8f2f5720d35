//! Which call an error belongs to.

use std::borrow::Cow;
use std::fmt;

use crate::operation::Method;

/// The call that an error is about: what was called, and how often.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// The template, without values and without a query.
    pub(crate) path: Cow<'static, str>,
    pub(crate) attempts: u32,
}

impl Call {
    pub(crate) fn operation(&self) -> Option<&str> {
        (!self.operation.is_empty()).then_some(self.operation)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation() {
            Some(operation) => write!(f, "{operation} ({} {})", self.method, self.path),
            None => write!(f, "{} {}", self.method, self.path),
        }
    }
}

/// Writes `text` after the call it belongs to: `listIncidents (GET
/// /incidents): text, after 3 attempts`.
pub(crate) fn describe(
    f: &mut fmt::Formatter<'_>,
    call: Option<&Call>,
    text: fmt::Arguments<'_>,
) -> fmt::Result {
    match call {
        None => f.write_fmt(text),
        Some(call) => {
            write!(f, "{call}: {text}")?;
            if call.attempts > 1 {
                write!(f, ", after {} attempts", call.attempts)?;
            }
            Ok(())
        }
    }
}

/// A piece of text from outside, fit for one line of a log: bounded, with
/// control characters escaped.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut out = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST {
            out.push('…');
            break;
        }
        // Bidirectional overrides reorder what a terminal shows.
        if character.is_control()
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_bounded_and_escaped() {
        assert_eq!(excerpt("a\nb\u{1b}[31m"), "a\\nb\\u{1b}[31m");
        assert_eq!(excerpt("\u{202e}x"), "\\u{202e}x");
        assert_eq!(excerpt(&"x".repeat(5000)).chars().count(), 201);
    }
}
