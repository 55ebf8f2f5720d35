//! Base URLs.

use crate::diagnostics::Code;
use crate::ir::Server;

use super::context::Lowering;
use super::node::Node;

impl<'a> Lowering<'a> {
    /// The absolute base URLs of the root, a path item or an operation, their variables
    /// replaced by their defaults.
    pub(super) fn servers(&mut self, around: &Node<'a>) -> Vec<Server> {
        let mut servers = Vec::new();
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
            let mut url = server.url;
            for (name, variable) in server.variables.into_iter().flatten() {
                url = url.replace(&format!("{{{name}}}"), &variable.default);
            }
            if !url.starts_with("https://") && !url.starts_with("http://") {
                self.report(
                    Code::ServerRelative,
                    &node.pointer,
                    format!(
                        "`{url}` is not absolute, and where the document was fetched is not known"
                    ),
                );
                continue;
            }
            if url.contains('{') {
                self.report(
                    Code::ServerRelative,
                    &node.pointer,
                    format!("`{url}` has a variable without a default"),
                );
                continue;
            }
            servers.push(Server {
                url: url.trim_end_matches('/').to_owned(),
                description: node.prose("description"),
            });
        }
        servers
    }
}
