//! What a file is, as far as its top tells: reading it whole would take as long as using it.

use std::path::{Component, Path, PathBuf};

/// Whether a file is called as JSON or YAML is.
pub(crate) fn may_be_document(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["json", "yaml", "yml"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The version that a text says at its top, if it is an OpenAPI or Swagger document.
///
/// JSON or YAML, by its content. A member of that name that is no version, as a tool's settings
/// may have it, makes no document.
pub(crate) fn version(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{FEFF}');
    let start = content(text)?;
    let version = if start.starts_with('{') {
        in_flow(start)
    } else {
        in_block(start)
    }?;
    version
        .starts_with(|c: char| c.is_ascii_digit())
        .then_some(version)
}

/// The text from its first line with content on, with that line's indentation.
fn content(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let line = rest.lines().next()?;
        let words = line.trim();
        // Comments, directives, and the beginning of a YAML document.
        if words.is_empty() || words.starts_with(['#', '%']) || words == "---" {
            rest = rest.split_once('\n')?.1;
        } else if words.starts_with('{') {
            return Some(rest.trim_start());
        } else {
            return Some(rest);
        }
    }
}

/// In YAML's block style, the members of the top are the lines that begin where the first does.
fn in_block(text: &str) -> Option<String> {
    let indent = text.len() - text.trim_start_matches(' ').len();
    text.lines().find_map(|line| {
        let key = line.get(indent..)?;
        let quote = key.chars().next().filter(|c| ['"', '\''].contains(c));
        let key = key.trim_start_matches(['"', '\'']);
        let rest = key
            .strip_prefix("openapi")
            .or_else(|| key.strip_prefix("swagger"))?;
        let rest = match quote {
            Some(quote) => rest.strip_prefix(quote)?,
            None => rest,
        };
        let value = rest.trim_start().strip_prefix(':')?;
        // `openapi:3` is a text and no member.
        let value = value.strip_prefix([' ', '\t'])?;
        Some(scalar(value.split(" #").next()?))
    })
}

/// In JSON, and in YAML's flow style, the members of the top are one bracket deep.
fn in_flow(text: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut chars = text.char_indices();
    // Where the key or value at hand begins, at the top.
    let mut begin = 0;
    let mut is_version = false;
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                while let Some((_, c)) = chars.next() {
                    match c {
                        '\\' => {
                            chars.next();
                        }
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '{' | '[' => {
                depth += 1;
                if depth == 1 {
                    begin = at + 1;
                }
            }
            ':' if depth == 1 => {
                let key = scalar(text.get(begin..at)?);
                is_version = key == "openapi" || key == "swagger";
                begin = at + 1;
            }
            ',' | '}' | ']' if depth == 1 => {
                if is_version {
                    return Some(scalar(text.get(begin..at)?));
                }
                begin = at + 1;
                depth -= usize::from(c != ',');
            }
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn scalar(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).trim().to_owned()
}

/// The other files that a text refers to by `$ref`, as they would be found from `folder`.
pub(crate) fn references<'a>(
    text: &'a str,
    folder: &'a Path,
) -> impl Iterator<Item = PathBuf> + use<'a> {
    text.match_indices("$ref").filter_map(move |(at, key)| {
        let value = text
            .get(at + key.len()..)?
            .trim_start_matches(['"', '\''])
            .trim_start()
            .strip_prefix(':')?
            .trim_start();
        let path = match value.chars().next()? {
            quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
            _ => value.split([',', '}', '\r', '\n']).next()?.trim_end(),
        };
        let path = path.split('#').next().filter(|path| !path.is_empty())?;
        (!path.contains("://")).then(|| resolved(folder, &path.replace("\\/", "/")))
    })
}

/// A relative path from a folder, without `.` and `..` where they can be counted out.
fn resolved(folder: &Path, path: &str) -> PathBuf {
    let mut resolved = PathBuf::new();
    for component in folder.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(
                    resolved.components().next_back(),
                    Some(Component::Normal(_))
                ) =>
            {
                resolved.pop();
            }
            other => resolved.push(other),
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{references, version};

    #[test]
    fn the_version_is_at_the_top_however_it_is_written() {
        for text in [
            "openapi: 3.0.1\ninfo: {}",
            "\u{FEFF}openapi: 3.0.1",
            "# words\n---\n'openapi': \"3.0.1\"  # words\n",
            "info:\n  title: x\nopenapi: '3.0.1'\r\n",
            "  info: {}\n  openapi: 3.0.1\n",
            "{\"openapi\":\"3.0.1\",\"info\":{}}",
            "{\n  \"info\": {\"a\": [1, {\"openapi\": \"no\"}], \"s\": \"}{\\\"\"},\n  \"openapi\": \"3.0.1\"\n}",
            "{openapi: 3.0.1, info: {}}",
        ] {
            assert_eq!(version(text).as_deref(), Some("3.0.1"), "{text}");
        }
        assert_eq!(version("swagger: 2.0").as_deref(), Some("2.0"));
        assert_eq!(version("{\"swagger\": 2}").as_deref(), Some("2"));
    }

    #[test]
    fn what_only_mentions_a_version_is_no_document() {
        for text in [
            "",
            "{}",
            "[]",
            "info:\n  openapi: 3.0.1",
            "{\"info\": {\"openapi\": \"3.0.1\"}}",
            "{\"openapi\": {\"path\": \"x\"}}",
            "openapi: [3]",
            "openapi-version: 3.0.1",
            "openapi:3",
            "text\nopenapis: 3",
            "{\"openapi\"",
        ] {
            assert_eq!(version(text), None, "{text}");
        }
    }

    #[test]
    fn references_into_other_files_are_found_in_json_and_yaml() {
        let text = "a: {$ref: b.yml#/x}\nc:\n  $ref: '../d e.yml'\nf: {\"$ref\": \"\\/g.json#\"}\nh:\n  $ref: \"#/x\"\ni:\n  $ref: https://example.com/x.yml\n";
        let found: Vec<PathBuf> = references(text, Path::new("one/two")).collect();
        assert_eq!(
            found,
            [
                Path::new("one/two/b.yml"),
                Path::new("one/d e.yml"),
                Path::new("/g.json")
            ]
        );
    }
}
