//! What goes over the wire, before and after: whether the crate as it was still gets on with the
//! API as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::super::wire::Heard;
use super::super::{Kind, Line};
use super::found::Found;
use super::limits;
use super::relation::{Reader, Shapes, takes, without_null};
use super::source;

/// The types of both surfaces.
pub(super) struct Wires<'a> {
    pub(super) old: Shapes<'a>,
    pub(super) new: Shapes<'a>,
}

/// In which direction something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Goes {
    sent: bool,
    received: bool,
    /// Whether it is written as text, not as JSON.
    as_text: bool,
}

const SENT: Goes = Goes {
    sent: true,
    received: false,
    as_text: false,
};

const SENT_AS_TEXT: Goes = Goes {
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
    pub(super) fn compare(&self, path: &str, old: &[&Line], new: &[&Line], found: &mut Found) {
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
        bodies(&old, &new, found);
        self.answers(&old, &new, found);
        security(&old, &new, found);
    }

    /// An argument, or a value of an enum.
    fn argument_or_value(
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
                let style = |heard: &Heard| heard.values.get("style").cloned().unwrap_or_default();
                if style(was) != style(is) {
                    found.say("it is written in another style");
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
                found.note("what is sent there says nothing to the API any more");
            }
            (None, None) => {}
        }
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
                    found.breaks_responses("answers without it do not decode");
                }
            }
            ("holds", Some(was), Some(is)) => {
                self.typed((was.word(0), is.word(0)), goes, found);
                if was.words.get(1..) != is.words.get(1..) {
                    found.say("it is told by other values");
                    if goes.sent {
                        found.breaks_requests("the API may not know it by its old value");
                    }
                }
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
                    found.breaks_responses("answers without it do not decode");
                }
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
                let tag = |heard: &Heard| {
                    let at = heard.words.iter().position(|word| word == "by")?;
                    heard.words.get(at + 1).cloned()
                };
                if tag(was) != tag(is) {
                    found.say("variants are told apart by another member");
                    if goes.received {
                        found.breaks_responses("variants come as `Unrecognized`");
                    }
                }
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
            ("server", Some(was), None) => {
                found.say(format!(
                    "no server {}",
                    was.words.last().map_or("", |url| bare(url))
                ));
                if was.has("default") || path != "Client" {
                    found.breaks_requests("requests go to a server that is no longer told of");
                }
            }
            ("server", Some(was), Some(is)) => {
                let said = match is.has("default") {
                    true => "is the default server now",
                    false => "is no longer the default server",
                };
                let url = was.words.last().map_or("", |url| bare(url));
                found.say(format!("{url} {said}"));
            }
            ("server", None, Some(is)) => {
                let url = is.words.last().map_or("", |url| bare(url));
                found.say(format!("server {url}"));
                if path != "Client" {
                    found.breaks_requests("requests go to another server");
                }
            }
            ("credential" | "token-url", Some(_), Some(is)) => {
                found.say(format!("{} {}", is.role, is.words.join(" ")));
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
                let said = |heard: Option<&Heard>| match heard {
                    Some(heard) => heard.words.join(" "),
                    None => "not at all".to_owned(),
                };
                found.say(format!("{role}: {}, was {}", said(is), said(was)));
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
                self.typed(
                    (was.word(2), is.word(2)),
                    Goes {
                        received: false,
                        ..RECEIVED
                    },
                    found,
                );
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
    fn carried(&self, was: &Heard, is: &Heard, goes: Goes, found: &mut Found) {
        let (was_required, is_required) = (was.has("required"), is.has("required"));
        match (was_required, is_required) {
            (true, false) => {
                found.say("optional, was required");
                if goes.received {
                    found.breaks_responses("answers without it do not decode");
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
            if goes.sent && constant(is).is_some() {
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

    /// The answers that say that all went well. Others are errors with or without a body that
    /// decodes.
    fn answers(
        &self,
        old: &BTreeMap<String, Heard>,
        new: &BTreeMap<String, Heard>,
        found: &mut Found,
    ) {
        let answers = |all: &BTreeMap<String, Heard>| -> Vec<Heard> {
            let answers = all.values().filter(|heard| heard.role == "answer");
            answers.cloned().collect()
        };
        let (old, new) = (answers(old), answers(new));
        let said = |heard: &Heard| heard.words.join(" ");
        for was in old.iter().filter(|was| !new.contains(was)) {
            let same = |is: &&Heard| is.word(0) == was.word(0) && is.word(1) == was.word(1);
            match new.iter().find(same) {
                Some(is) => found.say(format!("answer {}, was {}", said(is), said(was))),
                None => found.say(format!("no answer {}", said(was))),
            }
        }
        for is in new.iter().filter(|is| !old.contains(is)) {
            let has = |was: &&Heard| was.word(0) == is.word(0) && was.word(1) == is.word(1);
            if !old.iter().any(|was| has(&was)) {
                found.say(format!("answer {}", said(is)));
            }
            if !is_success(is) {
                continue;
            }
            let successes = || old.iter().filter(|was| is_success(was));
            let of_status = successes().filter(|was| was.word(0) == is.word(0));
            // Another media type of the same status comes only to those who ask for it.
            let is_unasked = old.iter().any(|was| {
                was.word(0) == is.word(0)
                    && was.word(1) != is.word(1)
                    && new
                        .iter()
                        .any(|is| is.word(0) == was.word(0) && is.word(1) == was.word(1))
            });
            let readers: Vec<&Heard> = match of_status.clone().count() {
                0 => successes().collect(),
                _ => of_status.collect(),
            };
            let reads = |was: &&Heard| match (was.word(1), is.word(1)) {
                ("empty", _) => true,
                (_, "empty") => false,
                (one, other) if one != other => false,
                _ => {
                    let (was, is) = (last(was), last(is));
                    takes(Reader::Crate, (was, &self.old), (is, &self.new))
                }
            };
            if !is_unasked && !readers.is_empty() && !readers.iter().any(reads) {
                found.breaks_responses("what comes does not decode");
            }
        }
    }

    /// In which direction what is at a path goes, with the crate as it was.
    fn goes(&self, path: &str) -> Goes {
        let name = path.strip_prefix("types::").unwrap_or_default();
        let name = name.split(['.', ':']).next().unwrap_or_default();
        let head = self.old.head(name).or_else(|| self.new.head(name));
        Goes {
            sent: head.is_some_and(|head| head.has("sent")),
            received: head.is_some_and(|head| head.has("received")),
            as_text: false,
        }
    }
}

/// The lines about the wire of one thing, by what tells them apart.
fn keyed(lines: &[&Line]) -> BTreeMap<String, Heard> {
    let lines = lines.iter().filter(|line| line.kind == Kind::Wire);
    let keyed = lines.map(|line| {
        let heard = Heard::of(&line.says);
        let key = match heard.role.as_str() {
            "answer" | "answer-header" => {
                format!("{} {} {}", heard.role, heard.word(0), heard.word(1))
            }
            "body" | "scope" => format!("{} {}", heard.role, heard.word(0)),
            "server" => format!("server {}", heard.words.last().map_or("", String::as_str)),
            "security" => line.says.clone(),
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

/// Bodies that an operation did not take, or no longer takes.
fn bodies(old: &BTreeMap<String, Heard>, new: &BTreeMap<String, Heard>, found: &mut Found) {
    let bodies = |all: &BTreeMap<String, Heard>| -> Vec<Heard> {
        let bodies = all.values().filter(|heard| heard.role == "body");
        bodies.cloned().collect()
    };
    let (old, new) = (bodies(old), bodies(new));
    let is_in = |all: &[Heard], body: &Heard| all.iter().any(|of| of.word(0) == body.word(0));
    for is in new.iter().filter(|is| !is_in(&old, is)) {
        found.say(described(is));
        if old.is_empty() && is.has("required") {
            found.breaks_requests("requests without a body are refused");
        }
    }
    for was in old.iter().filter(|was| !is_in(&new, was)) {
        found.say(format!("no body {}", was.word(0)));
        match new.is_empty() {
            true => found.note("what is sent there says nothing to the API any more"),
            false => found.breaks_requests(format!("a body {} is refused", was.word(0))),
        }
    }
}

/// Alternatives of sign-ins: whoever signs in as before must be let in.
fn security(old: &BTreeMap<String, Heard>, new: &BTreeMap<String, Heard>, found: &mut Found) {
    let alternatives = |all: &BTreeMap<String, Heard>| -> Vec<BTreeSet<String>> {
        let lines = all.values().filter(|heard| heard.role == "security");
        let sets = lines.map(|heard| {
            let schemes = heard.words.iter().filter(|word| *word != "none");
            schemes.cloned().collect()
        });
        sets.collect()
    };
    let (old, new) = (alternatives(old), alternatives(new));
    if old == new {
        return;
    }
    let said = |all: &[BTreeSet<String>]| {
        let sets = all.iter().map(|set| match set.is_empty() {
            true => "nothing".to_owned(),
            false => set.iter().cloned().collect::<Vec<_>>().join(" and "),
        });
        let sets: Vec<String> = sets.collect();
        match sets.is_empty() {
            true => "nothing".to_owned(),
            false => sets.join(" or "),
        }
    };
    found.say(format!("signs in with {}, was {}", said(&new), said(&old)));
    let none = BTreeSet::new();
    let (old, new) = match (old.is_empty(), new.is_empty()) {
        (_, true) => return,
        (true, false) => (vec![none], new),
        (false, false) => (old, new),
    };
    let is_let_in = |had: &BTreeSet<String>| new.iter().any(|set| set.is_subset(had));
    if !old.iter().all(is_let_in) {
        found.breaks_requests("who signed in as before is refused");
    }
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

/// A line in words.
pub(super) fn described(heard: &Heard) -> String {
    let words = |from: usize| -> Vec<&str> {
        let words = heard.words.iter().skip(from);
        words.map(String::as_str).collect()
    };
    match heard.role.as_str() {
        "query" | "path" | "header" | "cookie" | "part" | "member" | "body" => {
            let ty = heard.word(2);
            format!(
                "{} {}, {} `{ty}`",
                place(heard),
                heard.word(0),
                heard.word(1)
            )
        }
        role => format!("{role} {}", words(0).join(" ")),
    }
}

fn place(heard: &Heard) -> &str {
    match heard.role.as_str() {
        "query" => "query parameter",
        "path" => "path parameter",
        role => role,
    }
}

fn is_success(heard: &Heard) -> bool {
    heard.word(0).starts_with('2')
}

fn last(heard: &Heard) -> &str {
    heard.words.last().map_or("", String::as_str)
}

/// A text without its quotes.
fn bare(text: &str) -> &str {
    text.trim_matches('"')
}
