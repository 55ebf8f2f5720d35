//! Running text as words of Markdown source: marks placed where they parse as
//! marks, everything else escaped so that it parses as text.
//!
//! Inlines become atoms, one a character, because whether a `*` opens emphasis or
//! a `_` needs a backslash depends on the characters beside it
//! (<https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis>).

use super::tree::{Inline, Mark};

/// Where running text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    /// On one line.
    Heading,
    /// On one line, between pipes.
    Cell,
}

/// A word of source, not to be broken.
#[derive(Debug, PartialEq)]
pub(super) enum Word {
    Text(String),
    /// The line ends here.
    Break,
}

#[derive(Debug, Clone, PartialEq)]
enum Atom {
    Char(char),
    Code(String),
    /// An address, to stand between angle brackets.
    Address(String),
    Space,
    Break,
    Open(Mark),
    Close(Mark),
    /// A mark that was taken back.
    Gone,
}

/// Running text as words.
pub(super) fn words(content: &[Inline], place: Place) -> Vec<Word> {
    let mut words = match plain(content) {
        Some(words) => {
            #[cfg(test)]
            assert_eq!(words, marked(content, place));
            words
        }
        None => marked(content, place),
    };
    if place == Place::Heading
        && let Some(Word::Text(last)) = words.last_mut()
        && last.bytes().all(|byte| byte == b'#')
    {
        last.insert(0, '\\');
    }
    words
}

/// The words of a text in which no sign means anything to Markdown, as of most.
fn plain(content: &[Inline]) -> Option<Vec<Word>> {
    const MEANING: [char; 10] = ['`', '*', '[', ']', '~', '_', '|', '\\', '<', '&'];
    let [Inline::Text(text)] = content else {
        return None;
    };
    if text.contains(MEANING) || text.contains("://") {
        return None;
    }
    let words = text.split_whitespace();
    Some(words.map(|word| Word::Text(word.to_owned())).collect())
}

/// The words of any text.
fn marked(content: &[Inline], place: Place) -> Vec<Word> {
    let atoms = atoms(content, place);
    let atoms = addresses(atoms);
    let atoms = settle_marks(atoms);
    escape(&atoms, place)
}

/// A string as a code span, whatever backticks are in it.
pub(super) fn code_span(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    // A space at both ends is taken off by the parser, hence put on where it matters.
    let bare = code.starts_with('`')
        || code.ends_with('`')
        || (code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty());
    if bare {
        format!("{ticks} {code} {ticks}")
    } else {
        format!("{ticks}{code}{ticks}")
    }
}

fn is_emphasis(mark: &Mark) -> bool {
    match mark {
        Mark::Emphasis | Mark::Strong | Mark::Strikethrough => true,
        Mark::Link(_) => false,
    }
}

/// Flattens the text: one space between words and none at the ends, no space just
/// inside a mark, no mark around nothing, no emphasis in emphasis, no link in a link.
fn atoms(content: &[Inline], place: Place) -> Vec<Atom> {
    let mut flow = Flow::default();
    for inline in content {
        match inline {
            Inline::Text(text) => flow.text(text),
            // At the start of a paragraph, ``[`a]: b`](…)`` would define a reference:
            // those are found before code is.
            Inline::Code(code) if flow.linked && (code.contains("]:") || code.starts_with(':')) => {
                flow.text(code);
            }
            Inline::Code(code) => flow.solid(Atom::Code(code.clone())),
            Inline::Address(address) if flow.linked => flow.text(address),
            Inline::Address(address) => flow.solid(Atom::Address(address.clone())),
            Inline::Break if place == Place::Heading => flow.space(),
            Inline::Break => flow.line_break(),
            Inline::Open(mark) => flow.open(mark),
            Inline::Close => flow.close(),
        }
    }
    flow.trim();
    flow.atoms
}

#[derive(Default)]
struct Flow {
    atoms: Vec<Atom>,
    opened: Vec<Opened>,
    /// Whether a wanted mark is open that no atom shows yet.
    unwritten: bool,
    emphasised: bool,
    linked: bool,
}

struct Opened {
    mark: Mark,
    /// Not inside of another mark of its sort.
    wanted: bool,
    written: bool,
}

impl Flow {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space();
            } else {
                self.solid(Atom::Char(c));
            }
        }
    }

    fn solid(&mut self, atom: Atom) {
        if std::mem::take(&mut self.unwritten) {
            for open in self
                .opened
                .iter_mut()
                .filter(|open| open.wanted && !open.written)
            {
                open.written = true;
                self.atoms.push(Atom::Open(open.mark.clone()));
            }
        }
        self.atoms.push(atom);
    }

    fn space(&mut self) {
        if !matches!(self.atoms.last(), None | Some(Atom::Space | Atom::Break)) {
            self.atoms.push(Atom::Space);
        }
    }

    fn line_break(&mut self) {
        if self.atoms.last() == Some(&Atom::Space) {
            self.atoms.pop();
        }
        if !matches!(self.atoms.last(), None | Some(Atom::Break)) {
            self.atoms.push(Atom::Break);
        }
    }

    /// The mark is written before the first word in it.
    fn open(&mut self, mark: &Mark) {
        let wanted = !std::mem::replace(self.inside(mark), true);
        self.unwritten |= wanted;
        self.opened.push(Opened {
            mark: mark.clone(),
            wanted,
            written: false,
        });
    }

    /// The end of the mark is written after the last word in it.
    fn close(&mut self) {
        let Some(open) = self.opened.pop().filter(|open| open.wanted) else {
            return;
        };
        *self.inside(&open.mark) = false;
        if open.written {
            let blank = |atom: &&Atom| matches!(atom, Atom::Space | Atom::Break);
            let spaces = self.atoms.iter().rev().take_while(blank).count();
            self.atoms
                .insert(self.atoms.len() - spaces, Atom::Close(open.mark));
        }
    }

    fn inside(&mut self, mark: &Mark) -> &mut bool {
        if is_emphasis(mark) {
            &mut self.emphasised
        } else {
            &mut self.linked
        }
    }

    fn trim(&mut self) {
        while matches!(self.atoms.last(), Some(Atom::Space | Atom::Break)) {
            self.atoms.pop();
        }
    }
}

/// Puts bare addresses between angle brackets, and links that show nothing but
/// their own address.
fn addresses(atoms: Vec<Atom>) -> Vec<Atom> {
    let mut out = Vec::with_capacity(atoms.len());
    let mut rest = atoms.as_slice();
    let mut linked = false;
    while let Some((atom, after)) = rest.split_first() {
        let found = match atom {
            Atom::Open(Mark::Link(target)) => shown_address(target, after),
            Atom::Char('h' | 'H') if !linked => bare_address(rest),
            _ => None,
        };
        if let Some((address, length)) = found {
            out.push(Atom::Address(address));
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        match atom {
            Atom::Open(Mark::Link(_)) => linked = true,
            Atom::Close(Mark::Link(_)) => linked = false,
            _ => {}
        }
        out.push(atom.clone());
        rest = after;
    }
    out
}

/// The target of a link that is also its whole text, and how many atoms that takes
/// with the marks around it.
fn shown_address(target: &str, after: &[Atom]) -> Option<(String, usize)> {
    if !target.chars().all(is_address) {
        return None;
    }
    let length = target.chars().count();
    let same = after.len() > length
        && after
            .iter()
            .zip(target.chars())
            .all(|(atom, c)| *atom == Atom::Char(c));
    (same && matches!(after.get(length), Some(Atom::Close(Mark::Link(_)))))
        .then(|| (target.to_owned(), length + 2))
}

/// The address at the start of `atoms`, and how many atoms it takes. It ends before
/// punctuation that more likely belongs to the sentence.
fn bare_address(atoms: &[Atom]) -> Option<(String, usize)> {
    let run = || {
        atoms.iter().map_while(|atom| match atom {
            Atom::Char(c) => Some(*c),
            _ => None,
        })
    };
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        let mut run = run();
        scheme.chars().all(|c| {
            run.next()
                .is_some_and(|other| other.eq_ignore_ascii_case(&c))
        })
    })?;
    let mut address: String = run().take_while(|c| is_address(*c)).collect();
    while let Some(last) = address.chars().next_back() {
        let open = last == ')' && address.matches('(').count() < address.matches(')').count();
        if !open
            && !matches!(
                last,
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~'
            )
        {
            break;
        }
        address.pop();
    }
    address
        .get(scheme.len()..)
        .is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric()))
        .then(|| (address.clone(), address.len()))
}

/// What an address between angle brackets is made of here: of what CommonMark
/// allows, what is part of an address rather than of the text around it.
fn is_address(c: char) -> bool {
    c.is_ascii_graphic()
        && !matches!(
            c,
            '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' | '[' | ']'
        )
}

/// How a neighbour counts for emphasis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Punctuation,
    Word,
    /// Parsers disagree on which symbols beyond ASCII are punctuation.
    Unsure,
}

fn class(atom: Option<&Atom>) -> Class {
    match atom {
        None | Some(Atom::Space | Atom::Break | Atom::Gone) => Class::Space,
        Some(Atom::Char(c)) if c.is_alphanumeric() => Class::Word,
        Some(Atom::Char(c)) if c.is_ascii_punctuation() => Class::Punctuation,
        Some(Atom::Char(_)) => Class::Unsure,
        Some(Atom::Code(_) | Atom::Address(_) | Atom::Open(_) | Atom::Close(_)) => {
            Class::Punctuation
        }
    }
}

/// Whether a delimiter with these neighbours, the one outside of the mark and the
/// one inside, is a delimiter to every parser.
fn delimits(outside: Class, inside: Class) -> bool {
    match inside {
        Class::Word => true,
        Class::Space => false,
        Class::Punctuation | Class::Unsure => matches!(outside, Class::Space | Class::Punctuation),
    }
}

/// Takes back emphasis that would not parse as such where it stands.
fn settle_marks(mut atoms: Vec<Atom>) -> Vec<Atom> {
    let marks_emphasis = |atom: &Atom| match atom {
        Atom::Open(mark) | Atom::Close(mark) => is_emphasis(mark),
        Atom::Char(_)
        | Atom::Code(_)
        | Atom::Address(_)
        | Atom::Space
        | Atom::Break
        | Atom::Gone => false,
    };
    // Of the emphasis that is open: where, and whether its start is good.
    let mut opened: Option<(usize, bool)> = None;
    let mut before: Option<usize> = None;
    for at in 0..atoms.len() {
        let Some(atom) = atoms.get(at) else { break };
        let outside_before = before.and_then(|before| atoms.get(before));
        match atom {
            Atom::Open(mark) if is_emphasis(mark) => {
                // Two runs of delimiters beside each other would be one run.
                let good = !outside_before.is_some_and(marks_emphasis)
                    && delimits(class(outside_before), class(atoms.get(at + 1)));
                opened = Some((at, good));
            }
            Atom::Close(mark) if is_emphasis(mark) => {
                let after = atoms.iter().skip(at + 1).find(|atom| !marks_emphasis(atom));
                let good = delimits(class(after), class(outside_before));
                if let Some((start, good_start)) = opened.take()
                    && !(good && good_start)
                {
                    for gone in [start, at] {
                        if let Some(atom) = atoms.get_mut(gone) {
                            *atom = Atom::Gone;
                        }
                    }
                    if before == Some(start) {
                        before = None;
                    }
                    continue;
                }
            }
            _ => {}
        }
        before = Some(at);
    }
    atoms.retain(|atom| *atom != Atom::Gone);
    atoms
}

/// Writes atoms as words.
fn escape(atoms: &[Atom], place: Place) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut code_run = String::new();
    let mut underscores_plain = false;
    for (at, atom) in atoms.iter().enumerate() {
        let after = atoms.get(at + 1..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|before| atoms.get(before));
        match atom {
            Atom::Char(c) => {
                if *c == '_' && before != Some(&Atom::Char('_')) {
                    let end = after.iter().find(|atom| **atom != Atom::Char('_'));
                    underscores_plain = class(before) == Class::Word && class(end) == Class::Word;
                }
                let bare = match c {
                    '`' | '*' | '[' | ']' | '~' => false,
                    '_' => underscores_plain,
                    '|' => place != Place::Cell,
                    '\\' => {
                        matches!(after.first(), Some(Atom::Char(c)) if !c.is_ascii_punctuation())
                    }
                    '<' => match after.first() {
                        Some(Atom::Char(c)) => {
                            !(c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
                        }
                        Some(Atom::Space | Atom::Break) | None => true,
                        Some(_) => false,
                    },
                    '&' => !is_reference(after),
                    '^' => !matches!(before, Some(Atom::Open(Mark::Link(_)))),
                    '!' => !matches!(after.first(), Some(Atom::Open(Mark::Link(_)))),
                    _ => true,
                };
                if !bare {
                    word.push('\\');
                }
                word.push(*c);
            }
            Atom::Code(code) => {
                // Two beside each other would be one with backticks in it.
                code_run.push_str(code);
                if !matches!(after.first(), Some(Atom::Code(_))) {
                    let span = code_span(&std::mem::take(&mut code_run));
                    match place {
                        Place::Cell => word.push_str(&span.replace('|', "\\|")),
                        Place::Paragraph | Place::Heading => word.push_str(&span),
                    }
                }
            }
            Atom::Address(address) => word.extend(["<", address, ">"]),
            Atom::Open(mark) => word.push_str(match mark {
                Mark::Link(_) => "[",
                Mark::Emphasis | Mark::Strong | Mark::Strikethrough => delimiter(mark),
            }),
            Atom::Close(Mark::Link(target)) => {
                word.push_str("](");
                push_target(&mut word, target);
                word.push(')');
            }
            Atom::Close(mark) => word.push_str(delimiter(mark)),
            Atom::Space => words.push(Word::Text(std::mem::take(&mut word))),
            Atom::Break if place == Place::Cell => word.push_str("<br>"),
            Atom::Break => {
                words.push(Word::Text(std::mem::take(&mut word)));
                words.push(Word::Break);
            }
            Atom::Gone => {}
        }
    }
    if !word.is_empty() {
        words.push(Word::Text(word));
    }
    words
}

fn delimiter(mark: &Mark) -> &'static str {
    match mark {
        Mark::Emphasis => "*",
        Mark::Strong => "**",
        Mark::Strikethrough => "~~",
        Mark::Link(_) => "",
    }
}

/// Whether what follows an `&` makes it a character reference.
fn is_reference(after: &[Atom]) -> bool {
    // The longest name of HTML is 31 letters.
    const LONGEST: usize = 33;
    for (at, atom) in after.iter().take(LONGEST).enumerate() {
        match atom {
            Atom::Char(';') => return at > 0,
            Atom::Char('#') if at == 0 => {}
            Atom::Char(c) if c.is_ascii_alphanumeric() => {}
            _ => return false,
        }
    }
    false
}

/// Writes a link's target so that nothing in it ends the link.
fn push_target(word: &mut String, target: &str) {
    for (at, c) in target.char_indices() {
        match c {
            ' ' | '"' | '\'' | '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '`' | '|' | '*' | '~' => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    word.push('%');
                    for digit in [byte >> 4, byte & 15] {
                        word.extend(
                            char::from_digit(u32::from(digit), 16).map(|c| c.to_ascii_uppercase()),
                        );
                    }
                }
            }
            '&' if target.get(at + 1..).is_some_and(|after| {
                let atoms: Vec<Atom> = after.chars().take(40).map(Atom::Char).collect();
                is_reference(&atoms)
            }) =>
            {
                word.push_str("\\&");
            }
            c => word.push(c),
        }
    }
}
