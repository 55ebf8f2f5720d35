//! Every key of the canonical tree, and what becomes of it.
//!
//! One table says of each key of each object whether something is generated from it, why
//! a client can do without it, or what is reported. [`account`] walks a tree by that table
//! and counts, so that no key can be forgotten without a test noticing. The same walk finds
//! the examples, wherever they are.

mod table;
mod walk;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::Pointer;
use crate::json::Value;

pub(super) use table::Kind;

use super::node::Node;
use table::Use;
use walk::Seen;

/// How many keys a tree has, by what becomes of them.
///
/// The sum of the counts is the number of all keys of all objects in the tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Something is generated from them, or they decide what is.
    pub generated: usize,
    /// A client does not need them.
    pub not_needed: usize,
    /// A diagnostic says what was not generated.
    pub diagnosed: usize,
    /// They are names: of components, members, media types.
    pub names: usize,
    /// They are inside what is not looked into: examples, defaults, other tools'
    /// extensions, and what is reported or not needed as a whole.
    pub data: usize,
    /// OpenAPI has no such keys; `dialect` has reported them.
    pub unknown: Vec<Pointer>,
}

impl Account {
    /// How many keys there are.
    pub fn total(&self) -> usize {
        let known = self.generated + self.not_needed + self.diagnosed;
        known + self.names + self.data + self.unknown.len()
    }
}

/// Counts the keys of a canonical tree, and reports those that nothing is made of.
pub fn account(tree: &Value, diagnostics: &mut Diagnostics) -> Account {
    account_and_visit(tree, diagnostics, |_, _| {})
}

/// The same, calling `see` for every object of a kind in the tree, references apart.
pub(super) fn account_and_visit<'a>(
    tree: &'a Value,
    diagnostics: &mut Diagnostics,
    mut see: impl FnMut(Kind, &Node<'a>),
) -> Account {
    let mut account = Account::default();
    walk::walk(tree, &mut |seen| match seen {
        Seen::Object(kind, node) => see(kind, node),
        Seen::Name => account.names += 1,
        Seen::Data(count) => account.data += count,
        Seen::Key(node, what) => match what {
            Use::Generated => account.generated += 1,
            Use::NotNeeded(_) => account.not_needed += 1,
            Use::Diagnosed(code, message) => {
                account.diagnosed += 1;
                diagnostics.push(Diagnostic::new(*code, *message).at(&node.pointer));
            }
        },
        Seen::Extension(node, key) => match key.strip_prefix(PREFIX) {
            None => account.not_needed += 1,
            Some(_) => {
                account.diagnosed += 1;
                unknown_extension(key, &node.pointer, diagnostics);
            }
        },
        Seen::Unknown(node) => account.unknown.push(node.pointer.clone()),
    });
    account
}

/// How the extensions that this program reads begin.
const PREFIX: &str = "x-specwright-";

fn unknown_extension(key: &str, pointer: &Pointer, diagnostics: &mut Diagnostics) {
    let near = table::extensions().filter(|known| !table::is_internal(known));
    let near = near.map(|known| (distance(key, known), known)).min();
    let diagnostic = Diagnostic::new(
        Code::ExtensionUnknown,
        format!("`{key}` means nothing here"),
    )
    .at(pointer);
    diagnostics.push(match near {
        Some((distance, known)) if distance <= 4 => {
            diagnostic.help(format!("perhaps `{known}` is meant"))
        }
        _ => diagnostic,
    });
}

/// How many letters have to change to make one word of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((b, above), diagonal) in other.chars().zip(row.iter().skip(1)).zip(&row) {
            let left = next.last().copied().unwrap_or(i);
            let change = diagonal + usize::from(a != b);
            next.push(change.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
