//! The walk over a tree by the table.

use crate::json::Value;

use super::super::node::Node;
use super::table::{Inside, Kind, Use};

/// Something that the walk comes by.
pub(super) enum Seen<'n, 'a> {
    /// An object of this kind, before its keys.
    Object(Kind, &'n Node<'a>),
    /// A key of the table, and the node that it holds.
    Key(&'n Node<'a>, &'static Use),
    /// A key that names something.
    Name,
    /// So many keys inside a value.
    Data(usize),
    /// An extension that the table does not have.
    Extension(&'n Node<'a>, &'a str),
    /// A key that the table does not have.
    Unknown(&'n Node<'a>),
}

/// Calls `see` for every object of a kind in the tree, and for every key.
pub(super) fn walk<'a>(tree: &'a Value, see: &mut dyn FnMut(Seen<'_, 'a>)) {
    inside(&Node::root(tree), Inside::One(Kind::Root), see);
}

fn inside<'a>(node: &Node<'a>, holds: Inside, see: &mut dyn FnMut(Seen<'_, 'a>)) {
    match (holds, node.value) {
        (Inside::One(kind), Value::Object(_)) => object(node, kind, see),
        (Inside::ByName(kind), Value::Object(_)) => {
            for (key, member) in node.members() {
                // Paths, responses and callbacks may have extensions among their names.
                if key.starts_with("x-") && kind.is_among_extensions() {
                    see(Seen::Extension(&member, key));
                    see(Seen::Data(keys_in(member.value)));
                } else {
                    see(Seen::Name);
                    inside(&member, Inside::One(kind), see);
                }
            }
        }
        (Inside::List(kind), Value::Array(_)) => {
            for item in node.items() {
                inside(&item, Inside::One(kind), see);
            }
        }
        (Inside::Names, Value::Object(members)) => {
            for value in members.values() {
                see(Seen::Name);
                see(Seen::Data(keys_in(value)));
            }
        }
        // Values, and what is not of the kind that it should be, which `dialect` has reported.
        (_, value) => see(Seen::Data(keys_in(value))),
    }
}

fn object<'a>(node: &Node<'a>, kind: Kind, see: &mut dyn FnMut(Seen<'_, 'a>)) {
    let reference = kind.can_be_reference() && node.reference().is_some();
    let kind = if reference { Kind::Reference } else { kind };
    see(Seen::Object(kind, node));
    for (key, member) in node.members() {
        match kind.key(key) {
            Some(known) => {
                see(Seen::Key(&member, &known.becomes));
                inside(&member, known.inside, see);
            }
            None if key.starts_with("x-") => {
                see(Seen::Extension(&member, key));
                see(Seen::Data(keys_in(member.value)));
            }
            None => {
                see(Seen::Unknown(&member));
                see(Seen::Data(keys_in(member.value)));
            }
        }
    }
}

/// How many keys all objects in a value have.
fn keys_in(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.len() + members.values().map(keys_in).sum::<usize>(),
        Value::Array(items) => items.iter().map(keys_in).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
