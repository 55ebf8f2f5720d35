//! Functions, and what is in them: statements of one line, and at the end perhaps a struct.

use std::fmt::Write as _;

use proc_macro2::Delimiter;

use super::attributes::Attributes;
use super::flat;
use super::forms::{after_pub, line};
use super::node::{Node, between_commas};
use super::typed::{opened, typed};
use super::{SHORT_STRUCT, WIDTH};

/// A public function, as `api.txt` has it.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: String,
    /// Its arguments, and what comes back.
    pub(super) says: String,
    pub(super) marks: Vec<String>,
}

/// Adds a function. `None` if it is of no form that is known here; the inner one is
/// `None` if it is not public.
pub(super) fn function(
    indent: &str,
    nodes: &[Node],
    text: &mut String,
) -> Option<Option<Function>> {
    let (attributes, rest) = Attributes::before(nodes, indent, text)?;
    let (shown, rest) = after_pub(rest);
    let [keyword, rest @ .., Node::Group(Delimiter::Brace, body)] = rest else {
        return None;
    };
    if !keyword.is_word("fn") || body.is_empty() {
        return None;
    }
    let is_arguments = |node: &Node| matches!(node, Node::Group(Delimiter::Parenthesis, _));
    let at = rest.iter().position(is_arguments)?;
    let (name, rest) = rest.split_at_checked(at)?;
    let (Node::Group(_, arguments), output) = rest.split_first()? else {
        return None;
    };
    let arguments = between_commas(arguments);
    let start = text.len();
    let inside = format!("{indent}    ");
    for part in [indent, shown.words(), "fn "] {
        text.push_str(part);
    }
    let name_start = text.len();
    flat::add(name, text)?;
    text.push('(');
    let arguments_start = text.len();
    for (at, argument) in arguments.iter().enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        flat::add(argument, text)?;
    }
    text.push(')');
    let output_start = text.len();
    match output {
        [] => {}
        [minus, greater, ty @ ..] if minus.is_joint('-') && greater.is_sign('>') => {
            text.push_str(" -> ");
            flat::add(ty, text)?;
        }
        _ => return None,
    }
    let signed = text.get(name_start..)?;
    let public = shown.is_public().then(|| {
        let (name, says) = signed.split_at(signed.find(['<', '(']).unwrap_or_default());
        Function {
            name: name.to_owned(),
            // Whether a function changes what it owns is its own business.
            says: says.replacen("(mut self", "(self", 1),
            marks: attributes.marks,
        }
    });
    text.push_str(" {");
    if text.len() - start > WIDTH {
        let output = text.get(output_start..)?.to_owned();
        text.truncate(arguments_start);
        text.push('\n');
        let last = arguments.len().checked_sub(1)?;
        for (at, argument) in arguments.into_iter().enumerate() {
            let argument = flat::flat(argument)?;
            let (before, ty) = match argument.find(": ") {
                Some(colon) => argument.split_at_checked(colon + 2)?,
                None => ("", &*argument),
            };
            // The last comma is there because of the lines.
            opened(&inside, before, ty, ",", usize::from(at < last), text)?;
            text.push('\n');
        }
        let (arrow, ty) = match output.strip_prefix(" -> ") {
            Some(output) => (") -> ", output.strip_suffix(" {")?),
            None => (")", ""),
        };
        typed(indent, arrow, ty, " {", text)?;
    } else {
        text.push('\n');
    }
    statements(&inside, body, text)?;
    for part in [indent, "}\n"] {
        text.push_str(part);
    }
    Some(public)
}

fn statements(indent: &str, body: &[Node], text: &mut String) -> Option<()> {
    let mut rest = body;
    while let Some(end) = rest.iter().position(|node| node.is_sign(';')) {
        let (statement, behind) = rest.split_at_checked(end)?;
        if statement.is_empty() {
            return None;
        }
        let start = text.len();
        let one_line = line(text, indent, |text| {
            flat::add(statement, text)?;
            text.push(';');
            Some(())
        });
        if one_line.is_none() {
            text.truncate(start);
            assigned(indent, statement, text)?;
        }
        rest = behind.get(1..)?;
    }
    match rest {
        [] => Some(()),
        value => self::value(indent, Opening::default(), value, "", text),
    }
}

/// A statement that gives something a value which takes more than a line.
fn assigned(indent: &str, statement: &[Node], text: &mut String) -> Option<()> {
    let equals = statement.iter().position(|node| node.is_sign('='))?;
    let (before, value) = statement.split_at_checked(equals)?;
    let (reference, value) = match value.get(1..)? {
        [and, value @ ..] if and.is_sign('&') => ("&", value),
        value => ("", value),
    };
    let opening = Opening {
        before: &format!("{} = {reference}", flat::flat(before)?),
        ty: "",
    };
    self::value(indent, opening, value, ";", text)
}

/// What stands before a value: the name of what it is given to, with its type.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Opening<'a> {
    /// With the sign behind it.
    pub(super) before: &'a str,
    /// Empty if none is said.
    pub(super) ty: &'a str,
}

impl Opening<'_> {
    fn equals(self) -> &'static str {
        if self.ty.is_empty() { "" } else { " = " }
    }

    /// In one line.
    fn line(self) -> String {
        [self.before, self.ty, self.equals()].concat()
    }
}

/// Adds an expression between what stands before and behind it: in one line, or on several where it
/// is a struct, a `match`, a call or calls in a row.
pub(super) fn value(
    indent: &str,
    opening: Opening<'_>,
    nodes: &[Node],
    end: &str,
    text: &mut String,
) -> Option<()> {
    let Some((Node::Group(Delimiter::Brace, fields), path)) = nodes.split_last() else {
        let start = text.len();
        let opening = &*opening.line();
        let one_line = line(text, indent, |text| {
            text.push_str(opening);
            flat::add(nodes, text)?;
            text.push_str(end);
            Some(())
        });
        let call = one_line.or_else(|| {
            text.truncate(start);
            call(indent, opening, nodes, end, text)
        });
        return call.or_else(|| {
            text.truncate(start);
            chain(indent, opening, nodes, end, text)
        });
    };
    if let [keyword, of @ ..] = path
        && keyword.is_word("match")
    {
        return opening
            .line()
            .is_empty()
            .then_some(())
            .and_then(|()| matching(indent, of, fields, text));
    }
    let is_path = |path: &str| path.starts_with(|c: char| c.is_uppercase()) && !path.contains(' ');
    let path = flat::flat(path).filter(|path| is_path(path))?;
    let fields = between_commas(fields);
    if fields.is_empty() {
        return None;
    }
    if let Some(one_line) = short(&path, &fields)? {
        return line(text, indent, |text| {
            for part in [&*opening.line(), &*one_line, " }", end] {
                text.push_str(part);
            }
            Some(())
        });
    }
    let equals = opening.equals();
    opened(
        indent,
        opening.before,
        opening.ty,
        equals,
        equals.len(),
        text,
    )?;
    for part in [&*path, " {\n"] {
        text.push_str(part);
    }
    let inside = format!("{indent}    ");
    for field in fields {
        // What else has a name is in one line, as what has none.
        match field {
            [
                Node::Ident(name),
                colon,
                value @ ..,
                Node::Group(Delimiter::Brace, _),
            ] if colon.is_sign(':') && !value.is_empty() => {
                let opening = Opening {
                    before: &format!("{name}: "),
                    ty: "",
                };
                self::value(&inside, opening, field.get(2..)?, ",", text)?;
            }
            // It has no place to be broken at.
            [Node::Ident(name), colon, Node::Literal(literal)] if colon.is_sign(':') => {
                writeln!(text, "{inside}{name}: {literal},").ok()?;
            }
            _ => line(text, &inside, |text| {
                flat::add(field, text)?;
                text.push(',');
                Some(())
            })?,
        }
    }
    for part in [indent, "}", end, "\n"] {
        text.push_str(part);
    }
    Some(())
}

/// A struct without the space and the brace at its end, if it is short enough for one line; the outer one
/// is `None` if that is not known.
fn short(path: &str, fields: &[&[Node]]) -> Option<Option<String>> {
    let mut one_line = format!("{path} {{");
    let mut is_known = true;
    for (at, field) in fields.iter().enumerate() {
        one_line.push_str(if at > 0 { ", " } else { " " });
        let before = one_line.len();
        if flat::add(field, &mut one_line).is_none() {
            one_line.truncate(before);
            is_known = false;
        }
    }
    // Of those, the space counts.
    match one_line.len() < SHORT_STRUCT {
        true => is_known.then_some(Some(one_line)),
        false => Some(None),
    }
}

/// Adds a call that is too wide for a line: of something with one argument, calls in a row.
fn call(indent: &str, opening: &str, nodes: &[Node], end: &str, text: &mut String) -> Option<()> {
    let [
        name @ Node::Ident(_),
        Node::Group(Delimiter::Parenthesis, argument),
    ] = nodes
    else {
        return None;
    };
    let [argument] = between_commas(argument)[..] else {
        return None;
    };
    line(text, indent, |text| {
        text.push_str(opening);
        flat::add(std::slice::from_ref(name), text)?;
        text.push('(');
        Some(())
    })?;
    let start = text.len();
    let one_line = line(text, indent, |text| {
        text.push_str("    ");
        flat::add(argument, text)?;
        text.push(',');
        Some(())
    });
    if one_line.is_none() {
        // A comma alone is not what makes a line too wide.
        if text.len() - start <= WIDTH + 1 {
            return None;
        }
        text.truncate(start);
        in_a_row(
            &format!("{indent}    "),
            "",
            &links(argument)?,
            1,
            ",",
            text,
        )?;
    }
    for part in [indent, ")", end, "\n"] {
        text.push_str(part);
    }
    Some(())
}

/// Adds calls in a row that are too wide for a line.
fn chain(indent: &str, opening: &str, nodes: &[Node], end: &str, text: &mut String) -> Option<()> {
    let links = links(nodes)?;
    // What begins a line and is no wider than the next is indented keeps the first dot.
    let is_short =
        |link: &[Node]| matches!(link, [Node::Ident(name)] if name.to_string().len() <= 4);
    let on_first = match opening.is_empty() && is_short(links.first()?) {
        true => 2,
        false => 1,
    };
    in_a_row(indent, opening, &links, on_first, end, text)
}

/// Adds calls in a row, each on a line of its own but for so many on the first.
fn in_a_row(
    indent: &str,
    opening: &str,
    links: &[&[Node]],
    on_first: usize,
    end: &str,
    text: &mut String,
) -> Option<()> {
    let (first, rest) = links.split_at_checked(on_first)?;
    line(text, indent, |text| {
        text.push_str(opening);
        for (at, link) in first.iter().enumerate() {
            text.push_str(if at == 0 { "" } else { "." });
            flat::add(link, text)?;
        }
        Some(())
    })?;
    let (last, between) = rest.split_last()?;
    let ends = between.iter().map(|link| (link, ""));
    let inside = format!("{indent}    ");
    for (link, end) in ends.chain([(last, end)]) {
        let start = text.len();
        // A comma alone is not what makes a line too wide.
        let counted = if end == "," { "" } else { end };
        let one_line = line(text, &inside, |text| {
            text.push('.');
            flat::add(link, text)?;
            text.push_str(counted);
            Some(())
        });
        if one_line.is_some() {
            text.insert_str(text.len() - 1, end.get(counted.len()..)?);
        } else {
            text.truncate(start);
            let [name, Node::Group(_, arguments)] = link else {
                return None;
            };
            line(text, &inside, |text| {
                text.push('.');
                flat::add(std::slice::from_ref(name), text)?;
                text.push('(');
                Some(())
            })?;
            let deeper = format!("{inside}    ");
            for argument in between_commas(arguments) {
                line(text, &deeper, |text| {
                    flat::add(argument, text)?;
                    text.push(',');
                    Some(())
                })?;
            }
            for part in [&*inside, ")", end, "\n"] {
                text.push_str(part);
            }
        }
    }
    Some(())
}

/// Adds a `match` of which each arm is a pattern and an expression.
fn matching(indent: &str, of: &[Node], arms: &[Node], text: &mut String) -> Option<()> {
    line(text, indent, |text| {
        text.push_str("match ");
        flat::add(of, text)?;
        text.push_str(" {");
        Some(())
    })?;
    let inside = format!("{indent}    ");
    let deeper = format!("{inside}    ");
    for arm in between_commas(arms) {
        let arrow = arm.iter().position(|node| node.is_joint('='))?;
        let (pattern, rest) = arm.split_at_checked(arrow)?;
        let [_, greater, value @ ..] = rest else {
            return None;
        };
        if !greater.is_sign('>') {
            return None;
        }
        let pattern = format!("{} => ", flat::flat(pattern)?);
        let start = text.len();
        let one_line = line(text, &inside, |text| {
            text.push_str(&pattern);
            flat::add(value, text)
        });
        if one_line.is_some() {
            // The comma may be too much for the line.
            text.insert(text.len() - 1, ',');
            continue;
        }
        text.truncate(start);
        // These would have a semicolon behind them.
        if ["return", "break", "continue"]
            .iter()
            .any(|word| value.first().is_some_and(|first| first.is_word(word)))
        {
            return None;
        }
        line(text, &inside, |text| {
            text.push_str(&pattern);
            text.push('{');
            Some(())
        })?;
        self::value(&deeper, Opening::default(), value, "", text)?;
        for part in [&*inside, "}\n"] {
            text.push_str(part);
        }
    }
    for part in [indent, "}\n"] {
        text.push_str(part);
    }
    Some(())
}

/// What stands between the dots of calls in a row, such as `self.0.get(a)` or `decode::json(a).map(b)`.
fn links(nodes: &[Node]) -> Option<Vec<&[Node]>> {
    let links: Vec<&[Node]> = nodes.split(|node| node.is_sign('.')).collect();
    let is_link = |link: &[Node]| {
        matches!(
            link,
            [Node::Ident(_) | Node::Literal(_)]
                | [Node::Ident(_), Node::Group(Delimiter::Parenthesis, _)]
        )
    };
    let (first, rest) = links.split_first()?;
    let path = match first.split_last()? {
        (Node::Group(Delimiter::Parenthesis, _), path) => path,
        _ => first,
    };
    let is_path = |node: &Node| matches!(node, Node::Ident(_)) || node.is_sign(':');
    let are_links = path.iter().all(is_path) && rest.iter().all(|link| is_link(link));
    (are_links && links.len() > 1).then_some(links)
}
