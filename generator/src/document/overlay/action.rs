//! Reading an overlay into its actions.

use serde_json_path::JsonPath;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Reported, Severity};
use crate::document::load::kind;
use crate::document::{Origin, Pointer, SourceId};
use crate::json::{Map, Value};

/// One change.
#[derive(Debug)]
pub(super) struct Action<'a> {
    pub(super) target: JsonPath,
    /// The target as it is written.
    pub(super) written: &'a str,
    pub(super) change: Change<'a>,
    /// Whose rules it goes by.
    pub(super) version: Version,
    /// Where the action stands in the overlay.
    pub(super) at: Pointer,
}

#[derive(Debug)]
pub(super) enum Change<'a> {
    Update(&'a Value),
    /// An update by the one node of the document that this selects, as it is written.
    Copy(JsonPath, &'a str),
    Remove,
}

/// The version of the specification that an overlay is of, as far as they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// An update appends one item to a list, whatever it is, and plain values are no targets.
    V1_0,
    /// An update that is a list is appended item by item, and plain values replace plain values.
    V1_1,
}

/// The actions of an overlay; all its mistakes are reported, not only the first.
pub(super) fn read<'a>(
    overlay: &'a Value,
    source: SourceId,
    document_name: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Action<'a>>, Reported> {
    let mut reader = Reader {
        source,
        version: Version::V1_1,
        diagnostics,
    };
    let before = reader.diagnostics.count(Severity::Error);
    let actions = reader.overlay(overlay, document_name);
    if reader.diagnostics.count(Severity::Error) > before {
        diagnostics.reported()?;
    }
    Ok(actions)
}

struct Reader<'d> {
    source: SourceId,
    version: Version,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn overlay<'a>(&mut self, overlay: &'a Value, document_name: &str) -> Vec<Action<'a>> {
        let root = Pointer::root();
        let Some(fields) = self.object(overlay, &root, "an overlay") else {
            return Vec::new();
        };
        self.unknown(fields, &["overlay", "info", "extends", "actions"], &root);
        match fields.get("overlay") {
            Some(Value::String(version)) if version.starts_with("1.") => {
                if version == "1.0" || version.starts_with("1.0.") {
                    self.version = Version::V1_0;
                }
            }
            Some(Value::String(version)) => self.invalid(
                &root.child("overlay"),
                format!("an overlay of version 1 was expected, and this is of `{version}`"),
            ),
            Some(Value::Number(number)) => {
                if number.as_f64().is_some_and(|number| number < 1.1) {
                    self.version = Version::V1_0;
                }
                self.push(
                    Code::CoercedKind,
                    &root.child("overlay"),
                    "`overlay` is a number, and a text such as `1.1.0` was expected".to_owned(),
                );
            }
            Some(other) => self.expected(&root.child("overlay"), "a text", other),
            None => self.invalid(&root, "`overlay: 1.1.0` is missing".to_owned()),
        }
        self.info(fields.get("info"));
        match fields.get("extends") {
            None => {}
            Some(Value::String(extends)) => self.extends(extends, document_name),
            Some(other) => self.expected(&root.child("extends"), "a text", other),
        }
        let at = root.child("actions");
        match fields.get("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => actions
                .iter()
                .enumerate()
                .filter_map(|(index, action)| self.action(action, at.index(index)))
                .collect(),
            Some(Value::Array(_)) => {
                self.invalid(&at, "an overlay has at least one action".to_owned());
                Vec::new()
            }
            Some(other) => {
                self.expected(&at, "a list", other);
                Vec::new()
            }
            None => {
                self.invalid(&root, "`actions` is missing".to_owned());
                Vec::new()
            }
        }
    }

    fn info(&mut self, info: Option<&Value>) {
        let at = Pointer::root().child("info");
        let Some(info) = info else {
            self.invalid(&Pointer::root(), "`info` is missing".to_owned());
            return;
        };
        let Some(fields) = self.object(info, &at, "`info`") else {
            return;
        };
        self.unknown(fields, &["title", "version", "description"], &at);
        for field in ["title", "version"] {
            match fields.get(field) {
                Some(Value::String(_) | Value::Number(_)) => {}
                Some(other) => self.expected(&at.child(field), "a text", other),
                None => self.invalid(&at, format!("`info` has no `{field}`")),
            }
        }
    }

    /// Compares file names only: the overlay's reference is relative to where the
    /// overlay was published, which need not be where the two files are now.
    fn extends(&mut self, extends: &str, document_name: &str) {
        let file_name = |path: &str| {
            let path = path.split(['?', '#']).next().unwrap_or_default();
            let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
            crate::document::pointer::percent_decode(name).into_owned()
        };
        let (named, given) = (file_name(extends), file_name(document_name));
        if named != given {
            self.push(
                Code::OverlayExtendsOther,
                &Pointer::root().child("extends"),
                format!("the overlay is for `{extends}`, and is applied to `{given}`"),
            );
        }
    }

    fn action<'a>(&mut self, action: &'a Value, at: Pointer) -> Option<Action<'a>> {
        let fields = self.object(action, &at, "an action")?;
        self.unknown(
            fields,
            &["target", "description", "update", "copy", "remove"],
            &at,
        );
        let written = match fields.get("target") {
            Some(Value::String(target)) => target,
            Some(other) => {
                self.expected(&at.child("target"), "a text", other);
                return None;
            }
            None => {
                self.invalid(&at, "the action has no `target`".to_owned());
                return None;
            }
        };
        let remove = match fields.get("remove") {
            None | Some(Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(other) => {
                self.expected(&at.child("remove"), "true or false", other);
                return None;
            }
        };
        // Neither has an effect beside `remove: true`, says the specification.
        let change = match (fields.get("update"), fields.get("copy")) {
            _ if remove => Change::Remove,
            (Some(update), None) => Change::Update(update),
            (None, Some(copy)) => self.copy(copy, &at.child("copy"))?,
            (Some(_), Some(_)) => {
                let message = "the action has both `update` and `copy`, of which neither counts";
                self.invalid(&at, message.to_owned());
                return None;
            }
            (None, None) => {
                let message = "the action has neither `update`, `copy` nor `remove: true`";
                self.invalid(&at, message.to_owned());
                return None;
            }
        };
        let target = self.path(written, &at.child("target"))?;
        Some(Action {
            target,
            written,
            change,
            version: self.version,
            at,
        })
    }

    fn copy<'a>(&mut self, copy: &'a Value, at: &Pointer) -> Option<Change<'a>> {
        if self.version == Version::V1_0 {
            let message = "`copy` is of Overlay 1.1: write `overlay: 1.1.0`".to_owned();
            self.invalid(at, message);
            return None;
        }
        let Value::String(written) = copy else {
            self.expected(at, "a text", copy);
            return None;
        };
        let from = self.path(written, at)?;
        Some(Change::Copy(from, written))
    }

    fn path(&mut self, written: &str, at: &Pointer) -> Option<JsonPath> {
        match JsonPath::parse(written) {
            Ok(path) => Some(path),
            Err(error) => {
                let message = format!("`{written}` is not a JSONPath: {error}");
                self.push(Code::InvalidTarget, at, message);
                None
            }
        }
    }

    fn object<'a>(&mut self, value: &'a Value, at: &Pointer, what: &str) -> Option<&'a Map> {
        if let Value::Object(fields) = value {
            return Some(fields);
        }
        self.invalid(
            at,
            format!("{what} is an object, and this is {}", kind(value)),
        );
        None
    }

    fn unknown(&mut self, fields: &Map, known: &[&str], at: &Pointer) {
        for name in fields.keys() {
            if !known.contains(&name) && !name.starts_with("x-") {
                self.push(
                    Code::UnknownField,
                    &at.child(name),
                    format!("overlays have no field `{name}` here"),
                );
            }
        }
    }

    fn expected(&mut self, at: &Pointer, expected: &str, found: &Value) {
        self.invalid(
            at,
            format!("{expected} was expected, and this is {}", kind(found)),
        );
    }

    fn invalid(&mut self, at: &Pointer, message: String) {
        self.push(Code::InvalidOverlay, at, message);
    }

    fn push(&mut self, code: Code, at: &Pointer, message: String) {
        let origin = Origin::Source(self.source, at.clone());
        self.diagnostics
            .push(Diagnostic::new(code, message).at(origin));
    }
}
