//! The HTML that descriptions contain: tags out of text, and what elements mean.

/// A piece of HTML.
#[derive(Debug)]
pub(super) enum Token<'a> {
    Text(&'a str),
    Open {
        tag: &'a str,
        name: String,
        attributes: &'a str,
    },
    Close {
        tag: &'a str,
        name: String,
    },
    /// A comment, a declaration or a processing instruction: nothing to show.
    Comment,
}

/// What an element means for a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    Emphasis,
    Strong,
    Strikethrough,
    Link,
    Image,
    Code,
    Preformatted,
    Break,
    Rule,
    Heading(u8),
    /// Starts and ends a paragraph, and nothing else.
    Boundary,
    Quote,
    List {
        numbered: bool,
    },
    Item,
    Cell,
    /// Changes only how its text looks.
    Plain,
    /// Its text is not meant for readers.
    Hidden,
}

/// The element of a lower-case name. None is for names in angle brackets that are
/// not HTML (`<username>`), and for HTML that a description means as a word far
/// more often than as a tag (`<object>`, `<time>`): both are shown as written.
pub(super) fn element(name: &str) -> Option<Element> {
    Some(match name {
        "em" | "i" | "cite" | "dfn" | "var" => Element::Emphasis,
        "b" | "strong" => Element::Strong,
        "s" | "del" | "strike" => Element::Strikethrough,
        "a" => Element::Link,
        "img" => Element::Image,
        "code" | "tt" | "kbd" | "samp" => Element::Code,
        "pre" => Element::Preformatted,
        "br" => Element::Break,
        "hr" => Element::Rule,
        "h1" => Element::Heading(1),
        "h2" => Element::Heading(2),
        "h3" => Element::Heading(3),
        "h4" => Element::Heading(4),
        "h5" => Element::Heading(5),
        "h6" => Element::Heading(6),
        "p" | "div" | "section" | "article" | "aside" | "center" | "details" | "summary" | "dl"
        | "dt" | "dd" | "figure" | "figcaption" | "footer" | "main" | "nav" | "table" | "thead"
        | "tbody" | "tfoot" | "tr" | "caption" | "colgroup" | "col" | "html" | "body" => {
            Element::Boundary
        }
        "blockquote" => Element::Quote,
        "ul" | "menu" => Element::List { numbered: false },
        "ol" => Element::List { numbered: true },
        "li" => Element::Item,
        "td" | "th" => Element::Cell,
        "span" | "u" | "ins" | "font" | "small" | "big" | "sub" | "sup" | "mark" | "abbr" | "q"
        | "nobr" | "wbr" | "bdi" | "bdo" | "label" => Element::Plain,
        "script" | "style" | "head" => Element::Hidden,
        _ => return None,
    })
}

/// The longest tag that is looked for. Past it a `<` is a `<`, which keeps a text
/// of nothing but `<a ` linear.
const MAX_TAG: usize = 4096;

/// Cuts HTML into tags and what is between them.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut text_start = 0;
    let mut from = 0;
    while let Some(at) = html
        .get(from..)
        .and_then(|rest| rest.find('<'))
        .map(|at| from + at)
    {
        let Some((token, length)) = html.get(at..).and_then(tag) else {
            from = at + 1;
            continue;
        };
        if let Some(text) = html.get(text_start..at).filter(|text| !text.is_empty()) {
            tokens.push(Token::Text(text));
        }
        tokens.push(token);
        from = at + length;
        text_start = from;
    }
    if let Some(text) = html.get(text_start..).filter(|text| !text.is_empty()) {
        tokens.push(Token::Text(text));
    }
    tokens
}

/// The tag or comment at the start of `html`, and its length.
fn tag(html: &str) -> Option<(Token<'_>, usize)> {
    for (start, end) in [("<!--", "-->"), ("<?", "?>"), ("<!", ">")] {
        if html.starts_with(start) {
            // A comment without an end runs to the end of the block, as in browsers.
            let length = html.find(end).map_or(html.len(), |at| at + end.len());
            return Some((Token::Comment, length));
        }
    }
    let inside = html.strip_prefix('<')?;
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let name_length = inside
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .unwrap_or(inside.len());
    let (name, rest) = inside.split_at_checked(name_length)?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !rest.starts_with(|c: char| c.is_whitespace() || c == '/' || c == '>')
    {
        return None;
    }
    let attributes_length = end_of_attributes(rest)?;
    let attributes = rest.get(..attributes_length)?;
    let length = html.len() - rest.len() + attributes_length + 1;
    let tag = html.get(..length)?;
    let name = name.to_ascii_lowercase();
    let token = if closing {
        Token::Close { tag, name }
    } else {
        Token::Open {
            tag,
            name,
            attributes,
        }
    };
    Some((token, length))
}

/// Where the `>` stands that is not in quotes.
fn end_of_attributes(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in rest.char_indices().take(MAX_TAG) {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None | Some(_), _) => {}
        }
    }
    None
}

/// The value of an attribute, references decoded.
pub(super) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let name_length = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(name_length)?;
        if name.is_empty() && !after.starts_with('=') {
            return None;
        }
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after;
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.get(1..)?.split_once(quote)?,
            _ => value.split_at_checked(value.find(char::is_whitespace).unwrap_or(value.len()))?,
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decode(value));
        }
        rest = after;
    }
}

/// Decodes the references that stand in code and attributes. Running text goes
/// through the Markdown parser, which knows all of them.
pub(super) fn decode(text: &str) -> String {
    const LONGEST: usize = 10;
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        let reference = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
        match reference.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((c, after)) => {
                decoded.push(c);
                rest = after;
            }
            None => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn character(name: &str) -> Option<char> {
    let number = match name.strip_prefix('#') {
        None => {
            return Some(match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                _ => return None,
            });
        }
        Some(number) => number,
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}
