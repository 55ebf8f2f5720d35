//! How OpenAPI writes a value into a path, a query, a header or a cookie: the
//! table in OAS 3.1 § 4.8.12.4, "Style Examples".

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::value::{Error, Value};

/// The name of a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StyleKind {
    /// `blue,black`: paths and headers.
    Simple,
    /// `.blue`: paths.
    Label,
    /// `;color=blue`: paths.
    Matrix,
    /// `color=blue`: queries and cookies.
    Form,
    /// `color=blue%20black`: queries.
    SpaceDelimited,
    /// `color=blue%7Cblack`: queries.
    PipeDelimited,
    /// `color%5BR%5D=100`: queries.
    DeepObject,
    /// `color=blue`: cookies, whose values are sent as they are (OAS 3.2 § 4.12.6).
    Cookie,
    /// `blue`, which is the whole query and has no name (OAS 3.2 § 4.12.4).
    Whole,
}

/// How a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Style {
    /// Its name.
    pub kind: StyleKind,
    /// Whether each item or member is written as a parameter of its own.
    pub explode: bool,
    /// Whether reserved characters stay as they are, in a query. Those that
    /// would begin another parameter or end the query are encoded all the same.
    pub allow_reserved: bool,
}

impl Style {
    /// The default of paths and headers.
    pub const SIMPLE: Self = Self {
        kind: StyleKind::Simple,
        explode: false,
        allow_reserved: false,
    };
    /// The default of queries and cookies.
    pub const FORM: Self = Self {
        kind: StyleKind::Form,
        explode: true,
        allow_reserved: false,
    };
}

/// Everything but the unreserved characters of RFC 3986 § 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What is encoded when reserved characters are allowed. `[`, `]` and `#` have
/// no place in a query; `&` and `+` would mean something else there. `%` stays,
/// as RFC 6570 § 3.2.3 has it for text that is encoded already.
const NOT_IN_QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What may stand in a cookie (RFC 6265 § 4.1.1), and the comma between items.
fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b';' | b'\\')
}

/// Text with everything encoded that could mean something in a URL.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn encode_reserved(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        out.extend(utf8_percent_encode(before, NOT_IN_QUERY));
        let is_triplet = from
            .as_bytes()
            .get(1..3)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if is_triplet { "%" } else { "%25" });
        rest = from.strip_prefix('%').unwrap_or_default();
    }
    out.extend(utf8_percent_encode(rest, NOT_IN_QUERY));
    out
}

/// What a value is once absent items and members are gone.
enum Shape {
    Absent,
    Scalar(String),
    Array(Vec<String>),
    Object(Vec<(String, String)>),
}

fn shape(value: &Value) -> Result<Shape, Error> {
    let nested = || Error::new("is nested deeper than its style can write");
    let text = |value: &Value| match value {
        Value::Null => Ok(None),
        Value::Scalar(text) => Ok(Some(text.clone())),
        Value::Array(_) | Value::Object(_) => Err(nested()),
    };
    Ok(match value {
        Value::Null => Shape::Absent,
        Value::Scalar(text) => Shape::Scalar(text.clone()),
        Value::Array(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(text).collect();
            let items: Vec<_> = items?.into_iter().flatten().collect();
            if items.is_empty() {
                Shape::Absent
            } else {
                Shape::Array(items)
            }
        }
        Value::Object(members) => {
            let mut out = Vec::new();
            for (name, value) in members {
                if let Some(value) = text(value)? {
                    out.push((name.clone(), value));
                }
            }
            if out.is_empty() {
                Shape::Absent
            } else {
                Shape::Object(out)
            }
        }
    })
}

/// `R,100,G,200` or `R=100,G=200`: an object as one list.
fn flat(members: &[(String, String)], explode: bool, separator: &str) -> String {
    let joint = if explode { "=" } else { separator };
    let members: Vec<_> = members
        .iter()
        .map(|(name, value)| format!("{name}{joint}{value}"))
        .collect();
    members.join(separator)
}

fn map_shape(
    shape: Shape,
    encode_name: impl Fn(&str) -> String,
    encode: impl Fn(&str) -> String,
) -> Shape {
    match shape {
        Shape::Absent => Shape::Absent,
        Shape::Scalar(text) => Shape::Scalar(encode(&text)),
        Shape::Array(items) => Shape::Array(items.iter().map(|item| encode(item)).collect()),
        Shape::Object(members) => Shape::Object(
            members
                .iter()
                .map(|(name, value)| (encode_name(name), encode(value)))
                .collect(),
        ),
    }
}

/// A value in a path; empty if there is nothing to write.
pub(super) fn path(name: &str, value: &Value, style: Style) -> Result<String, Error> {
    let shape = map_shape(shape(value)?, encode, encode);
    let explode = style.explode;
    Ok(match style.kind {
        StyleKind::Label => match shape {
            Shape::Absent => String::new(),
            Shape::Scalar(text) => format!(".{text}"),
            Shape::Array(items) => format!(".{}", items.join(if explode { "." } else { "," })),
            Shape::Object(members) => {
                format!(
                    ".{}",
                    flat(&members, explode, if explode { "." } else { "," })
                )
            }
        },
        StyleKind::Matrix => {
            let name = encode(name);
            match shape {
                Shape::Absent => String::new(),
                Shape::Scalar(text) if text.is_empty() => format!(";{name}"),
                Shape::Scalar(text) => format!(";{name}={text}"),
                Shape::Array(items) if explode => {
                    items.iter().map(|item| format!(";{name}={item}")).collect()
                }
                Shape::Array(items) => format!(";{name}={}", items.join(",")),
                Shape::Object(members) if explode => format!(";{}", flat(&members, true, ";")),
                Shape::Object(members) => format!(";{name}={}", flat(&members, false, ",")),
            }
        }
        StyleKind::Simple
        | StyleKind::Form
        | StyleKind::SpaceDelimited
        | StyleKind::PipeDelimited
        | StyleKind::DeepObject
        | StyleKind::Cookie
        | StyleKind::Whole => simple(shape, explode),
    })
}

/// A value in a header, which is text and not percent-encoded; `None` if there
/// is nothing to write.
pub(super) fn header(value: &Value, style: Style) -> Result<Option<String>, Error> {
    Ok(match shape(value)? {
        Shape::Absent => None,
        shape => Some(simple(shape, style.explode)),
    })
}

fn simple(shape: Shape, explode: bool) -> String {
    match shape {
        Shape::Absent => String::new(),
        Shape::Scalar(text) => text,
        Shape::Array(items) => items.join(","),
        Shape::Object(members) => flat(&members, explode, ","),
    }
}

/// Writes a value behind what is there of a query.
pub(super) fn write_query(
    out: &mut String,
    name: &str,
    value: &Value,
    style: Style,
) -> Result<(), Error> {
    // Most parameters are this: no string is made only to be copied.
    if let (StyleKind::Form, Value::Scalar(text), false) = (style.kind, value, style.allow_reserved)
    {
        separate(out);
        out.extend(utf8_percent_encode(name, RESERVED));
        out.push('=');
        out.extend(utf8_percent_encode(text, RESERVED));
        return Ok(());
    }
    let pairs = pairs(name, value, style)?;
    if !pairs.is_empty() {
        separate(out);
        out.push_str(&join(&pairs));
    }
    Ok(())
}

/// What stands between two parameters.
pub(super) fn separate(query: &mut String) {
    if !query.is_empty() {
        query.push('&');
    }
}

/// A value in a query or in cookies: encoded names and values.
pub(super) fn pairs(
    name: &str,
    value: &Value,
    style: Style,
) -> Result<Vec<(String, String)>, Error> {
    if style.kind == StyleKind::DeepObject {
        let mut out = Vec::new();
        deep(encode(name), value, style, &mut out)?;
        return Ok(out);
    }
    if style.kind == StyleKind::Whole {
        return Ok(match shape(value)? {
            Shape::Absent => Vec::new(),
            shape => vec![(String::new(), encode(&simple(shape, style.explode)))],
        });
    }
    if style.kind == StyleKind::Cookie {
        let shape = shape(value)?;
        let pairs = match shape {
            Shape::Absent => Vec::new(),
            Shape::Scalar(text) => vec![(name.to_owned(), text)],
            Shape::Array(items) if style.explode => {
                let items = items.into_iter();
                items.map(|item| (name.to_owned(), item)).collect()
            }
            Shape::Object(members) if style.explode => members,
            shape => vec![(name.to_owned(), simple(shape, false))],
        };
        let is_sendable = |text: &String| text.bytes().all(is_cookie_octet);
        return match pairs
            .iter()
            .all(|(name, value)| is_sendable(name) && is_sendable(value))
        {
            true => Ok(pairs),
            false => Err(Error::new("has a character that a cookie cannot have")),
        };
    }
    let encode_value = if style.allow_reserved {
        encode_reserved
    } else {
        encode
    };
    // Exploded, members are parameters: a reserved character in a name would end it.
    let encode_member = if style.explode { encode } else { encode_value };
    let shape = map_shape(shape(value)?, encode_member, encode_value);
    let name = encode(name);
    let separator = match style.kind {
        StyleKind::SpaceDelimited => "%20",
        StyleKind::PipeDelimited => "%7C",
        StyleKind::Simple
        | StyleKind::Label
        | StyleKind::Matrix
        | StyleKind::Form
        | StyleKind::DeepObject
        | StyleKind::Cookie
        | StyleKind::Whole => ",",
    };
    Ok(match shape {
        Shape::Absent => Vec::new(),
        Shape::Scalar(text) => vec![(name, text)],
        Shape::Array(items) if style.explode => {
            items.into_iter().map(|item| (name.clone(), item)).collect()
        }
        Shape::Array(items) => vec![(name, items.join(separator))],
        Shape::Object(members) if style.explode => members,
        Shape::Object(members) => vec![(name, flat(&members, false, separator))],
    })
}

/// `color[R]=100`. Deeper objects, which the specification leaves open, go on in the same way.
/// Arrays are written as most servers that read such names read them: `color[R][]=1` for each
/// item, and `color[R][0][x]=1` where items have members.
fn deep(
    name: String,
    value: &Value,
    style: Style,
    out: &mut Vec<(String, String)>,
) -> Result<(), Error> {
    let encode_value = if style.allow_reserved {
        encode_reserved
    } else {
        encode
    };
    match value {
        Value::Null => {}
        Value::Scalar(text) => out.push((name, encode_value(text))),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let name = match item {
                    Value::Array(_) | Value::Object(_) => format!("{name}%5B{index}%5D"),
                    Value::Null | Value::Scalar(_) => format!("{name}%5B%5D"),
                };
                deep(name, item, style, out)?;
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                deep(format!("{name}%5B{}%5D", encode(member)), value, style, out)?;
            }
        }
    }
    Ok(())
}

/// How the members of a form are written that are not written in the usual way: in a style, or as
/// JSON.
pub type FormEncoding = &'static [(&'static str, Option<Style>)];

/// A whole form: each member as an exploded form parameter, or as `encoding` says. What has members
/// of its own is JSON (OAS 3.1 § 4.8.15.1.1), which `json` gives by name.
pub(super) fn form_body(
    value: &Value,
    encoding: FormEncoding,
    json: impl Fn(&str) -> Option<String>,
) -> Result<String, Error> {
    let Value::Object(members) = value else {
        return Err(Error::new("is not an object, and a form needs one"));
    };
    let mut out = Vec::new();
    for (name, value) in members {
        let said = encoding.iter().find(|(known, _)| known == name);
        let style = match said {
            Some((_, style)) => *style,
            None => (!is_nested(value)).then_some(Style::FORM),
        };
        match (style, value) {
            (Some(style), value) => out.extend(pairs(name, value, style)?),
            (None, Value::Null) => {}
            (None, _) => {
                let text = json(name).ok_or_else(|| Error::new("does not serialize"))?;
                out.push((encode(name), encode(&text)));
            }
        }
    }
    Ok(join(&out))
}

/// Whether a value has members, or items that have.
fn is_nested(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items
            .iter()
            .any(|item| matches!(item, Value::Object(_) | Value::Array(_))),
        Value::Null | Value::Scalar(_) => false,
    }
}

pub(super) fn join(pairs: &[(String, String)]) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| match name.as_str() {
            // What is the whole query has no name.
            "" => value.clone(),
            name => format!("{name}={value}"),
        })
        .collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests;
