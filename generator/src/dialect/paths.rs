//! The keys of `paths`: each begins with `/` (OAS § 4.8.8).

use crate::diagnostics::Code;
use crate::json::{Map, Value};

use super::objects;
use super::rules::rename;
use super::walk::Walk;

/// Mends the keys, and goes on with the path items.
pub(super) fn paths(walk: &mut Walk<'_>, node: &mut Value) -> bool {
    if let Value::Object(items) = node {
        let wrong = |path: &&str| !path.starts_with('/') && !path.starts_with("x-");
        let wrong: Vec<String> = items.keys().filter(wrong).map(str::to_owned).collect();
        for key in wrong {
            mend(walk, items, &key);
        }
        beyond_paths(walk, items);
    }
    walk.map_but_extensions(node, |walk, item| walk.object(item, &objects::PATH_ITEM))
}

/// `https://a.example.com/b` is `/b` on a server of its own, and `b` is `/b`.
fn mend(walk: &mut Walk<'_>, items: &mut Map, key: &str) {
    let (server, path) = match address(key) {
        Some((server, path)) => (Some(server), format!("/{path}")),
        None => (None, format!("/{key}")),
    };
    if items.contains_key(&path) {
        let message = format!("the path `{key}` is `{path}`, which is there, too");
        walk.say_of_key(key, Code::DuplicatePath, message);
        items.shift_remove(key);
        return;
    }
    let message = match server {
        Some(server) => {
            format!("`{key}` is a URL; it is read as `{path}` on the server `{server}`")
        }
        None => format!("the path `{key}` does not begin with `/`; it is read as `{path}`"),
    };
    walk.say_of_key(key, Code::CoercedKind, message);
    rename(walk, items, key, &path);
    if let (Some(server), Some(Value::Object(item))) = (server, items.get_mut(&path))
        && !item.contains_key("servers")
        && !item.contains_key("$ref")
    {
        item.insert(
            "servers",
            Value::Array(vec![Map::from_iter([("url", server.into())]).into()]),
        );
        let pointer = crate::document::Pointer::root().child(&path);
        walk.made_from(pointer.as_str(), pointer.child("servers").as_str());
    }
}

/// A URL up to its path, and the path without its slash.
fn address(key: &str) -> Option<(&str, &str)> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| key.starts_with(scheme))?;
    let host = key.get(scheme.len()..)?;
    let end = host.find('/').unwrap_or(host.len());
    let (server, path) = key.split_at(scheme.len() + end);
    (end > 0).then(|| (server, path.trim_start_matches('/')))
}

/// Says which paths have a query string or a fragment; they are kept as they are.
fn beyond_paths(walk: &mut Walk<'_>, items: &Map) {
    for path in items.keys().filter(|path| !path.starts_with("x-")) {
        // What follows a `{` is the name of a parameter up to the `}`.
        let texts = path
            .split('{')
            .map(|part| part.rsplit_once('}').map_or(part, |(_, text)| text));
        let text: String = texts.collect();
        let (before, fragment) = match text.split_once('#') {
            Some((before, _)) => (before, true),
            None => (&*text, false),
        };
        if before.contains('?') {
            let message = format!("the path `{path}` has a query string, which is sent as it is");
            walk.say_of_key(path, Code::QueryInPath, message);
        }
        if fragment {
            let message = format!("the path `{path}` has a fragment, which is never sent");
            walk.say_of_key(path, Code::FragmentInPath, message);
        }
    }
}
