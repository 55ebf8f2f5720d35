//! The `Link` header (RFC 8288 § 3).

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link whose relation is `next`.
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(next_in)
}

fn next_in(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let link = parameters(after);
        // A link with an anchor is from another page than this one.
        if link.is_next && !link.is_anchored {
            return Some(target.trim().to_owned());
        }
        rest = link.rest;
    }
    None
}

struct Link<'a> {
    is_next: bool,
    is_anchored: bool,
    rest: &'a str,
}

/// Reads the parameters of one link, up to the comma before the next.
fn parameters(text: &str) -> Link<'_> {
    let mut link = Link {
        is_next: false,
        is_anchored: false,
        rest: text,
    };
    let mut has_rel = false;
    loop {
        let trimmed = link.rest.trim_start();
        let Some(parameter) = trimmed.strip_prefix(';') else {
            link.rest = trimmed;
            return link;
        };
        let parameter = parameter.trim_start();
        let name_end = parameter.find(['=', ';', ',']).unwrap_or(parameter.len());
        let (name, after) = parameter.split_at(name_end);
        let (value, after) = match after.strip_prefix('=') {
            Some(value) => parameter_value(value.trim_start()),
            None => (String::new(), after),
        };
        link.rest = after;
        match name.trim().to_ascii_lowercase().as_str() {
            // Only the first `rel` counts (§ 3.3).
            "rel" if !has_rel => {
                has_rel = true;
                link.is_next = value
                    .split_ascii_whitespace()
                    .any(|rel| rel.eq_ignore_ascii_case("next"));
            }
            "anchor" => link.is_anchored = true,
            _ => {}
        }
    }
}

/// A token or a quoted string, and what follows.
fn parameter_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return (value.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    (value, characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_next_and_nothing_else() {
        let cases = [
            (r#"<https://a/?p=2>; rel="next""#, Some("https://a/?p=2")),
            (r#"<a>; rel=prev, <b>; rel=next, <c>; rel=last"#, Some("b")),
            (r#"<a>;rel="prev NEXT";title="x""#, Some("a")),
            (
                r#"<a,b;c>; title="x, <no>; rel=next"; rel="first", <d>; rel=next"#,
                Some("d"),
            ),
            (r#"<a>; title="quote \" <b>; rel=next""#, None),
            (r#"<a>; rel="first"; rel="next""#, None),
            (
                r##"<a>; rel="next"; anchor="#x", <b>; rel="next""##,
                Some("b"),
            ),
            (r#"<a>; REL = "next""#, Some("a")),
            (r#"<a>; foo; rel=next"#, Some("a")),
            (r#"<a"#, None),
            (r#"<a>; rel"#, None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(next_in(header).as_deref(), expected, "{header}");
        }
    }
}
