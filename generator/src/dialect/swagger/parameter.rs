//! Parameters of 2.0: their types stand beside their names, and two places are not
//! parameters in 3.0 but the body.

use crate::diagnostics::Code;
use crate::document::Pointer;
use crate::json::{Map, Value};

use super::{Convert, Fields};

/// What a parameter has of its own; all else that it has is of its schema.
const OWN: [&str; 7] = [
    "name",
    "in",
    "description",
    "required",
    "allowEmptyValue",
    "$ref",
    "schema",
];

impl Convert<'_> {
    /// A parameter that is one in 3.0 too.
    pub(super) fn parameter(&mut self, parameter: Value, from: &Pointer, to: &Pointer) -> Value {
        let Value::Object(mut fields) = parameter else {
            return parameter;
        };
        if fields.contains_key("$ref") {
            return Value::Object(fields);
        }
        let style = self.collection_format(&mut fields, from);
        let (mut fields, schema) = self.split(fields, from, to);
        if !fields.contains_key("schema") {
            fields.insert("schema", Value::Object(schema));
        }
        if let Some((style, explode)) = style {
            let is_query = fields.get("in").and_then(Value::as_str) == Some("query");
            // Headers and paths have one style for lists, which is the default.
            if is_query {
                fields.insert("style", Value::from(style));
                fields.insert("explode", Value::Bool(explode));
            }
        }
        Value::Object(fields)
    }

    /// A parameter of a form as a property of the form's schema, and how it is encoded.
    pub(super) fn form_field(
        &mut self,
        parameter: Value,
        from: &Pointer,
        to: &Pointer,
    ) -> Option<FormField> {
        let Value::Object(mut fields) = parameter else {
            return None;
        };
        let style = self.collection_format(&mut fields, from);
        let (mut fields, mut schema) = self.split(fields, from, to);
        let Some(Value::String(name)) = fields.shift_remove("name") else {
            self.say(
                from,
                Code::MissingName,
                "a field of a form has no `name`, and is left out".to_owned(),
            );
            return None;
        };
        if let Some(description) = fields.shift_remove("description") {
            schema.insert("description", description);
        }
        let at = to.child("properties").child(&name);
        self.moved(from.clone(), at);
        let is_binary = schema.get("format").and_then(Value::as_str) == Some("binary");
        Some(FormField {
            required: fields.get("required") == Some(&Value::Bool(true)),
            name: name.to_string(),
            is_file: is_binary,
            encoding: style.map(|(style, explode)| {
                Value::Object(Map::from_iter([
                    ("style", Value::from(style)),
                    ("explode", Value::Bool(explode)),
                ]))
            }),
            schema: Value::Object(schema),
        })
    }

    /// The parameter's own fields, and those of its schema.
    fn split(&mut self, fields: Fields, from: &Pointer, to: &Pointer) -> (Fields, Fields) {
        let mut own = Map::new();
        let mut schema = Map::new();
        for (name, value) in fields {
            if OWN.contains(&name.as_str()) || (name.starts_with("x-") && name != "x-example") {
                own.insert(name, value);
            } else if name == "x-example" || name == "example" {
                own.insert("example", value);
            } else {
                self.moved(from.child(&name), to.child("schema").child(&name));
                schema.insert(name, value);
            }
        }
        (own, schema)
    }

    /// How the items of a list are written: a style of 3.0, and whether each item goes
    /// under a name of its own.
    fn collection_format(
        &mut self,
        fields: &mut Fields,
        at: &Pointer,
    ) -> Option<(&'static str, bool)> {
        let format = fields.shift_remove("collectionFormat");
        if let Some(Value::Object(items)) = fields.get_mut("items") {
            // A list within a list cannot be said in 3.0, nor by most servers.
            items.shift_remove("collectionFormat");
        }
        let is_list = fields.get("type").and_then(Value::as_str) == Some("array");
        match format.as_ref().and_then(Value::as_str) {
            None if is_list => Some(("form", false)),
            None => None,
            Some("csv") => Some(("form", false)),
            Some("multi") => Some(("form", true)),
            Some("ssv") => Some(("spaceDelimited", false)),
            Some("pipes") => Some(("pipeDelimited", false)),
            Some(other) => {
                let message = format!("the collection format `{other}` is read as `csv`");
                self.say(&at.child("collectionFormat"), Code::UnknownValue, message);
                Some(("form", false))
            }
        }
    }
}

/// A field of a form.
pub(super) struct FormField {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) is_file: bool,
    pub(super) schema: Value,
    pub(super) encoding: Option<Value>,
}
