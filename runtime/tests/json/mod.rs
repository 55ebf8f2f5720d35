//! Comparing a type whose serialization is written by a macro with its twin, which has the same
//! fields and derives it.

#![allow(dead_code, unreachable_pub)]

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};

/// Asserts that both types do the same with `json`: the value (as `Debug` shows it), what it is
/// written as, or else the text of the error, by each of the ways that `serde_json` has.
pub fn assert_twins<Mine, Theirs>(json: &str)
where
    Mine: DeserializeOwned + Serialize + Debug,
    Theirs: DeserializeOwned + Serialize + Debug,
{
    let mine = outcomes::<Mine>(json);
    let theirs = outcomes::<Theirs>(json);
    assert_eq!(mine, theirs, "for {json}");
    assert_eq!(path::<Mine>(json), path::<Theirs>(json), "for {json}");
}

/// As [`assert_twins`], except where the errors are. For types that buffer on one side only.
pub fn assert_twins_without_position<Mine, Theirs>(json: &str)
where
    Mine: DeserializeOwned + Serialize + Debug,
    Theirs: DeserializeOwned + Serialize + Debug,
{
    let without_position = |outcomes: Vec<Outcome>| -> Vec<Outcome> {
        outcomes
            .into_iter()
            .map(|outcome| {
                outcome.map_err(|text| match text.rfind(" at line ") {
                    Some(end) => text[..end].to_owned(),
                    None => text,
                })
            })
            .collect()
    };
    let mine = without_position(outcomes::<Mine>(json));
    let theirs = without_position(outcomes::<Theirs>(json));
    assert_eq!(mine, theirs, "for {json}");
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
            Ok(value) => Ok((format!("{value:?}"), serde_json::to_string(&value).unwrap())),
            Err(error) => Err(error.to_string()),
        })
        .collect()
}

fn path<T: DeserializeOwned>(json: &str) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
    Some(error.path().to_string())
}
