//! What a document says: read without the generator, so that it cannot be wrong in the same way.

#![allow(
    clippy::indexing_slicing,
    reason = "a member of a `Value` that is not there is null"
)]

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::said::{Call, Document, Location, Operation, Place};
use super::tree::Tree;

/// The methods of a path item (OAS 3.2 § 4.9.1).
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Headers that are no parameters (OAS 3.1 § 4.8.12.2.1): content negotiation and security see to
/// them.
const NO_PARAMETERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Reads a document in JSON or YAML; or why it cannot be counted.
pub(crate) fn read(text: &str) -> Result<Document, String> {
    let source = Source(parse(text)?);
    let version = source.0["openapi"].as_str().unwrap_or_default();
    if !version.starts_with("3.") {
        return Err("it is not OpenAPI 3".to_owned());
    }
    if source.refers_to_files(&source.0) {
        return Err("it refers to other files".to_owned());
    }
    Ok(source.document())
}

/// The tree of a document in JSON or YAML.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    // JSON first: not all of its escapes are YAML's.
    let Tree(tree) = serde_json::from_str(text)
        .or_else(|_| serde_yaml::from_str(text))
        .map_err(|error| format!("it is no YAML: {error}"))?;
    Ok(tree)
}

struct Source(Value);

impl Source {
    fn refers_to_files(&self, value: &Value) -> bool {
        match value {
            Value::Object(members) => members.iter().any(|(key, value)| match value.as_str() {
                Some(target) => key == "$ref" && !target.starts_with('#'),
                None => key != "example" && key != "examples" && self.refers_to_files(value),
            }),
            Value::Array(items) => items.iter().any(|item| self.refers_to_files(item)),
            _ => false,
        }
    }

    /// What a reference leads to, and the value itself if it is none or leads nowhere.
    fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        for _ in 0..32 {
            let target = value.get("$ref").and_then(Value::as_str);
            // Percent signs are of the URI, and come off before those of the pointer (RFC 6901 § 6).
            let target = target.and_then(|target| target.strip_prefix('#'));
            let target = target.map(|target| percent_decode_str(target).decode_utf8_lossy());
            match target.and_then(|pointer| self.0.pointer(&pointer)) {
                Some(target) => value = target,
                None => break,
            }
        }
        value
    }

    fn document(&self) -> Document {
        let mut document = Document::default();
        let mut used = BTreeSet::new();
        for (path, item) in members(&self.0["paths"]) {
            let item = self.resolve(item);
            let additional = members(&item["additionalOperations"]);
            let operations = members(item).filter(|(method, _)| METHODS.contains(method));
            for (method, operation) in operations.chain(additional) {
                let call = Call::new(method, path);
                document
                    .operations
                    .add(call, self.operation(method, path, item, operation));
                let security = operation.get("security").unwrap_or(&self.0["security"]);
                for alternative in security.as_array().into_iter().flatten() {
                    used.extend(members(alternative).map(|(name, _)| name.to_owned()));
                }
            }
        }
        for (name, scheme) in members(&self.0["components"]["securitySchemes"]) {
            let scheme = self.resolve(scheme);
            if let Some(place) = credential(scheme).filter(|_| used.contains(name)) {
                document.schemes.insert(name.to_owned(), place);
            }
        }
        document
    }

    fn operation(&self, method: &str, path: &str, item: &Value, operation: &Value) -> Operation {
        let mut said = Operation::default();
        let of_both = [&operation["parameters"], &item["parameters"]];
        for parameter in of_both.into_iter().filter_map(Value::as_array).flatten() {
            let parameter = self.resolve(parameter);
            let name = parameter["name"].as_str().unwrap_or_default();
            match parameter["in"].as_str() {
                Some("path") => {
                    if let Some(place) = place(path, name) {
                        said.parameter(Location::Path, &place.to_string());
                    }
                }
                Some("query") => said.parameter(Location::Query, name),
                Some("header") if !NO_PARAMETERS.contains(&&*name.to_ascii_lowercase()) => {
                    said.parameter(Location::Header, name);
                }
                Some("cookie") => said.parameter(Location::Cookie, name),
                _ => {}
            }
        }
        let body = self.resolve(&operation["requestBody"]);
        said.body = members(&body["content"]).next().is_some();
        if method.eq_ignore_ascii_case("head") {
            return said;
        }
        let responses: Vec<(&str, &Value)> = members(&operation["responses"])
            .map(|(status, response)| (status, self.resolve(response)))
            .collect();
        let has_success = responses.iter().any(|(status, _)| status.starts_with('2'));
        for (status, response) in responses {
            let mut schemas = members(&response["content"])
                .map(|(_, content)| content.get("schema").or(content.get("itemSchema")))
                .map(|schema| schema.map_or_else(String::new, Value::to_string))
                .peekable();
            match status.as_bytes() {
                [b'2', ..] => said.successes.extend(schemas),
                b"default" if !has_success => said.successes.extend(schemas),
                [b'4' | b'5', ..] | b"default" if schemas.peek().is_some() => {
                    said.errors.insert(match status {
                        "default" => status.to_owned(),
                        status => status.to_ascii_uppercase(),
                    });
                }
                _ => {}
            }
        }
        said
    }
}

/// Where the credential of a security scheme is (OAS 3.1 § 4.8.27); none of one that is a matter of
/// the connection.
fn credential(scheme: &Value) -> Option<Place> {
    let location = match (scheme["type"].as_str()?, scheme["in"].as_str()) {
        ("apiKey", Some("query")) => Location::Query,
        ("apiKey", Some("cookie")) => Location::Cookie,
        ("apiKey", _) => Location::Header,
        ("mutualTLS", _) => return None,
        _ => return Some(Location::Header.place("authorization")),
    };
    Some(location.place(scheme["name"].as_str()?))
}

/// The members of an object that are no extensions.
fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_object().into_iter().flatten();
    let members = members.map(|(key, value)| (key.as_str(), value));
    members.filter(|(key, _)| !key.starts_with("x-"))
}

/// Which of the placeholders of a path has this name.
pub(crate) fn place(template: &str, name: &str) -> Option<usize> {
    let names = template.split('{').skip(1);
    let mut names = names.filter_map(|rest| rest.split_once('}'));
    names.position(|(other, _)| other == name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn everything_that_counts_is_found() {
        let document = read(
            "
openapi: 3.1.0
security: [{key: []}]
paths:
  /a/{x}/b/{y}:
    parameters:
      - {name: y, in: path}
      - $ref: '#/components/parameters/Trace%20Id~1'
    get:
      parameters: [{name: x, in: path}, {name: n, in: query}, {name: Accept, in: header}]
      responses:
        200: {content: {application/json: {schema: {type: string}}, text/csv: {}}}
        '201': {content: {application/json: {schema: {type: string}}}}
        '404': {$ref: '#/components/responses/Missing'}
        4xx: {$ref: '#/components/responses/Missing'}
        '500': {description: Nothing.}
        default: {$ref: '#/components/responses/Missing'}
    post: {security: [], requestBody: {content: {text/plain: {}}}, responses: {default: {content: {a/b: {}}}}}
components:
  parameters: {'Trace Id/': {name: X-Trace, in: header}}
  responses: {Missing: {content: {application/json: {schema: {type: object}}}}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, unused: {type: http}}
",
        )
        .unwrap();
        let get = &document.operations[&Call::new("get", "/a/{}/b/{}")];
        let parameters: Vec<_> = get
            .parameters
            .iter()
            .map(|(_, name)| name.as_str())
            .collect();
        assert_eq!(parameters, ["0", "1", "n", "x-trace"]);
        assert_eq!(
            (get.successes.len(), get.errors.len(), get.body),
            (2, 3, false)
        );
        let post = &document.operations[&Call::new("POST", "/a/{x}/b/{y}")];
        assert_eq!(
            (post.successes.len(), post.errors.len(), post.body),
            (1, 0, true)
        );
        let key = (Location::Header, "x-key".to_owned());
        assert_eq!(document.schemes, BTreeMap::from([("key".to_owned(), key)]));
    }

    #[test]
    fn what_differs_in_a_fragment_alone_is_one_call() {
        let document = read(
            "
openapi: 3.1.0
paths:
  /a/{x}: {get: {parameters: [{name: x, in: path}], responses: {404: {content: {a/b: {}}}}}}
  '/a/{x}#link': {get: {parameters: [{name: n, in: query}], responses: {409: {content: {a/b: {}}}}}}
",
        )
        .unwrap();
        let only = &document.operations[&Call::new("get", "/a/{x}")];
        assert_eq!(document.operations.len(), 1);
        assert_eq!((only.parameters.len(), only.errors.len()), (2, 2));
    }

    #[test]
    fn what_cannot_be_counted_is_told() {
        assert!(read("swagger: '2.0'").is_err());
        assert!(read("openapi: 3.0.0\npaths: {/a: {$ref: 'a.yaml'}}").is_err());
        assert!(read("a: [").is_err());
    }
}
