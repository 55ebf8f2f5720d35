//! The parser's events, and the HTML among them, as a tree.
//!
//! Two things nest here by different rules. Markdown's containers always close in
//! order. HTML's close when they like, or never: what a tag opened ends at the
//! latest where the Markdown around it ends.

mod elements;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::characters;
use super::tree::{Block, Cell, Document, Inline, Item, List, MAX_DEPTH, Mark, Table};

/// Reads a description.
///
/// The extensions are those that rustdoc switches on, so that both see the same
/// text, with two exceptions: quotes and dashes stay as they are written, and
/// GitHub's alerts (`> [!NOTE]`) are read, to be written without that syntax.
pub(super) fn document(text: &str) -> Document {
    let source = characters::source(text);
    let mut reader = Reader::new();
    for event in Parser::new_ext(&source, extensions()) {
        reader.event(event);
    }
    reader.finish()
}

fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// Who opened a thing, and so who may close it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Markdown,
    Html,
}

/// A container that is open.
#[derive(Debug)]
struct Frame {
    container: Container,
    origin: Origin,
}

#[derive(Debug)]
enum Container {
    Quote(Vec<Block>),
    List(List),
    Item(Item),
}

/// What the running text that is being read belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaf {
    /// A paragraph that begins with its first word.
    Paragraph,
    Heading(u8, Origin),
    Cell,
}

/// A mark that is open. Links that lead nowhere and images have none to show.
#[derive(Debug)]
struct OpenMark {
    mark: Option<Mark>,
    origin: Origin,
}

/// Text that is taken as it is until something ends it.
#[derive(Debug)]
enum Verbatim {
    /// A code block of Markdown.
    Fence {
        language: &'static str,
        text: String,
    },
    /// `<pre>`
    Preformatted(String),
    /// `<code>`
    Code(String),
    /// An element whose text is not for readers.
    Hidden(String),
}

struct Reader {
    document: Document,
    frames: Vec<Frame>,
    /// Containers of Markdown that stand too deep to be frames.
    flattened: usize,
    leaf: Leaf,
    content: Vec<Inline>,
    marks: Vec<OpenMark>,
    verbatim: Option<Verbatim>,
    table: Option<Table>,
    /// Between angle brackets that make a link of an address.
    in_address: bool,
    /// The block of HTML that is being read.
    html: Option<String>,
    /// Stands at the start of the next paragraph.
    label: Option<String>,
}

impl Reader {
    fn new() -> Self {
        Self {
            document: Document::default(),
            frames: Vec::new(),
            flattened: 0,
            leaf: Leaf::Paragraph,
            content: Vec::new(),
            marks: Vec::new(),
            verbatim: None,
            table: None,
            in_address: false,
            html: None,
            label: None,
        }
    }

    fn finish(mut self) -> Document {
        self.close_leaf();
        while self.close_frame().is_some() {}
        self.document
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(_) if self.in_address => {}
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.code(&code),
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.text(&html),
            },
            Event::InlineHtml(html) => self.tokens(&html),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.hard_break(),
            Event::Rule => {
                self.close_leaf();
                self.push(Block::Rule);
            }
            Event::TaskListMarker(done) => {
                if self.flattened == 0
                    && let Some(Container::Item(item)) = self.top()
                {
                    item.done = Some(done);
                }
            }
            Event::FootnoteReference(label) => self.text(&format!("[{label}]")),
            // Extensions that are off.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.close_leaf();
                self.loosen();
            }
            Tag::Heading { level, .. } => {
                self.close_leaf();
                self.leaf = Leaf::Heading(level as u8, Origin::Markdown);
            }
            Tag::BlockQuote(kind) => {
                self.open(Container::Quote(Vec::new()), Origin::Markdown);
                if let Some(kind) = kind {
                    let title = vec![
                        Inline::Open(Mark::Strong),
                        Inline::Text(alert(kind).to_owned()),
                        Inline::Close,
                    ];
                    self.push(Block::Paragraph(title));
                }
            }
            Tag::CodeBlock(kind) => {
                self.close_leaf();
                let language = match &kind {
                    CodeBlockKind::Indented => PLAIN,
                    CodeBlockKind::Fenced(info) => language(info),
                };
                self.verbatim = Some(Verbatim::Fence {
                    language,
                    text: String::new(),
                });
            }
            Tag::HtmlBlock => {
                self.close_leaf();
                self.html = Some(String::new());
            }
            Tag::List(start) => {
                self.close_leaf();
                // `<ul>` around a list of Markdown is the same list said twice.
                if matches!(self.top(), Some(Container::List(list)) if list.items.is_empty()) {
                    self.close_frame();
                }
                self.open(list(start), Origin::Markdown);
            }
            Tag::Item => self.open(Container::Item(Item::default()), Origin::Markdown),
            Tag::FootnoteDefinition(label) => {
                self.close_leaf();
                self.label = Some(format!("[{label}]: "));
            }
            Tag::Table(alignments) => {
                self.close_leaf();
                self.table = Some(Table {
                    alignments,
                    rows: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.leaf = Leaf::Cell,
            Tag::Emphasis => self.open_mark(Some(Mark::Emphasis), Origin::Markdown),
            Tag::Strong => self.open_mark(Some(Mark::Strong), Origin::Markdown),
            Tag::Strikethrough => self.open_mark(Some(Mark::Strikethrough), Origin::Markdown),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.open_link(link_type, &dest_url),
            Tag::Image { .. } => self.open_mark(None, Origin::Markdown),
            // Extensions that are off.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_)
            | Tag::Superscript
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::FootnoteDefinition => {
                self.close_leaf();
            }
            TagEnd::HtmlBlock => {
                if let Some(block) = self.html.take() {
                    self.tokens_of_block(&block);
                }
                self.close_leaf();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.close_markdown(),
            TagEnd::TableCell => {
                self.close_verbatim();
                self.close_marks(0);
                let cell: Cell = std::mem::take(&mut self.content);
                self.leaf = Leaf::Paragraph;
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {}
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(Block::Table(table));
                }
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => {
                self.in_address = false;
                if let Some(at) = self
                    .marks
                    .iter()
                    .rposition(|mark| mark.origin == Origin::Markdown)
                {
                    self.close_marks(at);
                }
            }
            // Extensions that are off.
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_)
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    // Running text

    fn text(&mut self, text: &str) {
        match &mut self.verbatim {
            Some(verbatim) => verbatim.push_str(text),
            None => self.inline(Inline::Text(characters::text(text))),
        }
    }

    fn code(&mut self, code: &str) {
        if self.verbatim.is_some() {
            return self.text(code);
        }
        let code = characters::text(code);
        if code.trim().is_empty() {
            self.inline(Inline::Text(code));
        } else {
            self.inline(Inline::Code(code));
        }
    }

    fn soft_break(&mut self) {
        self.text(
            if matches!(self.verbatim, Some(Verbatim::Preformatted(_))) {
                "\n"
            } else {
                " "
            },
        );
    }

    /// Two in a row are how HTML's authors part paragraphs.
    fn hard_break(&mut self) {
        if let Some(verbatim) = &mut self.verbatim {
            return verbatim.push_str("\n");
        }
        let last = self.content.iter().rev().find(|inline| match inline {
            Inline::Text(text) => !text.trim().is_empty(),
            _ => true,
        });
        if self.leaf == Leaf::Paragraph && last == Some(&Inline::Break) {
            self.close_leaf();
        } else {
            self.inline(Inline::Break);
        }
    }

    fn inline(&mut self, inline: Inline) {
        if self.leaf == Leaf::Paragraph
            && let Some(label) = self.label.take()
        {
            self.content.push(Inline::Text(label));
        }
        self.content.push(inline);
    }

    fn open_mark(&mut self, mark: Option<Mark>, origin: Origin) {
        // In code there are no marks.
        let mark = mark.filter(|_| self.verbatim.is_none());
        if let Some(mark) = &mark {
            self.inline(Inline::Open(mark.clone()));
        }
        self.marks.push(OpenMark { mark, origin });
    }

    fn open_link(&mut self, link_type: LinkType, target: &str) {
        match link_type {
            LinkType::Autolink | LinkType::Email => {
                let known = link_type == LinkType::Email || destination(target).is_some();
                let plain = characters::text(target);
                let whole = plain == target && !target.contains(['|', '`', '\\']);
                if known && whole && self.verbatim.is_none() {
                    self.inline(Inline::Address(plain));
                } else {
                    let shown = if known { plain } else { format!("<{plain}>") };
                    self.text(&shown);
                }
                // What follows is the address again.
                self.in_address = true;
                self.open_mark(None, Origin::Markdown);
            }
            LinkType::Inline
            | LinkType::Reference
            | LinkType::ReferenceUnknown
            | LinkType::Collapsed
            | LinkType::CollapsedUnknown
            | LinkType::Shortcut
            | LinkType::ShortcutUnknown
            | LinkType::WikiLink { .. } => {
                self.open_mark(destination(target).map(Mark::Link), Origin::Markdown);
            }
        }
    }

    /// Closes the marks from the `from`th on.
    fn close_marks(&mut self, from: usize) {
        while self.marks.len() > from {
            if let Some(OpenMark { mark: Some(_), .. }) = self.marks.pop() {
                self.content.push(Inline::Close);
            }
        }
    }

    // Blocks

    /// Ends what is being read: verbatim text, and the paragraph or heading.
    fn close_leaf(&mut self) {
        self.close_verbatim();
        self.close_marks(0);
        let content = std::mem::take(&mut self.content);
        match self.leaf {
            Leaf::Paragraph if content.is_empty() => {}
            Leaf::Paragraph | Leaf::Cell => self.push(Block::Paragraph(content)),
            Leaf::Heading(level, _) => {
                let top = &mut self.document.top_heading;
                *top = Some(top.map_or(level, |top| top.min(level)));
                self.push(Block::Heading { level, content });
            }
        }
        self.leaf = Leaf::Paragraph;
    }

    fn close_verbatim(&mut self) {
        match self.verbatim.take() {
            Some(Verbatim::Fence { language, text }) => self.push_code(language, &text),
            Some(Verbatim::Preformatted(text)) => self.push_code(PLAIN, &text),
            Some(Verbatim::Code(text)) => {
                let text = characters::text(&text);
                let words: Vec<&str> = text.split_whitespace().collect();
                self.code(&words.join(" "));
            }
            Some(Verbatim::Hidden(_)) | None => {}
        }
    }

    fn push_code(&mut self, language: &'static str, text: &str) {
        let mut lines: Vec<String> = text
            .split('\n')
            .map(|line| characters::code_line(line).into_owned())
            .collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let blank = lines.iter().take_while(|line| line.is_empty()).count();
        lines.drain(..blank);
        if !lines.is_empty() {
            self.push(Block::Code { language, lines });
        }
    }

    fn push(&mut self, block: Block) {
        match self.top() {
            None => self.document.blocks.push(block),
            Some(Container::Quote(blocks) | Container::Item(Item { blocks, .. })) => {
                blocks.push(block)
            }
            Some(Container::List(list)) => {
                list.items.push(Item {
                    done: None,
                    blocks: vec![block],
                });
            }
        }
    }

    // Containers

    fn top(&mut self) -> Option<&mut Container> {
        self.frames.last_mut().map(|frame| &mut frame.container)
    }

    fn open(&mut self, container: Container, origin: Origin) {
        self.close_leaf();
        if self.frames.len() < MAX_DEPTH {
            self.frames.push(Frame { container, origin });
        } else if origin == Origin::Markdown {
            self.flattened += 1;
        }
    }

    fn close_frame(&mut self) -> Option<Origin> {
        let frame = self.frames.pop()?;
        match frame.container {
            Container::Quote(blocks) => self.push(Block::Quote(blocks)),
            Container::List(list) => self.push(Block::List(list)),
            Container::Item(item) => match self.top() {
                Some(Container::List(list)) => list.items.push(item),
                Some(Container::Quote(blocks) | Container::Item(Item { blocks, .. })) => {
                    blocks.extend(item.blocks);
                }
                None => self.document.blocks.extend(item.blocks),
            },
        }
        Some(frame.origin)
    }

    /// Closes the innermost container of Markdown and what HTML left open in it.
    fn close_markdown(&mut self) {
        self.close_leaf();
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        while let Some(Origin::Html) = self.close_frame() {}
    }

    /// Notes that the list around the current item has blank lines in it.
    fn loosen(&mut self) {
        if self.flattened == 0
            && let [
                ..,
                list,
                Frame {
                    container: Container::Item(_),
                    origin: Origin::Markdown,
                },
            ] = self.frames.as_mut_slice()
            && let Container::List(list) = &mut list.container
        {
            list.loose = true;
        }
    }
}

impl Verbatim {
    fn push_str(&mut self, more: &str) {
        match self {
            Self::Fence { text, .. }
            | Self::Preformatted(text)
            | Self::Code(text)
            | Self::Hidden(text) => {
                text.push_str(more);
            }
        }
    }
}

fn list(start: Option<u64>) -> Container {
    Container::List(List {
        start,
        loose: false,
        items: Vec::new(),
    })
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}

/// The language of code that has none, or one that rustdoc would run.
const PLAIN: &str = "text";

/// The languages that descriptions name. Any other could be an attribute to rustdoc
/// (`ignore`, `should_panic`, `edition2024`) or close to one, which it warns about.
fn language(info: &str) -> &'static str {
    const KNOWN: [&str; 35] = [
        "bash",
        "c",
        "console",
        "cpp",
        "csharp",
        "csv",
        "curl",
        "diff",
        "go",
        "graphql",
        "groovy",
        "hcl",
        "html",
        "http",
        "ini",
        "java",
        "javascript",
        "js",
        "json",
        "json5",
        "kotlin",
        "markdown",
        "php",
        "powershell",
        "python",
        "ruby",
        "sh",
        "shell",
        "sql",
        "swift",
        "toml",
        "ts",
        "typescript",
        "xml",
        "yaml",
    ];
    let name = info
        .split(|c: char| c.is_whitespace() || c == ',')
        .next()
        .unwrap_or_default();
    KNOWN
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))
        .unwrap_or(PLAIN)
}

/// Where a link leads, if that is a place a reader of the docs can go: an anchor or
/// a path means nothing outside of the pages the description was written for.
fn destination(target: &str) -> Option<String> {
    let target = characters::text(target);
    let target = target.trim();
    let (scheme, rest) = target.split_once(':')?;
    let known = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.starts_with("//") && rest.len() > 2,
        // With a dot in it rustdoc does not take it for the path of an item.
        "mailto" => rest.contains('@') && rest.contains('.'),
        _ => false,
    };
    known.then(|| target.to_owned())
}
