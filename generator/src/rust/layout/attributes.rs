//! Attributes and doc comments in front of something.

use proc_macro2::{Delimiter, Literal};

use super::WIDTH;
use super::flat::flat;
use super::node::{Node, between_commas};

/// The attributes of an item, a field, a variant or a function.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// What `api.txt` says of them.
    pub(super) marks: Vec<String>,
    /// The traits that are derived.
    pub(super) derives: Vec<String>,
    pub(super) is_non_exhaustive: bool,
}

impl Attributes {
    /// The attributes that begin these tokens, and what is behind them. Their lines are added to the
    /// text; `None` if one of them takes more than one.
    pub(super) fn before<'a>(
        mut nodes: &'a [Node],
        indent: &str,
        text: &mut String,
    ) -> Option<(Self, &'a [Node])> {
        let mut attributes = Self::default();
        while let [sign, Node::Group(Delimiter::Bracket, attribute), rest @ ..] = nodes {
            if !sign.is_sign('#') {
                break;
            }
            attributes.add(attribute, indent, text)?;
            nodes = rest;
        }
        Some((attributes, nodes))
    }

    fn add(&mut self, attribute: &[Node], indent: &str, text: &mut String) -> Option<()> {
        if let [doc, equals, Node::Literal(line)] = attribute
            && doc.is_word("doc")
            && equals.is_sign('=')
        {
            for line in value(line)?.split('\n') {
                if line.starts_with('/') {
                    return None;
                }
                for part in [indent, "///", line.trim_end_matches(' '), "\n"] {
                    text.push_str(part);
                }
            }
            return Some(());
        }
        let words = flat(attribute)?;
        if indent.len() + words.len() + "#[]".len() > WIDTH {
            return None;
        }
        let (name, arguments) = attribute.split_first()?;
        if name.is_word("non_exhaustive") {
            self.is_non_exhaustive = true;
        } else if name.is_word("derive")
            && let [Node::Group(_, traits)] = arguments
        {
            for derived in between_commas(traits) {
                self.derives.push(flat(derived)?);
            }
        } else if name.is_word("deprecated") {
            self.marks.push("#[deprecated]".to_owned());
        } else if name.is_word("cfg") {
            self.marks.push(format!("#[{words}]"));
        }
        for part in [indent, "#[", &words, "]\n"] {
            text.push_str(part);
        }
        Some(())
    }
}

/// The text that a string literal is; `None` if it is no plain one.
pub(super) fn value(literal: &Literal) -> Option<String> {
    let written = literal.to_string();
    let mut rest = written.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(rest.len());
    while let Some((plain, escaped)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut escaped = escaped.chars();
        text.push(match escaped.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            same @ ('\\' | '"' | '\'') => same,
            _ => return None,
        });
        rest = escaped.as_str();
    }
    text.push_str(rest);
    Some(text)
}
