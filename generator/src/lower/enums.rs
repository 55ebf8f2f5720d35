//! `enum`: a list of values, and what other tools' annotations say of each.

use std::hash::Hash;

use openapiv3::AnySchema;

use crate::diagnostics::{Code, Diagnostic};
use crate::dialect::extension;
use crate::hash::HashSet;
use crate::ir::{EnumValue, NumberWidth, Scalar, Type, Unknown};
use crate::json::Value;

use super::context::Lowering;
use super::form::{Form, Look, Part};
use super::formats;
use super::node::Node;

impl<'a> Lowering<'a> {
    /// What a schema with `enum` looks like.
    pub(super) fn enumeration(&mut self, node: &Node<'a>, keywords: &AnySchema) -> Form<'a> {
        // The values are read from the tree, whose kind they are of.
        let listed = node.member("enum").and_then(Value::as_array);
        let listed = listed.map(Vec::as_slice).unwrap_or_default();
        let nullable = listed.contains(&Value::Null);
        let values: Vec<(usize, Value)> = listed
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.is_null())
            .map(|(index, value)| (index, self.as_typed(node, keywords, index, value)))
            .collect();
        let look = self.look_of_values(node, keywords, &values);
        Form {
            nullable,
            ..Form::new(look)
        }
    }

    fn look_of_values(
        &mut self,
        node: &Node<'a>,
        keywords: &AnySchema,
        values: &[(usize, Value)],
    ) -> Look<'a> {
        let words = Words { node };
        if let Some(texts) = all(values, |value| value.as_str().map(str::to_owned)) {
            return match texts.is_empty() {
                true => Look::Scalar(Type::Text(formats::of_text(node, keywords))),
                false => Look::TextEnum(words.put_on(texts)),
            };
        }
        if let Some(numbers) = all(values, whole) {
            return Look::IntegerEnum(words.put_on(numbers));
        }
        if values.iter().all(|(_, value)| value.is_boolean()) {
            return Look::Scalar(Type::Boolean);
        }
        if values.iter().all(|(_, value)| value.is_number()) {
            return Look::Scalar(Type::Number(NumberWidth::F64));
        }
        if let Some(scalars) = all(values, scalar) {
            return Look::ScalarEnum(words.put_on(scalars));
        }
        self.say(
            Diagnostic::new(
                Code::EnumOfObjects,
                "some of the values are lists or objects, so any JSON is taken",
            )
            .at(node.pointer.child("enum")),
        );
        Look::Any(Unknown::Values)
    }

    /// The value in the type that the schema says, where it is only written in another one
    /// (`type: string, enum: [1.0]`, or `[no]` in YAML).
    fn as_typed(
        &mut self,
        node: &Node<'a>,
        keywords: &AnySchema,
        index: usize,
        value: &Value,
    ) -> Value {
        let typed = match (keywords.typ.as_deref(), value) {
            (Some("string"), Value::Number(_) | Value::Bool(_)) => Value::from(value.to_string()),
            (Some("integer"), Value::String(text)) => match text.parse::<i64>() {
                Ok(number) => Value::from(number),
                Err(_) => return value.clone(),
            },
            (Some("number"), Value::String(text)) => match text.parse::<serde_json::Number>() {
                Ok(number) => Value::from(number),
                Err(_) => return value.clone(),
            },
            (Some("boolean"), Value::String(text)) => match text.parse::<bool>() {
                Ok(flag) => Value::from(flag),
                Err(_) => return value.clone(),
            },
            _ => return value.clone(),
        };
        self.say(
            Diagnostic::new(
                Code::EnumValueType,
                format!("`{value}` is not of the type that the schema says; {typed} is taken"),
            )
            .at(node.pointer.child("enum").index(index)),
        );
        typed
    }
}

/// The one value that a schema allows, if it allows just one.
pub(super) fn constant(parts: &[Part<'_>], form: &Form<'_>) -> Option<Value> {
    if form.nullable {
        return None;
    }
    match &form.look {
        Look::TextEnum(values) => match values.as_slice() {
            [only] => Some(Value::from(only.value.clone())),
            _ => None,
        },
        Look::IntegerEnum(values) => match values.as_slice() {
            [only] => Some(Value::from(only.value)),
            _ => None,
        },
        Look::Scalar(Type::Boolean) => {
            parts.iter().find_map(
                |part| match part.node.member("enum")?.as_array()?.as_slice() {
                    [only @ Value::Bool(_)] => Some(only.clone()),
                    _ => None,
                },
            )
        }
        Look::Any(_)
        | Look::Object
        | Look::Scalar(_)
        | Look::List(_)
        | Look::Lists(_)
        | Look::Tuple(_)
        | Look::ScalarEnum(_)
        | Look::Map(_)
        | Look::Record(_)
        | Look::Union(_) => parts
            .iter()
            .find_map(|part| part.node.member(extension::CONST).cloned()),
    }
}

/// All values in another form, or nothing if one has none; duplicates once.
fn all<T: Clone + Eq + Hash>(
    values: &[(usize, Value)],
    form: impl Fn(&Value) -> Option<T>,
) -> Option<Vec<(usize, T)>> {
    let mut seen = HashSet::default();
    let mut formed = Vec::new();
    for (index, value) in values {
        let value = form(value)?;
        if seen.insert(value.clone()) {
            formed.push((*index, value));
        }
    }
    Some(formed)
}

fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::String(text) => Some(Scalar::Text(text.to_string())),
        Value::Bool(flag) => Some(Scalar::Boolean(*flag)),
        Value::Number(number) => Some(match whole(value) {
            Some(whole) => Scalar::Integer(whole),
            None => Scalar::Number(number.clone()),
        }),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number, also where it is written `1.0`.
pub(super) fn whole(value: &Value) -> Option<i64> {
    // Beyond 2^53 a double no longer tells whole numbers apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = || {
        value
            .as_f64()
            .filter(|n| n.fract() == 0.0 && n.abs() <= EXACT)
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number within 2^53 fits"
    )]
    value.as_i64().or_else(|| float().map(|n| n as i64))
}

/// What annotations say of the values of an enum.
struct Words<'a> {
    node: &'a Node<'a>,
}

impl Words<'_> {
    fn put_on<T: ToString>(&self, values: Vec<(usize, T)>) -> Vec<EnumValue<T>> {
        let put = |(index, value): (usize, T)| EnumValue {
            requested_name: self.name(index, &value.to_string()),
            description: self.description(index, &value.to_string()).map(Into::into),
            value,
        };
        values.into_iter().map(put).collect()
    }

    /// From `x-enum-varnames`, its older spelling, or AutoRest's `x-ms-enum`.
    fn name(&self, index: usize, value: &str) -> Option<String> {
        let listed = ["x-enum-varnames", "x-enumNames"]
            .iter()
            .find_map(|key| self.node.member(key)?.item(index)?.as_str());
        listed
            .or_else(|| self.microsoft(value)?.get("name")?.as_str())
            .and_then(said)
    }

    /// From `x-enum-descriptions`, as a list or by value, or AutoRest's `x-ms-enum`.
    fn description(&self, index: usize, value: &str) -> Option<String> {
        let listed = ["x-enum-descriptions", "x-enumDescriptions"]
            .iter()
            .find_map(|key| {
                let words = self.node.member(key)?;
                words.item(index).or_else(|| words.get(value))?.as_str()
            });
        listed
            .or_else(|| self.microsoft(value)?.get("description")?.as_str())
            .and_then(said)
    }

    fn microsoft(&self, value: &str) -> Option<&Value> {
        let values = self
            .node
            .value
            .get("x-ms-enum")?
            .get("values")?
            .as_array()?;
        values.iter().find(|entry| match entry.get("value") {
            Some(Value::String(text)) => text == value,
            Some(Value::Number(number)) => value
                .parse()
                .is_ok_and(|value: serde_json::Number| value == *number),
            Some(_) | None => false,
        })
    }
}

fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
