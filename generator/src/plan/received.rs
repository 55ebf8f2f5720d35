//! Webhooks and callbacks, decided.

use std::collections::BTreeSet;

use crate::ir::{Occasion, Received, Shape, Type};
use crate::json::Value;

use super::answers::status_text;
use super::method_word;
use super::model::{Received as ReceivedPlan, Webhooks};
use super::names::{Lock, Scope, Spelling, case};
use super::types::{Known, siblings};
use super::unions::is_large;

/// Names that the files use themselves.
const RESERVED: &[&str] = &[
    "Webhook",
    "DecodeError",
    "Result",
    "Ok",
    "Err",
    "Self",
    "Box",
];

/// Decides the webhooks and the callbacks. `methods` are those of `api.operations`.
pub(super) fn decide(
    known: &Known<'_>,
    methods: &[String],
    old: &Lock,
    new: &mut Lock,
) -> (Webhooks, Vec<ReceivedPlan>) {
    let is_webhook = |received: &&Received| received.occasion == Occasion::Webhook;
    let (mut webhooks, mut callbacks): (Vec<&Received>, Vec<&Received>) =
        known.api.received.iter().partition(is_webhook);
    webhooks.sort_by_key(|received| &received.place);
    callbacks.sort_by_key(|received| &received.place);
    let tag = tag(known, &webhooks);
    let webhooks = Webhooks {
        all: named(
            known,
            &webhooks,
            tag.as_deref(),
            "webhooks",
            methods,
            old,
            new,
        ),
        tag,
    };
    let callbacks = named(known, &callbacks, None, "callbacks", methods, old, new);
    (webhooks, callbacks)
}

fn named(
    known: &Known<'_>,
    all: &[&Received],
    tag: Option<&str>,
    place: &str,
    methods: &[String],
    old: &Lock,
    new: &mut Lock,
) -> Vec<ReceivedPlan> {
    let keys: Vec<String> = all
        .iter()
        .map(
            |received| match (&received.occasion, alone(received, all)) {
                (Occasion::Webhook, true) => received.name.clone(),
                (Occasion::Webhook, false) | (Occasion::Callback { .. }, _) => {
                    received.place.0.clone()
                }
            },
        )
        .collect();
    let wishes: Vec<(&str, String)> = all
        .iter()
        .zip(&keys)
        .map(|(received, key)| {
            let wish = received.requested_name.as_ref().unwrap_or(&received.name);
            (key.as_str(), case::snake(wish))
        })
        .collect();
    let mut scope = Scope::reserving(["webhook", "parse", "decode"]);
    let functions = siblings(&mut scope, place, &wishes, Spelling::Snake, old, new);
    let mut variants = Scope::reserving(RESERVED.iter().copied().chain(["Unrecognized"]));
    all.iter()
        .zip(functions)
        .map(|(received, function)| {
            let payload = received.payload.as_ref();
            ReceivedPlan {
                variant: variants.claim(&case::pascal(&function), Spelling::Pascal),
                function: case::escaped(&function),
                name: match alone(received, all) {
                    true => received.name.clone(),
                    false => format!("{} {}", method_word(&received.method), received.name),
                },
                tag: tag.and_then(|tag| value_of(known, received, tag)),
                method: received.method.clone(),
                callback: match &received.occasion {
                    Occasion::Webhook => None,
                    Occasion::Callback {
                        operation,
                        expression,
                    } => Some((
                        expression.clone(),
                        methods
                            .get(*operation)
                            .map(|method| case::escaped(method))
                            .unwrap_or_default(),
                    )),
                },
                docs: received.docs.clone(),
                payload: payload.map(|ty| known.rust_type(ty)),
                boxed: payload.is_some_and(|ty| is_large(known.api, known.resolved(ty))),
                headers: received.headers.clone(),
                answers: received
                    .answers
                    .iter()
                    .map(|(status, meaning)| {
                        (status_text(*status), meaning.clone().unwrap_or_default())
                    })
                    .collect(),
            }
        })
        .collect()
}

/// Whether a webhook is told by its name alone: it has one method.
fn alone(received: &Received, all: &[&Received]) -> bool {
    let of_name = all.iter().filter(|other| other.name == received.name);
    received.occasion != Occasion::Webhook || of_name.count() == 1
}

/// The member whose value tells all webhooks apart: it is in each, and always has the same value.
fn tag(known: &Known<'_>, webhooks: &[&Received]) -> Option<String> {
    if webhooks.len() < 2 {
        return None;
    }
    let first = webhooks.first()?.payload.as_ref()?;
    let (_, record) = known.record(first)?;
    let mut keys: Vec<&String> = record.members.iter().map(|member| &member.key).collect();
    keys.sort();
    let is_tag = |key: &&String| {
        let values: Option<BTreeSet<String>> = webhooks
            .iter()
            .map(|received| value_of(known, received, key))
            .collect();
        values.is_some_and(|values| values.len() == webhooks.len())
    };
    keys.into_iter().find(is_tag).cloned()
}

/// The value that a required member of a payload always has, if it is a text.
fn value_of(known: &Known<'_>, received: &Received, key: &str) -> Option<String> {
    let (_, record) = known.record(received.payload.as_ref()?)?;
    let member = record.members.iter().find(|member| member.key == key)?;
    if !member.required {
        return None;
    }
    if let Some(Value::String(text)) = member.constant.as_deref() {
        return Some(text.to_string());
    }
    let Type::Named(id) = known.resolved(&member.ty) else {
        return None;
    };
    match &known.api.types.get(*id)?.shape {
        Shape::TextEnum(values) => match values.as_slice() {
            [only] => Some(only.value.clone()),
            _ => None,
        },
        _ => None,
    }
}
