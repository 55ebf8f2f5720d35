//! What a description can say, once read.

use pulldown_cmark::Alignment;

/// How deep quotes, lists and items nest in the tree. What stands deeper is kept,
/// at this depth. It bounds the recursion of everything that walks the tree.
pub(super) const MAX_DEPTH: usize = 16;

/// A description.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) blocks: Vec<Block>,
    /// The highest heading in it, 1 to 6.
    pub(super) top_heading: Option<u8>,
}

/// A thing that starts on a line of its own.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    Heading {
        level: u8,
        content: Vec<Inline>,
    },
    Quote(Vec<Block>),
    List(List),
    Code {
        language: &'static str,
        lines: Vec<String>,
    },
    Rule,
    Table(Table),
}

/// A list, bulleted or numbered.
#[derive(Debug)]
pub(super) struct List {
    /// The number of the first item of a numbered list.
    pub(super) start: Option<u64>,
    /// Whether its author set the items apart by blank lines.
    pub(super) loose: bool,
    pub(super) items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// For an item of a to-do list, whether it is done.
    pub(super) done: Option<bool>,
    pub(super) blocks: Vec<Block>,
}

/// A table, as wide as its header.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    /// The header first.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The content of a table's cell.
pub(super) type Cell = Vec<Inline>;

/// A piece of running text. Marks are pairs of [`Inline::Open`] and
/// [`Inline::Close`], always balanced, so that no depth of them needs recursion.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    /// An address that is its own text, known to be valid between `<` and `>`.
    Address(String),
    /// The end of a line that the author asked for.
    Break,
    Open(Mark),
    Close,
}

/// What can be around running text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strikethrough,
    Link(String),
}
