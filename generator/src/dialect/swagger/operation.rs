//! Path items and operations of 2.0.

use crate::diagnostics::Code;
use crate::document::Pointer;
use crate::json::{Map, Value};

use super::{Convert, Fields, media_types};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// A parameter that belongs to the body, and where it is written.
type InBody = (Value, Pointer);

impl Convert<'_> {
    pub(super) fn path_item(&mut self, item: &mut Fields, at: &Pointer) {
        let shared = match item.shift_remove("parameters") {
            Some(Value::Array(parameters)) => parameters,
            _ => Vec::new(),
        };
        let from = at.child("parameters");
        let (parameters, in_body) = self.sort_parameters(shared, &from, &from);
        if !parameters.is_empty() {
            item.insert("parameters", Value::Array(parameters));
        }
        for method in METHODS {
            if let Some(Value::Object(operation)) = item.get_mut(method) {
                self.operation(operation, in_body.clone(), &at.child(method));
            }
        }
    }

    fn operation(&mut self, operation: &mut Fields, shared: Vec<InBody>, at: &Pointer) {
        let consumes =
            media_types(operation.shift_remove("consumes")).or_else(|| self.consumes.clone());
        let produces =
            media_types(operation.shift_remove("produces")).or_else(|| self.produces.clone());
        if let Some(schemes) = operation.shift_remove("schemes")
            && self.host.is_some()
        {
            let servers = self.servers(Some(&schemes));
            operation.insert("servers", servers);
        }
        let own = match operation.shift_remove("parameters") {
            Some(Value::Array(parameters)) => parameters,
            Some(other) => {
                // The walk says what is wrong with it.
                operation.insert("parameters", other);
                Vec::new()
            }
            None => Vec::new(),
        };
        let from = at.child("parameters");
        let (parameters, mut in_body) = self.sort_parameters(own, &from, &from);
        if !parameters.is_empty() {
            operation.insert("parameters", Value::Array(parameters));
        }
        // What the operation says itself takes the place of what the path item says.
        for (parameter, place) in shared {
            let same = in_body.iter().any(|(own, _)| {
                own.get("name") == parameter.get("name") && own.get("in") == parameter.get("in")
            });
            if !same {
                in_body.push((parameter, place));
            }
        }
        if let Some(body) =
            self.request_body(in_body, consumes.as_deref(), &at.child("requestBody"))
        {
            operation.insert("requestBody", body);
        }
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            for (status, response) in responses {
                let place = at.child("responses").child(status);
                self.response(response, produces.as_deref(), &place, &place);
            }
        }
    }

    /// Parameters that stay ones, and those that belong to the body.
    fn sort_parameters(
        &mut self,
        parameters: Vec<Value>,
        from: &Pointer,
        to: &Pointer,
    ) -> (Vec<Value>, Vec<InBody>) {
        let mut stay = Vec::new();
        let mut in_body = Vec::new();
        for (index, parameter) in parameters.into_iter().enumerate() {
            let place = from.index(index);
            let shared = self.shared_form(&parameter);
            let parameter = shared.unwrap_or(parameter);
            let is_body = parameter
                .get("$ref")
                .and_then(Value::as_str)
                .is_some_and(|reference| reference.starts_with("#/components/requestBodies/"));
            match parameter.get("in").and_then(Value::as_str) {
                Some("body" | "formData") => in_body.push((parameter, place)),
                _ if is_body => in_body.push((parameter, place)),
                _ => {
                    let to = to.index(stay.len());
                    if to != place {
                        self.moved(place.clone(), to.clone());
                    }
                    let parameter = self.parameter(parameter, &place, &to);
                    stay.push(parameter);
                }
            }
        }
        (stay, in_body)
    }

    /// The field of a form that a reference leads to.
    fn shared_form(&self, parameter: &Value) -> Option<Value> {
        let reference = parameter.get("$ref")?.as_str()?;
        let name = reference.strip_prefix("#/components/parameters/")?;
        let (_, form) = self.forms.iter().find(|(form, _)| form == name)?;
        Some(form.clone())
    }

    fn request_body(
        &mut self,
        in_body: Vec<InBody>,
        consumes: Option<&[String]>,
        to: &Pointer,
    ) -> Option<Value> {
        let (forms, bodies): (Vec<_>, Vec<_>) = in_body.into_iter().partition(|(parameter, _)| {
            parameter.get("in").and_then(Value::as_str) == Some("formData")
        });
        if let Some((body, from)) = bodies.into_iter().next() {
            if let Some((_, form)) = forms.first() {
                let message = "an operation has a body or a form; the form is left out".to_owned();
                self.say(form, Code::WrongKind, message);
            }
            if body.get("$ref").is_some() {
                self.moved(from, to.clone());
                return Some(body);
            }
            return Some(self.body(body, consumes, &from, to));
        }
        self.form(forms, consumes, to)
    }

    fn form(
        &mut self,
        forms: Vec<InBody>,
        consumes: Option<&[String]>,
        to: &Pointer,
    ) -> Option<Value> {
        let (_, first) = forms.first()?;
        self.moved(first.clone(), to.clone());
        let mut has_file = false;
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut encoding = Map::new();
        let content_at = to.child("content");
        let types: Vec<String> = consumes
            .unwrap_or_default()
            .iter()
            .filter(|name| is_form(name))
            .cloned()
            .collect();
        // Which media type it is depends on the fields; where they are reported does not.
        let schema_at = content_at
            .child(types.first().map_or(URL_ENCODED, String::as_str))
            .child("schema");
        for (parameter, from) in forms {
            let Some(field) = self.form_field(parameter, &from, &schema_at) else {
                continue;
            };
            has_file |= field.is_file;
            if field.required {
                required.push(Value::from(field.name.clone()));
            }
            if let Some(rule) = field.encoding {
                encoding.insert(field.name.clone(), rule);
            }
            properties.insert(field.name, field.schema);
        }
        let is_required = !required.is_empty();
        let mut schema = Map::new();
        schema.insert("type", Value::from("object"));
        schema.insert("properties", Value::Object(properties));
        if is_required {
            schema.insert("required", Value::Array(required));
        }
        let mut media_type = Map::new();
        media_type.insert("schema", Value::Object(schema));
        if !encoding.is_empty() {
            media_type.insert("encoding", Value::Object(encoding));
        }
        let fallback = if has_file { MULTIPART } else { URL_ENCODED };
        let types = if types.is_empty() {
            vec![fallback.to_owned()]
        } else {
            types
        };
        let content: Fields = types
            .into_iter()
            .map(|name| (name, Value::Object(media_type.clone())))
            .collect();
        Some(Value::Object(Map::from_iter([
            ("required".to_owned(), Value::Bool(is_required)),
            ("content".to_owned(), Value::Object(content)),
        ])))
    }
}

const MULTIPART: &str = "multipart/form-data";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

fn is_form(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    name == MULTIPART || name == URL_ENCODED
}
