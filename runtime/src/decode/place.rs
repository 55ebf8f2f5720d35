//! Where in a JSON document an error is, as a path.
//!
//! `serde_json` says the line and the column up to which it had read. The path
//! is found from these when it is needed, by walking the document once more.
//! A deserializer that keeps track of the path would double the code compiled
//! for every type, and this does not.

use crate::json::read::{Document, Kind, Node};

/// The path of the value that `serde_json` stumbled over, after reading up to
/// `line` and `column`: `incidents[3].status`.
pub(crate) fn place(json: &[u8], line: usize, column: usize) -> String {
    in_words(&steps(json, line, column))
}

/// The same, step by step.
pub(crate) fn steps(json: &[u8], line: usize, column: usize) -> Vec<Step> {
    let offset = offset(json, line, column);
    let mut walk = Walk {
        json,
        at: 0,
        end: offset,
        path: Vec::new(),
    };
    walk.value();
    walk.path
}

/// The path of the innermost value around a byte. A name is a matter of its object.
pub(crate) fn at(document: &Document<'_>, byte: usize) -> String {
    in_words(&steps_to(document, byte))
}

/// The path of the value that begins at this line and column, if the text is JSON.
pub(super) fn steps_to_value(json: &[u8], line: usize, column: usize) -> Option<Vec<Step>> {
    let start = offset(json, line, column).checked_sub(1)?;
    let document = Document::of_bytes(json).ok()?;
    Some(steps_to(&document, start))
}

fn steps_to(document: &Document<'_>, byte: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut node = document.root();
    loop {
        let member = node.members().find(|(_, value)| value.spans(byte));
        let item = match node.kind() {
            Kind::Array => node.inside().enumerate().find(|(_, item)| item.spans(byte)),
            _ => None,
        };
        match (member, item) {
            (Some((name, value)), _) => {
                let name = name.text().ok().flatten().unwrap_or_default();
                steps.push(Step::Member(name.into_owned()));
                node = value;
            }
            (None, Some((index, item))) => {
                steps.push(Step::Index(index));
                node = item;
            }
            (None, None) => return steps,
        }
    }
}

/// The value at the end of the steps, or as far as there is one.
pub(crate) fn follow<'j>(from: Node<'j>, steps: &[Step]) -> Node<'j> {
    let mut node = from;
    for step in steps {
        let next = match step {
            Step::Member(name) => node.member(name),
            Step::Index(index) if node.kind() == Kind::Array => node.inside().nth(*index),
            Step::Index(_) => None,
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

/// The line and the byte in it at which something begins, both from 1.
pub(crate) fn position(text: &[u8], start: usize) -> (usize, usize) {
    let before = text.get(..start).unwrap_or(text);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let begin = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    (line, start - begin + 1)
}

/// A path as people write it: `incidents[3].status`.
pub(super) fn in_words(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Index(index) => out.push_str(&format!("[{index}]")),
            Step::Member(name) if is_plain(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            Step::Member(name) => {
                let name: String = name.chars().take(LONGEST_NAME).collect();
                out.push_str(&format!("[{name:?}]"));
            }
        }
    }
    out
}

/// Names come from the server: a long one is cut.
const LONGEST_NAME: usize = 80;

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// How many bytes `serde_json` had read.
fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let lines = json.split_inclusive(|&byte| byte == b'\n');
    let before: usize = lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    before.saturating_add(column).min(json.len())
}

/// One step into a document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Index(usize),
    Member(String),
}

/// A walk over what was read. It stops, with the path as it then is, where
/// the reading stopped. What was read is well-formed but for its end.
struct Walk<'a> {
    json: &'a [u8],
    at: usize,
    end: usize,
    path: Vec<Step>,
}

/// Whether the walk goes on.
#[derive(PartialEq)]
enum Went {
    On,
    Stopped,
}

/// `serde_json` gives up at 128 levels.
const DEEPEST: usize = 200;

impl Walk<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self
            .json
            .get(self.at)
            .is_some_and(|byte| byte.is_ascii_whitespace())
        {
            self.at += 1;
        }
        self.json.get(self.at).copied()
    }

    fn value(&mut self) -> Went {
        if self.path.len() > DEEPEST {
            return Went::Stopped;
        }
        let went = match self.peek() {
            None => Went::Stopped,
            // Nothing of the value was read: its type was already wrong.
            Some(_) if self.at >= self.end => Went::Stopped,
            Some(b'{') => self.members(),
            Some(b'[') => self.items(),
            Some(b'"') => {
                self.string();
                Went::On
            }
            Some(_) => {
                let is_part =
                    |byte: &u8| !matches!(byte, b',' | b']' | b'}') && !byte.is_ascii_whitespace();
                while self.json.get(self.at).is_some_and(is_part) {
                    self.at += 1;
                }
                Went::On
            }
        };
        // The end of the value is the last that was read: it is the one.
        if went == Went::Stopped || self.at >= self.end {
            Went::Stopped
        } else {
            Went::On
        }
    }

    fn members(&mut self) -> Went {
        loop {
            // Past the brace or the comma.
            self.at += 1;
            match self.peek() {
                Some(b'"') => {}
                Some(b'}') => {
                    self.at += 1;
                    return Went::On;
                }
                _ => return Went::Stopped,
            }
            let name = self.string();
            // A name that is wrong is a matter of the object.
            if self.at >= self.end || self.peek() != Some(b':') {
                return Went::Stopped;
            }
            self.at += 1;
            if self.at > self.end {
                return Went::Stopped;
            }
            self.path.push(Step::Member(name));
            if self.peek().is_none() || self.value() == Went::Stopped {
                return Went::Stopped;
            }
            self.path.pop();
            match self.peek() {
                Some(b',') if self.at < self.end => {}
                Some(b'}') => {
                    self.at += 1;
                    return Went::On;
                }
                _ => return Went::Stopped,
            }
        }
    }

    fn items(&mut self) -> Went {
        let mut index = 0;
        loop {
            self.at += 1;
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Went::On;
                }
                None => return Went::Stopped,
                Some(_) => {}
            }
            self.path.push(Step::Index(index));
            if self.value() == Went::Stopped {
                return Went::Stopped;
            }
            self.path.pop();
            index += 1;
            match self.peek() {
                Some(b',') if self.at < self.end => {}
                Some(b']') => {
                    self.at += 1;
                    return Went::On;
                }
                _ => return Went::Stopped,
            }
        }
    }

    /// Moves past a string and returns it.
    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while let Some(&byte) = self.json.get(self.at) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        let quoted = self.json.get(start..self.at).unwrap_or_default();
        serde_json::from_slice(quoted).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Page {
        incidents: Vec<Incident>,
        total: Option<u64>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Incident {
        id: String,
        #[serde(default)]
        severity: Option<Severity>,
        #[serde(default)]
        files: Vec<File>,
        #[serde(default)]
        tags: std::collections::BTreeMap<String, i32>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct File {
        size: u64,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Severity {
        High,
    }

    fn path<T: DeserializeOwned>(json: &str) -> String {
        match serde_json::from_str::<T>(json) {
            Ok(_) => "decoded".to_owned(),
            Err(error) => place(json.as_bytes(), error.line(), error.column()),
        }
    }

    #[test]
    fn names_the_value_of_a_wrong_type() {
        for wrong in [
            "5",
            "null",
            "true",
            "[]",
            "{}",
            "-1.5e3",
            " 5",
            "\n 5",
            "{\"a\":1}",
        ] {
            let json = format!(r#"{{"incidents":[{{"id":"a"}},{{"id":{wrong}}}],"total":1}}"#);
            assert_eq!(path::<Page>(&json), "incidents[1].id", "{json}");
            let json =
                format!(r#"{{"total": 1, "incidents" : [ {{"id" : {wrong} , "files":[] }} ] }}"#);
            assert_eq!(path::<Page>(&json), "incidents[0].id", "{json}");
        }
        for wrong in ["\"x\"", "-1", "{}", "[]", "1.5"] {
            let json = format!(
                r#"{{"incidents":[{{"id":"a","files":[{{"size":1}},{{"size":{wrong}}}]}}]}}"#
            );
            assert_eq!(path::<Page>(&json), "incidents[0].files[1].size", "{json}");
        }
    }

    #[test]
    fn names_the_item_of_a_wrong_type() {
        assert_eq!(path::<Vec<i32>>("[1, 2, \"x\", 4]"), "[2]");
        assert_eq!(path::<Vec<i32>>("[1, 2, [], 4]"), "[2]");
        assert_eq!(path::<Vec<i32>>("[{}]"), "[0]");
        assert_eq!(path::<Vec<Vec<i32>>>("[[1],[2,null]]"), "[1][1]");
    }

    #[test]
    fn names_the_object_that_lacks_a_member() {
        assert_eq!(
            path::<Page>(r#"{"incidents":[{"id":"a"},{"files":[]}]}"#),
            "incidents[1]"
        );
        assert_eq!(
            path::<Page>(r#"{"incidents":[{"id":"a"},{ }]}"#),
            "incidents[1]"
        );
        assert_eq!(path::<Page>(r#"{"total":5}"#), "");
        assert_eq!(
            path::<Page>("{\n  \"incidents\": [\n    {\n      \"files\": []\n    }\n  ]\n}"),
            "incidents[0]"
        );
    }

    #[test]
    fn names_the_object_with_a_member_twice() {
        assert_eq!(
            path::<Page>(r#"{"incidents":[{"id":"a","id":"b"}]}"#),
            "incidents[0]"
        );
    }

    #[test]
    fn names_a_value_that_is_unknown() {
        assert_eq!(
            path::<Page>(r#"{"incidents":[{"id":"a","severity":"odd"}]}"#),
            "incidents[0].severity"
        );
    }

    #[test]
    fn names_where_the_syntax_ends() {
        assert_eq!(path::<Page>(r#"{"incidents":[{"id":"a"#), "incidents[0].id");
        assert_eq!(path::<Page>(r#"{"incidents":[{"id":"a"},"#), "incidents");
        assert_eq!(path::<Page>(""), "");
        assert_eq!(path::<Page>("<html>"), "");
    }

    #[test]
    fn quotes_names_that_are_not_plain() {
        let json = r#"{"incidents":[{"id":"a","tags":{"a b":"x"}}]}"#;
        assert_eq!(path::<Page>(json), r#"incidents[0].tags["a b"]"#);
        let json = r#"{"incidents":[{"id":"a","tags":{"\u00fc\n":"x"}}]}"#;
        assert_eq!(path::<Page>(json), r#"incidents[0].tags["ü\n"]"#);
    }

    #[test]
    fn survives_anything() {
        let json = br#"{"a":[{"b\"":"c\\"},[[null]],{"d":{}}],"e":1}"#;
        for cut in 0..json.len() {
            for column in 0..json.len() + 2 {
                place(json.get(..cut).unwrap_or_default(), 1, column);
            }
        }
        place("[".repeat(100_000).as_bytes(), 1, 100_000);
    }
}
