//! Tokens in one line.

use std::fmt::Write;

use proc_macro2::Delimiter;

use super::node::Node;

/// What stands before the next token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing that the token would run into.
    Nothing,
    /// `::`, behind which generics may begin.
    Path,
    Word,
    /// The end of a group or of generics.
    Close,
}

/// Words behind which parentheses do not belong to the word.
const APART: [&str; 10] = [
    "as", "dyn", "for", "if", "impl", "in", "let", "match", "mut", "return",
];

/// A type, a pattern, an attribute or a simple expression in one line; `None` if there is anything in
/// it of which it takes a syntax tree to know how it is written, such as a comparison or a block.
pub(super) fn flat(nodes: &[Node]) -> Option<String> {
    let mut text = String::new();
    add(nodes, &mut text)?;
    Some(text)
}

/// Adds that line to a text, which has a part of it where the answer is `None`.
pub(super) fn add(nodes: &[Node], text: &mut String) -> Option<()> {
    add_inside(nodes, None, text)
}

fn add_inside(nodes: &[Node], around: Option<Delimiter>, text: &mut String) -> Option<()> {
    let mut before = Before::Nothing;
    let mut last: Option<&Node> = None;
    let mut generics = 0_usize;
    let mut commas = 0_usize;
    let mut rest = nodes.iter();
    while let Some(node) = rest.next() {
        let next = rest.as_slice().first();
        match node {
            Node::Ident(_) | Node::Literal(_) => {
                if matches!(before, Before::Word | Before::Close) {
                    text.push(' ');
                }
                before = Before::Word;
                match node {
                    Node::Ident(ident) if ident == "where" => return None,
                    Node::Ident(ident) => write!(text, "{ident}").ok()?,
                    Node::Literal(literal) => write!(text, "{literal}").ok()?,
                    Node::Punct(_) | Node::Group(..) => {}
                }
            }
            Node::Group(delimiter, inside) => {
                let (open, close) = match delimiter {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::Brace | Delimiter::None => return None,
                };
                if before == Before::Word
                    && last.is_some_and(|last| APART.iter().any(|word| last.is_word(word)))
                {
                    return None;
                }
                text.push(open);
                add_inside(inside, Some(*delimiter), text)?;
                text.push(close);
                before = Before::Close;
            }
            Node::Punct(punct) => {
                let is_last = next.is_none();
                let joins = |sign| {
                    node.is_joint(punct.as_char()) && next.is_some_and(|node| node.is_sign(sign))
                };
                before = match (punct.as_char(), before) {
                    // The comma that makes a tuple of one.
                    (',', _)
                        if is_last && commas == 0 && around == Some(Delimiter::Parenthesis) =>
                    {
                        return None;
                    }
                    (',', _) if is_last => Before::Nothing,
                    (',', Before::Word | Before::Close) => {
                        if next.is_some_and(|next| next.is_sign('>')) {
                            return None;
                        }
                        commas += 1;
                        text.push_str(", ");
                        Before::Nothing
                    }
                    (':', Before::Word | Before::Close) if joins(':') => {
                        rest.next();
                        text.push_str("::");
                        Before::Path
                    }
                    (':', Before::Word) if !node.is_joint(':') => {
                        text.push_str(": ");
                        Before::Nothing
                    }
                    ('<', Before::Word | Before::Path) if !node.is_joint('<') => {
                        generics += 1;
                        text.push('<');
                        Before::Nothing
                    }
                    ('>', Before::Word | Before::Close) => {
                        generics = generics.checked_sub(1)?;
                        text.push('>');
                        Before::Close
                    }
                    ('-', Before::Close) if joins('>') => {
                        rest.next();
                        text.push_str(" -> ");
                        Before::Nothing
                    }
                    ('=', Before::Word | Before::Close) if !node.is_joint('=') => {
                        text.push_str(" = ");
                        Before::Nothing
                    }
                    ('+', Before::Word | Before::Close) if !node.is_joint('+') => {
                        text.push_str(" + ");
                        Before::Nothing
                    }
                    (sign @ ('&' | '!'), Before::Nothing)
                        if !node.is_joint(sign) || next.is_some_and(|next| next.is_sign('\'')) =>
                    {
                        text.push(sign);
                        Before::Nothing
                    }
                    ('\'', Before::Nothing) => {
                        let Some(Node::Ident(ident)) = rest.next() else {
                            return None;
                        };
                        write!(text, "'{ident}").ok()?;
                        Before::Word
                    }
                    ('.', Before::Word | Before::Close)
                        if !next.is_some_and(|next| next.is_sign('.')) =>
                    {
                        text.push('.');
                        Before::Nothing
                    }
                    // A closure of one argument.
                    ('|', Before::Nothing) if !node.is_joint('|') => {
                        let [Node::Ident(argument), end, ..] = rest.as_slice() else {
                            return None;
                        };
                        if !end.is_sign('|') {
                            return None;
                        }
                        write!(text, "|{argument}| ").ok()?;
                        rest.nth(1);
                        Before::Nothing
                    }
                    ('?', Before::Close | Before::Word) => {
                        text.push('?');
                        Before::Close
                    }
                    _ => return None,
                };
            }
        }
        last = Some(node);
    }
    (generics == 0).then_some(())
}
