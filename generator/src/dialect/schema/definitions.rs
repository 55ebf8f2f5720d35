//! `$defs` (3.1), and `definitions` as drafts before it have them.

use crate::dialect::walk::Walk;
use crate::json::Value;

use super::Keywords;

/// Takes the definitions out, to be components under the same names, or under names
/// with a number where the components have one of that name.
pub(super) fn take_out(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    for keyword in ["$defs", "definitions"] {
        match keywords.shift_remove(keyword) {
            Some(Value::Object(definitions)) => {
                for (name, schema) in definitions {
                    walk.take_out(keyword, name.to_string(), schema);
                }
            }
            Some(other) => {
                walk.inside(keyword, |walk| walk.wrong(&other, "an object"));
            }
            None => {}
        }
    }
}
