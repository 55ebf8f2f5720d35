//! All that a log can get to see of a value.

use std::error::Error;
use std::fmt::Debug;

/// What `{:?}` and `{:#?}` write.
pub fn debug(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}\n")
}

/// What an error and all its sources write, one way and the other.
pub fn error(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n"));
        next = error.source();
    }
    text
}
