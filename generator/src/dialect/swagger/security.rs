//! Security schemes of 2.0.

use crate::json::{Map, Value};
/// The schemes, in the words of 3.0.
pub(super) fn schemes(schemes: Value) -> Value {
    let Value::Object(schemes) = schemes else {
        return schemes;
    };
    let converted = schemes
        .into_iter()
        .map(|(name, scheme)| (name, one(scheme)));
    Value::Object(converted.collect())
}

fn one(scheme: Value) -> Value {
    let Value::Object(mut scheme) = scheme else {
        return scheme;
    };
    let kind = scheme
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    match kind {
        "basic" => {
            scheme.insert("type", Value::from("http"));
            scheme.insert("scheme", Value::from("basic"));
        }
        "oauth2" => {
            let flow = scheme.shift_remove("flow");
            let name = match flow.as_ref().and_then(Value::as_str) {
                Some("application") => "clientCredentials",
                Some("accessCode") => "authorizationCode",
                Some("password") => "password",
                _ => "implicit",
            };
            let mut fields = Map::new();
            for field in ["authorizationUrl", "tokenUrl", "scopes"] {
                if let Some(value) = scheme.shift_remove(field) {
                    fields.insert(field, value);
                }
            }
            let flows = Map::from_iter([(name, Value::Object(fields))]);
            scheme.insert("flows", Value::Object(flows));
        }
        _ => {}
    }
    Value::Object(scheme)
}
