//! References that are relative to a URI (RFC 3986 § 5.2), as far as documents use them.

/// The URI that a relative reference means beside another; `None` if that is none, or
/// the reference is not relative.
pub(crate) fn join(base: &str, reference: &str) -> Option<String> {
    if reference.is_empty() || reference.contains(':') || reference.starts_with('#') {
        return None;
    }
    let (scheme, rest) = base.split_once("://")?;
    let (host, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, "/"),
    };
    let (folder, _) = path.rsplit_once('/')?;
    let joined = match reference.strip_prefix('/') {
        Some(_) => reference.to_owned(),
        None => format!("{folder}/{reference}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in joined.split('/').skip(1) {
        match step {
            "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    Some(format!("{scheme}://{host}/{}", steps.join("/")))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn relative_to_a_uri() {
        let base = "https://example.com/schemas/pets/cat";
        let joined = |reference: &str| join(base, reference).unwrap_or_default();
        assert_eq!(joined("dog"), "https://example.com/schemas/pets/dog");
        assert_eq!(joined("../owner"), "https://example.com/schemas/owner");
        assert_eq!(joined("./a/../b"), "https://example.com/schemas/pets/b");
        assert_eq!(joined("/tag"), "https://example.com/tag");
        assert_eq!(joined("../../../../x"), "https://example.com/x");
        assert_eq!(join(base, "urn:x"), None);
        assert_eq!(join("cat", "dog"), None);
    }
}
