//! The examples of a document, found by a walk that knows nothing of the generator: it reads
//! OpenAPI 3.1 as the specification says it, object by object.

use serde_json::{Map, Value};

/// An example, and the schema that it is an example of.
#[derive(Debug, Clone)]
pub struct Example {
    /// Where the value is.
    pub pointer: String,
    /// The example itself.
    pub value: Value,
    /// Where the schema is.
    pub schema: String,
}

/// Every `example` and every entry of `examples` of the document's schemas, parameters and
/// media types.
pub fn all(document: &Value) -> Vec<Example> {
    let mut walk = Walk(Vec::new());
    let components = &document["components"];
    for (section, visit) in [
        ("schemas", Walk::schema as Visit),
        ("parameters", Walk::parameter),
        ("requestBodies", Walk::content),
        ("responses", Walk::content),
        ("headers", Walk::header),
        ("pathItems", Walk::path_item),
    ] {
        walk.each(components, "/components", section, visit);
    }
    walk.each(document, "", "paths", Walk::path_item);
    walk.0
}

type Visit = fn(&mut Walk, &Value, String);

struct Walk(Vec<Example>);

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];
const LISTS_OF_SCHEMAS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const MAPS_OF_SCHEMAS: [&str; 4] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
];
const SCHEMAS: [&str; 11] = [
    "items",
    "additionalProperties",
    "contains",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
];

impl Walk {
    fn path_item(&mut self, item: &Value, at: String) {
        self.each(item, &at, "parameters", Self::parameter);
        for method in METHODS {
            self.one(item, &at, method, Self::operation);
        }
    }

    fn operation(&mut self, operation: &Value, at: String) {
        self.each(operation, &at, "parameters", Self::parameter);
        self.one(operation, &at, "requestBody", Self::content);
        self.each(operation, &at, "responses", Self::content);
    }

    /// A request body or a response.
    fn content(&mut self, node: &Value, at: String) {
        self.each(node, &at, "headers", Self::header);
        self.each(node, &at, "content", Self::media_type);
    }

    fn parameter(&mut self, parameter: &Value, at: String) {
        self.found(parameter, &at, &format!("{at}/schema"));
        self.header(parameter, at);
    }

    /// What a parameter is too, but for examples of its own.
    fn header(&mut self, header: &Value, at: String) {
        self.one(header, &at, "schema", Self::schema);
        self.each(header, &at, "content", Self::media_type);
    }

    fn media_type(&mut self, media: &Value, at: String) {
        self.found(media, &at, &format!("{at}/schema"));
        self.one(media, &at, "schema", Self::schema);
    }

    fn schema(&mut self, schema: &Value, at: String) {
        self.found(schema, &at, &at);
        for key in SCHEMAS {
            self.one(schema, &at, key, Self::schema);
        }
        for key in LISTS_OF_SCHEMAS.iter().chain(&MAPS_OF_SCHEMAS) {
            self.each(schema, &at, key, Self::schema);
        }
    }

    fn one(&mut self, node: &Value, at: &str, key: &str, visit: Visit) {
        if let Some(value @ Value::Object(_)) = node.get(key) {
            visit(self, value, format!("{at}/{}", escaped(key)));
        }
    }

    /// The values of a map, or of a list.
    fn each(&mut self, node: &Value, at: &str, key: &str, visit: Visit) {
        let Some(values) = node.get(key) else {
            return;
        };
        let at = format!("{at}/{}", escaped(key));
        for (name, value) in entries(values) {
            visit(self, value, format!("{at}/{name}"));
        }
    }

    fn found(&mut self, node: &Value, at: &str, schema: &str) {
        let mut push = |pointer, value: &Value| {
            self.0.push(Example {
                pointer,
                value: value.clone(),
                schema: schema.to_owned(),
            });
        };
        if let Some(value) = node.get("example") {
            push(format!("{at}/example"), value);
        }
        let Some(examples) = node.get("examples") else {
            return;
        };
        for (name, example) in entries(examples) {
            match examples {
                // Of a schema, the values themselves.
                Value::Array(_) => push(format!("{at}/examples/{name}"), example),
                // Of the others, Example Objects by name.
                _ => push(format!("{at}/examples/{name}/value"), &example["value"]),
            }
        }
    }
}

fn entries(values: &Value) -> Vec<(String, &Value)> {
    match values {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        Value::Object(members) => named(members),
        _ => Vec::new(),
    }
}

fn named(members: &Map<String, Value>) -> Vec<(String, &Value)> {
    members
        .iter()
        .map(|(name, value)| (escaped(name), value))
        .collect()
}

/// RFC 6901 § 3.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
