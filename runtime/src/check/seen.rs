//! Values as the checks see them: of a JSON body, or of a parameter.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

use super::number::Number;
use crate::request::ParameterValue;

/// A value that is about to be sent.
#[derive(Clone, Copy)]
pub(crate) enum Seen<'a> {
    Json(&'a serde_json::Value),
    /// A text that stands in a parameter or a form is a number too, if it is written as one.
    Parameter(&'a ParameterValue),
}

impl<'a> Seen<'a> {
    pub(super) fn is_null(self) -> bool {
        matches!(
            self,
            Self::Json(Value::Null) | Self::Parameter(ParameterValue::Null)
        )
    }

    pub(super) fn text(self) -> Option<&'a str> {
        match self {
            Self::Json(value) => value.as_str(),
            Self::Parameter(ParameterValue::Scalar(text)) => Some(text),
            Self::Parameter(_) => None,
        }
    }

    /// A text, or a number or boolean as it is written: what can tell variants apart.
    pub(super) fn tag(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Json(value @ (Value::Number(_) | Value::Bool(_))) => {
                Some(Cow::Owned(value.to_string()))
            }
            other => other.text().map(Cow::Borrowed),
        }
    }

    pub(super) fn number(self) -> Option<Number> {
        match self {
            Self::Json(Value::Number(number)) => Number::of(number),
            Self::Json(_) => None,
            Self::Parameter(_) => self.text().and_then(Number::parse),
        }
    }

    pub(super) fn is_boolean(self) -> bool {
        match self {
            Self::Json(value) => value.is_boolean(),
            Self::Parameter(_) => matches!(self.text(), Some("true" | "false")),
        }
    }

    pub(super) fn items(self) -> Option<Vec<Seen<'a>>> {
        match self {
            Self::Json(value) => Some(value.as_array()?.iter().map(Seen::Json).collect()),
            Self::Parameter(ParameterValue::Array(items)) => {
                Some(items.iter().map(Seen::Parameter).collect())
            }
            Self::Parameter(_) => None,
        }
    }

    pub(super) fn members(self) -> Option<Vec<(&'a str, Seen<'a>)>> {
        match self {
            Self::Json(value) => {
                let members = value.as_object()?.iter();
                Some(
                    members
                        .map(|(name, value)| (name.as_str(), Seen::Json(value)))
                        .collect(),
                )
            }
            Self::Parameter(ParameterValue::Object(members)) => Some(
                members
                    .iter()
                    .map(|(name, value)| (name.as_str(), Seen::Parameter(value)))
                    .collect(),
            ),
            Self::Parameter(_) => None,
        }
    }

    pub(super) fn member(self, wanted: &str) -> Option<Seen<'a>> {
        match self {
            Self::Json(value) => value.get(wanted).map(Seen::Json),
            Self::Parameter(ParameterValue::Object(members)) => members
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| Seen::Parameter(value)),
            Self::Parameter(_) => None,
        }
    }

    /// A text that two values share if, and only if, JSON Schema takes them for equal: the order
    /// of members does not matter, nor does it whether a whole number has a fraction of zero.
    pub(super) fn canonical(self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(self, out: &mut String) {
        if let Some(mut members) = self.members() {
            members.sort_by_key(|(name, _)| *name);
            out.push('{');
            for (name, value) in members {
                let _ = write!(out, "{name:?}:");
                value.write(out);
                out.push(',');
            }
            out.push('}');
        } else if let Some(items) = self.items() {
            out.push('[');
            for item in items {
                item.write(out);
                out.push(',');
            }
            out.push(']');
        } else if let Some(text) = self.text() {
            // In a parameter too: `1` and `1.0` may be texts there.
            let _ = write!(out, "{text:?}");
        } else if let Some(number) = self.number() {
            // A fraction of zero is not printed.
            let _ = write!(out, "{number}");
        } else if let Self::Json(value) = self {
            let _ = write!(out, "{value}");
        }
    }
}
