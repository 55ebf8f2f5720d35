//! Two surfaces in, what the difference means out.
//!
//! Lines are put together by the thing that they speak of: a field with the setter of its type
//! and its member on the wire, an operation with its method, its builder, its request and its
//! answers. What comes or goes with a thing as a whole is not told apart from it.

mod answers;
mod arguments;
mod bodies;
mod condition;
mod found;
mod limits;
mod relation;
mod report;
mod security;
mod servers;
mod source;
mod text;
mod unions;
mod wire;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::wire::Heard;
use super::{Kind, Line, Surface};
use found::Found;
use relation::Shapes;
use wire::Wires;

pub use report::{Action, Change, Report, Side, Step, WireBreak};

/// What a change from one surface to another means.
pub fn compare(old: &Surface, new: &Surface) -> Report {
    let wires = Wires {
        old: Shapes::of(old),
        new: Shapes::of(new),
    };
    let (old_held, new_held) = (held(old), held(new));
    let (old, new) = (things(old), things(new));
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for path in paths {
        let (was, is) = (old.get(path), new.get(path));
        if was == is {
            continue;
        }
        let around = around(path);
        let has = |things: &Things<'_>| around.is_none_or(|around| things.contains_key(around));
        // It came or went with what it belongs to.
        if (was.is_none() && !has(&old)) || (is.is_none() && !has(&new)) {
            continue;
        }
        let nothing = BTreeSet::new();
        let held = (
            old_held.get(path.as_str()).unwrap_or(&nothing),
            new_held.get(path.as_str()).unwrap_or(&nothing),
        );
        let mut change = change(path, was, is, held, &wires);
        if let Some(change) = &mut change {
            let subject = &change.subject;
            let lines = old.get(subject).or_else(|| new.get(subject));
            change.request = lines.and_then(|lines| request(lines));
        }
        changes.extend(change);
    }
    Report { changes }
}

/// What the variants of each type hold.
fn held(surface: &Surface) -> BTreeMap<&str, BTreeSet<String>> {
    let mut held: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for line in surface.lines().filter(|line| line.kind == Kind::Variant) {
        if let Some((ty, _)) = line.path.rsplit_once("::") {
            let holds = line.says.trim_start_matches('(').trim_end_matches(')');
            let holds = holds
                .strip_prefix("Box<")
                .and_then(|ty| ty.strip_suffix('>'))
                .unwrap_or(holds);
            held.entry(ty).or_default().insert(holds.to_owned());
        }
    }
    held
}

/// The lines of each thing.
type Things<'a> = BTreeMap<String, Vec<Line<'a>>>;

fn things(surface: &Surface) -> Things<'_> {
    let mut methods: BTreeMap<&str, &str> = BTreeMap::new();
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for line in surface.lines() {
        paths.insert(line.path);
        let gives = line.says.split(" -> ").nth(1).map(without_marks);
        if let (true, Some(builder)) = (line.path.starts_with("Client::"), gives) {
            let first = methods
                .get(builder)
                .is_none_or(|method| *line.path < **method);
            if line.kind == Kind::Fn && first {
                methods.insert(builder, line.path);
            }
        }
    }
    let mut things: Things<'_> = BTreeMap::new();
    for line in surface.lines().filter(|line| line.kind != Kind::Version) {
        let path = thing(&line, &methods, &paths);
        things.entry(path).or_default().push(line);
    }
    things
}

fn without_marks(says: &str) -> &str {
    says.split(" #[").next().unwrap_or(says)
}

/// The path of the thing that a line speaks of.
fn thing(line: &Line<'_>, methods: &BTreeMap<&str, &str>, paths: &BTreeSet<&str>) -> String {
    let parts: Vec<&str> = line.path.split("::").collect();
    match parts.as_slice() {
        ["operations", _, builder, rest @ ..] => match (methods.get(builder), rest) {
            (Some(method), [setter]) if without_marks(line.says).ends_with(" -> Self") => {
                format!("{method}({setter})")
            }
            (Some(method), _) => (*method).to_owned(),
            (None, _) => line.path.to_string(),
        },
        ["types", ty, setter] => {
            let field = setter.strip_prefix("with_").map(|name| {
                let path = format!("types::{ty}.{name}");
                match paths.contains(path.as_str()) {
                    true => path,
                    false => format!("types::{ty}.r#{name}"),
                }
            });
            field
                .filter(|path| paths.contains(path.as_str()))
                .unwrap_or(line.path.to_string())
        }
        _ => line.path.to_string(),
    }
}

/// The thing that another belongs to.
fn around(path: &str) -> Option<&str> {
    if let Some((method, _)) = path.split_once('(') {
        return Some(method);
    }
    if let Some((ty, _)) = path.split_once('.').filter(|(ty, _)| *ty != "Cargo") {
        return Some(ty);
    }
    let (before, _) = path.rsplit_once("::")?;
    // A module is no thing of its own, but for one that comes or goes.
    let is_type = before.contains("::") && !before.starts_with("operations");
    is_type.then_some(before)
}

fn change(
    path: &str,
    was: Option<&Vec<Line<'_>>>,
    is: Option<&Vec<Line<'_>>>,
    held: source::Held<'_>,
    wires: &Wires<'_>,
) -> Option<Change> {
    let mut found = Found::default();
    let none = Vec::new();
    let (old, new) = (was.unwrap_or(&none), is.unwrap_or(&none));
    match (was, is) {
        (None, Some(_)) => introduce(path, new, &mut found),
        (Some(_), None) => {
            introduce(path, old, &mut found);
            source::removed(old, &mut found);
        }
        (Some(_), Some(_)) => source::compare(old, new, held, &mut found),
        (None, None) => {}
    }
    let is_whole = heads(path) && (was.is_none() || is.is_none());
    match is_whole {
        true => whole(path, was.is_none(), old, &mut found),
        false => wires.compare(path, old, new, &mut found),
    }
    let action = match (was, is) {
        (None, _) => Action::Added,
        (_, None) => Action::Removed,
        _ if found.is_deprecated => Action::Deprecated,
        _ => Action::Changed,
    };
    let is_nothing = found.what.is_empty() && found.source.is_empty() && found.wire.is_empty();
    (!is_nothing).then(|| Change {
        subject: subject(path).to_owned(),
        request: None,
        at: path.to_owned(),
        action,
        what: found.what,
        source: found.source,
        wire: found.wire,
        notes: found.notes,
    })
}

/// Whether a thing has others that belong to it: an operation or a type.
fn heads(path: &str) -> bool {
    subject(path) == path && (path.starts_with("Client::") || path.starts_with("types::"))
}

/// An operation or a type that comes or goes as a whole.
fn whole(path: &str, is_new: bool, old: &[Line<'_>], found: &mut Found) {
    if !is_new && request(old).is_some() && path.starts_with("Client::") {
        found.breaks_requests("the operation is no longer there");
    }
}

/// What a thing that comes or goes is.
fn introduce(path: &str, lines: &[Line<'_>], found: &mut Found) {
    if let Some(request) = request(lines) {
        found.say(request);
        return;
    }
    if path.ends_with(')') {
        return;
    }
    for line in lines {
        match line.kind {
            Kind::Struct | Kind::Enum => found.say(line.kind.word()),
            Kind::Field => found.say(format!("`{}`", line.says)),
            Kind::Type => found.say(format!("type, `{}`", without_marks(line.says))),
            Kind::Const => found.say("const"),
            Kind::Module => found.say("module"),
            Kind::Use => found.say(format!("`{}`", line.says)),
            Kind::Fn if !path.contains('.') => {
                let name = path.rsplit("::").next().unwrap_or(path);
                found.say(format!("`{name}{}`", without_marks(line.says)));
            }
            Kind::Variant if !line.says.is_empty() => found.say(format!("`{}`", line.says)),
            Kind::Env => found.say(format!("variable `{}`", line.says)),
            Kind::Fn
            | Kind::Variant
            | Kind::Version
            | Kind::RustVersion
            | Kind::Dependency
            | Kind::Feature
            | Kind::Traits
            | Kind::Wire => {}
        }
    }
}

/// The request of an operation.
fn request(lines: &[Line<'_>]) -> Option<String> {
    let mut wire = lines.iter().filter(|line| line.kind == Kind::Wire);
    wire.find_map(|line| {
        let heard = Heard::of(line.says);
        let request = format!("{} {}", heard.word(0), heard.word(1).trim_matches('"'));
        (heard.role == "request").then_some(request)
    })
}

/// What a path is grouped under.
fn subject(path: &str) -> &str {
    if let Some((method, _)) = path.split_once('(') {
        return method;
    }
    match path.strip_prefix("types::") {
        Some(rest) => {
            let end = rest
                .find(['.', ':'])
                .map_or(path.len(), |at| at + "types::".len());
            path.get(..end).unwrap_or(path)
        }
        None => path,
    }
}
