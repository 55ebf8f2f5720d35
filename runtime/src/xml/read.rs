//! From XML to the JSON that a type reads.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Number, Value};

use super::{Items, Member, Place, Root, Xml};

/// How deep elements may stand inside one another.
const DEEPEST: usize = 128;

/// An element, its names without prefixes.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

/// Why it is no XML that can be read: words without any of its text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unreadable(pub(crate) String);

/// The document as the JSON that it stands for. The root may have any name: there is but one.
pub(crate) fn read(root: &Root, bytes: &[u8]) -> Result<Value, Unreadable> {
    let element = parse(bytes)?;
    Ok(match root.value {
        Xml::List(items) => list(items, &element.children),
        xml => element.value(xml),
    })
}

fn parse(bytes: &[u8]) -> Result<Element, Unreadable> {
    let mut reader = Reader::from_reader(bytes);
    let mut open: Vec<Element> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let place = reader.buffer_position();
        let wrong = |what: &str| Unreadable(format!("{what}, at byte {place}"));
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|_| wrong("it is not well-formed XML"))?;
        let done = match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(wrong("it nests too deep"));
                }
                open.push(element(&start).ok_or_else(|| wrong("a start tag cannot be read"))?);
                None
            }
            Event::Empty(start) => {
                Some(element(&start).ok_or_else(|| wrong("a tag cannot be read"))?)
            }
            Event::End(_) => Some(open.pop().ok_or_else(|| wrong("an end tag ends nothing"))?),
            Event::Text(text) => {
                if let Some(around) = open.last_mut() {
                    around.text.push_str(&text);
                }
                None
            }
            Event::CData(text) => {
                if let Some(around) = open.last_mut() {
                    around.text.push_str(&text);
                }
                None
            }
            // Entities that a document defines itself are never followed.
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    Ok(None) => match &*reference {
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "amp" => Some('&'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                    Err(_) => None,
                };
                let character = character.ok_or_else(|| wrong("an entity is not known"))?;
                if let Some(around) = open.last_mut() {
                    around.text.push(character);
                }
                None
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => None,
            Event::Eof => return Err(wrong("it has no whole element")),
        };
        if let Some(done) = done {
            match open.last_mut() {
                Some(around) => around.children.push(done),
                None => return Ok(done),
            }
        }
    }
}

fn element(start: &BytesStart<'_>) -> Option<Element> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = quick_xml::escape::unescape(&attribute.value)
            .ok()?
            .into_owned();
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    Some(Element {
        name: start.local_name().as_ref().to_owned(),
        attributes,
        ..Element::default()
    })
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    fn children<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn value(&self, xml: &Xml) -> Value {
        if self.attribute("nil") == Some("true") {
            return Value::Null;
        }
        match xml {
            Xml::Text | Xml::Number | Xml::Boolean => scalar(xml, &self.text),
            Xml::Object(members) => self.object(members),
            Xml::List(items) => list(items, &self.children),
            Xml::Map(inner) => {
                let mut map = Map::new();
                for child in &self.children {
                    map.insert(child.name.clone(), child.value(inner));
                }
                Value::Object(map)
            }
            Xml::Any if self.children.is_empty() => Value::String(self.text.clone()),
            Xml::Any => self.anything(),
        }
    }

    fn object(&self, members: &[Member]) -> Value {
        let mut object = Map::new();
        for member in members {
            let name = member.name.local;
            let value = match (member.place, member.value) {
                (Place::Attribute, xml) => self.attribute(name).map(|text| scalar(xml, text)),
                (Place::Text, xml) => Some(scalar(xml, &self.text)),
                (Place::Element, Xml::List(items)) if !items.wrapped => {
                    let all: Vec<Value> = self
                        .children(items.name.local)
                        .map(|child| child.value(items.value))
                        .collect();
                    (!all.is_empty()).then_some(Value::Array(all))
                }
                (Place::Element, xml) => self.children(name).next().map(|child| child.value(xml)),
            };
            if let Some(value) = value {
                object.insert(member.key.to_owned(), value);
            }
        }
        Value::Object(object)
    }

    /// What no table speaks of: elements of one name are a list.
    fn anything(&self) -> Value {
        let mut object: Map<String, Value> = Map::new();
        for child in &self.children {
            let value = child.value(&Xml::Any);
            match object.get_mut(&child.name) {
                None => {
                    object.insert(child.name.clone(), value);
                }
                Some(Value::Array(all)) => all.push(value),
                Some(one) => *one = Value::Array(vec![one.take(), value]),
            }
        }
        Value::Object(object)
    }
}

fn list(items: &Items, children: &[Element]) -> Value {
    let named = |child: &&Element| child.name == items.name.local;
    let all: Vec<Value> = children
        .iter()
        .filter(named)
        .map(|child| child.value(items.value))
        .collect();
    Value::Array(all)
}

/// A text as what it stands for; one that is not that stays a text, for the type to refuse.
fn scalar(xml: &Xml, text: &str) -> Value {
    let word = text.trim();
    match xml {
        Xml::Number => match serde_json::from_str::<Number>(word) {
            Ok(number) => Value::Number(number),
            Err(_) => Value::String(text.to_owned()),
        },
        Xml::Boolean => match word {
            "true" | "1" => Value::Bool(true),
            "false" | "0" => Value::Bool(false),
            _ => Value::String(text.to_owned()),
        },
        Xml::Text | Xml::Object(_) | Xml::List(_) | Xml::Map(_) | Xml::Any => {
            Value::String(text.to_owned())
        }
    }
}
