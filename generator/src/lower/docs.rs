//! What a document says in prose.

use crate::dialect::extension;
use crate::ir::Docs;
use crate::json::Text;

use super::context::Lowering;
use super::form::{Form, Look, Part};
use super::limits;
use super::node::Node;

/// How deep compositions are looked into for words.
const DEEPEST: usize = 4;

/// A name as a step of a place: `/` and `~` are escaped as in a JSON pointer, so that
/// no two members share a place.
pub(super) fn step(name: &str) -> String {
    if name.contains(['~', '/']) {
        name.replace('~', "~0").replace('/', "~1")
    } else {
        name.to_owned()
    }
}

/// The docs of a type: what the schema around it says, else what the schema itself says.
pub(super) fn of_type<'a>(
    lowering: &mut Lowering<'a>,
    around: &[Part<'a>],
    parts: &[Part<'a>],
    form: &Form<'a>,
) -> Docs {
    let docs = of_use(lowering, around, form);
    let inner = of_use(lowering, parts, form);
    Docs {
        summary: docs.summary.or(inner.summary),
        description: docs.description.or(inner.description),
        deprecated: docs.deprecated,
        limits: if docs.limits.is_empty() {
            inner.limits
        } else {
            docs.limits
        },
        default: docs.default.or(inner.default),
        example: docs.example.or(inner.example),
        link: docs.link.or(inner.link),
    }
}

/// The docs of a member, a parameter or an item with this schema.
pub(super) fn of_use<'a>(lowering: &mut Lowering<'a>, parts: &[Part<'a>], form: &Form<'a>) -> Docs {
    let nodes = speaking(parts);
    let first = |read: fn(&Node<'_>) -> Option<Text>| nodes.iter().find_map(read);
    let mut limits: Vec<String> = Vec::new();
    for limit in nodes.iter().flat_map(limits::of) {
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    if let Look::List(_) = form.look {
        limits.extend(nodes.iter().flat_map(of_positions));
    }
    limits.extend(of_inner(lowering, form, DEEPEST));
    Docs {
        summary: first(|node| node.prose("title")).map(|text| lowering.words.line(text)),
        description: first(|node| node.prose("description"))
            .map(|text| lowering.words.description(text)),
        deprecated: nodes.iter().any(|node| node.flag("deprecated")),
        limits,
        default: nodes
            .iter()
            .find_map(|node| node.member("default").cloned())
            .map(Box::new),
        example: nodes
            .iter()
            .find_map(|node| node.member("example").cloned())
            .map(Box::new),
        link: first(link),
    }
}

/// What is said of values that stand without a name of their own, in words: nothing if their
/// type has one, and says it itself.
pub(super) fn of_nameless<'a>(
    lowering: &mut Lowering<'a>,
    parts: &[Part<'a>],
    form: &Form<'a>,
) -> Vec<String> {
    if form.is_type() || parts.iter().any(Part::is_reference) {
        return Vec::new();
    }
    of_use(lowering, parts, form).limits
}

/// The page that says more.
pub(super) fn link(node: &Node<'_>) -> Option<Text> {
    node.get("externalDocs")?.prose("url")
}

/// What is said of the items of a list by their position.
fn of_positions(node: &Node<'_>) -> Vec<String> {
    let items = node.items_of(extension::PREFIX_ITEMS).enumerate();
    let words = items.flat_map(|(index, item)| {
        let words = limits::of(&item).into_iter();
        words.map(move |words| format!("Item {index}: {words}"))
    });
    words.collect()
}

/// Whether a schema is that of one position of a list.
fn is_position(part: &Part<'_>) -> bool {
    let around = part.node.pointer.parent();
    around.is_some_and(|around| around.last().as_deref() == Some(extension::PREFIX_ITEMS))
}

/// What is said of items and values that have no type of their own to say it on.
fn of_inner<'a>(lowering: &mut Lowering<'a>, form: &Form<'a>, depth: usize) -> Vec<String> {
    let (name, parts) = match &form.look {
        // The first stands for the type of all, not for what they keep to.
        Look::List(parts) if parts.iter().any(is_position) => return Vec::new(),
        Look::List(parts) => ("Each item", parts),
        Look::Map(parts) => ("Each value", parts),
        Look::Any(_)
        | Look::Object
        | Look::Scalar(_)
        | Look::Lists(_)
        | Look::Tuple(_)
        | Look::Record(_)
        | Look::TextEnum(_)
        | Look::IntegerEnum(_)
        | Look::ScalarEnum(_)
        | Look::Union(_) => return Vec::new(),
    };
    let nodes = speaking(parts);
    let plain = |node: &&Node<'_>| !["properties", "enum"].iter().any(|key| node.has(key));
    let description = nodes
        .iter()
        .filter(plain)
        .find_map(|node| node.prose("description"));
    let limits = nodes.iter().flat_map(limits::of);
    let description = description.map(|text| text.to_string());
    let mut words: Vec<String> = description.into_iter().chain(limits).collect();
    let named = parts.iter().any(Part::is_reference);
    if depth > 0 && !named && !parts.is_empty() {
        let form = lowering.form_of_all(parts);
        words.extend(of_inner(lowering, &form, depth - 1));
    }
    words
        .into_iter()
        .map(|words| format!("{name}: {words}"))
        .collect()
}

/// The nodes of a schema that speak of it where it is used; what is referred to speaks
/// for itself.
fn speaking<'a>(parts: &[Part<'a>]) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    for part in parts {
        add_speaking(&part.node, DEEPEST, &mut nodes);
    }
    nodes
}

fn add_speaking<'a>(node: &Node<'a>, depth: usize, nodes: &mut Vec<Node<'a>>) {
    nodes.push(node.clone());
    if depth > 0 && node.reference().is_none() {
        for branch in node
            .items_of("allOf")
            .filter(|branch| branch.reference().is_none())
        {
            add_speaking(&branch, depth - 1, nodes);
        }
    }
}
