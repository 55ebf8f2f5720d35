//! `null` in all its spellings into `nullable: true`.

use crate::dialect::extension;
use crate::dialect::walk::Walk;
use crate::document::Pointer;
use crate::json::Value;

use super::Keywords;
use super::reference::is_annotation;

/// A branch of `anyOf` or `oneOf` that is `null` and nothing else.
pub(super) fn from_branches(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = keywords.get_mut(keyword) else {
            continue;
        };
        if !branches.iter().any(is_null) {
            continue;
        }
        let (mut before, mut now) = (0, 0);
        branches.retain(|branch| {
            let keep = !is_null(branch);
            if keep && before != now {
                walk.moved(
                    &format!("/{keyword}/{before}"),
                    &format!("/{keyword}/{now}"),
                );
            }
            before += 1;
            now += usize::from(keep);
            keep
        });
        let left = std::mem::take(branches);
        keywords.insert("nullable", Value::Bool(true));
        match left.len() {
            0 => {
                keywords.shift_remove(keyword);
                keywords.insert(extension::NULL.to_owned(), Value::Bool(true));
            }
            1 => {
                keywords.shift_remove(keyword);
                only_branch(walk, keywords, keyword, left);
            }
            _ => {
                keywords.insert(keyword.to_owned(), Value::Array(left));
            }
        }
    }
}

/// The one schema that is left beside `null`: in the place of the union if nothing is
/// in its way, else as an `allOf`.
fn only_branch(walk: &mut Walk<'_>, keywords: &mut Keywords, keyword: &str, left: Vec<Value>) {
    let inline = match left.as_slice() {
        [Value::Object(branch)] => {
            !branch.contains_key("$ref")
                && !branch.contains_key("$defs")
                && keywords
                    .keys()
                    .all(|own| is_annotation(own) && !branch.contains_key(own))
        }
        _ => false,
    };
    if inline {
        for branch in left {
            let Value::Object(branch) = branch else {
                continue;
            };
            for name in branch.keys() {
                let name = Pointer::root().child(name);
                walk.moved(&format!("/{keyword}/0{name}"), name.as_str());
            }
            keywords.extend(branch);
        }
        // The branch has not been looked at yet.
        super::keywords::put_in_order(walk, keywords);
        super::constant::constant(walk, keywords);
        super::types::types(walk, keywords);
        return;
    }
    let at = match keywords.get("allOf") {
        Some(Value::Array(all)) => all.len(),
        _ => 0,
    };
    walk.moved(&format!("/{keyword}/0"), &format!("/allOf/{at}"));
    match keywords.get_mut("allOf") {
        Some(Value::Array(all)) => all.extend(left),
        _ => {
            keywords.insert("allOf", Value::Array(left));
        }
    }
}

fn is_null(branch: &Value) -> bool {
    let Value::Object(keywords) = branch else {
        return false;
    };
    if !keywords
        .keys()
        .all(|keyword| is_annotation(keyword) || is_value(keyword))
    {
        return false;
    }
    let of_type = match keywords.get("type") {
        Some(Value::String(ty)) => ty == "null",
        Some(Value::Array(types)) => types.iter().all(|ty| ty == "null") && !types.is_empty(),
        _ => false,
    };
    let of_value = match (keywords.get("const"), keywords.get("enum")) {
        (Some(constant), _) => constant.is_null(),
        (None, Some(Value::Array(values))) => {
            !values.is_empty() && values.iter().all(Value::is_null)
        }
        (None, _) => false,
    };
    of_type || of_value
}

fn is_value(keyword: &str) -> bool {
    matches!(keyword, "type" | "const" | "enum" | "$comment")
}

/// `null` among the values of an `enum`.
pub(super) fn from_enum(walk: &mut Walk<'_>, keywords: &mut Keywords) {
    let Some(Value::Array(values)) = keywords.get_mut("enum") else {
        return;
    };
    if !values.iter().any(Value::is_null) {
        return;
    }
    let (mut before, mut now) = (0, 0);
    values.retain(|value| {
        let keep = !value.is_null();
        if keep && before != now {
            walk.moved(&format!("/enum/{before}"), &format!("/enum/{now}"));
        }
        before += 1;
        now += usize::from(keep);
        keep
    });
    let only_null = values.is_empty();
    if only_null {
        keywords.shift_remove("enum");
        keywords.shift_remove("type");
        keywords.insert(extension::NULL.to_owned(), Value::Bool(true));
    }
    keywords.insert("nullable", Value::Bool(true));
}
