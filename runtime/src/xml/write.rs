//! From a value to XML.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{Items, Member, Name, Place, Root, Xml};
use crate::request::ParameterValue as Value;

/// Why a value cannot be written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unwritable(pub(crate) &'static str);

/// A whole document in UTF-8.
pub(crate) fn write(root: &Root, value: &Value) -> Result<Vec<u8>, Unwritable> {
    let mut out = Out(Writer::new(Vec::new()));
    out.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    // A list that is the whole document is always wrapped.
    match (root.value, value) {
        (Xml::List(items), Value::Array(all)) => {
            out.start(root.name.into(), Vec::new())?;
            out.items(items, all)?;
            out.end(root.name.into())?;
        }
        (xml, value) => out.element(root.name.into(), xml, value)?,
    }
    Ok(out.0.into_inner())
}

struct Out(Writer<Vec<u8>>);

/// The name of an element: from a table, or from a value.
#[derive(Clone, Copy)]
struct Tag<'a> {
    local: &'a str,
    prefix: &'a str,
    namespace: &'a str,
}

impl<'a> Tag<'a> {
    /// A name that is in a value.
    fn plain(local: &'a str) -> Self {
        Self {
            local,
            prefix: "",
            namespace: "",
        }
    }
}

impl From<Name> for Tag<'static> {
    fn from(name: Name) -> Self {
        Self {
            local: name.local,
            prefix: name.prefix,
            namespace: name.namespace,
        }
    }
}

impl Out {
    fn event(&mut self, event: Event<'_>) -> Result<(), Unwritable> {
        self.0
            .write_event(event)
            .map_err(|_| Unwritable("does not become XML"))
    }

    fn start(
        &mut self,
        name: Tag<'_>,
        attributes: Vec<(String, String)>,
    ) -> Result<(), Unwritable> {
        let mut start = BytesStart::new(qualified(name.prefix, name.local)?);
        if !name.namespace.is_empty() {
            let declared = match name.prefix {
                "" => "xmlns".to_owned(),
                prefix => format!("xmlns:{prefix}"),
            };
            start.push_attribute((declared.as_str(), name.namespace));
        }
        for (name, value) in &attributes {
            start.push_attribute((name.as_str(), value.as_str()));
        }
        self.event(Event::Start(start))
    }

    fn end(&mut self, name: Tag<'_>) -> Result<(), Unwritable> {
        let name = qualified(name.prefix, name.local)?;
        self.event(Event::End(BytesEnd::new(name)))
    }

    fn text(&mut self, text: &str) -> Result<(), Unwritable> {
        // XML 1.0 has no control characters, escaped or not.
        let is_forbidden = |c: char| {
            (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || ('\u{FFFE}'..='\u{FFFF}').contains(&c)
        };
        if text.contains(is_forbidden) {
            return Err(Unwritable("has a character that XML cannot have"));
        }
        self.event(Event::Text(BytesText::new(text)))
    }

    fn items(&mut self, items: &Items, all: &[Value]) -> Result<(), Unwritable> {
        all.iter()
            .try_for_each(|item| self.element(items.name.into(), items.value, item))
    }

    fn element(&mut self, name: Tag<'_>, xml: &Xml, value: &Value) -> Result<(), Unwritable> {
        match (xml, value) {
            (_, Value::Null) => Ok(()),
            (Xml::List(items), Value::Array(all)) if items.wrapped => {
                self.start(name, Vec::new())?;
                self.items(items, all)?;
                self.end(name)
            }
            (Xml::List(items), Value::Array(all)) => self.items(items, all),
            (Xml::Object(members), Value::Object(values)) => self.object(name, members, values),
            (xml, Value::Object(values)) => {
                let inner = match xml {
                    Xml::Map(inner) => inner,
                    _ => &Xml::Any,
                };
                self.start(name, Vec::new())?;
                for (key, value) in values {
                    self.element(Tag::plain(key), inner, value)?;
                }
                self.end(name)
            }
            (_, Value::Array(all)) => all
                .iter()
                .try_for_each(|item| self.element(name, &Xml::Any, item)),
            (_, Value::Scalar(text)) => {
                self.start(name, Vec::new())?;
                self.text(text)?;
                self.end(name)
            }
        }
    }

    fn object(
        &mut self,
        name: Tag<'_>,
        members: &[Member],
        values: &[(String, Value)],
    ) -> Result<(), Unwritable> {
        let of = |member: &Member| {
            let found = values.iter().find(|(key, _)| key == member.key);
            found.map(|(_, value)| value)
        };
        let mut attributes = Vec::new();
        for member in members
            .iter()
            .filter(|member| member.place == Place::Attribute)
        {
            if let Some(Value::Scalar(text)) = of(member) {
                let Name { prefix, local, .. } = member.name;
                attributes.push((qualified(prefix, local)?, text.clone()));
            }
        }
        self.start(name, attributes)?;
        for member in members {
            match (member.place, of(member)) {
                (Place::Attribute, _) | (_, None) => {}
                (Place::Text, Some(Value::Scalar(text))) => self.text(text)?,
                (Place::Text | Place::Element, Some(value)) => {
                    self.element(member.name.into(), member.value, value)?;
                }
            }
        }
        for (key, value) in values {
            if !members.iter().any(|member| member.key == key) {
                self.element(Tag::plain(key), &Xml::Any, value)?;
            }
        }
        self.end(name)
    }
}

fn qualified(prefix: &str, local: &str) -> Result<String, Unwritable> {
    if !is_name(local) || !(prefix.is_empty() || is_name(prefix)) {
        return Err(Unwritable("has a name that XML cannot have"));
    }
    Ok(match prefix {
        "" => local.to_owned(),
        prefix => format!("{prefix}:{local}"),
    })
}

/// A name as XML 1.0 § 2.3 has it, without a colon, letters beyond ASCII as they are.
fn is_name(name: &str) -> bool {
    let begins = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    let goes_on = |c: char| begins(c) || c.is_ascii_digit() || matches!(c, '-' | '.');
    name.starts_with(begins) && name.chars().all(goes_on)
}
