//! Links between operations, decided: which methods they lead to.

use crate::ir::{Api, LinkTarget, Operation};

use super::model::Link;
use super::names::case;

/// The links of an operation's responses. `methods` are those of `api.operations`.
pub(super) fn decide(api: &Api, operation: &Operation, methods: &[String]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for link in operation
        .responses
        .iter()
        .flat_map(|response| &response.links)
    {
        let is_target = |operation: &Operation| match &link.target {
            LinkTarget::Id(id) => operation.id.as_ref() == Some(id),
            LinkTarget::Pointer(pointer) => operation.pointer == *pointer,
        };
        let Some(method) = api
            .operations
            .iter()
            .position(is_target)
            .and_then(|index| methods.get(index))
        else {
            continue;
        };
        let body = link
            .body
            .iter()
            .map(|body| ("the body".to_owned(), body.clone()));
        let parameters = link.parameters.iter().cloned();
        links.push(Link {
            method: case::escaped(method),
            values: parameters
                .map(|(name, from)| (format!("`{}`", name.replace('`', "'")), from))
                .chain(body)
                .collect(),
            description: link.description.clone(),
        });
    }
    links
}
