//! Tokens as a tree that can be looked into without copying it.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;

use super::attributes::value;

/// A token, or tokens between delimiters.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Ident(Ident),
    Literal(Literal),
    Punct(Punct),
    Group(Delimiter, Vec<Node>),
}

impl Node {
    /// Whether it is this word.
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Ident(ident) if ident == word)
    }

    /// Whether it is this sign.
    pub(super) fn is_sign(&self, sign: char) -> bool {
        matches!(self, Self::Punct(punct) if punct.as_char() == sign)
    }

    /// Whether it is this sign, and belongs to the one behind it.
    pub(super) fn is_joint(&self, sign: char) -> bool {
        matches!(self, Self::Punct(punct) if punct.as_char() == sign && punct.spacing() == Spacing::Joint)
    }
}

/// The tokens of a stream. Nothing is copied of one that nobody else has.
pub(super) fn nodes(tokens: TokenStream) -> Vec<Node> {
    let nodes = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) => Node::Ident(ident),
        TokenTree::Literal(literal) => Node::Literal(literal),
        TokenTree::Punct(punct) => Node::Punct(punct),
        TokenTree::Group(group) => {
            let (delimiter, inside) = (group.delimiter(), group.stream());
            // As long as the group is there, its tokens are shared with it.
            drop(group);
            Node::Group(delimiter, self::nodes(inside))
        }
    });
    nodes.collect()
}

/// The stream of tokens, in which a doc comment of several lines is as many attributes.
pub(super) fn stream(nodes: impl IntoIterator<Item = Node>) -> TokenStream {
    let mut tokens: Vec<TokenTree> = Vec::new();
    for node in nodes {
        match node {
            Node::Ident(ident) => tokens.push(ident.into()),
            Node::Literal(literal) => tokens.push(literal.into()),
            Node::Punct(punct) => tokens.push(punct.into()),
            Node::Group(Delimiter::Bracket, inside) => match lines_of_docs(&inside) {
                Some(lines) => {
                    for (index, line) in lines.split('\n').enumerate() {
                        if index > 0 {
                            tokens.push(Punct::new('#', Spacing::Alone).into());
                        }
                        tokens.push(Group::new(Delimiter::Bracket, quote!(doc = #line)).into());
                    }
                }
                None => tokens.push(Group::new(Delimiter::Bracket, stream(inside)).into()),
            },
            Node::Group(delimiter, inside) => {
                tokens.push(Group::new(delimiter, stream(inside)).into());
            }
        }
    }
    tokens.into_iter().collect()
}

/// The lines of a doc comment, if an attribute is one of several.
fn lines_of_docs(attribute: &[Node]) -> Option<String> {
    match attribute {
        [doc, equals, Node::Literal(lines)] if doc.is_word("doc") && equals.is_sign('=') => {
            value(lines).filter(|lines| lines.contains('\n'))
        }
        _ => None,
    }
}

/// The items of a file, each with its attributes; what no end is found of is one item with the rest.
pub(super) fn items(nodes: Vec<Node>) -> Vec<Vec<Node>> {
    let mut items = Vec::new();
    let mut item: Vec<Node> = Vec::new();
    let mut ends_with_block = None;
    for node in nodes {
        if ends_with_block.is_none()
            && let Node::Ident(_) = &node
        {
            let words = ["struct", "enum", "impl", "fn", "mod", "trait"];
            let other_words = ["type", "static", "use"];
            if words.iter().any(|word| node.is_word(word)) {
                ends_with_block = Some(true);
            } else if other_words.iter().any(|word| node.is_word(word)) {
                ends_with_block = Some(false);
            }
        }
        let is_end = match (&node, ends_with_block) {
            (_, None) => false,
            (Node::Group(Delimiter::Brace, _), Some(true)) => true,
            (node, Some(_)) => node.is_sign(';'),
        };
        item.push(node);
        if is_end {
            items.push(std::mem::take(&mut item));
            ends_with_block = None;
        }
    }
    if !item.is_empty() {
        items.push(item);
    }
    items
}

/// The parts between commas, those inside of `<` and `>` apart. Without the last comma.
pub(super) fn between_commas(nodes: &[Node]) -> Vec<&[Node]> {
    let mut depth = 0_usize;
    let mut after_minus = false;
    let is_between = |node: &Node| {
        let is_arrow = after_minus && node.is_sign('>');
        after_minus = node.is_joint('-');
        if node.is_sign('<') {
            depth += 1;
        } else if node.is_sign('>') && !is_arrow {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && node.is_sign(',')
    };
    let mut parts: Vec<&[Node]> = nodes.split(is_between).collect();
    if parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    parts
}
