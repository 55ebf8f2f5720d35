//! Swagger 2.0 up to OpenAPI 3.0
//! (<https://github.com/OAI/OpenAPI-Specification/blob/main/versions/2.0.md>).
//!
//! A step of its own before the walk, which then repairs a 2.0 document like any
//! other. What moves is recorded like everywhere, so reports point to where things are
//! written in the 2.0 document.

mod operation;
mod parameter;
mod response;
mod schema;
mod security;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::document::{Moves, Pointer, SourceMap, Whence, limits};
use crate::json::{Map, Value};

type Fields = Map;

/// Rewrites a document of 2.0, and returns what moved.
pub(super) fn convert(
    root: &mut Fields,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Moves {
    let mut convert = Convert {
        sources,
        diagnostics,
        moves: Moves::new(),
        bodies: Vec::new(),
        forms: Vec::new(),
        copies_left: Some(limits::copies(root.values().map(limits::count).sum())),
        consumes: media_types(root.shift_remove("consumes")),
        produces: media_types(root.shift_remove("produces")),
        host: text(root.shift_remove("host")),
        base_path: text(root.shift_remove("basePath")),
    };
    root.shift_remove("swagger");
    schema::words(root, schema::Members::Words, 0);
    let schemes = root.shift_remove("schemes");
    let servers = convert.servers(schemes.as_ref());
    root.insert("servers", servers);
    convert.components(root);
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        let at = Pointer::root().child("paths");
        for (path, item) in paths {
            if let Value::Object(item) = item {
                convert.path_item(item, &at.child(path));
            }
        }
    }
    convert.moves
}

struct Convert<'a> {
    sources: &'a SourceMap,
    diagnostics: &'a mut Diagnostics,
    moves: Moves,
    /// The shared parameters that are bodies: they become request bodies.
    bodies: Vec<String>,
    /// The shared parameters that are fields of forms, with what they are.
    forms: Vec<(String, Value)>,
    /// How many nodes may still be copied; `None` once there was one too many.
    copies_left: Option<usize>,
    consumes: Option<Vec<String>>,
    produces: Option<Vec<String>>,
    host: Option<String>,
    base_path: Option<String>,
}

impl Convert<'_> {
    fn moved(&mut self, from: Pointer, to: Pointer) {
        self.moves.record(to, Whence::Before(from));
    }

    fn say(&mut self, at: &Pointer, code: Code, message: String) {
        let origin = self.sources.origin(at);
        self.diagnostics
            .push(Diagnostic::new(code, message).at(origin));
    }

    /// The schema of a body in each of its media types, of which one is given it and the
    /// others get copies; those for which there is too much of it are left out.
    fn media_types(&mut self, mut types: Vec<String>, schema: &Value, at: &Pointer) -> Vec<String> {
        // The one that is sure to be there is the one that clients speak.
        let json = types.iter().position(|name| is_json(name)).unwrap_or(0);
        if types.len() < 2 {
            return types;
        }
        let kept = types.remove(json);
        let size = limits::count(schema);
        let before = types.len();
        types.retain(|_| {
            self.copies_left = self.copies_left.and_then(|left| left.checked_sub(size));
            self.copies_left.is_some()
        });
        if types.len() < before {
            let message = format!(
                "the schema is written out for each media type, and makes too much; {} of them \
                 are left out",
                before - types.len()
            );
            self.say(at, Code::TooManyCopies, message);
        }
        types.insert(json.min(types.len()), kept);
        types
    }

    /// A server for each scheme. Without a scheme, that by which the document came was
    /// meant, and nobody knows it: `https` it is.
    fn servers(&mut self, schemes: Option<&Value>) -> Value {
        let base_path = self.base_path.clone().unwrap_or_default();
        let path = base_path.trim_end_matches('/');
        let Some(host) = &self.host else {
            let url = if path.is_empty() { "/" } else { path };
            return Value::Array(vec![server(url)]);
        };
        let mut names: Vec<&str> = schemes
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|scheme| matches!(*scheme, "https" | "http"))
            .collect();
        if names.is_empty() {
            names.push("https");
        }
        // The safer scheme is the default.
        names.sort_by_key(|scheme| *scheme != "https");
        let servers: Vec<Value> = names
            .iter()
            .map(|scheme| server(&format!("{scheme}://{host}{path}")))
            .collect();
        let from = Pointer::root().child("host");
        for index in 0..servers.len() {
            let to = Pointer::root().child("servers").index(index);
            self.moved(from.clone(), to);
        }
        Value::Array(servers)
    }

    /// What 2.0 has at the top and 3.0 among the components.
    fn components(&mut self, root: &mut Fields) {
        let at = Pointer::root();
        let mut components = Map::new();
        for (from, to) in [("definitions", "schemas"), ("responses", "responses")] {
            if let Some(section) = root.shift_remove(from) {
                self.moved(at.child(from), at.child("components").child(to));
                components.insert(to.to_owned(), section);
            }
        }
        if let Some(Value::Object(responses)) = components.get_mut("responses") {
            let from = at.child("responses");
            let to = at.child("components").child("responses");
            for (name, response) in responses {
                let (from, to) = (from.child(name), to.child(name));
                let produces = self.produces.clone();
                self.response(response, produces.as_deref(), &from, &to);
            }
        }
        if let Some(Value::Object(parameters)) = root.shift_remove("parameters") {
            self.shared_parameters(parameters, &mut components);
        }
        if let Some(schemes) = root.shift_remove("securityDefinitions") {
            let from = at.child("securityDefinitions");
            let to = at.child("components").child("securitySchemes");
            self.moved(from, to);
            components.insert("securitySchemes", security::schemes(schemes));
        }
        if !components.is_empty() {
            root.insert("components", Value::Object(components));
        }
        // Only now is it known which shared parameters are bodies.
        let bodies = std::mem::take(&mut self.bodies);
        schema::body_references(root, &bodies, schema::Members::Words, 0);
        self.bodies = bodies;
    }

    /// Parameters by name: those of bodies become request bodies, those of forms are
    /// put in where they are used.
    fn shared_parameters(&mut self, parameters: Fields, components: &mut Fields) {
        let at = Pointer::root();
        let mut shared = Map::new();
        let mut bodies = Map::new();
        for (name, parameter) in parameters {
            let from = at.child("parameters").child(&name);
            match parameter.get("in").and_then(Value::as_str) {
                Some("body") => {
                    let to = at.child("components").child("requestBodies").child(&name);
                    let consumes = self.consumes.clone();
                    let body = self.body(parameter, consumes.as_deref(), &from, &to);
                    bodies.insert(name.clone(), body);
                    self.bodies.push(name.to_string());
                }
                Some("formData") => self.forms.push((name.to_string(), parameter)),
                _ => {
                    let to = at.child("components").child("parameters").child(&name);
                    self.moved(from.clone(), to.clone());
                    let parameter = self.parameter(parameter, &from, &to);
                    shared.insert(name, parameter);
                }
            }
        }
        if !shared.is_empty() {
            components.insert("parameters", Value::Object(shared));
        }
        if !bodies.is_empty() {
            components.insert("requestBodies", Value::Object(bodies));
        }
    }
}

fn server(url: &str) -> Value {
    Value::Object(Map::from_iter([("url", Value::from(url))]))
}

fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    name.eq_ignore_ascii_case("application/json") || name.ends_with("+json")
}

fn text(value: Option<Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text.to_string()),
        _ => None,
    }
}

/// A list of media types; one alone is as good.
fn media_types(value: Option<Value>) -> Option<Vec<String>> {
    let list = match value? {
        Value::Array(list) => list,
        other => vec![other],
    };
    let types: Vec<String> = list
        .into_iter()
        .filter_map(|item| text(Some(item)))
        .collect();
    (!types.is_empty()).then_some(types)
}
