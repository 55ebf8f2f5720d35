//! Arguments of operations and values of enums, before and after.

use super::super::wire::Heard;
use super::found::Found;
use super::wire::{SENT, SENT_AS_TEXT, Wires};
use super::words::{described, place};

impl Wires<'_> {
    /// An argument, or a value of an enum.
    pub(super) fn argument_or_value(
        &self,
        path: &str,
        was: Option<&Heard>,
        is: Option<&Heard>,
        found: &mut Found,
    ) {
        match (was, is) {
            (Some(was), Some(is)) if was.role == "value" => {
                found.say(format!("is {}, was {}", is.word(0), was.word(0)));
                let goes = self.goes(path);
                if goes.sent {
                    found.breaks_requests("the API does not know the old value");
                }
            }
            (None, Some(is)) if is.role == "value" => {
                found.say(format!("value {}", is.word(0)));
                if self.goes(path).received {
                    found.note("it came as `Unrecognized` before");
                }
            }
            (Some(was), None) if was.role == "value" => {
                found.say(format!("value {}", was.word(0)));
                if self.goes(path).sent {
                    found.breaks_requests("the API no longer takes it");
                }
            }
            (Some(was), Some(is)) => {
                if (&was.role, was.word(0)) != (&is.role, is.word(0)) {
                    found.say(format!(
                        "{} {}, was {} {}",
                        place(is),
                        is.word(0),
                        place(was),
                        was.word(0)
                    ));
                    found.breaks_requests("it is sent where the API no longer looks");
                }
                let goes = match is.role.as_str() {
                    "part" => SENT,
                    _ => SENT_AS_TEXT,
                };
                self.carried(was, is, goes, found);
                let style = |heard: &Heard| match heard.values.get("style") {
                    Some(style) => format!("`{style}`"),
                    None => "the usual one".to_owned(),
                };
                if style(was) != style(is) {
                    found.say(format!("its style is {}, was {}", style(is), style(was)));
                    found.breaks_requests("the API reads another style");
                }
            }
            (None, Some(is)) => {
                found.say(described(is));
                if is.has("required") && is.role != "path" {
                    found.breaks_requests("requests without it are refused");
                }
            }
            (Some(was), None) => {
                found.say(described(was));
                found.note("the API no longer reads what is sent there");
            }
            (None, None) => {}
        }
    }
}
