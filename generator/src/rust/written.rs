//! Items that are written line by line, as they are laid out.
//!
//! [`layout`](super::layout) finds the lines of any tokens. What a crate has thousands of is written here
//! in as many steps as it has lines. Where one of them would be too wide, the text is read as tokens after
//! all: that is the same item, and `layout` knows how to break it.

use super::docs;
use super::layout::{SHORT_STRUCT, WIDTH, opened, typed};
use super::prose;
use super::visible::Seen;
use crate::surface::Kind;

/// An item as it grows.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(super) text: String,
    /// What is to be seen of it.
    pub(crate) seen: Seen,
    /// Whether a line is wider than it may be.
    pub(super) is_too_wide: bool,
}

/// What stands before the body of a public function that makes one of the type that has it.
pub(crate) struct Function<'a> {
    pub(crate) docs: &'a str,
    pub(crate) attributes: &'a [&'a str],
    pub(crate) name: &'a str,
    /// Each with its type.
    pub(crate) arguments: &'a [String],
}

impl Written {
    /// Adds the doc comment for these lines of Markdown.
    pub(crate) fn doc(&mut self, indent: &str, markdown: &str) {
        docs::each_line(&prose::wrapped(markdown), |line| {
            let space = if line.is_empty() { "" } else { " " };
            for part in [indent, "///", space, line, "\n"] {
                self.text.push_str(part);
            }
        });
    }

    /// Adds a line.
    pub(crate) fn line(&mut self, indent: &str, parts: &[&str]) {
        let start = self.text.len();
        self.text.push_str(indent);
        parts.iter().for_each(|part| self.text.push_str(part));
        self.is_too_wide |= self.text.len() - start > WIDTH;
        self.text.push('\n');
    }

    /// Adds a blank line.
    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Adds a public field of a struct of this name.
    pub(crate) fn field(&mut self, of: &str, docs: &str, name: &str, ty: &str) {
        self.doc("    ", docs);
        let before = format!("pub {name}: ");
        let start = self.text.len();
        if typed("    ", &before, ty, ",", &mut self.text).is_none() {
            self.text.truncate(start);
            self.line("    ", &[&before, ty, ","]);
        }
        self.seen.add(format!("{of}.{name}"), Kind::Field, ty, &[]);
    }

    /// Adds the first lines of a function of a type's `impl` block. `marks` are those of the block.
    pub(crate) fn function(&mut self, of: &str, function: Function<'_>, marks: &[String]) {
        let Function {
            docs,
            attributes,
            name,
            arguments,
        } = function;
        self.doc("    ", docs);
        for attribute in attributes {
            self.line("    ", &[attribute]);
        }
        let in_one_line = arguments.join(", ");
        let opening = ["pub fn ", name, "("];
        let closing = ") -> Self {";
        let width = "    pub fn (".len() + name.len() + in_one_line.len() + closing.len();
        if width > WIDTH {
            self.line("    ", &opening);
            let last = arguments.len().saturating_sub(1);
            for (at, argument) in arguments.iter().enumerate() {
                let start = self.text.len();
                let (before, ty) = match argument.find(": ") {
                    Some(colon) => argument.split_at(colon + 2),
                    None => ("", &**argument),
                };
                // The last comma is there because of the lines, and not what makes one too wide.
                let counted = usize::from(at < last);
                match opened("        ", before, ty, ",", counted, &mut self.text) {
                    Some(()) => self.text.push('\n'),
                    None => {
                        self.text.truncate(start);
                        self.line("        ", &[argument, ","]);
                    }
                }
            }
            self.line("    ", &[closing]);
        } else {
            self.line("    ", &[&*opening.concat(), &in_one_line, closing]);
        }
        // Whether a function changes what it owns is its own business.
        let says = in_one_line.strip_prefix("mut ").unwrap_or(&in_one_line);
        let path = format!("{of}::{name}");
        self.seen
            .add(path, Kind::Fn, format!("({says}) -> Self"), marks);
    }

    /// Adds a statement that gives a value to something.
    pub(crate) fn assign(&mut self, indent: &str, to: &str, value: &str) {
        let width = indent.len() + to.len() + value.len() + " = ;".len();
        let some = value
            .strip_prefix("Some(")
            .and_then(|value| value.strip_suffix(')'));
        match some {
            Some(value) if width > WIDTH => {
                let inside = format!("{indent}    ");
                self.line(indent, &[to, " = Some("]);
                // A comma alone is not what makes a line too wide.
                self.is_too_wide |= inside.len() + value.len() > WIDTH;
                for part in [&*inside, value, ",\n"] {
                    self.text.push_str(part);
                }
                self.line(indent, &[");"]);
            }
            _ => self.line(indent, &[to, " = ", value, ";"]),
        }
    }

    /// Adds a struct as an expression, with these fields.
    pub(crate) fn structure(&mut self, indent: &str, name: &str, fields: &[String]) {
        let in_one_line = format!("{name} {{ {}", fields.join(", "));
        if fields.is_empty() {
            self.line(indent, &[name, " {}"]);
        } else if in_one_line.len() < SHORT_STRUCT {
            self.line(indent, &[&in_one_line, " }"]);
        } else {
            self.line(indent, &[name, " {"]);
            let inside = format!("{indent}    ");
            for field in fields {
                self.line(&inside, &[field, ","]);
            }
            self.line(indent, &["}"]);
        }
    }
}
