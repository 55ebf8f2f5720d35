//! Whether values of one type are values of another, on the wire.

use std::collections::{BTreeMap, BTreeSet};

use super::super::wire::Heard;
use super::super::{Kind, Surface};
use super::answers::successes;

/// The types of a surface, by name.
#[derive(Debug, Default)]
pub(super) struct Shapes<'a> {
    heads: BTreeMap<&'a str, Heard>,
    parts: BTreeMap<&'a str, Vec<(&'a str, Heard)>>,
    /// The types of what has to decode: successes and events, and what they hold. The body of an
    /// error does not have to.
    decoded: BTreeSet<String>,
}

/// How strictly values are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// As the API does: what it does not describe it refuses.
    Api,
    /// As the API reads what is written as text (a parameter): numbers are texts, too.
    ApiOfText,
    /// As a generated crate does: enums and unions are open, texts whose format is kept are any
    /// text, members that are not known are no harm.
    Crate,
}

/// Deeper types are taken to be the same.
const DEEPEST: usize = 16;

impl<'a> Shapes<'a> {
    pub(super) fn of(surface: &'a Surface) -> Self {
        let mut shapes = Self::default();
        let mut roots = Vec::new();
        let mut answers: BTreeMap<&str, Vec<Heard>> = BTreeMap::new();
        for line in surface.lines().filter(|line| line.kind == Kind::Wire) {
            let heard = Heard::of(line.says);
            let Some(path) = line.path.strip_prefix("types::") else {
                match heard.role.as_str() {
                    "event" => roots.extend(heard.words.last().cloned()),
                    "answer" => answers.entry(line.path).or_default().push(heard),
                    _ => {}
                }
                continue;
            };
            match path.find(['.', ':']) {
                None => {
                    shapes.heads.insert(path, heard);
                }
                Some(at) => {
                    let (name, part) = path.split_at(at);
                    shapes.parts.entry(name).or_default().push((part, heard));
                }
            }
        }
        let successes = answers.values().flat_map(|answers| successes(answers));
        roots.extend(successes.filter_map(|answer| answer.words.last().cloned()));
        while let Some(ty) = roots.pop() {
            let name = ty.trim_matches(['[', ']', '{', '}', '?']);
            if shapes.heads.contains_key(name) && shapes.decoded.insert(name.to_owned()) {
                let head = shapes.head(name).into_iter();
                let parts = shapes.parts(name).iter().map(|(_, heard)| heard);
                roots.extend(head.chain(parts).flat_map(|heard| heard.words.clone()));
            }
        }
        shapes
    }

    /// Whether values of a type have to decode.
    pub(super) fn is_decoded(&self, name: &str) -> bool {
        self.decoded.contains(name)
    }

    /// What is said of a type as a whole.
    pub(super) fn head(&self, name: &str) -> Option<&Heard> {
        self.heads.get(name)
    }

    fn parts(&self, name: &str) -> &[(&'a str, Heard)] {
        self.parts.get(name).map_or(&[], Vec::as_slice)
    }

    fn values(&self, name: &str) -> BTreeSet<&str> {
        let parts = self.parts(name).iter();
        parts.map(|(_, heard)| heard.word(0)).collect()
    }
}

/// Whether a reader that knows `read` takes every value of `written`.
pub(super) fn takes(
    reader: Reader,
    (read, readers): (&str, &Shapes<'_>),
    (written, writers): (&str, &Shapes<'_>),
) -> bool {
    at_depth(reader, (read, readers), (written, writers), 0)
}

fn at_depth(
    reader: Reader,
    (read, readers): (&str, &Shapes<'_>),
    (written, writers): (&str, &Shapes<'_>),
    depth: usize,
) -> bool {
    if read == "any" || depth > DEEPEST {
        return true;
    }
    let (read, may_read_null) = without_null(read);
    let (written, may_be_null) = without_null(written);
    if may_be_null && !may_read_null {
        return false;
    }
    let inside = |read, written| at_depth(reader, (read, readers), (written, writers), depth + 1);
    let lists = inner(read, '[', ']').zip(inner(written, '[', ']'));
    let maps = inner(read, '{', '}').zip(inner(written, '{', '}'));
    if let Some((read, written)) = lists.or(maps) {
        return inside(read, written);
    }
    match (readers.head(read), writers.head(written)) {
        (Some(_), Some(_)) if read == written => true,
        (Some(one), Some(other)) => named(
            reader,
            (read, one, readers),
            (written, other, writers),
            depth,
        ),
        (Some(head), None) => match (head.role.as_str(), reader) {
            ("union", Reader::Crate) => true,
            ("union", Reader::Api | Reader::ApiOfText) => {
                holds(readers, read).any(|read| inside(read, written))
            }
            ("newtype", _) => inside(head.word(head.words.len().saturating_sub(1)), written),
            ("strings", Reader::Crate) => is_text(written),
            ("integers", Reader::Crate) => is_integer(written),
            ("object", Reader::Crate) => false,
            _ => false,
        },
        (None, Some(head)) => match head.role.as_str() {
            "integers" if reader == Reader::ApiOfText && read == "string" => true,
            "strings" => read == "string" || (reader == Reader::Crate && is_kept(read)),
            "integers" => is_number(read) || is_integer(read),
            "union" => holds(writers, written).all(|written| inside(read, written)),
            "newtype" => inside(read, head.word(head.words.len().saturating_sub(1))),
            "object" => inner(read, '{', '}') == Some("any"),
            _ => false,
        },
        (None, None) => plain(reader, read, written),
    }
}

/// Types of other names: the same if they look the same.
fn named(
    reader: Reader,
    (read, one, readers): (&str, &Heard, &Shapes<'_>),
    (written, other, writers): (&str, &Heard, &Shapes<'_>),
    depth: usize,
) -> bool {
    let inside = |read, written| at_depth(reader, (read, readers), (written, writers), depth + 1);
    if one.role != other.role {
        return match (one.role.as_str(), other.role.as_str()) {
            ("union", _) => {
                reader == Reader::Crate || holds(readers, read).any(|read| inside(read, written))
            }
            (_, "union") => holds(writers, written).all(|written| inside(read, written)),
            _ => false,
        };
    }
    match (one.role.as_str(), reader) {
        ("strings" | "integers" | "union", Reader::Crate) => true,
        ("union", Reader::Api | Reader::ApiOfText) => {
            let mut written = holds(writers, written);
            written.all(|written| holds(readers, read).any(|read| inside(read, written)))
        }
        ("strings" | "integers" | "values", _) => {
            readers.values(read).is_superset(&writers.values(written))
        }
        ("object", _) => {
            let written = writers.parts(written);
            let find = |key: &str| written.iter().find(|(_, part)| part.word(0) == key);
            readers.parts(read).iter().all(|(_, member)| {
                let is_required = member.word(1) == "required";
                match find(member.word(0)) {
                    None => !is_required,
                    Some((_, found)) => {
                        (!is_required || found.word(1) == "required")
                            && inside(member.word(2), found.word(2))
                    }
                }
            })
        }
        _ => {
            let read: Vec<&Heard> = readers.parts(read).iter().map(|(_, part)| part).collect();
            let written: Vec<&Heard> = writers
                .parts(written)
                .iter()
                .map(|(_, part)| part)
                .collect();
            read == written
        }
    }
}

/// What the variants of a union hold.
fn holds<'s>(shapes: &'s Shapes<'_>, name: &str) -> impl Iterator<Item = &'s str> {
    let parts = shapes.parts(name).iter();
    parts.map(|(_, heard)| heard.word(0))
}

fn plain(reader: Reader, read: &str, written: &str) -> bool {
    if read == written {
        return true;
    }
    match read {
        "string" if reader == Reader::ApiOfText => {
            is_text(written) || is_integer(written) || is_number(written) || written == "boolean"
        }
        "string" | "password" => is_text(written),
        "number" | "decimal-number" => is_integer(written) || is_number(written),
        "int64" => matches!(written, "int32" | "uint32"),
        "uint64" => written == "uint32",
        kept if reader == Reader::Crate && is_kept(kept) => is_text(written),
        _ => false,
    }
}

/// The type without the mark of what can be `null`, and whether it had it.
pub(super) fn without_null(ty: &str) -> (&str, bool) {
    match ty.strip_suffix('?') {
        Some(ty) => (ty, true),
        None => (ty, false),
    }
}

fn inner(ty: &str, open: char, close: char) -> Option<&str> {
    ty.strip_prefix(open)?.strip_suffix(close)
}

/// Texts whose format is in the type, and of which the crate takes any.
fn is_kept(ty: &str) -> bool {
    matches!(ty, "uri" | "time" | "duration" | "byte" | "decimal")
}

fn is_text(ty: &str) -> bool {
    let strict = ["date-time", "date", "uuid", "ipv4", "ipv6"];
    matches!(ty, "string" | "password") || strict.contains(&ty) || is_kept(ty)
}

fn is_integer(ty: &str) -> bool {
    matches!(ty, "int32" | "int64" | "uint32" | "uint64")
}

fn is_number(ty: &str) -> bool {
    matches!(ty, "number" | "decimal-number")
}
