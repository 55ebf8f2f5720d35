//! Operations: every method of every path.

use crate::diagnostics::{Code, Diagnostic};
use crate::dialect::extension;
use crate::ir::{Api, Docs, Method, Operation, Place};
use crate::json::Map;

use super::context::Lowering;
use super::node::Node;
use super::{docs, extensions, paths};

/// The methods that have a field of their own in a path item.
const METHODS: &[(&str, Method)] = &[
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
    ("trace", Method::Trace),
];

const DECODED: &[&str] = &[
    "operationId",
    "summary",
    "description",
    "tags",
    "deprecated",
    "externalDocs",
];

/// The operation that is being lowered.
pub(super) struct Site<'a> {
    pub(super) node: Node<'a>,
    /// The template of its path, as written.
    pub(super) path: String,
    pub(super) method: Method,
    pub(super) place: Place,
    /// Its position in `Api::operations`.
    pub(super) index: usize,
}

impl<'a> Lowering<'a> {
    /// Adds all operations of the document to the API.
    pub(super) fn operations(&mut self, root: &Node<'a>, api: &mut Api) {
        for (path, item) in root.members_of("paths") {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.resolve(&item) else {
                continue;
            };
            for (node, method) in methods(&item) {
                if self.canonical.left_out.contains(&node.pointer) {
                    continue;
                }
                let operation = self.operation(path, &item, node, method, api);
                api.operations.extend(operation);
            }
        }
        self.check_jobs(&api.operations);
    }

    fn operation(
        &mut self,
        path: &str,
        item: &Node<'a>,
        node: Node<'a>,
        method: Method,
        api: &Api,
    ) -> Option<Operation> {
        let decoded = match node
            .decode_with::<openapiv3::Operation>(DECODED, [("responses", Map::new().into())])
        {
            Ok(decoded) => decoded,
            Err(error) => {
                self.say(
                    Diagnostic::new(
                        Code::NodeUndecodable,
                        format!("the operation is not usable: {error}"),
                    )
                    .at(&node.pointer),
                );
                return None;
            }
        };
        let word = method_word(&method);
        let site = Site {
            path: path.to_owned(),
            method: method.clone(),
            place: Place(format!("{word} {path}")),
            index: api.operations.len(),
            node,
        };
        let (path, fragment) = paths::without_fragment(path);
        let parts = self.path(path);
        let bodies = self.bodies(&site);
        let security = self
            .security(&site.node)
            .unwrap_or_else(|| api.security.clone());
        let declared = self.declared(item, &site.node, &parts, !security.is_empty());
        let parameters = self.parameters(declared, &parts, &site);
        let responses = self.responses(&site.node, &site);
        let server = [&site.node, item].into_iter().find_map(|around| {
            self.servers(around)
                .into_iter()
                .find(|server| server.is_absolute)
                .map(|server| server.url)
        });
        let safe = extensions::safe(self, &site.node);
        let prose = |key: &str| site.node.prose(key).or_else(|| item.prose(key));
        Some(Operation {
            place: site.place.clone(),
            pointer: site.node.pointer.to_string(),
            id: decoded.operation_id.filter(|id| !id.trim().is_empty()),
            requested_name: extensions::name(self, &site.node),
            repeatable: safe || is_idempotent(&method),
            method,
            path: parts,
            fragment: fragment.map(str::to_owned),
            tag: decoded.tags.into_iter().find(|tag| !tag.trim().is_empty()),
            docs: Docs {
                summary: prose("summary").map(|text| self.words.line(text)),
                description: prose("description").map(|text| self.words.description(text)),
                deprecated: decoded.deprecated,
                link: docs::link(&site.node),
                ..Docs::default()
            },
            parameters,
            bodies,
            responses,
            security,
            server,
            paging: extensions::paging(self, &site.node),
            polling: extensions::polling(self, &site.node),
        })
    }

    /// A job has to name an operation that there is. One that is left out is there: what waits for
    /// it goes with it, and `plan` says so.
    fn check_jobs(&mut self, operations: &[Operation]) {
        let jobs = operations
            .iter()
            .filter_map(|operation| Some((operation, operation.polling.as_ref()?)));
        for (operation, job) in jobs {
            let known = |other: &Operation| other.id.as_ref() == Some(&job.operation);
            let left_out = self.canonical.left_out.iter().any(|pointer| {
                let operation = pointer.get(self.document);
                let id = operation.and_then(|operation| operation.get("operationId")?.as_str());
                id == Some(&job.operation)
            });
            if !left_out && !operations.iter().any(known) {
                let pointer = crate::document::Pointer::from(operation.pointer.as_str());
                self.report(
                    Code::ExtensionValue,
                    &pointer.child(extensions::POLLING).child("operation"),
                    format!("`operation` takes the `operationId` of another operation, and `{}` is none", job.operation),
                );
            }
        }
    }
}

/// The operations of a path item, in an order that does not depend on the document's.
pub(super) fn methods<'a>(item: &Node<'a>) -> Vec<(Node<'a>, Method)> {
    let fixed = METHODS
        .iter()
        .filter_map(|(key, method)| Some((item.get(key)?, method.clone())));
    let mut others: Vec<(&str, Node<'a>)> =
        item.members_of(extension::ADDITIONAL_OPERATIONS).collect();
    others.sort_by_key(|(method, _)| method.to_ascii_uppercase());
    let others = others
        .into_iter()
        .map(|(method, node)| (node, Method::Other(method.to_ascii_uppercase())));
    fixed.chain(others).collect()
}

pub(super) fn method_word(method: &Method) -> String {
    let other = match method {
        Method::Other(name) => Some(name.to_ascii_lowercase()),
        _ => None,
    };
    let fixed = METHODS
        .iter()
        .find(|(_, known)| known == method)
        .map(|(key, _)| (*key).to_owned());
    fixed.or(other).unwrap_or_default()
}

/// RFC 9110 § 9.2.2.
fn is_idempotent(method: &Method) -> bool {
    match method {
        Method::Get
        | Method::Put
        | Method::Delete
        | Method::Options
        | Method::Head
        | Method::Trace => true,
        Method::Post | Method::Patch => false,
        // QUERY is defined as safe; nothing is known of the others.
        Method::Other(name) => name == "QUERY",
    }
}
