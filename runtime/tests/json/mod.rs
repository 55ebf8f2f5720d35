//! Comparing a type whose serialization is written by a macro with its twin, which has the same
//! fields and derives it.

#![allow(dead_code, unreachable_pub)]

use std::fmt::Debug;

use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use specwright_runtime::{DecodeErrorKind, decode, json::FromJson};

/// Asserts that both types do the same with `json`, by each of the ways that `serde_json` has and
/// as the body of a response: the value (as `Debug` shows it) and what it is written as, or else
/// what is wrong, and where.
pub fn assert_twins<Mine, Theirs>(json: &str)
where
    Mine: DeserializeOwned + FromJson + Serialize + Debug,
    Theirs: DeserializeOwned + Serialize + Debug,
{
    assert_twins_without_place::<Mine, Theirs>(json);
    // What is no JSON at all, each says in its way.
    if serde_json::from_str::<IgnoredAny>(json).is_err() {
        return;
    }
    if let (Err(error), Some(theirs)) = (
        decode::payload::<Mine>(json.as_bytes()),
        path::<Theirs>(json),
    ) {
        assert_eq!(error.path().unwrap(), theirs, "for {json}");
    }
}

/// As [`assert_twins`], except where the errors are. For types that buffer on one side only.
pub fn assert_twins_without_place<Mine, Theirs>(json: &str)
where
    Mine: DeserializeOwned + FromJson + Serialize + Debug,
    Theirs: DeserializeOwned + Serialize + Debug,
{
    if serde_json::from_str::<IgnoredAny>(json).is_err() {
        assert!(
            outcomes::<Mine>(json).iter().all(Result::is_err),
            "for {json}"
        );
        let read = decode::payload::<Mine>(json.as_bytes());
        return assert!(read.is_err(), "for {json}");
    }
    assert_eq!(
        outcomes::<Mine>(json),
        outcomes::<Theirs>(json),
        "for {json}"
    );
    let mine = match decode::payload::<Mine>(json.as_bytes()) {
        Ok(value) => Ok(shown(&value)),
        Err(error) => match error.kind() {
            DecodeErrorKind::Json { message, .. } => Err(message.clone()),
            other => Err(other.to_string()),
        },
    };
    let theirs = match serde_json::from_str::<Theirs>(json) {
        Ok(value) => Ok(shown(&value)),
        Err(error) => Err(without_text(&without_position(&error))),
    };
    assert_eq!(mine, theirs, "for {json}");
}

/// Asserts that both types read the same, or that neither can. For JSON with more than one fault,
/// of which each finds another one first.
pub fn assert_twins_but_for_errors<Mine, Theirs>(json: &str)
where
    Mine: DeserializeOwned + FromJson + Serialize + Debug,
    Theirs: DeserializeOwned + Serialize + Debug,
{
    let no_error = |outcomes: Vec<Outcome>| -> Vec<Option<(String, String)>> {
        outcomes.into_iter().map(Result::ok).collect()
    };
    let (mine, theirs) = (outcomes::<Mine>(json), outcomes::<Theirs>(json));
    assert_eq!(no_error(mine), no_error(theirs), "for {json}");
    let mine = decode::payload::<Mine>(json.as_bytes());
    let theirs = serde_json::from_str::<Theirs>(json);
    assert_eq!(
        mine.ok().as_ref().map(shown),
        theirs.ok().as_ref().map(shown),
        "for {json}"
    );
}

fn shown<T: Serialize + Debug>(value: &T) -> (String, String) {
    (format!("{value:?}"), serde_json::to_string(value).unwrap())
}

fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// As errors of bodies are: what is quoted may be a secret.
fn without_text(message: &str) -> String {
    let quoted = message
        .split_once('"')
        .and_then(|(before, rest)| Some((before, rest.rsplit_once('"')?.1)));
    match quoted {
        Some((before, after)) => format!("{before}\"…\"{after}"),
        None => message.to_owned(),
    }
}

/// The value and what it is written as, or the text of the error.
pub type Outcome = Result<(String, String), String>;

/// What comes of reading `json` in each of the ways.
pub fn outcomes<T: DeserializeOwned + Serialize + Debug>(json: &str) -> Vec<Outcome> {
    let mut decoded = vec![
        serde_json::from_str::<T>(json),
        serde_json::from_slice(json.as_bytes()),
        serde_json::from_reader(json.as_bytes()),
    ];
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(json) {
        decoded.push(T::deserialize(&value));
        decoded.push(serde_json::from_value(value));
    }
    decoded
        .into_iter()
        .map(|result| match result {
            Ok(value) => Ok(shown(&value)),
            Err(error) => Err(without_position(&error)),
        })
        .collect()
}

fn path<T: DeserializeOwned>(json: &str) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
    match error.path().to_string().as_str() {
        "." => Some(String::new()),
        // It does not know.
        path if path.ends_with('?') => None,
        path => Some(path.to_owned()),
    }
}
