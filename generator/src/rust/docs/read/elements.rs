//! What a description's HTML adds to the tree.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::super::html::{self, Element, Token};
use super::super::tree::{Block, Inline, Item, Mark};
use super::{Container, Leaf, Origin, Reader, Verbatim, destination, extensions, list};

impl Reader {
    /// How many frames stand below the innermost one that `wanted` takes, if HTML
    /// opened it and no Markdown stands above it.
    fn html_frame(&self, wanted: fn(&Container) -> bool) -> Option<usize> {
        if self.flattened > 0 {
            return None;
        }
        self.frames
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, frame)| frame.origin == Origin::Html)
            .find(|(_, frame)| wanted(&frame.container))
            .map(|(below, _)| below)
    }

    fn close_html(&mut self, wanted: fn(&Container) -> bool) {
        if let Some(below) = self.html_frame(wanted) {
            self.close_leaf();
            while self.frames.len() > below && self.close_frame().is_some() {}
        }
    }

    /// A tag amid running text.
    pub(super) fn tokens(&mut self, html: &str) {
        for token in html::tokens(html) {
            match token {
                Token::Text(text) => self.text(text),
                token => self.token(&token),
            }
        }
    }

    /// A block of HTML: the parser has not looked into it.
    pub(super) fn tokens_of_block(&mut self, html: &str) {
        for token in html::tokens(html) {
            match token {
                Token::Text(text) => self.text_of_block(text),
                token => self.token(&token),
            }
        }
    }

    /// Text in a block of HTML. By the book it is not Markdown, but its authors
    /// write backticks and asterisks there too.
    fn text_of_block(&mut self, text: &str) {
        if self.verbatim.is_some() {
            return self.text(&html::decode(text));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            return self.text(" ");
        }
        let space = |wanted: bool| if wanted { " " } else { "" };
        let start = space(text.starts_with(char::is_whitespace));
        let end = space(text.ends_with(char::is_whitespace));
        // Between full stops it can be no block, and keeps the spaces at its ends.
        let guarded = format!(".{start}{}{end}.", words.join(" "));
        let mut events: Vec<Event<'_>> = Parser::new_ext(&guarded, extensions())
            .filter(|event| {
                !matches!(
                    event,
                    Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
                )
            })
            .collect();
        if let Some(Event::Text(first)) = events.first_mut() {
            *first = first.strip_prefix('.').unwrap_or(first).to_owned().into();
        }
        if let Some(Event::Text(last)) = events.last_mut() {
            *last = last.strip_suffix('.').unwrap_or(last).to_owned().into();
        }
        for event in events {
            match event {
                Event::InlineHtml(html) | Event::Html(html) => self.text(&html),
                event => self.event(event),
            }
        }
    }

    fn token(&mut self, token: &Token<'_>) {
        match token {
            Token::Text(text) => self.text(text),
            Token::Comment => {}
            Token::Open {
                tag,
                name,
                attributes,
            } => match html::element(name) {
                Some(element) => self.open_element(element, attributes),
                None => self.text(tag),
            },
            Token::Close { tag, name } => match html::element(name) {
                Some(element) => self.close_element(element),
                None => self.text(tag),
            },
        }
    }

    fn open_element(&mut self, element: Element, attributes: &str) {
        // Until its end, verbatim text has no elements but the ends of lines.
        if self.verbatim.is_some() {
            if element == Element::Break {
                self.hard_break();
            }
            return;
        }
        match element {
            Element::Emphasis => self.open_mark(Some(Mark::Emphasis), Origin::Html),
            Element::Strong => self.open_mark(Some(Mark::Strong), Origin::Html),
            Element::Strikethrough => self.open_mark(Some(Mark::Strikethrough), Origin::Html),
            Element::Link => {
                let target = html::attribute(attributes, "href");
                let mark = target.as_deref().and_then(destination).map(Mark::Link);
                self.open_mark(mark, Origin::Html);
            }
            Element::Image => {
                if let Some(alternative) = html::attribute(attributes, "alt") {
                    self.text(&alternative);
                }
            }
            Element::Code => self.verbatim = Some(Verbatim::Code(String::new())),
            Element::Hidden => self.verbatim = Some(Verbatim::Hidden(String::new())),
            Element::Break => self.hard_break(),
            Element::Cell => {
                if !self.content.is_empty() {
                    self.text(" – ");
                }
            }
            Element::Plain => {}
            Element::Preformatted
            | Element::Rule
            | Element::Heading(_)
            | Element::Boundary
            | Element::Quote
            | Element::List { .. }
            | Element::Item => self.open_block(element),
        }
    }

    fn open_block(&mut self, element: Element) {
        if !self.may_start_block() {
            // A cell and a heading are one line each: the best is a new one in it.
            self.inline(Inline::Break);
            if element == Element::Item {
                self.text("• ");
            }
            return;
        }
        self.close_leaf();
        match element {
            Element::Preformatted => self.verbatim = Some(Verbatim::Preformatted(String::new())),
            Element::Rule => self.push(Block::Rule),
            Element::Heading(level) => self.leaf = Leaf::Heading(level, Origin::Html),
            Element::Quote => self.open(Container::Quote(Vec::new()), Origin::Html),
            Element::List { numbered } => self.open(list(numbered.then_some(1)), Origin::Html),
            Element::Item => {
                // The item before it often has no end.
                if let Some(below) =
                    self.html_frame(|container| matches!(container, Container::List(_)))
                {
                    while self.frames.len() > below + 1 && self.close_frame().is_some() {}
                } else {
                    self.open(list(None), Origin::Html);
                }
                if matches!(self.top(), Some(Container::List(_))) {
                    self.open(Container::Item(Item::default()), Origin::Html);
                }
            }
            Element::Boundary
            | Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Link
            | Element::Image
            | Element::Code
            | Element::Break
            | Element::Cell
            | Element::Plain
            | Element::Hidden => {}
        }
    }

    fn close_element(&mut self, element: Element) {
        match (&self.verbatim, element) {
            (None, _) => {}
            (Some(Verbatim::Code(_)), Element::Code)
            | (Some(Verbatim::Preformatted(_)), Element::Preformatted)
            | (Some(Verbatim::Hidden(_)), Element::Hidden) => return self.close_verbatim(),
            (Some(_), _) => return,
        }
        match element {
            Element::Emphasis => self.close_mark(|mark| *mark == Mark::Emphasis),
            Element::Strong => self.close_mark(|mark| *mark == Mark::Strong),
            Element::Strikethrough => self.close_mark(|mark| *mark == Mark::Strikethrough),
            Element::Link => self.close_mark(|mark| matches!(mark, Mark::Link(_))),
            Element::Quote => self.close_html(|container| matches!(container, Container::Quote(_))),
            Element::List { .. } => {
                self.close_html(|container| matches!(container, Container::List(_)))
            }
            Element::Item => self.close_html(|container| matches!(container, Container::Item(_))),
            Element::Boundary | Element::Heading(_) => {
                if self.may_start_block() {
                    self.close_leaf();
                }
            }
            Element::Image
            | Element::Code
            | Element::Preformatted
            | Element::Break
            | Element::Rule
            | Element::Cell
            | Element::Plain
            | Element::Hidden => {}
        }
    }

    /// Whether a block can start here: not in a cell or a heading of Markdown.
    fn may_start_block(&self) -> bool {
        match self.leaf {
            Leaf::Paragraph | Leaf::Heading(_, Origin::Html) => true,
            Leaf::Heading(_, Origin::Markdown) | Leaf::Cell => false,
        }
    }

    /// Closes the innermost mark of HTML that `wanted` takes, unless Markdown
    /// opened one inside of it.
    fn close_mark(&mut self, wanted: fn(&Mark) -> bool) {
        let found = self
            .marks
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, open)| open.origin == Origin::Html)
            .find(|(_, open)| open.mark.as_ref().is_some_and(wanted))
            .map(|(at, _)| at);
        if let Some(at) = found {
            self.close_marks(at);
        }
    }
}
