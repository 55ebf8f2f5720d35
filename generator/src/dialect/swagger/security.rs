//! Security schemes of 2.0.

use serde_json::{Map, Value};

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
            scheme.insert("type".to_owned(), Value::String("http".to_owned()));
            scheme.insert("scheme".to_owned(), Value::String("basic".to_owned()));
        }
        "oauth2" => {
            let flow = match scheme.shift_remove("flow") {
                Some(Value::String(flow)) => flow,
                _ => String::new(),
            };
            let name = match flow.as_str() {
                "application" => "clientCredentials",
                "accessCode" => "authorizationCode",
                "password" => "password",
                _ => "implicit",
            };
            let mut fields = Map::new();
            for field in ["authorizationUrl", "tokenUrl", "scopes"] {
                if let Some(value) = scheme.shift_remove(field) {
                    fields.insert(field.to_owned(), value);
                }
            }
            let flows = Map::from_iter([(name.to_owned(), Value::Object(fields))]);
            scheme.insert("flows".to_owned(), Value::Object(flows));
        }
        _ => {}
    }
    Value::Object(scheme)
}
