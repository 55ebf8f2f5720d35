//! Discriminators (OAS § 4.8.25).

use crate::diagnostics::Code;
use crate::dialect::repair;
use crate::dialect::walk::Walk;
use crate::json::{Map, Value};

/// Brings a discriminator into order, and says whether to keep it.
pub(super) fn discriminator(walk: &mut Walk<'_>, node: &mut Value) -> bool {
    if let Value::String(name) = node {
        let name = name.clone();
        walk.say(
            Code::CoercedKind,
            format!("a discriminator is an object; this is read as its `propertyName: {name}`"),
        );
        walk.made_from("", "/propertyName");
        *node = Value::Object(Map::from_iter([(
            "propertyName".to_owned(),
            Value::String(name),
        )]));
    }
    let fields = match node {
        Value::Object(fields) => fields,
        Value::Null => return false,
        other => return walk.wrong(other, "a discriminator"),
    };
    fields.retain(|name, value| match name {
        "propertyName" => walk.inside(name, |walk| repair::text(walk, value)),
        "mapping" => walk.inside(name, |walk| walk.map(value, repair::text)),
        _ => true,
    });
    if !fields.contains_key("propertyName") {
        walk.say(
            Code::MissingName,
            "a discriminator has no `propertyName`, and is left out",
        );
        return false;
    }
    if fields.contains_key("mapping") {
        walk.mapping();
    }
    true
}
