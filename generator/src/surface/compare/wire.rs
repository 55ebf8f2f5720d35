//! What goes over the wire, before and after: whether the crate as it was still gets on with the
//! API as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::super::wire::Heard;
use super::super::{Kind, Line};
use super::found::Found;
use super::limits;
use super::relation::{Reader, Shapes, takes, without_null};
use super::source;
use super::words::{bare, described};
use super::{bodies, security, servers, unions};

/// The types of both surfaces.
pub(super) struct Wires<'a> {
    pub(super) old: Shapes<'a>,
    pub(super) new: Shapes<'a>,
}

/// In which direction something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Goes {
    pub(super) sent: bool,
    pub(super) received: bool,
    /// Whether it is written as text, not as JSON.
    pub(super) as_text: bool,
}

pub(super) const SENT: Goes = Goes {
    sent: true,
    received: false,
    as_text: false,
};

pub(super) const SENT_AS_TEXT: Goes = Goes {
    as_text: true,
    ..SENT
};

const RECEIVED: Goes = Goes {
    sent: false,
    received: true,
    as_text: false,
};

impl Wires<'_> {
    /// Compares the lines about the wire of one thing.
    pub(super) fn compare(
        &self,
        path: &str,
        old: &[Line<'_>],
        new: &[Line<'_>],
        found: &mut Found,
    ) {
        let (old, new) = (keyed(old), keyed(new));
        let is_argument = path.ends_with(')');
        let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let (was, is) = (old.get(key), new.get(key));
            if was != is {
                match is_argument || key == "value" {
                    true => self.argument_or_value(path, was, is, found),
                    false => self.line(path, was, is, found),
                }
            }
        }
        bodies::compare(&old, &new, found);
        self.answers(&old, &new, found);
        security::compare(&old, &new, found);
    }

    /// Any other line.
    fn line(&self, path: &str, was: Option<&Heard>, is: Option<&Heard>, found: &mut Found) {
        let role = was.or(is).map_or("", |heard| heard.role.as_str());
        let goes = self.goes(path);
        match (role, was, is) {
            ("answer" | "security", ..) => {}
            ("request", Some(was), Some(is)) => {
                let request =
                    |heard: &Heard| format!("`{} {}`", heard.word(0), bare(heard.word(1)));
                if request(was) != request(is) {
                    found.say(format!("{}, was {}", request(is), request(was)));
                    found.breaks_requests("the old request is no longer there");
                }
                deprecation(was, is, found);
            }
            ("body", Some(was), Some(is)) => self.carried(was, is, SENT, found),
            ("body", ..) => {}
            ("member", Some(was), Some(is)) => {
                let goes = Goes {
                    sent: goes.sent && !is.has("read-only"),
                    received: goes.received && !was.has("write-only"),
                    ..goes
                };
                if was.word(0) != is.word(0) {
                    found.say(format!("{}, was {}", is.word(0), was.word(0)));
                    if goes.sent {
                        found.breaks_requests("the API does not know the old name");
                    }
                    if goes.received {
                        found.breaks_responses("it no longer comes under the old name");
                    }
                }
                self.carried(was, is, goes, found);
                if !was.has("read-only") && is.has("read-only") {
                    found.say("only the server sets it now");
                }
                if was.has("read-only") && !is.has("read-only") {
                    found.say("requests may set it now");
                }
                if was.has("write-only") != is.has("write-only") {
                    found.say(match is.has("write-only") {
                        true => "only requests carry it now",
                        false => "answers may carry it now",
                    });
                }
            }
            ("member", None, Some(is)) => {
                found.say(format!("{}, {}", is.word(0), is.word(1)));
                if goes.sent && is.has("required") && !is.has("read-only") {
                    found.breaks_requests("requests without it are refused");
                }
            }
            ("member", Some(was), None) => {
                found.say(format!("{}, {}", was.word(0), was.word(1)));
                if goes.received && was.has("required") && !was.has("write-only") {
                    found.breaks_responses("what comes without it does not decode");
                }
            }
            ("holds", Some(was), Some(is)) => {
                self.typed((was.word(0), is.word(0)), goes, found);
                unions::tags(was, is, goes, found);
                limits::compare(was, is, goes.sent, found);
            }
            ("holds", None, Some(_)) => {
                if goes.received {
                    found.note("it came as `Unrecognized` before");
                }
            }
            ("holds", Some(_), None) => {
                if goes.sent {
                    found.breaks_requests("the API no longer takes it");
                }
            }
            ("item", Some(was), Some(is)) => {
                // As a member, without a name.
                let named = |heard: &Heard| {
                    let mut heard = heard.clone();
                    heard.words.insert(0, String::new());
                    heard
                };
                self.carried(&named(was), &named(is), goes, found);
            }
            ("item", None, Some(is)) => {
                found.say(format!("{} item `{}`", is.word(0), is.word(1)));
                if goes.sent && is.has("required") {
                    found.breaks_requests("requests without it are refused");
                }
            }
            ("item", Some(was), None) => {
                found.say(format!("{} item `{}`", was.word(0), was.word(1)));
                if goes.received && was.has("required") {
                    found.breaks_responses("what comes without it does not decode");
                }
            }
            ("rest", Some(was), None) => {
                let held = was.words.last().map_or("any", String::as_str);
                if held != "any" {
                    found.say(format!("others need not be `{held}`"));
                    if goes.received {
                        found.breaks_responses("others of another type do not decode");
                    }
                }
            }
            ("rest", None, Some(is)) => {
                let held = is.words.last().map_or("any", String::as_str);
                found.say(format!("others are `{held}`"));
            }
            ("rest" | "newtype", Some(was), Some(is)) => {
                let last = |heard: &Heard| heard.words.last().cloned().unwrap_or_default();
                self.typed((&last(was), &last(is)), goes, found);
                limits::compare(was, is, goes.sent, found);
            }
            (
                "object" | "strings" | "integers" | "values" | "union" | "tuple",
                Some(was),
                Some(is),
            ) => {
                limits::compare(was, is, goes.sent, found);
                deprecation(was, is, found);
                unions::told_apart(was, is, goes, found);
                if !was.has("sent") && is.has("sent") {
                    found.say("requests carry it now");
                }
                if !was.has("received") && is.has("received") {
                    found.say("answers carry it now");
                }
            }
            ("setting", Some(was), Some(is)) => self.carried(was, is, SENT, found),
            ("setting", None, Some(is)) => {
                found.say(format!("header {}, {}", is.word(0), is.word(1)));
                if is.has("required") {
                    found.breaks_requests("requests without it are refused");
                }
            }
            ("server", was, is) => servers::compare(path, was, is, found),
            ("credential" | "token-url", Some(was), Some(is)) => {
                let (was, words) = (was.words.join(" "), is.words.join(" "));
                found.say(format!("{} {words}, was {was}", is.role));
                found.breaks_requests("requests are signed in the old way");
            }
            ("scope", None, Some(is)) => {
                found.say(format!("needs the scope {}", is.word(0)));
                found.breaks_requests("tokens without it are refused");
            }
            ("scope", Some(was), None) => {
                found.say(format!("does not need the scope {}", was.word(0)));
            }
            ("event", Some(was), Some(is)) => {
                let last = |heard: &Heard| heard.words.get(2).cloned().unwrap_or_default();
                self.typed((&last(was), &last(is)), RECEIVED, found);
            }
            ("pages" | "job", was, is) => {
                let said = |heard: &Heard| heard.words.join(" ");
                found.say(match (was, is) {
                    (Some(was), Some(is)) => format!("{role}: {}, was {}", said(is), said(was)),
                    (_, Some(is)) => format!("{role}: {}", said(is)),
                    _ => format!("no {role} any more"),
                });
                if role == "pages" && was.is_some() && is.is_some() {
                    found.breaks_responses("pages are asked for in the old way");
                }
            }
            ("answer-header", None, Some(is)) => {
                found.say(format!("header {} of {}", is.word(1), is.word(0)));
            }
            ("answer-header", Some(was), None) => {
                found.say(format!("no header {} of {}", was.word(1), was.word(0)));
            }
            ("answer-header", Some(was), Some(is)) => {
                let (header, status) = (is.word(1), is.word(0));
                let (was, is) = (was.word(2), is.word(2));
                found.say(format!(
                    "header {header} of {status} is `{is}`, was `{was}`"
                ));
            }
            ("object" | "strings" | "integers" | "values" | "union" | "tuple" | "newtype", ..) => {}
            (_, was, is) => {
                for heard in was.into_iter().chain(is) {
                    if was.is_none() || is.is_none() {
                        found.say(described(heard));
                    }
                }
            }
        }
    }

    /// What is carried under a name: `"name" required type …`.
    pub(super) fn carried(&self, was: &Heard, is: &Heard, goes: Goes, found: &mut Found) {
        let (was_required, is_required) = (was.has("required"), is.has("required"));
        // What goes in one direction only is optional in a type that goes in both, for the other's
        // sake.
        let is_for_one = |mark: &str| was.has(mark) != is.has(mark);
        match (was_required, is_required) {
            (true, false) if is_for_one("read-only") => {}
            (false, true) if is_for_one("write-only") => {}
            (true, false) => {
                found.say("optional, was required");
                if goes.received {
                    found.breaks_responses("what comes without it does not decode");
                }
            }
            (false, true) => {
                found.say("required, was optional");
                if goes.sent {
                    found.breaks_requests("requests without it are refused");
                }
            }
            (true, true) | (false, false) => {}
        }
        let (was_type, was_null) = without_null(was.word(2));
        let (is_type, is_null) = without_null(is.word(2));
        self.typed((was_type, is_type), goes, found);
        match (was_null, is_null) {
            (false, true) => {
                found.say("can be `null`");
                // What is optional takes `null` for absent.
                if goes.received && was_required {
                    found.breaks_responses("`null` does not decode");
                }
            }
            (true, false) => {
                found.say("cannot be `null`");
                if goes.sent {
                    found.breaks_requests("`null` is refused");
                }
            }
            (true, true) | (false, false) => {}
        }
        limits::compare(was, is, goes.sent, found);
        let default = |heard: &Heard| heard.values.get("default").cloned();
        match (default(was), default(is)) {
            (was, is) if was == is => {}
            (Some(was), Some(is)) => found.say(format!("the default is {is}, was {was}")),
            (None, Some(is)) => found.say(format!("the default is {is}")),
            (Some(was), None) => found.say(format!("there is no default, was {was}")),
            (None, None) => {}
        }
        let constant = |heard: &Heard| heard.values.get("constant").cloned();
        if constant(was) != constant(is) {
            match constant(is) {
                Some(is) => found.say(format!("is always {is}")),
                None => found.say("has no longer one value only"),
            }
            // Of another type it is said already.
            if goes.sent && constant(is).is_some() && was_type == is_type {
                found.breaks_requests("other values are refused");
            }
        }
        deprecation(was, is, found);
    }

    /// The type of something.
    fn typed(&self, (was, is): (&str, &str), goes: Goes, found: &mut Found) {
        if was == is {
            return;
        }
        // It is said in Rust already.
        if !found.source.iter().any(|why| why != source::GONE) {
            found.say(format!("`{is}`, was `{was}`"));
        }
        let (old, new) = (&self.old, &self.new);
        let reader = match goes.as_text {
            true => Reader::ApiOfText,
            false => Reader::Api,
        };
        if goes.sent && !takes(reader, (is, new), (was, old)) {
            found.breaks_requests("what was sent is refused");
        }
        if goes.received && !takes(Reader::Crate, (was, old), (is, new)) {
            found.breaks_responses("what comes does not decode");
        }
    }

    /// In which direction what is at a path goes, with the crate as it was.
    pub(super) fn goes(&self, path: &str) -> Goes {
        let name = path.strip_prefix("types::").unwrap_or_default();
        let name = name.split(['.', ':']).next().unwrap_or_default();
        let head = self.old.head(name).or_else(|| self.new.head(name));
        Goes {
            sent: head.is_some_and(|head| head.has("sent")),
            received: head.is_some_and(|head| head.has("received")) && self.old.is_decoded(name),
            as_text: false,
        }
    }
}

/// The lines about the wire of one thing, by what tells them apart.
fn keyed(lines: &[Line<'_>]) -> BTreeMap<String, Heard> {
    let lines = lines.iter().filter(|line| line.kind == Kind::Wire);
    let keyed = lines.map(|line| {
        let heard = Heard::of(line.says);
        let key = match heard.role.as_str() {
            "answer" | "answer-header" => {
                format!("{} {} {}", heard.role, heard.word(0), heard.word(1))
            }
            "body" | "scope" => format!("{} {}", heard.role, heard.word(0)),
            "server" => format!("server {}", heard.words.last().map_or("", String::as_str)),
            "security" => line.says.to_string(),
            "object" | "strings" | "integers" | "values" | "union" | "tuple" | "newtype" => {
                "type".to_owned()
            }
            _ if line.path.ends_with(')') => "argument".to_owned(),
            role => role.to_owned(),
        };
        (key, heard)
    });
    keyed.collect()
}

fn deprecation(was: &Heard, is: &Heard, found: &mut Found) {
    match (was.has("deprecated"), is.has("deprecated")) {
        (false, true) => {
            found.is_deprecated = true;
            found.say("the API advises against its use");
        }
        (true, false) => found.say("the API no longer advises against its use"),
        (true, true) | (false, false) => {}
    }
}
