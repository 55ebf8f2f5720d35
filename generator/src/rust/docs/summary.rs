//! The first words of a description.

use super::tree::{Block, Document, Inline};
use super::write;

/// How many characters a summary shows, before the `…`.
const LENGTH: usize = 120;

/// The summary of a description: its first paragraph outside of quotes, which warn
/// and note more than they describe; else what there is.
pub(super) fn line(document: &Document) -> String {
    let blocks = &document.blocks;
    let content = first(blocks, |block| match block {
        Block::Paragraph(content) => Some(content),
        Block::Heading { .. }
        | Block::Quote(_)
        | Block::List(_)
        | Block::Code { .. }
        | Block::Rule
        | Block::Table(_) => None,
    })
    .or_else(|| first(blocks, any));
    content.map_or_else(String::new, |content| {
        let cut = cut(&shown(content));
        write::line(&shortened(content, cut.at), cut.ending)
    })
}

/// The first running text that `text_of` finds.
fn first<'a>(
    blocks: &'a [Block],
    text_of: impl Fn(&'a Block) -> Option<&'a Vec<Inline>>,
) -> Option<&'a Vec<Inline>> {
    blocks
        .iter()
        .filter_map(text_of)
        .find(|content| !shown(content).trim().is_empty())
}

/// The first running text of a block, in the order it is read.
fn any(block: &Block) -> Option<&Vec<Inline>> {
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => Some(content),
        Block::Quote(blocks) => first(blocks, any),
        Block::List(list) => list.items.iter().find_map(|item| first(&item.blocks, any)),
        Block::Code { .. } | Block::Rule | Block::Table(_) => None,
    }
}

/// What a reader sees of running text.
fn shown(content: &[Inline]) -> String {
    let mut shown = String::new();
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Address(text) => shown.push_str(text),
            Inline::Break => shown.push(' '),
            Inline::Open(_) | Inline::Close => {}
        }
    }
    shown
}

/// Where a summary ends.
struct Cut {
    /// In characters of what is shown.
    at: usize,
    /// What is put in place of the rest.
    ending: &'static str,
}

fn shortened(content: &[Inline], length: usize) -> Vec<Inline> {
    let mut left = length;
    let mut depth = 0_usize;
    let mut out = Vec::new();
    for inline in content {
        match inline {
            Inline::Open(_) => depth += 1,
            Inline::Close => depth = depth.saturating_sub(1),
            Inline::Text(text) | Inline::Code(text) | Inline::Address(text) => {
                let length = text.chars().count();
                if length > left {
                    // Code and addresses are shown whole or not at all.
                    if matches!(inline, Inline::Text(_)) {
                        out.push(Inline::Text(text.chars().take(left).collect()));
                    }
                    break;
                }
                left -= length;
            }
            Inline::Break => left = left.saturating_sub(1),
        }
        out.push(inline.clone());
    }
    out.extend(std::iter::repeat_n(Inline::Close, depth));
    out
}

/// Prefers the whole, then whole sentences, then whole words.
fn cut(shown: &str) -> Cut {
    let characters: Vec<char> = shown.trim_end().chars().collect();
    let head = characters.get(..LENGTH).unwrap_or(&characters);
    let whole = characters.len() <= LENGTH;
    // `Allowed values:` leads to what a summary does not show.
    if whole && characters.last() != Some(&':') {
        return end_of_sentence(&characters);
    }
    // A sentence ends where a capital follows: `e.g. this` goes on.
    let sentence = head.windows(3).rposition(|window| {
        matches!(window, [end, space, next]
            if matches!(end, '.' | '!' | '?') && space.is_whitespace() && next.is_uppercase())
    });
    if let Some(at) = sentence {
        return Cut {
            at: at + 1,
            ending: "",
        };
    }
    if whole {
        return end_of_sentence(&characters);
    }
    let word = head
        .iter()
        .rposition(|c| c.is_whitespace())
        .unwrap_or(LENGTH);
    let kept = head
        .iter()
        .take(word)
        .rposition(|c| c.is_alphanumeric() || matches!(c, '`' | ')' | '"' | '/'));
    Cut {
        at: kept.map_or(word, |kept| kept + 1),
        ending: "…",
    }
}

/// The cut that takes nothing off, not even space at the end.
const WHOLE: usize = usize::MAX;

/// Closes a text that stops in the open.
fn end_of_sentence(characters: &[char]) -> Cut {
    match characters.last() {
        None | Some('.' | '!' | '?' | '…' | '。') => Cut {
            at: WHOLE,
            ending: "",
        },
        Some(':' | ';' | ',') => Cut {
            at: characters.len() - 1,
            ending: ".",
        },
        // A sentence can end inside of a parenthesis or a quotation.
        Some(')' | '"' | '”')
            if characters
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|c| matches!(c, '.' | '!' | '?')) =>
        {
            Cut {
                at: WHOLE,
                ending: "",
            }
        }
        Some(_) => Cut {
            at: WHOLE,
            ending: ".",
        },
    }
}
