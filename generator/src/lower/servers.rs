//! Base URLs.

use crate::diagnostics::Code;
use crate::ir::{Api, Server, ServerVariable};
use crate::json::Text;

use super::context::Lowering;
use super::node::Node;

impl<'a> Lowering<'a> {
    /// The base URLs of the root, a path item or an operation.
    pub(super) fn servers(&mut self, around: &Node<'a>) -> Vec<Server> {
        let mut servers: Vec<Server> = Vec::new();
        for node in around.items_of("servers") {
            let decoded = node.decode::<openapiv3::Server>(&["url", "description", "variables"]);
            let server = match decoded {
                Ok(server) => server,
                Err(error) => {
                    self.report(
                        Code::NodeUndecodable,
                        &node.pointer,
                        format!("a server is not usable: {error}"),
                    );
                    continue;
                }
            };
            let template = completed(server.url.trim_end_matches('/'));
            let mut url = template.clone();
            let mut variables: Vec<ServerVariable> = Vec::new();
            for (name, variable) in server.variables.into_iter().flatten() {
                let braced = format!("{{{name}}}");
                if !template.contains(&braced) {
                    continue;
                }
                url = url.replace(&braced, &variable.default);
                variables.push(ServerVariable {
                    name,
                    default: variable.default,
                    values: variable.enumeration,
                    description: variable.description.map(Into::into),
                });
            }
            variables.sort_by_key(|variable| template.find(&format!("{{{}}}", variable.name)));
            if url.contains('{') {
                self.report(
                    Code::ServerRelative,
                    &node.pointer.child("url"),
                    format!("`{url}` has a variable without a default"),
                );
                continue;
            }
            let is_absolute = url.starts_with("https://") || url.starts_with("http://");
            if !is_absolute {
                self.report(
                    Code::ServerRelative,
                    &node.pointer.child("url"),
                    format!(
                        "`{url}` is not absolute, and where the document was fetched is not known"
                    ),
                );
            }
            if servers.iter().any(|other| other.template == template) {
                continue;
            }
            servers.push(Server {
                url: url.trim_end_matches('/').to_owned(),
                template,
                name: node.prose("name").map(Text::into),
                description: node.prose("description"),
                variables,
                is_absolute,
            });
        }
        servers
    }
}

/// Where the document names no server, and all operations the same one, that is the API's.
pub(super) fn in_common(api: &mut Api) {
    let mut own = api.operations.iter().map(|operation| &operation.server);
    let Some(Some(first)) = own.next().cloned() else {
        return;
    };
    if api.servers.is_empty() && own.all(|server| server.as_ref() == Some(&first)) {
        for operation in &mut api.operations {
            operation.server = None;
        }
        api.servers.push(Server {
            template: first.clone(),
            url: first,
            name: None,
            description: None,
            variables: Vec::new(),
            is_absolute: true,
        });
    }
}

/// A URL with a scheme, or a path from the origin on.
fn completed(url: &str) -> String {
    let is_absolute = url.contains("://") || url.is_empty() || url.starts_with('{');
    match url {
        // Of either scheme the safe one is taken.
        url if url.starts_with("//") => format!("https:{url}"),
        url if is_absolute || url.starts_with('/') => url.to_owned(),
        url => format!("/{}", url.trim_start_matches("./")),
    }
}
