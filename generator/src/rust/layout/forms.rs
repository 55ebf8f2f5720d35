//! The forms that items have: what is written on which line, and what is to be seen of it.

use std::fmt::Write;

use proc_macro2::Delimiter;

use quote::quote;

use crate::rust::source::NotRust;
use crate::rust::visible::{self, Seen};
use crate::surface::Kind;

use super::WIDTH;
use super::attributes::Attributes;
use super::body::{self, Function, Opening};
use super::flat::flat;
use super::node::{self, Node, between_commas};
use super::typed::{arguments_of, typed};

/// What fields and variants stand behind.
const FIELD: &str = "    ";

/// An item as text; `None` if it is of no form that is known here, or too wide for it.
pub(super) fn item(item: &[Node], seen: &mut Seen) -> Result<Option<String>, NotRust> {
    let mut text = String::new();
    let Some((attributes, rest)) = Attributes::before(item, "", &mut text) else {
        return Ok(None);
    };
    if rest.first().is_some_and(|node| node.is_word("impl")) {
        return implementation(&attributes, rest, seen, text);
    }
    let (shown, rest) = after_pub(rest);
    if let [keyword, path @ .., _] = rest
        && (keyword.is_word("mod") || keyword.is_word("use"))
    {
        let known = elsewhere(shown, keyword, path, &attributes, seen, &mut text);
        return Ok(known.map(|()| text));
    }
    let [keyword, Node::Ident(name), rest @ ..] = rest else {
        return Ok(None);
    };
    if keyword.is_word("fn") {
        text.clear();
        return Ok(free_function(item, seen, text));
    }
    let named = Named {
        attributes,
        name: name.to_string(),
        shown,
    };
    let known = match rest {
        [Node::Group(Delimiter::Brace, fields)] if keyword.is_word("struct") => {
            structure(&named, fields, seen, &mut text)
        }
        [Node::Group(Delimiter::Parenthesis, fields), _] if keyword.is_word("struct") => {
            tuple(&named, fields, seen, &mut text)
        }
        [Node::Group(Delimiter::Brace, variants)] if keyword.is_word("enum") => {
            choice(&named, variants, seen, &mut text)
        }
        [equals, ty @ .., _] if keyword.is_word("type") && equals.is_sign('=') => {
            alias(&named, ty, seen, &mut text)
        }
        [colon, value @ .., _]
            if keyword.is_word("static") && colon.is_sign(':') && !shown.is_public() =>
        {
            fixed(&named, value, &mut text)
        }
        _ => None,
    };
    Ok(known.map(|()| text))
}

/// An item's name, and what stands before it.
struct Named {
    attributes: Attributes,
    name: String,
    shown: Shown,
}

impl Named {
    /// Says that it is to be seen, if it is: a struct or an enum, of which this is known.
    fn tell(&self, kind: Kind, is_open: bool, seen: &mut Seen) {
        if self.shown.is_public() {
            seen.named(&self.name);
            seen.derive(&self.name, &self.attributes.derives);
            let says = if is_open { "" } else { "exhaustive" };
            seen.add(self.name.clone(), kind, says, &self.attributes.marks);
        }
    }
}

/// To whom something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    ItsModule,
    TheCrate,
    All,
}

impl Shown {
    pub(super) fn is_public(self) -> bool {
        self == Self::All
    }

    /// The words for it, with the space behind them.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::ItsModule => "",
            Self::TheCrate => "pub(crate) ",
            Self::All => "pub ",
        }
    }
}

/// The tokens behind `pub`, and whether it is there.
pub(super) fn after_pub(nodes: &[Node]) -> (Shown, &[Node]) {
    match nodes {
        [first, Node::Group(Delimiter::Parenthesis, to), rest @ ..]
            if first.is_word("pub") && matches!(&**to, [to] if to.is_word("crate")) =>
        {
            (Shown::TheCrate, rest)
        }
        [first, rest @ ..] if first.is_word("pub") => (Shown::All, rest),
        _ => (Shown::ItsModule, nodes),
    }
}

/// A module that is in another file, or what is used of one: a name, or all that there is.
fn elsewhere(
    shown: Shown,
    keyword: &Node,
    path: &[Node],
    attributes: &Attributes,
    seen: &mut Seen,
    text: &mut String,
) -> Option<()> {
    match path {
        [Node::Ident(name)] if keyword.is_word("mod") => {
            if shown.is_public() {
                seen.named(&name.to_string());
                seen.add(name.to_string(), Kind::Module, "", &attributes.marks);
            }
            words(text, &[shown.words(), "mod ", &name.to_string(), ";"])
        }
        [path @ .., star] if keyword.is_word("use") && star.is_sign('*') => {
            let mut from = String::new();
            for node in path {
                match node {
                    Node::Ident(name) => write!(from, "{name}").ok()?,
                    colon if colon.is_sign(':') => from.push(':'),
                    _ => return None,
                }
            }
            words(text, &[shown.words(), "use ", &from, "*;"])
        }
        _ => None,
    }
}

/// Adds a line; `None` if that is too wide.
pub(super) fn line(
    text: &mut String,
    indent: &str,
    words: impl FnOnce(&mut String) -> Option<()>,
) -> Option<()> {
    let start = text.len();
    text.push_str(indent);
    words(text)?;
    if text.len() - start > WIDTH {
        return None;
    }
    text.push('\n');
    Some(())
}

/// Adds a line of these words; `None` if that is too wide.
fn words(text: &mut String, words: &[&str]) -> Option<()> {
    line(text, "", |text| {
        words.iter().for_each(|word| text.push_str(word));
        Some(())
    })
}

fn structure(named: &Named, fields: &[Node], seen: &mut Seen, text: &mut String) -> Option<()> {
    let Named {
        attributes,
        name,
        shown,
    } = named;
    let fields = between_commas(fields);
    if fields.is_empty() {
        return None;
    }
    words(text, &[shown.words(), "struct ", name, " {"])?;
    let mut is_open = attributes.is_non_exhaustive;
    for field in fields {
        let (attributes, rest) = Attributes::before(field, FIELD, text)?;
        let (to, rest) = after_pub(rest);
        let [Node::Ident(field), colon, ty @ ..] = rest else {
            return None;
        };
        if !colon.is_sign(':') || colon.is_joint(':') {
            return None;
        }
        let ty = flat(ty)?;
        let before = format!("{}{field}: ", to.words());
        typed(FIELD, &before, &ty, ",", text)?;
        if to.is_public() && shown.is_public() {
            seen.add(
                format!("{name}.{field}"),
                Kind::Field,
                ty,
                &attributes.marks,
            );
        }
        is_open |= !to.is_public();
    }
    text.push_str("}\n");
    named.tell(Kind::Struct, is_open, seen);
    Some(())
}

fn tuple(named: &Named, fields: &[Node], seen: &mut Seen, text: &mut String) -> Option<()> {
    let Named {
        attributes,
        name,
        shown,
    } = named;
    let mut is_open = attributes.is_non_exhaustive;
    let mut all = Vec::new();
    for (at, field) in between_commas(fields).into_iter().enumerate() {
        let (to, ty) = after_pub(field);
        // `pub(super)` looks like `pub` and a tuple.
        if to.is_public() && matches!(ty, [Node::Group(..), _, ..]) {
            return None;
        }
        let ty = flat(ty)?;
        all.push(format!("{}{ty}", to.words()));
        if to.is_public() && shown.is_public() {
            seen.add(format!("{name}.{at}"), Kind::Field, ty, &[]);
        }
        is_open |= !to.is_public();
    }
    let all = all.join(", ");
    words(text, &[shown.words(), "struct ", name, "(", &all, ");"])?;
    named.tell(Kind::Struct, is_open, seen);
    Some(())
}

fn choice(named: &Named, variants: &[Node], seen: &mut Seen, text: &mut String) -> Option<()> {
    let Named {
        attributes,
        name,
        shown,
    } = named;
    let variants = between_commas(variants);
    if variants.is_empty() {
        return None;
    }
    words(text, &[shown.words(), "enum ", name, " {"])?;
    for variant in variants {
        let (attributes, rest) = Attributes::before(variant, FIELD, text)?;
        let (Node::Ident(variant), holds) = rest.split_first()? else {
            return None;
        };
        if !matches!(holds, [] | [Node::Group(Delimiter::Parenthesis, _)]) {
            return None;
        }
        let holds = flat(holds)?;
        let start = text.len();
        let one_line = line(text, FIELD, |text| write!(text, "{variant}{holds},").ok());
        if one_line.is_none() {
            text.truncate(start);
            let types = holds.strip_prefix('(')?.strip_suffix(')')?;
            line(text, FIELD, |text| write!(text, "{variant}(").ok())?;
            arguments_of(FIELD, types, text)?;
            line(text, FIELD, |text| write!(text, "),").ok())?;
        }
        if shown.is_public() {
            let path = format!("{name}::{variant}");
            seen.add(path, Kind::Variant, holds, &attributes.marks);
        }
    }
    text.push_str("}\n");
    named.tell(Kind::Enum, attributes.is_non_exhaustive, seen);
    Some(())
}

fn alias(named: &Named, ty: &[Node], seen: &mut Seen, text: &mut String) -> Option<()> {
    let Named {
        attributes,
        name,
        shown,
    } = named;
    let ty = flat(ty)?;
    let before = format!("{}type {name} = ", shown.words());
    typed("", &before, &ty, ";", text)?;
    if shown.is_public() {
        seen.alias(name, &ty, &attributes.marks);
    }
    Some(())
}

/// A static that is not public.
fn fixed(named: &Named, value: &[Node], text: &mut String) -> Option<()> {
    let equals = value.iter().position(|node| node.is_sign('='))?;
    let (ty, value) = value.split_at(equals);
    let ty = flat(ty)?;
    let opening = Opening {
        before: &format!("{}static {}: ", named.shown.words(), named.name),
        ty: &ty,
    };
    body::value("", opening, value.get(1..)?, ";", text)
}

/// A function that is of no type.
fn free_function(item: &[Node], seen: &mut Seen, mut text: String) -> Option<String> {
    if let Some(function) = body::function("", item, &mut text)? {
        seen.named(&function.name);
        seen.add(function.name, Kind::Fn, function.says, &function.marks);
    }
    Some(text)
}

/// An `impl` block. A function in it that is of no known form does not keep the others from theirs.
fn implementation(
    attributes: &Attributes,
    item: &[Node],
    seen: &mut Seen,
    mut text: String,
) -> Result<Option<String>, NotRust> {
    let Some((Node::Group(Delimiter::Brace, inside), head)) = item.split_last() else {
        return Ok(None);
    };
    let (Some(head), Some(functions)) = (Head::of(head), functions(inside)) else {
        return Ok(None);
    };
    if functions.is_empty() || words(&mut text, &[&head.text, " {"]).is_none() {
        return Ok(None);
    }
    let mut public = Vec::new();
    for function in functions {
        let before = text.len();
        match body::function("    ", function, &mut text) {
            Some(function) => public.extend(function),
            None => {
                text.truncate(before);
                public.extend(by_tree(function, &mut text)?);
            }
        }
    }
    text.push_str("}\n");
    match &head.implements {
        Some(name) => seen.implement(&head.of, name),
        None => {
            for function in public {
                let path = format!("{}::{}", head.of, function.name);
                let marks: Vec<String> = [attributes.marks.as_slice(), &function.marks].concat();
                seen.add(path, Kind::Fn, function.says, &marks);
            }
        }
    }
    Ok(Some(text))
}

/// What stands before an `impl` block.
struct Head {
    text: String,
    /// The type.
    of: String,
    /// The trait, without the path to it.
    implements: Option<String>,
}

impl Head {
    fn of(head: &[Node]) -> Option<Self> {
        let text = flat(head)?;
        let behind = head.get(1..)?;
        if behind.first()?.is_sign('<') {
            return None;
        }
        let Some(at) = behind.iter().position(|node| node.is_word("for")) else {
            return Some(Self {
                text,
                of: flat(behind)?,
                implements: None,
            });
        };
        let (implements, of) = behind.split_at_checked(at)?;
        Some(Self {
            text,
            of: flat(of.get(1..)?)?,
            implements: Some(flat(last_of_path(implements))?),
        })
    }
}

/// The last name of a path, with its generics.
fn last_of_path(path: &[Node]) -> &[Node] {
    let mut depth = 0_usize;
    let mut last = path;
    for (at, node) in path.iter().enumerate() {
        if node.is_sign('<') {
            depth += 1;
        } else if node.is_sign('>') {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && node.is_sign(':') {
            last = path.get(at + 1..).unwrap_or_default();
        }
    }
    last
}

/// The functions of a block; `None` if there is anything else in it.
fn functions(mut inside: &[Node]) -> Option<Vec<&[Node]>> {
    let mut functions = Vec::new();
    while !inside.is_empty() {
        let is_body = |node: &Node| matches!(node, Node::Group(Delimiter::Brace, _));
        let end = inside.iter().position(is_body)? + 1;
        let (function, rest) = inside.split_at_checked(end)?;
        if !function.iter().any(|node| node.is_word("fn"))
            || function.iter().any(|node| node.is_sign(';'))
        {
            return None;
        }
        functions.push(function);
        inside = rest;
    }
    Some(functions)
}

/// Adds a function by way of a syntax tree.
fn by_tree(nodes: &[Node], text: &mut String) -> Result<Option<Function>, NotRust> {
    let function = node::stream(nodes.iter().cloned());
    let file: syn::File = syn::parse2(quote! { impl Of { #function } })
        .map_err(|error| NotRust(error.to_string()))?;
    let block = prettyplease::unparse(&file);
    let inside = block
        .strip_prefix("impl Of {\n")
        .and_then(|block| block.strip_suffix("}\n"));
    text.push_str(inside.ok_or_else(|| NotRust(block.clone()))?);
    Ok(visible::function(&file).map(|(name, says, marks)| Function { name, says, marks }))
}
