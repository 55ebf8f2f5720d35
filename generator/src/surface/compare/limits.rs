//! What values must keep to, before and after.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::wire::Heard;
use super::found::Found;

/// What the values of a line mean that limit nothing.
const OTHERS: &[&str] = &["default", "constant", "style", "first"];

/// Compares the limits of two lines; whether they are narrower now matters of what is sent.
pub(super) fn compare(old: &Heard, new: &Heard, is_sent: bool, found: &mut Found) {
    let names: BTreeSet<&String> = old.values.keys().chain(new.values.keys()).collect();
    for name in names {
        if OTHERS.contains(&name.as_str()) {
            continue;
        }
        let (was, is) = (old.values.get(name), new.values.get(name));
        let words = match (was, is) {
            (Some(was), Some(is)) if was == is => continue,
            (Some(was), Some(is)) => format!("`{name}` is {is}, was {was}"),
            (Some(was), None) => format!("no `{name}` any more, was {was}"),
            (None, Some(is)) => format!("`{name}` is {is}, there was none"),
            (None, None) => continue,
        };
        found.say(words);
        let is_narrower = match (was, is) {
            (Some(was), Some(is)) => is_narrower(name, was, is),
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if is_sent && is_narrower {
            found.breaks_requests("values that were allowed are refused");
        }
    }
}

/// Whether a limit allows less than it did: what cannot be told counts as if it did.
fn is_narrower(name: &str, was: &str, is: &str) -> bool {
    let keyword = name.rsplit('.').next().unwrap_or(name);
    let numbers = was.parse::<f64>().ok().zip(is.parse::<f64>().ok());
    match (keyword, numbers) {
        ("minLength" | "minimum" | "exclusiveMinimum" | "minItems" | "minProperties", Some(n)) => {
            n.1 > n.0
        }
        ("maxLength" | "maximum" | "exclusiveMaximum" | "maxItems" | "maxProperties", Some(n)) => {
            n.1 < n.0
        }
        ("multipleOf", Some((was, is))) => (was / is).fract() != 0.0,
        // Whatever the text is.
        ("pattern", _) => !matches!(is, r#"".*""# | r#""^.*$""#),
        ("enum", _) => {
            let values = |text: &str| serde_json::from_str::<Vec<Value>>(text).ok();
            match values(was).zip(values(is)) {
                Some((was, is)) => was.iter().any(|value| !is.contains(value)),
                None => true,
            }
        }
        _ => true,
    }
}
