//! Responses of 2.0: a schema for all media types that the operation produces.

use crate::document::Pointer;
use crate::json::{Map, Value};

use super::Convert;

/// What a body is if nothing says so.
const DEFAULT: &str = "application/json";

impl Convert<'_> {
    /// Gives a response its content.
    pub(super) fn response(
        &mut self,
        response: &mut Value,
        produces: Option<&[String]>,
        from: &Pointer,
        to: &Pointer,
    ) {
        let Value::Object(fields) = response else {
            return;
        };
        if let Some(Value::Object(headers)) = fields.get_mut("headers") {
            for (name, header) in headers {
                let place = |at: &Pointer| at.child("headers").child(name);
                *header = self.parameter(header.take(), &place(from), &place(to));
            }
        }
        let schema = fields.shift_remove("schema");
        let mut examples = match fields.shift_remove("examples") {
            Some(Value::Object(examples)) => examples,
            _ => Map::new(),
        };
        if schema.is_none() && examples.is_empty() {
            return;
        }
        let is_file = schema
            .as_ref()
            .and_then(|schema| schema.get("format"))
            .is_some_and(|format| format == "binary");
        let mut types: Vec<String> = match produces {
            Some(types) => types.to_vec(),
            None if is_file => vec!["application/octet-stream".to_owned()],
            None if examples.is_empty() => vec![DEFAULT.to_owned()],
            None => Vec::new(),
        };
        for name in examples.keys() {
            if !types.iter().any(|own| own == name) {
                types.push(name.to_owned());
            }
        }
        if let Some(schema) = &schema {
            types = self.media_types(types, schema, &from.child("schema"));
        }
        let mut content = Map::new();
        for name in types {
            let at = to.child("content").child(&name);
            let mut media_type = Map::new();
            if let Some(schema) = &schema {
                self.moved(from.child("schema"), at.child("schema"));
                media_type.insert("schema", schema.clone());
            }
            if let Some(example) = examples.shift_remove(&name) {
                self.moved(from.child("examples").child(&name), at.child("example"));
                media_type.insert("example", example);
            }
            content.insert(name, Value::Object(media_type));
        }
        fields.insert("content", Value::Object(content));
    }

    /// A parameter in the body as a request body.
    pub(super) fn body(
        &mut self,
        parameter: Value,
        consumes: Option<&[String]>,
        from: &Pointer,
        to: &Pointer,
    ) -> Value {
        let Value::Object(mut fields) = parameter else {
            return parameter;
        };
        let schema = fields
            .shift_remove("schema")
            .unwrap_or_else(|| Value::Object(Map::new()));
        fields.shift_remove("in");
        // A body has no name on the wire; generators that wish to show one read it here.
        if let Some(name) = fields.shift_remove("name") {
            fields.insert("x-body-name", name);
        }
        let default = [DEFAULT.to_owned()];
        let types = consumes.unwrap_or(&default).to_vec();
        let types = self.media_types(types, &schema, &from.child("schema"));
        let mut content = Map::new();
        for name in types {
            let at = to.child("content").child(&name);
            self.moved(from.child("schema"), at.child("schema"));
            let media_type = Map::from_iter([("schema", schema.clone())]);
            content.insert(name, Value::Object(media_type));
        }
        self.moved(from.clone(), to.clone());
        fields.insert("content", Value::Object(content));
        Value::Object(fields)
    }
}
